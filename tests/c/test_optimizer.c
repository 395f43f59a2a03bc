/* Optimizers as callbacks and as plugins: that answer well, badly, late, from inside, or on other threads; when they are asked, and when
 * they are destroyed. Nothing here depends on how fast anything is. */
#include "check.h"

#include <pthread.h>
#ifndef _WIN32
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

/* A deadline that no answer misses, and one that a callback which waits for the test always misses. */
#define AMPLE "600000"
#define SHORT "10"

enum { BALANCED = -1, FAIL = -2, NOTHING = -3, TOO_LONG = -4 };

/* A callback's orders and what it saw. */
struct script {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    /* What to reply: a BALANCED candidate, a text, or one of the failures. */
    int answer;
    const char *text;
    /* Wait until the test releases it. */
    bool blocks, released;
    /* Call back into the library. */
    nxz_protocol *reenter;
    bool detach;
    int calls, returns, destroyed;
    pthread_t thread;
    const char *wrong;
};

static struct script *new_script(int answer) {
    struct script *s = calloc(1, sizeof *s);
    if (s == NULL) abort();
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->changed, NULL);
    s->answer = answer;
    return s;
}

static void script_free(struct script *s) {
    pthread_cond_destroy(&s->changed);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

static const uint8_t MESSAGE[] = SECRET_MARK " of the optimizer's tests";
enum { MESSAGE_LEN = sizeof MESSAGE - 1 };

/* Proves with the protocol, in whatever profile, and verifies; where that takes too long, only what the script chose. 0 where either failed. */
static nxz_profile prove(const nxz_protocol *protocol) {
    nxz_statement *statement = new_statement(NXZ_HASH_SHA256, MESSAGE, MESSAGE_LEN, true);
    nxz_witness *witness = new_witness(MESSAGE, MESSAGE_LEN);
    nxz_proof *proof = NULL;
    nxz_proof_header header = {.struct_size = sizeof header};
    if (nxz_prove(protocol, statement, witness, CONTEXT, CONTEXT_LEN, &proof, NULL) != NXZ_OK ||
        nxz_proof_info(proof, &header, NULL) != NXZ_OK ||
        ((!quick() || header.profile == NXZ_PROFILE_BALANCED) &&
         nxz_verify(protocol, statement, CONTEXT, CONTEXT_LEN, proof, NULL) != NXZ_OK))
        header.profile = 0;
    nxz_proof_free(proof);
    nxz_witness_free(witness);
    nxz_statement_free(statement);
    return header.profile;
}

/* The index of a candidate of profile `balanced`, or -1. */
static int balanced_candidate(const char *request) {
    for (const char *at = request; (at = strstr(at, "\"index\":")) != NULL; at++) {
        const char *profile = strstr(at, "\"profile\":");
        if (profile != NULL && strncmp(profile + 10, "\"balanced\"", 10) == 0) return atoi(at + 8);
    }
    return -1;
}

static int32_t optimize(void *user_data, const char *request, size_t request_len, char *reply, size_t reply_capacity,
                        size_t *reply_len) {
    struct script *s = user_data;
    pthread_mutex_lock(&s->lock);
    s->calls++;
    s->thread = pthread_self();
    if (strlen(request) != request_len || reply_capacity != 65536 || *reply_len != 0) s->wrong = "the arguments";
    if (strstr(request, "\"version\":1,") == NULL || strstr(request, "\"preimage/sha256\"") == NULL) s->wrong = "the request";
    if (strstr(request, SECRET_MARK) != NULL) s->wrong = "the request tells a secret";
    pthread_cond_broadcast(&s->changed);
    while (s->blocks && !s->released) pthread_cond_wait(&s->changed, &s->lock);
    int answer = s->answer;
    const char *text = s->text;
    nxz_protocol *reenter = s->reenter;
    pthread_mutex_unlock(&s->lock);

    if (reenter != NULL && (prove(reenter) == 0 || prove(reenter) == NXZ_PROFILE_BALANCED)) s->wrong = "a proof from inside";
    if (s->detach && nxz_protocol_set_optimizer(reenter, NULL, NULL) != NXZ_OK) s->wrong = "detaching from inside";
    if (text != NULL) {
        *reply_len = strlen(text);
        memcpy(reply, text, *reply_len);
    } else if (answer == BALANCED) {
        *reply_len = (size_t)snprintf(reply, reply_capacity, "{\"version\":1,\"candidate\":%d}", balanced_candidate(request));
    } else if (answer == TOO_LONG) {
        *reply_len = reply_capacity + 1;
    }
    pthread_mutex_lock(&s->lock);
    s->returns++;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->lock);
    return answer == FAIL ? 42 : 0;
}

