/* Archives: entries of every kind come back, a full disk loses nothing, damage is told. */
#include "claims.h"

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

static char path[] = "/tmp/nxz-test-archive-XXXXXX/archive.nxa";
static nxz_error *error;

static long file_size(void) {
    FILE *file = fopen(path, "rb");
    CHECK(file != NULL && fseek(file, 0, SEEK_END) == 0);
    long size = ftell(file);
    fclose(file);
    return size;
}

static bool same_proof(const nxz_proof *left, const nxz_proof *right) {
    size_t left_len, right_len;
    const uint8_t *a = nxz_proof_data(left, &left_len), *b = nxz_proof_data(right, &right_len);
    return left_len == right_len && memcmp(a, b, left_len) == 0;
}

/* The entry is what was appended, and its proof proves its statement, if there is a protocol to say so. */
static void check_entry(const nxz_archive *archive, uint64_t index, const struct sample *sample, const nxz_proof *proof,
                        const nxz_protocol *protocol) {
    nxz_statement *statement = NULL;
    nxz_proof *stored = NULL;
    nxz_bytes *context = NULL;
    nxz_string *label = NULL, *metrics = NULL, *expected = NULL, *none = NULL;
    uint64_t time = 0;
    size_t len;
    CHECK_OK(nxz_archive_statement(archive, index, &statement, &error));
    CHECK_OK(nxz_archive_proof(archive, index, &stored, &error));
    CHECK_OK(nxz_archive_context(archive, index, &context, &error));
    CHECK_OK(nxz_archive_label(archive, index, &label, &error));
    CHECK_OK(nxz_archive_metrics_json(archive, index, &metrics, &error));
    CHECK_OK(nxz_archive_time(archive, index, &time, &error));
    CHECK(same(statement, sample->statement) && same_proof(stored, proof));
    CHECK(memcmp(nxz_bytes_data(context, &len), CONTEXT, CONTEXT_LEN) == 0 && len == CONTEXT_LEN);
    CHECK(strcmp(nxz_string_data(label), sample->name) == 0);
    CHECK(time > UINT64_C(1700000000000));
    if (nxz_proof_metrics_json(proof, &expected, NULL) == NXZ_OK) {
        CHECK(strcmp(nxz_string_data(metrics), nxz_string_data(expected)) == 0);
    } else {
        CHECK(nxz_string_len(metrics) == 0);
    }
    CHECK_FAILS(NXZ_ERR_UNSUPPORTED, nxz_proof_metrics_json(stored, &none, &error));
    if (protocol != NULL) CHECK_OK(nxz_verify(protocol, statement, CONTEXT, CONTEXT_LEN, stored, &error));
    nxz_string_free(expected);
    nxz_string_free(metrics);
    nxz_string_free(label);
    nxz_bytes_free(context);
    nxz_proof_free(stored);
    nxz_statement_free(statement);
}

static nxz_status append(nxz_archive *archive, const struct sample *sample, const nxz_proof *proof, uint64_t *index) {
    return nxz_archive_append(archive, sample->statement, CONTEXT, CONTEXT_LEN, proof, sample->name, strlen(sample->name),
                              index, &error);
}

static void no_such_entry(const nxz_archive *archive, uint64_t index) {
    void *slot = &slot;
    uint64_t time = 77;
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "index", nxz_archive_statement(archive, index, (nxz_statement **)&slot, &error));
    CHECK(slot == NULL);
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "index", nxz_archive_time(archive, index, &time, &error));
    CHECK(time == 0);
}

/* Proofs of every sample. */
static void prove_all(const nxz_protocol *protocol, const struct sample *samples, nxz_proof **proofs) {
    for (int i = 0; i < SAMPLES; i++) {
        proofs[i] = NULL;
        CHECK_OK(nxz_prove(protocol, samples[i].statement, samples[i].witness, CONTEXT, CONTEXT_LEN, &proofs[i], &error));
    }
}

