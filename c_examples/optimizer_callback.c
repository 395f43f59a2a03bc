/* Chooses the smallest proof that is made within a time budget, with an optimizer of one's own.
 *
 * The library asks the callback which of the possible parameters to take and tells it what each will cost. What the callback
 * answers never weakens a proof: all candidates have the configured security. */
#include <nexuszero.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint8_t CONTEXT[] = "session 42";
static const uint8_t SECRET[] = "correct horse battery staple";

static nxz_error *error;

/* After a call that was given `&error`. */
static void must(nxz_status status) {
    if (status == NXZ_OK) return;
    fprintf(stderr, "%s: %s\n", nxz_status_name(status), nxz_error_message(error));
    exit(1);
}

/* The number behind `"name":` in a candidate; a program with a JSON library uses that. */
static double number(const char *candidate, const char *name) {
    const char *at = strstr(candidate, name);
    return at == NULL ? 0 : strtod(at + strlen(name), NULL);
}

/* Called on a thread of the library. */
static int32_t smallest_in_time(void *user_data, const char *request, size_t request_len, char *reply, size_t reply_capacity,
                                size_t *reply_len) {
    const double budget_ms = *(const double *)user_data;
    double best_size = 0;
    int best = -1;
    (void)request_len; /* the request ends with a NUL */
    for (const char *at = request; (at = strstr(at, "{\"index\":")) != NULL; at++) {
        const double size = number(at, "\"proof_size\":");
        if (number(at, "\"prove_ms\":") > budget_ms || (best >= 0 && size >= best_size)) continue;
        best = (int)number(at, "\"index\":");
        best_size = size;
    }
    if (best < 0) return 1; /* the library's own choice, then: the fastest */
    const int len = snprintf(reply, reply_capacity, "{\"version\":1,\"candidate\":%d}", best);
    *reply_len = (size_t)len;
    return 0;
}

static void prove(double budget_ms) {
    nxz_config *config;
    nxz_protocol *protocol;
    nxz_statement *statement;
    nxz_witness *witness;
    nxz_proof *proof;
    uint8_t digest[NXZ_MAX_DIGEST_SIZE];
    size_t len;
    /* Until `destroy` is called, not only as long as the protocol: a call that became late goes on without it. */
    double *budget = malloc(sizeof *budget);
    if (budget == NULL) exit(1);
    *budget = budget_ms;
    const nxz_optimizer optimizer = {.struct_size = sizeof optimizer,
                                     .user_data = budget,
                                     .destroy = free,
                                     .name = "smallest in time",
                                     .optimize = smallest_in_time};

    must(nxz_config_new(NXZ_PRESET_DEFAULT, &config, &error));
    must(nxz_config_set(config, "use_optimizer", 13, "true", 4, &error));
    must(nxz_protocol_new(config, &protocol, &error));
    must(nxz_protocol_set_optimizer(protocol, &optimizer, &error));

    must(nxz_digest(NXZ_HASH_SHA256, SECRET, sizeof SECRET - 1, digest, sizeof digest, &len, &error));
    must(nxz_statement_preimage_sized(NXZ_HASH_SHA256, digest, len, sizeof SECRET - 1, &statement, &error));
    must(nxz_witness_preimage(SECRET, sizeof SECRET - 1, &witness, &error));
    must(nxz_prove(protocol, statement, witness, CONTEXT, sizeof CONTEXT - 1, &proof, &error));

    nxz_proof_measurements m = {.struct_size = sizeof m};
    must(nxz_proof_metrics(proof, &m, &error));
    printf("within %g ms: profile %s, %llu bytes, proved in %.2f ms\n", budget_ms, nxz_profile_name(m.profile),
           (unsigned long long)m.size_after, (double)m.prove_ns / 1e6);

    nxz_proof_free(proof);
    nxz_witness_free(witness);
    nxz_statement_free(statement);
    nxz_protocol_free(protocol);
    nxz_config_free(config);
}

int main(void) {
    prove(5);
    prove(50);
    prove(5000);
    return 0;
}
