package nexuszero;

/**
 * The secrets that satisfy a statement, by the names that the statement gives them. It may hold more secrets than a
 * statement names. Closing wipes them; the copies that setters make on the way are wiped when they return. The arrays
 * that setters take stay the caller's, to be filled with zeros when they are not needed any more. What Java copies by
 * itself cannot be wiped: the garbage collector moves arrays, and numbers pass through registers, stacks and objects of
 * the JVM.
 *
 * <p>Used by one thread at a time while secrets are set: of a setter and another use that meet, the later one throws
 * {@link IllegalStateException} and does nothing. Any number of threads may prove with it afterwards. Setters return
 * the witness itself.
 */
public final class Witness extends Handle {
    /** Makes a witness without secrets. */
    public Witness() {
        this(new Call(NativeFunction.WITNESS_NEW).toLong());
    }

    private Witness(long address) {
        super(address, NativeFunction.WITNESS_FREE);
    }

    /**
     * The witness of {@link Statement#preimage(Hash, byte[], long)} and {@link Statement#preimageSized}: one secret
     * called {@code message}.
     *
     * @param message at most {@value NexusZero#MAX_SECRET_SIZE} bytes
     * @return the witness
     * @throws LimitExceededException for more bytes
     */
    public static Witness preimage(byte[] message) {
        return new Witness(new Call(NativeFunction.WITNESS_PREIMAGE).bytes(message).toLong());
    }

    /**
     * Sets a secret, or replaces it.
     *
     * @param name its name, at most {@value NexusZero#MAX_NAME_SIZE} bytes of UTF-8
     * @param value at most {@value NexusZero#MAX_SECRET_SIZE} bytes
     * @return this
     * @throws InvalidArgumentException for a bad name
     * @throws LimitExceededException for more bytes
     */
    public Witness set(String name, byte[] value) {
        new Call(NativeFunction.WITNESS_SET).change(this).text(name).bytes(value).run();
        return this;
    }

    /**
     * Sets a secret that is a number: the value of a commitment, or a place in a list.
     *
     * @param name its name, at most {@value NexusZero#MAX_NAME_SIZE} bytes of UTF-8
     * @param value the number, unsigned
     * @return this
     * @throws InvalidArgumentException for a bad name
     */
    public Witness setNumber(String name, long value) {
        new Call(NativeFunction.WITNESS_SET_NUMBER).change(this).text(name).number(value).run();
        return this;
    }

    /**
     * Sets the two secrets that say where a leaf of a Merkle tree stands, {@code index} and {@code path}. The leaf
     * itself is set by its own name.
     *
     * @param tree the tree
     * @param leafIndex the leaf, counted from 0
     * @return this
     * @throws InvalidArgumentException for a leaf that does not exist
     */
    public Witness setMerklePath(MerkleTree tree, long leafIndex) {
        return setMerklePath(tree, leafIndex, "", "");
    }

    /**
     * Sets the two secrets that say where a leaf of a Merkle tree stands, under other names.
     *
     * @param tree the tree
     * @param leafIndex the leaf, counted from 0
     * @param indexName the name of the way to the root; empty: {@code index}
     * @param pathName the name of the siblings; empty: {@code path}
     * @return this
     * @throws InvalidArgumentException for a leaf that does not exist, or a bad name
     */
    public Witness setMerklePath(MerkleTree tree, long leafIndex, String indexName, String pathName) {
        new Call(NativeFunction.WITNESS_SET_MERKLE_PATH)
                .change(this)
                .use(tree)
                .number(leafIndex)
                .text(indexName)
                .text(pathName)
                .run();
        return this;
    }
}
