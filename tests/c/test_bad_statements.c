/* What no statement can be made of, each with its status and the argument to blame. */
#include "claims.h"

enum { SHA256 = NXZ_HASH_SHA256 };

static nxz_error *error;
static const uint8_t DIGEST[64];
/* Every constructor must leave NULL here. */
static nxz_statement *statement;

#define REFUSED(status, field, call)                \
    do {                                            \
        statement = (nxz_statement *)(void *)&error; \
        CHECK_BLAMES(status, field, call);          \
        CHECK(statement == NULL);                   \
    } while (0)

static void unknown_numbers(void) {
    static const uint32_t UNKNOWN[] = {0, 9, 99, 0x80000000u, UINT32_MAX};
    nxz_message *message = key_message();
    nxz_list *list = new_list(SHA256, 3, 1);
    nxz_merkle_tree *tree = NULL;
    uint8_t out[NXZ_MAX_DIGEST_SIZE];
    size_t len;
    for (size_t i = 0; i < sizeof UNKNOWN / sizeof UNKNOWN[0]; i++) {
        const uint32_t n = UNKNOWN[i];
        const nxz_status status = NXZ_ERR_UNSUPPORTED;
        REFUSED(status, "hash", nxz_statement_preimage(n, DIGEST, 32, 1, &statement, &error));
        REFUSED(status, "hash", nxz_statement_preimage_sized(n, DIGEST, 32, 1, &statement, &error));
        REFUSED(status, "hash", nxz_statement_preimage_parts(n, DIGEST, 32, message, &statement, &error));
        REFUSED(status, "hash", nxz_statement_range(n, DIGEST, 32, 1, 2, NULL, 0, NULL, 0, &statement, &error));
        REFUSED(status, "hash", nxz_statement_one_of_many(n, list, message, NULL, 0, &statement, &error));
        REFUSED(status, "hash",
                nxz_statement_membership(n, DIGEST, 32, 1, message, NULL, 0, NULL, 0, &statement, &error));
        REFUSED(status, "group", nxz_statement_discrete_log(n, DIGEST, 32, DIGEST, 32, NULL, 0, &statement, &error));
        CHECK_BLAMES(status, "hash", nxz_merkle_tree_new(n, &tree, &error));
        CHECK_BLAMES(status, "hash", nxz_hmac(n, NULL, 0, NULL, 0, out, sizeof out, &len, &error));
        CHECK_BLAMES(status, "hash", nxz_commit(n, 7, BLINDING, 32, out, sizeof out, &len, &error));
        CHECK_BLAMES(status, "group", nxz_group_generator(n, out, sizeof out, &len, &error));
        CHECK_BLAMES(status, "group", nxz_group_public_value(n, DIGEST, 32, EXPONENT, 32, out, sizeof out, &len, &error));
    }
    nxz_list_free(list);
    nxz_message_free(message);
}

static void lengths(void) {
    nxz_message *message = key_message();
    const nxz_status status = NXZ_ERR_INVALID_ARGUMENT;
    for (size_t len = 0; len <= sizeof DIGEST; len++) {
        if (len == 32) continue;
        REFUSED(status, "digest", nxz_statement_preimage_parts(SHA256, DIGEST, len, message, &statement, &error));
        REFUSED(status, "commitment",
                nxz_statement_range(NXZ_HASH_BLAKE3, DIGEST, len, 1, 2, NULL, 0, NULL, 0, &statement, &error));
        REFUSED(status, "root",
                nxz_statement_membership(SHA256, DIGEST, len, 1, message, NULL, 0, NULL, 0, &statement, &error));
    }
    REFUSED(status, "digest", nxz_statement_preimage(NXZ_HASH_SHA512, DIGEST, 32, 1, &statement, &error));
    REFUSED(status, "digest", nxz_statement_preimage_sized(NXZ_HASH_SHA384, DIGEST, 64, 1, &statement, &error));
    REFUSED(status, "min", nxz_statement_range(SHA256, DIGEST, 32, 2, 1, NULL, 0, NULL, 0, &statement, &error));
    REFUSED(status, "min", nxz_statement_range(SHA256, DIGEST, 32, UINT64_MAX, 0, NULL, 0, NULL, 0, &statement, &error));
    static const uint64_t DEPTHS[] = {NXZ_MAX_DEPTH + 1, UINT32_MAX, UINT64_MAX};
    for (int i = 0; i < 3; i++) {
        REFUSED(NXZ_ERR_LIMIT_EXCEEDED, "depth",
                nxz_statement_membership(SHA256, DIGEST, 32, DEPTHS[i], message, NULL, 0, NULL, 0, &statement, &error));
    }
    CHECK_OK(nxz_statement_membership(SHA256, DIGEST, 32, NXZ_MAX_DEPTH, message, NULL, 0, NULL, 0, &statement, &error));
    nxz_statement_free(statement);
    nxz_message_free(message);
}

