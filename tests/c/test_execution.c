/* The settings that say how a call is computed: which instructions, and how many threads. Neither changes what a proof is. */
#include "claims.h"

enum { MAX_BACKENDS = 8, NAME_SIZE = 32 };

static const uint8_t secret[] = "computed by anyone: " SECRET_MARK;
#define SECRET secret, sizeof secret - 1

static char backends[MAX_BACKENDS][NAME_SIZE];
static size_t backend_count;

/* What the processor has, the best one last. */
static void read_backends(void) {
    const char *names = nxz_cpu_backends();
    for (const char *name = names; *name != '\0';) {
        size_t len = strcspn(name, ",");
        CHECK(len > 0 && len < NAME_SIZE && backend_count < MAX_BACKENDS);
        memcpy(backends[backend_count++], name, len);
        name += len;
        name += *name == ',';
    }
    CHECK(nxz_cpu_backends() == names && strcmp(backends[0], "portable") == 0);
    CHECK(strcmp(backends[backend_count - 1], nxz_cpu_backend()) == 0);
}

static nxz_config *with(const char *backend, uint32_t threads) {
    nxz_error *error = NULL;
    nxz_config *config = NULL;
    char text[80];
    CHECK_OK(nxz_config_new(NXZ_PRESET_DEFAULT, &config, &error));
    snprintf(text, sizeof text, "{\"backend\": \"%s\", \"threads\": %u}", backend, (unsigned)threads);
    CHECK_OK(nxz_config_load_json(config, text, strlen(text), &error));
    return config;
}

static uint32_t threads_of(const nxz_proof *proof) {
    nxz_error *error = NULL;
    nxz_proof_measurements m = {.struct_size = sizeof m};
    CHECK_OK(nxz_proof_metrics(proof, &m, &error));
    return m.threads;
}

static void settings(void) {
    nxz_error *error = NULL;
    nxz_config *config = with("auto", 3);
    nxz_string *json = NULL;
    CHECK_OK(nxz_config_to_json(config, &json, &error));
    CHECK(strstr(nxz_string_data(json), "\"backend\":\"auto\"") != NULL && strstr(nxz_string_data(json), "\"threads\":3") != NULL);
    nxz_string_free(json);
    /* No build knows the first; the second is one of another processor. What is there is told. */
    const char *const absent[] = {"\"fpga\"", strstr(nxz_cpu_backends(), "aes-ni") == NULL ? "\"aes-ni\"" : "\"neon\""};
    for (size_t i = 0; i < 2; i++) {
        nxz_status status = nxz_config_set(config, TEXT("backend"), absent[i], strlen(absent[i]), &error);
        for (size_t j = 0; j < backend_count; j++) CHECK(strstr(nxz_error_message(error), backends[j]) != NULL);
        CHECK_BLAMES(NXZ_ERR_CONFIGURATION, "backend", status);
    }
    CHECK_BLAMES(NXZ_ERR_CONFIGURATION, "backend", nxz_config_set(config, TEXT("backend"), TEXT("1"), &error));
    CHECK_OK(nxz_config_set(config, TEXT("threads"), TEXT("1025"), &error));
    nxz_protocol *protocol = NULL;
    CHECK_BLAMES(NXZ_ERR_CONFIGURATION, "threads", nxz_protocol_new(config, &protocol, &error));
    nxz_config_free(config);
}

/* What one computes with any instructions and any number of threads, the others accept. */
static void every_backend_with_every_other(void) {
    nxz_error *error = NULL;
    nxz_statement *statement = new_statement(NXZ_HASH_SHA256, SECRET, true);
    nxz_witness *witness = new_witness(SECRET);
    nxz_protocol *protocols[MAX_BACKENDS];
    nxz_proof *proofs[MAX_BACKENDS];
    for (size_t i = 0; i < backend_count; i++) {
        uint32_t threads = 1 + (uint32_t)i % 3;
        proofs[i] = NULL;
        protocols[i] = protocol_of(with(backends[i], threads));
        CHECK_OK(nxz_protocol_health_check(protocols[i], &error));
        CHECK_OK(nxz_prove(protocols[i], statement, witness, CONTEXT, CONTEXT_LEN, &proofs[i], &error));
        CHECK(threads_of(proofs[i]) == threads);
        if (quick()) continue;
        nxz_proof *small = NULL;
        nxz_config *config = with(backends[i], threads);
        CHECK_OK(nxz_config_set_profile(config, NXZ_PROFILE_SMALL, &error));
        CHECK_OK(nxz_protocol_reconfigure(protocols[i], config, &error));
        CHECK_OK(nxz_prove(protocols[i], statement, witness, CONTEXT, CONTEXT_LEN, &small, &error));
        CHECK_OK(nxz_verify(protocols[0], statement, CONTEXT, CONTEXT_LEN, small, &error));
        nxz_proof_free(small);
        nxz_config_free(config);
    }
    for (size_t i = 0; i < backend_count; i++) {
        for (size_t j = 0; j < backend_count; j++) {
            CHECK_OK(nxz_verify(protocols[j], statement, CONTEXT, CONTEXT_LEN, proofs[i], &error));
            CHECK_FAILS(NXZ_ERR_PROOF_VERIFICATION, nxz_verify(protocols[j], statement, (const uint8_t *)"other", 5, proofs[i], &error));
        }
    }
    for (size_t i = 0; i < backend_count; i++) {
        nxz_proof_free(proofs[i]);
        nxz_protocol_free(protocols[i]);
    }
    nxz_witness_free(witness);
    nxz_statement_free(statement);
}

