/* Many proofs of all kinds, from several threads that share one protocol, while it is reconfigured, its optimizer and its codec misbehave,
 * and some witnesses and proofs are wrong. In the end the protocol must have counted what the program counted, every callback must have
 * been destroyed once, and the process must not have grown.
 *
 * usage: soak [PROOFS] [THREADS]     (scripts/soak builds and runs it)
 */
/* Clocks and threads beside C11. */
#define _POSIX_C_SOURCE 200809L

#include "../c/claims.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

enum {
    MORE = 4,
    STATEMENTS = SAMPLES + MORE,
    CONFIGS = 8,
    STATUSES = NXZ_ERR_INVALID_HANDLE + 1,
    /* A new configuration after so many proofs, a wrong witness and a wrong proof among so many. */
    RECONFIGURE_EVERY = 23,
    WRONG_WITNESS_EVERY = 7,
    WRONG_PROOF_EVERY = 3,
    /* The largest resident set: that of the program, and of what a thread's largest proof takes. How far the last quarter's may
     * exceed the first one's: a leak of a few bytes a proof stays below, one of proofs does not. */
    MAX_RESIDENT_KIB = 32 * 1024,
    MAX_RESIDENT_KIB_PER_THREAD = 8 * 1024,
    MAX_GROWTH_KIB = 4 * 1024,
    /* What a thread's largest proof leaves in its arena, where the first quarter was too short for it. */
    MAX_GROWTH_KIB_PER_THREAD = 512,
    /* The first bytes of a proof, which nxz_proof_from_bytes checks. */
    HEADER = 16
};

/* ---- What the program counts itself ---- */

struct tally {
    uint64_t proved, verified, prove_failed[STATUSES], verify_failed[STATUSES];
    uint64_t asked, cached, fallbacks, outcomes[NXZ_OPTIMIZER_RESTING + 1];
    uint64_t compressions, compressed_bytes, bytes_before, bytes_after, peak_memory;
    uint64_t profiles[NXZ_PROFILE_TINY + 1];
    const char *wrong;
    nxz_status unexpected;
};

static uint64_t sum(const uint64_t counts[STATUSES]) {
    uint64_t total = 0;
    for (int i = 0; i < STATUSES; i++) total += counts[i];
    return total;
}

static void add(struct tally *to, const struct tally *from) {
    for (int i = 0; i < STATUSES; i++) {
        to->prove_failed[i] += from->prove_failed[i];
        to->verify_failed[i] += from->verify_failed[i];
    }
    for (int i = 0; i <= NXZ_OPTIMIZER_RESTING; i++) to->outcomes[i] += from->outcomes[i];
    for (int i = 0; i <= NXZ_PROFILE_TINY; i++) to->profiles[i] += from->profiles[i];
    to->proved += from->proved;
    to->verified += from->verified;
    to->asked += from->asked;
    to->cached += from->cached;
    to->fallbacks += from->fallbacks;
    to->compressions += from->compressions;
    to->compressed_bytes += from->compressed_bytes;
    to->bytes_before += from->bytes_before;
    to->bytes_after += from->bytes_after;
    if (to->peak_memory < from->peak_memory) to->peak_memory = from->peak_memory;
    if (to->wrong == NULL) {
        to->wrong = from->wrong;
        to->unexpected = from->unexpected;
    }
}

/* ---- What is attached to the protocol ---- */

struct attached {
    atomic_uint_fast64_t calls, failures, events[NXZ_LOG_DEBUG + 1], fallbacks;
    atomic_int destroyed;
    atomic_bool told_secret;
};

static struct attached log_sink, metrics_sink, optimizer, codec;

static void listen(struct attached *to, const char *json) {
    to->calls++;
    if (strstr(json, SECRET_MARK) != NULL) to->told_secret = true;
}

static void destroy(void *user_data) { ((struct attached *)user_data)->destroyed++; }

