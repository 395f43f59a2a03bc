/* What is published about a secret: its digest, its commitment, its public value. */
#include "nxz.h"

#include <stdlib.h>

bool run_digest(struct state *s, const struct options *o) {
    uint8_t digest[NXZ_MAX_DIGEST_SIZE];
    char hex[2 * NXZ_MAX_DIGEST_SIZE + 1];
    size_t len;
    uint64_t blocks;
    nxz_hash hash = (nxz_hash)o->number[OPTION_HASH];
    if (!refuse_keyed(hash) || !read_file(o->text[OPTION_SECRET], NXZ_MAX_SECRET_SIZE, &s->bytes) ||
        !ok(s, nxz_digest(hash, s->bytes.data, s->bytes.len, digest, sizeof digest, &len, &s->error)) ||
        !ok(s, nxz_hash_blocks(hash, s->bytes.len, &blocks, &s->error))) {
        return false;
    }
    to_hex(digest, len, hex);
    const struct field fields[] = {{FIELD_TEXT, "hash", nxz_hash_name(hash), 0},
                                   {FIELD_TEXT, "digest", hex, 0},
                                   {FIELD_NUMBER, "blocks", NULL, blocks},
                                   {FIELD_NUMBER, "length", NULL, s->bytes.len}};
    print_fields(o, fields, sizeof fields / sizeof fields[0]);
    return true;
}

/* Commits to the number. The blinding is in its file before anybody sees the commitment. */
static bool commit(struct state *s, const struct options *o, uint64_t number, uint8_t blinding[NXZ_BLINDING_SIZE]) {
    uint8_t commitment[NXZ_MAX_DIGEST_SIZE];
    char hex[2 * NXZ_MAX_DIGEST_SIZE + 1];
    size_t blinding_len, len;
    nxz_hash hash = (nxz_hash)o->number[OPTION_HASH];
    if (!ok(s, nxz_blinding_new(blinding, NXZ_BLINDING_SIZE, &blinding_len, &s->error)) ||
        !ok(s, nxz_commit(hash, number, blinding, blinding_len, commitment, sizeof commitment, &len, &s->error)) ||
        !write_secret(o->text[OPTION_BLINDING_OUT], blinding, blinding_len)) {
        return false;
    }
    to_hex(commitment, len, hex);
    const struct field fields[] = {{FIELD_TEXT, "hash", nxz_hash_name(hash), 0}, {FIELD_TEXT, "commitment", hex, 0}};
    print_fields(o, fields, sizeof fields / sizeof fields[0]);
    return true;
}

bool run_commit(struct state *s, const struct options *o) {
    uint8_t blinding[NXZ_BLINDING_SIZE];
    uint64_t number = 0;
    bool done = read_number(o->text[OPTION_NUMBER], &number) && commit(s, o, number, blinding);
    wipe(blinding, sizeof blinding);
    wipe(&number, sizeof number);
    return done;
}

bool read_generator(struct state *s, const struct options *o, struct bytes *out) {
    if (o->text[OPTION_GENERATOR] != NULL) return hex_option(o, OPTION_GENERATOR, out);
    uint8_t *data = malloc(NXZ_MAX_DIGEST_SIZE);
    if (data == NULL) return complain("no memory");
    *out = (struct bytes){data, 0};
    return ok(s, nxz_group_generator((nxz_group)o->number[OPTION_GROUP], data, NXZ_MAX_DIGEST_SIZE, &out->len,
                                     &s->error));
}

bool run_public_value(struct state *s, const struct options *o) {
    uint8_t value[NXZ_MAX_DIGEST_SIZE];
    char hex[2 * NXZ_MAX_DIGEST_SIZE + 1];
    size_t len;
    struct bytes generator = {NULL, 0};
    nxz_group group = (nxz_group)o->number[OPTION_GROUP];
    bool made = read_file(o->text[OPTION_SECRET], NXZ_MAX_SECRET_SIZE, &s->bytes) && read_generator(s, o, &generator) &&
                ok(s, nxz_group_public_value(group, generator.data, generator.len, s->bytes.data, s->bytes.len, value,
                                             sizeof value, &len, &s->error));
    release(&generator);
    if (!made) return false;
    to_hex(value, len, hex);
    const struct field fields[] = {{FIELD_TEXT, "group", nxz_group_name(group), 0},
                                   {FIELD_TEXT, "public_value", hex, 0}};
    print_fields(o, fields, sizeof fields / sizeof fields[0]);
    return true;
}
