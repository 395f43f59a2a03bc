package nexuszero;

/**
 * The main figures of {@link Metrics}: times in nanoseconds, sizes in bytes.
 *
 * @param statements names of statements that were proved; beyond 64 they count as one
 * @param elapsedNs time since the protocol was made or its metrics were reset
 * @param prove proofs made
 * @param verify proofs checked
 * @param proofBytesBefore bytes of all proofs made, before compression
 * @param proofBytesAfter bytes of all proofs made, as they were returned
 * @param peakMemory the highest {@code peakMemory} of a proof
 * @param optimizerAsked choices that needed an answer of the optimizer, whether or not it was free to be asked
 * @param optimizerCached earlier answers of the optimizer that were used again
 * @param optimizerFallbacks choices that fell back to the heuristic
 * @param compressions proofs that went through compression, whatever came of it
 * @param compressionBytesBefore their bytes before it
 * @param compressionBytesAfter their bytes behind it
 * @param recoveries failures that calls got over
 */
public record MetricsFigures(
        int statements,
        long elapsedNs,
        OperationFigures prove,
        OperationFigures verify,
        long proofBytesBefore,
        long proofBytesAfter,
        long peakMemory,
        long optimizerAsked,
        long optimizerCached,
        long optimizerFallbacks,
        long compressions,
        long compressionBytesBefore,
        long compressionBytesAfter,
        long recoveries) {
    MetricsFigures(StructView view) {
        this(
                view.getInt("statements"),
                view.getLong("elapsed_ns"),
                new OperationFigures(view.getStruct("prove", Struct.OPERATION_FIGURES)),
                new OperationFigures(view.getStruct("verify", Struct.OPERATION_FIGURES)),
                view.getLong("proof_bytes_before"),
                view.getLong("proof_bytes_after"),
                view.getLong("peak_memory"),
                view.getLong("optimizer_asked"),
                view.getLong("optimizer_cached"),
                view.getLong("optimizer_fallbacks"),
                view.getLong("compressions"),
                view.getLong("compression_bytes_before"),
                view.getLong("compression_bytes_after"),
                view.getLong("recoveries"));
    }
}
