/* Allocations that fail (docs/security.md, "Faults"). Every allocation of an operation in turn, in a child of its own: it ends with the
 * line of the Rust runtime that says so, or the call reports an error, and never with anything else. What a sender blows up beyond what was
 * sent, and there is no memory for, is an error. This program has allocation functions of its own, which the library finds in place of the C
 * library's. */
#define _GNU_SOURCE

#include "claims.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- Allocation functions ---- */

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *pointer, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

/* While armed: counts allocations, of at least so many bytes; fails number `fail_at`, or with 0 all of them. */
static bool armed;
static uint64_t counted, fail_at;
static size_t least;

static bool fails(size_t size) {
    if (!armed || size < least) return false;
    counted++;
    return fail_at == 0 || counted == fail_at;
}

void *malloc(size_t size) { return fails(size) ? NULL : __libc_malloc(size); }

void *calloc(size_t count, size_t size) { return fails(count * size) ? NULL : __libc_calloc(count, size); }

void *realloc(void *pointer, size_t size) { return fails(size) ? NULL : __libc_realloc(pointer, size); }

int posix_memalign(void **out, size_t alignment, size_t size) {
    if (fails(size)) return ENOMEM;
    *out = __libc_memalign(alignment, size);
    return *out == NULL ? ENOMEM : 0;
}

static void arm(uint64_t at, size_t bytes) {
    counted = 0;
    fail_at = at;
    least = bytes;
    armed = true;
}

static void disarm(void) { armed = false; }

/* ---- Operations, each on objects that are there before ---- */

static nxz_error *error;

static struct things {
    nxz_protocol *protocol;
    struct sample sample;
    nxz_proof *proof;
    nxz_bytes *statement_bytes, *compressed;
    nxz_string *statement_json;
    nxz_compressor *compressor;
    nxz_archive *archive;
    char circuit[32 * 32];
} it;

/* The answer is a status, and whether it may be one of success. */
typedef nxz_status operation(void);

static nxz_status prove(void) {
    nxz_proof *proof = NULL;
    nxz_status status = nxz_prove(it.protocol, it.sample.statement, it.sample.witness, CONTEXT, CONTEXT_LEN, &proof, NULL);
    nxz_proof_free(proof);
    return status;
}

static nxz_status verify(void) { return nxz_verify(it.protocol, it.sample.statement, CONTEXT, CONTEXT_LEN, it.proof, NULL); }

static nxz_status refuse(void) {
    nxz_error *own = NULL;
    nxz_status status = nxz_verify(it.protocol, it.sample.statement, BYTES("other"), it.proof, &own);
    nxz_error_free(own);
    return status;
}

static nxz_status read_bytes(void) {
    nxz_statement *statement = NULL;
    size_t len;
    const uint8_t *data = nxz_bytes_data(it.statement_bytes, &len);
    nxz_status status = nxz_statement_from_bytes(data, len, &statement, NULL);
    nxz_statement_free(statement);
    return status;
}

static nxz_status read_json(void) {
    nxz_statement *statement = NULL;
    nxz_status status =
        nxz_statement_from_json(nxz_string_data(it.statement_json), nxz_string_len(it.statement_json), &statement, NULL);
    nxz_statement_free(statement);
    return status;
}

static nxz_status read_proof(void) {
    nxz_proof *proof = NULL;
    size_t len;
    const uint8_t *data = nxz_proof_data(it.proof, &len);
    nxz_status status = nxz_proof_from_bytes(data, len, &proof, NULL);
    nxz_proof_free(proof);
    return status;
}

static nxz_status read_circuit(void) {
    nxz_circuit *circuit = NULL;
    nxz_status status = nxz_circuit_from_bristol(it.circuit, strlen(it.circuit), &circuit, NULL);
    nxz_circuit_free(circuit);
    return status;
}

static nxz_status decompress(void) {
    nxz_bytes *content = NULL;
    size_t len;
    const uint8_t *data = nxz_bytes_data(it.compressed, &len);
    nxz_status status = nxz_compressor_decompress(it.compressor, data, len, &content, NULL);
    nxz_bytes_free(content);
    return status;
}

static nxz_status read_archive(void) {
    nxz_statement *statement = NULL;
    nxz_status status = nxz_archive_statement(it.archive, 0, &statement, NULL);
    nxz_statement_free(statement);
    return status;
}

