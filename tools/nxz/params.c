/* The table of what proofs cost. */
#include "nxz.h"

#include <stdio.h>

static const uint32_t LEVELS[] = {128, 192, 256};

struct table {
    bool json;
    size_t lines;
};

static void print_head(const struct table *t) {
    if (t->json) printf("[");
    else printf("%-10s %-7s %5s  %-9s %8s  %9s  %9s\n", "hash", "length", "level", "profile", "bytes", "bits", "quantum");
}

static void print_line(struct table *t, const struct preimage *p, uint32_t level, nxz_profile profile,
                       const nxz_proof_cost *cost) {
    const char *separator = t->lines++ == 0 ? "" : ",\n";
    const char *mode = p->stated ? "stated" : "hidden";
    if (t->json) {
        printf("%s{\"hash\":\"%s\",\"mode\":\"%s\",\"level\":%u,\"profile\":\"%s\",\"size\":%llu,\"security_bits\":%.2f,"
               "\"quantum_security_bits\":%.2f}",
               separator, nxz_hash_name(p->hash), mode, (unsigned)level, nxz_profile_name(profile),
               (unsigned long long)cost->proof_size, cost->security_bits, cost->quantum_security_bits);
    } else {
        printf("%-10s %-7s %5u  %-9s %8llu  %9.2f  %9.2f\n", nxz_hash_name(p->hash), mode, (unsigned)level,
               nxz_profile_name(profile), (unsigned long long)cost->proof_size, cost->security_bits,
               cost->quantum_security_bits);
    }
}

/* The lines about one statement. */
static bool print_lines(struct state *s, struct table *t, const struct preimage *p) {
    nxz_statement_free(s->statement);
    s->statement = NULL;
    if (!make_preimage(s, p, "message")) return false;
    for (size_t level = 0; level < sizeof LEVELS / sizeof LEVELS[0]; level++) {
        for (nxz_profile profile = 1; nxz_profile_name(profile) != NULL; profile++) {
            nxz_proof_cost cost = {.struct_size = sizeof cost};
            if (!ok(s, nxz_config_set_security_level(s->config, LEVELS[level], &s->error)) || !fix_profile(s, profile) ||
                !make_protocol(s) ||
                !ok(s, nxz_estimate(s->protocol, s->statement, &cost, &s->error))) {
                return false;
            }
            print_line(t, p, LEVELS[level], profile, &cost);
        }
    }
    return true;
}

bool run_params(struct state *s, const struct options *o) {
    struct table table = {.json = o->text[OPTION_JSON] != NULL};
    if (!read_config(s, o)) return false;
    print_head(&table);
    for (nxz_hash hash = 1; nxz_hash_name(hash) != NULL; hash++) {
        for (int stated = 0; !is_keyed(hash) && stated < 2; stated++) {
            struct preimage p = {.hash = hash, .stated = stated == 1, .size = stated == 1 ? 32 : 1};
            /* Which digest it is does not matter for the cost. */
            if (!ok(s, nxz_digest(hash, NULL, 0, p.digest, sizeof p.digest, &p.digest_len, &s->error)) ||
                !print_lines(s, &table, &p)) {
                return false;
            }
        }
    }
    if (table.json) printf("]\n");
    return true;
}
