/* Measurements of proving and verifying on this machine, as the library counts them. */
#include "nxz.h"

#include <stdio.h>
#include <stdlib.h>

/* A message of zeros. Which one it is does not matter for the time. */
static bool make_message(struct state *s, const struct options *o) {
    struct preimage p;
    uint64_t len = o->number[OPTION_BYTES];
    if (o->text[OPTION_SECRET] != NULL) return complain("--secret needs --statement");
    if (len > NXZ_MAX_SECRET_SIZE) return complain("--bytes is at most %d", NXZ_MAX_SECRET_SIZE);
    s->bytes = (struct bytes){calloc((size_t)len + 1, 1), (size_t)len};
    return s->bytes.data == NULL ? complain("no memory") : use_message(s, o, &p);
}

/* Makes a proof and verifies it. The last one stays. */
static bool run_once(struct state *s) {
    nxz_proof_free(s->proof);
    s->proof = NULL;
    return ok(s, nxz_prove(s->protocol, s->statement, s->witness, NULL, 0, &s->proof, &s->error)) &&
           ok(s, nxz_verify(s->protocol, s->statement, NULL, 0, s->proof, &s->error));
}

/* The figures of a protocol that is new. Its first proof warms up and does not count. */
static bool measure(struct state *s, const struct options *o, nxz_metrics_figures *figures) {
    nxz_metrics *metrics = NULL;
    if (!make_protocol(s) || !run_once(s) || !ok(s, nxz_protocol_reset_metrics(s->protocol, &s->error))) return false;
    double start = milliseconds();
    do {
        if (!run_once(s)) return false;
    } while (milliseconds() - start < (double)o->number[OPTION_SECONDS] * 1e3);
    *figures = (nxz_metrics_figures){.struct_size = sizeof *figures};
    bool measured = ok(s, nxz_protocol_metrics(s->protocol, &metrics, &s->error)) &&
                    ok(s, nxz_metrics_summary(metrics, figures, &s->error));
    nxz_metrics_free(metrics);
    return measured;
}

static bool print_row(struct state *s, const struct options *o, const nxz_metrics_figures *f, size_t row) {
    nxz_proof_measurements m = {.struct_size = sizeof m};
    if (!ok(s, nxz_proof_metrics(s->proof, &m, &s->error))) return false;
    const char *profile = nxz_profile_name(m.profile) == NULL ? "-" : nxz_profile_name(m.profile);
    const char *head = "profile   level    proofs   prove ms   p90 ms  verify ms   p90 ms     bytes     bits      memory\n";
    const char *form = "%s%-9s %5u  %8llu  %9.2f %8.2f  %9.2f %8.2f  %8llu  %7.2f  %10llu\n";
    if (o->text[OPTION_JSON] != NULL) {
        head = "[";
        form = "%s{\"profile\":\"%s\",\"level\":%u,\"proofs\":%llu,\"prove_ms\":%.3f,\"prove_p90_ms\":%.3f,"
               "\"verify_ms\":%.3f,\"verify_p90_ms\":%.3f,\"size\":%llu,\"security_bits\":%.2f,\"peak_memory\":%llu}";
    }
    const char *separator = row == 0 ? head : o->text[OPTION_JSON] != NULL ? ",\n" : "";
    printf(form, separator, profile, (unsigned)m.security_level, (unsigned long long)f->prove.succeeded,
           (double)f->prove.p50_ns / 1e6, (double)f->prove.p90_ns / 1e6, (double)f->verify.p50_ns / 1e6,
           (double)f->verify.p90_ns / 1e6, (unsigned long long)m.size_after, m.security_bits,
           (unsigned long long)f->peak_memory);
    return true;
}

/* Measures the profiles from `first` to `last`; 0 stands for what is configured. */
static bool print_table(struct state *s, const struct options *o, nxz_profile first, nxz_profile last) {
    for (nxz_profile profile = first; profile <= last; profile++) {
        nxz_metrics_figures figures;
        begin_progress(o);
        show_progress(NULL, profile - first, last - first + 1);
        bool measured = (profile == 0 || fix_profile(s, profile)) && measure(s, o, &figures);
        end_progress();
        if (!measured || !print_row(s, o, &figures, profile - first)) return false;
    }
    puts(o->text[OPTION_JSON] != NULL
             ? "]"
             : "Medians on this machine in its present state: only ratios of figures from one machine mean something.");
    return true;
}

bool run_bench(struct state *s, const struct options *o) {
    struct preimage p;
    nxz_profile first = (nxz_profile)o->number[OPTION_PROFILES], last = first;
    if (!check_form(o) || !read_config(s, o) || !(is_short(o) ? make_message(s, o) : read_prover(s, o, &p))) return false;
    warn(s);
    /* All of them. */
    if (first > 0 && nxz_profile_name(first) == NULL) {
        last = first - 1;
        first = 1;
    }
    return print_table(s, o, first, last);
}
