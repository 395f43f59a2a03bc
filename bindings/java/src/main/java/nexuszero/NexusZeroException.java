package nexuszero;

import java.util.List;

/**
 * A call of the library failed. There is a subclass for each kind of failure; {@link #status} tells which one it is.
 * Messages never have bytes of a witness in them.
 */
public class NexusZeroException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The number that the library returned. */
    private final int code;
    /** The input that is to blame, or null. */
    private final String field;
    /** Everything that is wrong. */
    @SuppressWarnings("serial") // What List.copyOf returns is serializable.
    private final List<Problem> problems;

    NexusZeroException(Failure failure) {
        super(failure.message());
        code = failure.code();
        field = failure.field();
        problems = failure.problems();
    }

    static NexusZeroException of(Failure failure) {
        return Status.of(failure.code()).exception(failure);
    }

    /**
     * The kind of failure.
     *
     * @return the status
     */
    public final Status status() {
        return Status.of(code);
    }

    /**
     * The number of the status in the C header.
     *
     * @return the number, which is one of a later version where {@link #status} is {@link Status#UNKNOWN}
     */
    public final int code() {
        return code;
    }

    /**
     * The name of the argument or setting that is to blame, as the C header calls it.
     *
     * @return the name; null where no single one is to blame
     */
    public final String field() {
        return field;
    }

    /**
     * Everything that is wrong. The first problem is the one that this exception speaks of.
     *
     * @return the problems, one at least
     */
    public final List<Problem> problems() {
        return problems;
    }
}