static void on_event(void *user_data, nxz_log_level level, const char *json, size_t json_len) {
    struct attached *to = user_data;
    char text[4096];
    if (json_len >= sizeof text) json_len = sizeof text - 1;
    memcpy(text, json, json_len);
    text[json_len] = '\0';
    listen(to, text);
    to->events[level]++;
    if (strstr(text, "the heuristic chooses") != NULL) to->fallbacks++;
}

static void on_proof(void *user_data, const char *json, size_t json_len) {
    (void)json_len;
    listen(user_data, json);
}

static void pause_ms(long ms) {
    struct timespec left = {ms / 1000, ms % 1000 * 1000000};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {}
}

/* Chooses `fast` or `balanced`, and every so often is slow, fails, or answers nonsense, several times in a row too. */
static int32_t optimize(void *user_data, const char *request, size_t request_len, char *reply, size_t reply_capacity,
                        size_t *reply_len) {
    struct attached *to = user_data;
    const uint64_t call = to->calls;
    const char *answer = call % 2 == 0 ? "{\"version\":1,\"candidate\":0}" : "{\"version\":1,\"candidate\":1}";
    (void)request_len;
    listen(to, request);
    switch (call % 16) {
    case 3: pause_ms(30); break;
    case 6: return 42;
    case 9: answer = "no JSON"; break;
    case 12: answer = "{\"version\":1,\"candidate\":1000000}"; break;
    case 13: return 43;
    case 14: answer = ""; break;
    }
    *reply_len = strlen(answer);
    if (*reply_len > reply_capacity) return 44;
    memcpy(reply, answer, *reply_len);
    return 0;
}

/* Makes nothing smaller, and sometimes fails. */
static int32_t compress(void *user_data, const uint8_t *input, size_t len, uint8_t *output, size_t capacity, size_t *written) {
    struct attached *to = user_data;
    if (to->calls++ % 3 == 0) {
        to->failures++;
        return 1;
    }
    if (capacity < len) return 2;
    memcpy(output, input, len);
    *written = len;
    return 0;
}

static int32_t decompress(void *user_data, const uint8_t *input, size_t len, uint8_t *output, size_t capacity,
                          size_t *written) {
    (void)user_data;
    if (len > capacity) return 1;
    memcpy(output, input, len);
    *written = len;
    return 0;
}

static void attach(const nxz_protocol *protocol) {
    nxz_error *error = NULL;
    const nxz_log_sink log = {sizeof log, NXZ_LOG_INFO, &log_sink, on_event, destroy};
    const nxz_metrics_sink metrics = {sizeof metrics, 0, &metrics_sink, on_proof, destroy};
    const nxz_optimizer callback = {sizeof callback, 0, &optimizer, "soak", optimize, destroy};
    CHECK_OK(nxz_protocol_set_log_sink(protocol, &log, &error));
    CHECK_OK(nxz_protocol_set_metrics_sink(protocol, &metrics, &error));
    CHECK_OK(nxz_protocol_set_optimizer(protocol, &callback, &error));
}

/* ---- What is proved ---- */

struct soak {
    nxz_protocol *protocol;
    nxz_config *configs[CONFIGS];
    struct sample statements[STATEMENTS];
    /* Has every secret, and none is right. */
    nxz_witness *wrong;
    uint64_t proofs;
    atomic_uint_fast64_t begun;
    pthread_mutex_t lock;
    /* Highest resident set in each quarter of the proofs. */
    uint64_t resident_kib[4];
};

