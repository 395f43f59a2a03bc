/* Configuration in layers: preset, files, environment, setters; what is in force and where it came from; reconfiguring. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"

static nxz_config *fresh(void) {
    nxz_error *error = NULL;
    nxz_config *config = NULL;
    CHECK_OK(nxz_config_new(NXZ_PRESET_DEFAULT, &config, &error));
    return config;
}

/* Whether the configuration is shown with this text in it. */
static bool shows(const nxz_config *config, const char *text) {
    nxz_error *error = NULL;
    nxz_string *json = NULL;
    CHECK_OK(nxz_config_to_json(config, &json, &error));
    bool found = json != NULL && strstr(nxz_string_data(json), text) != NULL;
    if (!found) fprintf(stderr, "no %s in %s\n", text, json == NULL ? "" : nxz_string_data(json));
    nxz_string_free(json);
    return found;
}

static void layers(void) {
    nxz_error *error = NULL;
    nxz_config *config = fresh();
    CHECK(shows(config, "\"profile\":\"balanced\"") && shows(config, "\"profile\":\"preset\""));
    /* A setter first: files and environment do not replace it. */
    CHECK_OK(nxz_config_set_limit(config, NXZ_LIMIT_WORK, 12345678, &error));
    CHECK(setenv("NEXUSZERO_PROFILE", "small", 1) == 0 && setenv("NEXUSZERO_LIMITS_MAX_WORK", "7", 1) == 0);
    CHECK_OK(nxz_config_load_environment(config, &error));
    CHECK_OK(nxz_config_load_json(config, TEXT("{\"profile\":\"tiny\",\"security_level\":192}"), &error));
    CHECK_OK(nxz_config_load_toml(config, TEXT("[limits]\nmax_proof_size = 1_000_000\n"), &error));
    CHECK(shows(config, "\"profile\":\"small\"") && shows(config, "\"profile\":\"environment\""));
    CHECK(shows(config, "\"security_level\":192") && shows(config, "\"security_level\":\"file\""));
    CHECK(shows(config, "\"max_work\":12345678") && shows(config, "\"limits.max_work\":\"setter\""));
    CHECK(shows(config, "\"max_proof_size\":1000000"));
    unsetenv("NEXUSZERO_PROFILE");
    unsetenv("NEXUSZERO_LIMITS_MAX_WORK");

    /* What is shown can be loaded elsewhere. */
    nxz_string *json = NULL;
    nxz_config *other = fresh();
    CHECK_OK(nxz_config_to_json(config, &json, &error));
    CHECK_OK(nxz_config_load_json(other, nxz_string_data(json), nxz_string_len(json), &error));
    CHECK(shows(other, "\"max_work\":12345678") && shows(other, "\"limits.max_work\":\"file\""));
    nxz_string_free(json);
    nxz_config_free(other);
    nxz_config_free(config);
}

/* Any setting by its name. */
static void settings(void) {
    nxz_error *error = NULL;
    nxz_config *config = fresh();
    CHECK_OK(nxz_config_set(config, TEXT("max_verify_time"), TEXT("2.5"), &error));
    CHECK_OK(nxz_config_set(config, TEXT("use_optimizer"), TEXT("true"), &error));
    CHECK_OK(nxz_config_set(config, TEXT("custom.region"), TEXT("{\"name\": \"north\"}"), &error));
    CHECK(shows(config, "\"max_verify_time\":2.5") && shows(config, "\"custom\":{\"region\":{\"name\":\"north\"}}"));
    CHECK(shows(config, "\"custom.region\":\"setter\""));
    CHECK_OK(nxz_config_set(config, TEXT("max_verify_time"), TEXT("null"), &error));
    CHECK(shows(config, "\"max_verify_time\":null"));
    CHECK_BLAMES(NXZ_ERR_CONFIGURATION, "max_time", nxz_config_set(config, TEXT("max_time"), TEXT("1"), &error));
    CHECK_BLAMES(NXZ_ERR_CONFIGURATION, "threads", nxz_config_set(config, TEXT("threads"), TEXT("-1"), &error));
    CHECK_BLAMES(NXZ_ERR_MALFORMED, "value", nxz_config_set(config, TEXT("threads"), TEXT("1 2"), &error));
    const uint32_t limits[] = {NXZ_LIMIT_PROOF_SIZE,   NXZ_LIMIT_CONTEXT_SIZE, NXZ_LIMIT_WORK,  NXZ_LIMIT_STATEMENT_SIZE,
                               NXZ_LIMIT_WITNESS_SIZE, NXZ_LIMIT_CIRCUIT_SIZE, NXZ_LIMIT_MEMORY};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) CHECK_OK(nxz_config_set_limit(config, limits[i], 4321 + i, &error));
    CHECK(shows(config, "\"max_memory\":4327") && shows(config, "\"max_statement_size\":4324"));
    nxz_config_free(config);
}

