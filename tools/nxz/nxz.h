/* nxz: the command-line tool, on the public header of the library only. */
#ifndef NXZ_TOOL_H
#define NXZ_TOOL_H

#include <nexuszero.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { EXIT_VALID = 0, EXIT_INVALID = 1, EXIT_USAGE = 2 };

/* Longest inputs that are read; the library has the last word. */
enum { PUBLIC_LIMIT = 128 << 20, PROOF_LIMIT = 64 << 20 };

/* Bytes read from a file or an option. Wiped when they are released, since they may be a secret. */
struct bytes {
    uint8_t *data;
    size_t len;
};

/* options.c: what the command line said */

enum option {
    OPTION_STATEMENT,
    OPTION_SECRET,
    OPTION_NUMBER,
    OPTION_HASH,
    OPTION_DIGEST,
    OPTION_COMMITMENT,
    OPTION_MIN,
    OPTION_MAX,
    OPTION_LIST,
    OPTION_ROOT,
    OPTION_DEPTH,
    OPTION_BLOCKS,
    OPTION_LENGTH,
    OPTION_NAME,
    OPTION_GROUP,
    OPTION_GENERATOR,
    OPTION_PUBLIC,
    OPTION_CIRCUIT,
    OPTION_OUTPUTS,
    OPTION_LEAVES,
    OPTION_INDEX_FILE,
    OPTION_INDEX_OUT,
    OPTION_PATH_OUT,
    OPTION_BLINDING_OUT,
    OPTION_CONTEXT,
    OPTION_CONTEXT_FILE,
    OPTION_PRESET,
    OPTION_CONFIG,
    OPTION_ENV,
    OPTION_SET,
    OPTION_JOBS,
    OPTION_THREADS,
    OPTION_METRICS,
    OPTION_BYTES,
    OPTION_SECONDS,
    OPTION_QUIET,
    OPTION_PROFILE,
    OPTION_PROFILES,
    OPTION_LEVEL,
    OPTION_LABEL,
    OPTION_INDEX,
    OPTION_CONTEXT_OUT,
    OPTION_FINGERPRINT,
    OPTION_OUT,
    OPTION_JSON,
    OPTION_COUNT
};

/* A set of options. */
#define SET(option) (UINT64_C(1) << OPTION_##option)
#define SIZE (SET(BLOCKS) | SET(LENGTH))
/* What a proof is checked against, and what it is made from. */
#define BINDING (SET(CONTEXT) | SET(CONTEXT_FILE))
#define VERIFIER (SET(STATEMENT) | SET(HASH) | SET(DIGEST) | SIZE | BINDING)
#define PROVER (VERIFIER | SET(SECRET) | SET(NUMBER))

enum { MAX_GIVEN = 256 };

/* Strings point into argv. */
struct options {
    const char *text[OPTION_COUNT]; /* NULL for an option that was not given; of several ones the last */
    uint64_t number[OPTION_COUNT];  /* a number as such; a hash function, group or profile as the library numbers it */
    struct given {
        enum option option;
        const char *text;
    } given[MAX_GIVEN]; /* all of them in their order */
    size_t given_count;
    const char *operands[NXZ_MAX_CLAIMS];
    size_t operand_count;
    bool help;
};

struct state;

struct command {
    const char *name; /* one word, or two */
    const char *usage;
    const char *summary;
    uint64_t required, allowed; /* options: the second are those that may be left out */
    uint64_t repeated;          /* those of them that may be given several times */
    size_t operands;            /* at most */
    bool (*run)(struct state *, const struct options *);
};

/* Reads the options that the command takes. Prints what is wrong and returns false. */
bool parse_options(struct options *options, const struct command *command, int argc, char **argv);
/* Prints the lines about a set of options. */
void print_options(uint64_t set);
const char *option_name(enum option option);
/* Decodes the hexadecimal value of an option. The caller releases the bytes. */
bool decode_option(enum option option, const char *text, struct bytes *out);
/* The same for an option that must be there. */
bool hex_option(const struct options *options, enum option option, struct bytes *out);
/* LEFT=RIGHT */
struct pair {
    const char *left;
    size_t left_len;
    const char *right;
};
bool split(const struct given *given, const char *form, struct pair *out);

/* text.c: numbers, hexadecimal and what commands print */

