package nexuszero;

/**
 * How to compress. Proofs are close to random and no strategy shrinks them; circuits, statements, JSON and numeric
 * payloads do shrink. Nothing ever becomes longer by more than one byte.
 */
public enum CompressionStrategy implements Coded {
    /** Everything is stored. */
    NONE(0),
    /** LZ4: general purpose, fast. */
    LZ4(1),
    /** Tensor trains: arrays of numbers with low tensor rank, such as tables, smooth fields and ramps. Lossless. */
    TENSOR_TRAIN(2),
    /** Tensor trains and LZ4 together. */
    HYBRID(3),
    /** What a sample of the input suggests; input that is close to random is stored at once. */
    ADAPTIVE(4);

    private final int code;

    CompressionStrategy(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }

    /**
     * The library's name for it, as configurations, statements and logs have it.
     *
     * @return the name, in lower case
     */
    public String nativeName() {
        return new Call(NativeFunction.COMPRESSION_STRATEGY_NAME).number(code).toCString();
    }
}
