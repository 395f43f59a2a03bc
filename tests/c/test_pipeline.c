/* The pipeline as a whole, from C: parameters chosen under constraints, compression, measurements, health. */
#include "check.h"

static const uint8_t secret[] = "a secret with " SECRET_MARK;
#define SECRET secret, sizeof secret - 1

static nxz_proof_measurements measured(const nxz_proof *proof) {
    nxz_error *error = NULL;
    nxz_proof_measurements m = {.struct_size = sizeof m};
    CHECK_OK(nxz_proof_metrics(proof, &m, &error));
    return m;
}

/* The parameters with the shortest proving time that satisfy the constraints. */
static void chosen(void) {
    nxz_error *error = NULL;
    nxz_statement *statement = new_statement(NXZ_HASH_SHA256, SECRET, true);
    nxz_witness *witness = new_witness(SECRET);
    static const struct {
        const char *settings;
        nxz_profile profile;
    } CASES[] = {
        {"{\"use_optimizer\":true}", NXZ_PROFILE_FAST},
        {"{\"use_optimizer\":true,\"max_proof_size\":12000}", NXZ_PROFILE_BALANCED},
        {"{\"use_optimizer\":true,\"max_proof_size\":12000,\"max_verify_time\":100000}", NXZ_PROFILE_BALANCED},
        {"{\"use_optimizer\":true,\"max_proof_size\":9000}", NXZ_PROFILE_SMALL},
        /* Without a choice the constraint is checked only. */
        {"{\"max_proof_size\":12000}", NXZ_PROFILE_BALANCED},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        nxz_proof *proof = NULL;
        nxz_protocol *protocol = configured(CASES[i].settings);
        CHECK_OK(nxz_prove(protocol, statement, witness, CONTEXT, CONTEXT_LEN, &proof, &error));
        nxz_proof_measurements m = measured(proof);
        CHECK(m.profile == CASES[i].profile && m.threads == 1 && m.optimizer_outcome == NXZ_OPTIMIZER_NONE);
        CHECK(m.source == (strstr(CASES[i].settings, "use_optimizer") != NULL ? NXZ_SOURCE_HEURISTIC : NXZ_SOURCE_CONFIGURED));
        CHECK(m.predicted_size == m.size_before && m.size_after == m.size_before && m.compression_ratio == 1);
        CHECK(m.predicted_prove_ns > 0 && m.predicted_verify_ns > 0 && m.heuristic_prove_ns == m.predicted_prove_ns);
        CHECK(m.peak_memory > 0 && m.peak_memory <= m.predicted_memory);
        CHECK_OK(nxz_verify(protocol, statement, CONTEXT, CONTEXT_LEN, proof, &error));
        nxz_proof_free(proof);
        nxz_protocol_free(protocol);
    }

    /* What cannot be had is told with what can. */
    static const char *const IMPOSSIBLE[] = {
        "{\"use_optimizer\":true,\"max_proof_size\":7000,\"max_verify_time\":0.0001}",
        "{\"profile\":\"small\",\"max_proof_size\":7000,\"max_verify_time\":0.0001}",
    };
    static const char *const SMALLEST[] = {"{\"profile\":\"tiny\"}", "{\"profile\":\"small\"}"};
    for (int i = 0; i < 2; i++) {
        nxz_proof *proof = NULL;
        nxz_proof_cost cost = {.struct_size = sizeof cost};
        nxz_protocol *smallest = configured(SMALLEST[i]);
        CHECK_OK(nxz_estimate(smallest, statement, &cost, &error));
        nxz_protocol_free(smallest);
        char told[40];
        snprintf(told, sizeof told, " %llu bytes", (unsigned long long)cost.proof_size);
        nxz_protocol *protocol = configured(IMPOSSIBLE[i]);
        CHECK(nxz_prove(protocol, statement, witness, CONTEXT, CONTEXT_LEN, &proof, &error) == NXZ_ERR_LIMIT_EXCEEDED);
        CHECK(proof == NULL && nxz_error_problems(error) == 2);
        CHECK(strcmp(nxz_error_problem_field(error, 0), "max_proof_size") == 0);
        CHECK(strcmp(nxz_error_problem_field(error, 1), "max_verify_time") == 0);
        CHECK(strstr(nxz_error_problem_message(error, 0), told) != NULL);
        CHECK(strstr(nxz_error_problem_message(error, 1), " ms") != NULL);
        nxz_error_free(error);
        error = NULL;
        nxz_protocol_free(protocol);
    }
    nxz_witness_free(witness);
    nxz_statement_free(statement);
}

