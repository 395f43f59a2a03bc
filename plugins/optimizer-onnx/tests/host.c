/* A C host: loads the plugin through the library, proves with it, and looks at what became of its failures.
 *
 *   host PLUGIN MODELS
 *
 * MODELS is a folder that ../test makes: any.onnx has data of every backend, no.onnx of none, schema.onnx is of another schema, cut.onnx
 * ends early, long.onnx is too long. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <nexuszero.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What src/ffi.rs takes the structure for. */
#define PLACE(field, offset) _Static_assert(offsetof(nxz_optimizer, field) == (offset), "place of " #field)
_Static_assert(sizeof(void *) != 8 || sizeof(nxz_optimizer) == 40, "size of nxz_optimizer");
PLACE(struct_size, 0);
PLACE(reserved, 4);
PLACE(user_data, 8);
PLACE(name, 8 + sizeof(void *));
PLACE(optimize, 8 + 2 * sizeof(void *));
PLACE(destroy, 8 + 3 * sizeof(void *));
_Static_assert(NXZ_ABI_VERSION == 1, "the ABI number that src/ffi.rs asks for");
/* What src/error.rs takes the numbers of kinds for. */
_Static_assert(NXZ_ERR_CONFIGURATION == 5 && NXZ_ERR_INVALID_ARGUMENT == 8 && NXZ_ERR_MALFORMED == 10 && NXZ_ERR_UNSUPPORTED == 11 &&
                   NXZ_ERR_LIMIT_EXCEEDED == 12 && NXZ_ERR_PANIC == 14 && NXZ_ERR_IO == 16,
               "codes");

#define TEXT(literal) (literal), sizeof(literal) - 1
#define CHECK(condition)                                                            \
    do {                                                                            \
        if (!(condition)) {                                                         \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition); \
            failed++;                                                               \
        }                                                                           \
    } while (0)
#define MUST(call) must(__LINE__, (call))

static int failed;
static nxz_error *error;
static const char *plugin, *models;
static nxz_statement *statement;
static nxz_witness *witness;

static void must(int line, nxz_status status) {
    if (status == NXZ_OK) return;
    fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, line, nxz_status_name(status), nxz_error_message(error));
    exit(1);
}

/* A protocol that asks an optimizer and waits for it. `max_proof_size` 0: no constraint. */
static nxz_protocol *new_protocol(uint64_t max_proof_size) {
    nxz_config *config;
    nxz_protocol *protocol;
    char size[32];
    MUST(nxz_config_new(NXZ_PRESET_DEFAULT, &config, &error));
    MUST(nxz_config_load_json(config, TEXT("{\"use_optimizer\": true, \"threads\": 2, \"optimizer\": {\"deadline\": 60000}}"), &error));
    const int len = snprintf(size, sizeof size, max_proof_size == 0 ? "null" : "%llu", (unsigned long long)max_proof_size);
    MUST(nxz_config_set(config, TEXT("max_proof_size"), size, (size_t)len, &error));
    MUST(nxz_protocol_new(config, &protocol, &error));
    nxz_config_free(config);
    return protocol;
}

static nxz_status load_config(nxz_protocol *protocol, const char *config) {
    return nxz_protocol_load_optimizer(protocol, plugin, strlen(plugin), config, strlen(config), &error);
}

static nxz_status load(nxz_protocol *protocol, const char *model) {
    char config[4096];
    snprintf(config, sizeof config, "{\"model\": \"%s/%s\"}", models, model);
    return load_config(protocol, config);
}

/* Proves and verifies. */
static nxz_proof_measurements prove(const nxz_protocol *protocol) {
    nxz_proof *proof;
    nxz_proof_measurements measured = {.struct_size = sizeof measured};
    MUST(nxz_prove(protocol, statement, witness, NULL, 0, &proof, &error));
    MUST(nxz_verify(protocol, statement, NULL, 0, proof, &error));
    MUST(nxz_proof_metrics(proof, &measured, &error));
    nxz_proof_free(proof);
    return measured;
}

static nxz_metrics_figures figures(const nxz_protocol *protocol) {
    nxz_metrics *metrics;
    nxz_metrics_figures found = {.struct_size = sizeof found};
    MUST(nxz_protocol_metrics(protocol, &metrics, &error));
    MUST(nxz_metrics_summary(metrics, &found, &error));
    nxz_metrics_free(metrics);
    return found;
}

static void refused(nxz_status status, int code) {
    char expected[64];
    snprintf(expected, sizeof expected, "refuses to start: it returned %d", code);
    CHECK(status == NXZ_ERR_OPTIMIZATION);
    CHECK(error != NULL && strstr(nxz_error_message(error), expected) != NULL);
    nxz_error_free(error);
    error = NULL;
}

