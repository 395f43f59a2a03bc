/*
 * The rules that hold for every function, checked by one loop over a table of all of them: a NULL in any position, a
 * handle of another type in any position, an error slot that is NULL, and the state of the outputs after a failure.
 */
#include "claims.h"
#include "functions.h"

#include <unistd.h>

static nxz_config *config;
static nxz_protocol *protocol;
static nxz_statement *statement;
static nxz_witness *witness;
static nxz_message *parts;
static nxz_list *list;
static nxz_merkle_tree *tree;
static nxz_circuit *circuit;
static nxz_metrics *metrics;
static nxz_batch *batch;
static nxz_compressor *compressor;
/* Never accepted: every call of the loop is refused. */
static nxz_codec codec;
static nxz_archive *archive;
/* Without a proof (where proving failed), the functions that need one are skipped. */
static nxz_proof *proof;
/* Handles that no fallible function takes. */
static nxz_bytes *bytes;
static nxz_string *string;
static nxz_error *failure;

static uint8_t message[4] = {1, 2, 3, 4};
static uint8_t digest[32];
static uint8_t element[32];
static const nxz_statement *statements[ARRAY_LEN];
static const nxz_witness *witnesses[ARRAY_LEN];
static const nxz_proof *proofs[ARRAY_LEN];
static char name[] = "key";

