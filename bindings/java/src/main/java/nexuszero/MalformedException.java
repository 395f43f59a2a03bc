package nexuszero;

/** Bytes or text are not the canonical encoding of anything. */
public final class MalformedException extends NexusZeroException {
    private static final long serialVersionUID = 1;

    MalformedException(Failure failure) {
        super(failure);
    }
}
