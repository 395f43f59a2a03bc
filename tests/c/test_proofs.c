/* Proofs that must be accepted: every level, profile, hash function, length mode and length class. */
#include "check.h"

static void header_and_metrics(const nxz_protocol *protocol, const nxz_statement *statement, const nxz_proof *proof,
                               uint32_t level, nxz_profile profile, bool verify_after) {
    nxz_error *error = NULL;
    size_t len = 0;
    nxz_proof_data(proof, &len);

    nxz_proof_cost cost = {.struct_size = sizeof cost};
    CHECK_OK(nxz_estimate(protocol, statement, &cost, &error));
    CHECK(cost.proof_size == len);
    CHECK(cost.security_bits >= level && cost.quantum_security_bits >= level / 2 && cost.hiding_bits > 40);
    CHECK(cost.work > 0 && cost.committed_bits > 0 && cost.constraints > 0 && cost.degree > 0);

    nxz_proof_header header = {.struct_size = sizeof header};
    CHECK_OK(nxz_proof_info(proof, &header, &error));
    CHECK(header.security_level == level && header.profile == profile && header.size == len);
    CHECK(header.degree == cost.degree && header.version > 0 && header.quantum_resistant == 1);

    nxz_proof_measurements m = {.struct_size = sizeof m};
    CHECK_OK(nxz_proof_metrics(proof, &m, &error));
    CHECK(m.security_level == level && m.profile == profile && m.degree == cost.degree);
    CHECK(m.size_after == len && m.size_before >= len);
    CHECK(m.security_bits == cost.security_bits);
    CHECK(m.committed_bits == cost.committed_bits && m.constraints == cost.constraints);
    CHECK(m.prove_ns > 0 && m.peak_memory > 0 && m.peak_memory <= cost.memory);
    CHECK(m.total_ns >= m.validate_ns && m.total_ns >= m.prove_ns);
    CHECK(verify_after ? m.verify_ns > 0 : m.verify_ns == 0);

    nxz_string *json = NULL;
    CHECK_OK(nxz_proof_metrics_json(proof, &json, &error));
    const char *text = nxz_string_data(json);
    CHECK(text != NULL && strlen(text) == nxz_string_len(json));
    CHECK(text != NULL && text[0] == '{' && strstr(text, nxz_profile_name(profile)) != NULL);
    nxz_string_free(json);
}

static void one(uint32_t level, nxz_profile profile, nxz_hash hash, bool stated, size_t len, bool verify_after) {
    nxz_error *error = NULL;
    int before = checks_failed;
    uint8_t *message = malloc(len + 1);
    fill(message, len, (uint32_t)len + level + profile);
    nxz_protocol *protocol = new_protocol(level, profile, verify_after);
    nxz_statement *statement = new_statement(hash, message, len, stated);
    nxz_proof *proof = new_proof(protocol, hash, message, len, stated);
    if (proof != NULL) {
        /* The verifier's own profile does not matter, and a proof that was sent is as good. */
        nxz_protocol *verifier = new_protocol(level, NXZ_PROFILE_FAST, false);
        nxz_proof *received = resent(proof);
        CHECK_OK(nxz_verify(protocol, statement, CONTEXT, CONTEXT_LEN, proof, &error));
        CHECK_OK(nxz_verify(verifier, statement, CONTEXT, CONTEXT_LEN, received, &error));
        header_and_metrics(protocol, statement, proof, level, profile, verify_after);

        nxz_proof_measurements m = {.struct_size = sizeof m};
        nxz_string *json = NULL;
        CHECK_FAILS(NXZ_ERR_UNSUPPORTED, nxz_proof_metrics(received, &m, &error));
        CHECK_FAILS(NXZ_ERR_UNSUPPORTED, nxz_proof_metrics_json(received, &json, &error));
        CHECK(json == NULL);
        nxz_proof_free(received);
        nxz_protocol_free(verifier);
    }
    nxz_proof_free(proof);
    nxz_statement_free(statement);
    nxz_protocol_free(protocol);
    free(message);
    if (checks_failed > before) {
        fprintf(stderr, "  at level %u, %s, %s, %s, %zu bytes\n", (unsigned)level, nxz_profile_name(profile),
                nxz_hash_name(hash), stated ? "length stated" : "length hidden", len);
    }
}