/* The outputs of a call, filled with what no call leaves behind. */
static void *handle_slot;
static uint64_t count_slot;
static size_t length_slot;
static uint8_t buffer[64];
static union {
    uint32_t struct_size;
    uint8_t bytes[4096];
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
    case 'M': return parts;
    case 'L': return list;
    case 'K': return tree;
    case 'G': return circuit;
    case 'Q': return metrics;
    case 'D': return batch;
    case 'Z': return compressor;
    case 'X': return archive;
    case 'b': return message;
    case 'd': return digest;
    case 'g': return element;
    case 'x': return (void *)(uintptr_t)EXPONENT;
    case 'n': return name;
    case 'A': return statements;
    case 'V': return witnesses;
    case 'R': return proof == NULL ? NULL : proofs;
    case 'c': return &codec;
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

static void valid_arguments(const struct function *f, void **p) {
    for (int i = 0; f->kinds[i] != '\0'; i++) p[i] = argument(f->kinds[i]);
}

/* Calls with p[position] replaced; expects the status, in both forms of the error slot. */
static void refused(const struct function *f, int position, void *replacement, nxz_status expected) {
    void *p[MAX_POINTERS] = {NULL};
    nxz_error *error = NULL;
    int before = checks_failed;
    valid_arguments(f, p);
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

static bool is_handle(char kind) { return strchr(HANDLE_KINDS, kind) != NULL; }

static bool needs_missing_handle(const struct function *f) {
    for (int i = 0; f->kinds[i] != '\0'; i++) {
        if (argument(f->kinds[i]) == NULL) return true;
    }
    return false;
}

static void every_position(void) {
    /* Eight-aligned memory that begins with no tag, as a handle that was freed and reused may look. */
    static uint64_t no_handle[4] = {1, 2, 3, 4};
    void *others[] = {config,  protocol, statement, witness,    proof,   parts, list,   tree,    circuit,
                      metrics, batch,    archive,   compressor, bytes,   string, failure, no_handle, (uint8_t *)no_handle + 1};
    for (size_t n = 0; n < FUNCTION_COUNT; n++) {
        const struct function *f = &FUNCTIONS[n];
        if (needs_missing_handle(f)) continue;
        for (int i = 0; f->kinds[i] != '\0'; i++) {
            refused(f, i, NULL, NXZ_ERR_NULL_POINTER);
            if (!is_handle(f->kinds[i])) continue;
            for (size_t k = 0; k < sizeof others / sizeof others[0]; k++) {
                if (others[k] == NULL || others[k] == argument(f->kinds[i])) continue;
                refused(f, i, others[k], NXZ_ERR_INVALID_HANDLE);
            }
        }
    }
}

/* The array of a conjunction: each element is a handle as any other. */
static void array_elements(void) {
    const struct function *f = function_named("nxz_statement_conjunction");
    for (int i = 0; i < ARRAY_LEN; i++) {
        const nxz_statement *array[ARRAY_LEN] = {statement, statement};
        array[i] = NULL;
        refused(f, 0, array, NXZ_ERR_NULL_POINTER);
        array[i] = (const nxz_statement *)(const void *)config;
        refused(f, 0, array, NXZ_ERR_INVALID_HANDLE);
    }
}

/* The same for the proofs of a batch. */
static void array_of_proofs(void) {
    const struct function *f = function_named("nxz_proofs_aggregate");
    if (proof == NULL) return;
    for (int i = 0; i < ARRAY_LEN; i++) {
        const nxz_proof *array[ARRAY_LEN] = {proof, proof};
        array[i] = NULL;
        refused(f, 0, array, NXZ_ERR_NULL_POINTER);
        array[i] = (const nxz_proof *)(const void *)config;
        refused(f, 0, array, NXZ_ERR_INVALID_HANDLE);
    }
}

/* With length 0, and NULL or not, the usual name is meant. */
static void usual_names(void) {
    nxz_error *error = NULL;
    const char *const given[] = {NULL, "not looked at"};
    for (int i = 0; i < 2; i++) {
        const char *none = given[i];
        nxz_statement *usual[4] = {NULL}, *named[4] = {NULL};
        CHECK_OK(nxz_statement_range(NXZ_HASH_SHA256, digest, 32, 1, 2, none, 0, none, 0, &usual[0], &error));
        CHECK_OK(nxz_statement_range(NXZ_HASH_SHA256, digest, 32, 1, 2, TEXT("value"), TEXT("blinding"), &named[0], &error));
        CHECK_OK(nxz_statement_one_of_many(NXZ_HASH_SHA256, list, parts, none, 0, &usual[1], &error));
        CHECK_OK(nxz_statement_one_of_many(NXZ_HASH_SHA256, list, parts, TEXT("index"), &named[1], &error));
        CHECK_OK(nxz_statement_membership(NXZ_HASH_SHA256, digest, 32, 1, parts, none, 0, none, 0, &usual[2], &error));
        CHECK_OK(nxz_statement_membership(NXZ_HASH_SHA256, digest, 32, 1, parts, TEXT("index"), TEXT("path"), &named[2],
                                          &error));
        CHECK_OK(nxz_statement_discrete_log(NXZ_GROUP_RISTRETTO255, element, 32, element, 32, none, 0, &usual[3], &error));
        CHECK_OK(nxz_statement_discrete_log(NXZ_GROUP_RISTRETTO255, element, 32, element, 32, TEXT("secret"), &named[3],
                                            &error));
        for (int n = 0; n < 4; n++) {
            CHECK(same(usual[n], named[n]));
            nxz_statement_free(usual[n]);
            nxz_statement_free(named[n]);
        }
        CHECK_OK(nxz_witness_set_merkle_path(witness, tree, 0, none, 0, none, 0, &error));
    }
}

/* A structure that is smaller than its first version is refused, as is a size that no structure has; a larger one gets zeros behind what is known. */
static void struct_sizes(void) {
    nxz_error *error = NULL;
    static const struct {
        const char *function;
        uint32_t first, size;
    } CASES[] = {
        {"nxz_estimate", 64, sizeof(nxz_proof_cost)},
        {"nxz_proof_info", 32, sizeof(nxz_proof_header)},
        {"nxz_proof_metrics", 120, sizeof(nxz_proof_measurements)},
        {"nxz_circuit_info", 64, sizeof(nxz_circuit_size)},
        {"nxz_batch_summary", 64, sizeof(nxz_batch_totals)},
        {"nxz_metrics_summary", 304, sizeof(nxz_metrics_figures)},
    };
    for (size_t n = 0; n < sizeof CASES / sizeof CASES[0]; n++) {
        const struct function *f = function_named(CASES[n].function);
        const uint32_t size = CASES[n].size;
        void *p[MAX_POINTERS] = {NULL};
        if (needs_missing_handle(f)) continue;
        valid_arguments(f, p);
        poison();
        for (uint32_t small = 0; small < CASES[n].first; small++) {
            structure.struct_size = small;
            CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "out", f->call(p, &error));
            CHECK(structure.struct_size == small);
        }
        static const uint32_t NOT_SET[] = {4097, 0xeeeeeeee, UINT32_MAX};
        for (int i = 0; i < 3; i++) {
            structure.struct_size = NOT_SET[i];
            CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "out", f->call(p, &error));
        }
        for (size_t i = 4; i < sizeof structure; i++) CHECK(structure.bytes[i] == 0xee);
        structure.struct_size = 4096;
        CHECK_OK(f->call(p, &error));
        for (size_t i = size; i < 4096; i++) CHECK(structure.bytes[i] == 0);
        for (uint32_t theirs = CASES[n].first; theirs <= size + 8; theirs += 8) {
            poison();
            structure.struct_size = theirs;
            CHECK_OK(f->call(p, &error));
            CHECK(structure.struct_size == theirs);
            for (uint32_t i = size; i < theirs; i++) CHECK(structure.bytes[i] == 0);
            for (size_t i = theirs; i < sizeof structure; i++) CHECK(structure.bytes[i] == 0xee);
        }
    }
}

