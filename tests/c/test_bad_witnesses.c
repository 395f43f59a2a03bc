/* Witnesses that do not fit: secrets that are missing, of another length, or of another value. All are refused with the
 * same status, whatever is wrong, and no message tells a secret. */
#include "claims.h"

static nxz_error *error;

static nxz_witness *empty(void) {
    nxz_witness *witness = NULL;
    CHECK_OK(nxz_witness_new(&witness, &error));
    return witness;
}

/* Without any secret, every statement fails, and with those of another statement too. */
static void missing(void) {
    struct sample samples[SAMPLES];
    nxz_witness *none = empty(), *unrelated = empty();
    CHECK_OK(nxz_witness_set(unrelated, TEXT("unrelated"), KEY, KEY_SIZE, &error));
    make_samples(samples);
    for (int i = 0; i < SAMPLES; i++) {
        int before = checks_failed;
        unprovable(samples[i].statement, none);
        unprovable(samples[i].statement, unrelated);
        if (checks_failed > before) fprintf(stderr, "  %s\n", samples[i].name);
    }
    free_samples(samples);
    nxz_witness_free(unrelated);
    nxz_witness_free(none);
}

/* Sets one secret of a good witness to bytes that do not fit. */
static void replaced(const nxz_statement *statement, nxz_witness *witness, const char *name, const uint8_t *value,
                     size_t len) {
    int before = checks_failed;
    CHECK_OK(nxz_witness_set(witness, name, strlen(name), value, len, &error));
    unprovable(statement, witness);
    nxz_witness_free(witness);
    if (checks_failed > before) fprintf(stderr, "  %s of %zu bytes\n", name, len);
}

static void lengths_and_values(void) {
    static const uint8_t OTHER[96] = SECRET_MARK;
    nxz_list *list = new_list(NXZ_HASH_SHA256, 10, 3);
    nxz_merkle_tree *tree = new_tree(NXZ_HASH_SHA256, 8, 3);
    nxz_statement *claims[] = {range(NXZ_HASH_SHA256, 77, 18, 120), one_of_many(NXZ_HASH_SHA256, list),
                               membership(NXZ_HASH_SHA256, tree, 3)};
    static const size_t BLINDINGS[] = {0, 31, 32, 33}, NUMBERS[] = {0, 1, 4, 7, 8, 9}, KEYS[] = {0, 31, 32, 33},
                        PATHS[] = {0, 32, 95, 96};
    for (size_t i = 0; i < sizeof BLINDINGS / sizeof BLINDINGS[0]; i++) {
        replaced(claims[0], opening(77), "blinding", OTHER, BLINDINGS[i]);
    }
    for (size_t i = 0; i < sizeof NUMBERS / sizeof NUMBERS[0]; i++) {
        replaced(claims[0], opening(77), "value", OTHER, NUMBERS[i]);
        replaced(claims[1], member(3), "index", OTHER, NUMBERS[i]);
        replaced(claims[2], leaf_at(tree, 3), "index", OTHER, NUMBERS[i]);
    }
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        replaced(claims[1], member(3), "key", OTHER, KEYS[i]);
        replaced(claims[2], leaf_at(tree, 3), "key", OTHER, KEYS[i]);
    }
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++) {
        replaced(claims[2], leaf_at(tree, 3), "path", OTHER, PATHS[i]);
    }
    for (int i = 0; i < 3; i++) nxz_statement_free(claims[i]);
    nxz_merkle_tree_free(tree);
    nxz_list_free(list);
}

/* Numbers are compared whole: none has a second form with more bits. */
static void numbers(void) {
    nxz_list *list = new_list(NXZ_HASH_SHA256, 8, 3);
    nxz_merkle_tree *tree = new_tree(NXZ_HASH_SHA256, 8, 3);
    nxz_statement *in_list = one_of_many(NXZ_HASH_SHA256, list), *in_tree = membership(NXZ_HASH_SHA256, tree, 3);
    for (int bit = 3; bit < 64; bit += bit == 3 ? 1 : 12) {
        uint64_t more = 3 + (UINT64_C(1) << bit);
        nxz_witness *place = member(more), *leaf = leaf_at(tree, 3);
        CHECK_OK(nxz_witness_set_number(leaf, TEXT("index"), more, &error));
        unprovable(in_list, place);
        unprovable(in_tree, leaf);
        nxz_witness_free(leaf);
        nxz_witness_free(place);
    }
    nxz_statement_free(in_tree);
    nxz_statement_free(in_list);
    nxz_merkle_tree_free(tree);
    nxz_list_free(list);
}

/* What the setters refuse. A refused secret leaves the witness as it was. */
static void setters(void) {
    nxz_merkle_tree *tree = new_tree(NXZ_HASH_SHA256, 3, 1), *no_leaves = new_tree(NXZ_HASH_SHA256, 0, 1);
    nxz_statement *statement = membership(NXZ_HASH_SHA256, tree, 1);
    nxz_witness *witness = leaf_at(tree, 1), *long_message = NULL;
    static const uint64_t NO_LEAF[] = {3, 4, UINT32_MAX, INT64_MAX};
    uint64_t depth = 77;
    for (size_t i = 0; i < sizeof NO_LEAF / sizeof NO_LEAF[0]; i++) {
        CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "leaf_index",
                     nxz_witness_set_merkle_path(witness, tree, NO_LEAF[i], NULL, 0, NULL, 0, &error));
        CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "leaf_index", nxz_merkle_tree_depth(tree, NO_LEAF[i], &depth, &error));
        CHECK(depth == 0);
    }
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "leaf_index",
                 nxz_witness_set_merkle_path(witness, tree, UINT64_MAX, NULL, 0, NULL, 0, &error));
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "leaf_index", nxz_merkle_tree_depth(tree, UINT64_MAX, &depth, &error));
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "leaf_index",
                 nxz_witness_set_merkle_path(witness, no_leaves, 0, NULL, 0, NULL, 0, &error));
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "value", nxz_witness_set(witness, TEXT("key"), KEY, (size_t)-1, &error));
    if (!quick()) {
        uint8_t *large = calloc(NXZ_MAX_SECRET_SIZE + 1, 1);
        CHECK_BLAMES(NXZ_ERR_LIMIT_EXCEEDED, "value",
                     nxz_witness_set(witness, TEXT("key"), large, NXZ_MAX_SECRET_SIZE + 1, &error));
        CHECK_BLAMES(NXZ_ERR_LIMIT_EXCEEDED, "message",
                     nxz_witness_preimage(large, NXZ_MAX_SECRET_SIZE + 1, &long_message, &error));
        CHECK(long_message == NULL);
        CHECK_OK(nxz_witness_set(witness, TEXT("large"), large, NXZ_MAX_SECRET_SIZE, &error));
        free(large);
    }
    accepted(128, statement, witness);
    nxz_witness_free(witness);
    nxz_statement_free(statement);
    nxz_merkle_tree_free(no_leaves);
    nxz_merkle_tree_free(tree);
}

int main(void) {
    missing();
    lengths_and_values();
    numbers();
    setters();
    return check_report("bad_witnesses");
}
