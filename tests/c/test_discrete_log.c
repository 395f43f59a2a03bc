/* Discrete logarithms, the one kind whose proofs quantum computers break: provable in every group, and refused wherever
 * quantum resistance is asked for. */
#include "claims.h"

static nxz_error *error;

static nxz_protocol *demanding(nxz_preset preset, uint32_t level, uint32_t resistance) {
    nxz_config *config = NULL;
    nxz_protocol *protocol = NULL;
    CHECK_OK(nxz_config_new(preset, &config, &error));
    CHECK_OK(nxz_config_set_security_level(config, level, &error));
    if (resistance <= 1) CHECK_OK(nxz_config_set_require_quantum_resistance(config, resistance, &error));
    CHECK_OK(nxz_protocol_new(config, &protocol, &error));
    nxz_config_free(config);
    return protocol;
}

/* Neither made nor, where statements of this kind are refused, looked at. Takes the protocol over. */
static void refused(nxz_protocol *protocol, const nxz_statement *statement, const nxz_witness *witness,
                    const nxz_proof *proof, const char *field) {
    nxz_proof *made = (nxz_proof *)(void *)&error;
    CHECK_BLAMES(NXZ_ERR_CONFIGURATION, field,
                 nxz_prove(protocol, statement, witness, CONTEXT, CONTEXT_LEN, &made, &error));
    CHECK(made == NULL);
    nxz_status status = nxz_verify(protocol, statement, CONTEXT, CONTEXT_LEN, proof, &error);
    if (strcmp(field, "security_level") == 0) CHECK_FAILS(NXZ_ERR_PROOF_VERIFICATION, status);
    else CHECK_BLAMES(NXZ_ERR_CONFIGURATION, field, status);
    nxz_protocol_free(protocol);
}

static void policies(void) {
    enum { UNSET = 2 };
    nxz_protocol *plain = demanding(NXZ_PRESET_DEFAULT, 128, UNSET);
    nxz_statement *statement = discrete_log(NXZ_GROUP_P256), *hashed = new_statement(NXZ_HASH_SHA256, KEY, KEY_SIZE, true);
    nxz_witness *witness = exponent(EXPONENT, sizeof EXPONENT);
    nxz_proof *proof = NULL;
    CHECK_OK(nxz_prove(plain, statement, witness, CONTEXT, CONTEXT_LEN, &proof, &error));
    CHECK(nxz_statement_is_quantum_resistant(statement) == 0);
    CHECK(nxz_statement_is_quantum_resistant(hashed) == 1);

    refused(demanding(NXZ_PRESET_SECURE, 128, UNSET), statement, witness, proof, "require_quantum_resistance");
    refused(demanding(NXZ_PRESET_SECURE, 256, UNSET), statement, witness, proof, "require_quantum_resistance");
    refused(demanding(NXZ_PRESET_DEFAULT, 128, 1), statement, witness, proof, "require_quantum_resistance");
    refused(demanding(NXZ_PRESET_DEFAULT, 192, UNSET), statement, witness, proof, "security_level");
    refused(demanding(NXZ_PRESET_DEFAULT, 256, 0), statement, witness, proof, "security_level");

    /* The secure preset allows them where it is told to. */
    nxz_protocol *lenient = demanding(NXZ_PRESET_SECURE, 128, 0);
    nxz_proof_cost cost = {.struct_size = sizeof cost};
    CHECK_OK(nxz_verify(lenient, statement, CONTEXT, CONTEXT_LEN, proof, &error));
    CHECK_OK(nxz_estimate(lenient, statement, &cost, &error));
    CHECK(cost.degree == 0 && cost.quantum_security_bits == 0 && cost.security_bits > 100);
    nxz_protocol_free(lenient);
    nxz_protocol *strict = demanding(NXZ_PRESET_DEFAULT, 128, 1);
    CHECK_BLAMES(NXZ_ERR_CONFIGURATION, "require_quantum_resistance", nxz_estimate(strict, statement, &cost, &error));
    CHECK_OK(nxz_estimate(strict, hashed, &cost, &error));
    nxz_protocol_free(strict);

    nxz_proof_free(proof);
    nxz_witness_free(witness);
    nxz_statement_free(hashed);
    nxz_statement_free(statement);
    nxz_protocol_free(plain);
}

