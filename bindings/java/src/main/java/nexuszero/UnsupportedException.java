package nexuszero;

/** Something is well formed, and this build of the library does not have it. */
public final class UnsupportedException extends NexusZeroException {
    private static final long serialVersionUID = 1;

    UnsupportedException(Failure failure) {
        super(failure);
    }
}
