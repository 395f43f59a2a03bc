#include "nxz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *preset_name(uint32_t number) {
    static const char *const NAMES[] = {
        [NXZ_PRESET_DEFAULT] = "default", [NXZ_PRESET_FAST] = "fast", [NXZ_PRESET_SECURE] = "secure"};
    return number < sizeof NAMES / sizeof NAMES[0] ? NAMES[number] : NULL;
}

/* The number after those of the profiles means all of them. */
static const char *profile_or_all(uint32_t number) {
    const char *name = nxz_profile_name(number);
    return name == NULL && nxz_profile_name(number - 1) != NULL ? "all" : name;
}

/* Every option of every command; main.c says which command takes which. */
static const struct {
    const char *name;
    const char *value; /* NULL for a flag */
    const char *text;
    bool is_number;
    const char *(*name_of)(uint32_t); /* the value is one of these names */
} OPTIONS[OPTION_COUNT] = {
    [OPTION_STATEMENT] = {"--statement", "FILE", "the statement as JSON (nxz statement, docs/statements.md)", false, NULL},
    [OPTION_SECRET] = {"--secret", "[NAME=]FILE",
                       "a secret: a file, or - for standard input; with --statement preceded by its name", false, NULL},
    [OPTION_NUMBER] = {"--number", "[NAME=]FILE", "a secret number in decimal, in the same way", false, NULL},
    [OPTION_HASH] = {"--hash", "HASH",
                     "sha256 (default), sha3-256, blake3, sha512, sha384 or keccak-256; HMACs need --statement", false,
                     nxz_hash_name},
    [OPTION_DIGEST] = {"--digest", "HEX", "the digest; prove computes it from the secret where it is not given", false,
                       NULL},
    [OPTION_COMMITMENT] = {"--commitment", "HEX", "what nxz commit printed", false, NULL},
    [OPTION_MIN] = {"--min", "A", "the least number allowed", true, NULL},
    [OPTION_MAX] = {"--max", "B", "the greatest number allowed", true, NULL},
    [OPTION_LIST] = {"--list", "FILE", "the digests in hexadecimal, one a line", false, NULL},
    [OPTION_ROOT] = {"--root", "HEX", "what nxz merkle root printed", false, NULL},
    [OPTION_DEPTH] = {"--depth", "N", "steps from the leaf to the root", true, NULL},
    [OPTION_BLOCKS] = {"--blocks", "N",
                       "the number of blocks is public and the exact length is not; prove computes N by default", true,
                       NULL},
    [OPTION_LENGTH] = {"--length", "N", "the exact length in bytes is public (smaller proof)", true, NULL},
    [OPTION_NAME] = {"--name", "NAME", "what the secret is called (default: message; leaf for membership)", false,
                     NULL},
    [OPTION_GROUP] = {"--group", "GROUP", "ristretto255, p256 or secp256k1", false, nxz_group_name},
    [OPTION_GENERATOR] = {"--generator", "HEX", "another generator than the standard one", false, NULL},
    [OPTION_PUBLIC] = {"--public", "HEX or I=HEX", "the public value, or input I of a circuit, counted from 0", false,
                       NULL},
    [OPTION_CIRCUIT] = {"--circuit", "FILE", "the circuit in Bristol Fashion", false, NULL},
    [OPTION_OUTPUTS] = {"--outputs", "HEX", "the output values, each in whole bytes", false, NULL},
    [OPTION_LEAVES] = {"--leaves", "FILE", "the leaves in hexadecimal, one a line", false, NULL},
    [OPTION_INDEX_FILE] = {"--index-file", "FILE", "the place of the leaf in decimal, counted from 0; it is secret",
                           false, NULL},
    [OPTION_INDEX_OUT] = {"--index-out", "FILE", "where the secret number index is written", false, NULL},
    [OPTION_PATH_OUT] = {"--path-out", "FILE", "where the secret path is written", false, NULL},
    [OPTION_BLINDING_OUT] = {"--blinding-out", "FILE", "where the secret blinding is written", false, NULL},
    [OPTION_CONTEXT] = {"--context", "STRING",
                        "what the proof is bound to, such as a nonce of the verifier (default: nothing)", false, NULL},
    [OPTION_CONTEXT_FILE] = {"--context-file", "FILE", "the same, as all bytes of a file", false, NULL},
    [OPTION_PRESET] = {"--preset", "PRESET", "default, fast or secure: what the configuration begins with", false,
                       preset_name},
    [OPTION_CONFIG] = {"--config", "FILE", "settings as JSON or TOML (docs/configuration.md)", false, NULL},
    [OPTION_ENV] = {"--env", NULL, "settings from the variables NEXUSZERO_...; otherwise none are read", false, NULL},
    [OPTION_SET] = {"--set", "NAME=JSON", "one setting; may be given several times", false, NULL},
    [OPTION_JOBS] = {"--jobs", "FILE",
                     "the jobs, one a line; 'a b' and \"a b\" are one word, and a word that begins with # begins a comment",
                     false, NULL},
    [OPTION_THREADS] = {"--threads", "N", "threads in all; 0: one for each processor core (default: as configured)", true, NULL},
    [OPTION_METRICS] = {"--metrics", "FILE", "where what was measured is written as JSON (docs/metrics.md)", false,
                        NULL},
    [OPTION_BYTES] = {"--bytes", "N", "length of the secret (default: 32)", true, NULL},
    [OPTION_SECONDS] = {"--seconds", "N", "how long each profile is measured (default: 3)", true, NULL},
    [OPTION_QUIET] = {"--quiet", NULL, "do not show on a terminal how far the work is", false, NULL},
    [OPTION_PROFILE] = {"--profile", "PROFILE", "fast, balanced, small or tiny (default: as configured)", false, nxz_profile_name},
    [OPTION_PROFILES] = {"--profile", "PROFILE", "fast, balanced, small, tiny or all (default: as configured)", false,
                         profile_or_all},
    [OPTION_LEVEL] = {"--level", "BITS", "security level: 128, 192 or 256 (default: as configured)", true, NULL},
    [OPTION_LABEL] = {"--label", "TEXT", "a name for the entry", false, NULL},
    [OPTION_INDEX] = {"--index", "N", "the index of an entry, counted from 0", true, NULL},
    [OPTION_CONTEXT_OUT] = {"--context-out", "FILE", "where what the proof is bound to is written", false, NULL},
    [OPTION_FINGERPRINT] = {"--fingerprint", "HEX", "what the check printed before", false, NULL},
    [OPTION_OUT] = {"--out", "FILE", "where the proof is written", false, NULL},
    [OPTION_JSON] = {"--json", NULL, "print JSON", false, NULL},
};

