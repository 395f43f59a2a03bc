/* What a protocol counts, batches of proofs, comparisons, and the sink. With the argument `prometheus`, prints the counts of a
 * protocol in use as Prometheus text and does nothing else (tests/abi/promtool.sh). */
#include "claims.h"

#include <pthread.h>

#define SECRET ((const uint8_t *)SECRET_MARK)
#define SECRET_LEN (sizeof SECRET_MARK - 1)

static nxz_protocol *fast(void) { return new_protocol(128, NXZ_PROFILE_FAST, false); }

static nxz_proof *prove(const nxz_protocol *protocol) {
    return new_proof(protocol, NXZ_HASH_SHA256, SECRET, SECRET_LEN, false);
}

static nxz_status verify(const nxz_protocol *protocol, const nxz_proof *proof, const char *context) {
    nxz_statement *statement = new_statement(NXZ_HASH_SHA256, SECRET, SECRET_LEN, false);
    nxz_status status = nxz_verify(protocol, statement, (const uint8_t *)context, strlen(context), proof, NULL);
    nxz_statement_free(statement);
    return status;
}

static nxz_metrics *metrics_of(const nxz_protocol *protocol) {
    nxz_error *error = NULL;
    nxz_metrics *metrics = NULL;
    CHECK_OK(nxz_protocol_metrics(protocol, &metrics, &error));
    return metrics;
}

static nxz_metrics_figures figures_of(const nxz_protocol *protocol) {
    nxz_error *error = NULL;
    nxz_metrics *metrics = metrics_of(protocol);
    nxz_metrics_figures figures = {0};
    figures.struct_size = sizeof figures;
    CHECK_OK(nxz_metrics_summary(metrics, &figures, &error));
    nxz_metrics_free(metrics);
    return figures;
}

static uint64_t error_count(const nxz_metrics *metrics, nxz_operation operation, nxz_status status) {
    nxz_error *error = NULL;
    uint64_t count = 0;
    CHECK_OK(nxz_metrics_error_count(metrics, operation, status, &count, &error));
    return count;
}

/* Whether a text has this in it; frees the text. */
static bool has(nxz_string *text, const char *part) {
    bool found = text != NULL && strstr(nxz_string_data(text), part) != NULL;
    if (!found) fprintf(stderr, "no %s in %s\n", part, text == NULL ? "" : nxz_string_data(text));
    nxz_string_free(text);
    return found;
}

/* Two proofs, two verifications and three failures. */
static void use(const nxz_protocol *protocol) {
    nxz_error *error = NULL;
    nxz_proof *proofs[] = {prove(protocol), prove(protocol)};
    CHECK(verify(protocol, proofs[0], "nonce 7") == NXZ_OK);
    CHECK(verify(protocol, proofs[1], "nonce 7") == NXZ_OK);
    CHECK(verify(protocol, proofs[1], "nonce 8") == NXZ_ERR_PROOF_VERIFICATION);
    CHECK(verify(protocol, NULL, "nonce 7") == NXZ_ERR_NULL_POINTER);

    nxz_statement *statement = new_statement(NXZ_HASH_SHA256, SECRET, SECRET_LEN, false);
    nxz_witness *other = new_witness((const uint8_t *)"another", 7);
    for (int i = 0; i < 2; i++) {
        nxz_proof *none = NULL;
        CHECK_FAILS(NXZ_ERR_PROOF_GENERATION, nxz_prove(protocol, statement, other, CONTEXT, CONTEXT_LEN, &none, &error));
    }
    nxz_witness_free(other);
    nxz_statement_free(statement);
    for (int i = 0; i < 2; i++) nxz_proof_free(proofs[i]);
}

