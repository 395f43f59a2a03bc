/* What the library leaves of secrets in memory, seen from outside: secrets are drawn, a proof is made or fails, the witness is freed,
 * and then all writable memory of the process is searched. What the caller owns is wiped before. */
#include "check.h"
#include "memory.h"
#include "nonce.h"

static nxz_error *error;

/* The secrets of a statement. They are here only while the library reads them. */
static struct secrets {
    uint8_t key[32], other[32];
} secrets, masked;

/* Draws secrets, which are looked for from here on. */
static void draw_secrets(bool is_scalar) {
    draw((uint8_t *)&secrets, sizeof secrets);
    /* Below the order of every group, whichever end is the more significant one. */
    if (is_scalar) secrets.key[0] = secrets.key[31] = 1;
    if (is_scalar) look_for_scalar("key", secrets.key);
    else look_for("key", secrets.key, sizeof secrets.key);
    look_for("other", secrets.other, sizeof secrets.other);
}

/* Byte by byte: a vector register could be saved to the stack. */
static void copy_masked(volatile uint8_t *to, volatile const uint8_t *from) {
    for (size_t i = 0; i < sizeof secrets; i++) to[i] = from[i] ^ 0xa5;
}

/* Puts the secrets out of reach of the search, and back. */
static void mask(void) {
    copy_masked((uint8_t *)&masked, (uint8_t *)&secrets);
    wipe(&secrets, sizeof secrets);
}

static void unmask(void) { copy_masked((uint8_t *)&secrets, (uint8_t *)&masked); }

static uint8_t digest[NXZ_MAX_DIGEST_SIZE];
static size_t digest_len;

static nxz_message *key_message(void) {
    nxz_message *message = NULL;
    CHECK_OK(nxz_message_new(&message, &error));
    CHECK_OK(nxz_message_add_secret(message, TEXT("key"), sizeof secrets.key, &error));
    return message;
}

static nxz_witness *key_witness(void) {
    nxz_witness *witness = NULL;
    CHECK_OK(nxz_witness_new(&witness, &error));
    CHECK_OK(nxz_witness_set(witness, TEXT("key"), secrets.key, sizeof secrets.key, &error));
    return witness;
}

static nxz_statement *hidden(void) { return new_statement(NXZ_HASH_SHA256, secrets.key, sizeof secrets.key, false); }
static nxz_statement *sha512(void) { return new_statement(NXZ_HASH_SHA512, secrets.key, sizeof secrets.key, true); }
static nxz_statement *sha3(void) { return new_statement(NXZ_HASH_SHA3_256, secrets.key, sizeof secrets.key, true); }
static nxz_statement *blake3(void) { return new_statement(NXZ_HASH_BLAKE3, secrets.key, sizeof secrets.key, true); }
static nxz_witness *message(void) { return new_witness(secrets.key, sizeof secrets.key); }

/* A secret of hidden length among public and secret parts. */
static nxz_statement *parts(void) {
    uint8_t text[5 + sizeof secrets.other + 8 + sizeof secrets.key];
    nxz_message *seasoned = NULL;
    nxz_statement *statement = NULL;
    memcpy(text, "salt ", 5);
    memcpy(text + 5, secrets.other, sizeof secrets.other);
    memcpy(text + 5 + sizeof secrets.other, " pepper ", 8);
    memcpy(text + 13 + sizeof secrets.other, secrets.key, sizeof secrets.key);
    CHECK_OK(nxz_digest(NXZ_HASH_SHA256, text, sizeof text, digest, sizeof digest, &digest_len, &error));
    wipe(text, sizeof text);
    CHECK_OK(nxz_message_new(&seasoned, &error));
    CHECK_OK(nxz_message_add_public(seasoned, BYTES("salt "), &error));
    CHECK_OK(nxz_message_add_hidden(seasoned, TEXT("other"), 2, &error));
    CHECK_OK(nxz_message_add_public(seasoned, BYTES(" pepper "), &error));
    CHECK_OK(nxz_message_add_secret(seasoned, TEXT("key"), sizeof secrets.key, &error));
    CHECK_OK(nxz_statement_preimage_parts(NXZ_HASH_SHA256, digest, digest_len, seasoned, &statement, &error));
    nxz_message_free(seasoned);
    return statement;
}