static void every_kind(const nxz_protocol *protocol, const struct sample *samples, nxz_proof *const *proofs) {
    nxz_archive *archive = NULL, *other = NULL;
    uint8_t before[NXZ_FINGERPRINT_SIZE], after[NXZ_FINGERPRINT_SIZE];
    size_t len = 0;
    uint64_t index = 77;
    CHECK_OK(nxz_archive_create(path, strlen(path), &archive, &error));
    CHECK_FAILS(NXZ_ERR_IO, nxz_archive_create(path, strlen(path), &other, &error));
    CHECK(nxz_archive_len(archive) == 0);
    no_such_entry(archive, 0);
    CHECK_OK(nxz_archive_fingerprint(archive, before, sizeof before, &len, &error));
    for (int i = 0; i < SAMPLES; i++) {
        CHECK_OK(append(archive, &samples[i], proofs[i], &index));
        CHECK(index == (uint64_t)i);
    }
    /* A proof that came in as bytes has no measurements. */
    nxz_proof *bare = resent(proofs[0]);
    CHECK_OK(append(archive, &samples[0], bare, &index));
    CHECK_BLAMES(NXZ_ERR_LIMIT_EXCEEDED, "label",
                 nxz_archive_append(archive, samples[0].statement, NULL, 0, bare, (const char[257]){0}, 257, &index, &error));
    CHECK(index == 0);
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "label",
                 nxz_archive_append(archive, samples[0].statement, NULL, 0, bare, "\xff", 1, &index, &error));
    CHECK_OK(nxz_archive_fingerprint(archive, after, sizeof after, &len, &error));
    CHECK(len == sizeof after && memcmp(before, after, len) != 0);
    CHECK_FAILS(NXZ_ERR_BUFFER_TOO_SMALL, nxz_archive_fingerprint(archive, after, sizeof after - 1, &len, &error));
    CHECK_OK(nxz_archive_flush(archive, &error));
    CHECK_OK(nxz_archive_check(archive, &error));
    /* There is one writer, and readers come and go. */
    CHECK_FAILS(NXZ_ERR_IO, nxz_archive_open(path, strlen(path), NXZ_ARCHIVE_APPEND, &other, &error));
    nxz_archive *reader = open_archive(path, NXZ_ARCHIVE_READ);
    nxz_archive_free(archive);

    CHECK(nxz_archive_len(reader) == SAMPLES + 1);
    CHECK_OK(nxz_archive_check(reader, &error));
    CHECK_OK(nxz_archive_fingerprint(reader, before, sizeof before, &len, &error));
    CHECK(memcmp(before, after, sizeof before) == 0);
    for (int i = SAMPLES - 1; i >= 0; i--) check_entry(reader, (uint64_t)i, &samples[i], proofs[i], protocol);
    check_entry(reader, SAMPLES, &samples[0], bare, protocol);
    no_such_entry(reader, SAMPLES + 1);
    no_such_entry(reader, UINT64_MAX);
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "archive", append(reader, &samples[0], bare, &index));
    nxz_string *summary = NULL;
    CHECK_OK(nxz_archive_summary_json(reader, &summary, &error));
    CHECK(strstr(nxz_string_data(summary), "\"records\":14") != NULL && SAMPLES + 1 == 14);
    CHECK(strstr(nxz_string_data(summary), "\"tail\":\"clean\"") != NULL);
    nxz_string_free(summary);
    nxz_proof_free(bare);
    nxz_archive_free(reader);
}

/* A proof that looks compressed: what is in it is for the protocol that verifies it to find out. */
static void compressed(const struct sample *sample, const nxz_proof *proof) {
    enum { MAGIC = 4, HEADER = 8, NO_CODEC = 99 };
    nxz_proof *packed = NULL;
    uint64_t index = 77;
    uint8_t bytes[MAGIC + HEADER + 1] = "NXZc";
    memcpy(bytes + MAGIC, nxz_proof_data(proof, NULL), HEADER);
    bytes[MAGIC + HEADER] = NO_CODEC;
    CHECK_OK(nxz_proof_from_bytes(bytes, sizeof bytes, &packed, &error));
    nxz_archive *archive = open_archive(path, NXZ_ARCHIVE_APPEND);
    CHECK_OK(append(archive, sample, packed, &index));
    check_entry(archive, index, sample, packed, NULL);
    CHECK_OK(nxz_archive_check(archive, &error));
    nxz_archive_free(archive);
    nxz_proof_free(packed);
}