/* _free of a handle of another type leaves it alone, and functions without a status answer with nothing. */
static void wrong_type(void) {
    nxz_error *error = NULL;
    void *other = config;
    size_t len = 77;
    nxz_protocol_free(other);
    nxz_error_free(other);
    nxz_statement_free(other);
    nxz_witness_free(other);
    nxz_proof_free(other);
    nxz_message_free(other);
    nxz_list_free(other);
    nxz_merkle_tree_free(other);
    nxz_circuit_free(other);
    nxz_metrics_free(other);
    nxz_compressor_free(other);
    nxz_archive_free(other);
    nxz_string_free(other);
    nxz_bytes_free(other);
    nxz_config_free((nxz_config *)(void *)statement);
    CHECK_OK(nxz_config_set_profile(config, NXZ_PROFILE_FAST, &error));
    CHECK(nxz_error_code(other) == NXZ_ERR_INVALID_HANDLE);
    CHECK(strcmp(nxz_error_message(other), "") == 0);
    CHECK(nxz_error_field(other) == NULL);
    CHECK(nxz_string_data(other) == NULL);
    CHECK(nxz_string_len(other) == 0);
    CHECK(nxz_proof_data(other, &len) == NULL && len == 0);
    len = 77;
    CHECK(nxz_bytes_data(other, &len) == NULL && len == 0);
    CHECK(nxz_list_len(other) == 0);
    CHECK(nxz_merkle_tree_len(other) == 0);
    CHECK(nxz_archive_len(other) == 0);
    CHECK(nxz_statement_is_quantum_resistant(other) == 0);
}

/* An archive whose file has no name any more. */
static void make_archive(void) {
    nxz_error *error = NULL;
    char path[] = "/tmp/nxz-test-arguments-XXXXXX";
    int file = mkstemp(path);
    CHECK(file >= 0 && close(file) == 0);
    CHECK_OK(nxz_archive_open(path, strlen(path), NXZ_ARCHIVE_APPEND, &archive, &error));
    CHECK(unlink(path) == 0);
}

int main(void) {
    nxz_error *error = NULL;
    size_t len;
    CHECK_OK(nxz_config_new(NXZ_PRESET_FAST, &config, &error));
    CHECK_OK(nxz_protocol_new(config, &protocol, &error));
    CHECK_OK(nxz_digest(NXZ_HASH_SHA256, message, sizeof message, digest, sizeof digest, &len, &error));
    CHECK_OK(nxz_group_generator(NXZ_GROUP_RISTRETTO255, element, sizeof element, &len, &error));
    statement = new_statement(NXZ_HASH_SHA256, message, sizeof message, false);
    witness = new_witness(message, sizeof message);
    parts = key_message();
    list = new_list(NXZ_HASH_SHA256, 3, 1);
    tree = new_tree(NXZ_HASH_SHA256, 3, 1);
    circuit = new_circuit();
    for (int i = 0; i < ARRAY_LEN; i++) {
        statements[i] = statement;
        witnesses[i] = witness;
    }
    CHECK_OK(nxz_compressor_new(NXZ_COMPRESSION_ADAPTIVE, &compressor, &error));
    make_archive();
    CHECK_OK(nxz_statement_to_bytes(statement, &bytes, &error));
    CHECK_OK(nxz_statement_name(statement, &string, &error));
    CHECK(nxz_config_new(77, (nxz_config **)&handle_slot, &failure) == NXZ_ERR_UNSUPPORTED);
    CHECK_OK(nxz_prove(protocol, statement, witness, message, 4, &proof, &error));
    for (int i = 0; i < ARRAY_LEN; i++) proofs[i] = proof;
    CHECK_OK(nxz_protocol_metrics(protocol, &metrics, &error));
    CHECK_OK(nxz_batch_new(&batch, &error));

    every_position();
    array_elements();
    array_of_proofs();
    usual_names();
    struct_sizes();
    wrong_type();

    nxz_error_free(failure);
    nxz_string_free(string);
    nxz_bytes_free(bytes);
    nxz_proof_free(proof);
    nxz_metrics_free(metrics);
    nxz_batch_free(batch);
    nxz_compressor_free(compressor);
    nxz_archive_free(archive);
    nxz_circuit_free(circuit);
    nxz_merkle_tree_free(tree);
    nxz_list_free(list);
    nxz_message_free(parts);
    nxz_witness_free(witness);
    nxz_statement_free(statement);
    nxz_protocol_free(protocol);
    nxz_config_free(config);
    return check_report("arguments");
}
