package nexuszero;

/**
 * A Boolean circuit, for any number of statements, which share it and keep it alive. It never changes: any number of
 * threads may use it.
 */
public final class Circuit extends Handle {
    /**
     * Parses a circuit in Bristol Fashion (gates XOR, AND, INV, EQ, EQW and MAND).
     *
     * @param text the text, as the bytes of a file
     * @throws MalformedException for text that is no such circuit, with the number of the line in the message
     * @throws LimitExceededException for a circuit that is too large
     */
    public Circuit(byte[] text) {
        super(new Call(NativeFunction.CIRCUIT_FROM_BRISTOL).bytes(text).toLong(), NativeFunction.CIRCUIT_FREE);
    }

    /**
     * Parses a circuit in Bristol Fashion.
     *
     * @param text the text
     * @throws MalformedException for text that is no such circuit, with the number of the line in the message
     * @throws LimitExceededException for a circuit that is too large
     * @throws IllegalArgumentException for text that is no valid Unicode
     */
    public Circuit(String text) {
        this(Frame.utf8(text));
    }

    /**
     * What the circuit is made of.
     *
     * @return its size
     */
    public CircuitSize size() {
        return new Call(NativeFunction.CIRCUIT_INFO).use(this).toStruct(Struct.CIRCUIT_SIZE, CircuitSize::new);
    }

    /**
     * The width of an input value.
     *
     * @param index the value, counted from 0
     * @return the width in bits
     * @throws InvalidArgumentException for a value that does not exist
     */
    public long inputWidth(long index) {
        return new Call(NativeFunction.CIRCUIT_INPUT_WIDTH).use(this).number(index).toLong();
    }

    /**
     * The width of an output value.
     *
     * @param index the value, counted from 0
     * @return the width in bits
     * @throws InvalidArgumentException for a value that does not exist
     */
    public long outputWidth(long index) {
        return new Call(NativeFunction.CIRCUIT_OUTPUT_WIDTH).use(this).number(index).toLong();
    }

    /**
     * The digest of the circuit, which proofs are bound to: SHA3-512 as {@code docs/protocol.md} says.
     *
     * @return 64 bytes
     */
    public byte[] digest() {
        return new Call(NativeFunction.CIRCUIT_DIGEST).use(this).toBuffer(NexusZero.MAX_DIGEST_SIZE);
    }
}
