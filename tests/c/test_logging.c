/* Events of calls: who gets them, when, what they say, and that they never tell a secret. */
#include "check.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

/* What a sink heard. */
struct heard {
    pthread_mutex_t lock;
    char text[1 << 18];
    size_t len;
    int events;
    int destroyed;
    /* For a sink that calls the library from inside an event. */
    const nxz_protocol *protocol;
    const nxz_statement *statement;
    const nxz_proof *proof;
    int depth;
};

static void listen(void *user_data, nxz_log_level level, const char *json, size_t json_len) {
    struct heard *heard = user_data;
    (void)level;
    pthread_mutex_lock(&heard->lock);
    /* What is not kept is not searched for secrets. */
    const bool fits = heard->len + json_len + 2 < sizeof heard->text;
    CHECK(fits);
    if (fits) {
        memcpy(heard->text + heard->len, json, json_len);
        heard->len += json_len;
        heard->text[heard->len++] = '\n';
        heard->text[heard->len] = '\0';
    }
    heard->events++;
    pthread_mutex_unlock(&heard->lock);
}

static void listen_and_verify(void *user_data, nxz_log_level level, const char *json, size_t json_len) {
    struct heard *heard = user_data;
    listen(user_data, level, json, json_len);
    if (heard->depth++ == 0) {
        nxz_error *error = NULL;
        CHECK_OK(nxz_verify(heard->protocol, heard->statement, CONTEXT, CONTEXT_LEN, heard->proof, &error));
    }
}

static void destroyed(void *user_data) { ((struct heard *)user_data)->destroyed++; }

static struct heard *new_heard(void) {
    struct heard *heard = calloc(1, sizeof *heard);
    pthread_mutex_init(&heard->lock, NULL);
    return heard;
}

static void forget(struct heard *heard) {
    pthread_mutex_destroy(&heard->lock);
    free(heard);
}

static nxz_log_sink sink_to(struct heard *heard, nxz_log_level max_level) {
    nxz_log_sink sink = {sizeof sink, max_level, heard, listen, destroyed};
    return sink;
}

static bool says(struct heard *heard, const char *text) {
    bool found = strstr(heard->text, text) != NULL;
    if (!found) fprintf(stderr, "no %s in:\n%s", text, heard->text);
    return found;
}

static void hush(struct heard *heard) {
    heard->len = 0;
    heard->text[0] = '\0';
    heard->events = 0;
}

static const char secret[] = "what is " SECRET_MARK;
#define SECRET (const uint8_t *)secret, sizeof secret - 1

static void events(void) {
    nxz_error *error = NULL;
    struct heard *heard = new_heard();
    nxz_protocol *protocol = new_protocol(128, NXZ_PROFILE_FAST, false);
    nxz_statement *statement = new_statement(NXZ_HASH_SHA256, SECRET, false);
    nxz_witness *witness = new_witness(SECRET);
    nxz_witness *wrong = new_witness(BYTES("another " SECRET_MARK));
    nxz_log_sink sink = sink_to(heard, NXZ_LOG_DEBUG);
    CHECK_OK(nxz_protocol_set_log_sink(protocol, &sink, &error));

    nxz_call_options options = {sizeof options, 0, TEXT("login 17")};
    nxz_proof *proof = NULL;
    CHECK_OK(nxz_prove_with(protocol, statement, witness, CONTEXT, CONTEXT_LEN, &options, &proof, &error));
    CHECK(says(heard, "\"request_id\":\"login 17\"") && says(heard, "\"operation\":\"prove\""));
    CHECK(says(heard, "\"level\":\"info\"") && says(heard, "\"statement\":\"preimage/sha256\""));
    CHECK(says(heard, "\"level\":\"debug\"") && says(heard, "\"stage\":\"validate\"") && says(heard, "\"total_ns\":"));
    hush(heard);

    /* Without a name a request gets one. */
    CHECK_OK(nxz_verify(protocol, statement, CONTEXT, CONTEXT_LEN, proof, &error));
    CHECK(says(heard, "\"request_id\":\"") && says(heard, "\"operation\":\"verify\"") && strstr(heard->text, "login") == NULL);
    CHECK(strstr(heard->text, "\"audit\":true") == NULL);
    hush(heard);

    /* Refused proofs and refused input are audited. */
    CHECK_FAILS(NXZ_ERR_PROOF_VERIFICATION, nxz_verify(protocol, statement, BYTES("other"), proof, &error));
    CHECK(says(heard, "\"audit\":true") && says(heard, "\"code\":\"proof_verification\"") && says(heard, "\"level\":\"warn\""));
    hush(heard);
    uint8_t *long_context = calloc(1, (1 << 20) + 1);
    CHECK_FAILS(NXZ_ERR_LIMIT_EXCEEDED, nxz_verify(protocol, statement, long_context, (1 << 20) + 1, proof, &error));
    CHECK(says(heard, "\"audit\":true") && says(heard, "\"code\":\"limit_exceeded\"") && says(heard, "\"field\":\"context\""));
    hush(heard);
    nxz_proof *none = NULL;
    /* Of several problems each by itself. */
    nxz_witness *empty = NULL;
    CHECK_OK(nxz_witness_new(&empty, &error));
    CHECK_FAILS(NXZ_ERR_LIMIT_EXCEEDED, nxz_prove(protocol, statement, empty, long_context, (1 << 20) + 1, &none, &error));
    CHECK(says(heard, "\"level\":\"warn\",\"audit\":true") && says(heard, "\"level\":\"error\",\"audit\":false"));
    CHECK(says(heard, "\"code\":\"limit_exceeded\"") && says(heard, "\"code\":\"proof_generation\""));
    nxz_witness_free(empty);
    free(long_context);
    hush(heard);
    CHECK_FAILS(NXZ_ERR_PROOF_GENERATION, nxz_prove(protocol, statement, wrong, CONTEXT, CONTEXT_LEN, &none, &error));
    CHECK(says(heard, "\"level\":\"error\"") && says(heard, "\"code\":\"proof_generation\""));

    /* Levels above the sink's are not composed. */
    nxz_log_sink quiet_sink = sink_to(heard, NXZ_LOG_WARN);
    CHECK_OK(nxz_protocol_set_log_sink(protocol, &quiet_sink, &error));
    CHECK(heard->destroyed == 1);
    hush(heard);
    CHECK_OK(nxz_verify(protocol, statement, CONTEXT, CONTEXT_LEN, proof, &error));
    CHECK(heard->events == 0);
    CHECK_OK(nxz_protocol_set_log_sink(protocol, NULL, &error));
    CHECK(heard->destroyed == 2);
    CHECK_FAILS(NXZ_ERR_PROOF_VERIFICATION, nxz_verify(protocol, statement, BYTES("other"), proof, &error));
    CHECK(heard->events == 0);

    nxz_proof_free(proof);
    nxz_witness_free(wrong);
    nxz_witness_free(witness);
    nxz_statement_free(statement);
    nxz_protocol_free(protocol);
    CHECK(heard->destroyed == 2);
    forget(heard);
}