static nxz_config *new_config(nxz_profile profile, bool use_optimizer, bool use_compression, bool verify) {
    nxz_error *error = NULL;
    nxz_config *config = NULL;
    CHECK_OK(nxz_config_new(NXZ_PRESET_DEFAULT, &config, &error));
    CHECK_OK(nxz_config_set_profile(config, profile, &error));
    CHECK_OK(nxz_config_set_verify_after_generation(config, verify, &error));
    if (use_optimizer) CHECK_OK(nxz_config_set(config, TEXT("use_optimizer"), TEXT("true"), &error));
    if (use_compression) CHECK_OK(nxz_config_set(config, TEXT("use_compression"), TEXT("true"), &error));
    /* Few answers are kept and rests are short, so that it is asked all the time. */
    CHECK_OK(nxz_config_set(config, TEXT("optimizer.deadline"), TEXT("15"), &error));
    CHECK_OK(nxz_config_set(config, TEXT("optimizer.cache_size"), TEXT("4"), &error));
    CHECK_OK(nxz_config_set(config, TEXT("optimizer.rest"), TEXT("20"), &error));
    return config;
}

static nxz_witness *new_wrong_witness(void) {
    static const uint8_t OTHER[32] = "another " SECRET_MARK ", of 32 bytes..\x01";
    nxz_error *error = NULL;
    nxz_witness *witness = NULL;
    nxz_merkle_tree *tree = new_tree(NXZ_HASH_SHA3_256, 6, 3);
    CHECK_OK(nxz_witness_new(&witness, &error));
    static const char *const NAMES[] = {"message", "key", "blinding", "secret", "password"};
    static const size_t LENGTHS[] = {KEY_SIZE, KEY_SIZE, sizeof BLINDING, sizeof EXPONENT, 9};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        CHECK_OK(nxz_witness_set(witness, NAMES[i], strlen(NAMES[i]), OTHER, LENGTHS[i], &error));
    }
    CHECK_OK(nxz_witness_set(witness, TEXT("tail"), OTHER, 4, &error));
    CHECK_OK(nxz_witness_set(witness, TEXT("text"), OTHER, sizeof SECRET_MARK - 1, &error));
    CHECK_OK(nxz_witness_set_number(witness, TEXT("value"), 78, &error));
    CHECK_OK(nxz_witness_set_merkle_path(witness, tree, 3, NULL, 0, NULL, 0, &error));
    nxz_merkle_tree_free(tree);
    return witness;
}

static void make(struct soak *soak) {
    nxz_error *error = NULL;
    static const nxz_hash HASHES[MORE] = {NXZ_HASH_SHA256, NXZ_HASH_SHA3_256, NXZ_HASH_BLAKE3, NXZ_HASH_KECCAK256};
    make_samples(soak->statements);
    for (int i = 0; i < MORE; i++) {
        soak->statements[SAMPLES + i] = (struct sample){nxz_hash_name(HASHES[i]), new_statement(HASHES[i], KEY, KEY_SIZE, true),
                                                        new_witness(KEY, KEY_SIZE)};
    }
    soak->wrong = new_wrong_witness();
    nxz_config *configs[CONFIGS] = {
        new_config(NXZ_PROFILE_FAST, false, false, false), new_config(NXZ_PROFILE_FAST, true, false, false),
        new_config(NXZ_PROFILE_FAST, false, true, false),  new_config(NXZ_PROFILE_FAST, true, true, false),
        new_config(NXZ_PROFILE_FAST, false, false, true),  new_config(NXZ_PROFILE_FAST, true, false, false),
        new_config(NXZ_PROFILE_FAST, false, true, false),  new_config(NXZ_PROFILE_BALANCED, false, false, false),
    };
    memcpy(soak->configs, configs, sizeof configs);
    CHECK_OK(nxz_protocol_new(configs[0], &soak->protocol, &error));
    attach(soak->protocol);
    pthread_mutex_init(&soak->lock, NULL);
}

static void release(struct soak *soak) {
    pthread_mutex_destroy(&soak->lock);
    nxz_protocol_free(soak->protocol);
    for (int i = 0; i < CONFIGS; i++) nxz_config_free(soak->configs[i]);
    nxz_witness_free(soak->wrong);
    for (int i = SAMPLES; i < STATEMENTS; i++) {
        nxz_witness_free(soak->statements[i].witness);
        nxz_statement_free(soak->statements[i].statement);
    }
    free_samples(soak->statements);
}

