#include "nxz.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Every option of every command; a command lists the letters of those that it takes. */
static const struct {
    char letter;
    const char *name;
    const char *value; /* NULL for a flag */
    const char *text;
} OPTIONS[] = {
    {'s', "--secret", "FILE", "the secret: a file, or - for standard input"},
    {'h', "--hash", "HASH", "sha256 (default) or sha3-256"},
    {'d', "--digest", "HEX", "the digest; prove computes it from the secret where it is not given"},
    {'b', "--blocks", "N", "the number of blocks is public and the exact length is not; prove computes N by default"},
    {'l', "--length", "N", "the exact length in bytes is public (smaller proof)"},
    {'c', "--context", "STRING", "what the proof is bound to, such as a nonce of the verifier (default: nothing)"},
    {'p', "--profile", "PROFILE", "fast, balanced (default), small or tiny"},
    {'v', "--level", "BITS", "security level: 128 (default), 192 or 256"},
    {'o', "--out", "FILE", "where the proof is written"},
    {'j', "--json", NULL, "print one JSON object"},
    {'f', "FILE.nxz", NULL, "the proof"},
};
enum { OPTION_COUNT = sizeof OPTIONS / sizeof OPTIONS[0] };

void print_options(const char *allowed) {
    for (int i = 0; i < OPTION_COUNT; i++) {
        if (strchr(allowed, OPTIONS[i].letter) == NULL) continue;
        int used = printf("  %s %s", OPTIONS[i].name, OPTIONS[i].value == NULL ? "" : OPTIONS[i].value);
        printf("%*s %s\n", used < 22 ? 22 - used : 0, "", OPTIONS[i].text);
    }
}

static bool parse_number(const char *text, uint64_t *out) {
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    /* strtoull accepts signs and spaces. */
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0) {
        return complain("'%s' is no number", text);
    }
    *out = value;
    return true;
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static bool parse_hex(const char *text, uint8_t *out, size_t capacity, size_t *len) {
    size_t digits = strlen(text);
    if (digits == 0 || digits % 2 != 0 || digits / 2 > capacity) {
        return complain("a digest of %zu hexadecimal digits does not exist", digits);
    }
    for (size_t i = 0; i < digits / 2; i++) {
        int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);
        if (high < 0 || low < 0) return complain("the digest is not hexadecimal");
        out[i] = (uint8_t)(high * 16 + low);
    }
    *len = digits / 2;
    return true;
}

/* Finds the number behind a name by asking the library for the names of 1, 2, 3 and so on. */
static bool parse_name(const char *text, const char *(*name_of)(uint32_t), const char *what, uint32_t *out) {
    const char *name;
    for (uint32_t number = 1; (name = name_of(number)) != NULL; number++) {
        if (strcmp(name, text) == 0) {
            *out = number;
            return true;
        }
    }
    return complain("there is no %s '%s'", what, text);
}

static bool set_option(struct options *o, char letter, const char *value) {
    uint64_t number = 0;
    switch (letter) {
    case 's': o->secret = value; return true;
    case 'h': return parse_name(value, nxz_hash_name, "hash function", &o->hash);
    case 'd': return parse_hex(value, o->digest, sizeof o->digest, &o->digest_len);
    case 'b':
        if (!parse_number(value, &o->blocks)) return false;
        return o->blocks > 0 || complain("a message has at least one block");
    case 'l': o->has_length = true; return parse_number(value, &o->length);
    case 'c': o->context = value; return true;
    case 'p': return parse_name(value, nxz_profile_name, "profile", &o->profile);
    case 'v':
        if (!parse_number(value, &number)) return false;
        if (number > UINT32_MAX) return complain("there is no level of %s bits", value);
        o->level = (uint32_t)number; /* the library says which levels there are */
        return true;
    case 'o': o->out = value; return true;
    case 'j': o->json = true; return true;
    default: return false;
    }
}

static int find_option(const char *text, const char *allowed) {
    for (int i = 0; i < OPTION_COUNT; i++) {
        if (OPTIONS[i].letter != 'f' && strcmp(text, OPTIONS[i].name) == 0 && strchr(allowed, OPTIONS[i].letter) != NULL) {
            return i;
        }
    }
    return -1;
}

bool parse_options(struct options *o, const char *allowed, int argc, char **argv) {
    *o = (struct options){
        .hash = NXZ_HASH_SHA256, .level = 128, .profile = NXZ_PROFILE_BALANCED, .context = ""};
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            o->help = true;
            return true;
        }
        if (argv[i][0] != '-') {
            if (strchr(allowed, 'f') == NULL || o->proof != NULL) return complain("unexpected argument '%s'", argv[i]);
            o->proof = argv[i];
            continue;
        }
        int option = find_option(argv[i], allowed);
        if (option < 0) return complain("unknown option '%s'", argv[i]);
        const char *value = NULL;
        if (OPTIONS[option].value != NULL) {
            if (++i == argc) return complain("%s needs a value", OPTIONS[option].name);
            value = argv[i];
        }
        if (!set_option(o, OPTIONS[option].letter, value)) return false;
    }
    if (o->blocks > 0 && o->has_length) return complain("--blocks and --length exclude each other");
    return true;
}
