package nexuszero;

/** Something is well formed, and larger than the limits allow, or than there is memory for. */
public final class LimitExceededException extends NexusZeroException {
    private static final long serialVersionUID = 1;

    LimitExceededException(Failure failure) {
        super(failure);
    }
}
