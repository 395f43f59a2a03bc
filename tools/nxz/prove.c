/* Proofs: made, verified, and what one says about itself. */
#include "nxz.h"

#include <stdio.h>
#include <string.h>

bool is_short(const struct options *o) { return o->text[OPTION_STATEMENT] == NULL; }

bool check_form(const struct options *o) {
    static const enum option SHORT[] = {OPTION_HASH, OPTION_DIGEST, OPTION_BLOCKS, OPTION_LENGTH, OPTION_BYTES};
    for (size_t i = 0; !is_short(o) && i < sizeof SHORT / sizeof SHORT[0]; i++) {
        if (o->text[SHORT[i]] != NULL) return complain("--statement and %s exclude each other", option_name(SHORT[i]));
    }
    size_t secrets = 0;
    for (size_t i = 0; is_short(o) && i < o->given_count; i++) {
        if (o->given[i].option == OPTION_NUMBER) return complain("--number needs --statement");
        if (o->given[i].option == OPTION_SECRET && ++secrets > 1) return complain("several secrets need --statement");
    }
    return true;
}

bool warn(const struct state *s) {
    if (nxz_statement_is_quantum_resistant(s->statement) == 1) return true;
    fputs("warning: not quantum-resistant\n", stderr);
    return false;
}

bool use_message(struct state *s, const struct options *o, struct preimage *p) {
    bool used = read_preimage(s, o, &s->bytes, p) && make_preimage(s, p, "message") &&
                ok(s, nxz_witness_preimage(s->bytes.data, s->bytes.len, &s->witness, &s->error));
    release(&s->bytes);
    return used;
}

bool read_verifier(struct state *s, const struct options *o) {
    struct preimage p;
    if (!is_short(o)) return s->statement != NULL || read_statement(s, o->text[OPTION_STATEMENT], &s->statement);
    return read_preimage(s, o, NULL, &p) && make_preimage(s, &p, "message");
}

bool read_prover(struct state *s, const struct options *o, struct preimage *p) {
    if (!is_short(o)) return read_verifier(s, o) && make_witness(s, o);
    if (o->text[OPTION_SECRET] == NULL) return complain("--secret is missing");
    return read_file(o->text[OPTION_SECRET], NXZ_MAX_SECRET_SIZE, &s->bytes) && use_message(s, o, p);
}

bool read_proof(struct state *s, const char *path, nxz_status *out) {
    if (!read_file(path, PROOF_LIMIT, &s->bytes)) return false;
    *out = nxz_proof_from_bytes(s->bytes.data, s->bytes.len, &s->proof, &s->error);
    /* One of another version or proof system proves nothing here. */
    return *out == NXZ_ERR_MALFORMED || *out == NXZ_ERR_UNSUPPORTED || ok(s, *out);
}

bool is_invalid(const struct state *s, nxz_status status) {
    return s->proof == NULL || status == NXZ_ERR_PROOF_VERIFICATION || status == NXZ_ERR_MALFORMED;
}

/* What the verifier will have to state is printed with the measurements. `p` is NULL without the short form. */
static bool report_proof(struct state *s, const struct options *o, const struct preimage *p) {
    char hex[2 * NXZ_MAX_DIGEST_SIZE + 1], elapsed[32], bits[32];
    const char *size = p != NULL && p->stated ? "length" : "blocks";
    if (p != NULL) to_hex(p->digest, p->digest_len, hex);
    if (o->text[OPTION_JSON] != NULL) {
        if (!ok(s, nxz_proof_metrics_json(s->proof, &s->string, &s->error))) return false;
        const char *members = nxz_string_data(s->string) + 1;
        putchar('{');
        if (p != NULL) {
            printf("\"hash\":\"%s\",\"digest\":\"%s\",\"%s\":%llu,", nxz_hash_name(p->hash), hex, size,
                   (unsigned long long)p->size);
        }
        puts(members);
        return true;
    }
    nxz_proof_measurements m = {.struct_size = sizeof m};
    if (!ok(s, nxz_proof_metrics(s->proof, &m, &s->error)) ||
        !ok(s, nxz_statement_name(s->statement, &s->string, &s->error))) {
        return false;
    }
    snprintf(elapsed, sizeof elapsed, "%.2f ms", (double)m.total_ns / 1e6);
    snprintf(bits, sizeof bits, "%.1f bits", m.security_bits);
    struct field fields[10];
    size_t count = 0;
    if (p != NULL) {
        fields[count++] = (struct field){FIELD_TEXT, "hash", nxz_hash_name(p->hash), 0};
        fields[count++] = (struct field){FIELD_TEXT, "digest", hex, 0};
        fields[count++] = (struct field){FIELD_NUMBER, size, NULL, p->size};
    } else {
        fields[count++] = (struct field){FIELD_TEXT, "statement", nxz_string_data(s->string), 0};
    }
    const char *profile = nxz_profile_name(m.profile);
    if (profile != NULL) fields[count++] = (struct field){FIELD_TEXT, "profile", profile, 0};
    fields[count++] = (struct field){FIELD_NUMBER, "level", NULL, m.security_level};
    fields[count++] = (struct field){FIELD_TEXT, "proof", o->text[OPTION_OUT], 0};
    fields[count++] = (struct field){FIELD_NUMBER, "bytes", NULL, m.size_after};
    fields[count++] = (struct field){FIELD_TEXT, "time", elapsed, 0};
    fields[count++] = (struct field){FIELD_TEXT, "security", bits, 0};
    fields[count++] = (struct field){FIELD_NUMBER, "memory", NULL, m.peak_memory};
    print_fields(o, fields, count);
    return true;
}