/* ---- Memory ---- */

/* A line of /proc/self/status in KiB; 0 where there is none. */
static uint64_t resident_kib(const char *line) {
    char text[256];
    unsigned long long value = 0;
    FILE *file = fopen("/proc/self/status", "r");
    if (file == NULL) return 0;
    while (fgets(text, sizeof text, file) != NULL) {
        if (strncmp(text, line, strlen(line)) == 0) sscanf(text + strlen(line), ": %llu", &value);
    }
    fclose(file);
    return value;
}

static void note_memory(struct soak *soak, uint64_t number) {
    const uint64_t now = resident_kib("VmRSS");
    uint64_t *highest = &soak->resident_kib[number * 4 / soak->proofs];
    pthread_mutex_lock(&soak->lock);
    if (*highest < now) *highest = now;
    pthread_mutex_unlock(&soak->lock);
    if (soak->proofs >= 1000 && number % (soak->proofs / 10) == 0) {
        fprintf(stderr, "%llu of %llu, resident %llu KiB\n", (unsigned long long)number, (unsigned long long)soak->proofs,
                (unsigned long long)now);
    }
}

/* ---- One proof ---- */

/* CHECK counts without synchronisation, so a thread keeps what went wrong first and its parent checks. */
static void expect(struct tally *t, bool condition, const char *what, nxz_status status) {
    if (condition || t->wrong != NULL) return;
    t->wrong = what;
    t->unexpected = status;
}

static void count_proof(struct tally *t, const nxz_proof *proof) {
    nxz_proof_measurements m = {.struct_size = sizeof m};
    nxz_status status = nxz_proof_metrics(proof, &m, NULL);
    expect(t, status == NXZ_OK, "read measurements", status);
    t->proved++;
    t->outcomes[m.optimizer_outcome]++;
    t->cached += m.optimizer_outcome == NXZ_OPTIMIZER_CACHED;
    t->fallbacks += m.optimizer_outcome >= NXZ_OPTIMIZER_LATE;
    t->asked += m.optimizer_outcome != NXZ_OPTIMIZER_NONE && m.optimizer_outcome != NXZ_OPTIMIZER_CACHED &&
                m.optimizer_outcome != NXZ_OPTIMIZER_RESTING;
    t->profiles[m.profile]++;
    /* Compressing takes time, whatever comes of it. */
    if (m.compress_ns > 0) {
        t->compressions++;
        t->compressed_bytes += m.size_before;
    }
    t->bytes_before += m.size_before;
    t->bytes_after += m.size_after;
    if (t->peak_memory < m.peak_memory) t->peak_memory = m.peak_memory;
}

static void verify(const struct soak *soak, struct tally *t, const nxz_statement *statement, const char *context,
                   const nxz_proof *proof, nxz_status expected, nxz_status also) {
    nxz_status status = nxz_verify(soak->protocol, statement, (const uint8_t *)context, strlen(context), proof, NULL);
    if (status == NXZ_OK) t->verified++;
    else t->verify_failed[status]++;
    expect(t, status == expected || status == also, expected == NXZ_OK ? "verify" : "refuse a proof", status);
}

