#include "nxz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool is_keyed(nxz_hash hash) { return hash == NXZ_HASH_HMAC_SHA256 || hash == NXZ_HASH_HMAC_SHA512; }

bool refuse_keyed(nxz_hash hash) {
    return !is_keyed(hash) ||
           complain("%s has a key: write the statement as JSON (docs/statements.md) and use --statement",
                    nxz_hash_name(hash));
}

static nxz_hash hash_of(const struct options *o) { return (nxz_hash)o->number[OPTION_HASH]; }

bool read_statement(struct state *s, const char *path, nxz_statement **out) {
    struct bytes text;
    bool read = read_file(path, PUBLIC_LIMIT, &text) &&
                ok(s, nxz_statement_from_json((const char *)text.data, text.len, out, &s->error));
    release(&text);
    return read;
}

bool print_statement(struct state *s) {
    if (!ok(s, nxz_statement_to_json(s->statement, &s->string, &s->error))) return false;
    puts(nxz_string_data(s->string));
    return true;
}

/* Reads --blocks or --length. */
static bool read_size(const struct options *o, bool *stated, uint64_t *size) {
    *stated = o->text[OPTION_LENGTH] != NULL;
    if (*stated && o->text[OPTION_BLOCKS] != NULL) return complain("--blocks and --length exclude each other");
    if (!*stated && o->text[OPTION_BLOCKS] == NULL) return complain("--blocks or --length is missing");
    *size = o->number[*stated ? OPTION_LENGTH : OPTION_BLOCKS];
    return true;
}

/* A message that is one secret. */
static bool make_message(struct state *s, const char *name, bool stated, uint64_t size, nxz_message **out) {
    return ok(s, nxz_message_new(out, &s->error)) &&
           ok(s, (stated ? nxz_message_add_secret : nxz_message_add_hidden)(*out, name, strlen(name), size, &s->error));
}

/* The same from the options. */
static bool read_message(struct state *s, const struct options *o, const char *name, nxz_message **out) {
    bool stated = false;
    uint64_t size = 0;
    if (o->text[OPTION_NAME] != NULL) name = o->text[OPTION_NAME];
    return refuse_keyed(hash_of(o)) && read_size(o, &stated, &size) && make_message(s, name, stated, size, out);
}

bool read_preimage(struct state *s, const struct options *o, const struct bytes *secret, struct preimage *out) {
    *out = (struct preimage){.hash = hash_of(o)};
    if (!refuse_keyed(out->hash)) return false;
    if (secret != NULL && o->text[OPTION_BLOCKS] == NULL && o->text[OPTION_LENGTH] == NULL) {
        if (!ok(s, nxz_hash_blocks(out->hash, secret->len, &out->size, &s->error))) return false;
    } else if (!read_size(o, &out->stated, &out->size)) {
        return false;
    }
    if (secret != NULL && o->text[OPTION_DIGEST] == NULL) {
        return ok(s, nxz_digest(out->hash, secret->data, secret->len, out->digest, sizeof out->digest, &out->digest_len,
                                &s->error));
    }
    struct bytes digest;
    if (!hex_option(o, OPTION_DIGEST, &digest)) return false;
    bool fits = digest.len <= sizeof out->digest;
    if (fits) memcpy(out->digest, digest.data, out->digest_len = digest.len);
    release(&digest);
    return fits || complain("no digest is so long");
}

bool make_preimage(struct state *s, const struct preimage *p, const char *name) {
    nxz_message *message = NULL;
    bool made = make_message(s, name, p->stated, p->size, &message) &&
                ok(s, nxz_statement_preimage_parts(p->hash, p->digest, p->digest_len, message, &s->statement, &s->error));
    nxz_message_free(message);
    return made;
}

bool run_statement_preimage(struct state *s, const struct options *o) {
    struct preimage p;
    const char *name = o->text[OPTION_NAME] == NULL ? "message" : o->text[OPTION_NAME];
    return read_preimage(s, o, NULL, &p) && make_preimage(s, &p, name) && print_statement(s);
}

bool run_statement_range(struct state *s, const struct options *o) {
    struct bytes commitment;
    if (!hex_option(o, OPTION_COMMITMENT, &commitment)) return false;
    bool made = ok(s, nxz_statement_range(hash_of(o), commitment.data, commitment.len, o->number[OPTION_MIN],
                                          o->number[OPTION_MAX], NULL, 0, NULL, 0, &s->statement, &s->error));
    release(&commitment);
    return made && print_statement(s);
}

/* A list of the digests in a file, which are of one length. */
static bool read_list(struct state *s, const char *path, nxz_list **out) {
    struct rows rows;
    bool read = read_rows(path, &rows);
    if (read && rows.count == 0) read = complain("%s is empty", path);
    for (size_t i = 1; read && i < rows.count; i++) {
        if (rows.starts[i + 1] - rows.starts[i] != rows.starts[1]) {
            read = complain("line %zu of %s has another length than the first", i + 1, path);
        }
    }
    read = read && ok(s, nxz_list_new(rows.bytes.data, rows.starts[rows.count], rows.starts[1], out, &s->error));
    release_rows(&rows);
    return read;
}

bool run_statement_one_of_many(struct state *s, const struct options *o) {
    nxz_list *list = NULL;
    nxz_message *message = NULL;
    bool made = read_message(s, o, "message", &message) && read_list(s, o->text[OPTION_LIST], &list) &&
                ok(s, nxz_statement_one_of_many(hash_of(o), list, message, NULL, 0, &s->statement, &s->error));
    nxz_message_free(message);
    nxz_list_free(list);
    return made && print_statement(s);
}

bool run_statement_membership(struct state *s, const struct options *o) {
    struct bytes root;
    nxz_message *leaf = NULL;
    if (!hex_option(o, OPTION_ROOT, &root)) return false;
    bool made = read_message(s, o, "leaf", &leaf) &&
                ok(s, nxz_statement_membership(hash_of(o), root.data, root.len, o->number[OPTION_DEPTH], leaf, NULL, 0,
                                               NULL, 0, &s->statement, &s->error));
    nxz_message_free(leaf);
    release(&root);
    return made && print_statement(s);
}

bool run_statement_discrete_log(struct state *s, const struct options *o) {
    struct bytes generator = {NULL, 0}, public_value = {NULL, 0};
    nxz_group group = (nxz_group)o->number[OPTION_GROUP];
    bool made = read_generator(s, o, &generator) && hex_option(o, OPTION_PUBLIC, &public_value) &&
                ok(s, nxz_statement_discrete_log(group, generator.data, generator.len, public_value.data,
                                                 public_value.len, NULL, 0, &s->statement, &s->error));
    release(&generator);
    release(&public_value);
    return made && print_statement(s);
}

bool run_statement_conjunction(struct state *s, const struct options *o) {
    nxz_statement *claims[NXZ_MAX_CLAIMS] = {NULL};
    bool made = true;
    for (size_t i = 0; made && i < o->operand_count; i++) made = read_statement(s, o->operands[i], &claims[i]);
    made = made && ok(s, nxz_statement_conjunction((const nxz_statement *const *)claims, o->operand_count,
                                                   &s->statement, &s->error));
    for (size_t i = 0; i < o->operand_count; i++) nxz_statement_free(claims[i]);
    return made && print_statement(s);
}
