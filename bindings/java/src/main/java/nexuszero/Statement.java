package nexuszero;

import java.util.List;

/**
 * What is proved: the public part, with the secrets named. A verifier makes it from what it knows itself; nothing in a
 * proof says it.
 *
 * <p>It never changes: any number of threads may use it.
 */
public final class Statement extends Handle {
    private Statement(Call call) {
        this(call.toLong());
    }

    /** Takes over an {@code nxz_statement}. */
    Statement(long address) {
        super(address, NativeFunction.STATEMENT_FREE);
    }

    /**
     * "I know a message with this digest, and its padded form fills exactly {@code blocks} blocks." Which of the
     * lengths that fill so many blocks the message has stays secret. The secret is called {@code message}.
     *
     * @param hash the hash function
     * @param digest as many bytes as its digests have
     * @param blocks 1 to {@value NexusZero#MAX_BLOCKS}, for BLAKE3 to 16; {@link Hash#blocks} computes it
     * @return the statement
     * @throws InvalidArgumentException for a digest of another length, no blocks, or an HMAC
     * @throws LimitExceededException for too many blocks
     */
    public static Statement preimage(Hash hash, byte[] digest, long blocks) {
        return new Statement(new Call(NativeFunction.STATEMENT_PREIMAGE)
                .number(hash.code())
                .bytes(digest)
                .number(blocks));
    }

    /**
     * "I know a message of exactly {@code messageLength} bytes with this digest." The proofs are smaller than those for
     * a hidden length, because the padding is public. The secret is called {@code message}.
     *
     * @param hash the hash function
     * @param digest as many bytes as its digests have
     * @param messageLength length of the message in bytes
     * @return the statement
     * @throws InvalidArgumentException for a digest of another length, or an HMAC
     * @throws LimitExceededException for a message of too many blocks
     */
    public static Statement preimageSized(Hash hash, byte[] digest, long messageLength) {
        return new Statement(new Call(NativeFunction.STATEMENT_PREIMAGE_SIZED)
                .number(hash.code())
                .bytes(digest)
                .number(messageLength));
    }

    /**
     * "I know secrets that, put into this message, have this digest." Commitments, salted digests, keys with a domain,
     * nullifiers and message authentication codes are all of this form.
     *
     * @param hash the hash function
     * @param digest as many bytes as its digests have
     * @param message the parts
     * @return the statement
     * @throws InvalidArgumentException for a digest of another length, a message without the key of an HMAC or with one
     *     for another function, a secret with two sizes, parts that leave no room in the stated blocks, or a bad name
     * @throws LimitExceededException for a message of too many blocks or parts
     */
    public static Statement preimage(Hash hash, byte[] digest, Message message) {
        try (Message.Built parts = message.build()) {
            return new Statement(new Call(NativeFunction.STATEMENT_PREIMAGE_PARTS)
                    .number(hash.code())
                    .bytes(digest)
                    .use(parts));
        }
    }

    /**
     * "I know the number in this commitment, and it is from {@code min} to {@code max}, both included." The secrets are
     * called {@code value} and {@code blinding}.
     *
     * @param hash that of the commitment
     * @param commitment from {@link Hash#commit}
     * @param min the least number, unsigned
     * @param max the greatest number, unsigned
     * @return the statement
     * @throws InvalidArgumentException for {@code min} above {@code max}, a commitment of another length, or an HMAC
     */
    public static Statement range(Hash hash, byte[] commitment, long min, long max) {
        return range(hash, commitment, min, max, "", "");
    }

    /**
     * As {@link #range(Hash, byte[], long, long)}, with names of one's own for the secrets.
     *
     * @param hash that of the commitment
     * @param commitment from {@link Hash#commit}
     * @param min the least number, unsigned
     * @param max the greatest number, unsigned
     * @param valueName the name of the number; empty: {@code value}
     * @param blindingName the name of the blinding; empty: {@code blinding}
     * @return the statement
     * @throws InvalidArgumentException as above, and for bad names
     */
    public static Statement range(
            Hash hash, byte[] commitment, long min, long max, String valueName, String blindingName) {
        return new Statement(new Call(NativeFunction.STATEMENT_RANGE)
                .number(hash.code())
                .bytes(commitment)
                .number(min)
                .number(max)
                .text(valueName)
                .text(blindingName));
    }

