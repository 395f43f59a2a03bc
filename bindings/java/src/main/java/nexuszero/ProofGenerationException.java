package nexuszero;

/** No proof could be made, for example because the witness does not satisfy the statement. */
public final class ProofGenerationException extends NexusZeroException {
    private static final long serialVersionUID = 1;

    ProofGenerationException(Failure failure) {
        super(failure);
    }
}
