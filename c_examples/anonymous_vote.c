/* One anonymous vote for each voter and each poll.
 *
 * The register holds SHA-256 digests of the voters' keys. With a vote comes a nullifier, the SHA-256 digest of poll and key, and one
 * proof of two claims about the same key: its digest is on the register, and the nullifier is made from it. A second vote of the same
 * voter has the same nullifier and is refused; nullifiers of different polls have nothing in common that anybody could see. The proof
 * is bound to the vote, so that nobody can change it on the way. */
#include <nexuszero.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VOTERS = 64, KEY_SIZE = 32, DIGEST_SIZE = 32, ME = 17 };
static const char POLL[] = "poll 2026-11: colour of the bicycle shed";
static const char VOTE[] = "green";

static void must(nxz_status status, nxz_error *const *error) {
    if (status == NXZ_OK) return;
    fprintf(stderr, "%s: %s\n", nxz_status_name(status), nxz_error_message(*error));
    exit(1);
}

/* Keys would be random; these are the same in every run. */
static void key_of(unsigned voter, uint8_t key[KEY_SIZE]) {
    memset(key, 0, KEY_SIZE);
    snprintf((char *)key, KEY_SIZE, "the key of voter %u", voter);
}

/* The digest of poll and key, in this order: with the key first, the digest on the register is a state of SHA-256 from which anybody could
 * go on, with a poll that begins as its padding does. */
static void nullifier_of(const uint8_t key[KEY_SIZE], uint8_t nullifier[DIGEST_SIZE]) {
    nxz_error *e = NULL;
    size_t len;
    uint8_t message[sizeof POLL - 1 + KEY_SIZE];
    memcpy(message, POLL, sizeof POLL - 1);
    memcpy(message + sizeof POLL - 1, key, KEY_SIZE);
    must(nxz_digest(NXZ_HASH_SHA256, message, sizeof message, nullifier, DIGEST_SIZE, &len, &e), &e);
}

/* "I know a key whose digest is on the register, and which gives this nullifier." */
static nxz_statement *ballot(const nxz_list *registered, const uint8_t nullifier[DIGEST_SIZE]) {
    nxz_error *e = NULL;
    nxz_message *voter, *vote;
    nxz_statement *parts[2], *both;
    must(nxz_message_new(&voter, &e), &e);
    must(nxz_message_add_secret(voter, "key", 3, KEY_SIZE, &e), &e);
    must(nxz_statement_one_of_many(NXZ_HASH_SHA256, registered, voter, NULL, 0, &parts[0], &e), &e);
    must(nxz_message_new(&vote, &e), &e);
    must(nxz_message_add_public(vote, (const uint8_t *)POLL, sizeof POLL - 1, &e), &e);
    must(nxz_message_add_secret(vote, "key", 3, KEY_SIZE, &e), &e);
    must(nxz_statement_preimage_parts(NXZ_HASH_SHA256, nullifier, DIGEST_SIZE, vote, &parts[1], &e), &e);
    must(nxz_statement_conjunction((const nxz_statement *const *)parts, 2, &both, &e), &e);
    nxz_statement_free(parts[0]);
    nxz_statement_free(parts[1]);
    nxz_message_free(vote);
    nxz_message_free(voter);
    return both;
}

int main(void) {
    static uint8_t digests[VOTERS * DIGEST_SIZE];
    uint8_t key[KEY_SIZE], nullifier[DIGEST_SIZE];
    size_t len;
    nxz_error *e = NULL;
    nxz_list *registered;
    nxz_config *config;
    nxz_protocol *protocol;
    for (unsigned i = 0; i < VOTERS; i++) {
        key_of(i, key);
        must(nxz_digest(NXZ_HASH_SHA256, key, KEY_SIZE, digests + i * DIGEST_SIZE, DIGEST_SIZE, &len, &e), &e);
    }
    must(nxz_list_new(digests, sizeof digests, DIGEST_SIZE, &registered, &e), &e);
    must(nxz_config_new(NXZ_PRESET_DEFAULT, &config, &e), &e);
    must(nxz_protocol_new(config, &protocol, &e), &e);
    nxz_config_free(config);

    /* The voter sends vote, nullifier and proof. */
    nxz_witness *witness;
    nxz_proof *proof;
    key_of(ME, key);
    nullifier_of(key, nullifier);
    nxz_statement *mine = ballot(registered, nullifier);
    must(nxz_witness_new(&witness, &e), &e);
    must(nxz_witness_set(witness, "key", 3, key, KEY_SIZE, &e), &e);
    must(nxz_witness_set_number(witness, "index", 5, ME, &e), &e);
    must(nxz_prove(protocol, mine, witness, (const uint8_t *)VOTE, sizeof VOTE - 1, &proof, &e), &e);
    const uint8_t *bytes = nxz_proof_data(proof, &len);
    printf("voted: one of %d voters, in %zu bytes\n", VOTERS, len);

    /* The ballot box has seen no such nullifier before, and verifies. */
    nxz_proof *received;
    nxz_statement *expected = ballot(registered, nullifier);
    nxz_status honest = nxz_proof_from_bytes(bytes, len, &received, NULL);
    if (honest == NXZ_OK) honest = nxz_verify(protocol, expected, (const uint8_t *)VOTE, sizeof VOTE - 1, received, NULL);
    nxz_status changed = nxz_verify(protocol, expected, (const uint8_t *)"blue", 4, received, NULL);
    printf("the vote is %s; changed to another, it is %s\n", honest == NXZ_OK ? "valid" : nxz_status_name(honest),
           changed == NXZ_OK ? "valid" : "refused");

    nxz_proof_free(received);
    nxz_statement_free(expected);
    nxz_proof_free(proof);
    nxz_witness_free(witness);
    nxz_statement_free(mine);
    nxz_protocol_free(protocol);
    nxz_list_free(registered);
    return honest == NXZ_OK && changed == NXZ_ERR_PROOF_VERIFICATION ? 0 : 1;
}