/* An HMAC under `key` of `other`. */
static nxz_statement *authenticated(nxz_hash hash) {
    nxz_message *text = NULL;
    nxz_statement *statement = NULL;
    CHECK_OK(nxz_hmac(hash, secrets.key, sizeof secrets.key, secrets.other, sizeof secrets.other, digest, sizeof digest,
                      &digest_len, &error));
    CHECK_OK(nxz_message_new(&text, &error));
    CHECK_OK(nxz_message_set_key(text, TEXT("key"), sizeof secrets.key, &error));
    CHECK_OK(nxz_message_add_secret(text, TEXT("other"), sizeof secrets.other, &error));
    CHECK_OK(nxz_statement_preimage_parts(hash, digest, digest_len, text, &statement, &error));
    nxz_message_free(text);
    return statement;
}

static nxz_statement *hmac_sha256(void) { return authenticated(NXZ_HASH_HMAC_SHA256); }
static nxz_statement *hmac_sha512(void) { return authenticated(NXZ_HASH_HMAC_SHA512); }

static nxz_witness *key_and_other(void) {
    nxz_witness *witness = key_witness();
    CHECK_OK(nxz_witness_set(witness, TEXT("other"), secrets.other, sizeof secrets.other, &error));
    return witness;
}

static nxz_statement *range(void) {
    nxz_statement *statement = NULL;
    CHECK_OK(nxz_commit(NXZ_HASH_SHA256, 77, secrets.key, sizeof secrets.key, digest, sizeof digest, &digest_len, &error));
    CHECK_OK(nxz_statement_range(NXZ_HASH_SHA256, digest, digest_len, 18, 120, NULL, 0, TEXT("key"), &statement, &error));
    return statement;
}

static nxz_witness *opening(void) {
    nxz_witness *witness = key_witness();
    CHECK_OK(nxz_witness_set_number(witness, TEXT("value"), 77, &error));
    return witness;
}

/* The digest of the key stands behind five others. */
static nxz_statement *one_of_many(void) {
    uint8_t entries[6 * 32];
    nxz_list *list = NULL;
    nxz_message *key = key_message();
    nxz_statement *statement = NULL;
    fill(entries, sizeof entries, 7);
    CHECK_OK(nxz_digest(NXZ_HASH_SHA256, secrets.key, sizeof secrets.key, entries + 5 * 32, 32, &digest_len, &error));
    CHECK_OK(nxz_list_new(entries, sizeof entries, 32, &list, &error));
    CHECK_OK(nxz_statement_one_of_many(NXZ_HASH_SHA256, list, key, NULL, 0, &statement, &error));
    nxz_message_free(key);
    nxz_list_free(list);
    return statement;
}

static nxz_witness *member(void) {
    nxz_witness *witness = key_witness();
    CHECK_OK(nxz_witness_set_number(witness, TEXT("index"), 5, &error));
    return witness;
}

/* The key is the last leaf of six. */
static nxz_merkle_tree *new_tree(void) {
    nxz_merkle_tree *tree = NULL;
    CHECK_OK(nxz_merkle_tree_new(NXZ_HASH_SHA256, &tree, &error));
    for (uint8_t i = 0; i < 5; i++) CHECK_OK(nxz_merkle_tree_add(tree, &i, 1, &error));
    CHECK_OK(nxz_merkle_tree_add(tree, secrets.key, sizeof secrets.key, &error));
    return tree;
}

static nxz_statement *membership(void) {
    uint64_t depth = 0;
    nxz_merkle_tree *tree = new_tree();
    nxz_message *key = key_message();
    nxz_statement *statement = NULL;
    CHECK_OK(nxz_merkle_tree_root(tree, digest, sizeof digest, &digest_len, &error));
    CHECK_OK(nxz_merkle_tree_depth(tree, 5, &depth, &error));
    CHECK_OK(nxz_statement_membership(NXZ_HASH_SHA256, digest, digest_len, depth, key, NULL, 0, NULL, 0, &statement, &error));
    nxz_message_free(key);
    nxz_merkle_tree_free(tree);
    return statement;
}

static nxz_witness *leaf(void) {
    nxz_merkle_tree *tree = new_tree();
    nxz_witness *witness = key_witness();
    CHECK_OK(nxz_witness_set_merkle_path(witness, tree, 5, NULL, 0, NULL, 0, &error));
    nxz_merkle_tree_free(tree);
    return witness;
}

