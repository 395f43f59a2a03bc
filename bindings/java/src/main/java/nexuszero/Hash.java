package nexuszero;

/** A hash function. */
public enum Hash implements Coded {
    /** SHA-256 (FIPS 180-4); 32-byte digests, blocks of 64 bytes. */
    SHA256(1),
    /** SHA3-256 (FIPS 202); 32-byte digests, blocks of 136 bytes. */
    SHA3_256(2),
    /** BLAKE3 in its default mode, messages of at most 1,024 bytes; 32-byte digests, blocks of 64 bytes. */
    BLAKE3(3),
    /** SHA-512 (FIPS 180-4); 64-byte digests, blocks of 128 bytes. */
    SHA512(4),
    /** SHA-384 (FIPS 180-4); 48-byte digests, blocks of 128 bytes. */
    SHA384(5),
    /** Keccak-256 with the padding from before FIPS 202, as Ethereum uses it; 32-byte digests, blocks of 136 bytes. */
    KECCAK256(6),
    /** HMAC (RFC 2104) with SHA-256: the message of a statement has a key. */
    HMAC_SHA256(7),
    /** HMAC (RFC 2104) with SHA-512: the message of a statement has a key. */
    HMAC_SHA512(8);

    private final int code;

    Hash(int code) {
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
        return new Call(NativeFunction.HASH_NAME).number(code).toCString();
    }

    /**
     * The number of blocks that a padded message has, without the key block of an HMAC. It may be more than can be
     * proved.
     *
     * @param messageLength length of the message in bytes, unsigned
     * @return the number of blocks
     * @throws LimitExceededException for a length that nothing in memory has
     */
    public long blocks(long messageLength) {
        return new Call(NativeFunction.HASH_BLOCKS).number(code).number(messageLength).toLong();
    }

    /**
     * The digest of a message, computed in the ordinary way: nothing is proved. An HMAC has an empty key here. The
     * native copy of the message is wiped.
     *
     * @param message the message, of any length
     * @return the digest: 32, 48 or 64 bytes
     */
    public byte[] digest(byte[] message) {
        return new Call(NativeFunction.DIGEST).number(code).bytes(message).toBuffer(NexusZero.MAX_DIGEST_SIZE);
    }

    /**
     * The HMAC of a message under a key, computed in the ordinary way: nothing is proved. The native copies of both are
     * wiped.
     *
     * @param key the key, of any length
     * @param message the message, of any length
     * @return the tag: 32 or 64 bytes
     * @throws InvalidArgumentException for a hash function without a key
     */
    public byte[] hmac(byte[] key, byte[] message) {
        return new Call(NativeFunction.HMAC)
                .number(code)
                .bytes(key)
                .bytes(message)
                .toBuffer(NexusZero.MAX_DIGEST_SIZE);
    }

    /**
     * Commits to a number: the hash of the 15 bytes {@code nexuszero/u64/1}, the number as eight little-endian bytes,
     * and the blinding. It binds as far as the hash function resists collisions, and hides the number as long as the
     * blinding is random and secret. {@link #BLAKE3} gives the smallest proofs. The native copy of the blinding is
     * wiped.
     *
     * @param value the number, unsigned
     * @param blinding {@value NexusZero#BLINDING_SIZE} bytes from {@link #newBlinding}
     * @return the commitment, as long as the digests of this function
     * @throws InvalidArgumentException for an HMAC, or a blinding of another length
     */
    public byte[] commit(long value, byte[] blinding) {
        return new Call(NativeFunction.COMMIT)
                .number(code)
                .number(value)
                .bytes(blinding)
                .toBuffer(NexusZero.MAX_DIGEST_SIZE);
    }

    /**
     * A fresh blinding for one commitment, from the operating system. It is secret: keep it with the number, and fill
     * the array with zeros when it is not needed any more.
     *
     * @return {@value NexusZero#BLINDING_SIZE} bytes
     * @throws InternalException without randomness from the operating system
     */
    public static byte[] newBlinding() {
        return new Call(NativeFunction.BLINDING_NEW).toBuffer(NexusZero.BLINDING_SIZE);
    }
}
