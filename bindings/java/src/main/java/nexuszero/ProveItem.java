package nexuszero;

/**
 * One item of {@link Protocol#proveAll}. A statement or witness may stand in several items.
 *
 * @param statement what is proved
 * @param witness the secrets
 * @param context bytes that the verifier must state too; may be empty
 */
public record ProveItem(Statement statement, Witness witness, byte[] context) {}