/* 256 bits, of which the first 32 and the next 32 are multiplied. */
static nxz_statement *circuit(void) {
    char text[32 * 32] = "32 288\n1 256\n1 32\n\n";
    uint8_t products[4];
    nxz_circuit *gates = NULL;
    nxz_message *inputs = key_message();
    nxz_statement *statement = NULL;
    for (int i = 0; i < 32; i++) {
        size_t len = strlen(text);
        snprintf(text + len, sizeof text - len, "2 1 %d %d %d AND\n", i, i + 32, i + 256);
    }
    CHECK_OK(nxz_circuit_from_bristol(text, strlen(text), &gates, &error));
    for (size_t i = 0; i < sizeof products; i++) products[i] = secrets.key[i] & secrets.key[i + 4];
    CHECK_OK(nxz_statement_circuit(gates, inputs, products, sizeof products, &statement, &error));
    nxz_message_free(inputs);
    nxz_circuit_free(gates);
    return statement;
}

static nxz_statement *conjunction(void) {
    nxz_statement *both[2] = {one_of_many(), range()}, *statement = NULL;
    CHECK_OK(nxz_statement_conjunction((const nxz_statement *const *)both, 2, &statement, &error));
    nxz_statement_free(both[0]);
    nxz_statement_free(both[1]);
    return statement;
}

static nxz_witness *member_and_opening(void) {
    nxz_witness *witness = member();
    CHECK_OK(nxz_witness_set_number(witness, TEXT("value"), 77, &error));
    return witness;
}

static nxz_statement *discrete_log(nxz_group group) {
    uint8_t generator[NXZ_MAX_DIGEST_SIZE];
    size_t len;
    nxz_statement *statement = NULL;
    CHECK_OK(nxz_group_generator(group, generator, sizeof generator, &len, &error));
    CHECK_OK(nxz_group_public_value(group, generator, len, secrets.key, sizeof secrets.key, digest, sizeof digest, &digest_len,
                                    &error));
    CHECK_OK(nxz_statement_discrete_log(group, generator, len, digest, digest_len, TEXT("key"), &statement, &error));
    return statement;
}

static nxz_statement *ristretto255(void) { return discrete_log(NXZ_GROUP_RISTRETTO255); }
static nxz_statement *p256(void) { return discrete_log(NXZ_GROUP_P256); }
static nxz_statement *secp256k1(void) { return discrete_log(NXZ_GROUP_SECP256K1); }

static const struct kind {
    const char *name;
    nxz_statement *(*statement)(void);
    nxz_witness *(*witness)(void);
    /* The secrets that the witness holds. */
    size_t count;
    /* Where the key is among the committed bits, in bytes; -1 where it is not there as it is. */
    int committed_at;
    /* Of a discrete logarithm. */
    nxz_group group;
} KINDS[] = {
    {"preimage, length hidden", hidden, message, 1, -1, 0},
    {"preimage, SHA-512", sha512, message, 1, 0, 0},
    {"preimage, SHA3-256", sha3, message, 1, 0, 0},
    {"preimage, BLAKE3", blake3, message, 1, 0, 0},
    {"parts", parts, key_and_other, 2, 0, 0},
    {"HMAC-SHA-256", hmac_sha256, key_and_other, 2, 0, 0},
    {"HMAC-SHA-512", hmac_sha512, key_and_other, 2, 0, 0},
    {"range", range, opening, 1, 8, 0},
    {"one of many", one_of_many, member, 1, 0, 0},
    {"membership", membership, leaf, 1, 0, 0},
    {"circuit", circuit, key_witness, 1, 0, 0},
    {"conjunction", conjunction, member_and_opening, 1, 0, 0},
    {"ristretto255", ristretto255, key_witness, 1, -1, NXZ_GROUP_RISTRETTO255},
    {"P-256", p256, key_witness, 1, -1, NXZ_GROUP_P256},
    {"secp256k1", secp256k1, key_witness, 1, -1, NXZ_GROUP_SECP256K1},
};
/* The discrete logarithms, which reach level 128 only, are the last three. */
enum { COUNT = sizeof KINDS / sizeof KINDS[0], QUANTUM_RESISTANT = COUNT - 3 };

/* The secrets of so many witnesses are there, each once, and nothing else of them is. */
static void check_places(const char *what, const char *when, size_t expected) {
    struct found found = search();
    if (found.plain == expected && found.derived == 0) return;
    fprintf(stderr, "%s, %s: %zu secrets, expected %zu, and %zu traces\n%s", what, when, found.plain, expected, found.derived,
            found.report);
    checks_failed++;
}

/* Statement and witness of new secrets. The statement is made first, of what may not stay. */
static void make(const struct kind *kind, nxz_statement **statement, nxz_witness **witness) {
    draw_secrets(kind->group != 0);
    *statement = kind->statement();
    mask();
    check_places(kind->name, "statement made", 0);
    unmask();
    *witness = kind->witness();
    mask();
}