/* The proof with something wrong: a changed byte, an end that is missing, another statement, another context. */
static void refuse(const struct soak *soak, struct tally *t, uint64_t number, const nxz_proof *proof) {
    const nxz_statement *statement = soak->statements[number % STATEMENTS].statement;
    const nxz_statement *other = soak->statements[(number + 1) % STATEMENTS].statement;
    size_t len = 0;
    const uint8_t *data = nxz_proof_data(proof, &len);
    uint8_t *bytes = malloc(len);
    nxz_proof *changed = NULL;
    memcpy(bytes, data, len);
    switch (number / WRONG_PROOF_EVERY % 4) {
    case 0:
        bytes[HEADER + number * 7919 % (len - HEADER)] ^= (uint8_t)(1 << number % 8);
        expect(t, nxz_proof_from_bytes(bytes, len, &changed, NULL) == NXZ_OK, "take a changed proof", 0);
        verify(soak, t, statement, "soak", changed, NXZ_ERR_PROOF_VERIFICATION, NXZ_ERR_MALFORMED);
        break;
    case 1:
        expect(t, nxz_proof_from_bytes(bytes, len - 1 - number % (len - HEADER), &changed, NULL) == NXZ_OK, "take a short proof", 0);
        verify(soak, t, statement, "soak", changed, NXZ_ERR_MALFORMED, NXZ_ERR_MALFORMED);
        break;
    case 2: verify(soak, t, other, "soak", proof, NXZ_ERR_PROOF_VERIFICATION, NXZ_ERR_MALFORMED); break;
    case 3: verify(soak, t, statement, "another", proof, NXZ_ERR_PROOF_VERIFICATION, NXZ_ERR_PROOF_VERIFICATION); break;
    }
    nxz_proof_free(changed);
    free(bytes);
}

static void prove(struct soak *soak, struct tally *t, uint64_t number) {
    const struct sample *sample = &soak->statements[number % STATEMENTS];
    nxz_proof *proof = NULL, *received = NULL;
    size_t len = 0;
    if (number % WRONG_WITNESS_EVERY == 0) {
        nxz_status status = nxz_prove(soak->protocol, sample->statement, soak->wrong, BYTES("soak"), &proof, NULL);
        expect(t, status == NXZ_ERR_PROOF_GENERATION && proof == NULL, "refuse a witness", status);
        if (status != NXZ_OK) t->prove_failed[status]++;
    }
    nxz_status status = nxz_prove(soak->protocol, sample->statement, sample->witness, BYTES("soak"), &proof, NULL);
    expect(t, status == NXZ_OK, "prove", status);
    if (status != NXZ_OK) {
        t->prove_failed[status]++;
        return;
    }
    count_proof(t, proof);
    const uint8_t *data = nxz_proof_data(proof, &len);
    expect(t, nxz_proof_from_bytes(data, len, &received, NULL) == NXZ_OK, "receive a proof", 0);
    nxz_proof_free(proof);
    verify(soak, t, sample->statement, "soak", received, NXZ_OK, NXZ_OK);
    if (number % WRONG_PROOF_EVERY == 0) refuse(soak, t, number, received);
    nxz_proof_free(received);
}

static void reconfigure(struct soak *soak, struct tally *t, uint64_t number) {
    const nxz_config *next = soak->configs[number / RECONFIGURE_EVERY % CONFIGS];
    nxz_status status = nxz_protocol_reconfigure(soak->protocol, next, NULL);
    expect(t, status == NXZ_OK, "reconfigure", status);
}

/* From half of the proofs on the caller's codec compresses. */
static void set_codec(struct soak *soak, struct tally *t) {
    const nxz_codec functions = {sizeof functions, 200, "soak", &codec, compress, decompress, destroy};
    nxz_status status = nxz_protocol_set_codec(soak->protocol, &functions, NULL);
    expect(t, status == NXZ_OK, "set the codec", status);
}

struct worker {
    pthread_t thread;
    struct soak *soak;
    struct tally tally;
};

static void *work(void *argument) {
    struct worker *worker = argument;
    struct soak *soak = worker->soak;
    uint64_t number;
    while ((number = soak->begun++) < soak->proofs && worker->tally.wrong == NULL) {
        if (number % RECONFIGURE_EVERY == 0) reconfigure(soak, &worker->tally, number);
        if (number == soak->proofs / 2) set_codec(soak, &worker->tally);
        prove(soak, &worker->tally, number);
        note_memory(soak, number);
    }
    return NULL;
}

/* ---- The end ---- */

static bool told_secret(void) {
    return log_sink.told_secret || metrics_sink.told_secret || optimizer.told_secret;
}