/* Whether one of the problems has this status and field. */
static bool has_problem(const nxz_error *error, nxz_status status, const char *field) {
    for (size_t i = 0; i < nxz_error_problems(error); i++) {
        const char *found = nxz_error_problem_field(error, i);
        if (nxz_error_problem_code(error, i) == status && found != NULL && strcmp(found, field) == 0 &&
            nxz_error_problem_message(error, i)[0] != '\0')
            return true;
    }
    return false;
}

/* Everything that is wrong is reported at once. */
static void problems(void) {
    nxz_error *error = NULL;
    nxz_config *config = fresh();
    CHECK(nxz_error_problems(NULL) == 0);
    const char text[] = "{\"profil\": 1, \"threads\": \"many\", \"profile\": \"huge\"}";
    CHECK(nxz_config_load_json(config, TEXT(text), &error) != NXZ_OK);
    CHECK(nxz_error_problems(error) == 3 && has_problem(error, NXZ_ERR_CONFIGURATION, "profil"));
    CHECK(has_problem(error, NXZ_ERR_CONFIGURATION, "threads") && has_problem(error, NXZ_ERR_CONFIGURATION, "profile"));
    CHECK(nxz_error_problem_code(error, 0) == nxz_error_code(error));
    CHECK(nxz_error_problem_code(error, 3) == NXZ_OK && nxz_error_problem_field(error, 3) == NULL);
    CHECK(nxz_error_problem_message(error, 3)[0] == '\0');
    nxz_error_free(error);

    CHECK_FAILS(NXZ_ERR_MALFORMED, nxz_config_load_json(config, TEXT("{\"threads\": 1, \"threads\": 2}"), &error));

    /* What contradicts itself. */
    nxz_protocol *protocol = NULL;
    CHECK_OK(nxz_config_load_json(config, TEXT("{\"max_proof_size\": 10, \"limits\": {\"max_proof_size\": 9, \"max_work\": 0}}"), &error));
    CHECK(nxz_protocol_new(config, &protocol, &error) == NXZ_ERR_CONFIGURATION && protocol == NULL);
    CHECK(nxz_error_problems(error) == 2 && has_problem(error, NXZ_ERR_CONFIGURATION, "max_proof_size"));
    CHECK(has_problem(error, NXZ_ERR_CONFIGURATION, "limits.max_work"));
    nxz_error_free(error);
    nxz_config_free(config);
}

static void write_file(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    CHECK(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0);
}

static void files(void) {
    nxz_error *error = NULL;
    nxz_config *config = fresh();
    const char *path = "test-config.toml";
    write_file(path, "profile = \"fast\"\n");
    CHECK_OK(nxz_config_load_file(config, path, strlen(path), &error));
    CHECK(shows(config, "\"profile\":\"fast\""));
    write_file(path, "profile = fast\n");
    CHECK_BLAMES(NXZ_ERR_MALFORMED, "path", nxz_config_load_file(config, path, strlen(path), &error));
    write_file(path, "profile = \"\xff\"\n");
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "path", nxz_config_load_file(config, path, strlen(path), &error));
    CHECK(remove(path) == 0);
    CHECK_BLAMES(NXZ_ERR_IO, "path", nxz_config_load_file(config, path, strlen(path), &error));
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "path", nxz_config_load_file(config, TEXT("config.yaml"), &error));
    nxz_config_free(config);
}

