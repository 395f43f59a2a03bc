/* Many proofs checked by one call on all cores, one of them bad: the others are not touched by it, and it is named. */
#include <nexuszero.h>
#include <stdio.h>
#include <stdlib.h>

enum { PROOFS = 32, BAD = 13 };

static void must(nxz_status status, nxz_error *const *error) {
    if (status == NXZ_OK) return;
    fprintf(stderr, "%s: %s\n", nxz_status_name(status), nxz_error_message(*error));
    exit(1);
}

/* Called after each item, by one thread at a time; anything but 0 would cancel the rest. */
static int32_t progress(void *user_data, size_t done, size_t total) {
    (void)user_data;
    if (done == total) printf("%zu of %zu\n", done, total);
    return 0;
}

int main(void) {
    nxz_error *e = NULL;
    nxz_config *config;
    nxz_protocol *protocol;
    nxz_batch *batch;
    nxz_statement *statements[PROOFS];
    nxz_witness *witnesses[PROOFS];
    nxz_proof *proofs[PROOFS];
    char contexts[PROOFS][16];
    const uint8_t *context_data[PROOFS];
    size_t context_lens[PROOFS];
    must(nxz_config_new(NXZ_PRESET_FAST, &config, &e), &e);
    must(nxz_protocol_new(config, &protocol, &e), &e);
    must(nxz_batch_new(&batch, &e), &e);
    for (int i = 0; i < PROOFS; i++) {
        char secret[24];
        uint8_t digest[NXZ_MAX_DIGEST_SIZE];
        size_t digest_len, secret_len = (size_t)snprintf(secret, sizeof secret, "the secret no. %d", i);
        must(nxz_digest(NXZ_HASH_SHA256, (uint8_t *)secret, secret_len, digest, sizeof digest, &digest_len, &e), &e);
        must(nxz_statement_preimage(NXZ_HASH_SHA256, digest, digest_len, 1, &statements[i], &e), &e);
        must(nxz_witness_preimage((uint8_t *)secret, secret_len, &witnesses[i], &e), &e);
        context_lens[i] = (size_t)snprintf(contexts[i], sizeof contexts[i], "request %d", i);
        context_data[i] = (const uint8_t *)contexts[i];
    }

    /* Proving many works alike. */
    must(nxz_batch_prove(batch, protocol, (const nxz_statement *const *)statements, (const nxz_witness *const *)witnesses,
                         context_data, context_lens, PROOFS, NULL, &e), &e);
    for (size_t i = 0; i < PROOFS; i++) must(nxz_batch_proof(batch, i, &proofs[i], &e), &e);

    /* Somebody answers with the proof of somebody else. */
    nxz_proof_free(proofs[BAD]);
    must(nxz_batch_proof(batch, BAD + 1, &proofs[BAD], &e), &e);

    nxz_batch_options options = {.struct_size = sizeof options, .progress = progress};
    nxz_status status = nxz_batch_verify(batch, protocol, (const nxz_statement *const *)statements, context_data, context_lens,
                                         (const nxz_proof *const *)proofs, PROOFS, &options, NULL);
    size_t bad = 0;
    for (size_t i = 0; i < nxz_batch_count(batch); i++) {
        if (nxz_batch_status(batch, i) == NXZ_OK) continue;
        printf("item %zu: %s\n", i, nxz_batch_message(batch, i));
        bad++;
    }
    nxz_batch_totals totals = {.struct_size = sizeof totals};
    must(nxz_batch_summary(batch, &totals, &e), &e);
    printf("%llu valid, %zu not, %u threads, %.0f a second\n", (unsigned long long)totals.succeeded, bad, totals.threads,
           totals.per_second);

    for (int i = 0; i < PROOFS; i++) {
        nxz_statement_free(statements[i]);
        nxz_witness_free(witnesses[i]);
        nxz_proof_free(proofs[i]);
    }
    nxz_batch_free(batch);
    nxz_protocol_free(protocol);
    nxz_config_free(config);
    return status == NXZ_ERR_PROOF_VERIFICATION && bad == 1 ? 0 : 1;
}
