/* Boolean circuits: statements about them, and what they cost. */
#include "nxz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bytes that a value of so many bits is packed into. */
static uint64_t packed(uint64_t bits) { return (bits + 7) / 8; }

static bool read_circuit(struct state *s, const char *path, nxz_circuit **out, nxz_circuit_size *size) {
    struct bytes text;
    *size = (nxz_circuit_size){.struct_size = sizeof *size};
    bool read = read_file(path, PUBLIC_LIMIT, &text) &&
                ok(s, nxz_circuit_from_bristol((const char *)text.data, text.len, out, &s->error)) &&
                ok(s, nxz_circuit_info(*out, size, &s->error));
    release(&text);
    return read;
}

/* The inputs of a circuit: those that have bytes are public, the others secrets that are called by their number. */
struct inputs {
    struct bytes values[NXZ_MAX_PARTS];
    uint64_t count;
};

static void release_inputs(struct inputs *inputs) {
    for (uint64_t i = 0; i < inputs->count; i++) release(&inputs->values[i]);
}

static bool make_inputs(struct state *s, const nxz_circuit *circuit, const struct inputs *inputs, nxz_message **out) {
    bool made = ok(s, nxz_message_new(out, &s->error));
    for (uint64_t i = 0; made && i < inputs->count; i++) {
        const struct bytes *value = &inputs->values[i];
        char name[NXZ_MAX_NAME_SIZE];
        uint64_t width;
        if (value->data != NULL) {
            made = ok(s, nxz_message_add_public(*out, value->data, value->len, &s->error));
            continue;
        }
        size_t len = (size_t)snprintf(name, sizeof name, "input%llu", (unsigned long long)i);
        made = ok(s, nxz_circuit_input_width(circuit, i, &width, &s->error)) &&
               ok(s, nxz_message_add_secret(*out, name, len, packed(width), &s->error));
    }
    return made;
}

static bool make_circuit_statement(struct state *s, const nxz_circuit *circuit, const struct inputs *inputs,
                                   const struct bytes *outputs) {
    nxz_message *message = NULL;
    bool made = make_inputs(s, circuit, inputs, &message) &&
                ok(s, nxz_statement_circuit(circuit, message, outputs->data, outputs->len, &s->statement, &s->error));
    nxz_message_free(message);
    return made;
}

/* All inputs secret. */
static bool new_inputs(const nxz_circuit_size *size, struct inputs *out) {
    *out = (struct inputs){.count = size->inputs};
    if (size->inputs <= NXZ_MAX_PARTS) return true;
    out->count = 0;
    return complain("the circuit has more than %d input values", NXZ_MAX_PARTS);
}

/* Takes in every --public I=HEX. */
static bool read_public(const struct options *o, struct inputs *inputs) {
    for (size_t i = 0; i < o->given_count; i++) {
        const struct given *given = &o->given[i];
        struct pair pair;
        uint64_t number;
        if (given->option != OPTION_PUBLIC) continue;
        if (!split(given, "I=HEX", &pair)) return false;
        if (!parse_decimal(pair.left, pair.left_len, &number) || number >= inputs->count) {
            return complain("the circuit has no input %.*s", (int)pair.left_len, pair.left);
        }
        if (inputs->values[number].data != NULL) return complain("input %.*s is given twice", (int)pair.left_len, pair.left);
        if (!decode_option(OPTION_PUBLIC, pair.right, &inputs->values[number])) return false;
    }
    return true;
}

bool run_statement_circuit(struct state *s, const struct options *o) {
    nxz_circuit *circuit = NULL;
    nxz_circuit_size size;
    struct inputs inputs = {.count = 0};
    struct bytes outputs = {NULL, 0};
    bool made = read_circuit(s, o->text[OPTION_CIRCUIT], &circuit, &size) && new_inputs(&size, &inputs) &&
                read_public(o, &inputs) && hex_option(o, OPTION_OUTPUTS, &outputs) &&
                make_circuit_statement(s, circuit, &inputs, &outputs);
    release(&outputs);
    release_inputs(&inputs);
    nxz_circuit_free(circuit);
    return made && print_statement(s);
}

/* Outputs of zeros: which they are does not matter for the cost. */
static bool zero_outputs(struct state *s, const nxz_circuit *circuit, const nxz_circuit_size *size, struct bytes *out) {
    uint64_t width;
    size_t len = 0;
    for (uint64_t i = 0; i < size->outputs; i++) {
        if (!ok(s, nxz_circuit_output_width(circuit, i, &width, &s->error))) return false;
        len += packed(width);
    }
    *out = (struct bytes){calloc(len + 1, 1), len};
    return out->data != NULL || complain("no memory");
}

enum { MAX_PROFILES = 8, COSTS = 3 };

static bool print_costs(struct state *s, const struct options *o, const nxz_circuit_size *size) {
    struct field fields[7 + MAX_PROFILES * COSTS] = {
        {FIELD_NUMBER, "inputs", NULL, size->inputs},   {FIELD_NUMBER, "input_bits", NULL, size->input_bits},
        {FIELD_NUMBER, "outputs", NULL, size->outputs}, {FIELD_NUMBER, "output_bits", NULL, size->output_bits},
        {FIELD_NUMBER, "gates", NULL, size->gates},     {FIELD_NUMBER, "and_gates", NULL, size->and_gates},
        {FIELD_NUMBER, "and_depth", NULL, size->and_depth}};
    size_t count = 7;
    char names[MAX_PROFILES][COSTS][48];
    for (nxz_profile i = 0; i < MAX_PROFILES && nxz_profile_name(i + 1) != NULL; i++) {
        static const char *const WHAT[COSTS] = {"committed_bits", "degree", "bytes"};
        nxz_proof_cost cost = {.struct_size = sizeof cost};
        if (!fix_profile(s, i + 1) || !make_protocol(s) ||
            !ok(s, nxz_estimate(s->protocol, s->statement, &cost, &s->error))) {
            return false;
        }
        const uint64_t values[COSTS] = {cost.committed_bits, cost.degree, cost.proof_size};
        for (size_t j = 0; j < COSTS; j++) {
            snprintf(names[i][j], sizeof names[i][j], "%s_%s", nxz_profile_name(i + 1), WHAT[j]);
            fields[count++] = (struct field){FIELD_NUMBER, names[i][j], NULL, values[j]};
        }
    }
    print_fields(o, fields, count);
    return true;
}

bool run_circuit_info(struct state *s, const struct options *o) {
    nxz_circuit *circuit = NULL;
    nxz_circuit_size size;
    struct inputs inputs = {.count = 0};
    struct bytes outputs = {NULL, 0};
    bool done = read_circuit(s, o->operands[0], &circuit, &size) && new_inputs(&size, &inputs) &&
                zero_outputs(s, circuit, &size, &outputs) && make_circuit_statement(s, circuit, &inputs, &outputs) &&
                read_config(s, o) && print_costs(s, o, &size);
    release(&outputs);
    release_inputs(&inputs);
    nxz_circuit_free(circuit);
    return done;
}
