/* Versions, names, numbers, sizes of structures, block counts, NULL: everything that needs no statement. */
#include "check.h"

static void versions(void) {
    CHECK(strcmp(nxz_version(), NXZ_VERSION_STRING) == 0);
    CHECK(nxz_abi_version() == NXZ_ABI_VERSION);
    char expected[32];
    snprintf(expected, sizeof expected, "%d.%d.%d", NXZ_VERSION_MAJOR, NXZ_VERSION_MINOR, NXZ_VERSION_PATCH);
    CHECK(strcmp(NXZ_VERSION_STRING, expected) == 0);
    CHECK(strlen(nxz_cpu_backend()) > 0);
}

static void features(void) {
    static const char *const KNOWN[] = {
        "preimage", "range", "one-of-many", "membership", "circuit", "conjunction", "discrete-log", "sha256", "sha3-256",
        "blake3", "sha512", "sha384", "keccak-256", "hmac-sha256", "hmac-sha512", "ristretto255", "p256", "secp256k1",
        "allocator",
    };
    static const char *const UNKNOWN[] = {"", "sha25", "sha2566", "SHA256", "one_of_many", "\xff", NULL};
    for (size_t i = 0; i < sizeof KNOWN / sizeof KNOWN[0]; i++) CHECK(nxz_has_feature(KNOWN[i]) == 1);
    for (size_t i = 0; i < sizeof UNKNOWN / sizeof UNKNOWN[0]; i++) CHECK(nxz_has_feature(UNKNOWN[i]) == 0);
}

/* The names of the numbers from 0 on; those beside them have none. */
static void check_names(const char *(*name_of)(uint32_t), const char *const *names, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        const char *name = name_of(i);
        CHECK(names[i] == NULL ? name == NULL : name != NULL && strcmp(name, names[i]) == 0);
        /* The same static string every time. */
        CHECK(name == name_of(i));
    }
    CHECK(name_of(count) == NULL && name_of(UINT32_MAX) == NULL);
}

static void names(void) {
    static const char *const PROFILES[] = {NULL, "fast", "balanced", "small", "tiny"};
    static const char *const HASHES[] = {NULL,     "sha256",  "sha3-256",   "blake3",      "sha512",
                                         "sha384", "keccak-256", "hmac-sha256", "hmac-sha512"};
    static const char *const GROUPS[] = {NULL, "ristretto255", "p256", "secp256k1"};
    check_names(nxz_profile_name, PROFILES, 5);
    check_names(nxz_hash_name, HASHES, 9);
    check_names(nxz_group_name, GROUPS, 4);
    for (int32_t i = NXZ_OK; i <= NXZ_ERR_IO; i++) CHECK(strlen(nxz_status_name(i)) > 0);
    CHECK(nxz_status_name(NXZ_ERR_IO + 1) == NULL);
    CHECK(nxz_status_name(-1) == NULL);
    CHECK(nxz_status_name(INT32_MIN) == NULL);
}

/* Numbers that programs were compiled with. They never change. */
static void numbers(void) {
    static const int32_t STATUSES[] = {
        NXZ_OK, NXZ_ERR_PROOF_GENERATION, NXZ_ERR_PROOF_VERIFICATION, NXZ_ERR_COMPRESSION, NXZ_ERR_OPTIMIZATION,
        NXZ_ERR_CONFIGURATION, NXZ_ERR_INTERNAL, NXZ_ERR_NULL_POINTER, NXZ_ERR_INVALID_ARGUMENT,
        NXZ_ERR_BUFFER_TOO_SMALL, NXZ_ERR_MALFORMED, NXZ_ERR_UNSUPPORTED, NXZ_ERR_LIMIT_EXCEEDED, NXZ_ERR_CANCELLED,
        NXZ_ERR_PANIC, NXZ_ERR_INVALID_HANDLE, NXZ_ERR_IO};
    for (int32_t i = 0; i < 17; i++) CHECK(STATUSES[i] == i);
    CHECK(NXZ_PRESET_DEFAULT == 0 && NXZ_PRESET_FAST == 1 && NXZ_PRESET_SECURE == 2);
    CHECK(NXZ_PROFILE_FAST == 1 && NXZ_PROFILE_BALANCED == 2 && NXZ_PROFILE_SMALL == 3 && NXZ_PROFILE_TINY == 4);
    CHECK(NXZ_LIMIT_PROOF_SIZE == 1 && NXZ_LIMIT_CONTEXT_SIZE == 2 && NXZ_LIMIT_WORK == 3);
    CHECK(NXZ_HASH_SHA256 == 1 && NXZ_HASH_SHA3_256 == 2 && NXZ_HASH_BLAKE3 == 3 && NXZ_HASH_SHA512 == 4);
    CHECK(NXZ_HASH_SHA384 == 5 && NXZ_HASH_KECCAK256 == 6 && NXZ_HASH_HMAC_SHA256 == 7 && NXZ_HASH_HMAC_SHA512 == 8);
    CHECK(NXZ_GROUP_RISTRETTO255 == 1 && NXZ_GROUP_P256 == 2 && NXZ_GROUP_SECP256K1 == 3);
    CHECK(sizeof(nxz_status) == 4 && sizeof(nxz_hash) == 4 && sizeof(nxz_profile) == 4 && sizeof(nxz_group) == 4);
    CHECK(sizeof(nxz_proof_cost) == 72);
    CHECK(sizeof(nxz_proof_header) == 32);
    CHECK(sizeof(nxz_circuit_size) == 64);
    CHECK(sizeof(nxz_proof_measurements) == 192);
}

