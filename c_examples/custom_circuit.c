/* A statement of one's own, as a circuit: "I know two numbers of 16 bits whose product is this number", without telling them.
 *
 * The product has more than 16 bits, so that one times itself is no answer. The circuit is written in Bristol Fashion here; programs
 * that compile circuits write the same format. */
#include <nexuszero.h>
#include <stdio.h>
#include <stdlib.h>

enum { BITS = 16 };
static const uint16_t P = 64007, Q = 65003;

static void must(nxz_status status, nxz_error *const *error) {
    if (status == NXZ_OK) return;
    fprintf(stderr, "%s: %s\n", nxz_status_name(status), nxz_error_message(*error));
    exit(1);
}

/* A circuit that is being written. Wires are numbered from 0, those of the inputs first. */
struct writer {
    char text[1 << 16];
    size_t len;
    unsigned wires, gates;
};

/* Adds a gate and returns the wire that comes out of it. */
static unsigned gate(struct writer *w, const char *kind, unsigned a, unsigned b) {
    w->len += (size_t)snprintf(w->text + w->len, sizeof w->text - w->len, "2 1 %u %u %u %s\n", a, b, w->wires, kind);
    w->gates++;
    return w->wires++;
}

/* Long multiplication: for each bit of the second number, the first is added to the sum where the bit is set. */
static nxz_circuit *multiplier(void) {
    static struct writer w = {.wires = 2 * BITS};
    unsigned sum[2 * BITS];
    unsigned zero = gate(&w, "XOR", 0, 0);
    for (unsigned i = 0; i < 2 * BITS; i++) sum[i] = zero;
    for (unsigned i = 0; i < BITS; i++) {
        unsigned carry = zero;
        for (unsigned j = 0; j < BITS; j++) {
            /* A full adder with one AND: the carry is the majority of its three inputs. */
            unsigned product = gate(&w, "AND", j, BITS + i);
            unsigned x = gate(&w, "XOR", sum[i + j], carry), y = gate(&w, "XOR", product, carry);
            sum[i + j] = gate(&w, "XOR", x, product);
            carry = gate(&w, "XOR", gate(&w, "AND", x, y), carry);
        }
        sum[i + BITS] = carry;
    }
    /* The outputs are the last wires. */
    for (unsigned i = 0; i < 2 * BITS; i++) gate(&w, "XOR", sum[i], zero);

    static char text[sizeof w.text + 64];
    int len = snprintf(text, sizeof text, "%u %u\n2 %d %d\n1 %d\n\n%s", w.gates, w.wires, BITS, BITS, 2 * BITS, w.text);
    nxz_error *e = NULL;
    nxz_circuit *circuit;
    must(nxz_circuit_from_bristol(text, (size_t)len, &circuit, &e), &e);
    return circuit;
}

/* Numbers go in and out as bytes, the least significant first. */
static void to_bytes(uint32_t number, uint8_t *bytes, size_t len) {
    for (size_t i = 0; i < len; i++) bytes[i] = (uint8_t)(number >> (8 * i));
}

int main(void) {
    static const uint8_t NONCE[] = "nonce of the verifier: 77aa";
    uint8_t p[2], q[2], product[4];
    nxz_error *e = NULL;
    nxz_config *config;
    nxz_protocol *protocol;
    nxz_message *inputs;
    nxz_statement *statement;
    nxz_witness *witness;
    nxz_proof *proof;
    size_t len;
    to_bytes(P, p, sizeof p);
    to_bytes(Q, q, sizeof q);
    to_bytes((uint32_t)P * Q, product, sizeof product);
    must(nxz_config_new(NXZ_PRESET_DEFAULT, &config, &e), &e);
    must(nxz_protocol_new(config, &protocol, &e), &e);

    /* The statement: both inputs are secret, the output is public. */
    nxz_circuit *circuit = multiplier();
    must(nxz_message_new(&inputs, &e), &e);
    must(nxz_message_add_secret(inputs, "p", 1, sizeof p, &e), &e);
    must(nxz_message_add_secret(inputs, "q", 1, sizeof q, &e), &e);
    must(nxz_statement_circuit(circuit, inputs, product, sizeof product, &statement, &e), &e);

    /* The prover. */
    must(nxz_witness_new(&witness, &e), &e);
    must(nxz_witness_set(witness, "p", 1, p, sizeof p, &e), &e);
    must(nxz_witness_set(witness, "q", 1, q, sizeof q, &e), &e);
    must(nxz_prove(protocol, statement, witness, NONCE, sizeof NONCE - 1, &proof, &e), &e);

    /* The verifier, who makes a statement of their own from the circuit and the product; here it is this one. */
    nxz_status status = nxz_verify(protocol, statement, NONCE, sizeof NONCE - 1, proof, NULL);
    nxz_circuit_size size = {.struct_size = sizeof size};
    must(nxz_circuit_info(circuit, &size, &e), &e);
    nxz_proof_data(proof, &len);
    printf("factors of %lu known: %s (%llu gates, %llu of them AND, %zu bytes)\n", (unsigned long)P * Q,
           status == NXZ_OK ? "valid" : nxz_status_name(status), (unsigned long long)size.gates,
           (unsigned long long)size.and_gates, len);

    nxz_proof_free(proof);
    nxz_witness_free(witness);
    nxz_statement_free(statement);
    nxz_message_free(inputs);
    nxz_circuit_free(circuit);
    nxz_protocol_free(protocol);
    nxz_config_free(config);
    return status == NXZ_OK ? 0 : 1;
}
