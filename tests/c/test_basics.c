/* Versions, names, sizes of structures, digests: everything that needs no proof. */
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
    CHECK(nxz_has_feature("preimage") == 1);
    CHECK(nxz_has_feature("sha256") == 1);
    CHECK(nxz_has_feature("sha3-256") == 1);
    CHECK(nxz_has_feature("allocator") == 1);
    CHECK(nxz_has_feature("") == 0);
    CHECK(nxz_has_feature("sha25") == 0);
    CHECK(nxz_has_feature("\xff") == 0);
    CHECK(nxz_has_feature(NULL) == 0);
}

static void names(void) {
    static const char *const PROFILES[] = {NULL, "fast", "balanced", "small", "tiny", NULL};
    static const char *const HASHES[] = {NULL, "sha256", "sha3-256", NULL};
    for (uint32_t i = 0; i < 6; i++) {
        const char *name = nxz_profile_name(i);
        CHECK(PROFILES[i] == NULL ? name == NULL : name != NULL && strcmp(name, PROFILES[i]) == 0);
        /* The same static string every time. */
        CHECK(name == nxz_profile_name(i));
    }
    for (uint32_t i = 0; i < 4; i++) {
        const char *name = nxz_hash_name(i);
        CHECK(HASHES[i] == NULL ? name == NULL : name != NULL && strcmp(name, HASHES[i]) == 0);
    }
    CHECK(nxz_profile_name(UINT32_MAX) == NULL);
    CHECK(nxz_hash_name(UINT32_MAX) == NULL);
    for (int32_t i = NXZ_OK; i <= NXZ_ERR_INVALID_HANDLE; i++) CHECK(strlen(nxz_status_name(i)) > 0);
    CHECK(nxz_status_name(NXZ_ERR_INVALID_HANDLE + 1) == NULL);
    CHECK(nxz_status_name(-1) == NULL);
    CHECK(nxz_status_name(INT32_MIN) == NULL);
}

/* Numbers that programs were compiled with. They never change. */
static void numbers(void) {
    static const int32_t STATUSES[] = {
        NXZ_OK, NXZ_ERR_PROOF_GENERATION, NXZ_ERR_PROOF_VERIFICATION, NXZ_ERR_COMPRESSION, NXZ_ERR_OPTIMIZATION,
        NXZ_ERR_CONFIGURATION, NXZ_ERR_INTERNAL, NXZ_ERR_NULL_POINTER, NXZ_ERR_INVALID_ARGUMENT,
        NXZ_ERR_BUFFER_TOO_SMALL, NXZ_ERR_MALFORMED, NXZ_ERR_UNSUPPORTED, NXZ_ERR_LIMIT_EXCEEDED, NXZ_ERR_CANCELLED,
        NXZ_ERR_PANIC, NXZ_ERR_INVALID_HANDLE};
    for (int32_t i = 0; i < 16; i++) CHECK(STATUSES[i] == i);
    CHECK(NXZ_PRESET_DEFAULT == 0 && NXZ_PRESET_FAST == 1 && NXZ_PRESET_SECURE == 2);
    CHECK(NXZ_PROFILE_FAST == 1 && NXZ_PROFILE_BALANCED == 2 && NXZ_PROFILE_SMALL == 3 && NXZ_PROFILE_TINY == 4);
    CHECK(NXZ_LIMIT_PROOF_SIZE == 1 && NXZ_LIMIT_CONTEXT_SIZE == 2 && NXZ_LIMIT_WORK == 3);
    CHECK(NXZ_HASH_SHA256 == 1 && NXZ_HASH_SHA3_256 == 2);
    CHECK(sizeof(nxz_status) == 4 && sizeof(nxz_hash) == 4 && sizeof(nxz_profile) == 4);
    CHECK(sizeof(nxz_proof_cost) == 64);
    CHECK(sizeof(nxz_proof_header) == 32);
    CHECK(sizeof(nxz_proof_measurements) == 112);
}

static void digests(void) {
    /* FIPS 180-4 and FIPS 202: the digests of "abc". */
    static const uint8_t SHA256[32] = {0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40,
                                       0xde, 0x5d, 0xae, 0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17,
                                       0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad};
    static const uint8_t SHA3[32] = {0x3a, 0x98, 0x5d, 0xa7, 0x4f, 0xe2, 0x25, 0xb2, 0x04, 0x5c, 0x17,
                                     0x2d, 0x6b, 0xd3, 0x90, 0xbd, 0x85, 0x5f, 0x08, 0x6e, 0x3e, 0x9d,
                                     0x52, 0x5b, 0x46, 0xbf, 0xe2, 0x45, 0x11, 0x43, 0x15, 0x32};
    nxz_error *error = NULL;
    uint8_t out[NXZ_MAX_DIGEST_SIZE];
    size_t len = 99;
    CHECK_OK(nxz_digest(NXZ_HASH_SHA256, (const uint8_t *)"abc", 3, out, 32, &len, &error));
    CHECK(len == 32 && memcmp(out, SHA256, 32) == 0);
    CHECK_OK(nxz_digest(NXZ_HASH_SHA3_256, (const uint8_t *)"abc", 3, out, sizeof out, &len, &error));
    CHECK(len == 32 && memcmp(out, SHA3, 32) == 0);
    CHECK_OK(nxz_digest(NXZ_HASH_SHA256, NULL, 0, out, sizeof out, &len, &error));
    CHECK(len == 32 && out[0] == 0xe3 && out[1] == 0xb0);

    memset(out, 0xee, sizeof out);
    for (size_t capacity = 0; capacity < 32; capacity++) {
        len = 99;
        CHECK_FAILS(NXZ_ERR_BUFFER_TOO_SMALL,
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
        {NXZ_HASH_SHA3_256, 271, 2}, {NXZ_HASH_SHA3_256, 8703, 64},
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
    nxz_config_free(NULL);
    nxz_protocol_free(NULL);
    nxz_statement_free(NULL);
    nxz_witness_free(NULL);
    nxz_proof_free(NULL);
    nxz_string_free(NULL);
    nxz_error_free(NULL);
}

int main(void) {
    versions();
    features();
    names();
    numbers();
    digests();
    block_counts();
    errors_and_null();
    return check_report("basics");
}
