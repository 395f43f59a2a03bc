/* Eight threads, three under valgrind, that share one protocol, statement, witness and proof, and one list, tree or circuit; and
 * threads with a stack of 256 KiB. */
#include "claims.h"

#include <pthread.h>

enum { THREADS = 8, SMALL_STACK = 256 * 1024 };

static const uint8_t MESSAGE[] = "shared by all threads";
enum { MESSAGE_LEN = sizeof MESSAGE - 1 };

struct shared {
    nxz_protocol *protocol;
    nxz_statement *statement;
    nxz_witness *witness;
    nxz_proof *proof;
    /* NULL where the statement is about neither. */
    nxz_list *list;
    nxz_merkle_tree *tree;
    int rounds;
};

/* CHECK counts without synchronisation, so a thread returns what went wrong and its parent checks. */
static void *prove_and_verify(void *argument) {
    const struct shared *s = argument;
    const uint64_t resistant = nxz_statement_is_quantum_resistant(s->statement);
    for (int i = 0; i < s->rounds; i++) {
        nxz_proof *own = NULL;
        nxz_proof_measurements m = {.struct_size = sizeof m};
        if (nxz_prove(s->protocol, s->statement, s->witness, CONTEXT, CONTEXT_LEN, &own, NULL) != NXZ_OK) return "prove";
        if (nxz_verify(s->protocol, s->statement, CONTEXT, CONTEXT_LEN, own, NULL) != NXZ_OK) return "verify own";
        if (nxz_verify(s->protocol, s->statement, CONTEXT, CONTEXT_LEN, s->proof, NULL) != NXZ_OK) return "verify";
        if (nxz_verify(s->protocol, s->statement, NULL, 0, own, NULL) != NXZ_ERR_PROOF_VERIFICATION) return "refuse";
        if (nxz_proof_metrics(own, &m, NULL) != NXZ_OK || m.peak_memory == 0) return "metrics";
        if (m.quantum_resistant != resistant || (nxz_profile_name(m.profile) != NULL) != (resistant == 1)) return "name";
        nxz_proof_free(own);
    }
    return NULL;
}

/* Reads the shared objects, makes its own statement of them, and reads that statement back. */
static void *make_and_read(void *argument) {
    const struct shared *s = argument;
    nxz_message *message = NULL;
    nxz_statement *own = NULL, *read = NULL;
    nxz_witness *witness = NULL;
    nxz_string *json = NULL;
    uint8_t out[NXZ_MAX_DIGEST_SIZE];
    size_t len;
    uint64_t place = 0;
    const char *wrong = NULL;
    if (nxz_message_new(&message, NULL) != NXZ_OK || nxz_witness_new(&witness, NULL) != NXZ_OK) return "begin";
    if (nxz_message_add_secret(message, TEXT("key"), KEY_SIZE, NULL) != NXZ_OK) wrong = "add a part";
    if (s->list != NULL) {
        if (nxz_digest(NXZ_HASH_SHA256, KEY, KEY_SIZE, out, sizeof out, &len, NULL) != NXZ_OK) wrong = "digest";
        if (nxz_list_find(s->list, out, len, &place, NULL) != NXZ_OK || place != 3) wrong = "find";
        if (nxz_list_digest(s->list, out, sizeof out, &len, NULL) != NXZ_OK) wrong = "digest the list";
        if (nxz_statement_one_of_many(NXZ_HASH_SHA256, s->list, message, NULL, 0, &own, NULL) != NXZ_OK) wrong = "state";
    } else {
        if (nxz_merkle_tree_root(s->tree, out, sizeof out, &len, NULL) != NXZ_OK) wrong = "compute the root";
        if (nxz_merkle_tree_depth(s->tree, 3, &place, NULL) != NXZ_OK || place != 3) wrong = "know the depth";
        if (nxz_witness_set_merkle_path(witness, s->tree, 3, NULL, 0, NULL, 0, NULL) != NXZ_OK) wrong = "find a path";
        if (nxz_statement_membership(NXZ_HASH_SHA256, out, len, 3, message, NULL, 0, NULL, 0, &own, NULL) != NXZ_OK) {
            wrong = "state";
        }
    }
    if (nxz_statement_to_json(s->statement, &json, NULL) != NXZ_OK) wrong = "write";
    if (nxz_statement_from_json(nxz_string_data(json), nxz_string_len(json), &read, NULL) != NXZ_OK) wrong = "read";
    if (nxz_verify(s->protocol, own, CONTEXT, CONTEXT_LEN, s->proof, NULL) != NXZ_OK) wrong = "verify by its own statement";
    if (nxz_verify(s->protocol, read, CONTEXT, CONTEXT_LEN, s->proof, NULL) != NXZ_OK) wrong = "verify by what it read";
    nxz_string_free(json);
    nxz_statement_free(read);
    nxz_statement_free(own);
    nxz_witness_free(witness);
    nxz_message_free(message);
    return (void *)(uintptr_t)wrong;
}