static void counts(void) {
    nxz_error *error = NULL;
    nxz_protocol *protocol = fast();
    use(protocol);
    nxz_metrics *metrics = metrics_of(protocol);
    nxz_metrics_figures figures = figures_of(protocol);
    CHECK(figures.statements == 1);
    CHECK(figures.prove.succeeded == 2 && figures.prove.failed == 2 && figures.prove.failed_ns > 0);
    /* The NULL pointer never came to the protocol. */
    CHECK(figures.verify.succeeded == 2 && figures.verify.failed == 1 && figures.verify.failed_ns > 0);
    const nxz_operation_figures *operations[] = {&figures.prove, &figures.verify};
    for (int i = 0; i < 2; i++) {
        const nxz_operation_figures *of = operations[i];
        CHECK(0 < of->min_ns && of->min_ns <= of->p50_ns && of->p50_ns <= of->p90_ns && of->p90_ns <= of->p99_ns);
        CHECK(of->p99_ns <= of->p99_9_ns && of->p99_9_ns <= of->max_ns);
        CHECK((double)of->min_ns <= of->mean_ns && of->mean_ns <= (double)of->max_ns && of->standard_deviation_ns >= 0);
        CHECK(of->per_second > 0 && of->per_second_last_minute > 0 && of->max_ns <= figures.elapsed_ns);
    }
    CHECK(figures.proof_bytes_before > 2000 && figures.proof_bytes_after > 0 && figures.peak_memory > 10000);
    CHECK(figures.optimizer_asked == 0 && figures.recoveries == 0);

    CHECK(error_count(metrics, NXZ_OPERATION_PROVE, NXZ_ERR_PROOF_GENERATION) == 2);
    CHECK(error_count(metrics, NXZ_OPERATION_VERIFY, NXZ_ERR_PROOF_GENERATION) == 0);
    CHECK(error_count(metrics, NXZ_OPERATION_VERIFY, NXZ_ERR_PROOF_VERIFICATION) == 1);
    CHECK(error_count(metrics, NXZ_OPERATION_VERIFY, NXZ_ERR_NULL_POINTER) == 0);
    uint64_t count = 77;
    CHECK_BLAMES(NXZ_ERR_UNSUPPORTED, "operation",
                 nxz_metrics_error_count(metrics, 3, NXZ_ERR_INTERNAL, &count, &error));
    CHECK_BLAMES(NXZ_ERR_UNSUPPORTED, "status", nxz_metrics_error_count(metrics, NXZ_OPERATION_PROVE, 999, &count, &error));
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "status",
                 nxz_metrics_error_count(metrics, NXZ_OPERATION_PROVE, NXZ_OK, &count, &error));

    nxz_string *text = NULL;
    CHECK_OK(nxz_metrics_to_json(metrics, &text, &error));
    CHECK(has(text, "\"preimage/sha256\":{\"proofs\":2,"));
    CHECK_OK(nxz_metrics_to_prometheus(metrics, &text, &error));
    CHECK(has(text, "nexuszero_failures_total{operation=\"verify\",kind=\"proof_verification\"} 1\n"));

    /* What was taken does not change, and resetting leaves nothing. */
    CHECK_OK(nxz_protocol_reset_metrics(protocol, &error));
    CHECK(error_count(metrics, NXZ_OPERATION_PROVE, NXZ_ERR_PROOF_GENERATION) == 2);
    figures = figures_of(protocol);
    CHECK(figures.prove.succeeded == 0 && figures.prove.failed == 0 && figures.verify.max_ns == 0 && figures.statements == 0);

    nxz_metrics *empty = metrics_of(protocol);
    CHECK_OK(nxz_metrics_compare(metrics, metrics, &text, &error));
    CHECK(has(text, "\"exceeds_noise\":false") && error == NULL);
    CHECK_OK(nxz_metrics_compare(metrics, empty, &text, &error));
    CHECK(has(text, "\"verification_ns\":{\"unit\":\"nanoseconds\",\"base\":{\"count\":2,"));
    nxz_metrics_free(empty);
    nxz_metrics_free(metrics);
    nxz_metrics_free(NULL);
    nxz_protocol_free(protocol);
}

/* The check of a new proof is part of its making. */
static void checks_of_new_proofs(void) {
    nxz_protocol *protocol = new_protocol(128, NXZ_PROFILE_FAST, true);
    nxz_proof_free(prove(protocol));
    nxz_metrics_figures figures = figures_of(protocol);
    CHECK(figures.prove.succeeded == 1 && figures.verify.succeeded == 0);
    nxz_protocol_free(protocol);
}

