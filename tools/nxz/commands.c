#include "nxz.h"

#include <stdio.h>
#include <time.h>
#include <string.h>

/* No secret that can be proved is longer; the library has the last word. */
enum { SECRET_LIMIT = 1 << 20, PROOF_LIMIT = 64 << 20 };

/* Everything that a command may hold, released in one place. */
struct state {
    nxz_error *error;
    nxz_config *config;
    nxz_protocol *protocol;
    nxz_statement *statement;
    nxz_witness *witness;
    nxz_proof *proof;
    nxz_string *json;
    struct bytes bytes;
};

static void clean(struct state *s) {
    release(&s->bytes);
    nxz_string_free(s->json);
    nxz_proof_free(s->proof);
    nxz_witness_free(s->witness);
    nxz_statement_free(s->statement);
    nxz_protocol_free(s->protocol);
    nxz_config_free(s->config);
    nxz_error_free(s->error);
}

/* Whether a call succeeded; prints the library's message where it did not. */
static bool ok(struct state *s, nxz_status status) {
    if (status == NXZ_OK) return true;
    const char *field = nxz_error_field(s->error);
    complain("%s: %s%s%s", nxz_status_name(status), field == NULL ? "" : field, field == NULL ? "" : ": ",
             nxz_error_message(s->error));
    return false;
}

static bool make_protocol(struct state *s, uint32_t level, nxz_profile profile) {
    return ok(s, nxz_config_new(NXZ_PRESET_DEFAULT, &s->config, &s->error)) &&
           ok(s, nxz_config_set_security_level(s->config, level, &s->error)) &&
           ok(s, nxz_config_set_profile(s->config, profile, &s->error)) &&
           ok(s, nxz_protocol_new(s->config, &s->protocol, &s->error));
}

static bool make_statement(struct state *s, const struct options *o, uint64_t blocks) {
    return ok(s, o->has_length ? nxz_statement_preimage_sized(o->hash, o->digest, o->digest_len, o->length,
                                                              &s->statement, &s->error)
                               : nxz_statement_preimage(o->hash, o->digest, o->digest_len, blocks, &s->statement,
                                                        &s->error));
}

static double milliseconds_since(const struct timespec *start) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) * 1e3 + (double)(now.tv_nsec - start->tv_nsec) / 1e6;
}

static bool digest_command(struct state *s, const struct options *o) {
    uint8_t digest[NXZ_MAX_DIGEST_SIZE];
    char hex[2 * NXZ_MAX_DIGEST_SIZE + 1];
    size_t len;
    uint64_t blocks;
    if (o->secret == NULL) return complain("--secret is missing");
    if (!read_file(o->secret, SECRET_LIMIT, &s->bytes) ||
        !ok(s, nxz_digest(o->hash, s->bytes.data, s->bytes.len, digest, sizeof digest, &len, &s->error)) ||
        !ok(s, nxz_hash_blocks(o->hash, s->bytes.len, &blocks, &s->error))) {
        return false;
    }
    to_hex(digest, len, hex);
    printf(o->json ? "{\"hash\":\"%s\",\"digest\":\"%s\",\"blocks\":%llu,\"length\":%zu}\n"
                   : "hash    %s\ndigest  %s\nblocks  %llu\nlength  %zu\n",
           nxz_hash_name(o->hash), hex, (unsigned long long)blocks, s->bytes.len);
    return true;
}

