/* What must be refused, each with its status: inputs outside their domain, proofs that are damaged, of another level,
 * statement or context, and work beyond the limits. */
#include "check.h"

static const uint8_t MESSAGE[] = SECRET_MARK " that fits one block of its own";
enum { MESSAGE_LEN = sizeof MESSAGE - 1 };

static nxz_error *error;

static void numbers_out_of_range(void) {
    static const uint32_t UNKNOWN[] = {9, 99, 0x80000000u, UINT32_MAX};
    nxz_config *config = NULL;
    for (size_t i = 0; i < sizeof UNKNOWN / sizeof UNKNOWN[0]; i++) {
        uint32_t n = UNKNOWN[i];
        uint8_t digest[32] = {0};
        uint64_t blocks;
        size_t len;
        nxz_statement *statement;
        CHECK_FAILS(NXZ_ERR_UNSUPPORTED, nxz_config_new(n, &config, &error));
        CHECK(config == NULL);
        CHECK_FAILS(NXZ_ERR_UNSUPPORTED, nxz_hash_blocks(n, 0, &blocks, &error));
        CHECK_FAILS(NXZ_ERR_UNSUPPORTED, nxz_digest(n, NULL, 0, digest, 32, &len, &error));
        CHECK_FAILS(NXZ_ERR_UNSUPPORTED, nxz_statement_preimage(n, digest, 32, 1, &statement, &error));
        CHECK_FAILS(NXZ_ERR_UNSUPPORTED, nxz_statement_preimage_sized(n, digest, 32, 1, &statement, &error));
    }
    CHECK_OK(nxz_config_new(NXZ_PRESET_DEFAULT, &config, &error));
    for (uint32_t n = 0; n <= NXZ_PROFILE_TINY + 1; n += NXZ_PROFILE_TINY + 1) {
        CHECK_BLAMES(NXZ_ERR_UNSUPPORTED, "profile", nxz_config_set_profile(config, n, &error));
    }
    for (uint32_t n = 0; n <= NXZ_LIMIT_MEMORY + 1; n += NXZ_LIMIT_MEMORY + 1) {
        CHECK_BLAMES(NXZ_ERR_UNSUPPORTED, "limit", nxz_config_set_limit(config, n, 1, &error));
    }
    for (size_t i = 0; i < sizeof UNKNOWN / sizeof UNKNOWN[0]; i++) {
        uint32_t n = UNKNOWN[i];
        CHECK_FAILS(NXZ_ERR_UNSUPPORTED, nxz_config_set_profile(config, n, &error));
        CHECK_FAILS(NXZ_ERR_UNSUPPORTED, nxz_config_set_limit(config, n, 1, &error));
        CHECK_FAILS(NXZ_ERR_CONFIGURATION, nxz_config_set_security_level(config, n, &error));
        CHECK_FAILS(NXZ_ERR_INVALID_ARGUMENT, nxz_config_set_verify_after_generation(config, n, &error));
        CHECK_FAILS(NXZ_ERR_INVALID_ARGUMENT, nxz_config_set_require_quantum_resistance(config, n, &error));
    }
    nxz_config_free(config);
}

