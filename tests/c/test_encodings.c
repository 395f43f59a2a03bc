/* Statements as bytes and as JSON: what comes back, and what happens with bytes and text that are damaged or that somebody
 * made up. */
#include "claims.h"

static nxz_error *error;

/* A slot that no failed call leaves as it is. */
static nxz_statement *read;

static nxz_status from_bytes(const uint8_t *bytes, size_t len) {
    read = (nxz_statement *)(void *)&error;
    return nxz_statement_from_bytes(bytes, len, &read, &error);
}

static nxz_status from_json(const char *text, size_t len) {
    read = (nxz_statement *)(void *)&error;
    return nxz_statement_from_json(text, len, &read, &error);
}

/* What damaged input may be answered with: another statement, or one of the refusals of the header. */
static bool answered(nxz_status status) {
    bool known = status == NXZ_OK || status == NXZ_ERR_MALFORMED || status == NXZ_ERR_UNSUPPORTED ||
                 status == NXZ_ERR_LIMIT_EXCEEDED;
    bool right = CHECK_FAILS(status, status) && known && (status == NXZ_OK) == (read != NULL);
    CHECK(right);
    return right;
}

static void damaged_bytes(const nxz_statement *statement) {
    nxz_bytes *bytes = NULL;
    size_t len = 0;
    CHECK_OK(nxz_statement_to_bytes(statement, &bytes, &error));
    const uint8_t *data = nxz_bytes_data(bytes, &len);
    uint8_t *copy = calloc(len + 1, 1);
    memcpy(copy, data, len);
    size_t step = quick() ? 1 + len / 20 : 1;
    for (size_t cut = 0; cut < len; cut += step) {
        CHECK_BLAMES(NXZ_ERR_MALFORMED, "bytes", from_bytes(copy, cut));
        CHECK(read == NULL);
    }
    CHECK_BLAMES(NXZ_ERR_MALFORMED, "bytes", from_bytes(copy, len + 1));
    for (size_t i = 0; i < len; i += step) {
        for (int bit = 0; bit < 8; bit++) {
            copy[i] ^= (uint8_t)(1 << bit);
            /* Where it is a statement, it is that of these bytes and of no others. */
            if (answered(from_bytes(copy, len)) && read != NULL) {
                nxz_bytes *again = NULL;
                size_t again_len = 0;
                CHECK_OK(nxz_statement_to_bytes(read, &again, &error));
                const uint8_t *same_bytes = nxz_bytes_data(again, &again_len);
                CHECK(again_len == len && memcmp(same_bytes, copy, len) == 0);
                CHECK(!same(read, statement));
                nxz_bytes_free(again);
                nxz_statement_free(read);
            }
            copy[i] ^= (uint8_t)(1 << bit);
        }
    }
    free(copy);
    nxz_bytes_free(bytes);
}

static void damaged_json(const nxz_statement *statement) {
    nxz_string *json = NULL;
    CHECK_OK(nxz_statement_to_json(statement, &json, &error));
    size_t len = nxz_string_len(json), step = quick() ? 1 + len / 20 : 1 + len / 200;
    char *copy = calloc(len + 2, 1);
    memcpy(copy, nxz_string_data(json), len);
    for (size_t cut = 0; cut < len; cut += step) {
        CHECK_BLAMES(NXZ_ERR_MALFORMED, "text", from_json(copy, cut));
        CHECK(read == NULL);
    }
    copy[len] = '}';
    CHECK_BLAMES(NXZ_ERR_MALFORMED, "text", from_json(copy, len + 1));
    copy[len] = '\0';
    CHECK_BLAMES(NXZ_ERR_MALFORMED, "text", from_json(copy, len + 1));
    for (size_t i = 0; i < len; i += step) {
        for (int bit = 0; bit < 7; bit++) {
            copy[i] ^= (char)(1 << bit);
            if (answered(from_json(copy, len))) nxz_statement_free(read);
            copy[i] ^= (char)(1 << bit);
        }
    }
    copy[len / 2] = '\xff';
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "text", from_json(copy, len));
    free(copy);
    nxz_string_free(json);
}

