/* Statements of every kind that must be provable: each is proved, sent, and verified by another party that read the
 * statement from bytes and from JSON. And the nearest ones that must not be. */
#include "claims.h"

static nxz_error *error;

static void every_kind(void) {
    struct sample samples[SAMPLES];
    make_samples(samples);
    for (int i = 0; i < SAMPLES; i++) {
        /* Groups of 256 bits reach level 128 only: test_discrete_log. */
        int levels = nxz_statement_is_quantum_resistant(samples[i].statement) ? level_count() : 1;
        for (int level = 0; level < levels; level++) {
            int before = checks_failed;
            accepted(LEVELS[level], samples[i].statement, samples[i].witness);
            if (checks_failed > before) fprintf(stderr, "  %s, level %u\n", samples[i].name, (unsigned)LEVELS[level]);
        }
    }
    free_samples(samples);
}

/* Every hash function that takes no key, with both kinds of length. */
static void hash_functions(void) {
    for (nxz_hash hash = NXZ_HASH_SHA256; hash <= NXZ_HASH_KECCAK256; hash++) {
        nxz_witness *witness = new_witness(KEY, KEY_SIZE);
        for (int stated = 0; stated < 2; stated++) {
            nxz_statement *statement = new_statement(hash, KEY, KEY_SIZE, stated);
            accepted(128, statement, witness);
            nxz_statement_free(statement);
        }
        nxz_witness_free(witness);
    }
}

/* HMACs under secret and public keys, shorter and longer than a block. */
static void hmacs(void) {
    static uint8_t key[200];
    fill(key, sizeof key, 1);
    for (nxz_hash hash = NXZ_HASH_HMAC_SHA256; hash <= NXZ_HASH_HMAC_SHA512; hash++) {
        for (size_t key_len = 20; key_len <= sizeof key; key_len += 180) {
            uint8_t tag[NXZ_MAX_DIGEST_SIZE];
            size_t len;
            nxz_witness *witness = NULL;
            CHECK_OK(nxz_hmac(hash, key, key_len, KEY, KEY_SIZE, tag, sizeof tag, &len, &error));
            CHECK_OK(nxz_witness_new(&witness, &error));
            CHECK_OK(nxz_witness_set(witness, TEXT("mac key"), key, key_len, &error));
            CHECK_OK(nxz_witness_set(witness, TEXT("key"), KEY, KEY_SIZE, &error));
            for (int public = 0; public < 2; public++) {
                nxz_message *message = key_message();
                nxz_statement *statement = NULL;
                if (public) CHECK_OK(nxz_message_set_public_key(message, key, key_len, &error));
                else CHECK_OK(nxz_message_set_key(message, TEXT("mac key"), key_len, &error));
                CHECK_OK(nxz_statement_preimage_parts(hash, tag, len, message, &statement, &error));
                accepted(128, statement, witness);
                nxz_statement_free(statement);
                nxz_message_free(message);
            }
            nxz_witness_free(witness);
        }
    }
}

/* A hidden part between others, at the shortest and the longest length of its blocks and beyond both. */
static void hidden_part(void) {
    /* SHA-256: two blocks hold 56 to 119 bytes, of which ten stand around the hidden part. */
    static const struct {
        size_t len;
        bool fits;
    } LENGTHS[] = {{45, false}, {46, true}, {80, true}, {109, true}, {110, false}};
    for (size_t i = 0; i < sizeof LENGTHS / sizeof LENGTHS[0]; i++) {
        uint8_t text[128], digest[32], *secret = text + 5;
        size_t len = LENGTHS[i].len, digest_len;
        nxz_message *message = NULL;
        nxz_statement *statement = NULL;
        nxz_witness *witness = NULL;
        memcpy(text, "salt ", 5);
        fill(secret, len, (uint32_t)len);
        memcpy(secret, SECRET_MARK, sizeof SECRET_MARK - 1);
        memcpy(secret + len, " tail", 5);
        CHECK_OK(nxz_digest(NXZ_HASH_SHA256, text, len + 10, digest, sizeof digest, &digest_len, &error));
        CHECK_OK(nxz_message_new(&message, &error));
        CHECK_OK(nxz_message_add_public(message, BYTES("salt "), &error));
        CHECK_OK(nxz_message_add_hidden(message, TEXT("password"), 2, &error));
        CHECK_OK(nxz_message_add_public(message, BYTES(" tail"), &error));
        CHECK_OK(nxz_statement_preimage_parts(NXZ_HASH_SHA256, digest, digest_len, message, &statement, &error));
        nxz_message_free(message);
        CHECK_OK(nxz_witness_new(&witness, &error));
        CHECK_OK(nxz_witness_set(witness, TEXT("password"), secret, len, &error));
        if (LENGTHS[i].fits) accepted(128, statement, witness);
        else unprovable(statement, witness);
        nxz_witness_free(witness);
        nxz_statement_free(statement);
    }
}

