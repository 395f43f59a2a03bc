/*
 * The rules that hold for every function, checked by one loop over a table of all of them: a NULL in any position, a
 * handle of another type in any position, an error slot that is NULL, and the state of the outputs after a failure.
 */
#include "check.h"

enum { MAX_POINTERS = 5 };

/* One function with valid arguments; the pointers among them come from `p`. */
struct function {
    const char *name;
    /* What stands in p: C, P, S, W, F: handles of a config, protocol, statement, witness, proof; b: bytes of length 4;
     * d: a digest; H: a slot for a handle; u: a slot for a uint64_t; z: a slot for a size_t; B: a buffer of 64 bytes;
     * T: a structure with its size. */
    const char *kinds;
    nxz_status (*call)(void **p, nxz_error **error);
};

static nxz_status f_config_new(void **p, nxz_error **e) { return nxz_config_new(NXZ_PRESET_FAST, p[0], e); }
static nxz_status f_set_level(void **p, nxz_error **e) { return nxz_config_set_security_level(p[0], 128, e); }
static nxz_status f_set_profile(void **p, nxz_error **e) { return nxz_config_set_profile(p[0], NXZ_PROFILE_FAST, e); }
static nxz_status f_set_verify(void **p, nxz_error **e) { return nxz_config_set_verify_after_generation(p[0], 0, e); }
static nxz_status f_set_limit(void **p, nxz_error **e) { return nxz_config_set_limit(p[0], NXZ_LIMIT_WORK, 1u << 31, e); }
static nxz_status f_protocol_new(void **p, nxz_error **e) { return nxz_protocol_new(p[0], p[1], e); }
static nxz_status f_estimate(void **p, nxz_error **e) { return nxz_estimate(p[0], p[1], p[2], e); }
static nxz_status f_prove(void **p, nxz_error **e) { return nxz_prove(p[0], p[1], p[2], p[3], 4, p[4], e); }
static nxz_status f_verify(void **p, nxz_error **e) { return nxz_verify(p[0], p[1], p[2], 4, p[3], e); }
static nxz_status f_preimage(void **p, nxz_error **e) {
    return nxz_statement_preimage(NXZ_HASH_SHA256, p[0], 32, 1, p[1], e);
}
static nxz_status f_preimage_sized(void **p, nxz_error **e) {
    return nxz_statement_preimage_sized(NXZ_HASH_SHA256, p[0], 32, 4, p[1], e);
}
static nxz_status f_hash_blocks(void **p, nxz_error **e) { return nxz_hash_blocks(NXZ_HASH_SHA256, 4, p[0], e); }
static nxz_status f_digest(void **p, nxz_error **e) {
    return nxz_digest(NXZ_HASH_SHA256, p[0], 4, p[1], 64, p[2], e);
}
static nxz_status f_witness(void **p, nxz_error **e) { return nxz_witness_preimage(p[0], 4, p[1], e); }
static nxz_status f_from_bytes(void **p, nxz_error **e) { return nxz_proof_from_bytes(p[0], 4, p[1], e); }
static nxz_status f_info(void **p, nxz_error **e) { return nxz_proof_info(p[0], p[1], e); }
static nxz_status f_metrics(void **p, nxz_error **e) { return nxz_proof_metrics(p[0], p[1], e); }
static nxz_status f_json(void **p, nxz_error **e) { return nxz_proof_metrics_json(p[0], p[1], e); }

static const struct function FUNCTIONS[] = {
    {"nxz_config_new", "H", f_config_new},
    {"nxz_config_set_security_level", "C", f_set_level},
    {"nxz_config_set_profile", "C", f_set_profile},
    {"nxz_config_set_verify_after_generation", "C", f_set_verify},
    {"nxz_config_set_limit", "C", f_set_limit},
    {"nxz_protocol_new", "CH", f_protocol_new},
    {"nxz_estimate", "PST", f_estimate},
    {"nxz_prove", "PSWbH", f_prove},
    {"nxz_verify", "PSbF", f_verify},
    {"nxz_statement_preimage", "dH", f_preimage},
    {"nxz_statement_preimage_sized", "dH", f_preimage_sized},
    {"nxz_hash_blocks", "u", f_hash_blocks},
    {"nxz_digest", "bBz", f_digest},
    {"nxz_witness_preimage", "bH", f_witness},
    {"nxz_proof_from_bytes", "bH", f_from_bytes},
    {"nxz_proof_info", "FT", f_info},
    {"nxz_proof_metrics", "FT", f_metrics},
    {"nxz_proof_metrics_json", "FH", f_json},
};

