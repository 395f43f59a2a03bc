/* The operating system gives no randomness: nothing is proved, the error says why, and what needs none goes on. This program has a getrandom
 * of its own, which the library finds in place of the C library's; and a child in which the kernel refuses the call, and every file. */
#define _GNU_SOURCE

#include "claims.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum mode { WORKS, FAILS, STOPS, GIVES_NOTHING, IS_INTERRUPTED, GIVES_ZEROS };

static _Atomic enum mode mode = WORKS;
static atomic_int calls;

ssize_t getrandom(void *out, size_t len, unsigned flags) {
    const int call = atomic_fetch_add(&calls, 1);
    switch (atomic_load(&mode)) {
    case FAILS: errno = EIO; return -1;
    case STOPS:
        /* The first byte comes, and then nothing. */
        if (call % 2 == 0 && len > 0) return syscall(SYS_getrandom, out, 1, flags);
        errno = EIO;
        return -1;
    case GIVES_NOTHING: return 0;
    case IS_INTERRUPTED:
        if (call % 2 == 0) {
            errno = EINTR;
            return -1;
        }
        break;
    case GIVES_ZEROS: memset(out, 0, len); return (ssize_t)len;
    case WORKS: break;
    }
    return syscall(SYS_getrandom, out, len, flags);
}

static nxz_error *error;

static void refused(const nxz_protocol *protocol, const struct sample *sample) {
    nxz_proof *proof = (nxz_proof *)(void *)&error;
    nxz_status status = nxz_prove(protocol, sample->statement, sample->witness, CONTEXT, CONTEXT_LEN, &proof, &error);
    CHECK(strstr(nxz_error_message(error), "no randomness") != NULL);
    CHECK_FAILS(NXZ_ERR_INTERNAL, status);
    CHECK(proof == NULL);
}

static nxz_proof *proved(const nxz_protocol *protocol, const struct sample *sample) {
    nxz_proof *proof = NULL;
    CHECK_OK(nxz_prove(protocol, sample->statement, sample->witness, CONTEXT, CONTEXT_LEN, &proof, &error));
    return proof;
}

static void verified(const nxz_protocol *protocol, const struct sample *sample, const nxz_proof *proof) {
    CHECK_OK(nxz_verify(protocol, sample->statement, CONTEXT, CONTEXT_LEN, proof, &error));
    CHECK_FAILS(NXZ_ERR_PROOF_VERIFICATION, nxz_verify(protocol, sample->statement, BYTES("other"), proof, &error));
}

static bool same_bytes(const nxz_proof *left, const nxz_proof *right) {
    size_t left_len = 0, right_len = 0;
    const uint8_t *a = nxz_proof_data(left, &left_len), *b = nxz_proof_data(right, &right_len);
    return left_len == right_len && memcmp(a, b, left_len) == 0;
}

/* A blinding is not made either, and the caller's buffer is as it was. */
static void no_blinding(void) {
    uint8_t blinding[NXZ_BLINDING_SIZE], before[NXZ_BLINDING_SIZE];
    size_t len = 77;
    memset(blinding, 0xa5, sizeof blinding);
    memcpy(before, blinding, sizeof before);
    CHECK_FAILS(NXZ_ERR_INTERNAL, nxz_blinding_new(blinding, sizeof blinding, &len, &error));
    CHECK(len == 0 && memcmp(blinding, before, sizeof before) == 0);
}

/* Every item of a batch fails by itself. */
static void no_batch(const nxz_protocol *protocol, const struct sample *samples) {
    const nxz_statement *statements[] = {samples[0].statement, samples[SAMPLES - 1].statement};
    const nxz_witness *witnesses[] = {samples[0].witness, samples[SAMPLES - 1].witness};
    nxz_batch *batch = NULL;
    nxz_proof *proof = NULL;
    CHECK_OK(nxz_batch_new(&batch, &error));
    CHECK_FAILS(NXZ_ERR_INTERNAL, nxz_batch_prove(batch, protocol, statements, witnesses, NULL, NULL, 2, NULL, &error));
    for (size_t i = 0; i < 2; i++) {
        CHECK(nxz_batch_status(batch, i) == NXZ_ERR_INTERNAL);
        CHECK(strstr(nxz_batch_message(batch, i), "no randomness") != NULL);
        CHECK_FAILS(NXZ_ERR_INVALID_ARGUMENT, nxz_batch_proof(batch, i, &proof, &error));
    }
    nxz_batch_free(batch);
}

