package nexuszero;

/** The caller cancelled the operation. */
public final class CancelledException extends NexusZeroException {
    private static final long serialVersionUID = 1;

    CancelledException(Failure failure) {
        super(failure);
    }
}
