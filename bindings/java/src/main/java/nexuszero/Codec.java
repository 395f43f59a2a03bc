package nexuszero;

/**
 * A compression of one's own. Its methods are called by the threads that compress and decompress, several at once. What
 * it compresses is decompressed and compared before it is used; where it fails, or does not shrink the input, the input
 * is stored as it is.
 */
public interface Codec {
    /**
     * Its number in compressed bytes: the caller's choice, and the same for who decompresses. Asked for once.
     *
     * @return 128 to 255
     */
    int id();

    /**
     * Its name in error messages. Asked for once.
     *
     * @return 1 to 64 bytes of UTF-8
     */
    String name();

    /**
     * Compresses.
     *
     * @param input the content
     * @return shorter bytes: where they are not, the input is stored as it is; null counts as a failure
     * @throws Exception for whatever reason, which counts as a failure
     */
    byte[] compress(byte[] input) throws Exception;

    /**
     * Decompresses.
     *
     * @param input bytes that anybody may have made
     * @param size the length of the content
     * @return the content, all of it; null counts as a failure
     * @throws Exception for whatever reason, which counts as a failure
     */
    byte[] decompress(byte[] input, int size) throws Exception;
}