static void test_refusals_at_loading(void) {
    nxz_protocol *protocol = new_protocol(0);
    refused(load(protocol, "missing.onnx"), NXZ_ERR_IO);
    refused(load(protocol, ""), NXZ_ERR_IO);
    refused(load(protocol, "cut.onnx"), NXZ_ERR_MALFORMED);
    refused(load(protocol, "schema.onnx"), NXZ_ERR_MALFORMED);
    refused(load(protocol, "long.onnx"), NXZ_ERR_LIMIT_EXCEEDED);
    refused(load_config(protocol, "/model.onnx"), NXZ_ERR_CONFIGURATION);
    refused(load_config(protocol, "{\"model\": \"a\", \"threads\": 1}"), NXZ_ERR_CONFIGURATION);
    CHECK(nxz_protocol_load_optimizer(protocol, plugin, strlen(plugin), NULL, 0, &error) == NXZ_ERR_OPTIMIZATION);
    nxz_error_free(error);
    error = NULL;
    const nxz_proof_measurements measured = prove(protocol);
    CHECK(measured.source == NXZ_SOURCE_HEURISTIC && measured.optimizer_outcome == NXZ_OPTIMIZER_NONE);
    /* One that was loaded before stays. */
    MUST(load(protocol, "any.onnx"));
    refused(load(protocol, "cut.onnx"), NXZ_ERR_MALFORMED);
    CHECK(prove(protocol).optimizer_outcome == NXZ_OPTIMIZER_ANSWERED);
    nxz_protocol_free(protocol);
}

static void test_it_chooses(void) {
    nxz_protocol *protocol = new_protocol(0);
    MUST(load(protocol, "any.onnx"));
    MUST(nxz_protocol_health_check(protocol, &error));
    const uint64_t asked = figures(protocol).optimizer_asked;
    const nxz_proof_measurements first = prove(protocol);
    CHECK(first.source == NXZ_SOURCE_OPTIMIZER && first.optimizer_outcome == NXZ_OPTIMIZER_ANSWERED);
    CHECK(prove(protocol).optimizer_outcome == NXZ_OPTIMIZER_CACHED);
    const nxz_metrics_figures found = figures(protocol);
    CHECK(found.optimizer_asked == asked + 1 && found.optimizer_cached == 1 && found.optimizer_fallbacks == 0);
    nxz_protocol_free(protocol);

    protocol = new_protocol(first.size_before - 1);
    MUST(load(protocol, "any.onnx"));
    const nxz_proof_measurements smaller = prove(protocol);
    CHECK(smaller.source == NXZ_SOURCE_OPTIMIZER && smaller.size_before < first.size_before);
    nxz_protocol_free(protocol);
}

/* Events that have a text. */
typedef struct {
    char text[32];
    int count;
} events;

static void on_event(void *user_data, nxz_log_level level, const char *json, size_t json_len) {
    events *seen = user_data;
    (void)level;
    if (memmem(json, json_len, seen->text, strlen(seen->text)) != NULL) seen->count++;
}

/* Of a plugin that was loaded with this configuration, and answers every question with this number. */
static void its_failure_is_counted_and_logged(const char *config, int code) {
    events seen = {.count = 0};
    const nxz_log_sink sink = {.struct_size = sizeof sink, .max_level = NXZ_LOG_DEBUG, .user_data = &seen, .on_event = on_event};
    nxz_protocol *protocol = new_protocol(0);
    snprintf(seen.text, sizeof seen.text, "it returned %d", code);
    MUST(nxz_protocol_set_log_sink(protocol, &sink, &error));
    MUST(load_config(protocol, config));
    const nxz_proof_measurements measured = prove(protocol);
    CHECK(measured.source == NXZ_SOURCE_HEURISTIC && measured.optimizer_outcome == NXZ_OPTIMIZER_FAILED);
    CHECK(figures(protocol).optimizer_fallbacks == 1 && seen.count > 0);
    nxz_protocol_free(protocol);
}

static void test_its_failure_is_counted_and_logged(void) {
    static const struct {
        const char *model;
        int code;
    } optional[] = {{"no.onnx", NXZ_ERR_MALFORMED},
                    {"missing.onnx", NXZ_ERR_IO},
                    {"cut.onnx", NXZ_ERR_MALFORMED},
                    {"schema.onnx", NXZ_ERR_MALFORMED},
                    {"long.onnx", NXZ_ERR_LIMIT_EXCEEDED}};
    char config[4096];
    for (size_t i = 0; i < sizeof optional / sizeof *optional; i++) {
        snprintf(config, sizeof config, "{\"model\": \"%s/%s\", \"optional\": true}", models, optional[i].model);
        its_failure_is_counted_and_logged(config, optional[i].code);
    }
    snprintf(config, sizeof config, "{\"model\": \"%s/no.onnx\"}", models);
    its_failure_is_counted_and_logged(config, NXZ_ERR_MALFORMED);
}

