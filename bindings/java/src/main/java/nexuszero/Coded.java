package nexuszero;

/** A constant with a number in the C header. */
interface Coded {
    /**
     * The number in the C header; -1 for {@code UNKNOWN}, which stands for numbers of later versions.
     *
     * @return the number
     */
    int code();

    /** The constant of a number, or {@code otherwise}. */
    static <T extends Coded> T find(T[] constants, int code, T otherwise) {
        for (T constant : constants) {
            if (constant.code() == code) {
                return constant;
            }
        }
        return otherwise;
    }
}
