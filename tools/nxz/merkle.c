/* Merkle trees as in RFC 6962, section 2.1, from a file of leaves. */
#include "nxz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The tree over the leaves from `first` to before `end`. */
static bool make_tree(struct state *s, nxz_hash hash, const struct rows *leaves, size_t first, size_t end,
                      nxz_merkle_tree **out) {
    bool made = ok(s, nxz_merkle_tree_new(hash, out, &s->error));
    for (size_t i = first; made && i < end; i++) {
        const uint8_t *leaf = leaves->bytes.data + leaves->starts[i];
        made = ok(s, nxz_merkle_tree_add(*out, leaf, leaves->starts[i + 1] - leaves->starts[i], &s->error));
    }
    return made;
}

/* The root over the same leaves: as many bytes at `out` as a digest has. */
static bool subtree_root(struct state *s, nxz_hash hash, const struct rows *leaves, size_t first, size_t end,
                         uint8_t *out, size_t *len) {
    nxz_merkle_tree *tree = NULL;
    bool done = make_tree(s, hash, leaves, first, end, &tree) &&
                ok(s, nxz_merkle_tree_root(tree, out, NXZ_MAX_DIGEST_SIZE, len, &s->error));
    nxz_merkle_tree_free(tree);
    return done;
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
    done = done && make_tree(s, hash, &leaves, 0, leaves.count, &tree) &&
           ok(s, nxz_merkle_tree_depth(tree, 0, &depth, &s->error)) && print_tree(s, o, hash, tree, depth);
    nxz_merkle_tree_free(tree);
    release_rows(&leaves);
    return done;
}

/* The secrets about the place of a leaf: the siblings from leaf to root, and bit i of `directions` where the node at
 * height i is a right child. */
struct way {
    uint8_t siblings[NXZ_MAX_DEPTH * NXZ_MAX_DIGEST_SIZE];
    size_t len;
    uint64_t directions;
};

/* Splits the leaves from the root down, as the RFC does, so that each sibling is the root of the other half. Time and
 * memory accesses depend on the place. */
static bool find_way(struct state *s, nxz_hash hash, const struct rows *leaves, size_t place, uint64_t depth,
                     struct way *out) {
    size_t first = 0, end = leaves->count, digest_len = 0;
    uint8_t sibling[NXZ_MAX_DIGEST_SIZE];
    bool found = true;
    if (depth > NXZ_MAX_DEPTH) return complain("the tree is too deep");
    for (size_t height = (size_t)depth; found && height-- > 0;) {
        size_t half = 1;
        while (2 * half < end - first) half *= 2;
        bool right = place - first >= half;
        found = subtree_root(s, hash, leaves, right ? first : first + half, right ? first + half : end, sibling,
                             &digest_len);
        if (!found) break;
        memcpy(out->siblings + height * digest_len, sibling, digest_len);
        out->directions |= (uint64_t)right << height;
        if (right) first += half;
        else end = first + half;
    }
    wipe(sibling, sizeof sibling);
    out->len = (size_t)depth * digest_len;
    return found;
}

static bool write_way(const struct options *o, const struct way *way) {
    char text[32];
    int len = snprintf(text, sizeof text, "%llu\n", (unsigned long long)way->directions);
    const char *index_out = o->text[OPTION_INDEX_OUT];
    bool written = write_secret(index_out, (const uint8_t *)text, (size_t)len);
    if (written && !write_secret(o->text[OPTION_PATH_OUT], way->siblings, way->len)) {
        remove(index_out);
        written = false;
    }
    wipe(text, sizeof text);
    return written;
}

bool run_merkle_path(struct state *s, const struct options *o) {
    nxz_hash hash = (nxz_hash)o->number[OPTION_HASH];
    nxz_merkle_tree *tree = NULL;
    struct rows leaves;
    struct way way = {.len = 0};
    uint64_t place = 0, depth;
    bool done = read_rows(o->text[OPTION_LEAVES], &leaves) && read_number(o->text[OPTION_INDEX_FILE], &place);
    if (done && place >= leaves.count) done = complain("there is no leaf with the number in %s", o->text[OPTION_INDEX_FILE]);
    done = done && make_tree(s, hash, &leaves, 0, leaves.count, &tree) &&
           ok(s, nxz_merkle_tree_depth(tree, place, &depth, &s->error)) &&
           find_way(s, hash, &leaves, (size_t)place, depth, &way) && write_way(o, &way) &&
           print_tree(s, o, hash, tree, depth);
    wipe(&way, sizeof way);
    wipe(&place, sizeof place);
    nxz_merkle_tree_free(tree);
    release_rows(&leaves);
    return done;
}