/* The protocol's counts are the program's. */
static void agree(const nxz_protocol *protocol, const struct tally *t) {
    nxz_error *error = NULL;
    nxz_metrics *metrics = NULL;
    nxz_metrics_figures f = {.struct_size = sizeof f};
    CHECK_OK(nxz_protocol_metrics(protocol, &metrics, &error));
    CHECK_OK(nxz_metrics_summary(metrics, &f, &error));
    CHECK(f.prove.succeeded == t->proved && f.prove.failed == sum(t->prove_failed));
    CHECK(f.verify.succeeded == t->verified && f.verify.failed == sum(t->verify_failed));
    CHECK(f.proof_bytes_before == t->bytes_before && f.proof_bytes_after == t->bytes_after);
    CHECK(f.peak_memory == t->peak_memory);
    /* Parameters are also chosen for a proof that then fails, of which only the log tells. */
    const uint64_t failed = sum(t->prove_failed);
    CHECK(t->asked <= f.optimizer_asked && f.optimizer_asked <= t->asked + failed);
    CHECK(t->cached <= f.optimizer_cached && f.optimizer_cached <= t->cached + failed);
    CHECK(t->fallbacks <= f.optimizer_fallbacks && f.optimizer_fallbacks == log_sink.fallbacks);
    CHECK(f.compressions == t->compressions && f.compression_bytes_before == t->compressed_bytes);
    CHECK(f.recoveries == codec.failures);
    for (nxz_status status = 1; status < STATUSES; status++) {
        uint64_t proving = 0, verifying = 0;
        CHECK_OK(nxz_metrics_error_count(metrics, NXZ_OPERATION_PROVE, status, &proving, &error));
        CHECK_OK(nxz_metrics_error_count(metrics, NXZ_OPERATION_VERIFY, status, &verifying, &error));
        CHECK(proving == t->prove_failed[status] && verifying == t->verify_failed[status]);
    }
    /* A question that finds the optimizer busy does not reach it. */
    CHECK(optimizer.calls <= f.optimizer_asked && codec.calls <= f.compressions);
    nxz_metrics_free(metrics);

    /* And everything that is attached was used and misbehaved, in a run that is long enough for all of it. */
    if (t->proved >= 1000) {
        CHECK(t->outcomes[NXZ_OPTIMIZER_ANSWERED] > 0 && t->outcomes[NXZ_OPTIMIZER_CACHED] > 0);
        /* Bad answers of one sort or another; on a slow machine many are late instead. */
        CHECK(t->outcomes[NXZ_OPTIMIZER_FAILED] + t->outcomes[NXZ_OPTIMIZER_MALFORMED] + t->outcomes[NXZ_OPTIMIZER_REFUSED] > 0);
        CHECK(codec.calls > codec.failures && codec.failures > 0 && t->profiles[NXZ_PROFILE_BALANCED] > 0);
        CHECK(sum(t->prove_failed) > 0 && t->verify_failed[NXZ_ERR_PROOF_VERIFICATION] > 0 && t->verify_failed[NXZ_ERR_MALFORMED] > 0);
    }

    /* So are those of who was told. */
    CHECK(metrics_sink.calls == t->proved);
    CHECK(log_sink.events[NXZ_LOG_INFO] == t->proved + t->verified);
    CHECK(log_sink.events[NXZ_LOG_ERROR] == sum(t->prove_failed));
    CHECK(log_sink.events[NXZ_LOG_WARN] == sum(t->verify_failed) + log_sink.fallbacks + codec.failures);
    CHECK(!told_secret());
}