static const struct {
    const char *name;
    operation *run;
    nxz_status expected;
} OPERATIONS[] = {
    {"prove", prove, NXZ_OK},
    {"verify", verify, NXZ_OK},
    {"refuse a proof", refuse, NXZ_ERR_PROOF_VERIFICATION},
    {"read a statement", read_bytes, NXZ_OK},
    {"read a statement from JSON", read_json, NXZ_OK},
    {"read a proof", read_proof, NXZ_OK},
    {"read a circuit", read_circuit, NXZ_OK},
    {"decompress", decompress, NXZ_OK},
    {"read an archive", read_archive, NXZ_OK},
};

/* ---- One allocation after the other ---- */

enum outcome { AS_USUAL, REPORTED, ABORTED, WRONG, OUTCOMES };

/* In a child, whose last words are read: what becomes of the operation when that allocation fails. */
static enum outcome outcome_of(size_t which, uint64_t at) {
    int words[2], status = 0;
    char text[512] = "";
    size_t len = 0;
    CHECK(pipe(words) == 0);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        dup2(words[1], STDERR_FILENO);
        arm(at, 0);
        nxz_status got = OPERATIONS[which].run();
        disarm();
        /* As also where it took fewer allocations this time: a prover tries until a challenge is acceptable. */
        if (got == OPERATIONS[which].expected) _exit(AS_USUAL);
        /* What was a success may have become an error, and never the other way round. */
        _exit(got == NXZ_ERR_LIMIT_EXCEEDED && OPERATIONS[which].run() == OPERATIONS[which].expected ? REPORTED : WRONG);
    }
    close(words[1]);
    for (ssize_t got; (got = read(words[0], text + len, sizeof text - 1 - len)) > 0;) len += (size_t)got;
    close(words[0]);
    CHECK(waitpid(child, &status, 0) == child);
    if (WIFEXITED(status) && WEXITSTATUS(status) < OUTCOMES) return (enum outcome)WEXITSTATUS(status);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT && strstr(text, "memory allocation of") != NULL) return ABORTED;
    fprintf(stderr, "%s, allocation %llu: ended with %#x: %s\n", OPERATIONS[which].name, (unsigned long long)at,
            (unsigned)status, text);
    return WRONG;
}

/* Every allocation of an operation, or where there are many the first ones and a selection of the others. */
static void each_allocation(size_t which) {
    enum { ALL_OF_THE_FIRST = 40, OTHERS = 60 };
    uint64_t outcomes[OUTCOMES] = {0}, step = 1;
    /* What is kept for the next call is there, as it is in the children. */
    CHECK(OPERATIONS[which].run() == OPERATIONS[which].expected);
    arm(UINT64_MAX, 0);
    CHECK(OPERATIONS[which].run() == OPERATIONS[which].expected);
    disarm();
    const uint64_t total = counted;
    CHECK(total > 0);
    for (uint64_t at = 1; at <= total; at += step) {
        outcomes[outcome_of(which, at)]++;
        if (at >= ALL_OF_THE_FIRST) step = 1 + total / OTHERS;
    }
    printf("%-28s %5llu allocations: %llu ended the process, %llu reported, %llu did without\n", OPERATIONS[which].name,
           (unsigned long long)total, (unsigned long long)outcomes[ABORTED], (unsigned long long)outcomes[REPORTED],
           (unsigned long long)outcomes[AS_USUAL]);
    CHECK(outcomes[WRONG] == 0);
    CHECK(outcomes[ABORTED] + outcomes[REPORTED] > 0);
}

/* ---- What a sender blows up ---- */

enum { BLOWN_UP = 8 << 20 };

/* Eight mebibytes that are a few dozen kilobytes in each codec, and no memory for as much as half of them. */
static void bombs(void) {
    static const nxz_compression_strategy STRATEGIES[] = {NXZ_COMPRESSION_LZ4, NXZ_COMPRESSION_TENSOR_TRAIN,
                                                          NXZ_COMPRESSION_HYBRID};
    uint8_t *zeros = calloc(1, BLOWN_UP);
    for (size_t i = 0; i < sizeof STRATEGIES / sizeof *STRATEGIES; i++) {
        nxz_compressor *compressor = NULL;
        nxz_bytes *compressed = NULL, *content = NULL;
        size_t len = 0;
        CHECK_OK(nxz_compressor_new(STRATEGIES[i], &compressor, &error));
        CHECK_OK(nxz_compressor_compress(compressor, zeros, BLOWN_UP, &compressed, &error));
        const uint8_t *data = nxz_bytes_data(compressed, &len);
        CHECK(len < BLOWN_UP / 100);
        arm(0, BLOWN_UP / 2);
        nxz_status status = nxz_compressor_decompress(compressor, data, len, &content, &error);
        disarm();
        CHECK(counted > 0 && content == NULL);
        CHECK_FAILS(NXZ_ERR_LIMIT_EXCEEDED, status);
        /* And when there is memory again: */
        CHECK_OK(nxz_compressor_decompress(compressor, data, len, &content, &error));
        nxz_bytes_data(content, &len);
        CHECK(len == BLOWN_UP);
        nxz_bytes_free(content);
        nxz_bytes_free(compressed);
        nxz_compressor_free(compressor);
    }
    free(zeros);
}

