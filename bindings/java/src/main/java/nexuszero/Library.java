package nexuszero;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The C library of this process: found, opened and checked at its first use. */
final class Library {
    /** {@code NXZ_ABI_VERSION} of the header that this binding was made for. */
    static final int ABI_VERSION = 1;

    private static final String PATH_PROPERTY = "nexuszero.library";
    private static final String PATH_VARIABLE = "NEXUSZERO_LIBRARY";
    private static final String BACKEND_PROPERTY = "nexuszero.backend";

    private static volatile Backend backend;

    private Library() {}

    /** The back end with the library open. A failure is thrown anew by each use. */
    static Backend backend() {
        Backend open = backend;
        if (open == null) {
            synchronized (Library.class) {
                open = backend;
                if (open == null) {
                    open = open();
                    backend = open;
                }
            }
        }
        return open;
    }

    private static Backend open() {
        Constructor<?> constructor = constructor();
        List<String> failures = new ArrayList<>();
        for (String name : names()) {
            try {
                Backend candidate = open(constructor, name);
                checkVersion(candidate);
                return candidate;
            } catch (UnsatisfiedLinkError e) {
                failures.add(name + " (" + e.getMessage() + ")");
            }
        }
        throw new UnsatisfiedLinkError("no usable NexusZero library: tried " + String.join(", ", failures)
                + "; the system property " + PATH_PROPERTY + " or the environment variable " + PATH_VARIABLE
                + " names its file");
    }

    private static void checkVersion(Backend candidate) {
        int version = (int) candidate.call(NativeFunction.ABI_VERSION, new long[0]);
        if (version != ABI_VERSION) {
            throw new UnsatisfiedLinkError(
                    "it has ABI number " + version + ", and this binding was made for " + ABI_VERSION);
        }
    }

    /** The constructor of the back end: FFM where this jar and this JDK have it, unless a property names another. */
    private static Constructor<?> constructor() {
        String forced = System.getProperty(BACKEND_PROPERTY);
        try {
            if (forced == null) {
                try {
                    return constructor("FfmBackend");
                } catch (ClassNotFoundException e) {
                    return constructor("JnaBackend");
                }
            }
            switch (forced) {
                case "ffm":
                    return constructor("FfmBackend");
                case "jna":
                    return constructor("JnaBackend");
                default:
                    throw new UnsatisfiedLinkError(
                            "the system property " + BACKEND_PROPERTY + " is neither ffm nor jna: " + forced);
            }
        } catch (ReflectiveOperationException | NoClassDefFoundError e) {
            UnsatisfiedLinkError error = new UnsatisfiedLinkError(
                    "NexusZero needs a JDK from 22 on and a jar made with one, or else JNA (net.java.dev.jna:jna) on"
                            + " the class path: " + e);
            error.initCause(e);
            throw error;
        }
    }

    private static Constructor<?> constructor(String backend) throws ReflectiveOperationException {
        return Class.forName("nexuszero." + backend).getDeclaredConstructor(String.class);
    }

    private static Backend open(Constructor<?> constructor, String name) {
        try {
            return (Backend) constructor.newInstance(name);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof LinkageError) {
                throw unusable((LinkageError) cause);
            }
            if (cause instanceof Error) {
                throw (Error) cause;
            }
            throw (RuntimeException) cause;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e); // The constructor is there and takes a string.
        }
    }

    /** One kind of error, also for JNA that cannot begin, which fails in another way each time. */
    private static UnsatisfiedLinkError unusable(LinkageError failure) {
        if (failure instanceof UnsatisfiedLinkError) {
            return (UnsatisfiedLinkError) failure;
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new UnsatisfiedLinkError(root.toString());
    }

    /** What to try, in this order. */
    private static List<String> names() {
        String path = System.getProperty(PATH_PROPERTY, System.getenv(PATH_VARIABLE));
        if (path != null && !path.isEmpty()) {
            return List.of(Path.of(path).toAbsolutePath().toString());
        }
        String plain = System.mapLibraryName("nexuszero");
        if (plain.endsWith(".so")) { // The name without a number is there for compilers only.
            return List.of(plain + "." + ABI_VERSION, plain);
        }
        if (plain.endsWith(".dylib")) {
            return List.of(plain.replace(".dylib", "." + ABI_VERSION + ".dylib"), plain);
        }
        return List.of(plain);
    }
}
