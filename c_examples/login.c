/* A login without sending the secret: the client proves to know the secret behind the digest that the server stores.
 *
 * The server keeps a salt and SHA3-256(salt, secret) for each user, and sends a nonce that it uses once. The proof is bound to server, user and
 * nonce, so that it is worth nothing elsewhere or later. The secret must be hard to guess (a random key, not a password that people
 * choose): whoever steals the digest can try guesses on it, as on every stored digest. The proof itself gives nothing to try guesses on. */
#include <nexuszero.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECRET_SIZE = 32, SALT_SIZE = 16, DIGEST_SIZE = 32 };

/* What the server stores of a user. */
struct account {
    const char *user;
    uint8_t salt[SALT_SIZE];
    uint8_t digest[DIGEST_SIZE];
};

static void must(nxz_status status, nxz_error *const *error) {
    if (status == NXZ_OK) return;
    fprintf(stderr, "%s: %s\n", nxz_status_name(status), nxz_error_message(*error));
    exit(1);
}

/* "I know a secret of 32 bytes that, behind this salt, has this digest." Made by client and server, each for itself. */
static nxz_statement *knows_the_secret(const struct account *account) {
    nxz_error *e = NULL;
    nxz_message *message;
    nxz_statement *statement;
    must(nxz_message_new(&message, &e), &e);
    must(nxz_message_add_public(message, account->salt, SALT_SIZE, &e), &e);
    must(nxz_message_add_secret(message, "secret", 6, SECRET_SIZE, &e), &e);
    must(nxz_statement_preimage_parts(NXZ_HASH_SHA3_256, account->digest, DIGEST_SIZE, message, &statement, &e), &e);
    nxz_message_free(message);
    return statement;
}

/* What a login is for: where, who, and this time only. With the length of the name no two logins have one context, whatever is in
 * name and nonce. 0 where it does not fit. */
static size_t context_of(const struct account *account, const char *nonce, char *context, size_t size) {
    const char *user = account->user;
    int len = snprintf(context, size, "login at example.org|%zu|%s|%s", strlen(user), user, nonce);
    return len > 0 && (size_t)len < size ? (size_t)len : 0;
}

static nxz_protocol *protocol_new(void) {
    nxz_error *e = NULL;
    nxz_config *config;
    nxz_protocol *protocol;
    must(nxz_config_new(NXZ_PRESET_DEFAULT, &config, &e), &e);
    must(nxz_protocol_new(config, &protocol, &e), &e);
    nxz_config_free(config);
    return protocol;
}

/* The client, who has the secret and got the nonce. */
static nxz_proof *log_in(const struct account *account, const uint8_t *secret, const char *nonce) {
    nxz_error *e = NULL;
    nxz_protocol *protocol = protocol_new();
    nxz_statement *statement = knows_the_secret(account);
    nxz_witness *witness;
    nxz_proof *proof;
    char context[128];
    must(nxz_witness_new(&witness, &e), &e);
    must(nxz_witness_set(witness, "secret", 6, secret, SECRET_SIZE, &e), &e);
    size_t len = context_of(account, nonce, context, sizeof context);
    if (len == 0) {
        fprintf(stderr, "the name or the nonce is too long\n");
        exit(1);
    }
    must(nxz_prove(protocol, statement, witness, (const uint8_t *)context, len, &proof, &e), &e);
    nxz_witness_free(witness);
    nxz_statement_free(statement);
    nxz_protocol_free(protocol);
    return proof;
}

/* The server, who has the account, the nonce that it sent, and the bytes that came back. */
static int accepts(const struct account *account, const char *nonce, const uint8_t *bytes, size_t bytes_len) {
    char context[128];
    size_t len = context_of(account, nonce, context, sizeof context);
    if (len == 0) return 0;
    nxz_protocol *protocol = protocol_new();
    nxz_statement *statement = knows_the_secret(account);
    nxz_proof *proof;
    nxz_status status = nxz_proof_from_bytes(bytes, bytes_len, &proof, NULL);
    if (status == NXZ_OK) status = nxz_verify(protocol, statement, (const uint8_t *)context, len, proof, NULL);
    nxz_proof_free(proof);
    nxz_statement_free(statement);
    nxz_protocol_free(protocol);
    return status == NXZ_OK;
}

int main(void) {
    /* They would be random; these are the same in every run. */
    const uint8_t secret[SECRET_SIZE] = "a key that nobody could guess";
    struct account account = {.user = "ada", .salt = "salt of ada"};
    uint8_t message[SALT_SIZE + SECRET_SIZE];
    size_t len;
    nxz_error *e = NULL;
    memcpy(message, account.salt, SALT_SIZE);
    memcpy(message + SALT_SIZE, secret, SECRET_SIZE);
    must(nxz_digest(NXZ_HASH_SHA3_256, message, sizeof message, account.digest, DIGEST_SIZE, &len, &e), &e);

    nxz_proof *proof = log_in(&account, secret, "nonce 1");
    const uint8_t *bytes = nxz_proof_data(proof, &len);
    int now = accepts(&account, "nonce 1", bytes, len);
    int again = accepts(&account, "nonce 2", bytes, len);
    printf("%zu bytes; the login is %s, and the same proof with the next nonce %s\n", len, now ? "accepted" : "refused",
           again ? "accepted" : "refused");
    nxz_proof_free(proof);
    return now && !again ? 0 : 1;
}