struct heard {
    int errors;
    bool says_why;
};

static void on_event(void *user_data, nxz_log_level level, const char *json, size_t json_len) {
    struct heard *heard = user_data;
    (void)json_len;
    if (level != NXZ_LOG_ERROR) return;
    heard->errors++;
    heard->says_why = strstr(json, "no randomness") != NULL;
}

/* The failure is logged and counted like every other. */
static void reported(const struct sample *sample) {
    struct heard heard = {0};
    nxz_log_sink sink = {sizeof sink, NXZ_LOG_ERROR, &heard, on_event, NULL};
    nxz_protocol *protocol = new_protocol(128, NXZ_PROFILE_FAST, false);
    nxz_metrics *metrics = NULL;
    uint64_t count = 0;
    CHECK_OK(nxz_protocol_set_log_sink(protocol, &sink, &error));
    refused(protocol, sample);
    CHECK(heard.errors == 1 && heard.says_why);
    CHECK_OK(nxz_protocol_metrics(protocol, &metrics, &error));
    CHECK_OK(nxz_metrics_error_count(metrics, NXZ_OPERATION_PROVE, NXZ_ERR_INTERNAL, &count, &error));
    CHECK(count == 1);
    nxz_metrics_free(metrics);
    nxz_protocol_free(protocol);
}

/* Without randomness nothing is proved. Verifying needs none. When it is back, so are the proofs. */
static void fails_and_comes_back(const nxz_protocol *protocol, const struct sample *samples) {
    static const enum mode MODES[] = {FAILS, STOPS, GIVES_NOTHING};
    for (size_t m = 0; m < sizeof MODES / sizeof *MODES; m++) {
        for (int i = 0; i < SAMPLES; i++) {
            nxz_proof *before = proved(protocol, &samples[i]);
            atomic_store(&mode, MODES[m]);
            const int asked = atomic_load(&calls);
            refused(protocol, &samples[i]);
            CHECK(atomic_load(&calls) > asked);
            verified(protocol, &samples[i], before);
            atomic_store(&mode, WORKS);
            nxz_proof *after = proved(protocol, &samples[i]);
            verified(protocol, &samples[i], after);
            CHECK(!same_bytes(before, after));
            nxz_proof_free(after);
            nxz_proof_free(before);
        }
        atomic_store(&mode, MODES[m]);
        no_blinding();
        no_batch(protocol, samples);
        reported(&samples[0]);
        atomic_store(&mode, WORKS);
    }
    /* A signal that comes in between is no failure. */
    atomic_store(&mode, IS_INTERRUPTED);
    nxz_proof *proof = proved(protocol, &samples[0]);
    verified(protocol, &samples[0], proof);
    nxz_proof_free(proof);
    atomic_store(&mode, WORKS);
}

static nxz_proof *proofs[SAMPLES];
static char path[] = "/tmp/nxz-test-randomness-XXXXXX/archive.nxa";

/* Everything that needs no randomness, from the beginning and on a thread that has asked for none: statements, a protocol, an archive. */
static void *without_asking(void *argument) {
    struct sample samples[SAMPLES];
    nxz_archive *archive = NULL;
    (void)argument;
    make_samples(samples);
    nxz_protocol *protocol = new_protocol(128, NXZ_PROFILE_FAST, false);
    CHECK_OK(nxz_archive_create(path, strlen(path), &archive, &error));
    for (int i = 0; i < SAMPLES; i++) {
        uint64_t index = 0;
        nxz_statement *stored = NULL;
        verified(protocol, &samples[i], proofs[i]);
        CHECK_OK(nxz_archive_append(archive, samples[i].statement, NULL, 0, proofs[i], NULL, 0, &index, &error));
        CHECK_OK(nxz_archive_statement(archive, index, &stored, &error));
        CHECK(same(stored, samples[i].statement));
        nxz_statement_free(stored);
    }
    nxz_archive_free(archive);
    nxz_protocol_free(protocol);
    free_samples(samples);
    return NULL;
}