/* Decimal digits and nothing else. */
bool parse_decimal(const char *text, size_t len, uint64_t *out);
/* Two digits for each byte; `out` may be where `text` is. */
bool decode_hex(const char *text, size_t digits, uint8_t *out);
/* Lower-case hexadecimal and a NUL: 2 * len + 1 bytes. */
void to_hex(const uint8_t *data, size_t len, char *out);

/* The lines of a file, each decoded from hexadecimal: line i is the bytes from starts[i] to starts[i + 1]. */
struct rows {
    struct bytes bytes;
    size_t *starts;
    size_t count;
};
bool read_rows(const char *path, struct rows *out);
void release_rows(struct rows *rows);

/* One line or JSON member of a result. */
struct field {
    enum { FIELD_TEXT, FIELD_NUMBER, FIELD_TRUTH } type;
    const char *name; /* as in JSON; lines have spaces instead of underscores */
    const char *text;
    uint64_t number; /* or 0 and 1 for a truth */
};
void print_fields(const struct options *options, const struct field *fields, size_t count);

/* files.c */

/* No core dump and no debugger of the same user may show the secret. */
void protect_process(void);
/* Where a standard stream is closed, no file that is opened later may take its place, and a message go into it. */
bool hold_standard_streams(void);
/* Overwrites in a way that is not optimized away. */
void wipe(void *data, size_t len);
/* Wipes and releases. */
void release(struct bytes *bytes);
/* Reads a file, or standard input for "-" (once), without a buffer of the C library in between. A NUL follows the bytes. */
bool read_file(const char *path, size_t limit, struct bytes *out);
/* Reads a secret number in decimal, with or without a newline. */
bool read_number(const char *path, uint64_t *out);
/* Protects a file, which somebody else opens, from write_file. */
bool keep_file(const char *path);
/* Writes a file so that it is there completely or not at all. One that was read or written before is not replaced. */
bool write_file(const char *path, const uint8_t *data, size_t len);
/* Writes a new file that only its owner can read. An existing one stays: it may hold a secret that is still needed. */
bool write_secret(const char *path, const uint8_t *data, size_t len);
/* Prints "nxz: ..." to standard error. Always false. */
bool complain(const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 1, 2)))
#endif
    ;

/* state.c: what a command holds, and how options become protocol and witness */

struct state {
    nxz_error *error;
    nxz_config *config;
    nxz_protocol *protocol;
    nxz_statement *statement;
    nxz_witness *witness;
    nxz_proof *proof;
    nxz_archive *archive;
    nxz_string *string;
    struct bytes context; /* what the proof is bound to */
    struct bytes bytes;
    int code; /* the exit code of a command that did what it was asked to */
};

void clean(struct state *s);
/* Whether a call succeeded; prints every problem that the library found where it did not, and frees the error. */
bool ok(struct state *s, nxz_status status);
/* The protocol of the configuration, in place of the one before. */
bool make_protocol(struct state *s);
/* The context that the options give. */
bool read_context(struct state *s, const struct options *o);
/* The witness of named secrets: every --secret and --number. */
bool make_witness(struct state *s, const struct options *o);

/* config.c: how options become a configuration */

/* The options that read_config looks at. */
#define CONFIG (SET(PRESET) | SET(CONFIG) | SET(ENV) | SET(SET) | SET(LEVEL))
/* The configuration of a command: all layers, in the order of docs/configuration.md. */
bool read_config(struct state *s, const struct options *o);
/* Proofs get this profile, whatever an optimizer would choose. */
bool fix_profile(struct state *s, nxz_profile profile);

/* progress.c: what a person at a terminal sees while long work goes on */

/* A monotonic clock. */
double milliseconds(void);
/* From here on a line on a terminal says how far the work is, once it has taken half a second; not with --quiet. */
void begin_progress(const struct options *o);
/* A callback for nxz_batch_options: 1 after Ctrl-C, where catch_interrupt was called. */
int32_t show_progress(void *unused, size_t done, size_t total);
/* Takes the line away. */
void end_progress(void);
/* The next Ctrl-C ends no more than what has not begun. The one after it ends the process. */
void catch_interrupt(void);

/* statement.c: how options become statements */

/* Whether the hash function takes a key, which only JSON can state. */
bool is_keyed(nxz_hash hash);
/* Complains where it does. */
bool refuse_keyed(nxz_hash hash);

