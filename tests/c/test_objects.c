/* What statements are about, computed in the ordinary way: digests, HMACs, commitments, lists, Merkle trees and groups, against the
 * standards' own examples. */
#include "claims.h"

static nxz_error *error;
static uint8_t out[NXZ_MAX_DIGEST_SIZE];
static size_t len;

/* FIPS 180-4, FIPS 202, the test vectors of BLAKE3, and Keccak as submitted: the digests of "abc". */
static void digests(void) {
    static const char *const ABC[] = {
        NULL,
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
        "6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
        "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
    };
    for (nxz_hash hash = NXZ_HASH_SHA256; hash <= NXZ_HASH_KECCAK256; hash++) {
        CHECK_OK(nxz_digest(hash, BYTES("abc"), out, sizeof out, &len, &error));
        CHECK(is_hex(out, len, ABC[hash]));
        CHECK_OK(nxz_digest(hash, BYTES("abc"), out, len, &len, &error));
        CHECK_BLAMES(NXZ_ERR_BUFFER_TOO_SMALL, "out", nxz_digest(hash, BYTES("abc"), out, len - 1, &len, &error));
        CHECK(len == 0);
    }
}

/* RFC 4231, section 4.3, and an empty key. */
static void hmacs(void) {
    static const char *const TAGS[] = {
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
        "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"};
    for (int i = 0; i < 2; i++) {
        const nxz_hash hash = NXZ_HASH_HMAC_SHA256 + (nxz_hash)i;
        uint8_t unkeyed[NXZ_MAX_DIGEST_SIZE];
        size_t unkeyed_len;
        CHECK_OK(nxz_hmac(hash, BYTES("Jefe"), BYTES("what do ya want for nothing?"), out, sizeof out, &len, &error));
        CHECK(is_hex(out, len, TAGS[i]));
        CHECK_BLAMES(NXZ_ERR_BUFFER_TOO_SMALL, "out", nxz_hmac(hash, BYTES("k"), BYTES("m"), out, len - 1, &len, &error));
        CHECK(len == 0 && is_hex(out, strlen(TAGS[i]) / 2, TAGS[i]));
        CHECK_OK(nxz_hmac(hash, NULL, 0, NULL, 0, out, sizeof out, &len, &error));
        CHECK_OK(nxz_digest(hash, NULL, 0, unkeyed, sizeof unkeyed, &unkeyed_len, &error));
        CHECK(len == unkeyed_len && memcmp(out, unkeyed, len) == 0);
    }
}

static void commitments(void) {
    uint8_t message[15 + 8 + NXZ_BLINDING_SIZE] = "nexuszero/u64/1\x08\x07\x06\x05\x04\x03\x02\x01";
    uint8_t expected[NXZ_MAX_DIGEST_SIZE], blinding[2][NXZ_BLINDING_SIZE + 1];
    size_t expected_len;
    memcpy(message + 23, BLINDING, NXZ_BLINDING_SIZE);
    for (nxz_hash hash = NXZ_HASH_SHA256; hash <= NXZ_HASH_KECCAK256; hash++) {
        CHECK_OK(nxz_commit(hash, UINT64_C(0x0102030405060708), BLINDING, sizeof BLINDING, out, sizeof out, &len, &error));
        CHECK_OK(nxz_digest(hash, message, sizeof message, expected, sizeof expected, &expected_len, &error));
        CHECK(len == expected_len && memcmp(out, expected, len) == 0);
    }
    for (size_t wrong = 0; wrong <= 64; wrong++) {
        if (wrong == NXZ_BLINDING_SIZE) continue;
        CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "blinding",
                     nxz_commit(NXZ_HASH_SHA256, 7, expected, wrong, out, sizeof out, &len, &error));
        CHECK(len == 0);
    }
    CHECK_BLAMES(NXZ_ERR_BUFFER_TOO_SMALL, "out",
                 nxz_commit(NXZ_HASH_SHA256, 7, BLINDING, sizeof BLINDING, out, 31, &len, &error));

    /* Blindings are fresh, and no byte behind them is touched. */
    memset(blinding, 0xee, sizeof blinding);
    CHECK_BLAMES(NXZ_ERR_BUFFER_TOO_SMALL, "out", nxz_blinding_new(blinding[0], NXZ_BLINDING_SIZE - 1, &len, &error));
    CHECK(len == 0);
    for (size_t i = 0; i <= NXZ_BLINDING_SIZE; i++) CHECK(blinding[0][i] == 0xee);
    for (int i = 0; i < 2; i++) {
        CHECK_OK(nxz_blinding_new(blinding[i], sizeof blinding[i], &len, &error));
        CHECK(len == NXZ_BLINDING_SIZE && blinding[i][NXZ_BLINDING_SIZE] == 0xee);
    }
    CHECK(memcmp(blinding[0], blinding[1], NXZ_BLINDING_SIZE) != 0);
}