static void wrong_files(void) {
    nxz_archive *archive = NULL;
    CHECK_BLAMES(NXZ_ERR_IO, "path", nxz_archive_open(TEXT("/nowhere/x"), NXZ_ARCHIVE_READ, &archive, &error));
    CHECK_BLAMES(NXZ_ERR_IO, "path", nxz_archive_create(TEXT("/nowhere/x"), &archive, &error));
    CHECK_BLAMES(NXZ_ERR_IO, "path", nxz_archive_create("", 0, &archive, &error));
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "path", nxz_archive_create(TEXT("\xff"), &archive, &error));
    CHECK_BLAMES(NXZ_ERR_UNSUPPORTED, "mode", nxz_archive_open(path, strlen(path), 0, &archive, &error));
    CHECK_BLAMES(NXZ_ERR_UNSUPPORTED, "mode", nxz_archive_open(path, strlen(path), 4, &archive, &error));
    CHECK_FAILS(NXZ_ERR_MALFORMED, nxz_archive_open(TEXT("/bin/sh"), NXZ_ARCHIVE_READ, &archive, &error));
}

/* The process may write files up to a size only, as on a disk that fills up; it comes back to what it was. */
static void full_disk(const struct sample *samples, nxz_proof *const *proofs) {
    struct rlimit before, small;
    uint64_t index = 77;
    nxz_archive *archive = open_archive(path, NXZ_ARCHIVE_APPEND);
    uint64_t entries = nxz_archive_len(archive);
    long size = file_size();
    CHECK(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    CHECK(getrlimit(RLIMIT_FSIZE, &before) == 0);
    small = before;
    small.rlim_cur = (rlim_t)size + 100;
    CHECK(setrlimit(RLIMIT_FSIZE, &small) == 0);
    CHECK_BLAMES(NXZ_ERR_IO, "archive", append(archive, &samples[1], proofs[1], &index));
    CHECK(setrlimit(RLIMIT_FSIZE, &before) == 0);
    CHECK(index == 0 && nxz_archive_len(archive) == entries && file_size() == size);
    CHECK_OK(nxz_archive_check(archive, &error));
    CHECK_OK(append(archive, &samples[1], proofs[1], &index));
    CHECK(index == entries);
    nxz_archive_free(archive);
}

enum { THREADS = 4, APPENDS = 20 };

struct shared {
    nxz_archive *archive;
    const struct sample *sample;
    const nxz_proof *proof;
};

/* Appends, and reads what it appended; without CHECK, whose counter belongs to the main thread. */
static void *append_and_read(void *argument) {
    const struct shared *s = argument;
    const char *wrong = NULL;
    for (int i = 0; i < APPENDS; i++) {
        nxz_proof *stored = NULL;
        uint64_t index;
        if (nxz_archive_append(s->archive, s->sample->statement, NULL, 0, s->proof, NULL, 0, &index, NULL) != NXZ_OK ||
            nxz_archive_proof(s->archive, index, &stored, NULL) != NXZ_OK || !same_proof(stored, s->proof)) {
            wrong = "append and read";
        }
        nxz_proof_free(stored);
    }
    return (void *)(uintptr_t)wrong;
}

/* Each thread with a proof of its own. */
static void threads(const struct sample *samples, nxz_proof *const *proofs) {
    pthread_t ids[THREADS];
    struct shared shared[THREADS];
    nxz_archive *archive = open_archive(path, NXZ_ARCHIVE_APPEND);
    uint64_t entries = nxz_archive_len(archive);
    for (int i = 0; i < THREADS; i++) {
        shared[i] = (struct shared){archive, &samples[i], proofs[i]};
        CHECK(pthread_create(&ids[i], NULL, append_and_read, &shared[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        void *wrong = NULL;
        CHECK(pthread_join(ids[i], &wrong) == 0 && wrong == NULL);
    }
    CHECK(nxz_archive_len(archive) == entries + THREADS * APPENDS);
    CHECK_OK(nxz_archive_check(archive, &error));
    nxz_archive_free(archive);
}

static void truncated(void) {
    nxz_archive *archive = open_archive(path, NXZ_ARCHIVE_READ);
    nxz_string *summary = NULL;
    uint64_t entries = nxz_archive_len(archive);
    nxz_archive_free(archive);
    CHECK(truncate(path, file_size() - 1) == 0);
    archive = open_archive(path, NXZ_ARCHIVE_READ);
    CHECK(nxz_archive_len(archive) == entries - 1);
    CHECK_FAILS(NXZ_ERR_MALFORMED, nxz_archive_check(archive, &error));
    CHECK_OK(nxz_archive_summary_json(archive, &summary, &error));
    CHECK(strstr(nxz_string_data(summary), "\"tail\":\"torn\"") != NULL);
    nxz_string_free(summary);
    nxz_archive_free(archive);
    archive = open_archive(path, NXZ_ARCHIVE_APPEND);
    CHECK(nxz_archive_len(archive) == entries - 1);
    CHECK_OK(nxz_archive_check(archive, &error));
    nxz_archive_free(archive);
}

static void overwrite(long at) {
    FILE *file = fopen(path, "r+b");
    CHECK(file != NULL && fseek(file, at, SEEK_SET) == 0);
    int byte = fgetc(file);
    CHECK(fseek(file, at, SEEK_SET) == 0 && fputc(byte ^ 1, file) != EOF && fclose(file) == 0);
}

static void changed(void) {
    nxz_archive *archive = open_archive(path, NXZ_ARCHIVE_READ), *other = NULL;
    nxz_proof *proof = NULL;
    uint64_t last = nxz_archive_len(archive) - 1;
    nxz_archive_free(archive);
    overwrite(file_size() - 40);
    archive = open_archive(path, NXZ_ARCHIVE_READ);
    CHECK_FAILS(NXZ_ERR_MALFORMED, nxz_archive_proof(archive, last, &proof, &error));
    CHECK(proof == NULL);
    CHECK_FAILS(NXZ_ERR_MALFORMED, nxz_archive_check(archive, &error));
    nxz_archive_free(archive);
    CHECK_FAILS(NXZ_ERR_MALFORMED, nxz_archive_open(path, strlen(path), NXZ_ARCHIVE_APPEND, &other, &error));
    archive = open_archive(path, NXZ_ARCHIVE_RECOVER);
    CHECK(nxz_archive_len(archive) == last);
    CHECK_OK(nxz_archive_check(archive, &error));
    nxz_archive_free(archive);
}

/* An archive whose chain of digests is right, with a statement that is none (docs/archive.md): the archive is to blame, as there is no
 * argument `statement`. */
static void right_outside_and_wrong_inside(void) {
    static const char NO_STATEMENT[] = "no statement";
    enum { DIGEST = 32, HEADER = 16, START = 5, SHORT = 8, CONTENT = sizeof NO_STATEMENT - 1, BODY = DIGEST + 1 + CONTENT };
    uint8_t file[HEADER + START + SHORT + BODY + DIGEST] = "NXZARCH\x01", hashed[DIGEST + START + SHORT + BODY], digest[DIGEST];
    uint8_t *start = file + HEADER, *check = start + START, *body = check + SHORT, *link = body + BODY;
    size_t len;

    start[0] = hashed[0] = 2;
    start[1] = BODY;
    memcpy(hashed + 1, NO_STATEMENT, CONTENT);
    CHECK_OK(nxz_digest(NXZ_HASH_SHA256, hashed, 1 + CONTENT, body, DIGEST, &len, &error));
    memcpy(body + DIGEST + 1, NO_STATEMENT, CONTENT);
    CHECK_OK(nxz_digest(NXZ_HASH_SHA256, file, HEADER, hashed, DIGEST, &len, &error));
    memcpy(hashed + DIGEST, start, START);
    CHECK_OK(nxz_digest(NXZ_HASH_SHA256, hashed, DIGEST + START, digest, DIGEST, &len, &error));
    memcpy(check, digest, SHORT);
    memcpy(hashed + DIGEST, start, START + SHORT + BODY);
    CHECK_OK(nxz_digest(NXZ_HASH_SHA256, hashed, sizeof hashed, link, DIGEST, &len, &error));
    FILE *written = fopen(path, "wb");
    CHECK(written != NULL && fwrite(file, sizeof file, 1, written) == 1 && fclose(written) == 0);

    nxz_archive *archive = open_archive(path, NXZ_ARCHIVE_APPEND);
    CHECK_BLAMES(NXZ_ERR_MALFORMED, "archive", nxz_archive_check(archive, &error));
    nxz_archive_free(archive);
}

int main(void) {
    struct sample samples[SAMPLES];
    nxz_proof *proofs[SAMPLES];
    nxz_protocol *protocol = new_protocol(128, NXZ_PROFILE_FAST, false);
    make_samples(samples);
    make_directory_of(path);
    prove_all(protocol, samples, proofs);
    every_kind(protocol, samples, proofs);
    compressed(&samples[0], proofs[0]);
    wrong_files();
    full_disk(samples, proofs);
    threads(samples, proofs);
    truncated();
    changed();
    right_outside_and_wrong_inside();
    remove_directory_of(path);
    for (int i = 0; i < SAMPLES; i++) nxz_proof_free(proofs[i]);
    free_samples(samples);
    nxz_protocol_free(protocol);
    return check_report("archive");
}
