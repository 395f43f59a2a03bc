package nexuszero;

/** Where the parameters of a proof came from. */
public enum Source implements Coded {
    /** A source of a later version of the library. */
    UNKNOWN(-1),
    /** The configuration names them. */
    CONFIGURED(1),
    /** The heuristic chose them. */
    HEURISTIC(2),
    /** The optimizer that was plugged in chose them. */
    OPTIMIZER(3),
    /** An earlier answer of it. */
    CACHE(4);

    private final int code;

    Source(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }

    static Source of(int code) {
        return Coded.find(values(), code, UNKNOWN);
    }
}
