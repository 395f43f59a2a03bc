/* The functions that compute something of a secret and nothing public, in the library as it is shipped: run under memcheck, which is told
 * that the secrets are undefined, and reports branches and addresses that depend on them. Proofs become public step by step, which only a
 * test build tells memcheck (src/constant_time).
 *
 * usage: constant_time [leak]     with a branch and an address that depend on a secret
 */
#include "check.h"

#include <valgrind/memcheck.h>

static nxz_error *error;

/* A digest of secrets is as secret as they are: memcheck has not lost sight of them. Public from here on. */
static void check_secret(uint8_t *digest, size_t len) {
    uint8_t undefined[NXZ_MAX_DIGEST_SIZE] = {0};
    size_t secret_bytes = 0;
    CHECK(len > 0 && VALGRIND_GET_VBITS(digest, undefined, len) == 1);
    for (size_t i = 0; i < len; i++) secret_bytes += undefined[i] != 0;
    CHECK(secret_bytes == len);
    VALGRIND_MAKE_MEM_DEFINED(digest, len);
}

static void leak(const uint8_t *secret) {
    static volatile uint8_t table[256];
    if (secret[0] == 7) table[1] = 1;
    table[2] = table[secret[1]];
}

int main(int argc, char **argv) {
    uint8_t secret[300], digest[NXZ_MAX_DIGEST_SIZE];
    size_t len = 0;
    (void)argv;
    if (!RUNNING_ON_VALGRIND) {
        fprintf(stderr, "to be run under valgrind\n");
        return 1;
    }
    fill(secret, sizeof secret, 1);
    VALGRIND_MAKE_MEM_UNDEFINED(secret, sizeof secret);
    if (argc > 1) leak(secret);
    for (nxz_hash hash = NXZ_HASH_SHA256; nxz_hash_name(hash) != NULL; hash++) {
        CHECK_OK(nxz_digest(hash, secret, sizeof secret, digest, sizeof digest, &len, &error));
        check_secret(digest, len);
        if (hash == NXZ_HASH_HMAC_SHA256 || hash == NXZ_HASH_HMAC_SHA512) {
            CHECK_OK(nxz_hmac(hash, secret, 32, secret, sizeof secret, digest, sizeof digest, &len, &error));
            check_secret(digest, len);
            continue;
        }
        CHECK_OK(nxz_commit(hash, secret[0], secret, NXZ_BLINDING_SIZE, digest, sizeof digest, &len, &error));
        check_secret(digest, len);
        nxz_merkle_tree *tree = NULL;
        CHECK_OK(nxz_merkle_tree_new(hash, &tree, &error));
        for (int i = 0; i < 3; i++) CHECK_OK(nxz_merkle_tree_add(tree, secret, sizeof secret, &error));
        CHECK_OK(nxz_merkle_tree_root(tree, digest, sizeof digest, &len, &error));
        check_secret(digest, len);
        nxz_merkle_tree_free(tree);
    }
    return check_report("constant_time");
}
