package nexuszero;

/** An optimizer failed. */
public final class OptimizationException extends NexusZeroException {
    private static final long serialVersionUID = 1;

    OptimizationException(Failure failure) {
        super(failure);
    }
}
