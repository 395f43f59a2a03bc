package nexuszero;

/** An argument is outside its domain. */
public final class InvalidArgumentException extends NexusZeroException {
    private static final long serialVersionUID = 1;

    InvalidArgumentException(Failure failure) {
        super(failure);
    }
}
