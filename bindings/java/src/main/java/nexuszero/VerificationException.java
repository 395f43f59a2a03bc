package nexuszero;

/** The proof is not valid for this statement, context and configuration. */
public final class VerificationException extends NexusZeroException {
    private static final long serialVersionUID = 1;

    VerificationException(Failure failure) {
        super(failure);
    }
}
