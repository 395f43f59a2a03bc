/* Batches: many proofs made or verified by one call, on several threads. */
#include "nxz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct command PROVE_JOB = {.required = SET(OUT), .allowed = PROVER, .repeated = SET(SECRET) | SET(NUMBER)};
static const struct command VERIFY_JOB = {.allowed = VERIFIER, .operands = 1};

static bool read_prove_job(struct job *job, const struct options *o) {
    struct preimage p;
    job->file = o->text[OPTION_OUT];
    return check_form(o) && read_prover(&job->state, o, &p);
}

/* An error that stays says why the file holds no proof at all, which is a result. */
static bool read_verify_job(struct job *job, const struct options *o) {
    struct state *s = &job->state;
    job->file = o->operands[0];
    if (!check_form(o) || !read_verifier(s, o) || !read_file(job->file, PROOF_LIMIT, &s->bytes)) return false;
    nxz_status status = nxz_proof_from_bytes(s->bytes.data, s->bytes.len, &s->proof, &s->error);
    release(&s->bytes);
    return is_invalid(status) || ok(s, status);
}

static int by_file(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* No proof may be written over another. */
static bool files_differ(const struct jobs *jobs) {
    const char **files = calloc(jobs->count, sizeof *files);
    if (files == NULL) return complain("no memory");
    for (size_t i = 0; i < jobs->count; i++) files[i] = jobs->list[i].file;
    qsort(files, jobs->count, sizeof *files, by_file);
    bool differ = true;
    for (size_t i = 1; i < jobs->count; i++) {
        if (strcmp(files[i - 1], files[i]) == 0) differ = complain("several jobs write %s", files[i]);
    }
    free(files);
    return differ;
}

/* What the library is given: the jobs but those whose file holds no proof. */
struct items {
    const nxz_statement **statements;
    const nxz_witness **witnesses;
    const nxz_proof **proofs;
    const uint8_t **contexts;
    size_t *context_lens;
    size_t count;
};

static bool collect(const struct jobs *jobs, struct items *out) {
    out->statements = calloc(jobs->count, sizeof *out->statements);
    out->witnesses = calloc(jobs->count, sizeof *out->witnesses);
    out->proofs = calloc(jobs->count, sizeof *out->proofs);
    out->contexts = calloc(jobs->count, sizeof *out->contexts);
    out->context_lens = calloc(jobs->count, sizeof *out->context_lens);
    if (out->statements == NULL || out->witnesses == NULL || out->proofs == NULL || out->contexts == NULL ||
        out->context_lens == NULL) {
        return complain("no memory");
    }
    bool resists = true;
    for (size_t i = 0; i < jobs->count; i++) {
        const struct job *job = &jobs->list[i];
        if (job->state.error != NULL) continue;
        out->statements[out->count] = job->state.statement;
        out->witnesses[out->count] = job->state.witness;
        out->proofs[out->count] = job->state.proof;
        out->contexts[out->count] = job->context;
        out->context_lens[out->count++] = job->context_len;
        /* Once for all of them. */
        if (resists) resists = warn(&job->state);
    }
    return true;
}

static void release_items(struct items *items) {
    free(items->statements);
    free(items->witnesses);
    free(items->proofs);
    free(items->contexts);
    free(items->context_lens);
}

/* Whether there are results, good or bad. */
static bool work(struct state *s, const struct options *o, const struct items *items, bool proves, nxz_batch *batch) {
    const nxz_batch_options options = {.struct_size = sizeof options, .progress = show_progress};
    begin_progress(o);
    catch_interrupt();
    show_progress(NULL, 0, items->count);
    nxz_status status =
        proves ? nxz_batch_prove(batch, s->protocol, items->statements, items->witnesses, items->contexts,
                                 items->context_lens, items->count, &options, &s->error)
               : nxz_batch_verify(batch, s->protocol, items->statements, items->contexts, items->context_lens,
                                  items->proofs, items->count, &options, &s->error);
    end_progress();
    if (nxz_batch_count(batch) != items->count) return ok(s, status);
    nxz_error_free(s->error);
    s->error = NULL;
    return true;
}

static bool write_proof(struct state *s, const nxz_batch *batch, size_t item, const char *path) {
    nxz_proof *proof = NULL;
    size_t size;
    if (!ok(s, nxz_batch_proof(batch, item, &proof, &s->error))) return false;
    const uint8_t *data = nxz_proof_data(proof, &size);
    bool written = write_file(path, data, size);
    nxz_proof_free(proof);
    return written;
}

/* Prints how one job went and returns the exit code that it alone would have. */
static int report_job(const struct job *job, bool proves, nxz_status status, const char *reason) {
    if (status == NXZ_OK) printf("ok         %s\n", job->file);
    else if (status == NXZ_ERR_CANCELLED) printf("cancelled  %s\n", job->file);
    else printf("failed     %s: %s: %s\n", job->file, nxz_status_name(status), reason);
    if (status == NXZ_OK) return EXIT_VALID;
    return !proves && is_invalid(status) ? EXIT_INVALID : EXIT_USAGE;
}

/* A line for each job in their order, and one for all. The exit code is that of the worst. */
static bool report(struct state *s, const struct options *o, const struct jobs *jobs, bool proves, const nxz_batch *batch) {
    nxz_batch_totals totals = {.struct_size = sizeof totals};
    if (!ok(s, nxz_batch_summary(batch, &totals, &s->error))) return false;
    size_t item = 0, succeeded = 0;
    for (size_t i = 0; i < jobs->count; i++) {
        const struct job *job = &jobs->list[i];
        bool tried = job->state.error == NULL;
        nxz_status status = tried ? nxz_batch_status(batch, item) : nxz_error_code(job->state.error);
        const char *reason = tried ? nxz_batch_message(batch, item) : nxz_error_message(job->state.error);
        if (status == NXZ_OK && proves && !write_proof(s, batch, item, job->file)) {
            status = NXZ_ERR_INTERNAL;
            reason = "the proof could not be written";
        }
        int code = report_job(job, proves, status, reason);
        if (code > s->code) s->code = code;
        succeeded += status == NXZ_OK;
        item += tried;
    }
    size_t cancelled = (size_t)totals.cancelled;
    printf("%zu succeeded, %zu failed, %zu cancelled; %u threads, %.2f proofs per second, peak memory %llu bytes\n",
           succeeded, jobs->count - succeeded - cancelled, cancelled, (unsigned)totals.threads, totals.per_second,
           (unsigned long long)totals.peak_memory);
    if (o->text[OPTION_METRICS] == NULL) return true;
    if (!ok(s, nxz_batch_metrics_json(batch, &s->string, &s->error))) return false;
    const char *json = nxz_string_data(s->string);
    return write_file(o->text[OPTION_METRICS], (const uint8_t *)json, strlen(json));
}

static bool run_batch(struct state *s, const struct options *o, bool proves) {
    struct jobs jobs = {{NULL, 0}, NULL, 0};
    struct items items = {.count = 0};
    nxz_batch *batch = NULL;
    bool done = read_config(s, o) && make_protocol(s) &&
                read_jobs(o->text[OPTION_JOBS], proves ? &PROVE_JOB : &VERIFY_JOB,
                          proves ? read_prove_job : read_verify_job, &jobs) &&
                (!proves || files_differ(&jobs)) && collect(&jobs, &items) && ok(s, nxz_batch_new(&batch, &s->error)) &&
                work(s, o, &items, proves, batch) && report(s, o, &jobs, proves, batch);
    nxz_batch_free(batch);
    release_items(&items);
    release_jobs(&jobs);
    return done;
}

bool run_batch_prove(struct state *s, const struct options *o) { return run_batch(s, o, true); }
bool run_batch_verify(struct state *s, const struct options *o) { return run_batch(s, o, false); }
