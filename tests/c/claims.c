#include "claims.h"

const uint8_t KEY[KEY_SIZE] = SECRET_MARK " key of thirty-two bytes.";
const uint8_t EXPONENT[32] = SECRET_MARK " exponent, 31 bytes, then\x01";
const uint8_t BLINDING[NXZ_BLINDING_SIZE] = SECRET_MARK " blinding, thirty-two byte";

static nxz_error *error;

nxz_message *key_message(void) {
    nxz_message *message = NULL;
    CHECK_OK(nxz_message_new(&message, &error));
    CHECK_OK(nxz_message_add_secret(message, TEXT("key"), KEY_SIZE, &error));
    return message;
}

nxz_statement *nullifier(const char *scope) {
    uint8_t text[256], digest[32];
    size_t len, scope_len = strlen(scope);
    nxz_statement *statement = NULL;
    nxz_message *message = key_message();
    memcpy(text, KEY, KEY_SIZE);
    memcpy(text + KEY_SIZE, scope, scope_len);
    CHECK_OK(nxz_digest(NXZ_HASH_SHA256, text, KEY_SIZE + scope_len, digest, sizeof digest, &len, &error));
    CHECK_OK(nxz_message_add_public(message, (const uint8_t *)scope, scope_len, &error));
    CHECK_OK(nxz_statement_preimage_parts(NXZ_HASH_SHA256, digest, len, message, &statement, &error));
    nxz_message_free(message);
    return statement;
}

nxz_statement *range(nxz_hash hash, uint64_t value, uint64_t min, uint64_t max) {
    uint8_t commitment[NXZ_MAX_DIGEST_SIZE];
    size_t len;
    nxz_statement *statement = NULL;
    CHECK_OK(nxz_commit(hash, value, BLINDING, sizeof BLINDING, commitment, sizeof commitment, &len, &error));
    CHECK_OK(nxz_statement_range(hash, commitment, len, min, max, NULL, 0, NULL, 0, &statement, &error));
    return statement;
}

nxz_witness *opening(uint64_t value) {
    nxz_witness *witness = NULL;
    CHECK_OK(nxz_witness_new(&witness, &error));
    CHECK_OK(nxz_witness_set_number(witness, TEXT("value"), value, &error));
    CHECK_OK(nxz_witness_set(witness, TEXT("blinding"), BLINDING, sizeof BLINDING, &error));
    return witness;
}

nxz_list *new_list(nxz_hash hash, size_t len, size_t mine) {
    uint8_t digest[NXZ_MAX_DIGEST_SIZE];
    uint8_t *entries = malloc(len * sizeof digest);
    size_t size = 0, digest_len = 0;
    nxz_list *list = NULL;
    for (size_t i = 0; i < len; i++) {
        uint64_t other = i;
        const uint8_t *message = i == mine ? KEY : (const uint8_t *)&other;
        CHECK_OK(nxz_digest(hash, message, i == mine ? KEY_SIZE : 8, digest, sizeof digest, &digest_len, &error));
        memcpy(entries + size, digest, digest_len);
        size += digest_len;
    }
    CHECK_OK(nxz_list_new(entries, size, digest_len, &list, &error));
    free(entries);
    return list;
}

nxz_statement *one_of_many(nxz_hash hash, const nxz_list *list) {
    nxz_message *message = key_message();
    nxz_statement *statement = NULL;
    CHECK_OK(nxz_statement_one_of_many(hash, list, message, NULL, 0, &statement, &error));
    nxz_message_free(message);
    return statement;
}

nxz_witness *member(uint64_t index) {
    nxz_witness *witness = NULL;
    CHECK_OK(nxz_witness_new(&witness, &error));
    CHECK_OK(nxz_witness_set(witness, TEXT("key"), KEY, KEY_SIZE, &error));
    CHECK_OK(nxz_witness_set_number(witness, TEXT("index"), index, &error));
    return witness;
}

nxz_merkle_tree *new_tree(nxz_hash hash, size_t leaves, size_t mine) {
    nxz_merkle_tree *tree = NULL;
    CHECK_OK(nxz_merkle_tree_new(hash, &tree, &error));
    for (size_t i = 0; i < leaves; i++) {
        uint64_t other = i;
        const uint8_t *leaf = i == mine ? KEY : (const uint8_t *)&other;
        CHECK_OK(nxz_merkle_tree_add(tree, leaf, i == mine ? KEY_SIZE : 8, &error));
    }
    return tree;
}