    /**
     * "I know secrets that, put into this message, have a digest that is in this list", without telling which. The
     * place in the list is a secret called {@code index}, set by {@link Witness#setNumber}.
     *
     * @param hash the hash function
     * @param list the digests; shared
     * @param message the parts
     * @return the statement
     * @throws InvalidArgumentException for a list of digests of another length, or a bad message
     * @throws LimitExceededException for a message of too many blocks or parts
     */
    public static Statement oneOfMany(Hash hash, DigestList list, Message message) {
        return oneOfMany(hash, list, message, "");
    }

    /**
     * As {@link #oneOfMany(Hash, DigestList, Message)}, with a name of one's own for the place.
     *
     * @param hash the hash function
     * @param list the digests; shared
     * @param message the parts
     * @param indexName the name of the place in the list; empty: {@code index}
     * @return the statement
     * @throws InvalidArgumentException as above, and for a bad name
     * @throws LimitExceededException for a message of too many blocks or parts
     */
    public static Statement oneOfMany(Hash hash, DigestList list, Message message, String indexName) {
        try (Message.Built parts = message.build()) {
            return new Statement(new Call(NativeFunction.STATEMENT_ONE_OF_MANY)
                    .number(hash.code())
                    .use(list)
                    .use(parts)
                    .text(indexName));
        }
    }

    /**
     * "I know a leaf of the Merkle tree with this root", without telling which. Proofs grow with the depth; for lists
     * of up to {@value NexusZero#MAX_LIST_SIZE} digests, {@link #oneOfMany(Hash, DigestList, Message)} gives smaller
     * ones. The way to the root and the siblings are secrets called {@code index} and {@code path}, set by {@link
     * Witness#setMerklePath(MerkleTree, long)}.
     *
     * @param hash that of the tree
     * @param root the root
     * @param depth steps from the leaf to the root, 0 for a tree of one leaf
     * @param leaf the parts of the leaf, without any prefix
     * @return the statement
     * @throws InvalidArgumentException for a root of another length, an HMAC, or a bad leaf
     * @throws LimitExceededException for a depth above {@value NexusZero#MAX_DEPTH}, or a leaf of too many blocks or
     *     parts
     */
    public static Statement membership(Hash hash, byte[] root, long depth, Message leaf) {
        return membership(hash, root, depth, leaf, "", "");
    }

    /**
     * As {@link #membership(Hash, byte[], long, Message)}, with names of one's own for way and siblings.
     *
     * @param hash that of the tree
     * @param root the root
     * @param depth steps from the leaf to the root, 0 for a tree of one leaf
     * @param leaf the parts of the leaf, without any prefix
     * @param indexName the name of the way to the root; empty: {@code index}
     * @param pathName the name of the siblings; empty: {@code path}
     * @return the statement
     * @throws InvalidArgumentException as above, and for bad names
     * @throws LimitExceededException for a depth above {@value NexusZero#MAX_DEPTH}, or a leaf of too many blocks or
     *     parts
     */
    public static Statement membership(
            Hash hash, byte[] root, long depth, Message leaf, String indexName, String pathName) {
        try (Message.Built parts = leaf.build()) {
            return new Statement(new Call(NativeFunction.STATEMENT_MEMBERSHIP)
                    .number(hash.code())
                    .bytes(root)
                    .number(depth)
                    .use(parts)
                    .text(indexName)
                    .text(pathName));
        }
    }

    /**
     * "I know secret inputs on which this circuit gives these outputs." Bits are packed into bytes from the least
     * significant bit on, and unused bits of the last byte are zero.
     *
     * @param circuit the circuit; shared
     * @param inputs one part for each input value, public bytes or a secret of stated length
     * @param outputs the output values, each packed into whole bytes, one after the other
     * @return the statement
     * @throws InvalidArgumentException for another number of inputs, a key or a hidden part, values of another length
     *     or with unused bits set, or a secret with two widths
     */
    public static Statement circuit(Circuit circuit, Message inputs, byte[] outputs) {
        try (Message.Built parts = inputs.build()) {
            return new Statement(new Call(NativeFunction.STATEMENT_CIRCUIT)
                    .use(circuit)
                    .use(parts)
                    .bytes(outputs));
        }
    }

