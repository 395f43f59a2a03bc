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

/* What is wrong with the file is the result of this job, and no matter of the others. */
static bool read_verify_job(struct job *job, const struct options *o) {
    struct state *s = &job->state;
    job->file = o->operands[0];
    if (!check_form(o) || !read_verifier(s, o)) return false;
    if (!read_proof(s, job->file, &job->status)) job->status = NXZ_ERR_IO;
    job->reason = s->error == NULL ? "it cannot be read" : nxz_error_message(s->error);
    release(&s->bytes);
    return true;
}

/* Whether there is something to work on. */
static bool is_ready(const struct job *job) { return job->state.witness != NULL || job->state.proof != NULL; }

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

/* What the library is given: the jobs that are ready. */
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
        if (!is_ready(job)) continue;
        out->statements[out->count] = job->state.statement;
        out->witnesses[out->count] = job->state.witness;
        out->proofs[out->count] = job->state.proof;
        out->contexts[out->count] = job->state.context.data;
        out->context_lens[out->count++] = job->state.context.len;
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

/* Takes the results to the jobs, and every proof to its file. Nothing is printed before that: who reads it may have gone. */
static void settle(struct state *s, const struct jobs *jobs, bool proves, const nxz_batch *batch) {
    size_t item = 0;
    for (size_t i = 0; i < jobs->count; i++) {
        struct job *job = &jobs->list[i];
        if (!is_ready(job)) continue;
        job->status = nxz_batch_status(batch, item);
        job->reason = nxz_batch_message(batch, item);
        if (job->status == NXZ_OK && proves && !write_proof(s, batch, item, job->file)) {
            job->status = NXZ_ERR_IO;
            job->reason = "the proof could not be written";
        }
        item++;
    }
}

/* Prints how one job went and returns the exit code that it alone would have. */
static int report_job(const struct job *job, bool proves) {
    if (job->status == NXZ_OK) printf("ok         %s\n", job->file);
    else if (job->status == NXZ_ERR_CANCELLED) printf("cancelled  %s\n", job->file);
    else printf("failed     %s: %s: %s\n", job->file, nxz_status_name(job->status), job->reason);
    if (job->status == NXZ_OK) return EXIT_VALID;
    return !proves && job->status != NXZ_ERR_IO && is_invalid(&job->state, job->status) ? EXIT_INVALID : EXIT_USAGE;
}

/* A line for each job in their order, and one for all. The exit code is that of the worst. */
static bool report(struct state *s, const struct options *o, const struct jobs *jobs, bool proves, const nxz_batch *batch) {
    nxz_batch_totals totals = {.struct_size = sizeof totals};
    if (!ok(s, nxz_batch_summary(batch, &totals, &s->error))) return false;
    size_t succeeded = 0;
    for (size_t i = 0; i < jobs->count; i++) {
        const struct job *job = &jobs->list[i];
        int code = report_job(job, proves);
        if (code > s->code) s->code = code;
        succeeded += job->status == NXZ_OK;
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
    bool worked = read_config(s, o) && make_protocol(s) &&
                read_jobs(o->text[OPTION_JOBS], proves ? &PROVE_JOB : &VERIFY_JOB,
                          proves ? read_prove_job : read_verify_job, &jobs) &&
                (!proves || files_differ(&jobs)) && collect(&jobs, &items) && ok(s, nxz_batch_new(&batch, &s->error)) &&
                work(s, o, &items, proves, batch);
    if (worked) settle(s, &jobs, proves, batch);
    bool done = worked && report(s, o, &jobs, proves, batch);
    nxz_batch_free(batch);
    release_items(&items);
    release_jobs(&jobs);
    return done;
}

bool run_batch_prove(struct state *s, const struct options *o) { return run_batch(s, o, true); }
bool run_batch_verify(struct state *s, const struct options *o) { return run_batch(s, o, false); }