static void lists(void) {
    uint8_t entries[3 * 32], digest[2][NXZ_MAX_DIGEST_SIZE];
    nxz_list *list = NULL, *swapped = NULL;
    uint64_t place;
    fill(entries, 64, 1);
    memcpy(entries + 64, entries, 32);
    CHECK_OK(nxz_list_new(entries, sizeof entries, 32, &list, &error));
    CHECK_OK(nxz_list_new(entries + 32, 64, 32, &swapped, &error));
    CHECK(nxz_list_len(list) == 3 && nxz_list_len(swapped) == 2);
    /* The first place of two. */
    CHECK_OK(nxz_list_find(list, entries + 64, 32, &place, &error));
    CHECK(place == 0);
    CHECK_OK(nxz_list_find(list, entries + 32, 32, &place, &error));
    CHECK(place == 1);
    entries[0] ^= 1;
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "digest", nxz_list_find(list, entries, 32, &place, &error));
    CHECK(place == 0);
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "digest", nxz_list_find(list, NULL, 0, &place, &error));
    CHECK_OK(nxz_list_digest(list, digest[0], sizeof digest[0], &len, &error));
    CHECK(len == 64);
    CHECK_OK(nxz_list_digest(swapped, digest[1], sizeof digest[1], &len, &error));
    CHECK(memcmp(digest[0], digest[1], 64) != 0);
    CHECK_BLAMES(NXZ_ERR_BUFFER_TOO_SMALL, "out", nxz_list_digest(list, digest[0], 63, &len, &error));
    nxz_list_free(swapped);
    nxz_list_free(list);
}