static void destroy(void *user_data) {
    struct script *s = user_data;
    pthread_mutex_lock(&s->lock);
    if (s->calls != s->returns) s->wrong = "destroyed during a call";
    s->destroyed++;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->lock);
}

static void release(struct script *s) {
    pthread_mutex_lock(&s->lock);
    s->released = true;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->lock);
}

/* Waits until a counter of the script has this value. */
static void await(struct script *s, const int *counter, int value) {
    pthread_mutex_lock(&s->lock);
    while (*counter < value) pthread_cond_wait(&s->changed, &s->lock);
    pthread_mutex_unlock(&s->lock);
}

static int calls(struct script *s) {
    pthread_mutex_lock(&s->lock);
    int n = s->calls;
    pthread_mutex_unlock(&s->lock);
    return n;
}

static nxz_optimizer callbacks(struct script *s) {
    return (nxz_optimizer){
        .struct_size = sizeof(nxz_optimizer), .user_data = s, .name = "script", .optimize = optimize, .destroy = destroy};
}

static nxz_config *new_config(const char *deadline, const char *max_failures, const char *rest) {
    nxz_error *error = NULL;
    nxz_config *config = NULL;
    CHECK_OK(nxz_config_new(NXZ_PRESET_DEFAULT, &config, &error));
    CHECK_OK(nxz_config_set(config, TEXT("use_optimizer"), TEXT("true"), &error));
    CHECK_OK(nxz_config_set(config, TEXT("optimizer.deadline"), deadline, strlen(deadline), &error));
    CHECK_OK(nxz_config_set(config, TEXT("optimizer.max_failures"), max_failures, strlen(max_failures), &error));
    CHECK_OK(nxz_config_set(config, TEXT("optimizer.rest"), rest, strlen(rest), &error));
    return config;
}

static nxz_protocol *with_script(struct script *s, const char *deadline) {
    nxz_error *error = NULL;
    nxz_protocol *protocol = protocol_of(new_config(deadline, "1000000", "0"));
    nxz_optimizer optimizer = callbacks(s);
    CHECK_OK(nxz_protocol_set_optimizer(protocol, &optimizer, &error));
    return protocol;
}

static void reconfigure(nxz_protocol *protocol, nxz_config *config) {
    nxz_error *error = NULL;
    CHECK_OK(nxz_protocol_reconfigure(protocol, config, &error));
    nxz_config_free(config);
}

/* Ends a test: everything was in order, and the callback was destroyed once. */
static void finish(struct script *s, nxz_protocol *protocol) {
    nxz_protocol_free(protocol);
    if (s->wrong != NULL) fprintf(stderr, "wrong: %s\n", s->wrong);
    CHECK(s->wrong == NULL);
    CHECK(s->destroyed == 1);
    script_free(s);
}

static void answers(void) {
    struct script *s = new_script(BALANCED);
    nxz_protocol *protocol = with_script(s, AMPLE);
    CHECK(prove(protocol) == NXZ_PROFILE_BALANCED);
    CHECK(calls(s) == 1 && !pthread_equal(s->thread, pthread_self()));
    /* The same question is not asked again. */
    CHECK(prove(protocol) == NXZ_PROFILE_BALANCED);
    CHECK(calls(s) == 1);
    /* It is asked only where the configuration says so. */
    nxz_error *error = NULL;
    nxz_config *config = NULL;
    CHECK_OK(nxz_config_new(NXZ_PRESET_FAST, &config, &error));
    reconfigure(protocol, config);
    CHECK(prove(protocol) == NXZ_PROFILE_FAST);
    CHECK(calls(s) == 1);
    /* Another question: other values for callbacks. */
    config = new_config(AMPLE, "3", "0");
    CHECK_OK(nxz_config_set(config, TEXT("custom.region"), TEXT("\"north\""), &error));
    reconfigure(protocol, config);
    CHECK(prove(protocol) == NXZ_PROFILE_BALANCED);
    CHECK(calls(s) == 2);
    /* Without it the heuristic chooses. */
    CHECK_OK(nxz_protocol_set_optimizer(protocol, NULL, &error));
    CHECK(s->destroyed == 1);
    nxz_profile profile = prove(protocol);
    CHECK(profile != 0 && profile != NXZ_PROFILE_BALANCED);
    finish(s, protocol);
}