/* Text whose brackets never close must not be followed down a small stack. */
static void *read_deep_json(void *argument) {
    enum { DEPTH = 100000 };
    static const char OPENING[] = "{\"kind\":\"conjunction\",\"claims\":[";
    char *text = malloc(DEPTH * (sizeof OPENING - 1));
    nxz_statement *statement = NULL;
    (void)argument;
    for (size_t i = 0; i < DEPTH; i++) memcpy(text + i * (sizeof OPENING - 1), OPENING, sizeof OPENING - 1);
    nxz_status status = nxz_statement_from_json(text, DEPTH * (sizeof OPENING - 1), &statement, NULL);
    free(text);
    return status == NXZ_ERR_MALFORMED ? NULL : "refuse deep JSON";
}

/* The same for TOML: dotted keys in inline tables, which nest faster than the brackets do, and as deep as is allowed. */
static void *read_deep_toml(void *argument) {
    enum { DEPTH = 60 };
    static const char OPENING[] = "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a={";
    /* A custom value of 64 levels. */
    static const char DEEPEST[] = "custom.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a={a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a={"
                                  "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a={a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a={a={}}}}}";
    char text[DEPTH * sizeof OPENING];
    nxz_config *config = NULL;
    const char *wrong = NULL;
    (void)argument;
    for (size_t i = 0; i < DEPTH; i++) memcpy(text + i * (sizeof OPENING - 1), OPENING, sizeof OPENING - 1);
    memset(text + DEPTH * (sizeof OPENING - 1), '}', DEPTH);
    if (nxz_config_new(NXZ_PRESET_DEFAULT, &config, NULL) != NXZ_OK) return "begin";
    if (nxz_config_load_toml(config, text, sizeof text, NULL) != NXZ_ERR_MALFORMED) wrong = "refuse deep TOML";
    if (nxz_config_load_toml(config, TEXT(DEEPEST), NULL) != NXZ_OK) wrong = "read TOML that is as deep as may be";
    nxz_config_free(config);
    return (void *)(uintptr_t)wrong;
}

static void check_thread(pthread_t thread) {
    void *wrong = NULL;
    CHECK(pthread_join(thread, &wrong) == 0);
    if (wrong != NULL) fprintf(stderr, "  a thread failed to %s\n", (const char *)wrong);
    CHECK(wrong == NULL);
}

static void with_small_stack(void *(*body)(void *), void *argument) {
    pthread_attr_t attributes;
    pthread_t thread;
    CHECK(pthread_attr_init(&attributes) == 0);
    CHECK(pthread_attr_setstacksize(&attributes, SMALL_STACK) == 0);
    CHECK(pthread_create(&thread, &attributes, body, argument) == 0);
    check_thread(thread);
    pthread_attr_destroy(&attributes);
}

static void all_at_once(void *(*body)(void *), struct shared *shared) {
    pthread_t threads[THREADS];
    int count = quick() ? 3 : THREADS;
    for (int i = 0; i < count; i++) CHECK(pthread_create(&threads[i], NULL, body, shared) == 0);
    for (int i = 0; i < count; i++) check_thread(threads[i]);
}

