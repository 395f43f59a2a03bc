package nexuszero;

/** Is told how far a batch is. */
@FunctionalInterface
public interface Progress {
    /**
     * Called after each item, by any of the threads that work on the batch, one at a time. What it throws cancels the
     * batch, and is thrown by the call that began the batch.
     *
     * @param done how many items are done
     * @param total how many there are
     * @return true to go on; false cancels the items that have not begun
     */
    boolean onProgress(long done, long total);
}