/* Whatever is wrong with an answer, there is a proof, with the heuristic's parameters. */
static void bad_answers(void) {
    static const char *const TEXTS[] = {
        "no JSON", "[]", "{\"version\":1}", "{\"version\":2,\"candidate\":0}", "{\"version\":1,\"candidate\":1000000}",
        "{\"version\":1,\"profile\":\"weak\",\"degree_cap\":1}", "{\"version\":1,\"profile\":\"small\",\"degree_cap\":0}",
        "{\"version\":1,\"candidate\":0,\"security_level\":80}", "\xff\xfe\x00",
    };
    struct script *s = new_script(FAIL);
    nxz_protocol *protocol = with_script(s, AMPLE);
    int expected = 0;
    static const int ANSWERS[] = {FAIL, NOTHING, TOO_LONG};
    for (size_t i = 0; i < sizeof ANSWERS / sizeof *ANSWERS; i++) {
        s->answer = ANSWERS[i];
        nxz_profile profile = prove(protocol);
        CHECK(profile != 0 && profile != NXZ_PROFILE_BALANCED);
        CHECK(calls(s) == ++expected);
    }
    s->answer = NOTHING;
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i += quick() ? 4 : 1) {
        s->text = TEXTS[i];
        nxz_profile profile = prove(protocol);
        CHECK(profile != 0 && profile != NXZ_PROFILE_BALANCED);
        CHECK(calls(s) == ++expected);
    }
    finish(s, protocol);
}

/* A callback that does not return: proofs are made meanwhile, it is not asked again, and what it answers in the end is discarded. */
static void late(void) {
    struct script *s = new_script(BALANCED);
    s->blocks = true;
    nxz_protocol *protocol = with_script(s, SHORT);
    for (int i = 0; i < 3; i++) {
        nxz_profile profile = prove(protocol);
        CHECK(profile != 0 && profile != NXZ_PROFILE_BALANCED);
    }
    await(s, &s->calls, 1);
    CHECK(calls(s) == 1 && s->returns == 0);
    release(s);
    await(s, &s->returns, 1);
    /* Its late answer was not kept: it is asked a second time, as soon as its thread is back. */
    reconfigure(protocol, new_config(AMPLE, "1000000", "0"));
    nxz_profile profile;
    while ((profile = prove(protocol)) != NXZ_PROFILE_BALANCED && profile != 0) {}
    CHECK(profile == NXZ_PROFILE_BALANCED && calls(s) == 2);
    finish(s, protocol);
}

/* Freed, detached or replaced while a late call runs: destroyed when it returns, and not before. */
static void destroyed_after_a_late_call(void) {
    for (int how = 0; how < 3; how++) {
        nxz_error *error = NULL;
        struct script *s = new_script(BALANCED), *next = new_script(BALANCED);
        s->blocks = true;
        nxz_protocol *protocol = with_script(s, SHORT);
        nxz_optimizer replacement = callbacks(next);
        CHECK(prove(protocol) != 0);
        if (how == 0) nxz_protocol_free(protocol);
        if (how == 1) CHECK_OK(nxz_protocol_set_optimizer(protocol, NULL, &error));
        if (how == 2) CHECK_OK(nxz_protocol_set_optimizer(protocol, &replacement, &error));
        await(s, &s->calls, 1);
        CHECK(s->destroyed == 0);
        release(s);
        await(s, &s->destroyed, 1);
        CHECK(s->destroyed == 1 && s->returns == 1 && s->wrong == NULL);
        if (how == 2) {
            /* With time enough, so that it is idle afterwards, and destroyed with the protocol. */
            reconfigure(protocol, new_config(AMPLE, "1000000", "0"));
            CHECK(prove(protocol) != 0);
        }
        if (how != 0) nxz_protocol_free(protocol);
        CHECK(next->destroyed == (how == 2));
        script_free(next);
        script_free(s);
    }
}