/* Takes statement and witness over. */
static struct shared make(uint32_t level, nxz_profile profile, nxz_statement *statement, nxz_witness *witness) {
    nxz_error *error = NULL;
    struct shared s = {.statement = statement, .witness = witness, .rounds = 1};
    s.protocol = new_protocol(level, profile, false);
    CHECK_OK(nxz_prove(s.protocol, statement, witness, CONTEXT, CONTEXT_LEN, &s.proof, &error));
    return s;
}

static void release(struct shared *s) {
    nxz_merkle_tree_free(s->tree);
    nxz_list_free(s->list);
    nxz_proof_free(s->proof);
    nxz_witness_free(s->witness);
    nxz_statement_free(s->statement);
    nxz_protocol_free(s->protocol);
}

static void sharing(void) {
    nxz_list *list = new_list(NXZ_HASH_SHA256, 10, 3);
    nxz_merkle_tree *tree = new_tree(NXZ_HASH_SHA256, 8, 3);
    nxz_circuit *circuit = new_circuit();
    struct shared shared[] = {
        make(128, NXZ_PROFILE_FAST, new_statement(NXZ_HASH_SHA256, MESSAGE, MESSAGE_LEN, false),
             new_witness(MESSAGE, MESSAGE_LEN)),
        make(128, NXZ_PROFILE_FAST, one_of_many(NXZ_HASH_SHA256, list), member(3)),
        make(128, NXZ_PROFILE_FAST, membership(NXZ_HASH_SHA256, tree, 3), leaf_at(tree, 3)),
        make(128, NXZ_PROFILE_FAST, discrete_log(NXZ_GROUP_P256), exponent(EXPONENT, sizeof EXPONENT)),
        make(128, NXZ_PROFILE_FAST, multiplied(circuit), member(0)),
    };
    nxz_circuit_free(circuit);
    shared[1].list = list;
    shared[2].tree = tree;
    for (size_t i = 0; i < sizeof shared / sizeof shared[0]; i++) {
        if (!quick()) shared[i].rounds = 4;
        if (!quick() || i == 0 || i >= 3) all_at_once(prove_and_verify, &shared[i]);
        if (shared[i].list != NULL || shared[i].tree != NULL) all_at_once(make_and_read, &shared[i]);
        release(&shared[i]);
    }
}

/* Every kind at every level; groups of 256 bits reach level 128 only. */
static void kinds_on_small_stacks(void) {
    for (int level = 0; level < level_count(); level++) {
        struct sample samples[SAMPLES];
        make_samples(samples);
        for (int i = 0; i < SAMPLES; i++) {
            if (level > 0 && !nxz_statement_is_quantum_resistant(samples[i].statement)) {
                nxz_statement_free(samples[i].statement);
                nxz_witness_free(samples[i].witness);
                continue;
            }
            struct shared alone = make(LEVELS[level], NXZ_PROFILE_FAST, samples[i].statement, samples[i].witness);
            with_small_stack(prove_and_verify, &alone);
            release(&alone);
        }
    }
}

static void profiles_on_small_stacks(void) {
    nxz_profile last = quick() ? NXZ_PROFILE_FAST : NXZ_PROFILE_TINY;
    nxz_hash every = quick() ? NXZ_HASH_SHA256 : NXZ_HASH_KECCAK256;
    for (int level = 0; level < 3; level++) {
        for (nxz_profile profile = NXZ_PROFILE_FAST; profile <= last; profile++) {
            /* Every hash function (if quick, the first) at the fastest profile, one of the first two at each slower one. */
            nxz_hash count = profile > NXZ_PROFILE_FAST ? NXZ_HASH_SHA3_256 : every;
            for (nxz_hash hash = NXZ_HASH_SHA256; hash <= count; hash++) {
                if (profile > NXZ_PROFILE_FAST && hash % 2 != profile % 2) continue;
                struct shared alone = make(LEVELS[level], profile, new_statement(hash, MESSAGE, MESSAGE_LEN, false),
                                           new_witness(MESSAGE, MESSAGE_LEN));
                with_small_stack(prove_and_verify, &alone);
                release(&alone);
            }
        }
    }
}

int main(void) {
    sharing();
    kinds_on_small_stacks();
    profiles_on_small_stacks();
    with_small_stack(read_deep_json, NULL);
    with_small_stack(read_deep_toml, NULL);
    return check_report("threads");
}
