package nexuszero;

/**
 * Something happened that must not happen: a defect of the library, or an operating system that gives no randomness.
 */
public final class InternalException extends NexusZeroException {
    private static final long serialVersionUID = 1;

    InternalException(Failure failure) {
        super(failure);
    }
}
