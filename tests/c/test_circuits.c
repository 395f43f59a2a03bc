/* Circuits in Bristol Fashion: what they are made of, texts that are none, and statements that are true, false, or none. */
#include "claims.h"

static nxz_error *error;

/* Values of 1, 9 and 9 bits; the first times bit 0 of the second, and the other two multiplied bit by bit. */
static const char TEXT_OF_PRODUCTS[] =
    "2 29\n3 1 9 9\n2 1 9\n\n2 1 0 1 19 AND\n"
    "18 9 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 20 21 22 23 24 25 26 27 28 MAND\n";
enum { INPUTS = 3, OUTPUTS_LEN = 3 };
static const struct {
    const char *name;
    size_t len;
    uint8_t value[2];
} VALUES[INPUTS] = {{"bit", 1, {1}}, {"left", 2, {0xa5, 1}}, {"right", 2, {0x66, 1}}};
static const uint8_t OUTPUTS[OUTPUTS_LEN] = {1 & 0xa5, 0xa5 & 0x66, 1};

static nxz_circuit *parsed(const char *text) {
    nxz_circuit *circuit = NULL;
    CHECK_OK(nxz_circuit_from_bristol(text, strlen(text), &circuit, &error));
    return circuit;
}

static void sizes(void) {
    static const uint64_t IN[INPUTS] = {1, 9, 9}, OUT[] = {1, 9}, NONE[] = {3, 4, UINT32_MAX, UINT64_MAX};
    nxz_circuit *circuit = parsed(TEXT_OF_PRODUCTS);
    nxz_circuit_size size = {.struct_size = sizeof size, .reserved = 7};
    uint64_t width;
    CHECK_OK(nxz_circuit_info(circuit, &size, &error));
    CHECK(size.reserved == 0 && size.gates == 2 && size.and_gates == 10 && size.and_depth == 1);
    CHECK(size.inputs == 3 && size.input_bits == 19 && size.outputs == 2 && size.output_bits == 10);
    for (uint64_t i = 0; i < size.inputs; i++) {
        CHECK_OK(nxz_circuit_input_width(circuit, i, &width, &error));
        CHECK(width == IN[i]);
    }
    for (uint64_t i = 0; i < size.outputs; i++) {
        CHECK_OK(nxz_circuit_output_width(circuit, i, &width, &error));
        CHECK(width == OUT[i]);
    }
    for (size_t i = 0; i < sizeof NONE / sizeof NONE[0]; i++) {
        CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "index", nxz_circuit_input_width(circuit, NONE[i], &width, &error));
        CHECK(width == 0);
        CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "index", nxz_circuit_output_width(circuit, NONE[i] - 1, &width, &error));
        CHECK(width == 0);
    }
    nxz_circuit_free(circuit);
}

/* Space is no part of a circuit; everything else is. */
static void digests(void) {
    static const char *const TEXTS[] = {
        "1 3\n2 1 1\n1 1\n\n2 1 0 1 2 AND\n", "\n1  3\n2 1 1\n\n\n1 1\n\t2 1 0 1 2 AND", "1 3\n2 1 1\n1 1\n\n2 1 1 0 2 AND\n",
        "1 3\n1 2\n1 1\n\n2 1 0 1 2 AND\n", "1 3\n2 1 1\n1 1\n\n2 1 0 1 2 XOR\n",
    };
    enum { COUNT = sizeof TEXTS / sizeof TEXTS[0] };
    uint8_t digest[COUNT][NXZ_MAX_DIGEST_SIZE];
    size_t len;
    for (int i = 0; i < COUNT; i++) {
        nxz_circuit *circuit = parsed(TEXTS[i]);
        memset(digest[i], 0xee, sizeof digest[i]);
        CHECK_BLAMES(NXZ_ERR_BUFFER_TOO_SMALL, "out", nxz_circuit_digest(circuit, digest[i], 63, &len, &error));
        CHECK(len == 0 && digest[i][0] == 0xee && digest[i][62] == 0xee);
        CHECK_OK(nxz_circuit_digest(circuit, digest[i], sizeof digest[i], &len, &error));
        CHECK(len == 64);
        nxz_circuit_free(circuit);
        for (int k = 0; k < i; k++) CHECK((memcmp(digest[i], digest[k], 64) == 0) == (i == 1 && k == 0));
    }
}