static nxz_config *config;
static nxz_protocol *protocol;
static nxz_statement *statement;
static nxz_witness *witness;
/* Without a proof (where proving failed) the positions that need one are skipped. */
static nxz_proof *proof;

static uint8_t message[4] = {1, 2, 3, 4};
static uint8_t digest[32];

/* The outputs of a call, filled with what no call leaves behind. */
static void *handle_slot;
static uint64_t count_slot;
static size_t length_slot;
static uint8_t buffer[64];
static union {
    uint32_t struct_size;
    uint8_t bytes[256];
} structure;

static void poison(void) {
    handle_slot = &handle_slot;
    count_slot = 77;
    length_slot = 77;
    memset(buffer, 0xee, sizeof buffer);
    memset(structure.bytes, 0xee, sizeof structure.bytes);
    structure.struct_size = sizeof structure;
}

static void *argument(char kind) {
    switch (kind) {
    case 'C': return config;
    case 'P': return protocol;
    case 'S': return statement;
    case 'W': return witness;
    case 'F': return proof;
    case 'b': return message;
    case 'd': return digest;
    case 'H': return &handle_slot;
    case 'u': return &count_slot;
    case 'z': return &length_slot;
    case 'B': return buffer;
    default: return &structure;
    }
}

/* After a failure: handles NULL, lengths and counts 0, buffers and structures untouched. Outputs that were not passed
 * (NULL in their position) and those of other functions are still poisoned. */
static void check_outputs(const struct function *f, void **p) {
    for (int i = 0; f->kinds[i] != '\0'; i++) {
        if (p[i] == NULL) continue;
        switch (f->kinds[i]) {
        case 'H': CHECK(handle_slot == NULL); break;
        case 'u': CHECK(count_slot == 0); break;
        case 'z': CHECK(length_slot == 0); break;
        default: break;
        }
    }
    for (size_t i = 0; i < sizeof buffer; i++) CHECK(buffer[i] == 0xee);
    CHECK(structure.struct_size == sizeof structure);
    for (size_t i = 4; i < sizeof structure; i++) CHECK(structure.bytes[i] == 0xee);
}

/* Calls with p[position] replaced; expects the status, in both forms of the error slot. */
static void refused(const struct function *f, int position, void *replacement, nxz_status expected) {
    void *p[MAX_POINTERS] = {NULL};
    nxz_error *error = NULL;
    int before = checks_failed;
    for (int i = 0; f->kinds[i] != '\0'; i++) p[i] = argument(f->kinds[i]);
    p[position] = replacement;

    poison();
    CHECK(f->call(p, NULL) == expected);
    check_outputs(f, p);
    poison();
    nxz_status status = f->call(p, &error);
    CHECK(error != NULL && nxz_error_field(error) != NULL && strlen(nxz_error_field(error)) > 0);
    CHECK_FAILS(expected, status);
    check_outputs(f, p);
    if (checks_failed > before) fprintf(stderr, "  in %s, position %d\n", f->name, position);
}

static bool needs_missing_proof(const struct function *f) { return proof == NULL && strchr(f->kinds, 'F') != NULL; }

