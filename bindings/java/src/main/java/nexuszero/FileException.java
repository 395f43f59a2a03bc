package nexuszero;

/** A file could not be read or written: it is missing, in use, or the disk is full. */
public final class FileException extends NexusZeroException {
    private static final long serialVersionUID = 1;

    FileException(Failure failure) {
        super(failure);
    }
}
