package nexuszero;

import java.util.List;

/**
 * The library that is running, and the constants of its header.
 *
 * <p>The C library is opened when it is first needed, by the file that the system property {@code nexuszero.library} or
 * else the environment variable {@code NEXUSZERO_LIBRARY} names, or else as the system finds {@code libnexuszero}.
 * Where that fails, or where the library has another ABI number than this binding was made for, the call that needed it
 * throws {@link UnsatisfiedLinkError}.
 */
public final class NexusZero {
    /** Most blocks that the padded message of a statement may have, the key block of an HMAC included. BLAKE3: 16. */
    public static final int MAX_BLOCKS = 64;
    /** No digest is longer, in bytes. */
    public static final int MAX_DIGEST_SIZE = 64;
    /** Bytes of the blinding of a commitment. */
    public static final int BLINDING_SIZE = 32;
    /** Most parts of a message. */
    public static final int MAX_PARTS = 256;
    /** Longest name of a secret, in bytes of UTF-8. */
    public static final int MAX_NAME_SIZE = 64;
    /** Most digests of a list. */
    public static final int MAX_LIST_SIZE = 1 << 20;
    /** The greatest depth of a leaf in a membership statement. */
    public static final int MAX_DEPTH = 32;
    /** Most claims of a conjunction. */
    public static final int MAX_CLAIMS = 64;
    /** Longest secret, in bytes. */
    public static final int MAX_SECRET_SIZE = 1 << 24;
    /** Longest label of an archive's entry, in bytes of UTF-8. */
    public static final int MAX_LABEL_SIZE = 256;
    /** Bytes of an archive's fingerprint. */
    public static final int FINGERPRINT_SIZE = 32;

    private NexusZero() {}

    /**
     * The version of the C library, for example {@code 0.1.0}.
     *
     * @return the version
     */
    public static String version() {
        return new Call(NativeFunction.VERSION).toCString();
    }

    /**
     * The ABI number of the C library.
     *
     * @return the number
     */
    public static int abiVersion() {
        return (int) new Call(NativeFunction.ABI_VERSION).value();
    }

    /**
     * Whether the C library was built with a feature: the kind of a statement ({@code preimage}, {@code range}, ...),
     * the name of a hash function or group, or {@code allocator} (peak memory is measured).
     *
     * @param name the feature
     * @return whether it is there; false for names that the library does not know
     */
    public static boolean hasFeature(String name) {
        // For the library a name ends with its first NUL.
        return name.indexOf('\0') < 0 && new Call(NativeFunction.HAS_FEATURE).string(name).value() != 0;
    }

    /**
     * The implementation of the inner loops that is used unless the setting {@code backend} names another: the best one
     * that this processor can run, for example {@code portable}.
     *
     * @return its name
     */
    public static String cpuBackend() {
        return new Call(NativeFunction.CPU_BACKEND).toCString();
    }

    /**
     * The implementations that this processor can run, the best one last: what the setting {@code backend} may be.
     *
     * @return their names
     */
    public static List<String> cpuBackends() {
        return List.of(new Call(NativeFunction.CPU_BACKENDS).toCString().split(","));
    }

    /**
     * Runs known answers through every module of the library. Takes some ten milliseconds.
     *
     * @throws NexusZeroException with the status of whatever failed
     */
    public static void healthCheck() {
        new Call(NativeFunction.HEALTH_CHECK).run();
    }

    /**
     * How this binding calls C: {@code ffm} ({@code java.lang.foreign}, from JDK 22 on) or {@code jna}. The system
     * property {@code nexuszero.backend} forces one.
     *
     * @return the name
     */
    public static String binding() {
        return Library.backend().name();
    }
}
