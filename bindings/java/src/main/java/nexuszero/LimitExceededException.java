package nexuszero;

/** Something is well formed, and larger than the limits allow. */
public final class LimitExceededException extends NexusZeroException {
    private static final long serialVersionUID = 1;

    LimitExceededException(Failure failure) {
        super(failure);
    }
}
