package nexuszero;

/**
 * A Merkle tree as in RFC 6962, section 2.1. It keeps the hashes of its leaves only.
 *
 * <p>Used by one thread at a time while leaves are added: of an addition and another use that meet, the later one throws
 * {@link IllegalStateException} and does nothing. Any number of threads may read it afterwards.
 */
public final class MerkleTree extends Handle {
    /**
     * Makes an empty tree.
     *
     * @param hash {@link Hash#SHA256} gives the trees of RFC 6962, {@link Hash#SHA3_256} the smallest proofs
     * @throws InvalidArgumentException for an HMAC
     */
    public MerkleTree(Hash hash) {
        super(new Call(NativeFunction.MERKLE_TREE_NEW).number(hash.code()).toLong(), NativeFunction.MERKLE_TREE_FREE);
    }

    /**
     * Appends a leaf.
     *
     * @param leaf the leaf, without any prefix
     * @return this
     */
    public MerkleTree add(byte[] leaf) {
        new Call(NativeFunction.MERKLE_TREE_ADD).change(this).bytes(leaf).run();
        return this;
    }

    /**
     * The number of leaves.
     *
     * @return the number
     */
    public long size() {
        return new Call(NativeFunction.MERKLE_TREE_LEN).use(this).value();
    }

    /**
     * The root: of an empty tree the hash of the empty string.
     *
     * @return as many bytes as the hash function's digests have
     */
    public byte[] root() {
        return new Call(NativeFunction.MERKLE_TREE_ROOT).use(this).toBuffer(NexusZero.MAX_DIGEST_SIZE);
    }

    /**
     * The depth of a leaf: the number of steps from it to the root. All leaves of a tree of 2^n leaves have depth n; in
     * other trees the last ones may be less deep, and the depth, which a statement states, tells them apart from the
     * others.
     *
     * @param leafIndex the leaf, counted from 0
     * @return the depth
     * @throws InvalidArgumentException for a leaf that does not exist
     */
    public long depth(long leafIndex) {
        return new Call(NativeFunction.MERKLE_TREE_DEPTH).use(this).number(leafIndex).toLong();
    }

    /**
     * The way from a leaf to the root: bit i is 1 where the node at height i is a right child. It is the secret {@code
     * index} of a membership statement; {@link Witness#setMerklePath} sets it and the path at once.
     *
     * @param leafIndex the leaf, counted from 0
     * @return the way
     * @throws InvalidArgumentException for a leaf that does not exist
     */
    public long directions(long leafIndex) {
        return new Call(NativeFunction.MERKLE_TREE_DIRECTIONS).use(this).number(leafIndex).toLong();
    }

    /**
     * The siblings on the way from a leaf to the root, one digest after the other: the secret {@code path} of a
     * membership statement.
     *
     * @param leafIndex the leaf, counted from 0
     * @return the siblings
     * @throws InvalidArgumentException for a leaf that does not exist
     */
    public byte[] path(long leafIndex) {
        return new Call(NativeFunction.MERKLE_TREE_PATH).use(this).number(leafIndex).toBytes();
    }
}