/* What tells the secret to whoever finds it and has the proof, looked for from here on: the nonce of a Schnorr proof, or the bits of u with
 * which the key is masked in d (docs/protocol.md, "Proof bytes"; a `fast` proof at level 128). */
static void look_for_masks(const struct kind *kind, const nxz_proof *proof) {
    enum { HEADER = 8, LAMBDA = 16, TAU = 16, OPENED = 109, B = 2, CHALLENGE = 16, IV = 16, COUNTER = 4 };
    size_t len;
    const uint8_t *data = nxz_proof_data(proof, &len);
    uint8_t derived[32];
    unmask();
    if (kind->group != 0) {
        CHECK(len == HEADER + 64);
        if (kind->group != NXZ_GROUP_RISTRETTO255) reverse(secrets.key);
        nonce_of(kind->group, data + HEADER, secrets.key, derived);
        look_for_scalar("nonce", derived);
    } else if (kind->committed_at >= 0) {
        nxz_proof_measurements m = {.struct_size = sizeof m};
        CHECK_OK(nxz_proof_metrics(proof, &m, &error));
        size_t witness = (m.committed_bits + 7) / 8, row = witness + m.degree * LAMBDA + B;
        const uint8_t *d = data + HEADER + (TAU - 1) * row + LAMBDA + B;
        size_t behind = (m.degree - 1) * LAMBDA + TAU * 2 * LAMBDA + OPENED * LAMBDA + CHALLENGE + IV + COUNTER;
        CHECK(d + witness + behind == data + len);
        for (size_t i = 0; i < sizeof derived; i++) derived[i] = d[(size_t)kind->committed_at + i] ^ secrets.key[i];
        look_for("mask of the key", derived, sizeof derived);
    }
    wipe(derived, sizeof derived);
    wipe(&secrets, sizeof secrets);
}

/* Proofs of the first `count` kinds: while the witness is there, it is the only place of its secrets, and then there is none. */
static void proved(const char *settings, int count, const nxz_codec *codec, bool derive) {
    nxz_protocol *protocol = configured(settings);
    if (codec != NULL) CHECK_OK(nxz_protocol_set_codec(protocol, codec, &error));
    for (const struct kind *kind = KINDS; kind < KINDS + count; kind++) {
        nxz_statement *statement;
        nxz_witness *witness;
        nxz_proof *proof = NULL;
        forget_all();
        make(kind, &statement, &witness);
        check_places(kind->name, "witness made", kind->count);
        CHECK_OK(nxz_prove(protocol, statement, witness, CONTEXT, CONTEXT_LEN, &proof, &error));
        check_places(kind->name, "proof made", kind->count);
        nxz_witness_free(witness);
        if (derive) look_for_masks(kind, proof);
        check_places(kind->name, "witness freed", 0);
        CHECK_OK(nxz_verify(protocol, statement, CONTEXT, CONTEXT_LEN, proof, &error));
        nxz_proof_free(proof);
        nxz_statement_free(statement);
    }
    nxz_protocol_free(protocol);
}

/* Witnesses of other secrets than the statement's. */
static void refused(const char *settings) {
    nxz_protocol *protocol = configured(settings);
    for (const struct kind *kind = KINDS; kind < KINDS + COUNT; kind++) {
        nxz_statement *statement, *unused;
        nxz_witness *witness, *right;
        nxz_proof *proof = NULL;
        forget_all();
        make(kind, &statement, &right);
        nxz_witness_free(right);
        make(kind, &unused, &witness);
        check_places(kind->name, "other witness made", kind->count);
        CHECK_BLAMES(NXZ_ERR_PROOF_GENERATION, "witness",
                     nxz_prove(protocol, statement, witness, CONTEXT, CONTEXT_LEN, &proof, &error));
        check_places(kind->name, "proof refused", kind->count);
        nxz_witness_free(witness);
        check_places(kind->name, "other witness freed", 0);
        nxz_statement_free(unused);
        nxz_statement_free(statement);
    }
    nxz_protocol_free(protocol);
}

/* A secret that is replaced, and one that the witness does not take. */
static void replaced(void) {
    nxz_witness *witness = NULL;
    forget_all();
    draw_secrets(false);
    witness = key_witness();
    mask();
    check_places("witness", "secret set", 1);
    CHECK_OK(nxz_witness_set(witness, TEXT("key"), BYTES("another"), &error));
    check_places("witness", "secret replaced", 0);
    unmask();
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "name",
                 nxz_witness_set(witness, TEXT(""), secrets.key, sizeof secrets.key, &error));
    mask();
    check_places("witness", "secret refused", 0);
    nxz_witness_free(witness);
}