/* Threads of a single proof, of one whose parameters are chosen, of a discrete logarithm, and of the items of a batch. */
static void threads(void) {
    nxz_error *error = NULL;
    nxz_statement *statement = new_statement(NXZ_HASH_BLAKE3, SECRET, true);
    nxz_witness *witness = new_witness(SECRET);
    for (uint32_t configured = 0; configured < 4; configured += quick() ? 3 : 1) {
        nxz_proof *proof = NULL;
        nxz_config *config = with("auto", configured);
        nxz_protocol *protocol = protocol_of(config);
        CHECK_OK(nxz_prove(protocol, statement, witness, CONTEXT, CONTEXT_LEN, &proof, &error));
        /* No thread is started unless that is configured. */
        CHECK(threads_of(proof) == (configured == 0 ? 1 : configured));
        CHECK_OK(nxz_verify(protocol, statement, CONTEXT, CONTEXT_LEN, proof, &error));
        nxz_proof_free(proof);

        config = with("auto", configured);
        /* Too small a size for a fast proof, which would be too little work for a second thread. */
        CHECK_OK(nxz_config_set(config, TEXT("use_optimizer"), TEXT("true"), &error));
        CHECK_OK(nxz_config_set(config, TEXT("max_proof_size"), TEXT("12000"), &error));
        CHECK_OK(nxz_protocol_reconfigure(protocol, config, &error));
        nxz_config_free(config);
        CHECK_OK(nxz_prove(protocol, statement, witness, CONTEXT, CONTEXT_LEN, &proof, &error));
        CHECK(threads_of(proof) == (configured == 0 ? 1 : configured));
        nxz_proof_free(proof);
        nxz_protocol_free(protocol);
    }

    /* 7 threads: all for one item, which has work for 4, 3 for each of two, 2 for each of three, 1 for each of seven and eight. */
    static const struct {
        size_t items;
        uint32_t of_each, in_all;
    } CASES[] = {{1, 4, 7}, {2, 3, 6}, {3, 2, 6}, {7, 1, 7}, {8, 1, 7}};
    enum { MAX_ITEMS = 8 };
    const nxz_statement *statements[MAX_ITEMS];
    const nxz_witness *witnesses[MAX_ITEMS];
    for (size_t i = 0; i < MAX_ITEMS; i++) {
        statements[i] = statement;
        witnesses[i] = witness;
    }
    nxz_batch *batch = NULL;
    CHECK_OK(nxz_batch_new(&batch, &error));
    nxz_protocol *protocol = protocol_of(with("auto", 7));
    for (size_t i = 0; i < (quick() ? 3 : sizeof CASES / sizeof *CASES); i++) {
        CHECK_OK(nxz_batch_prove(batch, protocol, statements, witnesses, NULL, NULL, CASES[i].items, NULL, &error));
        nxz_batch_totals totals = {.struct_size = sizeof totals};
        CHECK_OK(nxz_batch_summary(batch, &totals, &error));
        CHECK(totals.threads == CASES[i].in_all && totals.succeeded == CASES[i].items);
        for (size_t j = 0; j < CASES[i].items; j++) {
            nxz_proof *proof = NULL;
            CHECK_OK(nxz_batch_proof(batch, j, &proof, &error));
            CHECK(threads_of(proof) == CASES[i].of_each);
            CHECK_OK(nxz_verify(protocol, statement, NULL, 0, proof, &error));
            nxz_proof_free(proof);
        }
    }
    nxz_protocol_free(protocol);
    nxz_batch_free(batch);
    nxz_witness_free(witness);
    nxz_statement_free(statement);
}

static void a_discrete_logarithm_is_not_divided(void) {
    nxz_error *error = NULL;
    nxz_proof *proof = NULL;
    nxz_protocol *protocol = protocol_of(with("auto", 3));
    nxz_statement *statement = discrete_log(NXZ_GROUP_RISTRETTO255);
    nxz_witness *witness = exponent(EXPONENT, sizeof EXPONENT);
    CHECK_OK(nxz_prove(protocol, statement, witness, CONTEXT, CONTEXT_LEN, &proof, &error));
    CHECK(threads_of(proof) == 1);
    CHECK_OK(nxz_verify(protocol, statement, CONTEXT, CONTEXT_LEN, proof, &error));
    nxz_proof_free(proof);
    nxz_witness_free(witness);
    nxz_statement_free(statement);
    nxz_protocol_free(protocol);
}

int main(void) {
    read_backends();
    settings();
    every_backend_with_every_other();
    threads();
    a_discrete_logarithm_is_not_divided();
    return check_report("execution");
}
