/* The interop contract in C: proves cases for other languages, and verifies what they proved.
 *
 * usage: interop_c prove CASES OUT
 *        interop_c verify CASES PROOFS
 *
 * A folder CASES/<name> has `statement.json`, `context` and `secrets/<secret name>`; a folder PROOFS/<name> has proofs `<level>-<profile>.nxz`. */
#define _POSIX_C_SOURCE 200809L
#include <nexuszero.h>

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct {
    uint8_t *data;
    size_t len;
} content;

static void stop(const char *what, const char *about) {
    fprintf(stderr, "interop: %s: %s\n", what, about);
    exit(1);
}

static void must(nxz_status status, nxz_error **error, const char *about) {
    if (status == NXZ_OK) return;
    fprintf(stderr, "interop: %s: %s\n", about, nxz_error_message(*error));
    nxz_error_free(*error);
    exit(1);
}

/* "folder/name", to be freed. */
static char *join(const char *folder, const char *name) {
    const size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);
    if (path == NULL) stop("no memory", name);
    snprintf(path, size, "%s/%s", folder, name);
    return path;
}

/* The file "folder/name", with a byte of room behind it. */
static content read_file(const char *folder, const char *name) {
    char *path = join(folder, name);
    content out = {NULL, 0};
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) stop(strerror(errno), path);
    const long size = ftell(file);
    if (size < 0) stop(strerror(errno), path);
    rewind(file);
    out.len = (size_t)size;
    out.data = malloc(out.len + 1);
    if (out.data == NULL || fread(out.data, 1, out.len, file) != out.len) stop("cannot be read", path);
    fclose(file);
    free(path);
    return out;
}

static void write_file(const char *folder, const char *name, const uint8_t *data, size_t len) {
    char *path = join(folder, name);
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(data, 1, len, file) != len || fclose(file) != 0) stop(strerror(errno), path);
    free(path);
}

static void make_folder(const char *path) {
    if (mkdir(path, 0777) != 0 && errno != EEXIST) stop(strerror(errno), path);
}

static int is_visible(const struct dirent *entry) { return entry->d_name[0] != '.'; }

/* The names in a folder, sorted; each of them and the array are to be freed. */
static int names_in(const char *folder, struct dirent ***names) {
    const int count = scandir(folder, names, is_visible, alphasort);
    if (count < 0) stop(strerror(errno), folder);
    return count;
}

static nxz_protocol *new_protocol(uint32_t level) {
    nxz_error *error = NULL;
    nxz_config *config = NULL;
    nxz_protocol *protocol = NULL;
    must(nxz_config_new(NXZ_PRESET_FAST, &config, &error), &error, "config");
    must(nxz_config_set_security_level(config, level, &error), &error, "level");
    must(nxz_protocol_new(config, &protocol, &error), &error, "protocol");
    nxz_config_free(config);
    return protocol;
}

static nxz_statement *read_statement(const char *folder) {
    nxz_error *error = NULL;
    nxz_statement *statement = NULL;
    content text = read_file(folder, "statement.json");
    must(nxz_statement_from_json((const char *)text.data, text.len, &statement, &error), &error, folder);
    free(text.data);
    return statement;
}

static nxz_witness *read_witness(const char *folder) {
    nxz_error *error = NULL;
    nxz_witness *witness = NULL;
    char *secrets = join(folder, "secrets");
    struct dirent **names;
    const int count = names_in(secrets, &names);
    must(nxz_witness_new(&witness, &error), &error, folder);
    for (int i = 0; i < count; i++) {
        const char *name = names[i]->d_name;
        content value = read_file(secrets, name);
        must(nxz_witness_set(witness, name, strlen(name), value.data, value.len, &error), &error, name);
        free(value.data);
        free(names[i]);
    }
    free(names);
    free(secrets);
    return witness;
}

