/* A program that appends to an archive is killed again and again, at any moment. Every entry whose append had returned is there, and whole. */
#define _GNU_SOURCE

#include "claims.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    /* Large entries, so that many a write is cut short. */
    MAX_CONTEXT = 1 << 20,
    /* Rounds after which a new archive is begun. */
    ROUNDS_OF_A_FILE = 6,
    LONGEST_WAIT_MICROSECONDS = 10000
};

static char path[] = "/tmp/nxz-test-killed-XXXXXX/archive.nxa";
static nxz_error *error;
static uint8_t expected[MAX_CONTEXT];

/* The context of entry `index`; its length. */
static size_t context_of(uint64_t index) {
    const uint32_t seed = (uint32_t)(index * 2654435761u + 1);
    const size_t len = seed % MAX_CONTEXT;
    fill(expected, len, seed);
    return len;
}

/* In the child: appends, and says so each time, until it is killed. */
static void append_for_ever(int channel, const struct sample *sample, const nxz_proof *proof) {
    nxz_archive *archive = open_archive(path, NXZ_ARCHIVE_APPEND);
    for (;;) {
        uint64_t index = 0;
        const size_t len = context_of(nxz_archive_len(archive));
        nxz_status status = nxz_archive_append(archive, sample->statement, expected, len, proof, NULL, 0, &index, NULL);
        if (status != NXZ_OK || write(channel, &index, sizeof index) != sizeof index) _exit(1);
    }
}

/* How many entries it has said are there when it is dead. */
static uint64_t kill_one(uint32_t *seed, const struct sample *sample, const nxz_proof *proof) {
    int channel[2], status = 0;
    uint64_t index = 0, said = 0;
    CHECK(pipe(channel) == 0);
    const pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) append_for_ever(channel[1], sample, proof);
    close(channel[1]);
    /* When it is at work; then at some moment. */
    CHECK(read(channel[0], &index, sizeof index) == sizeof index);
    said = index + 1;
    *seed = *seed * 1664525u + 1013904223u;
    nanosleep(&(struct timespec){.tv_nsec = (long)(*seed >> 8) % LONGEST_WAIT_MICROSECONDS * 1000}, NULL);
    CHECK(kill(child, SIGKILL) == 0);
    while (read(channel[0], &index, sizeof index) == sizeof index) said = index + 1;
    close(channel[0]);
    CHECK(waitpid(child, &status, 0) == child && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    return said;
}

/* Entries from `first` on are those that were appended. */
static void intact(const nxz_archive *archive, uint64_t first, const struct sample *sample, const nxz_protocol *protocol) {
    CHECK_OK(nxz_archive_check(archive, &error));
    for (uint64_t i = first; i < nxz_archive_len(archive); i++) {
        nxz_bytes *context = NULL;
        nxz_proof *proof = NULL;
        size_t len = 0;
        CHECK_OK(nxz_archive_context(archive, i, &context, &error));
        const uint8_t *data = nxz_bytes_data(context, &len);
        CHECK(len == context_of(i) && memcmp(data, expected, len) == 0);
        CHECK_OK(nxz_archive_proof(archive, i, &proof, &error));
        CHECK_OK(nxz_verify(protocol, sample->statement, CONTEXT, CONTEXT_LEN, proof, &error));
        nxz_proof_free(proof);
        nxz_bytes_free(context);
    }
}

/* Whether the last write was cut short. */
static bool torn(void) {
    nxz_archive *reader = open_archive(path, NXZ_ARCHIVE_READ);
    nxz_string *summary = NULL;
    CHECK_OK(nxz_archive_summary_json(reader, &summary, &error));
    const bool is_torn = strstr(nxz_string_data(summary), "\"tail\":\"torn\"") != NULL;
    CHECK(is_torn || strstr(nxz_string_data(summary), "\"tail\":\"clean\"") != NULL);
    nxz_string_free(summary);
    nxz_archive_free(reader);
    return is_torn;
}

int main(int argc, char **argv) {
    const int rounds = argc > 1 ? atoi(argv[1]) : 60;
    struct sample sample = {"P-256", discrete_log(NXZ_GROUP_P256), exponent(EXPONENT, sizeof EXPONENT)};
    nxz_protocol *protocol = new_protocol(128, NXZ_PROFILE_FAST, false);
    nxz_proof *proof = NULL;
    nxz_archive *archive = NULL;
    uint64_t entries = 0, all = 0, unsaid = 0;
    uint32_t seed = (uint32_t)time(NULL);
    printf("seed %u\n", seed);
    int cut = 0;
    make_directory_of(path);
    CHECK_OK(nxz_prove(protocol, sample.statement, sample.witness, CONTEXT, CONTEXT_LEN, &proof, &error));
    int round = 0;
    /* More than these where no write was cut short, as in about one round of ten. */
    for (; round < rounds || (cut == 0 && round < 10 * rounds); round++) {
        if (round % ROUNDS_OF_A_FILE == 0) {
            if (round > 0) CHECK(unlink(path) == 0);
            CHECK_OK(nxz_archive_create(path, strlen(path), &archive, &error));
            nxz_archive_free(archive);
            entries = 0;
        }
        const uint64_t said = kill_one(&seed, &sample, proof);
        cut += torn();
        archive = open_archive(path, NXZ_ARCHIVE_APPEND);
        const uint64_t there = nxz_archive_len(archive);
        /* The one that it was in may be there too. */
        CHECK(there == said || there == said + 1);
        unsaid += there - said;
        intact(archive, entries, &sample, protocol);
        nxz_archive_free(archive);
        all += there - entries;
        entries = there;
    }
    CHECK(cut > 0);
    printf("killed %d times: %llu entries appended, none lost; %d writes were cut short, %llu were complete and not reported\n", round,
           (unsigned long long)all, cut, (unsigned long long)unsaid);
    remove_directory_of(path);
    nxz_proof_free(proof);
    nxz_protocol_free(protocol);
    nxz_witness_free(sample.witness);
    nxz_statement_free(sample.statement);
    return check_report("killed");
}