static void refused_text(nxz_status status, const char *text, size_t len, const char *said) {
    nxz_circuit *circuit = (nxz_circuit *)(void *)&error;
    nxz_status got = nxz_circuit_from_bristol(text, len, &circuit, &error);
    bool right = circuit == NULL && error != NULL && strstr(nxz_error_message(error), said) != NULL;
    if (!right) fprintf(stderr, "  \"%.60s\": %s, expected %s\n", text, nxz_error_message(error), said);
    CHECK(right);
    CHECK_BLAMES(status, "text", got);
}

static void malformed(void) {
    static const struct {
        const char *text, *said;
    } TEXTS[] = {
        {"", "line 1"},
        {"1\n", "line 1"},
        {"1 3 5\n", "line 1"},
        {"one 3\n", "line 1"},
        {"01 3\n", "line 1"},
        {"-1 3\n", "line 1"},
        {"1 3\n", "line 2"},
        {"1 3\n0\n", "line 2"},
        {"1 3\n2 1\n", "line 2"},
        {"1 3\n2 1 0\n", "line 2"},
        {"1 3\n\n\n2 1 1 1\n", "line 4"},
        {"1 3\n2 1 1\n", "line 3"},
        {"1 3\n2 1 1\n0\n", "line 3"},
        {"1 3\n2 1 1\n1 1\n", "line 4"},
        {"1 3\n2 1 1\n1 1\n\n2 1 0 1 2 NAND\n", "line 5"},
        {"1 3\n2 1 1\n1 1\n\n2 1 0 1 2 and\n", "line 5"},
        {"1 3\n2 1 1\n1 1\n\n2 1 0 1 2\n", "line 5"},
        {"1 3\n2 1 1\n1 1\n\n2 1 0 1 2 AND 3\n", "line 5"},
        {"1 3\n2 1 1\n1 1\n\n1 1 0 2 AND\n", "line 5"},
        {"1 3\n2 1 1\n1 1\n\n2 1 0 2 2 AND\n", "line 5"},
        {"1 3\n2 1 1\n1 1\n\n2 1 0 3 2 AND\n", "line 5"},
        {"1 3\n2 1 1\n1 1\n\n2 1 0 1 1 AND\n", "line 5"},
        {"1 3\n2 1 1\n1 1\n\n2 1 0 1 3 AND\n", "line 5"},
        {"1 3\n2 1 1\n1 1\n\n1 1 2 2 EQ\n", "line 5"},
        {"1 3\n2 1 1\n1 1\n\n3 1 0 1 0 2 MAND\n", "line 5"},
        {"1 4\n2 1 1\n1 1\n\n2 1 0 1 2 AND\n", "wire 3"},
        {"1 3\n2 1 1\n1 1\n\n2 1 0 1 2 AND\n\n1 1 0 2 EQW\n", "line 7"},
        {"1 3\n2 1 1\n1 1\n\n2 1 0 1 2 AND\n\xc3\xa4", "line 6"},
        {"99999999999999999999 3\n", "line 1"},
    };
    static const char NUL[] = "1 3\n2 1 1\n1 1\n\n2 1 0 1 2 AND\n";
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        refused_text(NXZ_ERR_MALFORMED, TEXTS[i].text, strlen(TEXTS[i].text), TEXTS[i].said);
    }
    refused_text(NXZ_ERR_MALFORMED, NUL, sizeof NUL, "line 6");
    refused_text(NXZ_ERR_LIMIT_EXCEEDED, TEXT("4294967295 3\n"), "line 1");
    refused_text(NXZ_ERR_LIMIT_EXCEEDED, TEXT("1 4294967295\n"), "line 1");
    if (!quick()) {
        enum { TOO_LONG = (1 << 25) + 1 };
        char *blank = malloc(TOO_LONG);
        memset(blank, ' ', TOO_LONG);
        refused_text(NXZ_ERR_LIMIT_EXCEEDED, blank, TOO_LONG, "limit");
        free(blank);
    }
}

