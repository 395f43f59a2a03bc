/* The sizes and last fields of the structures of the ABI, where pointers have 64 bits. A structure may grow at its end, and then its numbers
 * here change; its fields never move. */
#include "check.h"

#include <stddef.h>

#define LAYOUT(type, first, size, last, offset)                                                          \
    _Static_assert(sizeof(void *) != 8 || sizeof(type) == (size), "size of " #type);                     \
    _Static_assert(sizeof(void *) != 8 || offsetof(type, last) == (offset), "place of " #last " in " #type); \
    _Static_assert(offsetof(type, first) == 0, #first " is not the first field of " #type)

LAYOUT(nxz_codec, struct_size, 48, destroy, 40);
LAYOUT(nxz_proof_cost, struct_size, 72, memory, 64);
LAYOUT(nxz_call_options, struct_size, 24, request_id_len, 16);
LAYOUT(nxz_log_sink, struct_size, 32, destroy, 24);
LAYOUT(nxz_optimizer, struct_size, 40, destroy, 32);
LAYOUT(nxz_circuit_size, struct_size, 64, output_bits, 56);
LAYOUT(nxz_proof_header, struct_size, 32, size, 24);
LAYOUT(nxz_proof_measurements, struct_size, 192, heuristic_size, 184);
LAYOUT(nxz_metrics_sink, struct_size, 32, destroy, 24);
LAYOUT(nxz_operation_figures, succeeded, 104, per_second_last_minute, 96);
LAYOUT(nxz_metrics_figures, struct_size, 304, recoveries, 296);
LAYOUT(nxz_batch_options, struct_size, 40, progress, 32);
LAYOUT(nxz_batch_totals, struct_size, 64, per_second, 56);
_Static_assert(sizeof(nxz_status) == 4, "size of nxz_status");

/* The library's idea of a structure: of one that is `longer` than it knows, the fields it knows are written and the rest is 0. */
#define CHECK_SIZE(type, call)                                                         \
    do {                                                                               \
        struct {                                                                       \
            type known;                                                                \
            uint8_t longer[16];                                                        \
        } room;                                                                        \
        uint8_t zeros[sizeof room.longer] = {0};                                       \
        memset(&room, 0xa5, sizeof room);                                              \
        room.known.struct_size = sizeof room;                                          \
        type *out = &room.known;                                                       \
        CHECK_OK(call);                                                                \
        CHECK(room.known.struct_size == sizeof room);                                  \
        CHECK(memcmp(room.longer, zeros, sizeof zeros) == 0);                          \
        uint8_t last[8];                                                               \
        memcpy(last, (const uint8_t *)&room.known + sizeof(type) - sizeof last, sizeof last); \
        CHECK(memcmp(last, "\xa5\xa5\xa5\xa5\xa5\xa5\xa5\xa5", sizeof last) != 0);     \
    } while (0)

int main(void) {
    nxz_error *error = NULL;
    nxz_config *config;
    nxz_protocol *protocol;
    nxz_statement *statement;
    nxz_witness *witness;
    nxz_proof *proof;
    nxz_metrics *metrics;
    nxz_circuit *circuit;
    nxz_batch *batch;
    uint8_t digest[32];
    size_t len;
    CHECK_OK(nxz_config_new(NXZ_PRESET_FAST, &config, &error));
    CHECK_OK(nxz_protocol_new(config, &protocol, &error));
    CHECK_OK(nxz_digest(NXZ_HASH_SHA256, BYTES("secret"), digest, sizeof digest, &len, &error));
    CHECK_OK(nxz_statement_preimage(NXZ_HASH_SHA256, digest, len, 1, &statement, &error));
    CHECK_OK(nxz_witness_preimage(BYTES("secret"), &witness, &error));
    CHECK_OK(nxz_prove(protocol, statement, witness, NULL, 0, &proof, &error));
    CHECK_OK(nxz_protocol_metrics(protocol, &metrics, &error));
    CHECK_OK(nxz_circuit_from_bristol(TEXT("1 3\n2 1 1\n1 1\n\n2 1 0 1 2 AND\n"), &circuit, &error));
    CHECK_OK(nxz_batch_new(&batch, &error));

    CHECK_SIZE(nxz_proof_cost, nxz_estimate(protocol, statement, out, &error));
    CHECK_SIZE(nxz_circuit_size, nxz_circuit_info(circuit, out, &error));
    CHECK_SIZE(nxz_proof_header, nxz_proof_info(proof, out, &error));
    CHECK_SIZE(nxz_proof_measurements, nxz_proof_metrics(proof, out, &error));
    CHECK_SIZE(nxz_metrics_figures, nxz_metrics_summary(metrics, out, &error));
    CHECK_SIZE(nxz_batch_totals, nxz_batch_summary(batch, out, &error));

    nxz_batch_free(batch);
    nxz_circuit_free(circuit);
    nxz_metrics_free(metrics);
    nxz_proof_free(proof);
    nxz_witness_free(witness);
    nxz_statement_free(statement);
    nxz_protocol_free(protocol);
    nxz_config_free(config);
    return check_report("layout");
}