static void statements(void) {
    uint8_t digest[64] = {0};
    nxz_statement *statement;
    for (size_t len = 0; len <= sizeof digest; len++) {
        if (len == 32) continue;
        statement = (nxz_statement *)(void *)digest;
        CHECK_FAILS(NXZ_ERR_INVALID_ARGUMENT,
                    nxz_statement_preimage(NXZ_HASH_SHA256, len == 0 ? NULL : digest, len, 1, &statement, &error));
        CHECK(statement == NULL);
        CHECK_FAILS(NXZ_ERR_INVALID_ARGUMENT,
                    nxz_statement_preimage_sized(NXZ_HASH_SHA3_256, digest, len, 1, &statement, &error));
    }
    CHECK_FAILS(NXZ_ERR_INVALID_ARGUMENT,
                nxz_statement_preimage(NXZ_HASH_SHA256, digest, (size_t)-1, 1, &statement, &error));
    CHECK_FAILS(NXZ_ERR_INVALID_ARGUMENT, nxz_statement_preimage(NXZ_HASH_SHA256, digest, 32, 0, &statement, &error));

    static const uint64_t BLOCKS[] = {NXZ_MAX_BLOCKS + 1, UINT32_MAX, INT64_MAX, UINT64_MAX};
    for (size_t i = 0; i < sizeof BLOCKS / sizeof BLOCKS[0]; i++) {
        CHECK_FAILS(NXZ_ERR_LIMIT_EXCEEDED,
                    nxz_statement_preimage(NXZ_HASH_SHA256, digest, 32, BLOCKS[i], &statement, &error));
    }
    static const uint64_t LENGTHS[] = {4088, UINT32_MAX, INT64_MAX, UINT64_MAX};
    for (size_t i = 0; i < sizeof LENGTHS / sizeof LENGTHS[0]; i++) {
        CHECK_FAILS(NXZ_ERR_LIMIT_EXCEEDED,
                    nxz_statement_preimage_sized(NXZ_HASH_SHA256, digest, 32, LENGTHS[i], &statement, &error));
        CHECK(statement == NULL);
    }
}

/* A witness that does not satisfy the statement, by value and by length; the message says nothing of the value. */
static void false_statements(void) {
    nxz_protocol *protocol = new_protocol(128, NXZ_PROFILE_FAST, false);
    uint8_t other[200] = {0};
    memcpy(other, MESSAGE, MESSAGE_LEN);
    other[MESSAGE_LEN - 1] ^= 1;
    for (int stated = 0; stated < 2; stated++) {
        nxz_statement *statement = new_statement(NXZ_HASH_SHA256, MESSAGE, MESSAGE_LEN, stated);
        static const size_t LENGTHS[] = {MESSAGE_LEN, 0, MESSAGE_LEN - 1, MESSAGE_LEN + 1, 64, 200};
        for (size_t i = 0; i < sizeof LENGTHS / sizeof LENGTHS[0]; i++) {
            nxz_witness *witness = new_witness(other, LENGTHS[i]);
            nxz_proof *proof = (nxz_proof *)(void *)other;
            CHECK_BLAMES(NXZ_ERR_PROOF_GENERATION, "witness",
                         nxz_prove(protocol, statement, witness, NULL, 0, &proof, &error));
            CHECK(proof == NULL);
            nxz_witness_free(witness);
        }
        nxz_statement_free(statement);
    }
    nxz_protocol_free(protocol);
}

/* What the bytes are answered with, by whichever of the two calls notices. */
static nxz_status judge(const nxz_protocol *protocol, const nxz_statement *statement, const uint8_t *bytes, size_t len) {
    nxz_proof *proof = NULL;
    nxz_status status = nxz_proof_from_bytes(bytes, len, &proof, &error);
    if (status == NXZ_OK) status = nxz_verify(protocol, statement, CONTEXT, CONTEXT_LEN, proof, &error);
    CHECK(status == NXZ_OK ? error == NULL : strlen(nxz_error_message(error)) > 0);
    nxz_error_free(error);
    error = NULL;
    nxz_proof_free(proof);
    return status;
}

static bool rejected(nxz_status status) {
    return status == NXZ_ERR_PROOF_VERIFICATION || status == NXZ_ERR_MALFORMED || status == NXZ_ERR_UNSUPPORTED ||
           status == NXZ_ERR_LIMIT_EXCEEDED;
}

