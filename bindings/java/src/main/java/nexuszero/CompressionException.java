package nexuszero;

/** A codec failed. */
public final class CompressionException extends NexusZeroException {
    private static final long serialVersionUID = 1;

    CompressionException(Failure failure) {
        super(failure);
    }
}
