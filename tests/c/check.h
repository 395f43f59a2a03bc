/* The smallest test framework that says where and what: a failed check is printed and counted, and the test goes on. */
#ifndef CHECK_H
#define CHECK_H

#include <nexuszero.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern int checks_failed;

#define CHECK(condition)                                                                            \
    do {                                                                                            \
        if (!(condition)) {                                                                         \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition);                 \
            checks_failed++;                                                                        \
        }                                                                                           \
    } while (0)

/* A call that succeeds and leaves the error slot NULL. `error` is a variable of the test; it is freed and reset. */
#define CHECK_OK(call) check_status(__FILE__, __LINE__, #call, (call), NXZ_OK, NULL, &error)
/* A call that fails with this status, a code that agrees, and a message that says something and nothing secret. */
#define CHECK_FAILS(expected, call) check_status(__FILE__, __LINE__, #call, (call), (expected), NULL, &error)
/* The same, and the error blames this argument or setting. */
#define CHECK_BLAMES(expected, field, call) check_status(__FILE__, __LINE__, #call, (call), (expected), (field), &error)

bool check_status(const char *file, int line, const char *what, nxz_status got, nxz_status expected, const char *field,
                  nxz_error **error);

/* 0 where every check passed. */
int check_report(const char *name);

/* Under valgrind everything takes 50 times as long: with NXZ_TEST_QUICK set, only a selection is run. */
bool quick(void);

/* A literal as pointer and length: text, and bytes. */
#define TEXT(literal) (literal), sizeof(literal) - 1
#define BYTES(literal) (const uint8_t *)(literal), sizeof(literal) - 1

/* Every secret of these tests contains this, so that a message that tells one is noticed. */
#define SECRET_MARK "sEcReT"

/* fixtures.c */

#define CONTEXT ((const uint8_t *)"nonce 7")
#define CONTEXT_LEN 7

extern const uint32_t LEVELS[3];
/* How many of them are tested. */
int level_count(void);

/* A protocol; `verify_after` as in the configuration. */
nxz_protocol *new_protocol(uint32_t level, nxz_profile profile, bool verify_after);
/* A protocol with this configuration, which is freed. */
nxz_protocol *protocol_of(nxz_config *config);
/* A protocol with these settings, in JSON, over those of the default preset. */
nxz_protocol *configured(const char *settings);
/* The true statement about `message`: its length stated, or hidden up to the block count. */
nxz_statement *new_statement(nxz_hash hash, const uint8_t *message, size_t len, bool stated);
nxz_witness *new_witness(const uint8_t *message, size_t len);
/* A proof of knowledge of `message` bound to CONTEXT. NULL where proving failed, which is counted. */
nxz_proof *new_proof(const nxz_protocol *protocol, nxz_hash hash, const uint8_t *message, size_t len, bool stated);
/* The proof as a verifier receives it. */
nxz_proof *resent(const nxz_proof *proof);
/* The archive in a file. */
nxz_archive *open_archive(const char *path, nxz_archive_mode mode);
/* Makes a directory for a file, whose path ends with XXXXXX, a slash and a name; and removes both, nothing else being there. */
void make_directory_of(char *path);
void remove_directory_of(char *path);
/* The same bytes in every run. */
void fill(uint8_t *data, size_t len, uint32_t seed);
/* Whether the bytes are these, in hexadecimal. */
bool is_hex(const uint8_t *bytes, size_t len, const char *hex);

#endif
