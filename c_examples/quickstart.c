/* Proves knowledge of a secret with a given SHA-256 digest and verifies the proof on the other side. */
#include <nexuszero.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint8_t CONTEXT[] = "session 42";

static void must(nxz_status status, nxz_error *const *error) {
    if (status == NXZ_OK) return;
    fprintf(stderr, "%s: %s\n", nxz_status_name(status), nxz_error_message(*error));
    exit(1);
}

/* What both sides make for themselves: how to prove, and what. */
static void agree(const uint8_t *digest, uint64_t blocks, nxz_protocol **protocol, nxz_statement **statement) {
    nxz_error *e = NULL;
    nxz_config *config;
    must(nxz_config_new(NXZ_PRESET_DEFAULT, &config, &e), &e);
    must(nxz_protocol_new(config, protocol, &e), &e);
    must(nxz_statement_preimage(NXZ_HASH_SHA256, digest, 32, blocks, statement, &e), &e);
    nxz_config_free(config);
}

/* The prover knows the secret. Returns the bytes to send. */
static uint8_t *prover(const uint8_t *secret, size_t secret_len, const uint8_t *digest, uint64_t blocks, size_t *len) {
    nxz_error *e = NULL;
    nxz_protocol *protocol;
    nxz_statement *statement;
    nxz_witness *witness;
    nxz_proof *proof;
    agree(digest, blocks, &protocol, &statement);
    must(nxz_witness_preimage(secret, secret_len, &witness, &e), &e);
    must(nxz_prove(protocol, statement, witness, CONTEXT, sizeof CONTEXT - 1, &proof, &e), &e);

    nxz_proof_measurements m = {.struct_size = sizeof m};
    must(nxz_proof_metrics(proof, &m, &e), &e);
    printf("proved: %llu bytes, %.2f ms, %.1f bits of security\n", (unsigned long long)m.size_after,
           (double)m.total_ns / 1e6, m.security_bits);
    const uint8_t *data = nxz_proof_data(proof, len);
    uint8_t *bytes = malloc(*len);
    if (bytes != NULL) memcpy(bytes, data, *len);
    nxz_proof_free(proof);
    nxz_witness_free(witness); /* wipes the library's copy of the secret */
    nxz_statement_free(statement);
    nxz_protocol_free(protocol);
    return bytes;
}

/* The verifier has the digest, the number of blocks and the bytes, and no secret. */
static nxz_status verifier(const uint8_t *bytes, size_t len, const uint8_t *digest, uint64_t blocks) {
    nxz_protocol *protocol;
    nxz_statement *statement;
    nxz_proof *proof;
    agree(digest, blocks, &protocol, &statement);
    nxz_status status = nxz_proof_from_bytes(bytes, len, &proof, NULL);
    if (status == NXZ_OK) status = nxz_verify(protocol, statement, CONTEXT, sizeof CONTEXT - 1, proof, NULL);
    nxz_proof_free(proof);
    nxz_statement_free(statement);
    nxz_protocol_free(protocol);
    return status;
}

int main(void) {
    const uint8_t secret[] = "correct horse battery staple";
    size_t secret_len = sizeof secret - 1, digest_len, len;
    uint8_t digest[NXZ_MAX_DIGEST_SIZE];
    uint64_t blocks;
    nxz_error *e = NULL;
    must(nxz_digest(NXZ_HASH_SHA256, secret, secret_len, digest, sizeof digest, &digest_len, &e), &e);
    must(nxz_hash_blocks(NXZ_HASH_SHA256, secret_len, &blocks, &e), &e);

    uint8_t *bytes = prover(secret, secret_len, digest, blocks, &len);
    nxz_status status = verifier(bytes, len, digest, blocks);
    printf("verified: %s\n", status == NXZ_OK ? "valid" : nxz_status_name(status));
    free(bytes);
    return status == NXZ_OK ? 0 : 1;
}