static int threads(void) {
    int count = 0;
    DIR *tasks = opendir("/proc/self/task");
    while (tasks != NULL && readdir(tasks) != NULL) count++;
    if (tasks != NULL) closedir(tasks);
    return count;
}

static int is_loaded(void) {
    void *library = dlopen(plugin, RTLD_NOW | RTLD_NOLOAD);
    if (library != NULL) dlclose(library);
    return library != NULL;
}

/* The thread that the library has for an optimizer ends soon after it, and the plugin goes with it. */
static void test_nothing_is_left(int threads_before) {
    const struct timespec millisecond = {.tv_nsec = 1000000};
    for (int waited = 0; waited < 10000 && (threads() != threads_before || is_loaded()); waited++) nanosleep(&millisecond, NULL);
    CHECK(threads() == threads_before);
    CHECK(!is_loaded());
}

/* Between the library and the plugin: how long it takes to answer. */
static nxz_optimizer asked;
static double fastest, median, slowest;

static int compare(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int32_t measure(void *user_data, const char *request, size_t request_len, char *reply, size_t reply_capacity, size_t *reply_len) {
    enum { CALLS = 1001 };
    static double took[CALLS];
    int32_t code = 0;
    for (int call = 0; call < CALLS; call++) {
        struct timespec begin, end;
        clock_gettime(CLOCK_MONOTONIC, &begin);
        code |= asked.optimize(user_data, request, request_len, reply, reply_capacity, reply_len);
        clock_gettime(CLOCK_MONOTONIC, &end);
        took[call] = 1e3 * (double)(end.tv_sec - begin.tv_sec) + 1e-6 * (double)(end.tv_nsec - begin.tv_nsec);
    }
    qsort(took, CALLS, sizeof *took, compare);
    fastest = took[0], median = took[CALLS / 2], slowest = took[CALLS - 1];
    return code;
}

static void print_latency(void) {
    char config[4096];
    const int len = snprintf(config, sizeof config, "{\"model\": \"%s/any.onnx\"}", models);
    void *library = dlopen(plugin, RTLD_NOW | RTLD_LOCAL);
    nxz_optimizer_plugin_entry entry;
    *(void **)&entry = dlsym(library, "nxz_optimizer_plugin");
    asked = (nxz_optimizer){.struct_size = sizeof asked};
    CHECK(entry(NXZ_ABI_VERSION + 1, config, (size_t)len, &asked) == NXZ_ERR_UNSUPPORTED);
    CHECK(entry(NXZ_ABI_VERSION, config, (size_t)len, &asked) == 0);
    nxz_optimizer between = asked;
    between.optimize = measure;
    nxz_protocol *protocol = new_protocol(0);
    MUST(nxz_protocol_set_optimizer(protocol, &between, &error));
    CHECK(prove(protocol).source == NXZ_SOURCE_OPTIMIZER);
    printf("an answer takes %.3f ms in the median, %.3f to %.3f ms\n", median, fastest, slowest);
    nxz_protocol_free(protocol);
    dlclose(library);
}

int main(int argc, char **argv) {
    static const uint8_t secret[] = "correct horse battery staple";
    uint8_t digest[NXZ_MAX_DIGEST_SIZE];
    size_t len;
    if (argc != 3) {
        fprintf(stderr, "usage: %s PLUGIN MODELS\n", argv[0]);
        return 2;
    }
    plugin = argv[1];
    models = argv[2];
    MUST(nxz_digest(NXZ_HASH_SHA256, secret, sizeof secret, digest, sizeof digest, &len, &error));
    MUST(nxz_statement_preimage_sized(NXZ_HASH_SHA256, digest, len, sizeof secret, &statement, &error));
    MUST(nxz_witness_preimage(secret, sizeof secret, &witness, &error));

    /* Before the first protocol: what the library itself keeps is not the plugin's. */
    nxz_protocol *protocol = new_protocol(0);
    prove(protocol);
    nxz_protocol_free(protocol);
    const int threads_before = threads();
    test_refusals_at_loading();
    test_it_chooses();
    test_its_failure_is_counted_and_logged();
    test_nothing_is_left(threads_before);
    print_latency();

    nxz_witness_free(witness);
    nxz_statement_free(statement);
    printf(failed == 0 ? "the plugin works in a C host\n" : "%d checks failed\n", failed);
    return failed != 0;
}