/* A key goes with an HMAC, and an HMAC with a key; it commits to nothing and makes no trees. */
static void keys(void) {
    nxz_message *plain = key_message(), *keyed = key_message(), *public_key = key_message(), *long_key = key_message();
    nxz_list *list = new_list(SHA256, 3, 1);
    nxz_merkle_tree *tree = (nxz_merkle_tree *)(void *)&error;
    uint8_t out[NXZ_MAX_DIGEST_SIZE];
    size_t len;
    const nxz_status status = NXZ_ERR_INVALID_ARGUMENT;
    const nxz_hash hmac = NXZ_HASH_HMAC_SHA256;
    CHECK_OK(nxz_message_set_key(keyed, TEXT("mac key"), 32, &error));
    CHECK_OK(nxz_message_set_public_key(public_key, BYTES("public"), &error));
    CHECK_OK(nxz_message_set_key(long_key, TEXT("mac key"), 64 * NXZ_MAX_BLOCKS, &error));
    REFUSED(status, "message", nxz_statement_preimage_parts(hmac, DIGEST, 32, plain, &statement, &error));
    REFUSED(status, "message", nxz_statement_preimage_parts(SHA256, DIGEST, 32, keyed, &statement, &error));
    REFUSED(status, "message", nxz_statement_preimage_parts(SHA256, DIGEST, 32, public_key, &statement, &error));
    REFUSED(status, "message", nxz_statement_one_of_many(SHA256, list, keyed, NULL, 0, &statement, &error));
    REFUSED(status, "leaf", nxz_statement_membership(SHA256, DIGEST, 32, 1, keyed, NULL, 0, NULL, 0, &statement, &error));
    REFUSED(NXZ_ERR_LIMIT_EXCEEDED, "message",
            nxz_statement_preimage_parts(hmac, DIGEST, 32, long_key, &statement, &error));
    for (nxz_hash hash = NXZ_HASH_HMAC_SHA256; hash <= NXZ_HASH_HMAC_SHA512; hash++) {
        size_t digest_len = hash == hmac ? 32 : 64;
        CHECK_FAILS(status, nxz_statement_preimage(hash, DIGEST, digest_len, 1, &statement, &error));
        CHECK_FAILS(status, nxz_statement_preimage_sized(hash, DIGEST, digest_len, 1, &statement, &error));
        REFUSED(status, "hash", nxz_statement_range(hash, DIGEST, digest_len, 1, 2, NULL, 0, NULL, 0, &statement, &error));
        REFUSED(status, "hash",
                nxz_statement_membership(hash, DIGEST, digest_len, 1, plain, NULL, 0, NULL, 0, &statement, &error));
        CHECK_BLAMES(status, "hash", nxz_merkle_tree_new(hash, &tree, &error));
        CHECK(tree == NULL);
        CHECK_BLAMES(status, "hash", nxz_commit(hash, 7, BLINDING, 32, out, sizeof out, &len, &error));
    }
    for (nxz_hash hash = SHA256; hash <= NXZ_HASH_KECCAK256; hash++) {
        CHECK_BLAMES(status, "hash", nxz_hmac(hash, KEY, 32, KEY, 32, out, sizeof out, &len, &error));
        CHECK(len == 0);
    }
    nxz_list_free(list);
    nxz_message_free(long_key);
    nxz_message_free(public_key);
    nxz_message_free(keyed);
    nxz_message_free(plain);
}