/* Secrets that are none of this statement, and proofs that are of another or damaged. */
static void group(nxz_group group, nxz_group other_group) {
    static const uint8_t ZERO[32], LARGE[33] = SECRET_MARK;
    uint8_t above[32];
    nxz_protocol *protocol = new_protocol(128, NXZ_PROFILE_BALANCED, true);
    nxz_statement *statement = discrete_log(group), *other = discrete_log(other_group);
    nxz_witness *witness = exponent(EXPONENT, sizeof EXPONENT), *none = NULL;
    nxz_proof *proof = NULL;
    accepted(128, statement, witness);

    memset(above, 0xff, sizeof above);
    const struct {
        const uint8_t *secret;
        size_t len;
    } WRONG[] = {{BLINDING, 31}, {LARGE, 33}, {NULL, 0}, {ZERO, 32}, {above, 32}, {KEY, 32}};
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        nxz_witness *wrong = exponent(WRONG[i].secret, WRONG[i].len);
        unprovable(statement, wrong);
        nxz_witness_free(wrong);
    }
    CHECK_OK(nxz_witness_new(&none, &error));
    unprovable(statement, none);
    nxz_witness_free(none);

    CHECK_OK(nxz_prove(protocol, statement, witness, CONTEXT, CONTEXT_LEN, &proof, &error));
    CHECK_FAILS(NXZ_ERR_PROOF_VERIFICATION, nxz_verify(protocol, other, CONTEXT, CONTEXT_LEN, proof, &error));
    size_t len = 0;
    const uint8_t *data = nxz_proof_data(proof, &len);
    uint8_t copy[256];
    CHECK(len > 64 && len < sizeof copy);
    memcpy(copy, data, len < sizeof copy ? len : 0);
    for (size_t i = 0; i <= len; i += quick() ? 7 : 1) {
        nxz_proof *damaged = NULL;
        /* Cut short at i, and one bit of byte i changed; at the end, a byte too many. */
        nxz_status status = nxz_proof_from_bytes(copy, i == len ? len + 1 : i, &damaged, NULL);
        if (status == NXZ_OK) status = nxz_verify(protocol, statement, CONTEXT, CONTEXT_LEN, damaged, NULL);
        CHECK(status == NXZ_ERR_MALFORMED || status == NXZ_ERR_PROOF_VERIFICATION);
        nxz_proof_free(damaged);
        if (i == len) break;
        copy[i] ^= (uint8_t)(1u << (i % 8));
        status = nxz_proof_from_bytes(copy, len, &damaged, NULL);
        if (status == NXZ_OK) status = nxz_verify(protocol, statement, CONTEXT, CONTEXT_LEN, damaged, NULL);
        CHECK(status == NXZ_ERR_MALFORMED || status == NXZ_ERR_PROOF_VERIFICATION || status == NXZ_ERR_UNSUPPORTED);
        nxz_proof_free(damaged);
        copy[i] ^= (uint8_t)(1u << (i % 8));
    }
    nxz_proof_free(proof);
    nxz_witness_free(witness);
    nxz_statement_free(other);
    nxz_statement_free(statement);
    nxz_protocol_free(protocol);
}

