package nexuszero;

/** A group of prime order. Quantum computers find discrete logarithms in all of them. */
public enum Group implements Coded {
    /** ristretto255 (RFC 9496): elements and scalars of 32 bytes, scalars little-endian. */
    RISTRETTO255(1),
    /**
     * P-256 (FIPS 186): SEC1 elements of 33 bytes (or 65, uncompressed, as an input), scalars of 32 bytes, big-endian.
     */
    P256(2),
    /**
     * secp256k1 (SEC 2): SEC1 elements of 33 bytes (or 65, uncompressed, as an input), scalars of 32 bytes, big-endian.
     */
    SECP256K1(3);

    private final int code;

    Group(int code) {
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
        return new Call(NativeFunction.GROUP_NAME).number(code).toCString();
    }

    /**
     * The standard generator, in its canonical encoding.
     *
     * @return 32 or 33 bytes
     */
    public byte[] generator() {
        return new Call(NativeFunction.GROUP_GENERATOR).number(code).toBuffer(NexusZero.MAX_DIGEST_SIZE);
    }

    /**
     * The public value of a secret: the secret times the generator, in constant time. The native copy of the secret is
     * wiped.
     *
     * @param generator any element but the identity
     * @param secret 32 bytes, not 0 and below the order of the group
     * @return the public value, in its canonical encoding
     * @throws InvalidArgumentException for a generator that is no element or the identity, or for such a secret
     */
    public byte[] publicValue(byte[] generator, byte[] secret) {
        return new Call(NativeFunction.GROUP_PUBLIC_VALUE)
                .number(code)
                .bytes(generator)
                .bytes(secret)
                .toBuffer(NexusZero.MAX_DIGEST_SIZE);
    }
}
