package nexuszero;

import static nexuszero.NativeType.DOUBLE;
import static nexuszero.NativeType.INT;
import static nexuszero.NativeType.LONG;
import static nexuszero.NativeType.POINTER;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The structures of the header. Offsets follow from the types of the fields, by the rule of every C ABI; a test
 * compares both.
 */
enum Struct {
    CODEC("codec", new Fields()
            .add(INT, "struct_size", "id")
            .add(POINTER, "name", "user_data", "compress", "decompress", "destroy")),
    PROOF_COST("proof_cost", new Fields()
            .add(INT, "struct_size", "degree")
            .add(LONG, "proof_size", "work", "committed_bits", "constraints")
            .add(DOUBLE, "security_bits", "quantum_security_bits", "hiding_bits")
            .add(LONG, "memory")),
    CALL_OPTIONS("call_options", new Fields()
            .add(INT, "struct_size", "reserved")
            .add(POINTER, "request_id")
            .add(LONG, "request_id_len")),
    LOG_SINK("log_sink", new Fields()
            .add(INT, "struct_size", "max_level")
            .add(POINTER, "user_data", "on_event", "destroy")),
    OPTIMIZER("optimizer", new Fields()
            .add(INT, "struct_size", "reserved")
            .add(POINTER, "user_data", "name", "optimize", "destroy")),
    CIRCUIT_SIZE("circuit_size", new Fields()
            .add(INT, "struct_size", "reserved")
            .add(LONG, "gates", "and_gates", "and_depth", "inputs", "input_bits", "outputs", "output_bits")),
    PROOF_HEADER("proof_header", new Fields()
            .add(INT, "struct_size", "version", "security_level", "profile", "degree", "quantum_resistant")
            .add(LONG, "size")),
    PROOF_MEASUREMENTS("proof_measurements", new Fields()
            .add(INT, "struct_size", "profile", "security_level", "degree")
            .add(DOUBLE, "security_bits")
            .add(LONG, "validate_ns", "parameters_ns", "prove_ns", "compress_ns", "verify_ns", "total_ns")
            .add(LONG, "size_before", "size_after", "committed_bits", "constraints", "peak_memory", "quantum_resistant")
            .add(INT, "source", "optimizer_outcome", "degree_cap", "threads")
            .add(DOUBLE, "compression_ratio")
            .add(LONG, "predicted_prove_ns", "predicted_verify_ns", "predicted_size", "predicted_memory")
            .add(LONG, "heuristic_prove_ns", "heuristic_size")),
    METRICS_SINK("metrics_sink", new Fields()
            .add(INT, "struct_size", "reserved")
            .add(POINTER, "user_data", "on_proof", "destroy")),
    OPERATION_FIGURES("operation_figures", new Fields()
            .add(LONG, "succeeded", "failed", "failed_ns", "min_ns", "p50_ns", "p90_ns", "p99_ns", "p99_9_ns", "max_ns")
            .add(DOUBLE, "mean_ns", "standard_deviation_ns", "per_second", "per_second_last_minute")),
    METRICS_FIGURES("metrics_figures", new Fields()
            .add(INT, "struct_size", "statements")
            .add(LONG, "elapsed_ns")
            .add(OPERATION_FIGURES, "prove")
            .add(OPERATION_FIGURES, "verify")
            .add(LONG, "proof_bytes_before", "proof_bytes_after", "peak_memory")
            .add(LONG, "optimizer_asked", "optimizer_cached", "optimizer_fallbacks")
            .add(LONG, "compressions", "compression_bytes_before", "compression_bytes_after", "recoveries")),
    BATCH_OPTIONS("batch_options", new Fields()
            .add(INT, "struct_size", "threads")
            .add(POINTER, "request_id")
            .add(LONG, "request_id_len")
            .add(POINTER, "user_data", "progress")),
    BATCH_TOTALS("batch_totals", new Fields()
            .add(INT, "struct_size", "threads")
            .add(LONG, "items", "succeeded", "failed", "cancelled", "total_ns", "peak_memory")
            .add(DOUBLE, "per_second"));

    private final String symbol;
    private final Map<String, Integer> offsets;
    private final int size;

    Struct(String name, Fields fields) {
        symbol = "nxz_" + name;
        offsets = fields.offsets;
        size = fields.aligned(8);
    }

    String symbol() {
        return symbol;
    }

    /** The offsets of the fields by name, in their order. */
    Map<String, Integer> offsets() {
        return offsets;
    }

    int offset(String field) {
        return offsets.get(field);
    }

    /** Bytes, a multiple of 8: every structure has a field of that alignment. */
    int size() {
        return size;
    }

    /** Fields in the order of the header, laid out one after the other. */
    private static final class Fields {
        private final Map<String, Integer> offsets = new LinkedHashMap<>();
        private int end;

        private Fields add(NativeType type, String... names) {
            for (String name : names) {
                place(name, type.size(), type.size());
            }
            return this;
        }

        private Fields add(Struct struct, String name) {
            place(name, struct.size, 8);
            return this;
        }

        private void place(String name, int size, int alignment) {
            int offset = aligned(alignment);
            offsets.put(name, offset);
            end = offset + size;
        }

        private int aligned(int alignment) {
            return (end + alignment - 1) / alignment * alignment;
        }
    }
}