static void batches(void) {
    nxz_error *error = NULL;
    nxz_protocol *protocol = fast();
    nxz_proof *proofs[4];
    nxz_string *text = NULL;
    for (int i = 0; i < 4; i++) proofs[i] = prove(protocol);
    const nxz_proof *const *all = (const nxz_proof *const *)proofs;
    CHECK_OK(nxz_proofs_aggregate(all, 4, &text, &error));
    CHECK(has(text, "{\"proofs\":4,\"fields\":{"));
    CHECK_OK(nxz_proofs_aggregate(all, 3, &text, &error));
    CHECK(has(text, "\"security_level\":{\"unit\":\"bits\",\"count\":3,\"sum\":384.0,\"mean\":128.0,"));
    CHECK_OK(nxz_proofs_aggregate(NULL, 0, &text, &error));
    CHECK(has(text, "{\"proofs\":0,"));
    CHECK_OK(nxz_proofs_compare(all, 2, all + 2, 2, &text, &error));
    CHECK(has(text, "\"prove_ns\":{\"unit\":\"nanoseconds\",\"base\":{\"count\":2,"));
    CHECK_OK(nxz_proofs_compare(all, 2, NULL, 0, &text, &error));
    CHECK(has(text, "\"exceeds_noise\":null"));

    /* No array is that long, and the making of a proof that came in as bytes was not measured. */
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "proofs", nxz_proofs_aggregate(all, SIZE_MAX / sizeof *all, &text, &error));
    nxz_proof *foreign = resent(proofs[0]);
    const nxz_proof *mixed[] = {proofs[0], foreign};
    CHECK_BLAMES(NXZ_ERR_UNSUPPORTED, "proofs", nxz_proofs_aggregate(mixed, 2, &text, &error));
    CHECK_BLAMES(NXZ_ERR_UNSUPPORTED, "other", nxz_proofs_compare(all, 2, mixed, 2, &text, &error));
    CHECK_BLAMES(NXZ_ERR_NULL_POINTER, "base", nxz_proofs_compare(NULL, 1, mixed, 2, &text, &error));
    nxz_proof_free(foreign);
    for (int i = 0; i < 4; i++) nxz_proof_free(proofs[i]);
    nxz_protocol_free(protocol);
}

/* The data of a sink; the lock is for sinks that several threads call. */
struct seen {
    pthread_mutex_t lock;
    int proofs, destroyed;
    bool json_whole, secret_told;
    pthread_t thread;
    /* Used again by a call that began. */
    nxz_protocol *protocol;
    bool replace;
};

static struct seen nothing_seen(void) {
    struct seen seen = {0};
    CHECK(pthread_mutex_init(&seen.lock, NULL) == 0);
    seen.json_whole = true;
    return seen;
}

static void on_proof(void *user_data, const char *json, size_t json_len) {
    struct seen *seen = user_data;
    pthread_mutex_lock(&seen->lock);
    int proofs = ++seen->proofs;
    seen->json_whole &= strlen(json) == json_len && json[0] == '{' && json[json_len - 1] == '}' &&
                        strstr(json, "\"statement\":\"preimage/sha256\"") != NULL;
    seen->secret_told |= strstr(json, SECRET_MARK) != NULL;
    seen->thread = pthread_self();
    pthread_mutex_unlock(&seen->lock);
    if (seen->protocol != NULL && proofs == 1) {
        /* The proof of the call that is running is counted; another one calls this again. */
        CHECK(figures_of(seen->protocol).prove.succeeded == 1);
        nxz_proof_free(prove(seen->protocol));
        CHECK(seen->proofs == 2);
        if (seen->replace) {
            CHECK(nxz_protocol_set_metrics_sink(seen->protocol, NULL, NULL) == NXZ_OK);
            CHECK(seen->destroyed == 0);
        }
    }
}

static void on_destroy(void *user_data) { ((struct seen *)user_data)->destroyed++; }

static nxz_metrics_sink sink_to(struct seen *seen) {
    nxz_metrics_sink sink = {0};
    sink.struct_size = sizeof sink;
    sink.user_data = seen;
    sink.on_proof = on_proof;
    sink.destroy = on_destroy;
    return sink;
}