static void refusals(void) {
    static const struct {
        const char *text, *named;
        nxz_status status;
    } BAD[] = {
        {"{\"profil\":\"fast\"}", "profil", NXZ_ERR_CONFIGURATION},
        {"{\"limits\":{\"max_speed\":1}}", "limits.max_speed", NXZ_ERR_CONFIGURATION},
        {"{\"profile\":\"fast\",\"security_level\":100}", "100", NXZ_ERR_CONFIGURATION},
        {"{\"security_level\":\"128\"}", "128", NXZ_ERR_CONFIGURATION},
        {"{\"verify_after_generation\":1}", "true or false", NXZ_ERR_CONFIGURATION},
        {"{\"profile\":\"huge\"}", "huge", NXZ_ERR_CONFIGURATION},
        {"{\"compression\":{\"strategy\":\"zip\"}}", "zip", NXZ_ERR_CONFIGURATION},
        {"{\"on_verify_failure\":\"ignore\"}", "ignore", NXZ_ERR_CONFIGURATION},
        {"{\"require_quantum_resistance\":{}}", "true or false", NXZ_ERR_CONFIGURATION},
        {"{\"nosuch\":{}}", "nosuch", NXZ_ERR_CONFIGURATION},
        {"{\"limits.max_work\":1,\"limits\":{\"max_work\":2}}", "limits.max_work", NXZ_ERR_CONFIGURATION},
        {"{\"profile\":", "line", NXZ_ERR_MALFORMED},
        {"7", "object", NXZ_ERR_MALFORMED},
        {"", "", NXZ_ERR_MALFORMED},
    };
    nxz_error *error = NULL;
    nxz_config *config = fresh();
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        nxz_status status = nxz_config_load_json(config, BAD[i].text, strlen(BAD[i].text), &error);
        CHECK(strstr(nxz_error_message(error), BAD[i].named) != NULL);
        CHECK_FAILS(BAD[i].status, status);
        CHECK(shows(config, "\"profile\":\"balanced\""));
    }
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "text", nxz_config_load_json(config, TEXT("\xff"), &error));
    CHECK_BLAMES(NXZ_ERR_MALFORMED, "text", nxz_config_load_toml(config, TEXT("profile = fast"), &error));
    CHECK(setenv("NEXUSZERO_PROFIL", "fast", 1) == 0);
    nxz_status status = nxz_config_load_environment(config, &error);
    CHECK(strstr(nxz_error_message(error), "NEXUSZERO_PROFIL") != NULL);
    CHECK_FAILS(NXZ_ERR_CONFIGURATION, status);
    unsetenv("NEXUSZERO_PROFIL");
    nxz_config_free(config);
}

/* The protocol works with what is in force; a bad configuration changes nothing. */
static void reconfiguring(void) {
    nxz_error *error = NULL;
    nxz_protocol *protocol = new_protocol(128, NXZ_PROFILE_FAST, false);
    nxz_statement *statement = new_statement(NXZ_HASH_SHA256, (const uint8_t *)"x", 1, false);
    nxz_config *config = fresh();
    nxz_proof_cost before = {.struct_size = sizeof before}, after = before;
    CHECK_OK(nxz_estimate(protocol, statement, &before, &error));
    CHECK_OK(nxz_config_set_profile(config, NXZ_PROFILE_TINY, &error));
    CHECK_OK(nxz_protocol_reconfigure(protocol, config, &error));
    CHECK_OK(nxz_estimate(protocol, statement, &after, &error));
    CHECK(after.proof_size < before.proof_size);
    CHECK_OK(nxz_config_set_limit(config, NXZ_LIMIT_PROOF_SIZE, 0, &error));
    CHECK_FAILS(NXZ_ERR_CONFIGURATION, nxz_protocol_reconfigure(protocol, config, &error));
    CHECK_OK(nxz_estimate(protocol, statement, &before, &error));
    CHECK(after.proof_size == before.proof_size);
    nxz_config_free(config);
    nxz_statement_free(statement);
    nxz_protocol_free(protocol);
}

int main(void) {
    layers();
    settings();
    problems();
    files();
    refusals();
    reconfiguring();
    return check_report("config");
}
