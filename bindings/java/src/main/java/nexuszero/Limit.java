package nexuszero;

/** A bound that is checked before anything is allocated or computed. */
public enum Limit implements Coded {
    /** Longest proof, in bytes, that is made or looked at. */
    PROOF_SIZE(1),
    /** Longest context, in bytes. */
    CONTEXT_SIZE(2),
    /** Most work that one proof may cost its verifier, in AES blocks. */
    WORK(3),
    /** Longest canonical encoding of a statement, in bytes, lists and circuits included. */
    STATEMENT_SIZE(4),
    /** Most bytes of secrets in a witness. */
    WITNESS_SIZE(5),
    /** Most gates that the circuits of a statement may have together. */
    CIRCUIT_SIZE(6),
    /**
     * Most heap memory, in bytes, that making one proof may take as predicted. Where the configured parameters take more, the
     * fastest that do not are taken, with a warning; where all do, the call fails. A proof whose making takes more is not
     * verified either.
     */
    MEMORY(7);

    private final int code;

    Limit(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