static void ranges(void) {
    static const struct {
        uint64_t value, min, max;
        bool inside;
    } CASES[] = {
        {18, 18, 120, true},  {120, 18, 120, true}, {17, 18, 120, false}, {121, 18, 120, false},
        {7, 7, 7, true},      {8, 7, 7, false},     {0, 0, 0, true},      {0, 0, UINT64_MAX, true},
        {UINT64_MAX, 0, UINT64_MAX, true},          {UINT64_MAX, UINT64_MAX, UINT64_MAX, true},
        {UINT64_MAX, 0, UINT64_MAX - 1, false},     {0, 1, UINT64_MAX, false},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        nxz_statement *statement = range(NXZ_HASH_SHA256, CASES[i].value, CASES[i].min, CASES[i].max);
        nxz_witness *witness = opening(CASES[i].value);
        if (CASES[i].inside) accepted(128, statement, witness);
        else unprovable(statement, witness);
        nxz_witness_free(witness);
        nxz_statement_free(statement);
    }
}

static void lists(void) {
    static const size_t SIZES[] = {1, 2, 3, 10, 64, 100};
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        size_t last = SIZES[i] - 1;
        for (size_t mine = 0; mine <= last; mine += last > 0 ? last : 1) {
            nxz_list *list = new_list(NXZ_HASH_SHA256, SIZES[i], mine);
            nxz_statement *statement = one_of_many(NXZ_HASH_SHA256, list);
            nxz_witness *witness = member(mine);
            accepted(128, statement, witness);
            nxz_witness_free(witness);
            /* A place that exists and is another's, and one behind the last. */
            for (size_t place = 0; place <= SIZES[i]; place += SIZES[i]) {
                if (place == mine) continue;
                nxz_witness *elsewhere = member(place);
                unprovable(statement, elsewhere);
                nxz_witness_free(elsewhere);
            }
            nxz_statement_free(statement);
            nxz_list_free(list);
        }
    }
}

/* Every leaf of small trees, those of less depth included. */
static void trees(void) {
    static const size_t SIZES[] = {1, 2, 3, 5, 8};
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        for (size_t mine = 0; mine < SIZES[i]; mine++) {
            nxz_merkle_tree *tree = new_tree(NXZ_HASH_SHA256, SIZES[i], mine);
            nxz_statement *statement = membership(NXZ_HASH_SHA256, tree, mine);
            nxz_witness *witness = leaf_at(tree, mine);
            accepted(128, statement, witness);
            nxz_witness_free(witness);
            if (SIZES[i] > 1) {
                nxz_witness *elsewhere = leaf_at(tree, (mine + 1) % SIZES[i]);
                unprovable(statement, elsewhere);
                nxz_witness_free(elsewhere);
            }
            nxz_statement_free(statement);
            nxz_merkle_tree_free(tree);
        }
    }
}

