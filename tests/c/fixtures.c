#define _XOPEN_SOURCE 700

#include "check.h"

#include <unistd.h>

int checks_failed;

const uint32_t LEVELS[3] = {128, 192, 256};

int level_count(void) { return quick() ? 1 : 3; }

bool check_status(const char *file, int line, const char *what, nxz_status got, nxz_status expected, const char *field,
                  nxz_error **error) {
    const char *message = nxz_error_message(*error);
    const char *blamed = nxz_error_field(*error);
    bool right = got == expected;
    if (!right) {
        fprintf(stderr, "%s:%d: %s: got %d (%s), expected %d: %s\n", file, line, what, (int)got, nxz_status_name(got),
                (int)expected, message);
    }
    if (got == NXZ_OK ? *error != NULL : nxz_error_code(*error) != got) {
        fprintf(stderr, "%s:%d: %s: the error slot does not agree with the status\n", file, line, what);
        right = false;
    }
    if (got != NXZ_OK && strlen(message) < 5) {
        fprintf(stderr, "%s:%d: %s: the message says nothing\n", file, line, what);
        right = false;
    }
    for (const char *c = message; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f) {
            fprintf(stderr, "%s:%d: %s: the message has the control character %d\n", file, line, what, *c);
            right = false;
        }
    }
    if (strstr(message, SECRET_MARK) != NULL) {
        fprintf(stderr, "%s:%d: %s: the message tells a secret: %s\n", file, line, what, message);
        right = false;
    }
    if (field != NULL && (blamed == NULL || strcmp(blamed, field) != 0)) {
        fprintf(stderr, "%s:%d: %s: blames %s, expected %s: %s\n", file, line, what, blamed == NULL ? "nothing" : blamed,
                field, message);
        right = false;
    }
    nxz_error_free(*error);
    *error = NULL;
    if (!right) checks_failed++;
    return right;
}

int check_report(const char *name) {
    if (checks_failed > 0) fprintf(stderr, "%s: %d checks failed\n", name, checks_failed);
    return checks_failed > 0;
}

bool quick(void) { return getenv("NXZ_TEST_QUICK") != NULL; }

nxz_protocol *protocol_of(nxz_config *config) {
    nxz_error *error = NULL;
    nxz_protocol *protocol = NULL;
    CHECK_OK(nxz_protocol_new(config, &protocol, &error));
    nxz_config_free(config);
    return protocol;
}

nxz_protocol *configured(const char *settings) {
    nxz_error *error = NULL;
    nxz_config *config = NULL;
    CHECK_OK(nxz_config_new(NXZ_PRESET_DEFAULT, &config, &error));
    CHECK_OK(nxz_config_load_json(config, settings, strlen(settings), &error));
    return protocol_of(config);
}

nxz_archive *open_archive(const char *path, nxz_archive_mode mode) {
    nxz_error *error = NULL;
    nxz_archive *archive = NULL;
    CHECK_OK(nxz_archive_open(path, strlen(path), mode, &archive, &error));
    return archive;
}

void make_directory_of(char *path) {
    char *slash = strrchr(path, '/');
    *slash = '\0';
    CHECK(mkdtemp(path) != NULL);
    *slash = '/';
}

void remove_directory_of(char *path) {
    char *slash = strrchr(path, '/');
    CHECK(unlink(path) == 0);
    *slash = '\0';
    CHECK(rmdir(path) == 0);
    *slash = '/';
}

nxz_protocol *new_protocol(uint32_t level, nxz_profile profile, bool verify_after) {
    nxz_error *error = NULL;
    nxz_config *config = NULL;
    CHECK_OK(nxz_config_new(NXZ_PRESET_DEFAULT, &config, &error));
    CHECK_OK(nxz_config_set_security_level(config, level, &error));
    CHECK_OK(nxz_config_set_profile(config, profile, &error));
    CHECK_OK(nxz_config_set_verify_after_generation(config, verify_after, &error));
    return protocol_of(config);
}

nxz_statement *new_statement(nxz_hash hash, const uint8_t *message, size_t len, bool stated) {
    nxz_error *error = NULL;
    nxz_statement *statement = NULL;
    uint8_t digest[NXZ_MAX_DIGEST_SIZE];
    size_t digest_len = 0;
    uint64_t blocks = 0;
    CHECK_OK(nxz_digest(hash, message, len, digest, sizeof digest, &digest_len, &error));
    CHECK_OK(nxz_hash_blocks(hash, len, &blocks, &error));
    if (stated) CHECK_OK(nxz_statement_preimage_sized(hash, digest, digest_len, len, &statement, &error));
    else CHECK_OK(nxz_statement_preimage(hash, digest, digest_len, blocks, &statement, &error));
    return statement;
}

nxz_witness *new_witness(const uint8_t *message, size_t len) {
    nxz_error *error = NULL;
    nxz_witness *witness = NULL;
    CHECK_OK(nxz_witness_preimage(message, len, &witness, &error));
    return witness;
}

nxz_proof *new_proof(const nxz_protocol *protocol, nxz_hash hash, const uint8_t *message, size_t len, bool stated) {
    nxz_error *error = NULL;
    nxz_proof *proof = NULL;
    nxz_statement *statement = new_statement(hash, message, len, stated);
    nxz_witness *witness = new_witness(message, len);
    CHECK_OK(nxz_prove(protocol, statement, witness, CONTEXT, CONTEXT_LEN, &proof, &error));
    nxz_witness_free(witness);
    nxz_statement_free(statement);
    return proof;
}

nxz_proof *resent(const nxz_proof *proof) {
    nxz_error *error = NULL;
    nxz_proof *received = NULL;
    size_t len = 0;
    const uint8_t *data = nxz_proof_data(proof, &len);
    CHECK(data != NULL && len > 0);
    CHECK_OK(nxz_proof_from_bytes(data, len, &received, &error));
    return received;
}

void fill(uint8_t *data, size_t len, uint32_t seed) {
    for (size_t i = 0; i < len; i++) {
        seed = seed * 1664525u + 1013904223u;
        data[i] = (uint8_t)(seed >> 24);
    }
}

bool is_hex(const uint8_t *bytes, size_t len, const char *hex) {
    char pair[3];
    if (strlen(hex) != 2 * len) return false;
    for (size_t i = 0; i < len; i++) {
        snprintf(pair, sizeof pair, "%02x", bytes[i]);
        if (memcmp(pair, hex + 2 * i, 2) != 0) return false;
    }
    return true;
}
