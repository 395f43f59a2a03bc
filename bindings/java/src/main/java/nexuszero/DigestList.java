package nexuszero;

import java.util.List;

/**
 * A list of public digests, for any number of statements, which share it and keep it alive. It never changes: any
 * number of threads may use it. A proof holds for the same list in the same order only.
 */
public final class DigestList extends Handle {
    /**
     * Makes a list.
     *
     * @param digests the digests, one after the other; copied
     * @param digestSize bytes of each digest
     * @throws InvalidArgumentException for no digests, or a length that is no multiple of {@code digestSize}
     * @throws LimitExceededException for more than {@value NexusZero#MAX_LIST_SIZE} digests
     */
    public DigestList(byte[] digests, int digestSize) {
        super(
                new Call(NativeFunction.LIST_NEW).bytes(digests).number(digestSize).toLong(),
                NativeFunction.LIST_FREE);
    }

    /**
     * Makes a list.
     *
     * @param digests the digests, all of one length; copied
     * @return the list
     * @throws InvalidArgumentException for no digests
     * @throws LimitExceededException for more than {@value NexusZero#MAX_LIST_SIZE} digests
     * @throws IllegalArgumentException for digests of different lengths
     */
    public static DigestList of(List<byte[]> digests) {
        List<byte[]> copy = List.copyOf(digests);
        int digestSize = copy.isEmpty() ? 0 : copy.get(0).length;
        byte[] all = new byte[Math.multiplyExact(copy.size(), digestSize)];
        int end = 0;
        for (byte[] digest : copy) {
            if (digest.length != digestSize) {
                throw new IllegalArgumentException("digests of " + digestSize + " and of " + digest.length + " bytes");
            }
            System.arraycopy(digest, 0, all, end, digestSize);
            end += digestSize;
        }
        return new DigestList(all, digestSize);
    }

    /**
     * The number of digests.
     *
     * @return the number
     */
    public int size() {
        return (int) new Call(NativeFunction.LIST_LEN).use(this).value();
    }

    /**
     * The place of a digest, the first if it is there several times. The time that this takes depends on the place: a
     * prover whose timing is observed remembers its place instead.
     *
     * @param digest the digest
     * @return the place, counted from 0
     * @throws InvalidArgumentException for a digest that is not in the list
     */
    public int find(byte[] digest) {
        return (int) new Call(NativeFunction.LIST_FIND).use(this).bytes(digest).toLong();
    }

    /**
     * The digest of the list itself, which proofs are bound to: SHA3-512 as {@code docs/protocol.md} says. Two parties
     * compare it to see whether they have the same list.
     *
     * @return 64 bytes
     */
    public byte[] digest() {
        return new Call(NativeFunction.LIST_DIGEST).use(this).toBuffer(NexusZero.MAX_DIGEST_SIZE);
    }
}