static void names(void) {
    static const struct {
        const char *text;
        size_t len;
    } BAD[] = {
        {"", 0},
        {"a name of sixty-five bytes, which is one more than a name may have", 65},
        {"control\x1f", 8},
        {"line\n", 5},
        {"nul\0", 4},
        {"\x7f", 1},
        {"\xc2\x80", 2},
        {"no UTF-8 \xff", 10},
        {"half a character \xc3", 18},
        {"\xc0\x80", 2},
    };
    nxz_message *message = NULL, *parts = key_message();
    nxz_list *list = new_list(SHA256, 3, 1);
    nxz_merkle_tree *tree = new_tree(SHA256, 3, 1);
    nxz_witness *witness = NULL;
    uint8_t element[32];
    size_t len;
    const nxz_status status = NXZ_ERR_INVALID_ARGUMENT;
    CHECK_OK(nxz_message_new(&message, &error));
    CHECK_OK(nxz_witness_new(&witness, &error));
    CHECK_OK(nxz_group_generator(NXZ_GROUP_RISTRETTO255, element, sizeof element, &len, &error));
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        const char *bad = BAD[i].text;
        const size_t n = BAD[i].len;
        CHECK_BLAMES(status, "name", nxz_message_add_secret(message, bad, n, 4, &error));
        CHECK_BLAMES(status, "name", nxz_message_add_hidden(message, bad, n, 1, &error));
        CHECK_BLAMES(status, "name", nxz_message_set_key(message, bad, n, 4, &error));
        CHECK_BLAMES(status, "name", nxz_witness_set(witness, bad, n, KEY, KEY_SIZE, &error));
        CHECK_BLAMES(status, "name", nxz_witness_set_number(witness, bad, n, 7, &error));
        if (n == 0) continue; /* Where a name is optional, none means the usual one. */
        REFUSED(status, "value_name", nxz_statement_range(SHA256, DIGEST, 32, 1, 2, bad, n, NULL, 0, &statement, &error));
        REFUSED(status, "blinding_name", nxz_statement_range(SHA256, DIGEST, 32, 1, 2, NULL, 0, bad, n, &statement, &error));
        REFUSED(status, "index_name", nxz_statement_one_of_many(SHA256, list, parts, bad, n, &statement, &error));
        REFUSED(status, "index_name",
                nxz_statement_membership(SHA256, DIGEST, 32, 1, parts, bad, n, NULL, 0, &statement, &error));
        REFUSED(status, "path_name",
                nxz_statement_membership(SHA256, DIGEST, 32, 1, parts, NULL, 0, bad, n, &statement, &error));
        REFUSED(status, "secret_name",
                nxz_statement_discrete_log(NXZ_GROUP_RISTRETTO255, element, 32, element, 32, bad, n, &statement, &error));
        CHECK_BLAMES(status, "index_name", nxz_witness_set_merkle_path(witness, tree, 0, bad, n, NULL, 0, &error));
        CHECK_BLAMES(status, "path_name", nxz_witness_set_merkle_path(witness, tree, 0, NULL, 0, bad, n, &error));
    }
    CHECK_BLAMES(status, "path_name", nxz_witness_set_merkle_path(witness, tree, 0, TEXT("path"), NULL, 0, &error));
    /* The longest name, and one that is not ASCII. */
    CHECK_OK(nxz_message_add_secret(message, BAD[1].text, NXZ_MAX_NAME_SIZE, 4, &error));
    CHECK_OK(nxz_message_add_secret(message, TEXT("Schl\xc3\xbcssel"), 4, &error));
    nxz_witness_free(witness);
    nxz_merkle_tree_free(tree);
    nxz_list_free(list);
    nxz_message_free(parts);
    nxz_message_free(message);
}

