package nexuszero;

import java.util.function.Function;

/** What a function of the library answers: success, or a kind of failure. The numbers are fixed. */
public enum Status implements Coded {
    /** Success. */
    OK(0, NexusZeroException::new),
    /** No proof could be made, for example because the witness does not satisfy the statement. */
    PROOF_GENERATION(1, ProofGenerationException::new),
    /** The proof is not valid for this statement, context and configuration. */
    PROOF_VERIFICATION(2, VerificationException::new),
    /** A codec failed. */
    COMPRESSION(3, CompressionException::new),
    /** An optimizer failed. */
    OPTIMIZATION(4, OptimizationException::new),
    /** The configuration is invalid or contradicts itself. */
    CONFIGURATION(5, ConfigurationException::new),
    /** Something that must not happen happened, for example the operating system gave no randomness. */
    INTERNAL(6, InternalException::new),
    /** A pointer that must not be NULL is NULL; this binding passes none. */
    NULL_POINTER(7, InvalidArgumentException::new),
    /** An argument is outside its domain. */
    INVALID_ARGUMENT(8, InvalidArgumentException::new),
    /** The buffer does not hold the result; this binding's buffers do. */
    BUFFER_TOO_SMALL(9, InvalidArgumentException::new),
    /** The bytes are not the canonical encoding of anything. */
    MALFORMED(10, MalformedException::new),
    /** Well formed, and this build does not have it. */
    UNSUPPORTED(11, UnsupportedException::new),
    /** Well formed, and larger than the limits allow, or than there is memory for. */
    LIMIT_EXCEEDED(12, LimitExceededException::new),
    /** The caller cancelled the operation. */
    CANCELLED(13, CancelledException::new),
    /** A defect of the library: it panicked, and the panic was stopped at the boundary. */
    PANIC(14, InternalException::new),
    /** The handle is of another type, or was freed; this binding passes none. */
    INVALID_HANDLE(15, InvalidArgumentException::new),
    /** A file could not be read or written. */
    IO(16, FileException::new),
    /** A number of a later version of the library, which {@link NexusZeroException#code} tells. */
    UNKNOWN(-1, NexusZeroException::new);

    private final int code;
    private final Function<Failure, NexusZeroException> exception;

    Status(int code, Function<Failure, NexusZeroException> exception) {
        this.code = code;
        this.exception = exception;
    }

    static Status of(int code) {
        return Coded.find(values(), code, UNKNOWN);
    }

    @Override
    public int code() {
        return code;
    }

    /**
     * The library's name for it, a few words in English.
     *
     * @return the name; an empty string for {@link #UNKNOWN}
     */
    public String description() {
        String name = new Call(NativeFunction.STATUS_NAME).number(code).toCString();
        return name == null ? "" : name;
    }

    NexusZeroException exception(Failure failure) {
        return exception.apply(failure);
    }
}
