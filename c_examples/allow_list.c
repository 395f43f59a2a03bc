/* A login that does not tell who logs in: the member proves to know the key behind one of the digests on a list.
 *
 * The service keeps SHA-256 digests of its members' keys and sees a proof that is bound to its nonce. It learns that a member is
 * there, and not which one. */
#include <nexuszero.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MEMBERS = 1000, KEY_SIZE = 32, DIGEST_SIZE = 32, MINE = 421 };
static const uint8_t NONCE[] = "nonce of the service: 31d7";

static void must(nxz_status status, nxz_error *const *error) {
    if (status == NXZ_OK) return;
    fprintf(stderr, "%s: %s\n", nxz_status_name(status), nxz_error_message(*error));
    exit(1);
}

/* Keys would be random; these are the same in every run. */
static void key_of(unsigned member, uint8_t key[KEY_SIZE]) {
    memset(key, 0, KEY_SIZE);
    snprintf((char *)key, KEY_SIZE, "the key of member %u", member);
}

/* "I know a key of 32 bytes whose digest is on the list." Made by both sides from the public list. */
static nxz_statement *statement_about(const nxz_list *list) {
    nxz_error *e = NULL;
    nxz_message *message;
    nxz_statement *statement;
    must(nxz_message_new(&message, &e), &e);
    must(nxz_message_add_secret(message, "key", 3, KEY_SIZE, &e), &e);
    must(nxz_statement_one_of_many(NXZ_HASH_SHA256, list, message, NULL, 0, &statement, &e), &e);
    nxz_message_free(message);
    return statement;
}

int main(void) {
    static uint8_t digests[MEMBERS * DIGEST_SIZE];
    uint8_t key[KEY_SIZE];
    size_t len;
    nxz_error *e = NULL;
    nxz_list *list;
    nxz_config *config;
    nxz_protocol *protocol;
    for (unsigned i = 0; i < MEMBERS; i++) {
        key_of(i, key);
        must(nxz_digest(NXZ_HASH_SHA256, key, KEY_SIZE, digests + i * DIGEST_SIZE, DIGEST_SIZE, &len, &e), &e);
    }
    must(nxz_list_new(digests, sizeof digests, DIGEST_SIZE, &list, &e), &e);
    must(nxz_config_new(NXZ_PRESET_DEFAULT, &config, &e), &e);
    must(nxz_protocol_new(config, &protocol, &e), &e);
    nxz_config_free(config);

    /* The member. */
    nxz_statement *statement = statement_about(list);
    nxz_witness *witness;
    nxz_proof *proof;
    key_of(MINE, key);
    must(nxz_witness_new(&witness, &e), &e);
    must(nxz_witness_set(witness, "key", 3, key, KEY_SIZE, &e), &e);
    must(nxz_witness_set_number(witness, "index", 5, MINE, &e), &e);
    must(nxz_prove(protocol, statement, witness, NONCE, sizeof NONCE - 1, &proof, &e), &e);
    const uint8_t *bytes = nxz_proof_data(proof, &len);
    printf("proved: one of %d members, in %zu bytes\n", MEMBERS, len);

    /* The service. */
    nxz_statement *expected = statement_about(list);
    nxz_proof *received;
    nxz_status status = nxz_proof_from_bytes(bytes, len, &received, NULL);
    if (status == NXZ_OK) status = nxz_verify(protocol, expected, NONCE, sizeof NONCE - 1, received, NULL);
    printf("verified: %s\n", status == NXZ_OK ? "a member is there" : nxz_status_name(status));

    nxz_proof_free(received);
    nxz_statement_free(expected);
    nxz_proof_free(proof);
    nxz_witness_free(witness);
    nxz_statement_free(statement);
    nxz_protocol_free(protocol);
    nxz_list_free(list);
    return status == NXZ_OK ? 0 : 1;
}
