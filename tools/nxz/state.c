#include "nxz.h"

#include <string.h>

void clean(struct state *s) {
    release(&s->bytes);
    release(&s->context);
    nxz_archive_free(s->archive);
    nxz_string_free(s->string);
    nxz_proof_free(s->proof);
    nxz_witness_free(s->witness);
    nxz_statement_free(s->statement);
    nxz_protocol_free(s->protocol);
    nxz_config_free(s->config);
    nxz_error_free(s->error);
}

bool ok(struct state *s, nxz_status status) {
    if (status == NXZ_OK) return true;
    for (size_t i = 0; i < nxz_error_problems(s->error); i++) {
        const char *field = nxz_error_problem_field(s->error, i);
        complain("%s: %s%s%s", nxz_status_name(nxz_error_problem_code(s->error, i)), field == NULL ? "" : field,
                 field == NULL ? "" : ": ", nxz_error_problem_message(s->error, i));
    }
    nxz_error_free(s->error);
    s->error = NULL;
    return false;
}

bool make_protocol(struct state *s) {
    nxz_protocol_free(s->protocol);
    s->protocol = NULL;
    return ok(s, nxz_protocol_new(s->config, &s->protocol, &s->error));
}

bool read_context(struct state *s, const struct options *o) {
    const char *text = o->text[OPTION_CONTEXT], *file = o->text[OPTION_CONTEXT_FILE];
    if (text != NULL && file != NULL) return complain("--context and --context-file exclude each other");
    if (file != NULL) return read_file(file, PUBLIC_LIMIT, &s->context);
    if (text == NULL) return true;
    s->context = (struct bytes){(uint8_t *)strdup(text), strlen(text)};
    return s->context.data != NULL || complain("no memory");
}

static bool set_secret(struct state *s, const struct pair *named) {
    struct bytes secret;
    bool set = read_file(named->right, NXZ_MAX_SECRET_SIZE, &secret) &&
               ok(s, nxz_witness_set(s->witness, named->left, named->left_len, secret.data, secret.len, &s->error));
    release(&secret);
    return set;
}

static bool set_number(struct state *s, const struct pair *named) {
    uint64_t number = 0;
    bool set = read_number(named->right, &number) &&
               ok(s, nxz_witness_set_number(s->witness, named->left, named->left_len, number, &s->error));
    wipe(&number, sizeof number);
    return set;
}

/* Whether one of the first `count` options names the same secret. */
static bool is_named(const struct options *o, size_t count, const struct pair *named) {
    for (size_t i = 0; i < count; i++) {
        const struct given *given = &o->given[i];
        bool names = given->option == OPTION_SECRET || given->option == OPTION_NUMBER;
        if (names && strncmp(given->text, named->left, named->left_len + 1) == 0) return true;
    }
    return false;
}

bool make_witness(struct state *s, const struct options *o) {
    if (!ok(s, nxz_witness_new(&s->witness, &s->error))) return false;
    for (size_t i = 0; i < o->given_count; i++) {
        const struct given *given = &o->given[i];
        struct pair named;
        if (given->option != OPTION_SECRET && given->option != OPTION_NUMBER) continue;
        if (!split(given, "NAME=FILE with --statement", &named)) return false;
        if (is_named(o, i, &named)) {
            return complain("the secret '%.*s' is given twice", (int)named.left_len, named.left);
        }
        if (!(given->option == OPTION_SECRET ? set_secret : set_number)(s, &named)) return false;
    }
    return true;
}
