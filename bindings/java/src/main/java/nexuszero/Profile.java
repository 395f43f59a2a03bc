package nexuszero;

import java.util.Optional;

/** Where a proof stands between fast and small. */
public enum Profile implements Coded {
    /** Shortest proving and verification time. */
    FAST(1),
    /** Smaller than {@link #FAST} and slower. */
    BALANCED(2),
    /** Smaller than {@link #BALANCED} and slower. */
    SMALL(3),
    /** The smallest proofs, and the slowest. */
    TINY(4);

    private final int code;

    Profile(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }

    /**
     * The library's name for it, as configurations, statements and logs have it.
     *
     * @return the name, in lower case
     */
    public String nativeName() {
        return new Call(NativeFunction.PROFILE_NAME).number(code).toCString();
    }

    /** Empty for 0, which a discrete logarithm has, and for a number of a later version. */
    static Optional<Profile> of(int code) {
        return Optional.ofNullable(Coded.find(values(), code, null));
    }
}