/* Attached and never asked; replaced; and structures that are not taken over. */
static void destroyed_once(void) {
    nxz_error *error = NULL;
    struct script *first = new_script(BALANCED), *second = new_script(BALANCED), *refused = new_script(BALANCED);
    nxz_protocol *protocol = with_script(first, AMPLE);
    CHECK(first->destroyed == 0);
    nxz_optimizer optimizer = callbacks(second);
    CHECK_OK(nxz_protocol_set_optimizer(protocol, &optimizer, &error));
    CHECK(first->destroyed == 1 && second->destroyed == 0);
    CHECK(prove(protocol) == NXZ_PROFILE_BALANCED);
    CHECK(calls(first) == 0 && calls(second) == 1);

    struct {
        nxz_optimizer known;
        uint64_t later;
    } newer = {.known = callbacks(refused), .later = 1};
    newer.known.struct_size = sizeof newer;
    nxz_status status = nxz_protocol_set_optimizer(protocol, &newer.known, &error);
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "optimizer", status);
    optimizer = callbacks(refused);
    for (uint32_t size = 0; size < sizeof optimizer; size++) {
        optimizer.struct_size = size;
        CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "optimizer", nxz_protocol_set_optimizer(protocol, &optimizer, &error));
    }
    optimizer.struct_size = UINT32_MAX; /* not set: nothing of that size is read */
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "optimizer", nxz_protocol_set_optimizer(protocol, &optimizer, &error));
    optimizer = callbacks(refused);
    optimizer.optimize = NULL;
    CHECK_BLAMES(NXZ_ERR_NULL_POINTER, "optimize", nxz_protocol_set_optimizer(protocol, &optimizer, &error));
    optimizer = callbacks(refused);
    optimizer.reserved = 1;
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "reserved", nxz_protocol_set_optimizer(protocol, &optimizer, &error));
    optimizer = callbacks(refused);
    optimizer.name = "\xff";
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "name", nxz_protocol_set_optimizer(protocol, &optimizer, &error));
    CHECK(refused->destroyed == 0 && second->destroyed == 0);

    /* A newer program that does not use what is new; no name, and nothing to destroy. */
    newer.later = 0;
    newer.known.name = NULL;
    newer.known.destroy = NULL;
    CHECK_OK(nxz_protocol_set_optimizer(protocol, &newer.known, &error));
    CHECK(prove(protocol) == NXZ_PROFILE_BALANCED && calls(refused) == 1);
    nxz_protocol_free(protocol);
    CHECK(first->destroyed == 1 && second->destroyed == 1 && refused->destroyed == 0);
    script_free(first);
    script_free(second);
    script_free(refused);
}

#ifndef _WIN32
/* A child, in which the optimizer's thread is not, frees the protocol and says nothing. */
static void freed_after_a_fork(void) {
    struct script *s = new_script(BALANCED);
    nxz_protocol *protocol = with_script(s, AMPLE);
    int said[2];
    char heard[1];
    CHECK(prove(protocol) == NXZ_PROFILE_BALANCED && calls(s) == 1);
    CHECK(pipe(said) == 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(said[1], STDERR_FILENO);
        nxz_protocol_free(protocol);
        if (write(said[1], s->destroyed == 0 ? "." : "!", 1) != 1) abort();
        /* What it inherited is not its own to free, which valgrind would report at a usual end. */
        raise(SIGKILL);
    }
    close(said[1]);
    CHECK(read(said[0], heard, 1) == 1 && heard[0] == '.' && read(said[0], heard, 1) == 0);
    close(said[0]);
    CHECK(waitpid(child, NULL, 0) == child);
    CHECK(prove(protocol) == NXZ_PROFILE_BALANCED);
    finish(s, protocol);
}
#endif

/* A callback that proves with the protocol that asks it, and one that takes itself out. */
static void from_inside(void) {
    for (int detach = 0; detach < 2; detach++) {
        struct script *s = new_script(BALANCED);
        nxz_protocol *protocol = with_script(s, AMPLE);
        s->reenter = protocol;
        s->detach = detach;
        CHECK(prove(protocol) == NXZ_PROFILE_BALANCED);
        CHECK(calls(s) == 1 && s->destroyed == detach);
        finish(s, protocol);
    }
}