/* The same behind the header of a proof, in what somebody sends for one: memory for it is not asked for. */
static void proof_bomb(void) {
    enum { MAGIC = 4, HEADER = 8, START = MAGIC + HEADER };
    nxz_compressor *compressor = NULL;
    nxz_bytes *compressed = NULL;
    nxz_proof *proof = NULL;
    size_t len = 0;
    uint8_t *zeros = calloc(1, BLOWN_UP);
    CHECK_OK(nxz_compressor_new(NXZ_COMPRESSION_LZ4, &compressor, &error));
    CHECK_OK(nxz_compressor_compress(compressor, zeros, BLOWN_UP, &compressed, &error));
    const uint8_t *data = nxz_bytes_data(compressed, &len);
    uint8_t *bytes = malloc(START + len);
    memcpy(bytes, "NXZc", MAGIC);
    memcpy(bytes + MAGIC, nxz_proof_data(it.proof, NULL), HEADER);
    memcpy(bytes + START, data, len);
    CHECK_OK(nxz_proof_from_bytes(bytes, START + len, &proof, &error));
    arm(0, BLOWN_UP / 2);
    nxz_status status = nxz_verify(it.protocol, it.sample.statement, CONTEXT, CONTEXT_LEN, proof, &error);
    disarm();
    CHECK(counted == 0);
    CHECK_BLAMES(NXZ_ERR_MALFORMED, "proof", status);
    CHECK_OK(nxz_verify(it.protocol, it.sample.statement, CONTEXT, CONTEXT_LEN, it.proof, &error));
    nxz_proof_free(proof);
    free(bytes);
    free(zeros);
    nxz_bytes_free(compressed);
    nxz_compressor_free(compressor);
}

/* ---- The objects ---- */

static char path[] = "/tmp/nxz-test-memory-XXXXXX/archive.nxa";

static void make(void) {
    static const uint8_t RUN[1000] = {0};
    nxz_list *list = new_list(NXZ_HASH_SHA256, 100, 3);
    it.protocol = new_protocol(128, NXZ_PROFILE_FAST, false);
    it.sample = (struct sample){"one of many", one_of_many(NXZ_HASH_SHA256, list), member(3)};
    nxz_list_free(list);
    CHECK_OK(nxz_prove(it.protocol, it.sample.statement, it.sample.witness, CONTEXT, CONTEXT_LEN, &it.proof, &error));
    CHECK_OK(nxz_statement_to_bytes(it.sample.statement, &it.statement_bytes, &error));
    CHECK_OK(nxz_statement_to_json(it.sample.statement, &it.statement_json, &error));
    CHECK_OK(nxz_compressor_new(NXZ_COMPRESSION_LZ4, &it.compressor, &error));
    CHECK_OK(nxz_compressor_compress(it.compressor, RUN, sizeof RUN, &it.compressed, &error));
    snprintf(it.circuit, sizeof it.circuit, "%s", "1 3\n1 2\n1 1\n\n2 1 0 1 2 AND\n");
    make_directory_of(path);
    CHECK_OK(nxz_archive_create(path, strlen(path), &it.archive, &error));
    CHECK_OK(nxz_archive_append(it.archive, it.sample.statement, CONTEXT, CONTEXT_LEN, it.proof, NULL, 0, &(uint64_t){0}, &error));
}

static void release(void) {
    nxz_archive_free(it.archive);
    remove_directory_of(path);
    nxz_bytes_free(it.compressed);
    nxz_compressor_free(it.compressor);
    nxz_string_free(it.statement_json);
    nxz_bytes_free(it.statement_bytes);
    nxz_proof_free(it.proof);
    nxz_witness_free(it.sample.witness);
    nxz_statement_free(it.sample.statement);
    nxz_protocol_free(it.protocol);
}

int main(void) {
    /* Hundreds of children end with an abort: a line each is enough. */
    setenv("RUST_BACKTRACE", "0", 1);
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    make();
    for (size_t i = 0; i < sizeof OPERATIONS / sizeof *OPERATIONS; i++) each_allocation(i);
    bombs();
    proof_bomb();
    release();
    return check_report("no_memory");
}