/* In an encoding a circuit has one spelling. */
static void canonical(void) {
    static const char SPELLING[] = "2 1 0 1 2 AND";
    nxz_circuit *circuit = parsed("1 3\n1 2\n1 1\n\n2 1 0 1 2 AND\n");
    nxz_message *inputs = NULL;
    nxz_statement *statement = NULL, *read = (nxz_statement *)(void *)&error;
    nxz_bytes *bytes = NULL;
    uint8_t copy[256];
    size_t len = 0, at = 0;
    CHECK_OK(nxz_message_new(&inputs, &error));
    CHECK_OK(nxz_message_add_secret(inputs, TEXT("bits"), 1, &error));
    CHECK_OK(nxz_statement_circuit(circuit, inputs, OUTPUTS, 1, &statement, &error));
    CHECK_OK(nxz_statement_to_bytes(statement, &bytes, &error));
    const uint8_t *data = nxz_bytes_data(bytes, &len);
    CHECK(len > sizeof SPELLING && len < sizeof copy);
    memcpy(copy, data, len < sizeof copy ? len : 0);
    while (at + sizeof SPELLING < len && memcmp(copy + at, SPELLING, sizeof SPELLING - 1) != 0) at++;
    CHECK(memcmp(copy + at, SPELLING, sizeof SPELLING - 1) == 0 && copy[at + 1] == ' ');
    copy[at + 1] = '\t';
    CHECK_BLAMES(NXZ_ERR_MALFORMED, "bytes", nxz_statement_from_bytes(copy, len, &read, &error));
    CHECK(read == NULL);
    nxz_bytes_free(bytes);
    nxz_statement_free(statement);
    nxz_message_free(inputs);
    nxz_circuit_free(circuit);
}

/* A message of the values: bit i of `public` is set where value i is public. */
static nxz_message *inputs_of(unsigned public) {
    nxz_message *inputs = NULL;
    CHECK_OK(nxz_message_new(&inputs, &error));
    for (size_t i = 0; i < INPUTS; i++) {
        if ((public >> i & 1) == 1) CHECK_OK(nxz_message_add_public(inputs, VALUES[i].value, VALUES[i].len, &error));
        else CHECK_OK(nxz_message_add_secret(inputs, VALUES[i].name, strlen(VALUES[i].name), VALUES[i].len, &error));
    }
    return inputs;
}

static nxz_witness *values(void) {
    nxz_witness *witness = NULL;
    CHECK_OK(nxz_witness_new(&witness, &error));
    for (size_t i = 0; i < INPUTS; i++) {
        CHECK_OK(nxz_witness_set(witness, VALUES[i].name, strlen(VALUES[i].name), VALUES[i].value, VALUES[i].len, &error));
    }
    return witness;
}

/* Every choice of public values, none and all included. Statements keep what they were made from alive. */
static void provable(void) {
    nxz_witness *witness = values();
    for (unsigned public = 0; public < 1u << INPUTS; public++) {
        nxz_circuit *circuit = parsed(TEXT_OF_PRODUCTS);
        nxz_message *inputs = inputs_of(public);
        nxz_statement *statement = NULL, *other = NULL;
        uint8_t outputs[OUTPUTS_LEN];
        memcpy(outputs, OUTPUTS, sizeof outputs);
        CHECK_OK(nxz_statement_circuit(circuit, inputs, outputs, sizeof outputs, &statement, &error));
        outputs[1] ^= 4;
        CHECK_OK(nxz_statement_circuit(circuit, inputs, outputs, sizeof outputs, &other, &error));
        memset(outputs, 0, sizeof outputs);
        nxz_message_free(inputs);
        nxz_circuit_free(circuit);
        accepted(128, statement, witness);
        CHECK(!same(statement, other));
        unprovable(other, witness);
        nxz_statement_free(other);
        nxz_statement_free(statement);
    }
    nxz_witness_free(witness);
}