    /**
     * "I know secrets that satisfy all of these statements." Secrets of the same name are the same secret and are
     * committed once. The order of the statements is part of the conjunction.
     *
     * @param statements at least two; copied
     * @return the statement
     * @throws InvalidArgumentException for fewer than two statements, a conjunction or discrete logarithm among them,
     *     or a secret with two sizes
     * @throws LimitExceededException for more than {@value NexusZero#MAX_CLAIMS}
     */
    public static Statement conjunction(Statement... statements) {
        return new Statement(new Call(NativeFunction.STATEMENT_CONJUNCTION)
                .useAll(List.of(statements))
                .number(statements.length));
    }

    /**
     * "I know x with {@code publicValue} = x times {@code generator}." The proofs are <b>not quantum-resistant</b>: a
     * quantum computer finds x. They are small and fast, and refused by protocols that require quantum resistance. The
     * secret is called {@code secret}.
     *
     * @param group the group
     * @param generator any element but the identity
     * @param publicValue from {@link Group#publicValue}
     * @return the statement
     * @throws InvalidArgumentException for bytes that are no canonical element, or the identity
     */
    public static Statement discreteLog(Group group, byte[] generator, byte[] publicValue) {
        return discreteLog(group, generator, publicValue, "");
    }

    /**
     * As {@link #discreteLog(Group, byte[], byte[])}, with a name of one's own for the secret.
     *
     * @param group the group
     * @param generator any element but the identity
     * @param publicValue from {@link Group#publicValue}
     * @param secretName the name of x; empty: {@code secret}
     * @return the statement
     * @throws InvalidArgumentException as above, and for a bad name
     */
    public static Statement discreteLog(Group group, byte[] generator, byte[] publicValue, String secretName) {
        return new Statement(new Call(NativeFunction.STATEMENT_DISCRETE_LOG)
                .number(group.code())
                .bytes(generator)
                .bytes(publicValue)
                .text(secretName));
    }

    /**
     * The statement that a canonical encoding says. A verifier who gets a statement from a prover must check that it is
     * the one that he wants proved: compare the encodings. To read its JSON is not as safe: names that look alike may be
     * different secrets.
     *
     * @param bytes from {@link #toBytes}
     * @return the statement
     * @throws MalformedException for bytes that are no canonical encoding
     * @throws UnsupportedException for a hash function or group that this build does not have
     * @throws LimitExceededException for one that is too large
     */
    public static Statement fromBytes(byte[] bytes) {
        return new Statement(new Call(NativeFunction.STATEMENT_FROM_BYTES).bytes(bytes));
    }

    /**
     * The statement that a JSON object says; {@code docs/statements.md} has the forms, and {@link #fromBytes} what a
     * verifier must check.
     *
     * @param json the object
     * @return the statement
     * @throws MalformedException for text that is no statement; the message says where
     * @throws UnsupportedException for a group that this build does not have
     * @throws LimitExceededException for one that is too large
     */
    public static Statement fromJson(String json) {
        return new Statement(new Call(NativeFunction.STATEMENT_FROM_JSON).text(json));
    }

    /**
     * Whether proofs resist quantum computers.
     *
     * @return false for a discrete logarithm
     */
    public boolean isQuantumResistant() {
        return new Call(NativeFunction.STATEMENT_IS_QUANTUM_RESISTANT).use(this).value() != 0;
    }

    /**
     * The name, for example {@code preimage/sha256} or {@code one-of-many/1024}.
     *
     * @return the name
     */
    public String name() {
        return new Call(NativeFunction.STATEMENT_NAME).use(this).toText();
    }

    /**
     * The canonical encoding, lists and circuits included, to be sent to another party. It holds nothing secret. Those
     * of equal statements are equal.
     *
     * @return the bytes
     */
    public byte[] toBytes() {
        return new Call(NativeFunction.STATEMENT_TO_BYTES).use(this).toBytes();
    }

    /**
     * The statement as one JSON object, as {@code docs/statements.md} has it.
     *
     * @return the JSON
     */
    public String toJson() {
        return new Call(NativeFunction.STATEMENT_TO_JSON).use(this).toText();
    }
}
