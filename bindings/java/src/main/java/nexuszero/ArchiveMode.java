package nexuszero;

/** What an archive is opened for. */
public enum ArchiveMode implements Coded {
    /** Reading, also while somebody else appends: what was complete at opening is seen. */
    READ(1),
    /**
     * Reading and appending, by one handle at a time. A record that was not written to its end, as after a crash, is
     * cut off; other damage at the end is an error.
     */
    APPEND(2),
    /**
     * The same, and other damage at the end is cut off too: everything from the first frame that does not continue the
     * chain.
     */
    RECOVER(3);

    private final int code;

    ArchiveMode(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