/* A degree cap of the configuration, and too little memory for it. */
static void degrees(void) {
    nxz_error *error = NULL;
    nxz_statement *statement = new_statement(NXZ_HASH_SHA3_256, SECRET, true);
    nxz_witness *witness = new_witness(SECRET);
    nxz_proof *low = NULL, *spared = NULL, *none = NULL;
    nxz_protocol *protocol = configured("{\"profile\":\"fast\",\"degree_cap\":4}");
    nxz_proof_cost cost = {.struct_size = sizeof cost};
    CHECK_OK(nxz_estimate(protocol, statement, &cost, &error));
    CHECK_OK(nxz_prove(protocol, statement, witness, NULL, 0, &low, &error));
    nxz_proof_header header = {.struct_size = sizeof header};
    CHECK_OK(nxz_proof_info(low, &header, &error));
    CHECK(cost.degree == 4 && header.degree == 4 && measured(low).degree_cap == 4);
    /* Any protocol of the level verifies it. */
    nxz_protocol *other = configured("{\"profile\":\"tiny\"}");
    CHECK_OK(nxz_verify(other, statement, NULL, 0, low, &error));

    char settings[128];
    snprintf(settings, sizeof settings, "{\"profile\":\"fast\",\"degree_cap\":4,\"limits\":{\"max_memory\":%llu}}",
             (unsigned long long)cost.memory - 1);
    nxz_protocol *tight = configured(settings);
    CHECK_OK(nxz_prove(tight, statement, witness, NULL, 0, &spared, &error));
    CHECK(measured(spared).degree == 9 && measured(spared).predicted_memory < cost.memory);
    CHECK_OK(nxz_verify(protocol, statement, NULL, 0, spared, &error));
    nxz_protocol *tiny = configured("{\"limits\":{\"max_memory\":1000}}");
    CHECK_BLAMES(NXZ_ERR_LIMIT_EXCEEDED, "limits.max_memory", nxz_prove(tiny, statement, witness, NULL, 0, &none, &error));

    nxz_protocol_free(tiny);
    nxz_protocol_free(tight);
    nxz_protocol_free(other);
    nxz_protocol_free(protocol);
    nxz_proof_free(spared);
    nxz_proof_free(low);
    nxz_witness_free(witness);
    nxz_statement_free(statement);
}

/* A codec that keeps the first half of what it compressed last, or fails. */
struct half {
    uint8_t kept[1 << 16];
    size_t len;
    int fails, destroyed;
};

static int32_t halve(void *user_data, const uint8_t *input, size_t len, uint8_t *output, size_t capacity, size_t *written) {
    struct half *half = user_data;
    if (half->fails || len - len / 2 > capacity) return 7;
    half->len = len / 2;
    memcpy(half->kept, input, half->len);
    memcpy(output, input + half->len, len - half->len);
    *written = len - half->len;
    return 0;
}

static int32_t restore(void *user_data, const uint8_t *input, size_t len, uint8_t *output, size_t capacity, size_t *written) {
    struct half *half = user_data;
    if (half->fails || half->len + len != capacity) return 8;
    memcpy(output, half->kept, half->len);
    memcpy(output + half->len, input, len);
    *written = capacity;
    return 0;
}

static void destroyed(void *user_data) { ((struct half *)user_data)->destroyed++; }

