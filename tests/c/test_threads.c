/* Eight threads that share one protocol, statement, witness and proof; and a thread with a stack of 256 KiB. */
#include "check.h"

#include <pthread.h>

enum { THREADS = 8, SMALL_STACK = 256 * 1024 };

static const uint8_t MESSAGE[] = "shared by all threads";
enum { MESSAGE_LEN = sizeof MESSAGE - 1 };

struct shared {
    nxz_protocol *protocol;
    nxz_statement *statement;
    nxz_witness *witness;
    nxz_proof *proof;
    nxz_profile profile;
    int rounds;
};

/* CHECK counts without synchronisation, so a thread returns what went wrong and its parent checks. */
static void *prove_and_verify(void *argument) {
    const struct shared *s = argument;
    for (int i = 0; i < s->rounds; i++) {
        nxz_proof *own = NULL;
        nxz_proof_measurements m = {.struct_size = sizeof m};
        if (nxz_prove(s->protocol, s->statement, s->witness, CONTEXT, CONTEXT_LEN, &own, NULL) != NXZ_OK) return "prove";
        if (nxz_verify(s->protocol, s->statement, CONTEXT, CONTEXT_LEN, own, NULL) != NXZ_OK) return "verify own";
        if (nxz_verify(s->protocol, s->statement, CONTEXT, CONTEXT_LEN, s->proof, NULL) != NXZ_OK) return "verify";
        if (nxz_verify(s->protocol, s->statement, NULL, 0, own, NULL) != NXZ_ERR_PROOF_VERIFICATION) return "refuse";
        if (nxz_proof_metrics(own, &m, NULL) != NXZ_OK || m.peak_memory == 0) return "metrics";
        if (strcmp(nxz_profile_name(m.profile), nxz_profile_name(s->profile)) != 0) return "name";
        nxz_proof_free(own);
    }
    return NULL;
}

static void check_thread(pthread_t thread) {
    void *wrong = NULL;
    CHECK(pthread_join(thread, &wrong) == 0);
    if (wrong != NULL) fprintf(stderr, "  a thread failed to %s\n", (const char *)wrong);
    CHECK(wrong == NULL);
}

static struct shared make(uint32_t level, nxz_profile profile, nxz_hash hash, int rounds) {
    struct shared s = {.profile = profile, .rounds = rounds};
    s.protocol = new_protocol(level, profile, false);
    s.statement = new_statement(hash, MESSAGE, MESSAGE_LEN, false);
    s.witness = new_witness(MESSAGE, MESSAGE_LEN);
    s.proof = new_proof(s.protocol, hash, MESSAGE, MESSAGE_LEN, false);
    return s;
}

static void release_all(struct shared *s) {
    nxz_proof_free(s->proof);
    nxz_witness_free(s->witness);
    nxz_statement_free(s->statement);
    nxz_protocol_free(s->protocol);
}

int main(void) {
    pthread_t threads[THREADS];
    struct shared s = make(128, NXZ_PROFILE_FAST, NXZ_HASH_SHA256, quick() ? 1 : 4);
    for (int i = 0; i < THREADS; i++) CHECK(pthread_create(&threads[i], NULL, prove_and_verify, &s) == 0);
    for (int i = 0; i < THREADS; i++) check_thread(threads[i]);
    release_all(&s);

    pthread_attr_t attributes;
    CHECK(pthread_attr_init(&attributes) == 0);
    CHECK(pthread_attr_setstacksize(&attributes, SMALL_STACK) == 0);
    nxz_profile last = quick() ? NXZ_PROFILE_FAST : NXZ_PROFILE_TINY;
    for (int level = 0; level < 3; level++) {
        for (nxz_profile profile = NXZ_PROFILE_FAST; profile <= last; profile++) {
            /* Both hash functions at the fastest profile, one of them at each slower one. */
            for (nxz_hash hash = NXZ_HASH_SHA256; hash <= NXZ_HASH_SHA3_256; hash++) {
                if (profile > NXZ_PROFILE_FAST && hash % 2 != profile % 2) continue;
                struct shared alone = make(LEVELS[level], profile, hash, 1);
                CHECK(pthread_create(&threads[0], &attributes, prove_and_verify, &alone) == 0);
                check_thread(threads[0]);
                release_all(&alone);
            }
        }
    }
    pthread_attr_destroy(&attributes);
    return check_report("threads");
}