const char *option_name(enum option option) { return OPTIONS[option].name; }

void print_options(uint64_t set) {
    for (int i = 0; i < OPTION_COUNT; i++) {
        if ((set >> i & 1) == 0) continue;
        int used = printf("  %s %s", OPTIONS[i].name, OPTIONS[i].value == NULL ? "" : OPTIONS[i].value);
        printf("%*s %s\n", used < 24 ? 24 - used : 0, "", OPTIONS[i].text);
    }
}

bool decode_option(enum option option, const char *text, struct bytes *out) {
    size_t digits = strlen(text);
    uint8_t *data = malloc(digits / 2 + 1);
    if (data == NULL) return complain("no memory");
    *out = (struct bytes){data, digits / 2};
    if (decode_hex(text, digits, data)) return true;
    release(out);
    return complain("%s is not hexadecimal", option_name(option));
}

bool hex_option(const struct options *o, enum option option, struct bytes *out) {
    if (o->text[option] == NULL) return complain("%s is missing", option_name(option));
    return decode_option(option, o->text[option], out);
}

bool split(const struct given *given, const char *form, struct pair *out) {
    const char *equals = strchr(given->text, '=');
    if (equals == NULL) return complain("%s must be %s", option_name(given->option), form);
    *out = (struct pair){given->text, (size_t)(equals - given->text), equals + 1};
    return true;
}

/* Finds the number behind a name by asking for the names of all numbers: from 0 or 1 on without a gap. */
static bool parse_name(enum option option, const char *text, uint64_t *out) {
    const char *(*name_of)(uint32_t) = OPTIONS[option].name_of;
    for (uint32_t number = name_of(0) == NULL ? 1 : 0; name_of(number) != NULL; number++) {
        if (strcmp(name_of(number), text) == 0) {
            *out = number;
            return true;
        }
    }
    return complain("%s '%s' does not exist", option_name(option), text);
}

static bool set_option(struct options *o, enum option option, const char *text) {
    if (o->given_count == MAX_GIVEN) return complain("there are too many options");
    o->given[o->given_count++] = (struct given){option, text};
    o->text[option] = text;
    if (OPTIONS[option].name_of != NULL) return parse_name(option, text, &o->number[option]);
    if (OPTIONS[option].is_number && !parse_decimal(text, strlen(text), &o->number[option])) {
        return complain("%s '%s' is no number", option_name(option), text);
    }
    return true;
}

static int find_option(const char *text, uint64_t set) {
    for (int i = 0; i < OPTION_COUNT; i++) {
        if ((set >> i & 1) == 1 && strcmp(text, OPTIONS[i].name) == 0) return i;
    }
    return -1;
}

static bool is_operand(const char *argument) { return argument[0] != '-' || argument[1] == '\0'; }

bool parse_options(struct options *o, const struct command *command, int argc, char **argv) {
    *o = (struct options){.number = {[OPTION_HASH] = NXZ_HASH_SHA256,
                                     [OPTION_BYTES] = 32,
                                     [OPTION_SECONDS] = 3}};
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            o->help = true;
            return true;
        }
        if (is_operand(argv[i])) {
            if (o->operand_count == command->operands) return complain("unexpected argument '%s'", argv[i]);
            o->operands[o->operand_count++] = argv[i];
            continue;
        }
        int option = find_option(argv[i], command->required | command->allowed);
        if (option < 0) return complain("unknown option '%s'", argv[i]);
        if (o->text[option] != NULL && (command->repeated >> option & 1) == 0) {
            return complain("%s is given twice", argv[i]);
        }
        const char *text = argv[i];
        if (OPTIONS[option].value != NULL) {
            if (++i == argc) return complain("%s needs a value", OPTIONS[option].name);
            text = argv[i];
        }
        if (!set_option(o, (enum option)option, text)) return false;
    }
    for (int i = 0; i < OPTION_COUNT; i++) {
        if ((command->required >> i & 1) == 1 && o->text[i] == NULL) return complain("%s is missing", OPTIONS[i].name);
    }
    if (o->operand_count == 0 && command->operands > 0) return complain("the file is missing");
    return true;
}