static void bad_witnesses(void) {
    static const struct {
        const char *name;
        size_t len;
        uint8_t value[3];
    } WRONG[] = {
        {"bit", 1, {0}},          {"bit", 0, {1}},          {"bit", 2, {1}},           {"bit", 1, {3}},
        {"bit", 1, {0x81}},       {"left", 2, {0xa5, 0}},   {"left", 2, {0xa4, 1}},    {"left", 2, {0xa5, 3}},
        {"left", 2, {0xa5, 0x81}}, {"right", 1, {0x66}},    {"right", 3, {0x66, 1, 0}}, {"right", 2, {0x67, 1}},
    };
    nxz_circuit *circuit = parsed(TEXT_OF_PRODUCTS);
    nxz_message *inputs = inputs_of(0);
    nxz_statement *statement = NULL;
    CHECK_OK(nxz_statement_circuit(circuit, inputs, OUTPUTS, OUTPUTS_LEN, &statement, &error));
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        nxz_witness *witness = values();
        int before = checks_failed;
        CHECK_OK(nxz_witness_set(witness, WRONG[i].name, strlen(WRONG[i].name), WRONG[i].value, WRONG[i].len, &error));
        unprovable(statement, witness);
        nxz_witness_free(witness);
        if (checks_failed > before) fprintf(stderr, "  %s, case %zu\n", WRONG[i].name, i);
    }
    nxz_statement_free(statement);
    nxz_message_free(inputs);
    nxz_circuit_free(circuit);
}

/* Takes the inputs over. */
static void refused(const nxz_circuit *circuit, nxz_message *inputs, const char *field, const uint8_t *outputs, size_t len,
                    const char *said) {
    nxz_statement *statement = (nxz_statement *)(void *)&error;
    nxz_status status = nxz_statement_circuit(circuit, inputs, outputs, len, &statement, &error);
    bool right = statement == NULL && error != NULL && strstr(nxz_error_message(error), said) != NULL;
    if (!right) fprintf(stderr, "  %s, expected %s\n", nxz_error_message(error), said);
    CHECK(right);
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, field, status);
    nxz_message_free(inputs);
}

static nxz_message *with_public(const uint8_t *value, size_t len) {
    nxz_message *inputs = NULL;
    CHECK_OK(nxz_message_new(&inputs, &error));
    CHECK_OK(nxz_message_add_secret(inputs, TEXT("bit"), 1, &error));
    CHECK_OK(nxz_message_add_secret(inputs, TEXT("left"), 2, &error));
    if (value != NULL) CHECK_OK(nxz_message_add_public(inputs, value, len, &error));
    return inputs;
}

static nxz_message *with_secret(const char *name, uint64_t len) {
    nxz_message *inputs = with_public(NULL, 0);
    CHECK_OK(nxz_message_add_secret(inputs, name, strlen(name), len, &error));
    return inputs;
}

static void bad_inputs(void) {
    static const uint8_t RIGHT[3] = {0x66, 1, 0}, UNUSED_BITS[] = {0x66, 3}, LAST_BIT[] = {0x66, 0x80};
    nxz_circuit *circuit = parsed(TEXT_OF_PRODUCTS);
    nxz_message *none = NULL, *many = inputs_of(0), *hidden = with_public(NULL, 0), *keyed[2] = {inputs_of(0), inputs_of(0)};
    CHECK_OK(nxz_message_new(&none, &error));
    CHECK_OK(nxz_message_add_secret(many, TEXT("more"), 2, &error));
    CHECK_OK(nxz_message_add_hidden(hidden, TEXT("right"), 1, &error));
    CHECK_OK(nxz_message_set_key(keyed[0], TEXT("key"), 32, &error));
    CHECK_OK(nxz_message_set_public_key(keyed[1], BYTES("public"), &error));
    refused(circuit, none, "inputs", OUTPUTS, OUTPUTS_LEN, "3 input values, got 0");
    refused(circuit, with_public(NULL, 0), "inputs", OUTPUTS, OUTPUTS_LEN, "3 input values, got 2");
    refused(circuit, many, "inputs", OUTPUTS, OUTPUTS_LEN, "3 input values, got 4");
    refused(circuit, hidden, "inputs", OUTPUTS, OUTPUTS_LEN, "stated lengths");
    refused(circuit, keyed[0], "inputs", OUTPUTS, OUTPUTS_LEN, "no key");
    refused(circuit, keyed[1], "inputs", OUTPUTS, OUTPUTS_LEN, "no key");
    for (size_t len = 0; len <= 3; len++) {
        if (len == 2) continue;
        refused(circuit, with_public(RIGHT, len), "inputs", OUTPUTS, OUTPUTS_LEN, "9 bits take 2 bytes");
        refused(circuit, with_secret("right", len), "inputs", OUTPUTS, OUTPUTS_LEN, "another length");
    }
    refused(circuit, with_secret("right", INT64_MAX), "inputs", OUTPUTS, OUTPUTS_LEN, "another length");
    refused(circuit, with_public(UNUSED_BITS, 2), "inputs", OUTPUTS, OUTPUTS_LEN, "beyond the 9");
    refused(circuit, with_public(LAST_BIT, 2), "inputs", OUTPUTS, OUTPUTS_LEN, "beyond the 9");
    nxz_circuit_free(circuit);
}

