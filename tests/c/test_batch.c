/* Many proofs at once: order, results of their own, threads, progress, cancellation. */
#include "check.h"

#include <stdatomic.h>

enum { COUNT = 6 };

static nxz_protocol *protocol;
static nxz_statement *statements[COUNT];
static nxz_witness *witnesses[COUNT];
static const uint8_t *contexts[COUNT];
static size_t context_lens[COUNT];
static uint8_t messages[COUNT][24];

static void set_up(void) {
    protocol = new_protocol(128, NXZ_PROFILE_FAST, false);
    for (int i = 0; i < COUNT; i++) {
        fill(messages[i], sizeof messages[i], 100 + (uint32_t)i);
        memcpy(messages[i], SECRET_MARK, sizeof SECRET_MARK - 1);
        /* Different hash functions take different times. */
        nxz_hash hash = i % 2 == 0 ? NXZ_HASH_SHA3_256 : NXZ_HASH_BLAKE3;
        statements[i] = new_statement(hash, messages[i], sizeof messages[i], true);
        witnesses[i] = new_witness(messages[i], sizeof messages[i]);
        contexts[i] = messages[i];
        context_lens[i] = (size_t)i;
    }
}

static void tear_down(void) {
    for (int i = 0; i < COUNT; i++) {
        nxz_statement_free(statements[i]);
        nxz_witness_free(witnesses[i]);
    }
    nxz_protocol_free(protocol);
}

static nxz_batch *new_batch(void) {
    nxz_error *error = NULL;
    nxz_batch *batch = NULL;
    CHECK_OK(nxz_batch_new(&batch, &error));
    return batch;
}

#define PROVE(batch, options)                                                                                              \
    nxz_batch_prove(batch, protocol, (const nxz_statement *const *)statements, (const nxz_witness *const *)witnesses,      \
                    contexts, context_lens, COUNT, options, &error)
#define VERIFY(batch, proofs, options)                                                                                     \
    nxz_batch_verify(batch, protocol, (const nxz_statement *const *)statements, contexts, context_lens,                    \
                     (const nxz_proof *const *)(proofs), COUNT, options, &error)

static void order_is_kept(uint32_t threads) {
    nxz_error *error = NULL;
    nxz_batch *batch = new_batch();
    nxz_batch_options options = {sizeof options, threads, NULL, 0, NULL, NULL};
    nxz_proof *proofs[COUNT];
    CHECK(nxz_batch_count(batch) == 0);
    CHECK_OK(PROVE(batch, &options));
    CHECK(nxz_batch_count(batch) == COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        CHECK(nxz_batch_status(batch, i) == NXZ_OK && nxz_batch_message(batch, i)[0] == '\0');
        CHECK_OK(nxz_batch_proof(batch, i, &proofs[i], &error));
        CHECK_OK(nxz_verify(protocol, statements[i], contexts[i], context_lens[i], proofs[i], &error));
    }
    nxz_batch_totals totals = {.struct_size = sizeof totals};
    CHECK_OK(nxz_batch_summary(batch, &totals, &error));
    CHECK(totals.items == COUNT && totals.succeeded == COUNT && totals.failed == 0 && totals.cancelled == 0);
    CHECK(totals.threads == threads && totals.total_ns > 0 && totals.per_second > 0);
    CHECK(totals.peak_memory > 100000);
    nxz_string *json = NULL;
    CHECK_OK(nxz_batch_metrics_json(batch, &json, &error));
    CHECK(strstr(nxz_string_data(json), "\"succeeded\":6") != NULL && strstr(nxz_string_data(json), "\"proofs\":6") != NULL);
    nxz_string_free(json);

    /* The same handle takes other results. */
    CHECK_OK(VERIFY(batch, proofs, &options));
    CHECK(nxz_batch_count(batch) == COUNT && nxz_batch_status(batch, COUNT - 1) == NXZ_OK);
    nxz_proof *none = NULL;
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "index", nxz_batch_proof(batch, 0, &none, &error));

    /* Two of them in each other's place: only those two fail, and the first is named. */
    nxz_proof *first = proofs[1];
    proofs[1] = proofs[3];
    proofs[3] = first;
    CHECK(VERIFY(batch, proofs, &options) == NXZ_ERR_PROOF_VERIFICATION);
    CHECK(strstr(nxz_error_message(error), "item 1: ") != NULL);
    nxz_error_free(error);
    for (size_t i = 0; i < COUNT; i++) {
        bool swapped = i == 1 || i == 3;
        CHECK(nxz_batch_status(batch, i) == (swapped ? NXZ_ERR_PROOF_VERIFICATION : NXZ_OK));
        CHECK((nxz_batch_message(batch, i)[0] != '\0') == swapped);
    }
    CHECK_OK(nxz_batch_summary(batch, &totals, &error));
    CHECK(totals.succeeded == COUNT - 2 && totals.failed == 2);
    for (size_t i = 0; i < COUNT; i++) nxz_proof_free(proofs[i]);
    nxz_batch_free(batch);
}