/* A statement about one secret message with a digest. */
struct preimage {
    nxz_hash hash;
    uint8_t digest[NXZ_MAX_DIGEST_SIZE];
    size_t digest_len;
    bool stated;   /* whether the length of the message is public; else it is hidden in the number of blocks */
    uint64_t size; /* bytes if it is, else blocks */
};
/* What the options say; a digest or size that they leave out is that of the secret, where there is one. */
bool read_preimage(struct state *s, const struct options *o, const struct bytes *secret, struct preimage *out);
bool make_preimage(struct state *s, const struct preimage *p, const char *name);
/* The statement of a JSON file. */
bool read_statement(struct state *s, const char *path, nxz_statement **out);
/* Prints the statement as JSON. */
bool print_statement(struct state *s);

/* prove.c: the inputs of proofs */

/* There are two forms: any statement from a file, or one about a single secret from options. */
bool is_short(const struct options *o);
bool check_form(const struct options *o);
/* Statement, unless there is one already, and witness. The form is checked; `p` is filled in the short one. */
bool read_prover(struct state *s, const struct options *o, struct preimage *p);
/* The same for a message in s->bytes. */
bool use_message(struct state *s, const struct options *o, struct preimage *p);
/* The statement, unless there is one already. The form is checked. */
bool read_verifier(struct state *s, const struct options *o);
/* Reads a file that should be a proof. Whether one is in it is a result, the status; false where the file cannot be read. */
bool read_proof(struct state *s, const char *path, nxz_status *out);
/* Whether this status of reading or verifying a proof says that it is not valid. Every other failure is about the input. */
bool is_invalid(const struct state *s, nxz_status status);
/* Warns of a proof that quantum computers break. Whether there was no need to. */
bool warn(const struct state *s);

/* jobs.c: files of jobs, each a line of the options of a command */

struct job {
    struct state state; /* statement and context, and witness or proof */
    const char *file;   /* the proof that is written or verified */
    nxz_status status;  /* how the job went */
    const char *reason; /* why it failed */
    const char *statement; /* its file */
    bool shared;           /* the statement belongs to the job before */
};
typedef bool job_reader(struct job *job, const struct options *options);
struct jobs {
    struct bytes text; /* what the strings point into */
    struct job *list;
    size_t count;
};
/* Adds every job of a file; those in a row that name one statement share it. Where something is wrong, prints all of it
   with the numbers of the lines, and returns false. */
bool read_jobs(const char *path, const struct command *command, job_reader *read, struct jobs *out);
void release_jobs(struct jobs *jobs);

/* values.c */

/* The generator that the options give, or the standard one of the group. The caller releases it. */
bool read_generator(struct state *s, const struct options *o, struct bytes *out);

/* Commands, each in the file of its subject. They return whether they did what they were asked to. */

bool run_statement_preimage(struct state *s, const struct options *o);
bool run_statement_range(struct state *s, const struct options *o);
bool run_statement_one_of_many(struct state *s, const struct options *o);
bool run_statement_membership(struct state *s, const struct options *o);
bool run_statement_discrete_log(struct state *s, const struct options *o);
bool run_statement_conjunction(struct state *s, const struct options *o);
bool run_statement_circuit(struct state *s, const struct options *o);
bool run_circuit_info(struct state *s, const struct options *o);
bool run_prove(struct state *s, const struct options *o);
bool run_verify(struct state *s, const struct options *o);
bool run_inspect(struct state *s, const struct options *o);
bool run_digest(struct state *s, const struct options *o);
bool run_commit(struct state *s, const struct options *o);
bool run_public_value(struct state *s, const struct options *o);
bool run_merkle_root(struct state *s, const struct options *o);
bool run_merkle_path(struct state *s, const struct options *o);
bool run_archive_create(struct state *s, const struct options *o);
bool run_archive_append(struct state *s, const struct options *o);
bool run_archive_list(struct state *s, const struct options *o);
bool run_archive_extract(struct state *s, const struct options *o);
bool run_archive_check(struct state *s, const struct options *o);
bool run_archive_info(struct state *s, const struct options *o);
bool run_archive_recover(struct state *s, const struct options *o);
bool run_params(struct state *s, const struct options *o);
bool run_config_show(struct state *s, const struct options *o);
bool run_config_check(struct state *s, const struct options *o);
bool run_batch_prove(struct state *s, const struct options *o);
bool run_batch_verify(struct state *s, const struct options *o);
bool run_bench(struct state *s, const struct options *o);

#endif
