#include "nxz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool parse_decimal(const char *text, size_t len, uint64_t *out) {
    uint64_t value = 0;
    for (size_t i = 0; i < len; i++) {
        if (text[i] < '0' || text[i] > '9') return false;
        uint64_t digit = (uint64_t)(text[i] - '0');
        if (value > (UINT64_MAX - digit) / 10) return false;
        value = 10 * value + digit;
    }
    *out = value;
    return len > 0;
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool decode_hex(const char *text, size_t digits, uint8_t *out) {
    if (digits == 0 || digits % 2 != 0) return false;
    for (size_t i = 0; i < digits / 2; i++) {
        int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        out[i] = (uint8_t)(high * 16 + low);
    }
    return true;
}

void to_hex(const uint8_t *data, size_t len, char *out) {
    for (size_t i = 0; i < len; i++) snprintf(out + 2 * i, 3, "%02x", data[i]);
    out[2 * len] = '\0';
}

/* Decodes each line to where the one before ended, which is never behind what is still to be read. */
static bool decode_rows(const char *path, struct rows *rows) {
    const char *at = (const char *)rows->bytes.data, *end = at + rows->bytes.len;
    for (size_t start = 0; at < end; rows->count++) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        size_t digits = (size_t)((newline == NULL ? end : newline) - at);
        if (!decode_hex(at, digits, rows->bytes.data + start)) {
            return complain("line %zu of %s is not hexadecimal", rows->count + 1, path);
        }
        start += digits / 2;
        rows->starts[rows->count + 1] = start;
        at = newline == NULL ? end : newline + 1;
    }
    return true;
}

bool read_rows(const char *path, struct rows *out) {
    *out = (struct rows){{NULL, 0}, NULL, 0};
    if (!read_file(path, PUBLIC_LIMIT, &out->bytes)) return false;
    size_t newlines = 0;
    for (size_t i = 0; i < out->bytes.len; i++) newlines += out->bytes.data[i] == '\n';
    out->starts = calloc(newlines + 2, sizeof *out->starts);
    if (out->starts == NULL) return complain("no memory");
    return decode_rows(path, out);
}

void release_rows(struct rows *rows) {
    release(&rows->bytes);
    free(rows->starts);
}

static void print_json(const struct field *fields, size_t count) {
    for (size_t i = 0; i < count; i++) {
        printf("%s\"%s\":", i == 0 ? "{" : ",", fields[i].name);
        if (fields[i].type == FIELD_TEXT) printf("\"%s\"", fields[i].text);
        else if (fields[i].type == FIELD_TRUTH) printf("%s", fields[i].number ? "true" : "false");
        else printf("%llu", (unsigned long long)fields[i].number);
    }
    puts("}");
}

void print_fields(const struct options *o, const struct field *fields, size_t count) {
    if (o->text[OPTION_JSON] != NULL) {
        print_json(fields, count);
        return;
    }
    size_t width = 0;
    for (size_t i = 0; i < count; i++) width = strlen(fields[i].name) > width ? strlen(fields[i].name) : width;
    for (size_t i = 0; i < count; i++) {
        for (const char *c = fields[i].name; *c != '\0'; c++) putchar(*c == '_' ? ' ' : *c);
        printf("%*s  ", (int)(width - strlen(fields[i].name)), "");
        if (fields[i].type == FIELD_TEXT) puts(fields[i].text);
        else if (fields[i].type == FIELD_TRUTH) puts(fields[i].number ? "yes" : "no");
        else printf("%llu\n", (unsigned long long)fields[i].number);
    }
}