/* Everything that can go wrong with the secret in hand, at the most talkative level. */
static void silence(void) {
    nxz_error *error = NULL;
    struct heard *heard = new_heard();
    nxz_protocol *protocol = new_protocol(128, NXZ_PROFILE_FAST, true);
    nxz_log_sink sink = sink_to(heard, NXZ_LOG_DEBUG);
    CHECK_OK(nxz_protocol_set_log_sink(protocol, &sink, &error));
    nxz_statement *statement = new_statement(NXZ_HASH_SHA3_256, SECRET, true);
    const char *const tries[] = {secret, "wrong, " SECRET_MARK, SECRET_MARK, "a longer one than stated, " SECRET_MARK};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        nxz_witness *witness = new_witness((const uint8_t *)tries[i], strlen(tries[i]));
        nxz_proof *proof = NULL;
        nxz_status status = nxz_prove(protocol, statement, witness, CONTEXT, CONTEXT_LEN, &proof, &error);
        CHECK((status == NXZ_OK) == (i == 0));
        nxz_error_free(error);
        nxz_proof_free(proof);
        nxz_witness_free(witness);
    }
    nxz_witness *empty = NULL;
    nxz_proof *proof = NULL;
    CHECK_OK(nxz_witness_new(&empty, &error));
    CHECK_OK(nxz_witness_set(empty, TEXT("unasked"), SECRET, &error));
    CHECK_FAILS(NXZ_ERR_PROOF_GENERATION, nxz_prove(protocol, statement, empty, CONTEXT, CONTEXT_LEN, &proof, &error));
    nxz_witness_free(empty);
    CHECK(heard->events >= 9);
    CHECK(strstr(heard->text, SECRET_MARK) == NULL);
    /* Nor in hexadecimal. */
    CHECK(strstr(heard->text, "734563526554") == NULL);
    nxz_statement_free(statement);
    nxz_protocol_free(protocol);
    CHECK(heard->destroyed == 1);
    forget(heard);
}

static void reentrant(void) {
    nxz_error *error = NULL;
    struct heard *heard = new_heard();
    nxz_protocol *protocol = new_protocol(128, NXZ_PROFILE_FAST, false);
    heard->protocol = protocol;
    heard->statement = new_statement(NXZ_HASH_SHA256, SECRET, false);
    nxz_proof *proof = new_proof(protocol, NXZ_HASH_SHA256, SECRET, false);
    heard->proof = proof;
    nxz_log_sink sink = {sizeof sink, NXZ_LOG_INFO, heard, listen_and_verify, NULL};
    CHECK_OK(nxz_protocol_set_log_sink(protocol, &sink, &error));
    CHECK_OK(nxz_verify(protocol, heard->statement, CONTEXT, CONTEXT_LEN, proof, &error));
    CHECK(heard->events == 2);
    nxz_statement_free((nxz_statement *)heard->statement);
    nxz_proof_free(proof);
    nxz_protocol_free(protocol);
    forget(heard);
}

