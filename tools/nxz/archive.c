/* Archives: many proofs in one file, with their statements. */
#include "nxz.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static bool open_archive(struct state *s, const char *path, nxz_archive_mode mode) {
    return keep_file(path) && ok(s, nxz_archive_open(path, strlen(path), mode, &s->archive, &s->error));
}

bool run_archive_create(struct state *s, const struct options *o) {
    const char *path = o->operands[0];
    return ok(s, nxz_archive_create(path, strlen(path), &s->archive, &s->error)) &&
           ok(s, nxz_archive_flush(s->archive, &s->error));
}

bool run_archive_append(struct state *s, const struct options *o) {
    const char *label = o->text[OPTION_LABEL];
    uint64_t index = 0;
    if (o->operand_count != 2) return complain("an archive and a proof are expected");
    if (!read_statement(s, o->text[OPTION_STATEMENT], &s->statement) || !read_context(s, o) ||
        !read_file(o->operands[1], PROOF_LIMIT, &s->bytes) ||
        !ok(s, nxz_proof_from_bytes(s->bytes.data, s->bytes.len, &s->proof, &s->error)) ||
        !open_archive(s, o->operands[0], NXZ_ARCHIVE_APPEND) ||
        !ok(s, nxz_archive_append(s->archive, s->statement, s->context.data, s->context.len, s->proof, label,
                                  label == NULL ? 0 : strlen(label), &index, &s->error)) ||
        !ok(s, nxz_archive_flush(s->archive, &s->error))) {
        return false;
    }
    print_fields(o, &(struct field){FIELD_NUMBER, "index", NULL, index}, 1);
    return true;
}

/* Prints text as in a JSON string. Control characters, which an archive may hold to deceive a terminal, come out as numbers. */
static void print_escaped(const char *text) {
    for (const unsigned char *c = (const unsigned char *)text; *c != '\0'; c++) {
        bool is_c1 = c[0] == 0xc2 && c[1] >= 0x80 && c[1] < 0xa0;
        if (is_c1) c++;
        if (is_c1 || *c < 0x20 || *c == 0x7f) printf("\\u%04x", (unsigned)*c);
        else if (*c == '"' || *c == '\\') printf("\\%c", *c);
        else putchar(*c);
    }
}

static void print_time(uint64_t milliseconds) {
    char text[32];
    struct tm fields;
    time_t seconds = (time_t)(milliseconds / 1000);
    /* An archive has no time after the year 9999. */
    if (gmtime_r(&seconds, &fields) != NULL && strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &fields) > 0) {
        fputs(text, stdout);
    }
}

static bool print_entry(struct state *s, uint64_t index, bool json) {
    nxz_string *name = NULL, *label = NULL;
    uint64_t time = 0;
    size_t size = 0;
    bool read = ok(s, nxz_archive_statement(s->archive, index, &s->statement, &s->error)) &&
                ok(s, nxz_statement_name(s->statement, &name, &s->error)) &&
                ok(s, nxz_archive_proof(s->archive, index, &s->proof, &s->error)) &&
                ok(s, nxz_archive_label(s->archive, index, &label, &s->error)) &&
                ok(s, nxz_archive_time(s->archive, index, &time, &s->error));
    if (read) {
        nxz_proof_data(s->proof, &size);
        printf(json ? "%s{\"index\":%llu,\"time\":\"" : "%s%llu  ", json && index > 0 ? "," : "", (unsigned long long)index);
        print_time(time);
        printf(json ? "\",\"statement\":\"%s\",\"bytes\":%zu,\"label\":\"" : "  %-24s %8zu  ", nxz_string_data(name), size);
        print_escaped(nxz_string_data(label));
        fputs(json ? "\"}" : "\n", stdout);
    }
    nxz_string_free(label);
    nxz_string_free(name);
    nxz_proof_free(s->proof);
    nxz_statement_free(s->statement);
    s->proof = NULL;
    s->statement = NULL;
    return read;
}