/* The tree that the reference implementation of RFC 6962 is tested with. */
static void trees(void) {
    static const struct {
        const char *leaf;
        size_t len;
        const char *root;
    } STEPS[] = {
        {"", 0, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
        {"\x00", 1, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
        {"\x10", 1, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
        {"\x20\x21", 2, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
        {"\x30\x31", 2, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
        {"\x40\x41\x42\x43", 4, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
        {"\x50\x51\x52\x53\x54\x55\x56\x57", 8, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
        {"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16,
         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
    };
    /* Of the tree of seven leaves: the last leaf is a child of the root's child. */
    static const uint64_t DEPTHS[] = {3, 3, 3, 3, 3, 3, 2};
    nxz_merkle_tree *tree = NULL;
    CHECK_OK(nxz_merkle_tree_new(NXZ_HASH_SHA256, &tree, &error));
    CHECK(nxz_merkle_tree_len(tree) == 0);
    CHECK_OK(nxz_merkle_tree_root(tree, out, sizeof out, &len, &error));
    CHECK(is_hex(out, len, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    for (size_t i = 0; i < sizeof STEPS / sizeof STEPS[0]; i++) {
        CHECK_OK(nxz_merkle_tree_add(tree, (const uint8_t *)STEPS[i].leaf, STEPS[i].len, &error));
        CHECK_OK(nxz_merkle_tree_root(tree, out, sizeof out, &len, &error));
        CHECK(is_hex(out, len, STEPS[i].root));
        CHECK(nxz_merkle_tree_len(tree) == i + 1);
        for (uint64_t leaf = 0; i == 6 && leaf < 7; leaf++) {
            uint64_t depth = 0;
            CHECK_OK(nxz_merkle_tree_depth(tree, leaf, &depth, &error));
            CHECK(depth == DEPTHS[leaf]);
        }
    }
    CHECK_BLAMES(NXZ_ERR_BUFFER_TOO_SMALL, "out", nxz_merkle_tree_root(tree, out, 31, &len, &error));
    CHECK(len == 0);
    nxz_merkle_tree_free(tree);
}

/* Hashing a leaf with the siblings on its way gives the root (RFC 6962, section 2.1), for every leaf of trees of all shapes. */
static void paths(void) {
    for (uint64_t leaves = 1; leaves <= 9; leaves++) {
        nxz_merkle_tree *tree = new_tree(NXZ_HASH_SHA256, leaves, leaves);
        uint8_t root[32], node[1 + 64];
        nxz_bytes *path = NULL;
        uint64_t depth, directions;
        size_t root_len, path_len;
        CHECK_OK(nxz_merkle_tree_root(tree, root, sizeof root, &root_len, &error));
        for (uint64_t leaf = 0; leaf < leaves; leaf++) {
            CHECK_OK(nxz_merkle_tree_depth(tree, leaf, &depth, &error));
            CHECK_OK(nxz_merkle_tree_directions(tree, leaf, &directions, &error));
            CHECK_OK(nxz_merkle_tree_path(tree, leaf, &path, &error));
            const uint8_t *siblings = nxz_bytes_data(path, &path_len);
            CHECK(path_len == 32 * depth && directions >> depth == 0);
            CHECK((leaves & (leaves - 1)) != 0 || directions == leaf);
            node[0] = 0;
            memcpy(node + 1, &leaf, sizeof leaf);
            CHECK_OK(nxz_digest(NXZ_HASH_SHA256, node, 1 + sizeof leaf, out, sizeof out, &len, &error));
            node[0] = 1;
            for (uint64_t height = 0; 32 * height < path_len; height++) {
                const size_t right = directions >> height & 1;
                memcpy(node + 1 + 32 * right, out, 32);
                memcpy(node + 33 - 32 * right, siblings + 32 * height, 32);
                CHECK_OK(nxz_digest(NXZ_HASH_SHA256, node, sizeof node, out, sizeof out, &len, &error));
            }
            CHECK(memcmp(out, root, 32) == 0);
            nxz_bytes_free(path);
        }
        CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "leaf_index", nxz_merkle_tree_directions(tree, leaves, &directions, &error));
        CHECK(directions == 0);
        CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "leaf_index", nxz_merkle_tree_path(tree, leaves, &path, &error));
        CHECK(path == NULL);
        nxz_merkle_tree_free(tree);
    }
}

/* RFC 9496, appendix A.1; SEC 2, sections 2.4.1 and 2.4.2. One is the scalar of the generator. */
static void groups(void) {
    static const char *const GENERATORS[] = {
        NULL,
        "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76",
        "036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
        "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
    };
    uint8_t generator[NXZ_MAX_DIGEST_SIZE];
    size_t generator_len;
    for (nxz_group group = NXZ_GROUP_RISTRETTO255; group <= NXZ_GROUP_SECP256K1; group++) {
        const int first = group == NXZ_GROUP_RISTRETTO255 ? 0 : 31;
        uint8_t scalar[33] = {0};
        CHECK_OK(nxz_group_generator(group, generator, sizeof generator, &generator_len, &error));
        CHECK(is_hex(generator, generator_len, GENERATORS[group]));
        CHECK_BLAMES(NXZ_ERR_BUFFER_TOO_SMALL, "out", nxz_group_generator(group, out, generator_len - 1, &len, &error));
        CHECK(len == 0);
        CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "secret", nxz_group_public_value(group, generator, generator_len, scalar, 32,
                                                                                out, sizeof out, &len, &error));
        scalar[first] = 1;
        CHECK_OK(nxz_group_public_value(group, generator, generator_len, scalar, 32, out, sizeof out, &len, &error));
        CHECK(len == generator_len && memcmp(out, generator, len) == 0);
        for (size_t wrong = 31; wrong <= 33; wrong += 2) {
            CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "secret",
                         nxz_group_public_value(group, generator, generator_len, scalar, wrong, out, sizeof out, &len, &error));
        }
        memset(scalar, 0xff, sizeof scalar);
        CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "secret", nxz_group_public_value(group, generator, generator_len, scalar, 32,
                                                                                out, sizeof out, &len, &error));
        CHECK_BLAMES(NXZ_ERR_BUFFER_TOO_SMALL, "out",
                     nxz_group_public_value(group, generator, generator_len, EXPONENT, 32, out, generator_len - 1, &len, &error));
        CHECK(len == 0);
    }
}

int main(void) {
    digests();
    hmacs();
    commitments();
    lists();
    trees();
    paths();
    groups();
    return check_report("objects");
}