static void compressed(void) {
    nxz_error *error = NULL;
    nxz_statement *statement = new_statement(NXZ_HASH_BLAKE3, SECRET, true);
    nxz_witness *witness = new_witness(SECRET);
    nxz_protocol *protocol = configured("{\"profile\":\"fast\",\"use_compression\":true,\"verify_after_generation\":true}");
    nxz_proof *proof = NULL;
    /* Proofs are close to random: with the library's codecs next to nothing is gained. */
    CHECK_OK(nxz_prove(protocol, statement, witness, CONTEXT, CONTEXT_LEN, &proof, &error));
    CHECK(measured(proof).compression_ratio < 1.02 && measured(proof).size_after <= measured(proof).size_before);
    nxz_proof_free(proof);

    struct half *half = calloc(1, sizeof *half);
    nxz_codec codec = {sizeof codec, 200, "half", half, halve, restore, destroyed};
    codec.id = 1;
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "id", nxz_protocol_set_codec(protocol, &codec, &error));
    codec.id = 200;
    CHECK(half->destroyed == 0);
    CHECK_OK(nxz_protocol_set_codec(protocol, &codec, &error));
    CHECK_OK(nxz_protocol_health_check(protocol, &error));
    CHECK_OK(nxz_prove(protocol, statement, witness, CONTEXT, CONTEXT_LEN, &proof, &error));
    nxz_proof_measurements m = measured(proof);
    CHECK(m.compression_ratio > 1.9 && m.size_after < m.size_before && m.compress_ns > 0);
    nxz_string *json = NULL;
    CHECK_OK(nxz_proof_metrics_json(proof, &json, &error));
    CHECK(strstr(nxz_string_data(json), "\"codec\":\"half\"") != NULL);
    nxz_string_free(json);
    nxz_proof *received = resent(proof);
    CHECK_OK(nxz_verify(protocol, statement, CONTEXT, CONTEXT_LEN, received, &error));
    CHECK_FAILS(NXZ_ERR_PROOF_VERIFICATION, nxz_verify(protocol, statement, BYTES("other"), received, &error));
    nxz_protocol *other = configured("{}");
    CHECK_BLAMES(NXZ_ERR_UNSUPPORTED, "proof", nxz_verify(other, statement, CONTEXT, CONTEXT_LEN, received, &error));
    nxz_protocol_free(other);
    nxz_proof_free(received);
    nxz_proof_free(proof);

    /* It fails: the proof is there all the same, as it was made. */
    half->fails = 1;
    CHECK_FAILS(NXZ_ERR_COMPRESSION, nxz_protocol_health_check(protocol, &error));
    CHECK_OK(nxz_prove(protocol, statement, witness, CONTEXT, CONTEXT_LEN, &proof, &error));
    CHECK(measured(proof).compression_ratio == 1);
    CHECK_OK(nxz_verify(protocol, statement, CONTEXT, CONTEXT_LEN, proof, &error));
    nxz_metrics *metrics = NULL;
    CHECK_OK(nxz_protocol_metrics(protocol, &metrics, &error));
    CHECK_OK(nxz_metrics_to_json(metrics, &json, &error));
    CHECK(strstr(nxz_string_data(json), "\"stored_uncompressed\":1") != NULL);
    nxz_string_free(json);
    nxz_metrics_free(metrics);
    nxz_proof_free(proof);
    nxz_protocol_free(protocol);
    CHECK(half->destroyed == 1);
    free(half);
    nxz_witness_free(witness);
    nxz_statement_free(statement);
}

/* All that is wrong with the inputs of a call is told at once. */
static void validated(void) {
    nxz_error *error = NULL;
    nxz_statement *statement = new_statement(NXZ_HASH_SHA256, SECRET, true);
    nxz_witness *witness = new_witness(BYTES("shorter, " SECRET_MARK));
    nxz_protocol *protocol = configured("{\"limits\":{\"max_statement_size\":20,\"max_witness_size\":4,\"max_context_size\":2}}");
    nxz_proof *proof = NULL;
    CHECK(nxz_prove(protocol, statement, witness, CONTEXT, CONTEXT_LEN, &proof, &error) == NXZ_ERR_LIMIT_EXCEEDED);
    CHECK(nxz_error_problems(error) == 4 && strstr(nxz_error_message(error), SECRET_MARK) == NULL);
    static const char *const FIELDS[] = {"context", "statement", "witness", "witness"};
    for (size_t i = 0; i < 4; i++) CHECK(strcmp(nxz_error_problem_field(error, i), FIELDS[i]) == 0);
    CHECK(nxz_error_problem_code(error, 3) == NXZ_ERR_PROOF_GENERATION);
    nxz_error_free(error);
    nxz_protocol_free(protocol);
    nxz_witness_free(witness);
    nxz_statement_free(statement);
}

int main(void) {
    chosen();
    degrees();
    compressed();
    validated();
    return check_report("pipeline");
}