static void every_position(void) {
    /* Eight-aligned memory that begins with no tag, as a handle that was freed and reused may look. */
    static uint64_t no_handle[4] = {1, 2, 3, 4};
    for (size_t n = 0; n < sizeof FUNCTIONS / sizeof FUNCTIONS[0]; n++) {
        const struct function *f = &FUNCTIONS[n];
        if (needs_missing_proof(f)) continue;
        for (int i = 0; f->kinds[i] != '\0'; i++) {
            refused(f, i, NULL, NXZ_ERR_NULL_POINTER);
            if (strchr("CPSWF", f->kinds[i]) == NULL) continue;
            void *others[] = {config, protocol, statement, witness, no_handle, (uint8_t *)no_handle + 1};
            for (size_t k = 0; k < sizeof others / sizeof others[0]; k++) {
                if (others[k] != argument(f->kinds[i])) refused(f, i, others[k], NXZ_ERR_INVALID_HANDLE);
            }
        }
    }
}

/* A structure that is smaller than its first version is refused; a larger one gets zeros behind what is known. */
static void struct_sizes(void) {
    nxz_error *error = NULL;
    static const struct {
        const char *kinds;
        nxz_status (*call)(void **, nxz_error **);
        uint32_t size;
    } CASES[] = {
        {"PST", f_estimate, sizeof(nxz_proof_cost)},
        {"FT", f_info, sizeof(nxz_proof_header)},
        {"FT", f_metrics, sizeof(nxz_proof_measurements)},
    };
    for (int n = 0; n < (proof == NULL ? 0 : 3); n++) {
        void *p[MAX_POINTERS] = {NULL};
        for (int i = 0; CASES[n].kinds[i] != '\0'; i++) p[i] = argument(CASES[n].kinds[i]);
        poison();
        for (uint32_t size = 0; size < CASES[n].size; size++) {
            structure.struct_size = size;
            CHECK_FAILS(NXZ_ERR_INVALID_ARGUMENT, CASES[n].call(p, &error));
            CHECK(structure.struct_size == size);
        }
        for (size_t i = 4; i < sizeof structure; i++) CHECK(structure.bytes[i] == 0xee);
        structure.struct_size = CASES[n].size + 8;
        CHECK_OK(CASES[n].call(p, &error));
        CHECK(structure.struct_size == CASES[n].size + 8);
        for (uint32_t i = 0; i < 8; i++) CHECK(structure.bytes[CASES[n].size + i] == 0);
        for (size_t i = CASES[n].size + 8; i < sizeof structure; i++) CHECK(structure.bytes[i] == 0xee);
    }
}

/* _free of a handle of another type leaves it alone. */
static void wrong_free(void) {
    nxz_error *error = NULL;
    nxz_protocol_free((nxz_protocol *)(void *)config);
    nxz_error_free((nxz_error *)(void *)config);
    nxz_config_free((nxz_config *)(void *)statement);
    CHECK_OK(nxz_config_set_profile(config, NXZ_PROFILE_FAST, &error));
    CHECK(nxz_error_code((const nxz_error *)(const void *)config) == NXZ_ERR_INVALID_HANDLE);
    CHECK(strcmp(nxz_error_message((const nxz_error *)(const void *)config), "") == 0);
    CHECK(nxz_error_field((const nxz_error *)(const void *)config) == NULL);
    CHECK(nxz_string_data((const nxz_string *)(const void *)config) == NULL);
    CHECK(nxz_string_len((const nxz_string *)(const void *)config) == 0);
    size_t len = 77;
    CHECK(nxz_proof_data((const nxz_proof *)(const void *)config, &len) == NULL && len == 0);
}

int main(void) {
    nxz_error *error = NULL;
    size_t len;
    CHECK_OK(nxz_config_new(NXZ_PRESET_FAST, &config, &error));
    CHECK_OK(nxz_protocol_new(config, &protocol, &error));
    CHECK_OK(nxz_digest(NXZ_HASH_SHA256, message, sizeof message, digest, sizeof digest, &len, &error));
    statement = new_statement(NXZ_HASH_SHA256, message, sizeof message, false);
    witness = new_witness(message, sizeof message);
    CHECK_OK(nxz_prove(protocol, statement, witness, message, 4, &proof, &error));

    every_position();
    struct_sizes();
    wrong_free();

    nxz_proof_free(proof);
    nxz_witness_free(witness);
    nxz_statement_free(statement);
    nxz_protocol_free(protocol);
    nxz_config_free(config);
    return check_report("arguments");
}