/* After failures in a row it rests; after the rest there is a trial. */
static void rests_and_recovers(void) {
    nxz_error *error = NULL;
    struct script *s = new_script(FAIL);
    nxz_protocol *protocol = protocol_of(new_config(AMPLE, "2", "3600000"));
    nxz_optimizer optimizer = callbacks(s);
    CHECK_OK(nxz_protocol_set_optimizer(protocol, &optimizer, &error));
    for (int i = 0; i < 5; i++) CHECK(prove(protocol) != 0);
    CHECK(calls(s) == 2);
    reconfigure(protocol, new_config(AMPLE, "2", "0"));
    s->answer = BALANCED;
    CHECK(prove(protocol) == NXZ_PROFILE_BALANCED && calls(s) == 3);
    reconfigure(protocol, new_config(AMPLE, "2", "3600000"));
    CHECK(prove(protocol) == NXZ_PROFILE_BALANCED && calls(s) == 3);
    finish(s, protocol);
}

static void *prove_often(void *protocol) {
    for (int i = 0; i < (quick() ? 1 : 10); i++) {
        if (prove(protocol) != NXZ_PROFILE_BALANCED) return "a proof without the optimizer's choice";
    }
    return NULL;
}

static void many_threads(void) {
    struct script *s = new_script(BALANCED);
    nxz_protocol *protocol = with_script(s, AMPLE);
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) CHECK(pthread_create(&threads[i], NULL, prove_often, protocol) == 0);
    for (int i = 0; i < 4; i++) {
        void *wrong = NULL;
        CHECK(pthread_join(threads[i], &wrong) == 0);
        if (wrong != NULL) fprintf(stderr, "%s\n", (char *)wrong);
        CHECK(wrong == NULL);
    }
    CHECK(calls(s) >= 1 && calls(s) <= 4);
    finish(s, protocol);
}

/* c/plugin.c. Its configuration is a letter for what it does, and the address of a counter of what it destroyed. */
static void plugins(void) {
    nxz_error *error = NULL;
    int destroyed = 0;
    char config[64];
    nxz_protocol *protocol = protocol_of(new_config(AMPLE, "3", "0"));
    const int len = snprintf(config, sizeof config, "g%p", (void *)&destroyed);
    CHECK_OK(nxz_protocol_load_optimizer(protocol, TEXT(TEST_PLUGIN), config, (size_t)len, &error));
    CHECK(prove(protocol) == NXZ_PROFILE_BALANCED);
    CHECK(destroyed == 0);

    /* What fails leaves it in place. */
    const char *missing = TEST_PLUGIN ".missing";
    nxz_status status = nxz_protocol_load_optimizer(protocol, missing, strlen(missing), NULL, 0, &error);
    CHECK_BLAMES(NXZ_ERR_CONFIGURATION, "path", status);
    status = nxz_protocol_load_optimizer(protocol, TEXT(OTHER_OBJECT), NULL, 0, &error);
    CHECK_BLAMES(NXZ_ERR_UNSUPPORTED, "path", status);
    status = nxz_protocol_load_optimizer(protocol, TEXT(""), NULL, 0, &error);
    CHECK(status != NXZ_OK);
    nxz_error_free(error);
    error = NULL;
    status = nxz_protocol_load_optimizer(protocol, TEXT("nul\0inside"), NULL, 0, &error);
    CHECK_BLAMES(NXZ_ERR_CONFIGURATION, "path", status);
    CHECK_BLAMES(NXZ_ERR_OPTIMIZATION, "path", nxz_protocol_load_optimizer(protocol, TEXT(TEST_PLUGIN), TEXT("r"), &error));
    CHECK_BLAMES(NXZ_ERR_UNSUPPORTED, "path", nxz_protocol_load_optimizer(protocol, TEXT(TEST_PLUGIN), TEXT("v"), &error));
    status = nxz_protocol_load_optimizer(protocol, TEXT(TEST_PLUGIN), TEXT("i"), &error);
    CHECK(status == NXZ_ERR_INVALID_ARGUMENT && strstr(nxz_error_message(error), "optimize: must not be NULL") != NULL);
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "path", status);
    CHECK(destroyed == 0);

    /* The same object twice: two optimizers. */
    CHECK_OK(nxz_protocol_load_optimizer(protocol, TEXT(TEST_PLUGIN), config, (size_t)len, &error));
    CHECK(destroyed == 1);
    CHECK(prove(protocol) == NXZ_PROFILE_BALANCED);
    nxz_protocol_free(protocol);
    CHECK(destroyed == 2);
}

int main(void) {
    answers();
    bad_answers();
    late();
    destroyed_after_a_late_call();
    destroyed_once();
#ifndef _WIN32
    freed_after_a_fork();
#endif
    from_inside();
    rests_and_recovers();
    many_threads();
    plugins();
    return check_report("optimizer");
}
