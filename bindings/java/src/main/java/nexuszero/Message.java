package nexuszero;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A list of parts, each public bytes or a named secret: the message of a hash statement, or the input values of a
 * circuit. Names of secrets are at most {@value NexusZero#MAX_NAME_SIZE} bytes of UTF-8; a message has at most {@value
 * NexusZero#MAX_PARTS} parts.
 *
 * <p>It never changes: each method returns a longer message. Bad names and too many parts are found by the constructor
 * of the statement, which throws {@link InvalidArgumentException} or {@link LimitExceededException}. Any thread may use
 * it.
 */
public final class Message {
    /** A message without parts. */
    public static final Message EMPTY = new Message(List.of());

    private final List<Part> parts;

    private Message(List<Part> parts) {
        this.parts = parts;
    }

    /** A function that takes the message, and what adds the other inputs to its call. */
    private record Part(NativeFunction function, UnaryOperator<Call> inputs) {}

    /**
     * Appends public bytes.
     *
     * @param bytes the bytes, copied
     * @return the longer message
     */
    public Message withPublic(byte[] bytes) {
        byte[] copy = bytes.clone();
        return with(NativeFunction.MESSAGE_ADD_PUBLIC, call -> call.bytes(copy));
    }

    /**
     * Appends a secret of stated length.
     *
     * @param name the name of the secret
     * @param length its length in bytes
     * @return the longer message
     */
    public Message withSecret(String name, long length) {
        return with(NativeFunction.MESSAGE_ADD_SECRET, call -> call.text(name).number(length));
    }

    /**
     * Appends a secret whose length stays hidden among those that give the whole message {@code blocks} blocks. At most
     * one part is of this kind, and such a secret stands in no other place of the statement.
     *
     * @param name the name of the secret
     * @param blocks blocks of the padded message, all parts together, without the key block of an HMAC; {@link
     *     Hash#blocks} computes it
     * @return the longer message
     */
    public Message withHidden(String name, long blocks) {
        return with(NativeFunction.MESSAGE_ADD_HIDDEN, call -> call.text(name).number(blocks));
    }

    /**
     * Sets the key of an HMAC to a secret of stated length.
     *
     * @param name the name of the secret
     * @param length its length in bytes
     * @return the message with the key
     */
    public Message withKey(String name, long length) {
        return with(NativeFunction.MESSAGE_SET_KEY, call -> call.text(name).number(length));
    }

    /**
     * Sets the key of an HMAC to public bytes.
     *
     * @param key the key, copied
     * @return the message with the key
     */
    public Message withPublicKey(byte[] key) {
        byte[] copy = key.clone();
        return with(NativeFunction.MESSAGE_SET_PUBLIC_KEY, call -> call.bytes(copy));
    }

    private Message with(NativeFunction function, UnaryOperator<Call> inputs) {
        List<Part> longer = new ArrayList<>(parts);
        longer.add(new Part(function, inputs));
        return new Message(longer);
    }

    /** The message as C has it. */
    Built build() {
        Built built = new Built();
        try {
            for (Part part : parts) {
                part.inputs().apply(new Call(part.function()).change(built)).run();
            }
            return built;
        } catch (RuntimeException | Error e) {
            built.close();
            throw e;
        }
    }

    /** An {@code nxz_message}. */
    static final class Built extends Handle {
        private Built() {
            super(new Call(NativeFunction.MESSAGE_NEW).toLong(), NativeFunction.MESSAGE_FREE);
        }
    }
}
