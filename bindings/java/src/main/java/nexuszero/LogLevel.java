package nexuszero;

/** How much an event matters. */
public enum LogLevel implements Coded {
    /** A level of a later version of the library; no sink can ask for it. */
    UNKNOWN(-1),
    /** A call failed, other than by refusing a proof or an input. */
    ERROR(1),
    /** A call went on after something failed, or a proof or an input was refused. */
    WARN(2),
    /** A call succeeded. */
    INFO(3),
    /** A stage of a call is done. */
    DEBUG(4);

    private final int code;

    LogLevel(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }

    static LogLevel of(int code) {
        return Coded.find(values(), code, UNKNOWN);
    }
}
