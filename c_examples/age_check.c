/* Proves that somebody was born on or before a date, without telling the date.
 *
 * An issuer (an authority, a bank) commits to the date of birth and publishes or signs the commitment. Its owner keeps the date and the
 * blinding, and proves to anyone that the date in the commitment is old enough. */
#include <nexuszero.h>
#include <stdio.h>
#include <stdlib.h>

/* Dates as numbers that compare like dates: year, month, day. */
static const uint64_t BORN = 19840229, EARLIEST = 19000101, CUTOFF = 20081125;
static const uint8_t NONCE[] = "nonce of the verifier: 8f1c";

static void must(nxz_status status, nxz_error *const *error) {
    if (status == NXZ_OK) return;
    fprintf(stderr, "%s: %s\n", nxz_status_name(status), nxz_error_message(*error));
    exit(1);
}

/* What owner and verifier each make for themselves from what is public. */
static void agree(const uint8_t *commitment, size_t len, nxz_protocol **protocol, nxz_statement **statement) {
    nxz_error *e = NULL;
    nxz_config *config;
    must(nxz_config_new(NXZ_PRESET_DEFAULT, &config, &e), &e);
    must(nxz_protocol_new(config, protocol, &e), &e);
    must(nxz_statement_range(NXZ_HASH_SHA256, commitment, len, EARLIEST, CUTOFF, NULL, 0, NULL, 0, statement, &e), &e);
    nxz_config_free(config);
}

int main(void) {
    nxz_error *e = NULL;
    uint8_t blinding[NXZ_BLINDING_SIZE], commitment[NXZ_MAX_DIGEST_SIZE];
    size_t blinding_len, len, proof_len;

    /* The issuer. */
    must(nxz_blinding_new(blinding, sizeof blinding, &blinding_len, &e), &e);
    must(nxz_commit(NXZ_HASH_SHA256, BORN, blinding, blinding_len, commitment, sizeof commitment, &len, &e), &e);

    /* The owner. */
    nxz_protocol *protocol;
    nxz_statement *statement;
    nxz_witness *witness;
    nxz_proof *proof;
    agree(commitment, len, &protocol, &statement);
    must(nxz_witness_new(&witness, &e), &e);
    must(nxz_witness_set_number(witness, "value", 5, BORN, &e), &e);
    must(nxz_witness_set(witness, "blinding", 8, blinding, blinding_len, &e), &e);
    must(nxz_prove(protocol, statement, witness, NONCE, sizeof NONCE - 1, &proof, &e), &e);
    const uint8_t *bytes = nxz_proof_data(proof, &proof_len);
    printf("proved: born on or before %llu, in %zu bytes\n", (unsigned long long)CUTOFF, proof_len);

    /* The verifier, who has the commitment and the bytes. */
    nxz_protocol *their_protocol;
    nxz_statement *their_statement;
    nxz_proof *received;
    agree(commitment, len, &their_protocol, &their_statement);
    nxz_status status = nxz_proof_from_bytes(bytes, proof_len, &received, NULL);
    if (status == NXZ_OK) status = nxz_verify(their_protocol, their_statement, NONCE, sizeof NONCE - 1, received, NULL);
    printf("verified: %s\n", status == NXZ_OK ? "valid" : nxz_status_name(status));

    nxz_proof_free(received);
    nxz_statement_free(their_statement);
    nxz_protocol_free(their_protocol);
    nxz_proof_free(proof);
    nxz_witness_free(witness);
    nxz_statement_free(statement);
    nxz_protocol_free(protocol);
    return status == NXZ_OK ? 0 : 1;
}
