package nexuszero;

/** Is told how far a batch is. */
@FunctionalInterface
public interface Progress {
    /**
     * Called after each item, by any of the threads that work on the batch, one at a time. What it throws, after the
     * last item too, cancels the batch and is thrown by the call that began it, which then has no results; it is not
     * called again.
     *
     * @param done how many items are done
     * @param total how many there are
     * @return true to go on; false cancels the items that have not begun; for those that are under way it is called
     *     again
     */
    boolean onProgress(long done, long total);
}