bool run_prove(struct state *s, const struct options *o) {
    struct preimage p;
    size_t size;
    if (!check_form(o) || !read_config(s, o) || !make_protocol(s) || !read_context(s, o) || !read_prover(s, o, &p)) return false;
    warn(s);
    begin_progress(o);
    nxz_status status =
        nxz_prove(s->protocol, s->statement, s->witness, s->context.data, s->context.len, &s->proof, &s->error);
    end_progress();
    if (!ok(s, status)) return false;
    const uint8_t *data = nxz_proof_data(s->proof, &size);
    return write_file(o->text[OPTION_OUT], data, size) && report_proof(s, o, is_short(o) ? &p : NULL);
}

/* Whether the bytes are a valid proof is a result, not a failure: the exit code becomes 0 or 1. */
bool run_verify(struct state *s, const struct options *o) {
    nxz_proof_header h = {.struct_size = sizeof h};
    nxz_status status;
    if (!check_form(o) || !read_config(s, o) || !make_protocol(s) || !read_context(s, o) || !read_verifier(s, o) ||
        !read_proof(s, o->operands[0], &status)) {
        return false;
    }
    begin_progress(o);
    double start = milliseconds();
    if (status == NXZ_OK) {
        status = nxz_verify(s->protocol, s->statement, s->context.data, s->context.len, s->proof, &s->error);
    }
    double elapsed = milliseconds() - start;
    end_progress();
    bool invalid = is_invalid(s, status);
    if (!invalid && (!ok(s, status) || !ok(s, nxz_proof_info(s->proof, &h, &s->error)))) return false;
    s->code = invalid ? EXIT_INVALID : EXIT_VALID;
    warn(s);
    if (o->text[OPTION_JSON] != NULL) {
        printf("{\"valid\":%s,\"status\":\"%s\",\"size\":%zu,\"quantum_resistant\":%s,\"verify_ms\":%.3f}\n",
               invalid ? "false" : "true", nxz_status_name(status), s->bytes.len,
               nxz_statement_is_quantum_resistant(s->statement) ? "true" : "false", elapsed);
    } else if (invalid) {
        printf("invalid: %s: %s\n", nxz_status_name(status), nxz_error_message(s->error));
    } else {
        printf("valid   %zu bytes, level %u, %.2f ms\n", s->bytes.len, (unsigned)h.security_level, elapsed);
    }
    return true;
}

bool run_inspect(struct state *s, const struct options *o) {
    nxz_proof_header h = {.struct_size = sizeof h};
    if (!read_file(o->operands[0], PROOF_LIMIT, &s->bytes) ||
        !ok(s, nxz_proof_from_bytes(s->bytes.data, s->bytes.len, &s->proof, &s->error)) ||
        !ok(s, nxz_proof_info(s->proof, &h, &s->error))) {
        return false;
    }
    struct field fields[7];
    size_t count = 0;
    /* There is one proof system of each sort. Profile and degree belong to the first. */
    const char *system = h.quantum_resistant ? "vole-in-the-head" : "schnorr";
    fields[count++] = (struct field){FIELD_NUMBER, "version", NULL, h.version};
    fields[count++] = (struct field){FIELD_TEXT, "system", system, 0};
    fields[count++] = (struct field){FIELD_TRUTH, "quantum_resistant", NULL, h.quantum_resistant};
    fields[count++] = (struct field){FIELD_NUMBER, "security_level", NULL, h.security_level};
    if (h.quantum_resistant) {
        fields[count++] = (struct field){FIELD_TEXT, "profile", nxz_profile_name(h.profile), 0};
        fields[count++] = (struct field){FIELD_NUMBER, "degree", NULL, h.degree};
    }
    fields[count++] = (struct field){FIELD_NUMBER, "size", NULL, h.size};
    print_fields(o, fields, count);
    return true;
}
