/* nxz: the command-line tool, on the public header of the library only. */
#ifndef NXZ_TOOL_H
#define NXZ_TOOL_H

#include <nexuszero.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { EXIT_VALID = 0, EXIT_INVALID = 1, EXIT_USAGE = 2 };

/* Bytes read from a file. Those of a secret are wiped when they are released. */
struct bytes {
    uint8_t *data;
    size_t len;
};

/* What the command line said. Strings point into argv. */
struct options {
    const char *secret;  /* --secret FILE or - */
    const char *proof;   /* the operand: a proof file */
    const char *out;     /* --out FILE */
    const char *context; /* --context STRING, "" by default */
    uint8_t digest[NXZ_MAX_DIGEST_SIZE];
    size_t digest_len; /* 0 without --digest */
    nxz_hash hash;
    uint32_t level;
    nxz_profile profile;
    uint64_t blocks;  /* 0 without --blocks */
    uint64_t length;  /* --length */
    bool has_length;
    bool json;
    bool help;
};

/* options.c */

/* Reads the options that `allowed` lists (one letter each, see options.c). Prints what is wrong and returns false. */
bool parse_options(struct options *options, const char *allowed, int argc, char **argv);
/* Prints the lines about the allowed options. */
void print_options(const char *allowed);

/* files.c */

/* No core dump and no debugger of the same user may show the secret. */
void protect_process(void);
/* Reads a file, or standard input for "-", without a buffer of the C library in between. */
bool read_file(const char *path, size_t limit, struct bytes *out);
/* Writes a file so that it is there completely or not at all. */
bool write_file(const char *path, const uint8_t *data, size_t len);
/* Wipes and releases. */
void release(struct bytes *bytes);
/* Lower-case hexadecimal and a NUL: 2 * len + 1 bytes. */
void to_hex(const uint8_t *data, size_t len, char *out);
/* Prints "nxz: ..." to standard error. Always false. */
bool complain(const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 1, 2)))
#endif
    ;

/* commands.c: each returns the exit code. */

int run_digest(const struct options *options);
int run_prove(const struct options *options);
int run_verify(const struct options *options);
int run_inspect(const struct options *options);
int run_params(const struct options *options);

#endif
