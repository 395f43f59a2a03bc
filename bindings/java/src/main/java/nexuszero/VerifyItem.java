package nexuszero;

/**
 * One item of {@link Protocol#verifyAll}. A statement or proof may stand in several items.
 *
 * @param statement what must have been proved
 * @param context bytes that the proof must be bound to; may be empty
 * @param proof the proof
 */
public record VerifyItem(Statement statement, byte[] context, Proof proof) {}
