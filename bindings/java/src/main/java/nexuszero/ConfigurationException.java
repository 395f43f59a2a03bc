package nexuszero;

/** The configuration is invalid or contradicts itself, or does not allow the statement. */
public final class ConfigurationException extends NexusZeroException {
    private static final long serialVersionUID = 1;

    ConfigurationException(Failure failure) {
        super(failure);
    }
}