nxz_statement *membership(nxz_hash hash, const nxz_merkle_tree *tree, uint64_t leaf) {
    uint8_t root[NXZ_MAX_DIGEST_SIZE];
    size_t len;
    uint64_t depth;
    nxz_message *message = key_message();
    nxz_statement *statement = NULL;
    CHECK_OK(nxz_merkle_tree_root(tree, root, sizeof root, &len, &error));
    CHECK_OK(nxz_merkle_tree_depth(tree, leaf, &depth, &error));
    CHECK_OK(nxz_statement_membership(hash, root, len, depth, message, NULL, 0, NULL, 0, &statement, &error));
    nxz_message_free(message);
    return statement;
}

nxz_witness *leaf_at(const nxz_merkle_tree *tree, uint64_t leaf) {
    nxz_witness *witness = NULL;
    CHECK_OK(nxz_witness_new(&witness, &error));
    CHECK_OK(nxz_witness_set(witness, TEXT("key"), KEY, KEY_SIZE, &error));
    CHECK_OK(nxz_witness_set_merkle_path(witness, tree, leaf, NULL, 0, NULL, 0, &error));
    return witness;
}

nxz_circuit *new_circuit(void) {
    char text[32 * 32] = "32 288\n1 256\n1 32\n\n";
    nxz_circuit *circuit = NULL;
    for (int i = 0; i < 32; i++) {
        size_t len = strlen(text);
        snprintf(text + len, sizeof text - len, "2 1 %d %d %d AND\n", i, i + 32, i + 256);
    }
    CHECK_OK(nxz_circuit_from_bristol(text, strlen(text), &circuit, &error));
    return circuit;
}

nxz_statement *multiplied(const nxz_circuit *circuit) {
    uint8_t products[4];
    nxz_message *inputs = key_message();
    nxz_statement *statement = NULL;
    for (size_t i = 0; i < sizeof products; i++) products[i] = KEY[i] & KEY[i + 4];
    CHECK_OK(nxz_statement_circuit(circuit, inputs, products, sizeof products, &statement, &error));
    nxz_message_free(inputs);
    return statement;
}

nxz_statement *both(nxz_statement *first, nxz_statement *second) {
    const nxz_statement *statements[2] = {first, second};
    nxz_statement *conjunction = NULL;
    CHECK_OK(nxz_statement_conjunction(statements, 2, &conjunction, &error));
    nxz_statement_free(first);
    nxz_statement_free(second);
    return conjunction;
}

nxz_statement *discrete_log(nxz_group group) {
    uint8_t generator[NXZ_MAX_DIGEST_SIZE], public_value[NXZ_MAX_DIGEST_SIZE];
    size_t len, public_len;
    nxz_statement *statement = NULL;
    CHECK_OK(nxz_group_generator(group, generator, sizeof generator, &len, &error));
    CHECK_OK(nxz_group_public_value(group, generator, len, EXPONENT, sizeof EXPONENT, public_value, sizeof public_value,
                                    &public_len, &error));
    CHECK_OK(nxz_statement_discrete_log(group, generator, len, public_value, public_len, NULL, 0, &statement, &error));
    return statement;
}

nxz_witness *exponent(const uint8_t *secret, size_t len) {
    nxz_witness *witness = NULL;
    CHECK_OK(nxz_witness_new(&witness, &error));
    CHECK_OK(nxz_witness_set(witness, TEXT("secret"), secret, len, &error));
    return witness;
}

/* An HMAC under the secret `key`, of a message of which part is public. */
static struct sample authenticated(void) {
    uint8_t tag[NXZ_MAX_DIGEST_SIZE];
    size_t len;
    struct sample sample = {"HMAC", NULL, member(0)};
    nxz_message *message = NULL;
    CHECK_OK(nxz_hmac(NXZ_HASH_HMAC_SHA256, KEY, KEY_SIZE, BYTES("id 7, " SECRET_MARK), tag, sizeof tag, &len, &error));
    CHECK_OK(nxz_message_new(&message, &error));
    CHECK_OK(nxz_message_set_key(message, TEXT("key"), KEY_SIZE, &error));
    CHECK_OK(nxz_message_add_public(message, BYTES("id 7, "), &error));
    CHECK_OK(nxz_message_add_secret(message, TEXT("text"), sizeof SECRET_MARK - 1, &error));
    CHECK_OK(nxz_statement_preimage_parts(NXZ_HASH_HMAC_SHA256, tag, len, message, &sample.statement, &error));
    CHECK_OK(nxz_witness_set(sample.witness, TEXT("text"), BYTES(SECRET_MARK), &error));
    nxz_message_free(message);
    return sample;
}