static void print(const struct soak *soak, const struct tally *t, double seconds) {
#define COUNT(of) (unsigned long long)(of)
    printf("%llu proofs of %d statements, %llu verified, in %.1f s\n", COUNT(t->proved), STATEMENTS, COUNT(t->verified), seconds);
    printf("profiles: %llu fast, %llu balanced, %llu without\n", COUNT(t->profiles[NXZ_PROFILE_FAST]),
           COUNT(t->profiles[NXZ_PROFILE_BALANCED]), COUNT(t->profiles[0]));
    printf("refused: %llu witnesses, %llu proofs (%llu of them malformed)\n", COUNT(sum(t->prove_failed)),
           COUNT(sum(t->verify_failed)), COUNT(t->verify_failed[NXZ_ERR_MALFORMED]));
    printf("optimizer: %llu answered, %llu cached, %llu late, %llu failed, %llu malformed, %llu refused, %llu resting\n",
           COUNT(t->outcomes[NXZ_OPTIMIZER_ANSWERED]), COUNT(t->outcomes[NXZ_OPTIMIZER_CACHED]),
           COUNT(t->outcomes[NXZ_OPTIMIZER_LATE]), COUNT(t->outcomes[NXZ_OPTIMIZER_FAILED]),
           COUNT(t->outcomes[NXZ_OPTIMIZER_MALFORMED]), COUNT(t->outcomes[NXZ_OPTIMIZER_REFUSED]),
           COUNT(t->outcomes[NXZ_OPTIMIZER_RESTING]));
    printf("compression: %llu calls, %llu of the caller's codec, which failed %llu times\n", COUNT(t->compressions),
           COUNT(codec.calls), COUNT(codec.failures));
    printf("resident KiB: %llu at most; by quarters %llu %llu %llu %llu\n", COUNT(resident_kib("VmHWM")),
           COUNT(soak->resident_kib[0]), COUNT(soak->resident_kib[1]), COUNT(soak->resident_kib[2]),
           COUNT(soak->resident_kib[3]));
#undef COUNT
}

/* A call of the optimizer that became late may still run when the protocol is freed, and is destroyed when it ends. */
static void check_destroyed(void) {
    for (int tries = 0; tries < 1000 && optimizer.destroyed == 0; tries++) pause_ms(10);
    CHECK(optimizer.destroyed == 1 && log_sink.destroyed == 1 && metrics_sink.destroyed == 1 && codec.destroyed == 1);
}

int main(int argc, char **argv) {
    struct soak soak = {.proofs = argc > 1 ? strtoull(argv[1], NULL, 10) : 10000};
    const int threads = argc > 2 ? atoi(argv[2]) : 4;
    if (soak.proofs < 4 || threads < 1 || argc > 3) {
        fprintf(stderr, "usage: soak [PROOFS] [THREADS]     (at least 4 and 1)\n");
        return 2;
    }
    make(&soak);
    struct worker *workers = calloc((size_t)threads, sizeof *workers);
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (int i = 0; i < threads; i++) {
        workers[i].soak = &soak;
        CHECK(pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0);
    }
    struct tally all = {0};
    for (int i = 0; i < threads; i++) {
        CHECK(pthread_join(workers[i].thread, NULL) == 0);
        add(&all, &workers[i].tally);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    free(workers);
    if (all.wrong != NULL) {
        fprintf(stderr, "a thread failed to %s: %s\n", all.wrong, nxz_status_name(all.unexpected));
    }
    CHECK(all.wrong == NULL);
    CHECK(all.proved == soak.proofs);
    agree(soak.protocol, &all);
    print(&soak, &all, (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9);
#ifndef NXZ_TEST_SANITIZED /* whose memory grows with all that it has seen */
    /* Where the system tells. */
    CHECK(resident_kib("VmHWM") <= MAX_RESIDENT_KIB + MAX_RESIDENT_KIB_PER_THREAD * (uint64_t)threads);
    CHECK(soak.resident_kib[3] <= soak.resident_kib[0] + MAX_GROWTH_KIB + MAX_GROWTH_KIB_PER_THREAD * (uint64_t)threads);
#endif
    release(&soak);
    check_destroyed();
    return check_report("soak");
}