static void sinks(void) {
    nxz_error *error = NULL;
    nxz_protocol *protocol = fast();
    struct seen first = nothing_seen(), second = nothing_seen();
    nxz_metrics_sink sink = sink_to(&first);
    CHECK_OK(nxz_protocol_set_metrics_sink(protocol, &sink, &error));
    memset(&sink, 0xee, sizeof sink);
    nxz_proof_free(prove(protocol));
    CHECK(first.proofs == 1 && first.json_whole && !first.secret_told && pthread_equal(first.thread, pthread_self()));

    /* Refused sinks are not destroyed and replace nothing. */
    sink = sink_to(&second);
    sink.on_proof = NULL;
    CHECK_BLAMES(NXZ_ERR_NULL_POINTER, "on_proof", nxz_protocol_set_metrics_sink(protocol, &sink, &error));
    sink = sink_to(&second);
    sink.struct_size--;
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "sink", nxz_protocol_set_metrics_sink(protocol, &sink, &error));
    sink = sink_to(&second);
    sink.reserved = 1;
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "reserved", nxz_protocol_set_metrics_sink(protocol, &sink, &error));
    CHECK(second.destroyed == 0 && first.destroyed == 0);

    sink = sink_to(&second);
    CHECK_OK(nxz_protocol_set_metrics_sink(protocol, &sink, &error));
    CHECK(first.destroyed == 1);
    CHECK_OK(nxz_protocol_reset_metrics(protocol, &error));
    nxz_proof_free(prove(protocol));
    CHECK(first.proofs == 1 && second.proofs == 1);
    nxz_protocol_free(protocol);
    CHECK(first.destroyed == 1 && second.destroyed == 1);
}

static void reentrant_sinks(void) {
    for (int replace = 0; replace < 2; replace++) {
        nxz_error *error = NULL;
        struct seen seen = nothing_seen();
        seen.protocol = fast();
        seen.replace = replace;
        nxz_metrics_sink sink = sink_to(&seen);
        CHECK_OK(nxz_protocol_set_metrics_sink(seen.protocol, &sink, &error));
        nxz_proof_free(prove(seen.protocol));
        CHECK(seen.proofs == 2 && seen.destroyed == replace);
        nxz_proof_free(prove(seen.protocol));
        CHECK(seen.proofs == (replace ? 2 : 3));
        nxz_protocol_free(seen.protocol);
        CHECK(seen.destroyed == 1);
    }
}

enum { THREADS = 4 };

static void *prove_some(void *protocol) {
    for (int i = 0; i < (quick() ? 1 : 10); i++) {
        nxz_proof *proof = prove(protocol);
        CHECK(verify(protocol, proof, "nonce 7") == NXZ_OK);
        nxz_proof_free(proof);
    }
    return NULL;
}

static void threads(void) {
    nxz_error *error = NULL;
    nxz_protocol *protocol = fast();
    struct seen seen = nothing_seen();
    nxz_metrics_sink sink = sink_to(&seen);
    pthread_t all[THREADS];
    CHECK_OK(nxz_protocol_set_metrics_sink(protocol, &sink, &error));
    for (int i = 0; i < THREADS; i++) CHECK(pthread_create(&all[i], NULL, prove_some, protocol) == 0);
    for (int i = 0; i < THREADS; i++) CHECK(pthread_join(all[i], NULL) == 0);
    nxz_metrics_figures figures = figures_of(protocol);
    CHECK(figures.prove.succeeded == (quick() ? THREADS : 10 * THREADS));
    CHECK(figures.verify.succeeded == figures.prove.succeeded && figures.verify.failed == 0);
    CHECK((uint64_t)seen.proofs == figures.prove.succeeded && seen.json_whole && !seen.secret_told);
    nxz_protocol_free(protocol);
    CHECK(seen.destroyed == 1);
}

static void print_prometheus(void) {
    nxz_error *error = NULL;
    nxz_protocol *protocol = fast();
    nxz_string *text = NULL;
    use(protocol);
    nxz_metrics *metrics = metrics_of(protocol);
    CHECK_OK(nxz_metrics_to_prometheus(metrics, &text, &error));
    if (text != NULL) fputs(nxz_string_data(text), stdout);
    nxz_string_free(text);
    nxz_metrics_free(metrics);
    nxz_protocol_free(protocol);
}

int main(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "prometheus") == 0) {
        print_prometheus();
    } else {
        counts();
        checks_of_new_proofs();
        batches();
        sinks();
        reentrant_sinks();
        threads();
    }
    return check_report("metrics");
}