/* What the verifier will have to state is printed with the measurements. */
static bool report_proof(struct state *s, const struct options *o, uint64_t blocks) {
    if (o->json) {
        if (!ok(s, nxz_proof_metrics_json(s->proof, &s->json, &s->error))) return false;
        puts(nxz_string_data(s->json));
        return true;
    }
    nxz_proof_measurements m = {.struct_size = sizeof m};
    char hex[2 * NXZ_MAX_DIGEST_SIZE + 1];
    if (!ok(s, nxz_proof_metrics(s->proof, &m, &s->error))) return false;
    to_hex(o->digest, o->digest_len, hex);
    printf("hash      %s\ndigest    %s\n%s  %llu\nprofile   %s, level %u\nproof     %llu bytes in %s\n"
           "time      %.2f ms\nsecurity  %.1f bits\nmemory    %llu bytes\n",
           nxz_hash_name(o->hash), hex, o->has_length ? "length  " : "blocks  ",
           (unsigned long long)(o->has_length ? o->length : blocks), nxz_profile_name(m.profile),
           (unsigned)m.security_level, (unsigned long long)m.size_after, o->out, (double)m.total_ns / 1e6,
           m.security_bits, (unsigned long long)m.peak_memory);
    return true;
}

static bool prove_command(struct state *s, const struct options *given) {
    struct options o = *given;
    if (o.secret == NULL) return complain("--secret is missing");
    if (o.out == NULL) return complain("--out is missing");
    if (!read_file(o.secret, SECRET_LIMIT, &s->bytes)) return false;
    if (o.digest_len == 0 && !ok(s, nxz_digest(o.hash, s->bytes.data, s->bytes.len, o.digest, sizeof o.digest,
                                               &o.digest_len, &s->error))) {
        return false;
    }
    if (o.blocks == 0 && !ok(s, nxz_hash_blocks(o.hash, s->bytes.len, &o.blocks, &s->error))) return false;
    if (!make_protocol(s, o.level, o.profile) || !make_statement(s, &o, o.blocks) ||
        !ok(s, nxz_witness_preimage(s->bytes.data, s->bytes.len, &s->witness, &s->error)) ||
        !ok(s, nxz_prove(s->protocol, s->statement, s->witness, (const uint8_t *)o.context, strlen(o.context),
                         &s->proof, &s->error))) {
        return false;
    }
    size_t size;
    const uint8_t *data = nxz_proof_data(s->proof, &size);
    return write_file(o.out, data, size) && report_proof(s, &o, o.blocks);
}

/* Whether the bytes are a valid proof is a result, not a failure: `*code` becomes 0 or 1. */
static bool verify_command(struct state *s, const struct options *o, int *code) {
    if (o->proof == NULL) return complain("the proof file is missing");
    if (o->digest_len == 0) return complain("--digest is missing");
    if (o->blocks == 0 && !o->has_length) return complain("--blocks or --length is missing");
    if (!make_protocol(s, o->level, o->profile) || !make_statement(s, o, o->blocks) ||
        !read_file(o->proof, PROOF_LIMIT, &s->bytes)) {
        return false;
    }
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    nxz_status status = nxz_proof_from_bytes(s->bytes.data, s->bytes.len, &s->proof, &s->error);
    if (status == NXZ_OK) {
        status = nxz_verify(s->protocol, s->statement, (const uint8_t *)o->context, strlen(o->context), s->proof,
                            &s->error);
    }
    double elapsed = milliseconds_since(&start);
    /* Bytes that are no proof at all are an invalid proof too. Everything else is about the input. */
    bool invalid = status == NXZ_ERR_PROOF_VERIFICATION || status == NXZ_ERR_MALFORMED;
    if (status != NXZ_OK && !invalid) return ok(s, status);
    *code = invalid ? EXIT_INVALID : EXIT_VALID;
    if (o->json) {
        printf("{\"valid\":%s,\"status\":\"%s\",\"size\":%zu,\"verify_ms\":%.3f}\n", invalid ? "false" : "true",
               nxz_status_name(status), s->bytes.len, elapsed);
    } else if (invalid) {
        printf("invalid: %s: %s\n", nxz_status_name(status), nxz_error_message(s->error));
    } else {
        printf("valid   %zu bytes, level %u, %.2f ms\n", s->bytes.len, (unsigned)o->level, elapsed);
    }
    return true;
}