/* SEC1 elements without compression are the same elements (SEC 2, sections 2.4.1 and 2.4.2). */
static void uncompressed(void) {
    static const struct {
        nxz_group group;
        uint8_t y[33];
    } CURVES[] = {
        {NXZ_GROUP_P256,
         "\x4f\xe3\x42\xe2\xfe\x1a\x7f\x9b\x8e\xe7\xeb\x4a\x7c\x0f\x9e\x16\x2b\xce\x33\x57\x6b\x31\x5e\xce"
         "\xcb\xb6\x40\x68\x37\xbf\x51\xf5"},
        {NXZ_GROUP_SECP256K1,
         "\x48\x3a\xda\x77\x26\xa3\xc4\x65\x5d\xa4\xfb\xfc\x0e\x11\x08\xa8\xfd\x17\xb4\x48\xa6\x85"
         "\x54\x19\x9c\x47\xd0\x8f\xfb\x10\xd4\xb8"},
    };
    for (int i = 0; i < 2; i++) {
        uint8_t element[65];
        size_t len;
        nxz_statement *statement[2] = {NULL};
        CHECK_OK(nxz_group_generator(CURVES[i].group, element, sizeof element, &len, &error));
        CHECK_OK(nxz_statement_discrete_log(CURVES[i].group, element, len, element, len, NULL, 0, &statement[0], &error));
        element[0] = 4;
        memcpy(element + 33, CURVES[i].y, 32);
        CHECK_OK(nxz_statement_discrete_log(CURVES[i].group, element, 65, element, 65, NULL, 0, &statement[1], &error));
        CHECK(same(statement[0], statement[1]));
        nxz_statement_free(statement[0]);
        nxz_statement_free(statement[1]);
        /* Beside the curve. */
        element[64] ^= 1;
        CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "generator",
                     nxz_statement_discrete_log(CURVES[i].group, element, 65, element, 65, NULL, 0, &statement[1], &error));
    }
}

/* Any element but the identity is a base, and the secret may have any name. */
static void other_base(void) {
    for (nxz_group group = NXZ_GROUP_RISTRETTO255; group <= NXZ_GROUP_SECP256K1; group++) {
        uint8_t generator[64], base[64], public_value[64];
        size_t len;
        nxz_statement *statement = NULL;
        nxz_witness *witness = NULL;
        CHECK_OK(nxz_group_generator(group, generator, sizeof generator, &len, &error));
        CHECK_OK(nxz_group_public_value(group, generator, len, KEY, sizeof KEY, base, sizeof base, &len, &error));
        CHECK_OK(nxz_group_public_value(group, base, len, EXPONENT, 32, public_value, sizeof public_value, &len, &error));
        CHECK_OK(nxz_statement_discrete_log(group, base, len, public_value, len, TEXT("x"), &statement, &error));
        CHECK_OK(nxz_witness_new(&witness, &error));
        CHECK_OK(nxz_witness_set(witness, TEXT("x"), EXPONENT, sizeof EXPONENT, &error));
        accepted(128, statement, witness);
        nxz_witness_free(witness);
        nxz_statement_free(statement);
    }
}

/* A proof of a hash statement proves no discrete logarithm, and the other way round. */
static void systems(void) {
    nxz_protocol *protocol = new_protocol(128, NXZ_PROFILE_FAST, false);
    nxz_statement *statement = discrete_log(NXZ_GROUP_RISTRETTO255);
    nxz_statement *hashed = new_statement(NXZ_HASH_SHA256, KEY, KEY_SIZE, true);
    nxz_witness *witness = exponent(EXPONENT, sizeof EXPONENT);
    nxz_proof *proof = NULL, *hash_proof = new_proof(protocol, NXZ_HASH_SHA256, KEY, KEY_SIZE, true);
    CHECK_OK(nxz_prove(protocol, statement, witness, CONTEXT, CONTEXT_LEN, &proof, &error));
    CHECK_FAILS(NXZ_ERR_PROOF_VERIFICATION, nxz_verify(protocol, hashed, CONTEXT, CONTEXT_LEN, proof, &error));
    CHECK_FAILS(NXZ_ERR_PROOF_VERIFICATION, nxz_verify(protocol, statement, CONTEXT, CONTEXT_LEN, hash_proof, &error));
    nxz_proof_free(hash_proof);
    nxz_proof_free(proof);
    nxz_witness_free(witness);
    nxz_statement_free(hashed);
    nxz_statement_free(statement);
    nxz_protocol_free(protocol);
}

int main(void) {
    group(NXZ_GROUP_RISTRETTO255, NXZ_GROUP_P256);
    group(NXZ_GROUP_P256, NXZ_GROUP_SECP256K1);
    group(NXZ_GROUP_SECP256K1, NXZ_GROUP_RISTRETTO255);
    uncompressed();
    other_base();
    policies();
    systems();
    return check_report("discrete_log");
}
