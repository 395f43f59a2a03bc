package nexuszero;

/** What a protocol was asked to do. */
public enum Operation implements Coded {
    /** To make a proof. */
    PROVE(1),
    /** To check a proof. The check of a new proof by its maker does not count as one. */
    VERIFY(2);

    private final int code;

    Operation(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