/* One name, one size: within a message, within a statement, and across a conjunction. */
static void sizes_of_a_secret(void) {
    nxz_message *two_sizes = key_message(), *hidden_too = key_message(), *other_size = NULL;
    nxz_list *list = new_list(SHA256, 3, 1);
    nxz_statement *claims[2] = {NULL};
    const nxz_statement *const *const array = (const nxz_statement *const *)claims;
    const nxz_status status = NXZ_ERR_INVALID_ARGUMENT;
    CHECK_OK(nxz_message_add_secret(two_sizes, TEXT("key"), 31, &error));
    CHECK_OK(nxz_message_add_hidden(hidden_too, TEXT("key"), 1, &error));
    REFUSED(status, "message", nxz_statement_preimage_parts(SHA256, DIGEST, 32, two_sizes, &statement, &error));
    REFUSED(status, "message", nxz_statement_preimage_parts(SHA256, DIGEST, 32, hidden_too, &statement, &error));
    REFUSED(status, "message", nxz_statement_one_of_many(SHA256, list, two_sizes, NULL, 0, &statement, &error));
    REFUSED(status, "leaf",
            nxz_statement_membership(SHA256, DIGEST, 32, 1, two_sizes, NULL, 0, NULL, 0, &statement, &error));
    CHECK_FAILS(status, nxz_statement_range(SHA256, DIGEST, 32, 1, 2, TEXT("x"), TEXT("x"), &statement, &error));

    CHECK_OK(nxz_message_new(&other_size, &error));
    CHECK_OK(nxz_message_add_secret(other_size, TEXT("key"), 31, &error));
    claims[0] = nullifier("poll 7");
    CHECK_OK(nxz_statement_preimage_parts(SHA256, DIGEST, 32, other_size, &claims[1], &error));
    REFUSED(status, "statements", nxz_statement_conjunction(array, 2, &statement, &error));
    nxz_statement_free(claims[0]);
    nxz_statement_free(claims[1]);
    /* A hidden secret stands in one place. */
    claims[0] = new_statement(SHA256, KEY, KEY_SIZE, false);
    claims[1] = claims[0];
    REFUSED(status, "statements", nxz_statement_conjunction(array, 2, &statement, &error));
    nxz_statement_free(claims[0]);
    nxz_list_free(list);
    nxz_message_free(other_size);
    nxz_message_free(hidden_too);
    nxz_message_free(two_sizes);
}

static void parts(void) {
    nxz_message *message = NULL, *crowded = NULL, *endless = NULL, *late = NULL;
    uint8_t block[64] = {0};
    CHECK_OK(nxz_message_new(&message, &error));
    for (int i = 0; i < NXZ_MAX_PARTS; i++) CHECK_OK(nxz_message_add_public(message, BYTES("p"), &error));
    CHECK_OK(nxz_statement_preimage_parts(SHA256, DIGEST, 32, message, &statement, &error));
    nxz_statement_free(statement);
    /* The prefix of a leaf is one more. */
    REFUSED(NXZ_ERR_LIMIT_EXCEEDED, "leaf",
            nxz_statement_membership(SHA256, DIGEST, 32, 1, message, NULL, 0, NULL, 0, &statement, &error));
    CHECK_BLAMES(NXZ_ERR_LIMIT_EXCEEDED, "message", nxz_message_add_public(message, BYTES("p"), &error));
    CHECK_BLAMES(NXZ_ERR_LIMIT_EXCEEDED, "message", nxz_message_add_secret(message, TEXT("s"), 1, &error));
    CHECK_BLAMES(NXZ_ERR_LIMIT_EXCEEDED, "message", nxz_message_add_hidden(message, TEXT("h"), 1, &error));
    nxz_message_free(message);

    /* A second hidden part; then no room for the first, in one block of 64 bytes and in no block at all. */
    CHECK_OK(nxz_message_new(&crowded, &error));
    CHECK_OK(nxz_message_add_public(crowded, block, 56, &error));
    CHECK_OK(nxz_message_add_hidden(crowded, TEXT("h"), 1, &error));
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "message", nxz_message_add_hidden(crowded, TEXT("other"), 1, &error));
    REFUSED(NXZ_ERR_INVALID_ARGUMENT, "message",
            nxz_statement_preimage_parts(SHA256, DIGEST, 32, crowded, &statement, &error));
    nxz_message_free(crowded);
    static const struct {
        uint64_t blocks;
        nxz_status status;
    } BLOCKS[] = {
        {0, NXZ_ERR_INVALID_ARGUMENT},
        {NXZ_MAX_BLOCKS + 1, NXZ_ERR_LIMIT_EXCEEDED},
        {INT64_MAX, NXZ_ERR_LIMIT_EXCEEDED},
    };
    for (int i = 0; i < 3; i++) {
        CHECK_OK(nxz_message_new(&message, &error));
        CHECK_OK(nxz_message_add_hidden(message, TEXT("h"), BLOCKS[i].blocks, &error));
        REFUSED(BLOCKS[i].status, "message", nxz_statement_preimage_parts(SHA256, DIGEST, 32, message, &statement, &error));
        nxz_message_free(message);
    }
    CHECK_OK(nxz_message_new(&late, &error));
    CHECK_BLAMES(NXZ_ERR_LIMIT_EXCEEDED, "blocks", nxz_message_add_hidden(late, TEXT("h"), UINT64_MAX, &error));
    /* The refused part left nothing behind: another one may be hidden. */
    CHECK_OK(nxz_message_add_hidden(late, TEXT("h"), 1, &error));
    nxz_message_free(late);

    /* Lengths that no block count holds, alone and together. */
    CHECK_OK(nxz_message_new(&endless, &error));
    CHECK_BLAMES(NXZ_ERR_LIMIT_EXCEEDED, "len", nxz_message_add_secret(endless, TEXT("s"), UINT64_MAX, &error));
    CHECK_BLAMES(NXZ_ERR_LIMIT_EXCEEDED, "len", nxz_message_set_key(endless, TEXT("s"), UINT64_MAX, &error));
    for (int i = 0; i < 3; i++) {
        CHECK_OK(nxz_message_add_secret(endless, TEXT("s"), INT64_MAX, &error));
        REFUSED(NXZ_ERR_LIMIT_EXCEEDED, "message",
                nxz_statement_preimage_parts(SHA256, DIGEST, 32, endless, &statement, &error));
        REFUSED(NXZ_ERR_LIMIT_EXCEEDED, "leaf",
                nxz_statement_membership(SHA256, DIGEST, 32, 1, endless, NULL, 0, NULL, 0, &statement, &error));
    }
    nxz_message_free(endless);
    REFUSED(NXZ_ERR_LIMIT_EXCEEDED, "blocks",
            nxz_statement_preimage(NXZ_HASH_BLAKE3, DIGEST, 32, 17, &statement, &error));
    REFUSED(NXZ_ERR_LIMIT_EXCEEDED, "message_len",
            nxz_statement_preimage_sized(NXZ_HASH_BLAKE3, DIGEST, 32, 1025, &statement, &error));
}