static void bad_outputs(void) {
    static const uint8_t LONG[OUTPUTS_LEN + 1] = {1}, FIRST[] = {2, 0, 0}, LAST[] = {0, 0, 2};
    nxz_circuit *circuit = parsed(TEXT_OF_PRODUCTS);
    for (size_t len = 0; len < OUTPUTS_LEN; len++) refused(circuit, inputs_of(0), "outputs", OUTPUTS, len, "bits take");
    refused(circuit, inputs_of(0), "outputs", LONG, sizeof LONG, "follow the last value");
    refused(circuit, inputs_of(0), "outputs", FIRST, sizeof FIRST, "beyond the 1");
    refused(circuit, inputs_of(0), "outputs", LAST, sizeof LAST, "beyond the 9");
    nxz_circuit_free(circuit);
}

/* A secret may be several values if they are equally wide in bits, not only in bytes. */
static void one_secret(void) {
    static const uint8_t PRODUCTS[] = {1, 0xa5, 1};
    nxz_circuit *circuit = parsed(TEXT_OF_PRODUCTS), *widths = parsed("1 26\n2 9 16\n1 1\n\n2 1 0 9 25 AND\n");
    nxz_message *twice = with_secret("left", 2), *two_widths = NULL, *hashed = NULL;
    nxz_statement *claims[2] = {NULL}, *none = (nxz_statement *)(void *)&error;
    nxz_witness *witness = values();
    CHECK_OK(nxz_statement_circuit(circuit, twice, PRODUCTS, sizeof PRODUCTS, &claims[0], &error));
    accepted(128, claims[0], witness);

    CHECK_OK(nxz_message_new(&two_widths, &error));
    CHECK_OK(nxz_message_add_secret(two_widths, TEXT("left"), 2, &error));
    CHECK_OK(nxz_message_add_secret(two_widths, TEXT("left"), 2, &error));
    refused(widths, two_widths, "inputs", PRODUCTS, 1, "left");

    CHECK_OK(nxz_message_new(&hashed, &error));
    CHECK_OK(nxz_message_add_secret(hashed, TEXT("left"), 2, &error));
    CHECK_OK(nxz_statement_preimage_parts(NXZ_HASH_SHA256, KEY, 32, hashed, &claims[1], &error));
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "statements",
                 nxz_statement_conjunction((const nxz_statement *const *)claims, 2, &none, &error));
    CHECK(none == NULL);
    nxz_statement_free(claims[1]);
    nxz_statement_free(claims[0]);
    nxz_witness_free(witness);
    nxz_message_free(hashed);
    nxz_message_free(twice);
    nxz_circuit_free(widths);
    nxz_circuit_free(circuit);
}

int main(void) {
    sizes();
    digests();
    malformed();
    canonical();
    bad_inputs();
    bad_outputs();
    bad_witnesses();
    one_secret();
    provable();
    return check_report("circuits");
}