/* A buffer that is too small is not touched, whatever its size. */
static void capacities(void) {
    nxz_error *error = NULL;
    uint8_t out[NXZ_MAX_DIGEST_SIZE];
    memset(out, 0xee, sizeof out);
    for (size_t capacity = 0; capacity < 32; capacity++) {
        size_t len = 99;
        CHECK_BLAMES(NXZ_ERR_BUFFER_TOO_SMALL, "out",
                     nxz_digest(NXZ_HASH_SHA256, NULL, 0, capacity == 0 ? NULL : out, capacity, &len, &error));
        CHECK(len == 0);
    }
    for (size_t i = 0; i < sizeof out; i++) CHECK(out[i] == 0xee);
}

static void block_counts(void) {
    static const struct {
        nxz_hash hash;
        uint64_t len, blocks;
    } CASES[] = {
        {NXZ_HASH_SHA256, 0, 1},     {NXZ_HASH_SHA256, 55, 1},    {NXZ_HASH_SHA256, 56, 2},
        {NXZ_HASH_SHA256, 119, 2},   {NXZ_HASH_SHA256, 4087, 64}, {NXZ_HASH_SHA256, 4088, 65},
        {NXZ_HASH_SHA3_256, 0, 1},   {NXZ_HASH_SHA3_256, 135, 1}, {NXZ_HASH_SHA3_256, 136, 2},
        {NXZ_HASH_SHA3_256, 271, 2}, {NXZ_HASH_SHA3_256, 8703, 64}, {NXZ_HASH_BLAKE3, 0, 1},
        {NXZ_HASH_BLAKE3, 64, 1},    {NXZ_HASH_BLAKE3, 65, 2},    {NXZ_HASH_BLAKE3, 1024, 16},
        {NXZ_HASH_SHA512, 111, 1},   {NXZ_HASH_SHA512, 112, 2},   {NXZ_HASH_SHA384, 112, 2},
        {NXZ_HASH_KECCAK256, 135, 1}, {NXZ_HASH_KECCAK256, 136, 2}, {NXZ_HASH_HMAC_SHA256, 55, 1},
        {NXZ_HASH_HMAC_SHA256, 56, 2}, {NXZ_HASH_HMAC_SHA512, 111, 1}, {NXZ_HASH_HMAC_SHA512, 112, 2},
    };
    nxz_error *error = NULL;
    uint64_t blocks;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        CHECK_OK(nxz_hash_blocks(CASES[i].hash, CASES[i].len, &blocks, &error));
        CHECK(blocks == CASES[i].blocks);
    }
    CHECK_FAILS(NXZ_ERR_LIMIT_EXCEEDED, nxz_hash_blocks(NXZ_HASH_SHA256, UINT64_MAX, &blocks, &error));
    CHECK(blocks == 0);
}

static void errors_and_null(void) {
    nxz_error *error = NULL;
    nxz_config *config = NULL;
    nxz_status status = nxz_config_new(77, &config, &error);
    CHECK(status == NXZ_ERR_UNSUPPORTED && nxz_error_code(error) == status);
    CHECK(strstr(nxz_error_message(error), "77") != NULL);
    CHECK(strcmp(nxz_error_field(error), "preset") == 0);
    nxz_error_free(error);

    /* The slot may be NULL: the status is the same. */
    CHECK(nxz_config_new(77, &config, NULL) == NXZ_ERR_UNSUPPORTED && config == NULL);
    CHECK(nxz_config_new(NXZ_PRESET_FAST, &config, NULL) == NXZ_OK && config != NULL);
    nxz_config_free(config);

    CHECK(nxz_error_code(NULL) == NXZ_OK);
    CHECK(strcmp(nxz_error_message(NULL), "") == 0);
    CHECK(nxz_error_field(NULL) == NULL);
    CHECK(nxz_string_data(NULL) == NULL && nxz_string_len(NULL) == 0);
    size_t len = 9;
    CHECK(nxz_proof_data(NULL, &len) == NULL && len == 0);
    CHECK(nxz_proof_data(NULL, NULL) == NULL);
    len = 9;
    CHECK(nxz_bytes_data(NULL, &len) == NULL && len == 0);
    CHECK(nxz_bytes_data(NULL, NULL) == NULL);
    CHECK(nxz_list_len(NULL) == 0 && nxz_merkle_tree_len(NULL) == 0);
    CHECK(nxz_statement_is_quantum_resistant(NULL) == 0);
    nxz_config_free(NULL);
    nxz_protocol_free(NULL);
    nxz_statement_free(NULL);
    nxz_witness_free(NULL);
    nxz_proof_free(NULL);
    nxz_message_free(NULL);
    nxz_list_free(NULL);
    nxz_merkle_tree_free(NULL);
    nxz_circuit_free(NULL);
    nxz_string_free(NULL);
    nxz_bytes_free(NULL);
    nxz_error_free(NULL);
}

static void health(void) {
    nxz_error *error = NULL;
    CHECK_OK(nxz_health_check(&error));
    CHECK_OK(nxz_health_check(NULL));
}

int main(void) {
    health();
    versions();
    features();
    names();
    numbers();
    capacities();
    block_counts();
    errors_and_null();
    return check_report("basics");
}
