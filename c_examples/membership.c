/* Proves to hold one of a year's certificates, without telling which.
 *
 * An issuer puts all certificates of a year into a Merkle tree and publishes its root. Each holder gets a certificate and its path to the
 * root; a verifier has the root only, however many certificates there are. */
#include <nexuszero.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A certificate is what all of the year begin with, and its number. */
static const uint8_t YEAR[] = "certificate of 2026: ";
enum { YEAR_SIZE = sizeof YEAR - 1, NUMBER_SIZE = 32, CERTIFICATES = 1024, MINE = 421 };
static const uint8_t NONCE[] = "nonce of the verifier: 5d90";

static void must(nxz_status status, nxz_error *const *error) {
    if (status == NXZ_OK) return;
    fprintf(stderr, "%s: %s\n", nxz_status_name(status), nxz_error_message(*error));
    exit(1);
}

/* Numbers would be random, so that nobody guesses one; these are the same in every run. */
static void number_of(unsigned certificate, uint8_t number[NUMBER_SIZE]) {
    memset(number, 0, NUMBER_SIZE);
    snprintf((char *)number, NUMBER_SIZE, "the number of certificate %u", certificate);
}

/* "I know the number in one of the certificates below this root." Holder and verifier each make it from what is published. */
static nxz_statement *statement_about(const uint8_t *root, size_t root_len, uint64_t depth) {
    nxz_error *e = NULL;
    nxz_message *certificate;
    nxz_statement *statement;
    must(nxz_message_new(&certificate, &e), &e);
    must(nxz_message_add_public(certificate, YEAR, YEAR_SIZE, &e), &e);
    must(nxz_message_add_secret(certificate, "number", 6, NUMBER_SIZE, &e), &e);
    must(nxz_statement_membership(NXZ_HASH_SHA3_256, root, root_len, depth, certificate, NULL, 0, NULL, 0, &statement, &e), &e);
    nxz_message_free(certificate);
    return statement;
}

int main(void) {
    uint8_t certificate[YEAR_SIZE + NUMBER_SIZE], number[NUMBER_SIZE], root[NXZ_MAX_DIGEST_SIZE];
    size_t len, root_len, proof_len;
    uint64_t depth, directions;
    nxz_error *e = NULL;
    nxz_bytes *path;
    nxz_merkle_tree *tree;
    nxz_config *config;
    nxz_protocol *protocol;
    must(nxz_config_new(NXZ_PRESET_DEFAULT, &config, &e), &e);
    must(nxz_protocol_new(config, &protocol, &e), &e);
    nxz_config_free(config);

    /* The issuer publishes root and depth, and gives each holder a number, the way from its leaf to the root, and the digests beside it. */
    must(nxz_merkle_tree_new(NXZ_HASH_SHA3_256, &tree, &e), &e);
    memcpy(certificate, YEAR, YEAR_SIZE);
    for (unsigned i = 0; i < CERTIFICATES; i++) {
        number_of(i, certificate + YEAR_SIZE);
        must(nxz_merkle_tree_add(tree, certificate, sizeof certificate, &e), &e);
    }
    must(nxz_merkle_tree_root(tree, root, sizeof root, &root_len, &e), &e);
    must(nxz_merkle_tree_depth(tree, MINE, &depth, &e), &e);
    must(nxz_merkle_tree_directions(tree, MINE, &directions, &e), &e);
    must(nxz_merkle_tree_path(tree, MINE, &path, &e), &e);
    nxz_merkle_tree_free(tree);

    /* The holder. */
    nxz_statement *statement = statement_about(root, root_len, depth);
    nxz_witness *witness;
    nxz_proof *proof;
    const uint8_t *siblings = nxz_bytes_data(path, &len);
    number_of(MINE, number);
    must(nxz_witness_new(&witness, &e), &e);
    must(nxz_witness_set(witness, "number", 6, number, NUMBER_SIZE, &e), &e);
    must(nxz_witness_set_number(witness, "index", 5, directions, &e), &e);
    must(nxz_witness_set(witness, "path", 4, siblings, len, &e), &e);
    must(nxz_prove(protocol, statement, witness, NONCE, sizeof NONCE - 1, &proof, &e), &e);
    const uint8_t *bytes = nxz_proof_data(proof, &proof_len);
    printf("proved: one of %d certificates, in %zu bytes\n", CERTIFICATES, proof_len);

    /* The verifier. */
    nxz_statement *expected = statement_about(root, root_len, depth);
    nxz_proof *received;
    nxz_status status = nxz_proof_from_bytes(bytes, proof_len, &received, NULL);
    if (status == NXZ_OK) status = nxz_verify(protocol, expected, NONCE, sizeof NONCE - 1, received, NULL);
    printf("verified: %s\n", status == NXZ_OK ? "a certificate is there" : nxz_status_name(status));

    nxz_proof_free(received);
    nxz_statement_free(expected);
    nxz_proof_free(proof);
    nxz_witness_free(witness);
    nxz_statement_free(statement);
    nxz_bytes_free(path);
    nxz_protocol_free(protocol);
    return status == NXZ_OK ? 0 : 1;
}
