package nexuszero;

/**
 * Compresses with a strategy, limits, and possibly a codec of one's own.
 *
 * <p>Any number of threads may compress and decompress with it at once; it is used by one thread alone while something
 * is set: of a setter and another use that meet, the later one throws {@link IllegalStateException} and does nothing.
 */
public final class Compressor extends Handle {
    /**
     * Makes a compressor with the usual limits.
     *
     * @param strategy how to compress
     */
    public Compressor(CompressionStrategy strategy) {
        super(new Call(NativeFunction.COMPRESSOR_NEW).number(strategy.code()).toLong(), NativeFunction.COMPRESSOR_FREE);
    }

    /**
     * Sets what is compressed and what decompression may yield; everything larger is refused before it is allocated.
     *
     * @param maxRatio most bytes that one compressed byte may become, usually 1024
     * @param maxSize most bytes of content, usually 256 MiB; more than {@link Integer#MAX_VALUE} counts as that
     * @return this
     * @throws ConfigurationException for a ratio of 0
     * @throws IllegalArgumentException for a negative ratio or size
     */
    public Compressor setLimits(int maxRatio, long maxSize) {
        if (maxRatio < 0) {
            throw new IllegalArgumentException("a negative ratio: " + maxRatio);
        }
        new Call(NativeFunction.COMPRESSOR_SET_LIMITS).change(this).number(maxRatio).maxSize(maxSize).run();
        return this;
    }

    /**
     * Sets a codec of one's own, which then replaces the strategy, or the codec before. It is held until then or until
     * this is closed.
     *
     * @param codec the codec
     * @return this
     * @throws InvalidArgumentException for a bad number or name
     */
    public Compressor setCodec(Codec codec) {
        Callbacks.handOver(codec, new Call(NativeFunction.COMPRESSOR_SET_CODEC).change(this));
        return this;
    }

    /**
     * Compresses bytes.
     *
     * @param bytes the content
     * @return at most one byte more; {@link Compression#codec} says what was used
     * @throws LimitExceededException for more than the largest size
     */
    public byte[] compress(byte[] bytes) {
        return new Call(NativeFunction.COMPRESSOR_COMPRESS).use(this).bytes(bytes).toBytes();
    }

    /**
     * Restores what was compressed, by whatever strategy or by the same codec of one's own. The bytes may come from
     * anybody.
     *
     * @param bytes compressed bytes
     * @return the content
     * @throws MalformedException for bytes that no codec made
     * @throws LimitExceededException for more than the limits allow
     * @throws UnsupportedException for a codec that this does not have
     * @throws CompressionException where the codec fails
     */
    public byte[] decompress(byte[] bytes) {
        return new Call(NativeFunction.COMPRESSOR_DECOMPRESS).use(this).bytes(bytes).toBytes();
    }
}
