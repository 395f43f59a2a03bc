package nexuszero;

/**
 * What was measured of a batch.
 *
 * @param threads threads that were there to take items, each with those that it may use for one
 * @param items items
 * @param succeeded items that succeeded
 * @param failed items that failed
 * @param cancelled items that did not begin, because the batch was cancelled
 * @param totalNs wall-clock time of the whole batch in nanoseconds
 * @param peakMemory highest number of heap bytes that the library held at once for the batch, on all its threads; 0 in
 *     a build without the feature {@code allocator}
 * @param perSecond items that succeeded in a second
 */
public record BatchTotals(
        int threads,
        long items,
        long succeeded,
        long failed,
        long cancelled,
        long totalNs,
        long peakMemory,
        double perSecond) {
    BatchTotals(StructView view) {
        this(
                view.getInt("threads"),
                view.getLong("items"),
                view.getLong("succeeded"),
                view.getLong("failed"),
                view.getLong("cancelled"),
                view.getLong("total_ns"),
                view.getLong("peak_memory"),
                view.getDouble("per_second"));
    }
}