static void bad_arguments(void) {
    nxz_error *error = NULL;
    struct heard *heard = new_heard();
    nxz_protocol *protocol = new_protocol(128, NXZ_PROFILE_FAST, false);
    nxz_statement *statement = new_statement(NXZ_HASH_SHA256, SECRET, false);
    nxz_witness *witness = new_witness(SECRET);
    nxz_proof *proof = NULL;
    nxz_log_sink good = sink_to(heard, NXZ_LOG_INFO), sink = good;
    sink.struct_size = 4;
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "sink", nxz_protocol_set_log_sink(protocol, &sink, &error));
    sink = good;
    sink.on_event = NULL;
    CHECK_BLAMES(NXZ_ERR_NULL_POINTER, "on_event", nxz_protocol_set_log_sink(protocol, &sink, &error));
    for (uint32_t level = 0; level < 10; level += 5) {
        sink = good;
        sink.max_level = level;
        CHECK_BLAMES(NXZ_ERR_UNSUPPORTED, "max_level", nxz_protocol_set_log_sink(protocol, &sink, &error));
    }
    CHECK(heard->destroyed == 0);

    char id[200];
    memset(id, 'x', sizeof id);
    nxz_call_options options = {sizeof options, 0, id, 128};
    CHECK_OK(nxz_prove_with(protocol, statement, witness, NULL, 0, &options, &proof, &error));
    options.request_id_len = 129;
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "request_id", nxz_verify_with(protocol, statement, NULL, 0, proof, &options, &error));
    options.request_id_len = 0;
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "request_id", nxz_verify_with(protocol, statement, NULL, 0, proof, &options, &error));
    options.request_id_len = 3;
    id[1] = '\n';
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "request_id", nxz_verify_with(protocol, statement, NULL, 0, proof, &options, &error));
    id[1] = (char)0xff;
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "request_id", nxz_verify_with(protocol, statement, NULL, 0, proof, &options, &error));
    options.request_id = NULL;
    CHECK_BLAMES(NXZ_ERR_NULL_POINTER, "request_id", nxz_verify_with(protocol, statement, NULL, 0, proof, &options, &error));
    options.request_id_len = 0;
    options.struct_size = 8;
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "options", nxz_verify_with(protocol, statement, NULL, 0, proof, &options, &error));
    options.struct_size = sizeof options;
    options.reserved = 1;
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "reserved", nxz_verify_with(protocol, statement, NULL, 0, proof, &options, &error));
    options.reserved = 0;
    CHECK_OK(nxz_verify_with(protocol, statement, NULL, 0, proof, &options, &error));
    nxz_proof_free(proof);
    nxz_witness_free(witness);
    nxz_statement_free(statement);
    nxz_protocol_free(protocol);
    forget(heard);
}

static nxz_protocol *shared;
static nxz_statement *shared_statement;
static nxz_proof *shared_proof;
static atomic_bool enough;

static void *verify_often(void *unused) {
    nxz_error *error = NULL;
    (void)unused;
    while (!atomic_load(&enough))
        CHECK_OK(nxz_verify(shared, shared_statement, CONTEXT, CONTEXT_LEN, shared_proof, &error));
    return NULL;
}

static int events_of(struct heard *heard) {
    pthread_mutex_lock(&heard->lock);
    const int events = heard->events;
    pthread_mutex_unlock(&heard->lock);
    return events;
}

/* Sinks come and go while other threads verify: each hears of it, and is destroyed once. */
static void swapping(void) {
    nxz_error *error = NULL;
    shared = new_protocol(128, NXZ_PROFILE_FAST, false);
    shared_statement = new_statement(NXZ_HASH_SHA256, SECRET, false);
    shared_proof = new_proof(shared, NXZ_HASH_SHA256, SECRET, false);
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) CHECK(pthread_create(&threads[i], NULL, verify_often, NULL) == 0);
    struct heard *others[20];
    for (int i = 0; i < 20; i++) {
        others[i] = new_heard();
        nxz_log_sink sink = sink_to(others[i], NXZ_LOG_INFO);
        CHECK_OK(nxz_protocol_set_log_sink(shared, &sink, &error));
        while (events_of(others[i]) == 0) sched_yield();
    }
    atomic_store(&enough, true);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    nxz_protocol_free(shared);
    for (int i = 0; i < 20; i++) {
        CHECK(others[i]->destroyed == 1);
        forget(others[i]);
    }
    nxz_proof_free(shared_proof);
    nxz_statement_free(shared_statement);
}

int main(void) {
    events();
    silence();
    reentrant();
    bad_arguments();
    swapping();
    return check_report("logging");
}