/* The empty context is a context; NULL with length 0 means it. */
static void empty_context(void) {
    nxz_error *error = NULL;
    nxz_protocol *protocol = new_protocol(128, NXZ_PROFILE_FAST, false);
    nxz_statement *statement = new_statement(NXZ_HASH_SHA256, (const uint8_t *)"x", 1, false);
    nxz_witness *witness = new_witness((const uint8_t *)"x", 1);
    nxz_proof *proof = NULL;
    CHECK_OK(nxz_prove(protocol, statement, witness, NULL, 0, &proof, &error));
    CHECK_OK(nxz_verify(protocol, statement, CONTEXT, 0, proof, &error));
    CHECK_FAILS(NXZ_ERR_PROOF_VERIFICATION, nxz_verify(protocol, statement, CONTEXT, 1, proof, &error));
    nxz_proof_free(proof);
    nxz_witness_free(witness);
    nxz_statement_free(statement);
    nxz_protocol_free(protocol);
}

static void presets(void) {
    static const struct {
        nxz_preset preset;
        uint32_t level;
        nxz_profile profile;
        bool verified;
    } PRESETS[] = {
        {NXZ_PRESET_DEFAULT, 128, NXZ_PROFILE_BALANCED, false},
        {NXZ_PRESET_FAST, 128, NXZ_PROFILE_FAST, false},
        {NXZ_PRESET_SECURE, 256, NXZ_PROFILE_BALANCED, true},
    };
    nxz_error *error = NULL;
    for (int i = 0; i < (quick() ? 1 : 3); i++) {
        nxz_config *config = NULL;
        nxz_protocol *protocol = NULL;
        CHECK_OK(nxz_config_new(PRESETS[i].preset, &config, &error));
        CHECK_OK(nxz_protocol_new(config, &protocol, &error));
        nxz_proof *proof = new_proof(protocol, NXZ_HASH_SHA256, NULL, 0, false);
        nxz_proof_measurements m = {.struct_size = sizeof m};
        CHECK_OK(nxz_proof_metrics(proof, &m, &error));
        CHECK(m.security_level == PRESETS[i].level && m.profile == PRESETS[i].profile);
        CHECK((m.verify_ns > 0) == PRESETS[i].verified);
        nxz_proof_free(proof);
        nxz_protocol_free(protocol);
        nxz_config_free(config);
    }
}

int main(void) {
    static const nxz_hash HASHES[] = {NXZ_HASH_SHA256, NXZ_HASH_SHA3_256};
    static const size_t BLOCK[] = {64, 136};
    empty_context();
    presets();
    if (quick()) {
        for (int level = 0; level < 3; level++) one(LEVELS[level], NXZ_PROFILE_FAST, HASHES[level % 2], level == 1, 20, false);
        return check_report("proofs");
    }
    for (int h = 0; h < 2; h++) {
        const size_t lengths[] = {0, 1, BLOCK[h] - 1, BLOCK[h], BLOCK[h] + 1, 3 * BLOCK[h]};
        for (int level = 0; level < 3; level++) {
            for (nxz_profile profile = NXZ_PROFILE_FAST; profile <= NXZ_PROFILE_TINY; profile++) {
                one(LEVELS[level], profile, HASHES[h], false, 32, level == 0);
                one(LEVELS[level], profile, HASHES[h], true, 32, false);
            }
            for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
                one(LEVELS[level], NXZ_PROFILE_FAST, HASHES[h], i % 2 == 0, lengths[i], false);
                one(LEVELS[level], NXZ_PROFILE_FAST, HASHES[h], i % 2 == 1, lengths[i], false);
            }
        }
        /* The longest message that there is. */
        one(128, NXZ_PROFILE_FAST, HASHES[h], false, h == 0 ? 4087 : 8703, false);
    }
    return check_report("proofs");
}