static void lists(void) {
    nxz_list *list = (nxz_list *)(void *)&error;
    nxz_message *message = key_message();
    uint64_t place = 77;
    const nxz_status status = NXZ_ERR_INVALID_ARGUMENT;
    CHECK_BLAMES(status, "entries", nxz_list_new(NULL, 0, 32, &list, &error));
    CHECK(list == NULL);
    CHECK_BLAMES(status, "entries", nxz_list_new(DIGEST, 33, 32, &list, &error));
    CHECK_BLAMES(status, "entries", nxz_list_new(DIGEST, 31, 32, &list, &error));
    CHECK_BLAMES(status, "entries", nxz_list_new(DIGEST, 64, SIZE_MAX, &list, &error));
    CHECK_BLAMES(status, "entries", nxz_list_new(DIGEST, (size_t)-1, 32, &list, &error));
    CHECK_FAILS(status, nxz_list_new(DIGEST, 64, 0, &list, &error));
    CHECK_FAILS(status, nxz_list_new(NULL, 0, 0, &list, &error));

    static const size_t OTHER[] = {1, 16, 31, 64};
    for (size_t i = 0; i < sizeof OTHER / sizeof OTHER[0]; i++) {
        CHECK_OK(nxz_list_new(DIGEST, OTHER[i], OTHER[i], &list, &error));
        REFUSED(status, "list", nxz_statement_one_of_many(SHA256, list, message, NULL, 0, &statement, &error));
        CHECK_BLAMES(status, "digest", nxz_list_find(list, DIGEST, 32, &place, &error));
        CHECK(place == 0);
        nxz_list_free(list);
    }
    if (!quick()) {
        /* Entries of one byte, to bound what is allocated: the count is what is refused. */
        uint8_t *entries = calloc(NXZ_MAX_LIST_SIZE + 1, 1);
        CHECK_BLAMES(NXZ_ERR_LIMIT_EXCEEDED, "entries", nxz_list_new(entries, NXZ_MAX_LIST_SIZE + 1, 1, &list, &error));
        CHECK(list == NULL);
        CHECK_OK(nxz_list_new(entries, NXZ_MAX_LIST_SIZE, 1, &list, &error));
        CHECK(nxz_list_len(list) == NXZ_MAX_LIST_SIZE);
        nxz_list_free(list);
        free(entries);
    }
    nxz_message_free(message);
}

