package nexuszero;

/**
 * What a circuit is made of.
 *
 * @param gates gates of all kinds
 * @param andGates gates that multiply: AND, and each output of MAND
 * @param andDepth most multiplying gates on a way from an input to an output
 * @param inputs number of input values
 * @param inputBits bits of all input values together
 * @param outputs number of output values
 * @param outputBits bits of all output values together
 */
public record CircuitSize(
        long gates,
        long andGates,
        long andDepth,
        long inputs,
        long inputBits,
        long outputs,
        long outputBits) {
    CircuitSize(StructView view) {
        this(
                view.getLong("gates"),
                view.getLong("and_gates"),
                view.getLong("and_depth"),
                view.getLong("inputs"),
                view.getLong("input_bits"),
                view.getLong("outputs"),
                view.getLong("output_bits"));
    }
}