static void every_kind(void) {
    static const char *const NAMES[SAMPLES] = {
        "preimage/sha256", "preimage/sha512", "preimage/sha256", "preimage/hmac-sha256", "range/sha256", "range/blake3",
        "one-of-many/10", "membership/sha3-256-3", "circuit", "conjunction", "discrete-log/ristretto255",
        "discrete-log/p256", "discrete-log/secp256k1",
    };
    struct sample samples[SAMPLES];
    make_samples(samples);
    for (int i = 0; i < SAMPLES; i++) {
        int before = checks_failed;
        nxz_string *name = NULL;
        CHECK_OK(nxz_statement_name(samples[i].statement, &name, &error));
        CHECK(strcmp(nxz_string_data(name), NAMES[i]) == 0 && nxz_string_len(name) == strlen(NAMES[i]));
        nxz_string_free(name);
        nxz_statement *from[2] = {through_bytes(samples[i].statement), through_json(samples[i].statement)};
        for (int k = 0; k < 2; k++) {
            CHECK(same(samples[i].statement, from[k]));
            nxz_statement_free(from[k]);
        }
        for (int k = 0; k < SAMPLES; k++) CHECK((i == k) == same(samples[i].statement, samples[k].statement));
        damaged_bytes(samples[i].statement);
        damaged_json(samples[i].statement);
        if (checks_failed > before) fprintf(stderr, "  %s\n", samples[i].name);
    }
    free_samples(samples);
}

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define PREIMAGE "{\"kind\":\"preimage\",\"hash\":\"sha256\",\"digest\":\"" ZEROS "\",\"message\":"
#define RANGE "{\"kind\":\"range\",\"hash\":\"sha256\",\"commitment\":\"" ZEROS "\",\"blinding\":\"blinding\",\"value\":\"value\","
#define CIRCUIT "{\"kind\":\"circuit\",\"circuit\":\"1 3\\n2 1 1\\n1 1\\n\\n2 1 0 1 2 AND\\n\",\"inputs\":"

