/* The operating system starts no further thread: what is there does the work. This program has a pthread_create of its own, which the library
 * finds in place of the C library's. */
#define _GNU_SOURCE

#include "claims.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>

/* How many threads may still be started, and how many were refused. */
static atomic_int left, refused;

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *), void *argument) {
    int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    *(void **)&real = dlsym(RTLD_NEXT, "pthread_create");
    if (atomic_fetch_sub(&left, 1) > 0) return real(thread, attributes, body, argument);
    atomic_fetch_add(&refused, 1);
    return EAGAIN;
}

static nxz_error *error;

/* A proof on several threads, of which some or all do not start. */
static void proofs(const struct sample *sample) {
    nxz_protocol *protocol = configured("{\"threads\":4,\"profile\":\"small\"}");
    for (int available = 0; available < 4; available++) {
        nxz_proof *proof = NULL;
        atomic_store(&refused, 0);
        atomic_store(&left, available);
        CHECK_OK(nxz_prove(protocol, sample->statement, sample->witness, CONTEXT, CONTEXT_LEN, &proof, &error));
        CHECK(available > 0 || atomic_load(&refused) > 0);
        atomic_store(&left, available);
        CHECK_OK(nxz_verify(protocol, sample->statement, CONTEXT, CONTEXT_LEN, proof, &error));
        CHECK_FAILS(NXZ_ERR_PROOF_VERIFICATION, nxz_verify(protocol, sample->statement, BYTES("other"), proof, &error));
        nxz_proof_free(proof);
    }
    nxz_protocol_free(protocol);
}

/* A batch says on how many it ran. */
static void batches(const struct sample *sample) {
    enum { COUNT = 6 };
    nxz_protocol *protocol = configured("{\"profile\":\"fast\"}");
    const nxz_statement *statements[COUNT];
    const nxz_witness *witnesses[COUNT];
    nxz_batch *batch = NULL;
    for (int i = 0; i < COUNT; i++) {
        statements[i] = sample->statement;
        witnesses[i] = sample->witness;
    }
    CHECK_OK(nxz_batch_new(&batch, &error));
    for (int available = 0; available < 3; available++) {
        nxz_batch_options options = {.struct_size = sizeof options, .threads = 3};
        nxz_batch_totals totals = {.struct_size = sizeof totals};
        atomic_store(&left, available);
        CHECK_OK(nxz_batch_prove(batch, protocol, statements, witnesses, NULL, NULL, COUNT, &options, &error));
        CHECK_OK(nxz_batch_summary(batch, &totals, &error));
        CHECK(totals.succeeded == COUNT && totals.threads == (uint64_t)(1 + available));
    }
    nxz_batch_free(batch);
    nxz_protocol_free(protocol);
}

static int32_t never(void *user_data, const char *request, size_t request_len, char *reply, size_t capacity, size_t *written) {
    (void)request, (void)request_len, (void)reply, (void)capacity, (void)written;
    *(int *)user_data += 1;
    return 1;
}

/* An optimizer whose thread does not start has failed; the heuristic chooses. */
static void optimizers(const struct sample *sample) {
    int called = 0;
    nxz_optimizer optimizer = {.struct_size = sizeof optimizer, .user_data = &called, .name = "never", .optimize = never};
    nxz_protocol *protocol = configured("{\"use_optimizer\":true,\"optimizer\":{\"deadline\":600000}}");
    nxz_proof *proof = NULL;
    nxz_proof_measurements m = {.struct_size = sizeof m};
    CHECK_OK(nxz_protocol_set_optimizer(protocol, &optimizer, &error));
    atomic_store(&left, 0);
    CHECK_OK(nxz_prove(protocol, sample->statement, sample->witness, CONTEXT, CONTEXT_LEN, &proof, &error));
    CHECK_OK(nxz_proof_metrics(proof, &m, &error));
    CHECK(called == 0 && m.optimizer_outcome == NXZ_OPTIMIZER_FAILED);
    CHECK_OK(nxz_verify(protocol, sample->statement, CONTEXT, CONTEXT_LEN, proof, &error));
    nxz_proof_free(proof);
    nxz_protocol_free(protocol);
}

int main(void) {
    struct sample sample = {"preimage", new_statement(NXZ_HASH_SHA256, KEY, KEY_SIZE, true), new_witness(KEY, KEY_SIZE)};
    proofs(&sample);
    batches(&sample);
    optimizers(&sample);
    nxz_witness_free(sample.witness);
    nxz_statement_free(sample.statement);
    return check_report("no_threads");
}