/* A secret of hidden length with public and secret parts around it. */
static struct sample seasoned(void) {
    uint8_t digest[32];
    size_t len;
    struct sample sample = {"parts", NULL, member(0)};
    nxz_message *message = NULL;
    CHECK_OK(nxz_digest(NXZ_HASH_SHA256, BYTES("salt my " SECRET_MARK " pepper tail"), digest, sizeof digest, &len, &error));
    CHECK_OK(nxz_message_new(&message, &error));
    CHECK_OK(nxz_message_add_public(message, BYTES("salt "), &error));
    CHECK_OK(nxz_message_add_hidden(message, TEXT("password"), 1, &error));
    CHECK_OK(nxz_message_add_public(message, BYTES(" pepper "), &error));
    CHECK_OK(nxz_message_add_secret(message, TEXT("tail"), 4, &error));
    CHECK_OK(nxz_statement_preimage_parts(NXZ_HASH_SHA256, digest, len, message, &sample.statement, &error));
    CHECK_OK(nxz_witness_set(sample.witness, TEXT("password"), BYTES("my " SECRET_MARK), &error));
    CHECK_OK(nxz_witness_set(sample.witness, TEXT("tail"), BYTES("tail"), &error));
    nxz_message_free(message);
    return sample;
}

void make_samples(struct sample samples[SAMPLES]) {
    nxz_list *list = new_list(NXZ_HASH_SHA256, 10, 3);
    nxz_merkle_tree *tree = new_tree(NXZ_HASH_SHA3_256, 6, 3);
    nxz_circuit *circuit = new_circuit();
    const struct sample all[SAMPLES] = {
        {"preimage, length hidden", new_statement(NXZ_HASH_SHA256, KEY, KEY_SIZE, false), new_witness(KEY, KEY_SIZE)},
        {"preimage, length stated", new_statement(NXZ_HASH_SHA512, KEY, KEY_SIZE, true), new_witness(KEY, KEY_SIZE)},
        seasoned(),
        authenticated(),
        {"range, SHA-256", range(NXZ_HASH_SHA256, 77, 18, 120), opening(77)},
        {"range, BLAKE3", range(NXZ_HASH_BLAKE3, 77, 18, 120), opening(77)},
        {"one of many", one_of_many(NXZ_HASH_SHA256, list), member(3)},
        {"membership", membership(NXZ_HASH_SHA3_256, tree, 3), leaf_at(tree, 3)},
        {"circuit", multiplied(circuit), member(0)},
        {"conjunction", both(one_of_many(NXZ_HASH_SHA256, list), nullifier("poll 7")), member(3)},
        {"ristretto255", discrete_log(NXZ_GROUP_RISTRETTO255), exponent(EXPONENT, sizeof EXPONENT)},
        {"P-256", discrete_log(NXZ_GROUP_P256), exponent(EXPONENT, sizeof EXPONENT)},
        {"secp256k1", discrete_log(NXZ_GROUP_SECP256K1), exponent(EXPONENT, sizeof EXPONENT)},
    };
    memcpy(samples, all, sizeof all);
    nxz_circuit_free(circuit);
    nxz_merkle_tree_free(tree);
    nxz_list_free(list);
}

void free_samples(struct sample samples[SAMPLES]) {
    for (int i = 0; i < SAMPLES; i++) {
        nxz_witness_free(samples[i].witness);
        nxz_statement_free(samples[i].statement);
    }
}

nxz_statement *through_bytes(const nxz_statement *statement) {
    nxz_bytes *bytes = NULL;
    nxz_statement *read = NULL;
    size_t len = 0;
    CHECK_OK(nxz_statement_to_bytes(statement, &bytes, &error));
    const uint8_t *data = nxz_bytes_data(bytes, &len);
    CHECK_OK(nxz_statement_from_bytes(data, len, &read, &error));
    nxz_bytes_free(bytes);
    return read;
}

nxz_statement *through_json(const nxz_statement *statement) {
    nxz_string *json = NULL;
    nxz_statement *read = NULL;
    CHECK_OK(nxz_statement_to_json(statement, &json, &error));
    CHECK_OK(nxz_statement_from_json(nxz_string_data(json), nxz_string_len(json), &read, &error));
    nxz_string_free(json);
    return read;
}