/* JSON of forms that docs/statements.md has, and of none. */
static void json_forms(void) {
    static const char *const GOOD[] = {
        PREIMAGE "{\"parts\":[{\"hidden\":\"m\"}],\"blocks\":1}}",
        " " PREIMAGE "{\"blocks\":1 , \"parts\":[{\"public\":\"00ff\"},{\"hidden\":\"m\"}]}}\n",
        PREIMAGE "{\"parts\":[{\"secret\":\"\\u006b\",\"len\":32}]}}",
        PREIMAGE "{\"parts\":[]}}",
        RANGE "\"min\":0,\"max\":18446744073709551615}",
        CIRCUIT "[{\"secret\":\"a\"},{\"public\":\"01\"}],\"outputs\":\"01\"}",
    };
    static const char *const BAD[] = {
        "", " ", "null", "7", "[]", "{}", "\"preimage\"", "{\"kind\":7}", "{\"kind\":\"unknown\"}",
        "{\"kind\":\"preimage\"}",
        "{\"kind\":\"range\",\"hash\":\"md5\",\"commitment\":\"\",\"min\":0,\"max\":1,\"value\":\"v\",\"blinding\":\"b\"}",
        PREIMAGE "{\"parts\":[{\"hidden\":\"m\"}]}}",
        PREIMAGE "{\"parts\":[{\"hidden\":\"m\"}],\"blocks\":0}}",
        PREIMAGE "{\"parts\":[{\"hidden\":\"m\"}],\"blocks\":-1}}",
        PREIMAGE "{\"parts\":[{\"hidden\":\"m\"}],\"blocks\":1.5}}",
        PREIMAGE "{\"parts\":[{\"secret\":\"m\",\"len\":4}],\"blocks\":1}}",
        PREIMAGE "{\"parts\":[{\"hidden\":\"m\"},{\"hidden\":\"n\"}],\"blocks\":1}}",
        PREIMAGE "{\"parts\":[{\"secret\":\"m\",\"len\":4},{\"secret\":\"m\",\"len\":5}]}}",
        PREIMAGE "{\"parts\":[{\"secret\":\"\",\"len\":4}]}}",
        PREIMAGE "{\"parts\":[{\"secret\":\"\\u0007\",\"len\":4}]}}",
        PREIMAGE "{\"parts\":[{\"secret\":\"m\"}]}}",
        PREIMAGE "{\"parts\":[{\"secret\":\"m\",\"len\":4,\"more\":1}]}}",
        PREIMAGE "{\"parts\":[{\"public\":\"0\"}]}}",
        PREIMAGE "{\"parts\":[{\"public\":\"0g\"}]}}",
        PREIMAGE "{\"parts\":[],\"key\":{\"public\":\"00\"}}}",
        PREIMAGE "[null,[{\"secret\":\"m\",\"len\":4}],null]}",
        PREIMAGE "{\"parts\":[[\"m\",4]]}}",
        PREIMAGE "{\"parts\":[]},\"more\":1}",
        RANGE "\"min\":2,\"max\":1}",
        RANGE "\"min\":0,\"max\":18446744073709551616}",
        RANGE "\"min\":0,\"max\":\"1\"}",
        RANGE "\"min\":0,\"min\":0,\"max\":1}",
        "{\"kind\":\"one-of-many\",\"hash\":\"sha256\",\"list\":[],\"message\":{\"parts\":[]},\"index\":\"index\"}",
        "{\"kind\":\"one-of-many\",\"hash\":\"sha256\",\"list\":[\"" ZEROS "\",\"00\"],\"message\":{\"parts\":[]},\"index\":\"i\"}",
        CIRCUIT "[],\"outputs\":\"01\"}",
        CIRCUIT "[{\"secret\":\"a\"}],\"outputs\":\"01\"}",
        CIRCUIT "[{\"secret\":\"a\"},{\"secret\":\"b\",\"len\":1}],\"outputs\":\"01\"}",
        CIRCUIT "[{\"secret\":\"a\"},{\"hidden\":\"b\"}],\"outputs\":\"01\"}",
        CIRCUIT "[{\"secret\":\"a\"},{\"public\":\"02\"}],\"outputs\":\"01\"}",
        CIRCUIT "[{\"secret\":\"a\"},{\"public\":\"\"}],\"outputs\":\"01\"}",
        CIRCUIT "[{\"secret\":\"a\"},{\"public\":\"01\"}],\"outputs\":\"\"}",
        CIRCUIT "[{\"secret\":\"a\"},{\"public\":\"01\"}],\"outputs\":\"02\"}",
        CIRCUIT "[{\"secret\":\"a\"},{\"public\":\"01\"}],\"outputs\":\"0101\"}",
        "{\"kind\":\"circuit\",\"circuit\":\"1 3\\n2 1 1\",\"inputs\":[],\"outputs\":\"01\"}",
        "{\"kind\":\"conjunction\",\"claims\":[]}",
        "{\"kind\":\"conjunction\",\"claims\":[" PREIMAGE "{\"parts\":[]}}]}",
        "{\"kind\":\"conjunction\",\"claims\":[{\"kind\":\"conjunction\",\"claims\":[]},{\"kind\":\"conjunction\",\"claims\":[]}]}",
        "{\"kind\":\"discrete-log\",\"group\":\"ristretto255\",\"generator\":\"" ZEROS "\",\"public_value\":\"" ZEROS
        "\",\"secret\":\"secret\"}",
    };
    /* More than can be proved is a limit, in every encoding. */
    static const char *const LARGE[] = {
        PREIMAGE "{\"parts\":[{\"hidden\":\"m\"}],\"blocks\":65}}",
        PREIMAGE "{\"parts\":[{\"secret\":\"m\",\"len\":4088}]}}",
        PREIMAGE "{\"parts\":[{\"secret\":\"m\",\"len\":18446744073709551615}]}}",
    };
    static const char UNKNOWN_GROUP[] =
        "{\"kind\":\"discrete-log\",\"group\":\"p384\",\"generator\":\"\",\"public_value\":\"\",\"secret\":\"secret\"}";
    CHECK_BLAMES(NXZ_ERR_UNSUPPORTED, "text", from_json(TEXT(UNKNOWN_GROUP)));
    /* What a message quotes controls nothing (check_status). */
    CHECK_BLAMES(NXZ_ERR_MALFORMED, "text", from_json(TEXT("{\"kind\":\"preimage\",\"\\u001b[7m\\n\":1}")));
    CHECK(read == NULL);
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++) {
        CHECK_OK(from_json(GOOD[i], strlen(GOOD[i])));
        nxz_statement_free(read);
    }
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        int before = checks_failed;
        CHECK_BLAMES(NXZ_ERR_MALFORMED, "text", from_json(BAD[i], strlen(BAD[i])));
        CHECK(read == NULL);
        if (checks_failed > before) fprintf(stderr, "  %s\n", BAD[i]);
    }
    for (size_t i = 0; i < sizeof LARGE / sizeof LARGE[0]; i++) {
        CHECK_BLAMES(NXZ_ERR_LIMIT_EXCEEDED, "text", from_json(LARGE[i], strlen(LARGE[i])));
        CHECK(read == NULL);
    }
}