static void damaged_proofs(uint32_t level) {
    nxz_protocol *protocol = new_protocol(level, NXZ_PROFILE_FAST, false);
    nxz_statement *statement = new_statement(NXZ_HASH_SHA256, MESSAGE, MESSAGE_LEN, false);
    nxz_proof *proof = new_proof(protocol, NXZ_HASH_SHA256, MESSAGE, MESSAGE_LEN, false);
    size_t len = 0;
    const uint8_t *data = nxz_proof_data(proof, &len);
    if (data != NULL) {
        uint8_t *copy = malloc(len + 64);
        memcpy(copy, data, len);
        memset(copy + len, 0, 64);
        CHECK(judge(protocol, statement, copy, len) == NXZ_OK);

        /* Every header length, and some further on. */
        for (size_t cut = 0; cut < len; cut += cut < 64 ? 1 : 1 + len / 50) {
            nxz_status status = judge(protocol, statement, copy, cut);
            CHECK(status == NXZ_ERR_MALFORMED);
        }
        CHECK(judge(protocol, statement, copy, len - 1) == NXZ_ERR_MALFORMED);
        for (size_t more = 1; more <= 64; more *= 2) {
            CHECK(judge(protocol, statement, copy, len + more) == NXZ_ERR_MALFORMED);
        }
        size_t step = quick() ? 1 + len / 20 : 1 + len / 300;
        for (size_t i = 0; i < len; i += i < 32 ? 1 : step) {
            uint8_t bit = (uint8_t)(1u << (i % 8));
            copy[i] ^= bit;
            CHECK(rejected(judge(protocol, statement, copy, len)));
            copy[i] ^= bit;
        }
        copy[len - 1] ^= 0x80;
        CHECK(rejected(judge(protocol, statement, copy, len)));
        memset(copy, 0xff, len);
        CHECK(rejected(judge(protocol, statement, copy, len)));
        memset(copy, 0, len);
        CHECK(rejected(judge(protocol, statement, copy, len)));
        free(copy);
    }
    CHECK(judge(protocol, statement, NULL, 0) == NXZ_ERR_MALFORMED);
    nxz_proof_free(proof);
    nxz_statement_free(statement);
    nxz_protocol_free(protocol);
}

/* A valid proof, and everything that the verifier states for itself varied one at a time. */
static void other_statements(void) {
    nxz_protocol *protocol = new_protocol(128, NXZ_PROFILE_FAST, false);
    nxz_proof *proof = new_proof(protocol, NXZ_HASH_SHA256, MESSAGE, MESSAGE_LEN, false);
    nxz_statement *right = new_statement(NXZ_HASH_SHA256, MESSAGE, MESSAGE_LEN, false);
    uint8_t digest[32];
    size_t len;
    CHECK_OK(nxz_digest(NXZ_HASH_SHA256, MESSAGE, MESSAGE_LEN, digest, 32, &len, &error));

    nxz_statement *wrong[5] = {NULL};
    wrong[0] = new_statement(NXZ_HASH_SHA256, MESSAGE, MESSAGE_LEN - 1, false); /* another digest */
    wrong[1] = new_statement(NXZ_HASH_SHA256, MESSAGE, MESSAGE_LEN, true);      /* the length stated */
    CHECK_OK(nxz_statement_preimage(NXZ_HASH_SHA256, digest, 32, 2, &wrong[2], &error));
    CHECK_OK(nxz_statement_preimage(NXZ_HASH_SHA3_256, digest, 32, 1, &wrong[3], &error));
    CHECK_OK(nxz_statement_preimage_sized(NXZ_HASH_SHA256, digest, 32, 1, &wrong[4], &error));
    for (int i = 0; i < 5; i++) {
        nxz_status status = nxz_verify(protocol, wrong[i], CONTEXT, CONTEXT_LEN, proof, &error);
        /* A statement whose proofs have another size is noticed as such. */
        CHECK(status == NXZ_ERR_PROOF_VERIFICATION || (i > 0 && status == NXZ_ERR_MALFORMED));
        CHECK_FAILS(status, status);
        nxz_statement_free(wrong[i]);
    }

    static const struct {
        const char *bytes;
        size_t len;
    } CONTEXTS[] = {{"nonce 8", 7}, {"nonce 7", 6}, {"nonce 7", 8}, {NULL, 0}, {"Nonce 7", 7}};
    for (size_t i = 0; i < sizeof CONTEXTS / sizeof CONTEXTS[0]; i++) {
        CHECK_FAILS(NXZ_ERR_PROOF_VERIFICATION, nxz_verify(protocol, right, (const uint8_t *)CONTEXTS[i].bytes,
                                                           CONTEXTS[i].len, proof, &error));
    }
    for (int i = 0; i < 3; i++) {
        nxz_protocol *other = new_protocol(LEVELS[i], NXZ_PROFILE_TINY, false);
        nxz_status status = nxz_verify(other, right, CONTEXT, CONTEXT_LEN, proof, &error);
        CHECK_FAILS(i == 0 ? NXZ_OK : NXZ_ERR_PROOF_VERIFICATION, status);
        nxz_protocol_free(other);
    }
    nxz_statement_free(right);
    nxz_proof_free(proof);
    nxz_protocol_free(protocol);
}