bool same(const nxz_statement *left, const nxz_statement *right) {
    nxz_bytes *bytes[2] = {NULL};
    size_t len[2] = {0};
    CHECK_OK(nxz_statement_to_bytes(left, &bytes[0], &error));
    CHECK_OK(nxz_statement_to_bytes(right, &bytes[1], &error));
    const uint8_t *data[2] = {nxz_bytes_data(bytes[0], &len[0]), nxz_bytes_data(bytes[1], &len[1])};
    bool equal = len[0] > 0 && len[0] == len[1] && memcmp(data[0], data[1], len[0]) == 0;
    nxz_bytes_free(bytes[0]);
    nxz_bytes_free(bytes[1]);
    return equal;
}

/* What header, measurements and estimate say of a proof agrees with its statement. */
static void consistent(const nxz_protocol *protocol, const nxz_statement *statement, const nxz_proof *proof,
                       uint32_t level) {
    uint32_t resistant = nxz_statement_is_quantum_resistant(statement);
    nxz_proof_cost cost = {.struct_size = sizeof cost};
    nxz_proof_header header = {.struct_size = sizeof header};
    nxz_proof_measurements m = {.struct_size = sizeof m};
    nxz_string *name = NULL, *json = NULL;
    CHECK_OK(nxz_estimate(protocol, statement, &cost, &error));
    CHECK_OK(nxz_proof_info(proof, &header, &error));
    CHECK_OK(nxz_proof_metrics(proof, &m, &error));
    CHECK(header.size == cost.proof_size && m.size_after == cost.proof_size && m.security_bits == cost.security_bits);
    CHECK(header.security_level == level && m.security_level == level);
    CHECK(header.quantum_resistant == resistant && m.quantum_resistant == resistant);
    CHECK(header.profile == m.profile && m.profile == (resistant ? (uint32_t)NXZ_PROFILE_FAST : 0));
    CHECK(header.degree == m.degree && m.degree == cost.degree && (cost.degree > 0) == resistant);
    CHECK(resistant ? cost.quantum_security_bits > 0 : cost.quantum_security_bits == 0);
    CHECK_OK(nxz_statement_name(statement, &name, &error));
    CHECK_OK(nxz_proof_metrics_json(proof, &json, &error));
    CHECK(nxz_string_len(name) > 0 && strstr(nxz_string_data(json), nxz_string_data(name)) != NULL);
    nxz_string_free(name);
    nxz_string_free(json);
}

void accepted(uint32_t level, const nxz_statement *statement, const nxz_witness *witness) {
    nxz_protocol *prover = new_protocol(level, NXZ_PROFILE_FAST, false);
    nxz_protocol *verifier = new_protocol(level, NXZ_PROFILE_SMALL, false);
    nxz_statement *expected[2] = {through_bytes(statement), through_json(statement)};
    nxz_proof *proof = NULL;
    if (CHECK_OK(nxz_prove(prover, statement, witness, CONTEXT, CONTEXT_LEN, &proof, &error))) {
        nxz_proof *received = resent(proof);
        consistent(prover, statement, proof, level);
        for (int i = 0; i < 2; i++) {
            CHECK(same(statement, expected[i]));
            CHECK_OK(nxz_verify(verifier, expected[i], CONTEXT, CONTEXT_LEN, received, &error));
        }
        CHECK_FAILS(NXZ_ERR_PROOF_VERIFICATION, nxz_verify(verifier, statement, BYTES("nonce 8"), received, &error));
        nxz_proof_free(received);
    }
    nxz_proof_free(proof);
    nxz_statement_free(expected[0]);
    nxz_statement_free(expected[1]);
    nxz_protocol_free(verifier);
    nxz_protocol_free(prover);
}

void unprovable(const nxz_statement *statement, const nxz_witness *witness) {
    for (int verify = 0; verify < 2; verify++) {
        nxz_protocol *protocol = new_protocol(128, NXZ_PROFILE_FAST, verify);
        nxz_proof *proof = (nxz_proof *)(void *)&error;
        CHECK_BLAMES(NXZ_ERR_PROOF_GENERATION, "witness",
                     nxz_prove(protocol, statement, witness, CONTEXT, CONTEXT_LEN, &proof, &error));
        CHECK(proof == NULL);
        nxz_protocol_free(protocol);
    }
}