static void conjunctions(void) {
    nxz_statement *one = nullifier("poll 7"), *log = discrete_log(NXZ_GROUP_P256);
    nxz_statement *pair = both(nullifier("poll 7"), nullifier("poll 8"));
    const nxz_statement *claims[NXZ_MAX_CLAIMS + 1];
    for (int i = 0; i <= NXZ_MAX_CLAIMS; i++) claims[i] = one;
    REFUSED(NXZ_ERR_INVALID_ARGUMENT, "statements", nxz_statement_conjunction(claims, 0, &statement, &error));
    REFUSED(NXZ_ERR_INVALID_ARGUMENT, "statements", nxz_statement_conjunction(NULL, 0, &statement, &error));
    REFUSED(NXZ_ERR_NULL_POINTER, "statements", nxz_statement_conjunction(NULL, 2, &statement, &error));
    const nxz_statement *const hole[] = {one, one, NULL};
    CHECK(nxz_statement_conjunction(hole, 3, &statement, &error) == NXZ_ERR_NULL_POINTER && statement == NULL);
    CHECK(strstr(nxz_error_message(error), "element 2") != NULL);
    nxz_error_free(error);
    error = NULL;
    REFUSED(NXZ_ERR_INVALID_ARGUMENT, "statements", nxz_statement_conjunction(claims, 1, &statement, &error));
    REFUSED(NXZ_ERR_LIMIT_EXCEEDED, "statements",
            nxz_statement_conjunction(claims, NXZ_MAX_CLAIMS + 1, &statement, &error));
    REFUSED(NXZ_ERR_LIMIT_EXCEEDED, "statements", nxz_statement_conjunction(claims, SIZE_MAX, &statement, &error));
    for (int i = 0; i < 2; i++) {
        claims[i] = log;
        REFUSED(NXZ_ERR_INVALID_ARGUMENT, "statements", nxz_statement_conjunction(claims, 2, &statement, &error));
        claims[i] = pair;
        REFUSED(NXZ_ERR_INVALID_ARGUMENT, "statements", nxz_statement_conjunction(claims, 2, &statement, &error));
        claims[i] = one;
    }
    nxz_statement_free(pair);
    nxz_statement_free(log);
    nxz_statement_free(one);
}

/* Encodings that are no element, or the identity; ristretto255 has one encoding of it, SEC1 the byte 0. */
static void elements(void) {
    uint8_t generator[65], longer[66] = {0}, out[NXZ_MAX_DIGEST_SIZE];
    uint8_t bad[4][33];
    const nxz_status status = NXZ_ERR_INVALID_ARGUMENT;
    for (nxz_group group = NXZ_GROUP_RISTRETTO255; group <= NXZ_GROUP_SECP256K1; group++) {
        size_t len = 0, out_len;
        CHECK_OK(nxz_group_generator(group, generator, sizeof generator, &len, &error));
        memset(bad[0], 0, sizeof bad[0]);         /* the identity of ristretto255; no SEC1 tag for this length */
        memset(bad[1], 0xff, sizeof bad[1]);      /* not below the prime */
        memcpy(bad[2], generator, sizeof bad[2]); /* negative in ristretto255; another tag in SEC1 */
        bad[2][0] ^= group == NXZ_GROUP_RISTRETTO255 ? 1 : 4;
        memset(bad[3], 0xff, sizeof bad[3]);      /* a coordinate not below the prime, under a good tag */
        bad[3][0] = group == NXZ_GROUP_RISTRETTO255 ? 0xfe : 2;
        for (int i = 0; i < 4; i++) {
            REFUSED(status, "generator",
                    nxz_statement_discrete_log(group, bad[i], len, generator, len, NULL, 0, &statement, &error));
            REFUSED(status, "public_value",
                    nxz_statement_discrete_log(group, generator, len, bad[i], len, NULL, 0, &statement, &error));
            CHECK_BLAMES(status, "generator", nxz_group_public_value(group, bad[i], len, EXPONENT, 32, out, sizeof out,
                                                                     &out_len, &error));
            CHECK(out_len == 0);
        }
        /* The identity in SEC1. */
        REFUSED(status, "public_value",
                nxz_statement_discrete_log(group, generator, len, bad[0], 1, NULL, 0, &statement, &error));
        memcpy(longer, generator, len);
        const size_t wrong[] = {0, 1, len - 1, len + 1, 64, 66};
        for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
            REFUSED(status, "generator",
                    nxz_statement_discrete_log(group, longer, wrong[i], generator, len, NULL, 0, &statement, &error));
            REFUSED(status, "public_value",
                    nxz_statement_discrete_log(group, generator, len, longer, wrong[i], NULL, 0, &statement, &error));
        }
    }
}

int main(void) {
    unknown_numbers();
    lengths();
    keys();
    names();
    sizes_of_a_secret();
    parts();
    lists();
    conjunctions();
    elements();
    return check_report("bad_statements");
}
