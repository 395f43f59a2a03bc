/* Merkle trees as in RFC 6962, section 2.1, from a file of leaves. */
#include "nxz.h"

#include <stdio.h>

static bool make_tree(struct state *s, nxz_hash hash, const struct rows *leaves, nxz_merkle_tree **out) {
    bool made = ok(s, nxz_merkle_tree_new(hash, out, &s->error));
    for (size_t i = 0; made && i < leaves->count; i++) {
        const uint8_t *leaf = leaves->bytes.data + leaves->starts[i];
        made = ok(s, nxz_merkle_tree_add(*out, leaf, leaves->starts[i + 1] - leaves->starts[i], &s->error));
    }
    return made;
}

/* What is public about a leaf, its depth included. The first one is as deep as any. */
static bool print_tree(struct state *s, const struct options *o, nxz_hash hash, const nxz_merkle_tree *tree,
                       uint64_t depth) {
    uint8_t root[NXZ_MAX_DIGEST_SIZE];
    char hex[2 * NXZ_MAX_DIGEST_SIZE + 1];
    size_t len;
    if (!ok(s, nxz_merkle_tree_root(tree, root, sizeof root, &len, &s->error))) return false;
    to_hex(root, len, hex);
    const struct field fields[] = {{FIELD_TEXT, "hash", nxz_hash_name(hash), 0},
                                   {FIELD_TEXT, "root", hex, 0},
                                   {FIELD_NUMBER, "leaves", NULL, nxz_merkle_tree_len(tree)},
                                   {FIELD_NUMBER, "depth", NULL, depth}};
    print_fields(o, fields, sizeof fields / sizeof fields[0]);
    return true;
}

bool run_merkle_root(struct state *s, const struct options *o) {
    nxz_hash hash = (nxz_hash)o->number[OPTION_HASH];
    nxz_merkle_tree *tree = NULL;
    struct rows leaves;
    uint64_t depth;
    bool done = read_rows(o->text[OPTION_LEAVES], &leaves);
    if (done && leaves.count == 0) done = complain("%s is empty", o->text[OPTION_LEAVES]);
    done = done && make_tree(s, hash, &leaves, &tree) &&
           ok(s, nxz_merkle_tree_depth(tree, 0, &depth, &s->error)) && print_tree(s, o, hash, tree, depth);
    nxz_merkle_tree_free(tree);
    release_rows(&leaves);
    return done;
}

static bool write_way(const struct options *o, uint64_t directions, const nxz_bytes *path) {
    char text[32];
    int len = snprintf(text, sizeof text, "%llu\n", (unsigned long long)directions);
    const char *index_out = o->text[OPTION_INDEX_OUT];
    bool written = write_secret(index_out, (const uint8_t *)text, (size_t)len);
    size_t path_len;
    const uint8_t *siblings = nxz_bytes_data(path, &path_len);
    if (written && !write_secret(o->text[OPTION_PATH_OUT], siblings, path_len)) {
        remove(index_out);
        written = false;
    }
    wipe(text, sizeof text);
    return written;
}

bool run_merkle_path(struct state *s, const struct options *o) {
    nxz_hash hash = (nxz_hash)o->number[OPTION_HASH];
    nxz_merkle_tree *tree = NULL;
    nxz_bytes *path = NULL;
    struct rows leaves;
    uint64_t place = 0, directions = 0, depth;
    bool done = read_rows(o->text[OPTION_LEAVES], &leaves) && read_number(o->text[OPTION_INDEX_FILE], &place);
    if (done && place >= leaves.count) done = complain("there is no leaf with the number in %s", o->text[OPTION_INDEX_FILE]);
    done = done && make_tree(s, hash, &leaves, &tree) && ok(s, nxz_merkle_tree_depth(tree, place, &depth, &s->error)) &&
           ok(s, nxz_merkle_tree_directions(tree, place, &directions, &s->error)) &&
           ok(s, nxz_merkle_tree_path(tree, place, &path, &s->error)) && write_way(o, directions, path) &&
           print_tree(s, o, hash, tree, depth);
    wipe(&directions, sizeof directions);
    wipe(&place, sizeof place);
    nxz_bytes_free(path);
    nxz_merkle_tree_free(tree);
    release_rows(&leaves);
    return done;
}