/* Depth is not followed, so that no text exhausts the stack; see also test_threads. */
static void deep_json(void) {
    enum { DEPTH = 100000 };
    static const char *const OPENINGS[] = {"[", "{\"kind\":", "{\"claims\":[", "{\"kind\":\"conjunction\",\"claims\":["};
    for (size_t i = 0; i < sizeof OPENINGS / sizeof OPENINGS[0]; i++) {
        size_t len = strlen(OPENINGS[i]);
        char *text = malloc(DEPTH * len);
        for (size_t k = 0; k < DEPTH; k++) memcpy(text + k * len, OPENINGS[i], len);
        CHECK_BLAMES(NXZ_ERR_MALFORMED, "text", from_json(text, DEPTH * len));
        free(text);
    }
}

/* Lengths and counts that announce more than is there: refused before anything is allocated. */
static void announced(void) {
    /* A preimage of SHA-256 with one part, which is a secret. Offsets as in docs/protocol.md. */
    enum { DIGEST_LEN = 5, PARTS = 5 + 8 + 32 + 1, NAME_LEN = PARTS + 4 + 1 };
    nxz_statement *statement = new_statement(NXZ_HASH_SHA256, KEY, KEY_SIZE, true);
    nxz_bytes *bytes = NULL;
    size_t len = 0;
    CHECK_OK(nxz_statement_to_bytes(statement, &bytes, &error));
    const uint8_t *data = nxz_bytes_data(bytes, &len);
    uint8_t copy[256];
    CHECK(len < sizeof copy && data[DIGEST_LEN] == 32 && data[PARTS] == 1 && data[NAME_LEN] == 7);
    static const size_t PLACES[] = {DIGEST_LEN, PARTS, NAME_LEN};
    for (size_t i = 0; i < sizeof PLACES / sizeof PLACES[0]; i++) {
        memcpy(copy, data, len);
        memset(copy + PLACES[i], 0xff, PLACES[i] == PARTS ? 4 : 8);
        CHECK_BLAMES(NXZ_ERR_MALFORMED, "bytes", from_bytes(copy, len));
        copy[PLACES[i] + 3] = 0x7f;
        CHECK_BLAMES(NXZ_ERR_MALFORMED, "bytes", from_bytes(copy, len));
    }
    /* The length of the secret comes after its name, and the longest that can be written is no length of a message. */
    memcpy(copy, data, len);
    memset(copy + NAME_LEN + 8 + 7, 0xff, 8);
    CHECK_BLAMES(NXZ_ERR_LIMIT_EXCEEDED, "bytes", from_bytes(copy, len));
    /* Hash functions that this build does not have, and kinds that there are not. */
    memcpy(copy, data, len);
    copy[1] = 9;
    CHECK_BLAMES(NXZ_ERR_UNSUPPORTED, "bytes", from_bytes(copy, len));
    memcpy(copy, data, len);
    for (int kind = 0; kind < 256; kind++) {
        copy[0] = (uint8_t)kind;
        if (kind == data[0]) continue;
        CHECK_BLAMES(NXZ_ERR_MALFORMED, "bytes", from_bytes(copy, len));
    }
    nxz_bytes_free(bytes);
    nxz_statement_free(statement);
}

int main(void) {
    every_kind();
    json_forms();
    deep_json();
    announced();
    return check_report("encodings");
}
