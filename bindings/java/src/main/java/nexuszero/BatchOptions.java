package nexuszero;

/**
 * What a caller may say of a batch. It never changes: each method returns other options.
 *
 * @param threads threads, the caller's included, at most 1024; 0: as the setting {@code threads} says
 * @param requestId the name of the request in logs and metrics, at most 107 bytes of UTF-8 without control characters;
 *     item i is called so with {@code /i} behind it; empty: each item gets a random name
 * @param progress is told how far the batch is; null for nobody
 */
public record BatchOptions(int threads, String requestId, Progress progress) {
    /** Threads as configured, random names, no progress. */
    public static final BatchOptions DEFAULT = new BatchOptions(0, "", null);

    /**
     * These options with a number of threads.
     *
     * @param count threads, the caller's included, at most 1024; 0: as the setting {@code threads} says
     * @return the options
     */
    public BatchOptions withThreads(int count) {
        return new BatchOptions(count, requestId, progress);
    }

    /**
     * These options with a name of the request.
     *
     * @param id at most 107 bytes of UTF-8 without control characters; empty: random names
     * @return the options
     */
    public BatchOptions withRequestId(String id) {
        return new BatchOptions(threads, id, progress);
    }

    /**
     * These options with somebody to tell how far the batch is.
     *
     * @param callback is told; null for nobody
     * @return the options
     */
    public BatchOptions withProgress(Progress callback) {
        return new BatchOptions(threads, requestId, callback);
    }
}
