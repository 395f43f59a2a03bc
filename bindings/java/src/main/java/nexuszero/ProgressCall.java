package nexuszero;

import java.lang.reflect.UndeclaredThrowableException;

/** The progress callback of one batch, which keeps what it throws for the thread that made the call. */
final class ProgressCall {
    private final Progress progress;
    private volatile Throwable failure;

    ProgressCall(Progress progress) {
        this.progress = progress;
    }

    /** Whether to go on. */
    boolean report(long done, long total) {
        try {
            return failure == null && progress.onProgress(done, total);
        } catch (Throwable e) {
            failure = e;
            return false;
        }
    }

    /** Throws what the callback threw. */
    void rethrow() {
        if (failure instanceof Error) {
            throw (Error) failure;
        }
        if (failure instanceof RuntimeException) {
            throw (RuntimeException) failure;
        }
        if (failure != null) {
            throw new UndeclaredThrowableException(failure);
        }
    }
}