/* The key is one secret in all claims, and the order of the claims is part of the statement. */
static void conjunctions(void) {
    nxz_protocol *protocol = new_protocol(128, NXZ_PROFILE_FAST, false);
    nxz_list *list = new_list(NXZ_HASH_SHA256, 10, 3);
    nxz_statement *right = both(one_of_many(NXZ_HASH_SHA256, list), nullifier("poll 7"));
    nxz_statement *wrong[] = {
        both(nullifier("poll 7"), one_of_many(NXZ_HASH_SHA256, list)),
        both(one_of_many(NXZ_HASH_SHA256, list), nullifier("poll 8")),
        both(one_of_many(NXZ_HASH_SHA256, list), new_statement(NXZ_HASH_SHA256, KEY, KEY_SIZE, true)),
        one_of_many(NXZ_HASH_SHA256, list),
        nullifier("poll 7"),
    };
    nxz_witness *witness = member(3);
    nxz_proof *proof = NULL;
    CHECK_OK(nxz_prove(protocol, right, witness, CONTEXT, CONTEXT_LEN, &proof, &error));
    CHECK_OK(nxz_verify(protocol, right, CONTEXT, CONTEXT_LEN, proof, &error));
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        nxz_status status = nxz_verify(protocol, wrong[i], CONTEXT, CONTEXT_LEN, proof, &error);
        CHECK(!same(wrong[i], right));
        /* Statements whose proofs have another size are noticed as such; the first two have the same. */
        CHECK_FAILS(i >= 2 && status == NXZ_ERR_MALFORMED ? status : NXZ_ERR_PROOF_VERIFICATION, status);
        nxz_statement_free(wrong[i]);
    }
    /* Claims about two keys are not satisfied by either. */
    nxz_list *others = new_list(NXZ_HASH_SHA256, 10, 11);
    nxz_statement *two_keys = both(one_of_many(NXZ_HASH_SHA256, others), nullifier("poll 7"));
    unprovable(two_keys, witness);

    /* One number in two commitments, and two numbers that claim to be one. */
    nxz_witness *opened = opening(77);
    nxz_statement *one_number = both(range(NXZ_HASH_SHA256, 77, 18, 120), range(NXZ_HASH_BLAKE3, 77, 0, 77));
    nxz_statement *two_numbers = both(range(NXZ_HASH_SHA256, 77, 18, 120), range(NXZ_HASH_BLAKE3, 78, 0, 78));
    accepted(128, one_number, opened);
    unprovable(two_numbers, opened);
    nxz_statement_free(two_numbers);
    nxz_statement_free(one_number);
    nxz_witness_free(opened);

    /* One key in a circuit and in a hash. */
    nxz_circuit *circuit = new_circuit();
    nxz_statement *computed = both(multiplied(circuit), nullifier("poll 7"));
    accepted(128, computed, witness);
    nxz_statement_free(computed);
    nxz_circuit_free(circuit);

    /* The largest conjunction there is. */
    const nxz_statement *claims[NXZ_MAX_CLAIMS];
    nxz_statement *one = nullifier("poll 7"), *many = NULL;
    for (int i = 0; i < NXZ_MAX_CLAIMS; i++) claims[i] = one;
    CHECK_OK(nxz_statement_conjunction(claims, NXZ_MAX_CLAIMS, &many, &error));
    if (!quick()) accepted(128, many, witness);
    nxz_statement_free(many);
    nxz_statement_free(one);
    nxz_statement_free(two_keys);
    nxz_list_free(others);
    nxz_proof_free(proof);
    nxz_witness_free(witness);
    nxz_statement_free(right);
    nxz_list_free(list);
    nxz_protocol_free(protocol);
}

/* Statements keep what they were made from alive. */
static void sources_freed(void) {
    nxz_message *message = key_message();
    nxz_list *list = new_list(NXZ_HASH_SHA256, 5, 2);
    nxz_statement *statement = NULL;
    nxz_witness *witness = member(2);
    CHECK_OK(nxz_statement_one_of_many(NXZ_HASH_SHA256, list, message, NULL, 0, &statement, &error));
    CHECK_OK(nxz_message_add_public(message, BYTES("does not reach the statement"), &error));
    nxz_message_free(message);
    nxz_list_free(list);
    /* Secrets that the statement does not name do no harm, and the last value counts. */
    CHECK_OK(nxz_witness_set(witness, TEXT("unused"), BYTES(SECRET_MARK), &error));
    CHECK_OK(nxz_witness_set_number(witness, TEXT("index"), 4, &error));
    unprovable(statement, witness);
    CHECK_OK(nxz_witness_set_number(witness, TEXT("index"), 2, &error));
    accepted(128, statement, witness);
    nxz_witness_free(witness);
    nxz_statement_free(statement);
}

int main(void) {
    every_kind();
    conjunctions();
    sources_freed();
    if (quick()) return check_report("statements");
    hash_functions();
    hmacs();
    hidden_part();
    ranges();
    lists();
    trees();
    return check_report("statements");
}