static void a_failure_touches_no_other(void) {
    nxz_error *error = NULL;
    nxz_batch *batch = new_batch();
    nxz_witness *right = witnesses[2];
    witnesses[2] = witnesses[4];
    CHECK(PROVE(batch, NULL) == NXZ_ERR_PROOF_GENERATION);
    CHECK(strstr(nxz_error_message(error), "item 2: ") != NULL);
    CHECK(strstr(nxz_error_message(error), SECRET_MARK) == NULL && strstr(nxz_batch_message(batch, 2), SECRET_MARK) == NULL);
    nxz_error_free(error);
    error = NULL;
    nxz_proof *proof = NULL;
    for (size_t i = 0; i < COUNT; i++) {
        if (i == 2) continue;
        CHECK_OK(nxz_batch_proof(batch, i, &proof, &error));
        CHECK_OK(nxz_verify(protocol, statements[i], contexts[i], context_lens[i], proof, &error));
        nxz_proof_free(proof);
    }
    CHECK(nxz_batch_status(batch, 2) == NXZ_ERR_PROOF_GENERATION);
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "index", nxz_batch_proof(batch, 2, &proof, &error));
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "index", nxz_batch_proof(batch, COUNT, &proof, &error));
    CHECK(nxz_batch_status(batch, COUNT) == NXZ_ERR_INVALID_ARGUMENT && nxz_batch_message(batch, COUNT)[0] == '\0');
    CHECK(nxz_batch_status(NULL, 0) == NXZ_ERR_NULL_POINTER);
    CHECK(nxz_batch_status((const nxz_batch *)(const void *)protocol, 0) == NXZ_ERR_INVALID_HANDLE);
    witnesses[2] = right;
    nxz_batch_free(batch);
}

struct told {
    atomic_size_t calls, last;
    size_t cancel_at;
};

static int32_t tell(void *user_data, size_t done, size_t total) {
    struct told *told = user_data;
    /* One at a time, in order. */
    CHECK(done == atomic_load(&told->last) + 1 && total == COUNT);
    atomic_store(&told->last, done);
    atomic_fetch_add(&told->calls, 1);
    return done == told->cancel_at;
}

static void progress_and_cancellation(void) {
    nxz_error *error = NULL;
    nxz_batch *batch = new_batch();
    for (uint32_t threads = 1; threads <= 3; threads++) {
        struct told told = {0};
        nxz_batch_options options = {sizeof options, threads, TEXT("nightly run"), &told, tell};
        CHECK_OK(PROVE(batch, &options));
        CHECK(atomic_load(&told.calls) == COUNT);

        struct told cancelled = {.cancel_at = 2};
        options.user_data = &cancelled;
        CHECK_FAILS(NXZ_ERR_CANCELLED, PROVE(batch, &options));
        nxz_batch_totals totals = {.struct_size = sizeof totals};
        CHECK_OK(nxz_batch_summary(batch, &totals, &error));
        /* What had begun was finished. */
        CHECK(totals.succeeded >= 2 && totals.succeeded <= 1 + threads && totals.failed == 0);
        CHECK(totals.cancelled == COUNT - totals.succeeded && totals.items == COUNT);
        CHECK(nxz_batch_status(batch, 0) == NXZ_OK && nxz_batch_status(batch, COUNT - 1) == NXZ_ERR_CANCELLED);
    }
    nxz_batch_free(batch);
}

static void bad_arguments(void) {
    nxz_error *error = NULL;
    nxz_batch *batch = new_batch();
    nxz_batch_options options = {sizeof options, 1025, NULL, 0, NULL, NULL};
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "threads", PROVE(batch, &options));
    options.threads = 1;
    options.request_id = "";
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "request_id", PROVE(batch, &options));
    char id[200];
    memset(id, 'x', sizeof id);
    options.request_id = id;
    options.request_id_len = 108;
    CHECK(PROVE(batch, &options) == NXZ_ERR_INVALID_ARGUMENT && strstr(nxz_error_message(error), "1 to 107 bytes") != NULL);
    nxz_error_free(error);
    error = NULL;
    options.request_id_len = 107;
    CHECK_OK(PROVE(batch, &options));
    options.struct_size = 4;
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "options", PROVE(batch, &options));
    /* What it held is gone. */
    CHECK(nxz_batch_count(batch) == 0);
    const nxz_statement *const *s = (const nxz_statement *const *)statements;
    const nxz_witness *const *w = (const nxz_witness *const *)witnesses;
    CHECK_BLAMES(NXZ_ERR_NULL_POINTER, "contexts", nxz_batch_prove(batch, protocol, s, w, NULL, context_lens, 2, NULL, &error));
    CHECK_BLAMES(NXZ_ERR_NULL_POINTER, "context_lens", nxz_batch_prove(batch, protocol, s, w, contexts, NULL, 2, NULL, &error));
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "statements",
                 nxz_batch_prove(batch, protocol, s, w, NULL, NULL, SIZE_MAX, NULL, &error));
    CHECK_OK(nxz_batch_prove(batch, protocol, NULL, NULL, NULL, NULL, 0, NULL, &error));
    CHECK(nxz_batch_count(batch) == 0);
    nxz_batch_free(batch);
    nxz_batch_free(NULL);
}

int main(void) {
    set_up();
    order_is_kept(1);
    order_is_kept(2);
    if (!quick()) order_is_kept(5);
    a_failure_touches_no_other();
    progress_and_cancellation();
    bad_arguments();
    tear_down();
    return check_report("batch");
}
