package nexuszero;

/** What came of an optimizer. All from {@link #LATE} on mean that the heuristic chose instead. */
public enum OptimizerOutcome implements Coded {
    /** An outcome of a later version of the library. */
    UNKNOWN(-1),
    /** It had no part: none was plugged in, it was not to be used, or there was nothing to choose. */
    NONE(0),
    /** It was asked, and its answer was used. */
    ANSWERED(1),
    /** An earlier answer was used. */
    CACHED(2),
    /** It did not answer before the deadline, or was busy. */
    LATE(3),
    /** It reported a failure. */
    FAILED(4),
    /** Its answer is no answer. */
    MALFORMED(5),
    /** Its answer is no candidate, or one outside the limits or the constraints. */
    REFUSED(6),
    /** It was not asked, because it failed too often before. */
    RESTING(7);

    private final int code;

    OptimizerOutcome(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }

    static OptimizerOutcome of(int code) {
        return Coded.find(values(), code, UNKNOWN);
    }
}