static void prove_case(const nxz_protocol *protocol, const char *folder, const char *out) {
    nxz_error *error = NULL;
    nxz_proof *proof = NULL;
    nxz_statement *statement = read_statement(folder);
    nxz_witness *witness = read_witness(folder);
    content context = read_file(folder, "context");
    must(nxz_prove(protocol, statement, witness, context.data, context.len, &proof, &error), &error, folder);
    size_t len = 0;
    const uint8_t *data = nxz_proof_data(proof, &len);
    make_folder(out);
    write_file(out, "128-fast.nxz", data, len);
    nxz_proof_free(proof);
    free(context.data);
    nxz_witness_free(witness);
    nxz_statement_free(statement);
}

static int prove(const char *cases, const char *out) {
    nxz_protocol *protocol = new_protocol(128);
    struct dirent **names;
    const int count = names_in(cases, &names);
    make_folder(out);
    for (int i = 0; i < count; i++) {
        char *folder = join(cases, names[i]->d_name), *target = join(out, names[i]->d_name);
        prove_case(protocol, folder, target);
        free(folder);
        free(target);
        free(names[i]);
    }
    free(names);
    nxz_protocol_free(protocol);
    printf("%d proofs made\n", count);
    return count > 0 ? 0 : 1;
}

/* How proof bytes are received and verified. */
static nxz_status receive(const nxz_protocol *protocol, const nxz_statement *statement, content context, content bytes) {
    nxz_proof *proof = NULL;
    nxz_status status = nxz_proof_from_bytes(bytes.data, bytes.len, &proof, NULL);
    if (status == NXZ_OK) status = nxz_verify(protocol, statement, context.data, context.len, proof, NULL);
    nxz_proof_free(proof);
    return status;
}

/* NULL, or what is wrong with a proof. The context has room for one byte more. */
static const char *wrong_with(const nxz_protocol *protocol, const nxz_statement *statement, content context, content bytes) {
    if (receive(protocol, statement, context, bytes) != NXZ_OK) return "does not verify";
    content other = {context.data, context.len + 1};
    other.data[context.len] = '!';
    if (receive(protocol, statement, other, bytes) != NXZ_ERR_PROOF_VERIFICATION) return "is not refused for another context";
    bytes.data[bytes.len - 1] ^= 1;
    if (receive(protocol, statement, context, bytes) == NXZ_OK) return "is not refused with another last byte";
    return NULL;
}

/* Verifies every proof in a folder: how many there were, and how many failed. */
static void verify_case(const char *folder, const char *proofs, int *verified, int *failed) {
    nxz_statement *statement = read_statement(folder);
    content context = read_file(folder, "context");
    struct dirent **names;
    const int count = names_in(proofs, &names);
    for (int i = 0; i < count; i++) {
        const char *name = names[i]->d_name, *end = strrchr(name, '.');
        if (end != NULL && strcmp(end, ".nxz") == 0) {
            nxz_protocol *protocol = new_protocol((uint32_t)strtoul(name, NULL, 10));
            content bytes = read_file(proofs, name);
            const char *wrong = wrong_with(protocol, statement, context, bytes);
            if (wrong != NULL) fprintf(stderr, "%s/%s: %s\n", proofs, name, wrong);
            *(wrong == NULL ? verified : failed) += 1;
            free(bytes.data);
            nxz_protocol_free(protocol);
        }
        free(names[i]);
    }
    free(names);
    free(context.data);
    nxz_statement_free(statement);
}

static int verify(const char *cases, const char *proofs) {
    int verified = 0, failed = 0;
    struct dirent **names;
    const int count = names_in(proofs, &names);
    for (int i = 0; i < count; i++) {
        char *folder = join(cases, names[i]->d_name), *source = join(proofs, names[i]->d_name);
        verify_case(folder, source, &verified, &failed);
        free(folder);
        free(source);
        free(names[i]);
    }
    free(names);
    printf("%d proofs verified\n", verified);
    if (verified + failed == 0) fprintf(stderr, "no proofs in %s\n", proofs);
    return verified > 0 && failed == 0 ? 0 : 1;
}

int main(int argc, char **argv) {
    if (argc == 4 && strcmp(argv[1], "prove") == 0) return prove(argv[2], argv[3]);
    if (argc == 4 && strcmp(argv[1], "verify") == 0) return verify(argv[2], argv[3]);
    fprintf(stderr, "usage: %s prove CASES OUT | %s verify CASES PROOFS\n", argv[0], argv[0]);
    return 1;
}
