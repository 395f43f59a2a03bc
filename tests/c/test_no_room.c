/* An archive on a disk that is really full: a file system of 64 KiB in memory, which a process may mount in a name space of its own. Appending
 * fails and what was there stays, until there is room again. Where no name space may be made, the test is left out (77). */
#define _GNU_SOURCE

#include "claims.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

static nxz_error *error;
static const char PATH[] = "/tmp/archive.nxa";
static const char BALLAST[] = "/tmp/ballast";

static bool write_file(const char *path, const char *text) {
    const int file = open(path, O_WRONLY);
    const bool written = file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text);
    if (file >= 0) close(file);
    return written;
}

/* Nobody else sees the file system, and it goes with this process. */
static bool mount_small_disk(void) {
    char map[64];
    const unsigned user = geteuid();
    if (unshare(CLONE_NEWNS) != 0) {
        if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
        snprintf(map, sizeof map, "0 %u 1", user);
        if (!write_file("/proc/self/uid_map", map)) return false;
    }
    return mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 && mount("none", "/tmp", "tmpfs", 0, "size=64k") == 0;
}

static nxz_status append(nxz_archive *archive, const struct sample *sample, const nxz_proof *proof, uint64_t *index) {
    return nxz_archive_append(archive, sample->statement, CONTEXT, CONTEXT_LEN, proof, NULL, 0, index, &error);
}

/* All entries are there and whole, for this handle and for who opens the file now. */
static void intact(const nxz_archive *archive, uint64_t entries, const struct sample *sample, const nxz_protocol *protocol) {
    nxz_archive *reader = open_archive(PATH, NXZ_ARCHIVE_READ);
    CHECK(nxz_archive_len(archive) == entries && nxz_archive_len(reader) == entries);
    CHECK_OK(nxz_archive_check(archive, &error));
    CHECK_OK(nxz_archive_check(reader, &error));
    for (uint64_t i = 0; i < entries; i++) {
        nxz_proof *proof = NULL;
        CHECK_OK(nxz_archive_proof(reader, i, &proof, &error));
        CHECK_OK(nxz_verify(protocol, sample->statement, CONTEXT, CONTEXT_LEN, proof, &error));
        nxz_proof_free(proof);
    }
    nxz_archive_free(reader);
}

static void fill_disk(void) {
    static const char BLOCK[512] = {0};
    const int file = open(BALLAST, O_WRONLY | O_CREAT | O_APPEND, 0600);
    CHECK(file >= 0);
    while (write(file, BLOCK, sizeof BLOCK) > 0) {}
    CHECK(errno == ENOSPC);
    close(file);
}

int main(void) {
    nxz_protocol *protocol = new_protocol(128, NXZ_PROFILE_FAST, false);
    struct sample sample = {"preimage", new_statement(NXZ_HASH_SHA256, KEY, KEY_SIZE, true), new_witness(KEY, KEY_SIZE)};
    nxz_proof *proof = NULL;
    nxz_archive *archive = NULL;
    uint64_t index = 0, entries = 0;
    nxz_status status;
    CHECK_OK(nxz_prove(protocol, sample.statement, sample.witness, CONTEXT, CONTEXT_LEN, &proof, &error));
    if (!mount_small_disk()) {
        fprintf(stderr, "no file system can be mounted here (%s): left out\n", strerror(errno));
        return 77;
    }
    CHECK_OK(nxz_archive_create(PATH, strlen(PATH), &archive, &error));
    while ((status = append(archive, &sample, proof, &index)) == NXZ_OK && entries < 100) CHECK(index == entries++);
    /* 64 KiB hold at least three proofs, and the system says why there is no other. */
    CHECK(strstr(nxz_error_message(error), "No space left") != NULL);
    CHECK_BLAMES(NXZ_ERR_IO, "archive", status);
    CHECK(index == 0 && entries >= 3 && entries < 5);
    intact(archive, entries, &sample, protocol);

    /* Not one byte of room: also what is behind the last entry at opening is cut off without any. */
    fill_disk();
    CHECK_BLAMES(NXZ_ERR_IO, "archive", append(archive, &sample, proof, &index));
    CHECK_OK(nxz_archive_flush(archive, &error));
    nxz_archive_free(archive);
    archive = open_archive(PATH, NXZ_ARCHIVE_APPEND);
    intact(archive, entries, &sample, protocol);
    CHECK_BLAMES(NXZ_ERR_IO, "archive", append(archive, &sample, proof, &index));
    intact(archive, entries, &sample, protocol);
    nxz_archive *other = NULL;
    CHECK_BLAMES(NXZ_ERR_IO, "path", nxz_archive_create(TEXT("/tmp/other.nxa"), &other, &error));
    CHECK(access("/tmp/other.nxa", F_OK) != 0);
    nxz_archive_free(archive);

    /* Room again, for the handle that had none. */
    archive = open_archive(PATH, NXZ_ARCHIVE_APPEND);
    CHECK_BLAMES(NXZ_ERR_IO, "archive", append(archive, &sample, proof, &index));
    CHECK(mount("none", "/tmp", "tmpfs", MS_REMOUNT, "size=1m") == 0);
    CHECK_OK(append(archive, &sample, proof, &index));
    CHECK(index == entries);
    CHECK_OK(nxz_archive_flush(archive, &error));
    intact(archive, entries + 1, &sample, protocol);
    nxz_archive_free(archive);

    nxz_proof_free(proof);
    nxz_witness_free(sample.witness);
    nxz_statement_free(sample.statement);
    nxz_protocol_free(protocol);
    return check_report("no_room");
}