bool run_archive_list(struct state *s, const struct options *o) {
    bool json = o->text[OPTION_JSON] != NULL;
    if (!open_archive(s, o->operands[0], NXZ_ARCHIVE_READ)) return false;
    if (json) putchar('[');
    for (uint64_t i = 0; i < nxz_archive_len(s->archive); i++) {
        if (!print_entry(s, i, json)) return false;
    }
    if (json) puts("]");
    /* What is behind the entries may be damaged. */
    nxz_status status = nxz_archive_check(s->archive, &s->error);
    if (status == NXZ_ERR_MALFORMED) s->code = EXIT_INVALID;
    return ok(s, status) || status == NXZ_ERR_MALFORMED;
}

static bool write_context(struct state *s, uint64_t index, const char *path) {
    nxz_bytes *context = NULL;
    size_t len;
    if (!ok(s, nxz_archive_context(s->archive, index, &context, &s->error))) return false;
    const uint8_t *data = nxz_bytes_data(context, &len);
    bool written = write_file(path, data, len);
    nxz_bytes_free(context);
    return written;
}

bool run_archive_extract(struct state *s, const struct options *o) {
    uint64_t index = o->number[OPTION_INDEX];
    const char *context = o->text[OPTION_CONTEXT_OUT];
    size_t len;
    if (!open_archive(s, o->operands[0], NXZ_ARCHIVE_READ) ||
        !ok(s, nxz_archive_statement(s->archive, index, &s->statement, &s->error)) ||
        !ok(s, nxz_archive_proof(s->archive, index, &s->proof, &s->error))) {
        return false;
    }
    const uint8_t *data = nxz_proof_data(s->proof, &len);
    return write_file(o->text[OPTION_OUT], data, len) && (context == NULL || write_context(s, index, context)) &&
           print_statement(s);
}

/* Whether the fingerprint is the one that was asked for, if one was. */
static bool has_fingerprint(const struct options *o, const uint8_t *fingerprint, size_t len, bool *same) {
    struct bytes expected;
    *same = true;
    if (o->text[OPTION_FINGERPRINT] == NULL) return true;
    if (!hex_option(o, OPTION_FINGERPRINT, &expected)) return false;
    *same = expected.len == len && memcmp(expected.data, fingerprint, len) == 0;
    release(&expected);
    return true;
}

/* Whether the archive is whole is a result, not a failure: the exit code becomes 0 or 1. */
bool run_archive_check(struct state *s, const struct options *o) {
    uint8_t fingerprint[NXZ_FINGERPRINT_SIZE];
    char hex[2 * NXZ_FINGERPRINT_SIZE + 1];
    size_t len;
    bool same;
    const char *path = o->operands[0];
    nxz_status status = nxz_archive_open(path, strlen(path), NXZ_ARCHIVE_READ, &s->archive, &s->error);
    if (status == NXZ_OK) status = nxz_archive_check(s->archive, &s->error);
    if (status == NXZ_ERR_MALFORMED) {
        printf("damaged: %s\n", nxz_error_message(s->error));
        s->code = EXIT_INVALID;
        return true;
    }
    if (!ok(s, status) ||
        !ok(s, nxz_archive_fingerprint(s->archive, fingerprint, sizeof fingerprint, &len, &s->error)) ||
        !has_fingerprint(o, fingerprint, len, &same)) {
        return false;
    }
    to_hex(fingerprint, len, hex);
    printf(same ? "whole: %llu entries, fingerprint %s\n" : "another archive: %llu entries, fingerprint %s\n",
           (unsigned long long)nxz_archive_len(s->archive), hex);
    s->code = same ? EXIT_VALID : EXIT_INVALID;
    return true;
}

bool run_archive_info(struct state *s, const struct options *o) {
    if (!open_archive(s, o->operands[0], NXZ_ARCHIVE_READ) ||
        !ok(s, nxz_archive_summary_json(s->archive, &s->string, &s->error))) {
        return false;
    }
    puts(nxz_string_data(s->string));
    return true;
}

bool run_archive_recover(struct state *s, const struct options *o) {
    if (!open_archive(s, o->operands[0], NXZ_ARCHIVE_RECOVER) || !ok(s, nxz_archive_flush(s->archive, &s->error))) {
        return false;
    }
    print_fields(o, &(struct field){FIELD_NUMBER, "entries", NULL, nxz_archive_len(s->archive)}, 1);
    return true;
}
