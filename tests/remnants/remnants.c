/* Makes a proof, or a commitment, says on standard output from what, and waits while its parent looks at its memory (remnants.py).
 *
 *   remnants LEVEL PROFILE THREADS BACKEND     a proof about 128 secret bits
 *   remnants                                   a commitment to a number, and a witness with both
 *
 * Linux only. What the library draws from the operating system is recorded; that and the secret are masked with 0xa5 here and in the output,
 * so that the search does not find the program's own copies. */
#define _GNU_SOURCE
#include <nexuszero.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MASK = 0xa5, BITS = 128 };

static volatile uint8_t randomness[4096], secret[BITS / 8];
static size_t drawn;

/* In place of the C library's: the program's symbols go before those of libraries. */
ssize_t getrandom(void *buffer, size_t len, unsigned flags) {
    ssize_t got = syscall(SYS_getrandom, buffer, len, flags);
    for (ssize_t i = 0; i < got && drawn < sizeof randomness; i++) randomness[drawn++] = ((uint8_t *)buffer)[i] ^ MASK;
    return got;
}

#ifdef __x86_64__
/* All registers but the general ones, as they are when a proof has been made: in this memory they are searched like the rest. */
static uint8_t registers[16384] __attribute__((aligned(64)));
#define SAVE_REGISTERS() __asm__ volatile("xsave64 %0" : "+m"(registers) : "a"(-1), "d"(-1) : "memory")
#else
#define SAVE_REGISTERS() ((void)0)
#endif

static void must(nxz_status status, nxz_error *const *error) {
    if (status == NXZ_OK) return;
    fprintf(stderr, "%s: %s\n", nxz_status_name(status), *error ? nxz_error_message(*error) : "");
    exit(1);
}

static void print_hex(const char *name, const volatile uint8_t *bytes, size_t len) {
    printf("%s ", name);
    for (size_t i = 0; i < len; i++) printf("%02x", bytes[i]);
    printf("\n");
}

/* That the products of 64 pairs of secret bits are these. */
static nxz_statement *new_statement(const uint8_t *products) {
    static char text[1 << 12];
    nxz_error *e = NULL;
    nxz_circuit *circuit;
    nxz_message *inputs;
    nxz_statement *statement;
    size_t len = (size_t)sprintf(text, "%d %d\n1 %d\n1 %d\n\n", BITS / 2, BITS / 2 * 3, BITS, BITS / 2);
    for (int i = 0; i < BITS / 2; i++) len += (size_t)sprintf(text + len, "2 1 %d %d %d AND\n", 2 * i, 2 * i + 1, BITS + i);
    must(nxz_circuit_from_bristol(text, len, &circuit, &e), &e);
    must(nxz_message_new(&inputs, &e), &e);
    must(nxz_message_add_secret(inputs, "x", 1, BITS / 8, &e), &e);
    must(nxz_statement_circuit(circuit, inputs, products, BITS / 16, &statement, &e), &e);
    nxz_message_free(inputs);
    nxz_circuit_free(circuit);
    return statement;
}

static void draw_secret(void) {
    if (syscall(SYS_getrandom, secret, sizeof secret, 0) != sizeof secret) exit(1);
}

static void mask_secret(void) {
    for (size_t i = 0; i < sizeof secret; i++) secret[i] ^= MASK;
}

static void prove(char **argv) {
    static const uint8_t CONTEXT[] = {'c'};
    nxz_error *e = NULL;
    nxz_config *config;
    nxz_protocol *protocol;
    nxz_witness *witness;
    nxz_proof *proof;
    nxz_bytes *encoded;
    char settings[256];
    uint8_t products[BITS / 16] = {0};
    size_t len;

    must(nxz_config_new(NXZ_PRESET_DEFAULT, &config, &e), &e);
    int settings_len = snprintf(settings, sizeof settings, "{\"security_level\":%s,\"profile\":\"%s\",\"threads\":%s,\"backend\":\"%s\"}",
                                argv[0], argv[1], argv[2], argv[3]);
    must(nxz_config_load_json(config, settings, (size_t)settings_len, &e), &e);
    must(nxz_protocol_new(config, &protocol, &e), &e);
    nxz_config_free(config);

    draw_secret();
    for (int i = 0; i < BITS / 2; i++) {
        int pair = secret[i / 4] >> 2 * (i % 4) & 3;
        products[i / 8] |= (uint8_t)((pair == 3) << (i % 8));
    }
    nxz_statement *statement = new_statement(products);
    must(nxz_witness_new(&witness, &e), &e);
    must(nxz_witness_set(witness, "x", 1, (const uint8_t *)secret, sizeof secret, &e), &e);
    mask_secret();

    nxz_status status = nxz_prove(protocol, statement, witness, CONTEXT, sizeof CONTEXT, &proof, &e);
    SAVE_REGISTERS();
    must(status, &e);
    nxz_witness_free(witness);

    must(nxz_statement_to_bytes(statement, &encoded, &e), &e);
    const uint8_t *data = nxz_bytes_data(encoded, &len);
    print_hex("statement", data, len);
    nxz_bytes_free(encoded);
    data = nxz_proof_data(proof, &len);
    print_hex("proof", data, len);
    print_hex("context", CONTEXT, sizeof CONTEXT);
    print_hex("masked-secret", secret, sizeof secret);
    print_hex("masked-randomness", randomness, drawn);
}

/* The number, out of its mask for the time of a call. */
static uint64_t number(void) {
    uint64_t value = 0;
    for (size_t i = 0; i < sizeof value; i++) value = value << 8 | (secret[i] ^ MASK);
    return value;
}

static void commit(void) {
    static uint8_t blinding[NXZ_BLINDING_SIZE];
    nxz_error *e = NULL;
    nxz_witness *witness;
    uint8_t commitment[NXZ_MAX_DIGEST_SIZE];
    size_t len;
    draw_secret();
    mask_secret();
    must(nxz_blinding_new(blinding, sizeof blinding, &len, &e), &e);
    must(nxz_commit(NXZ_HASH_SHA256, number(), blinding, sizeof blinding, commitment, sizeof commitment, &len, &e), &e);
    must(nxz_witness_new(&witness, &e), &e);
    must(nxz_witness_set(witness, "blinding", 8, blinding, sizeof blinding, &e), &e);
    must(nxz_witness_set_number(witness, "value", 5, number(), &e), &e);
    SAVE_REGISTERS();
    nxz_witness_free(witness);
    for (size_t i = 0; i < sizeof blinding; i++) ((volatile uint8_t *)blinding)[i] ^= MASK;
    print_hex("masked-number", secret, sizeof(uint64_t));
    print_hex("masked-blinding", blinding, sizeof blinding);
}

int main(int argc, char **argv) {
    if (argc == 5) prove(argv + 1);
    else commit();
    fflush(stdout);
    (void)getchar();
    return 0;
}
