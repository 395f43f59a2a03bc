package nexuszero;

import java.util.Optional;

/**
 * What was measured when a proof was made: times in nanoseconds of wall-clock time, sizes in bytes.
 *
 * @param profile the profile; empty for a discrete logarithm, and for one of a later version of the library
 * @param securityLevel the configured security level in bits
 * @param degree degree of the check
 * @param securityBits computed security in bits against a classical adversary
 * @param validateNs checking statement, witness, context and limits
 * @param parametersNs counting the circuit and choosing parameters
 * @param proveNs making the proof
 * @param compressNs compressing it; 0 where nothing was compressed
 * @param verifyNs verifying it after generation; 0 where that was not asked for
 * @param totalNs all of the above and what lies between
 * @param sizeBefore proof bytes before compression
 * @param sizeAfter proof bytes as they are returned
 * @param committedBits bits committed for the statement
 * @param constraints constraints checked
 * @param peakMemory highest number of heap bytes that the library held at once for the call; 0 in a build without the
 *     feature {@code allocator}
 * @param quantumResistant whether the proof resists quantum computers
 * @param source where the parameters came from
 * @param optimizerOutcome what came of the optimizer
 * @param degreeCap the degree cap that was asked for; 24 is none
 * @param threads threads that made the proof, the caller's included
 * @param compressionRatio bytes before divided by bytes after compression: 1 where nothing was made smaller
 * @param predictedProveNs what the cost model predicted for {@code proveNs}. The model is calibrated for this processor
 *     once a choice has depended on it
 * @param predictedVerifyNs the same for a verification
 * @param predictedSize the same for {@code sizeBefore}
 * @param predictedMemory the same for {@code peakMemory}, as an upper bound; 0 where it is not predicted
 * @param heuristicProveNs {@code predictedProveNs} of what the heuristic would have chosen: the difference is the
 *     effect of the optimizer
 * @param heuristicSize {@code predictedSize} of what the heuristic would have chosen
 */
public record ProofMeasurements(
        Optional<Profile> profile,
        int securityLevel,
        int degree,
        double securityBits,
        long validateNs,
        long parametersNs,
        long proveNs,
        long compressNs,
        long verifyNs,
        long totalNs,
        long sizeBefore,
        long sizeAfter,
        long committedBits,
        long constraints,
        long peakMemory,
        boolean quantumResistant,
        Source source,
        OptimizerOutcome optimizerOutcome,
        int degreeCap,
        int threads,
        double compressionRatio,
        long predictedProveNs,
        long predictedVerifyNs,
        long predictedSize,
        long predictedMemory,
        long heuristicProveNs,
        long heuristicSize) {
    ProofMeasurements(StructView view) {
        this(
                Profile.of(view.getInt("profile")),
                view.getInt("security_level"),
                view.getInt("degree"),
                view.getDouble("security_bits"),
                view.getLong("validate_ns"),
                view.getLong("parameters_ns"),
                view.getLong("prove_ns"),
                view.getLong("compress_ns"),
                view.getLong("verify_ns"),
                view.getLong("total_ns"),
                view.getLong("size_before"),
                view.getLong("size_after"),
                view.getLong("committed_bits"),
                view.getLong("constraints"),
                view.getLong("peak_memory"),
                view.getLong("quantum_resistant") != 0,
                Source.of(view.getInt("source")),
                OptimizerOutcome.of(view.getInt("optimizer_outcome")),
                view.getInt("degree_cap"),
                view.getInt("threads"),
                view.getDouble("compression_ratio"),
                view.getLong("predicted_prove_ns"),
                view.getLong("predicted_verify_ns"),
                view.getLong("predicted_size"),
                view.getLong("predicted_memory"),
                view.getLong("heuristic_prove_ns"),
                view.getLong("heuristic_size"));
    }
}