static void what_needs_none(const nxz_protocol *protocol, const struct sample *samples) {
    pthread_t thread;
    make_directory_of(path);
    for (int i = 0; i < SAMPLES; i++) proofs[i] = proved(protocol, &samples[i]);
    atomic_store(&mode, FAILS);
    CHECK(pthread_create(&thread, NULL, without_asking, NULL) == 0 && pthread_join(thread, NULL) == 0);
    atomic_store(&mode, WORKS);
    for (int i = 0; i < SAMPLES; i++) nxz_proof_free(proofs[i]);
    remove_directory_of(path);
}

/* A generator that repeats: what is proved is still a hash of the witness, statement and context. The same of all of them is the same proof, and
 * for another context no part of the randomness is the same. */
static void repeats(const nxz_protocol *protocol, const struct sample *samples) {
    atomic_store(&mode, GIVES_ZEROS);
    for (int i = 0; i < SAMPLES; i++) {
        nxz_proof *first = proved(protocol, &samples[i]), *second = proved(protocol, &samples[i]), *other = NULL;
        verified(protocol, &samples[i], first);
        CHECK(same_bytes(first, second));
        CHECK_OK(nxz_prove(protocol, samples[i].statement, samples[i].witness, BYTES("other"), &other, &error));
        size_t len = 0, other_len = 0, equal = 0;
        const uint8_t *a = nxz_proof_data(first, &len), *b = nxz_proof_data(other, &other_len);
        /* After the first bytes, which are the header, by chance one byte in 256. */
        for (size_t at = 16; at < len; at++) equal += a[at] == b[at];
        CHECK(len == other_len && equal < len / 16);
        nxz_proof_free(first);
        nxz_proof_free(second);
        nxz_proof_free(other);
    }
    atomic_store(&mode, WORKS);
}

/* The kernel says `number` to getrandom, and that there are no files: no way to randomness is left. */
static bool forbid(int number) {
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getrandom, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)number),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

struct work {
    const nxz_protocol *protocol;
    const struct sample *samples;
};

/* A thread has taken no random number before. */
static void *without(void *argument) {
    const struct work *work = argument;
    for (int i = 0; i < SAMPLES; i++) refused(work->protocol, &work->samples[i]);
    no_blinding();
    no_batch(work->protocol, work->samples);
    return NULL;
}

static void kernel_refuses(int number, const nxz_protocol *protocol, const struct sample *samples) {
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        struct work work = {protocol, samples};
        pthread_t thread;
        checks_failed = 0;
        if (!forbid(number)) _exit(77);
        if (pthread_create(&thread, NULL, without, &work) != 0 || pthread_join(thread, NULL) != 0) _exit(78);
        _exit(checks_failed > 0);
    }
    int status = 0;
    CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status));
    if (WEXITSTATUS(status) == 77) fprintf(stderr, "a kernel without randomness: left out, because no filter can be set here\n");
    else CHECK(WEXITSTATUS(status) == 0);
}

int main(void) {
    struct sample samples[SAMPLES];
    nxz_protocol *protocol = new_protocol(128, NXZ_PROFILE_FAST, false);
    make_samples(samples);
    /* Before anything else, while nobody has found out whether there is a getrandom. */
    kernel_refuses(ENOSYS, protocol, samples);
    kernel_refuses(EIO, protocol, samples);
    fails_and_comes_back(protocol, samples);
    what_needs_none(protocol, samples);
    repeats(protocol, samples);
    free_samples(samples);
    nxz_protocol_free(protocol);
    return check_report("no_randomness");
}
