package nexuszero;

import java.util.OptionalInt;

/** Compression in one call, with the usual limits. {@link Compressor} has limits and codecs of one's own. */
public final class Compression {
    /** The codec of bytes that are stored as they are. */
    public static final int CODEC_STORED = 0;
    /** The codec of an LZ4 frame. */
    public static final int CODEC_LZ4 = 1;
    /** The codec of tensor trains. */
    public static final int CODEC_TENSOR_TRAIN = 2;
    /** The codec of tensor trains and LZ4 together. */
    public static final int CODEC_HYBRID = 3;

    private Compression() {}

    /**
     * Compresses bytes.
     *
     * @param strategy how
     * @param bytes at most 256 MiB
     * @return at most one byte more; {@link #codec} says what was used
     * @throws LimitExceededException for more bytes
     */
    public static byte[] compress(CompressionStrategy strategy, byte[] bytes) {
        return new Call(NativeFunction.COMPRESS).number(strategy.code()).bytes(bytes).toBytes();
    }

    /**
     * Restores what was compressed by whatever strategy. The bytes may come from anybody.
     *
     * @param bytes compressed bytes
     * @param maxSize most bytes of content; more than {@link Integer#MAX_VALUE} counts as that
     * @return the content
     * @throws MalformedException for bytes that no codec made
     * @throws LimitExceededException for content of more than {@code maxSize} bytes or 1024 times the length of {@code
     *     bytes}
     * @throws UnsupportedException for a codec that is not the library's
     * @throws IllegalArgumentException for a negative size
     */
    public static byte[] decompress(byte[] bytes, long maxSize) {
        return new Call(NativeFunction.DECOMPRESS).bytes(bytes).maxSize(maxSize).toBytes();
    }

    /**
     * The codec of compressed bytes, from their first byte.
     *
     * @param bytes compressed bytes
     * @return one of the constants here, or a number from 128 to 255; empty for what no codec of this library made
     */
    public static OptionalInt codec(byte[] bytes) {
        int codec = (int) new Call(NativeFunction.COMPRESSED_CODEC).bytes(bytes).value();
        return codec == -1 ? OptionalInt.empty() : OptionalInt.of(codec); // UINT32_MAX
    }

    /**
     * The lower-case name of a codec: {@code stored}, {@code lz4}, {@code tensor-train}, {@code hybrid}, or {@code
     * custom} for those of callers.
     *
     * @param codec one of the constants here, or a number from 128 to 255
     * @return the name; null for an unknown number
     */
    public static String codecName(int codec) {
        return new Call(NativeFunction.CODEC_NAME).number(codec).toCString();
    }

    /**
     * Makes a pure LZ4 frame, the content of a {@code .lz4} file. It has no byte in front that names a codec, and input
     * that does not shrink becomes a little longer.
     *
     * @param bytes the content
     * @return the frame
     */
    public static byte[] lz4Compress(byte[] bytes) {
        return new Call(NativeFunction.LZ4_COMPRESS).bytes(bytes).toBytes();
    }

    /**
     * Reads a pure LZ4 frame, the content of a {@code .lz4} file: one frame, without a dictionary. It may come from
     * anybody.
     *
     * @param bytes the frame
     * @param maxSize most bytes of content; more than {@link Integer#MAX_VALUE} counts as that
     * @return the content
     * @throws MalformedException for bytes that are no such frame
     * @throws LimitExceededException for content of more than {@code maxSize} bytes
     * @throws IllegalArgumentException for a negative size
     */
    public static byte[] lz4Decompress(byte[] bytes, long maxSize) {
        return new Call(NativeFunction.LZ4_DECOMPRESS).bytes(bytes).maxSize(maxSize).toBytes();
    }
}