static bool inspect_command(struct state *s, const struct options *o) {
    nxz_proof_header h = {.struct_size = sizeof h};
    if (o->proof == NULL) return complain("the proof file is missing");
    if (!read_file(o->proof, PROOF_LIMIT, &s->bytes) ||
        !ok(s, nxz_proof_from_bytes(s->bytes.data, s->bytes.len, &s->proof, &s->error)) ||
        !ok(s, nxz_proof_info(s->proof, &h, &s->error))) {
        return false;
    }
    printf(o->json ? "{\"version\":%u,\"security_level\":%u,\"profile\":\"%s\",\"degree\":%u,\"size\":%llu}\n"
                   : "version  %u\nlevel    %u\nprofile  %s\ndegree   %u\nsize     %llu\n",
           (unsigned)h.version, (unsigned)h.security_level, nxz_profile_name(h.profile), (unsigned)h.degree,
           (unsigned long long)h.size);
    return true;
}

/* One line of the table. */
static bool params_line(const struct options *base, uint32_t level, nxz_profile profile, bool json, bool first) {
    struct options o = *base;
    struct state s = {0};
    nxz_proof_cost cost = {.struct_size = sizeof cost};
    bool done = make_protocol(&s, level, profile) && make_statement(&s, &o, 1) &&
                ok(&s, nxz_estimate(s.protocol, s.statement, &cost, &s.error));
    if (done && json) {
        printf("%s{\"hash\":\"%s\",\"mode\":\"%s\",\"level\":%u,\"profile\":\"%s\",\"size\":%llu,\"security_bits\":%.2f,"
               "\"quantum_security_bits\":%.2f}",
               first ? "" : ",\n", nxz_hash_name(o.hash), o.has_length ? "stated" : "hidden", (unsigned)level,
               nxz_profile_name(profile), (unsigned long long)cost.proof_size, cost.security_bits,
               cost.quantum_security_bits);
    } else if (done) {
        printf("%-9s %-7s %5u  %-9s %8llu  %9.2f  %9.2f\n", nxz_hash_name(o.hash), o.has_length ? "stated" : "hidden",
               (unsigned)level, nxz_profile_name(profile), (unsigned long long)cost.proof_size, cost.security_bits,
               cost.quantum_security_bits);
    }
    clean(&s);
    return done;
}

static bool params_command(const struct options *o) {
    static const uint32_t LEVELS[] = {128, 192, 256};
    bool first = true;
    if (o->json) printf("[");
    else printf("%-9s %-7s %5s  %-9s %8s  %9s  %9s\n", "hash", "length", "level", "profile", "bytes", "bits", "quantum");
    for (nxz_hash hash = 1; nxz_hash_name(hash) != NULL; hash++) {
        for (int stated = 0; stated < 2; stated++) {
            for (size_t level = 0; level < sizeof LEVELS / sizeof LEVELS[0]; level++) {
                for (nxz_profile profile = 1; nxz_profile_name(profile) != NULL; profile++) {
                    /* The digest does not matter for the cost: 32 zero bytes. */
                    struct options line = {.hash = hash, .digest_len = 32, .length = 32, .has_length = stated == 1};
                    if (!params_line(&line, LEVELS[level], profile, o->json, first)) return false;
                    first = false;
                }
            }
        }
    }
    if (o->json) printf("]\n");
    return true;
}

int run_digest(const struct options *options) {
    struct state s = {0};
    bool done = digest_command(&s, options);
    clean(&s);
    return done ? EXIT_VALID : EXIT_USAGE;
}

int run_prove(const struct options *options) {
    struct state s = {0};
    bool done = prove_command(&s, options);
    clean(&s);
    return done ? EXIT_VALID : EXIT_USAGE;
}

int run_verify(const struct options *options) {
    struct state s = {0};
    int code = EXIT_USAGE;
    bool done = verify_command(&s, options, &code);
    clean(&s);
    return done ? code : EXIT_USAGE;
}

int run_inspect(const struct options *options) {
    struct state s = {0};
    bool done = inspect_command(&s, options);
    clean(&s);
    return done ? EXIT_VALID : EXIT_USAGE;
}

int run_params(const struct options *options) { return params_command(options) ? EXIT_VALID : EXIT_USAGE; }