static nxz_protocol *limited(nxz_limit limit, uint64_t value) {
    nxz_config *config = NULL;
    nxz_protocol *protocol = NULL;
    CHECK_OK(nxz_config_new(NXZ_PRESET_FAST, &config, &error));
    CHECK_OK(nxz_config_set_limit(config, limit, value, &error));
    CHECK_OK(nxz_protocol_new(config, &protocol, &error));
    nxz_config_free(config);
    return protocol;
}

static void limits(void) {
    nxz_protocol *protocol = new_protocol(128, NXZ_PROFILE_FAST, false);
    nxz_statement *statement = new_statement(NXZ_HASH_SHA256, MESSAGE, MESSAGE_LEN, false);
    nxz_witness *witness = new_witness(MESSAGE, MESSAGE_LEN);
    nxz_proof *proof = new_proof(protocol, NXZ_HASH_SHA256, MESSAGE, MESSAGE_LEN, false);
    nxz_proof_cost cost = {.struct_size = sizeof cost};
    CHECK_OK(nxz_estimate(protocol, statement, &cost, &error));
    const uint64_t exact[] = {cost.proof_size, CONTEXT_LEN, cost.work};
    for (nxz_limit limit = NXZ_LIMIT_PROOF_SIZE; limit <= NXZ_LIMIT_WORK; limit++) {
        nxz_proof *made = NULL;
        /* Limits are inclusive. */
        nxz_protocol *enough = limited(limit, exact[limit - 1]);
        CHECK_OK(nxz_prove(enough, statement, witness, CONTEXT, CONTEXT_LEN, &made, &error));
        CHECK_OK(nxz_verify(enough, statement, CONTEXT, CONTEXT_LEN, proof, &error));
        nxz_proof_free(made);
        nxz_protocol *less = limited(limit, exact[limit - 1] - 1);
        CHECK_FAILS(NXZ_ERR_LIMIT_EXCEEDED,
                    nxz_prove(less, statement, witness, CONTEXT, CONTEXT_LEN, &made, &error));
        CHECK(made == NULL);
        CHECK_FAILS(NXZ_ERR_LIMIT_EXCEEDED, nxz_verify(less, statement, CONTEXT, CONTEXT_LEN, proof, &error));
        nxz_protocol_free(enough);
        nxz_protocol_free(less);
    }
    CHECK_FAILS(NXZ_ERR_INVALID_ARGUMENT, nxz_verify(protocol, statement, CONTEXT, (size_t)-1, proof, &error));
    nxz_proof_free(proof);
    nxz_witness_free(witness);
    nxz_statement_free(statement);
    nxz_protocol_free(protocol);
}

int main(void) {
    numbers_out_of_range();
    statements();
    false_statements();
    for (int i = 0; i < (quick() ? 1 : 3); i++) damaged_proofs(LEVELS[i]);
    other_statements();
    limits();
    return check_report("refusals");
}