/* All kinds at once on several threads, until `progress` cancels what has not begun. */
static int32_t cancel(void *user_data, size_t done, size_t total) {
    (void)total;
    return done == *(const size_t *)user_data;
}

static void batches(const char *settings) {
    nxz_protocol *protocol = configured(settings);
    /* In the middle, and never. */
    static const size_t CANCEL_AT[] = {COUNT / 2, 0};
    for (size_t run = 0; run < 2; run++) {
        nxz_statement *statements[COUNT];
        nxz_witness *witnesses[COUNT];
        nxz_batch *batch = NULL;
        size_t cancel_at = CANCEL_AT[run], held = 0;
        nxz_batch_options options = {sizeof options, 3, NULL, 0, &cancel_at, cancel};
        forget_all();
        for (int i = 0; i < COUNT; i++) {
            draw_secrets(KINDS[i].group != 0);
            statements[i] = KINDS[i].statement();
            witnesses[i] = KINDS[i].witness();
            mask();
            held += KINDS[i].count;
        }
        CHECK_OK(nxz_batch_new(&batch, &error));
        check_places("batch", "witnesses made", held);
        CHECK(nxz_batch_prove(batch, protocol, (const nxz_statement *const *)statements, (const nxz_witness *const *)witnesses,
                              NULL, NULL, COUNT, &options, NULL) == (cancel_at == 0 ? NXZ_OK : NXZ_ERR_CANCELLED));
        check_places("batch", "proofs made", held);
        for (int i = 0; i < COUNT; i++) {
            nxz_witness_free(witnesses[i]);
            nxz_statement_free(statements[i]);
        }
        check_places("batch", "witnesses freed", 0);
        nxz_batch_free(batch);
    }
    nxz_protocol_free(protocol);
}

static int32_t look(void *user_data, size_t done, size_t total) {
    (void)total;
    if (done == 1) *(size_t *)user_data = search().derived;
    return 0;
}

/* That traces are found where there are some: while a proof is made, which the other thread does when the quicker one is done. It may be
 * later, and is tried again then. */
static void in_the_middle(void) {
    nxz_protocol *protocol = configured("{\"profile\":\"tiny\"}");
    const struct kind *kinds[2] = {&KINDS[QUANTUM_RESISTANT], &KINDS[0]};
    size_t traces = 0;
    for (int i = 0; i < 50 && traces == 0; i++) {
        nxz_statement *statements[2];
        nxz_witness *witnesses[2];
        nxz_batch *batch = NULL;
        nxz_batch_options options = {sizeof options, 2, NULL, 0, &traces, look};
        for (int k = 0; k < 2; k++) {
            forget_all();
            make(kinds[k], &statements[k], &witnesses[k]);
        }
        CHECK_OK(nxz_batch_new(&batch, &error));
        CHECK_OK(nxz_batch_prove(batch, protocol, (const nxz_statement *const *)statements, (const nxz_witness *const *)witnesses, NULL,
                                 NULL, 2, &options, &error));
        nxz_batch_free(batch);
        for (int k = 0; k < 2; k++) {
            nxz_witness_free(witnesses[k]);
            nxz_statement_free(statements[k]);
        }
    }
    CHECK(traces > 0);
    nxz_protocol_free(protocol);
}

/* A codec that fails, so that proofs are stored. */
static int32_t fail(void *user_data, const uint8_t *input, size_t len, uint8_t *output, size_t capacity, size_t *written) {
    (void)user_data, (void)input, (void)len, (void)output, (void)capacity, (void)written;
    return 1;
}

int main(void) {
    for (nxz_group group = NXZ_GROUP_RISTRETTO255; group <= NXZ_GROUP_SECP256K1; group++) check_products(group);
    proved("{\"profile\":\"fast\"}", COUNT, NULL, true);
    /* Enough work for three threads. */
    proved("{\"profile\":\"small\",\"threads\":3}", COUNT, NULL, false);
    proved("{\"security_level\":256}", QUANTUM_RESISTANT, NULL, false);
    static const nxz_codec FAILING = {sizeof FAILING, 200, "failing", NULL, fail, fail, NULL};
    proved("{\"use_compression\":true,\"verify_after_generation\":true}", COUNT, &FAILING, false);
    refused("{\"profile\":\"fast\"}");
    in_the_middle();
    replaced();
    batches("{\"profile\":\"fast\"}");
    return check_report("wiping");
}
