package nexuszero;

import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What came of a batch, in the order of its items. It never changes: any number of threads may use it. */
public final class BatchResult extends Handle {
    private final NexusZeroException failure;

    /** Takes over an {@code nxz_batch} that was filled. */
    private BatchResult(long address, NexusZeroException failure) {
        super(address, NativeFunction.BATCH_FREE);
        this.failure = failure;
    }

    /** Makes the result by a function that fills a batch, with what stands between the batch and the options. */
    static BatchResult of(NativeFunction function, UnaryOperator<Call> inputs, BatchOptions options) {
        ProgressCall progress = new ProgressCall(options.progress());
        long batch = new Call(NativeFunction.BATCH_NEW).toLong();
        long number = Callbacks.add(progress);
        try {
            NexusZeroException failure = inputs.apply(new Call(function).number(batch))
                    .struct(Struct.BATCH_OPTIONS, (frame, view) -> {
                        view.putInt("threads", options.threads());
                        frame.putText(view, "request_id", options.requestId());
                        if (options.progress() != null) {
                            view.putLong("user_data", number).putFunction("progress", Upcall.PROGRESS);
                        }
                    })
                    .toFailure();
            progress.rethrow();
            if (failure != null && new Call(NativeFunction.BATCH_COUNT).number(batch).value() == 0) {
                throw failure; // Not an item failed, but the arguments are bad.
            }
            return new BatchResult(batch, failure);
        } catch (RuntimeException | Error e) {
            new Call(NativeFunction.BATCH_FREE).number(batch).value();
            throw e;
        } finally {
            Callbacks.remove(number);
        }
    }

    /**
     * The failure of the first item that did not succeed, which the message names.
     *
     * @return empty only if every item succeeded, which is so of no items
     */
    public Optional<NexusZeroException> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Throws {@link #failure} if there is one, and closes the result then.
     *
     * @return this, where every item succeeded
     */
    public BatchResult orThrow() {
        if (failure != null) {
            close();
            throw failure;
        }
        return this;
    }

    /**
     * The number of items.
     *
     * @return the number
     */
    public int size() {
        return (int) new Call(NativeFunction.BATCH_COUNT).use(this).value();
    }

    /**
     * How one item went.
     *
     * @param index the item, counted from 0
     * @return {@link Status#OK} for success; {@link Status#CANCELLED} for an item that did not begin
     * @throws IndexOutOfBoundsException for an item that does not exist
     */
    public Status status(int index) {
        Objects.checkIndex(index, size());
        return Status.of((int) new Call(NativeFunction.BATCH_STATUS).use(this).number(index).value());
    }

    /**
     * A sentence about why one item failed.
     *
     * @param index the item, counted from 0
     * @return the sentence; empty for an item that did not fail
     * @throws IndexOutOfBoundsException for an item that does not exist
     */
    public String message(int index) {
        Objects.checkIndex(index, size());
        return new Call(NativeFunction.BATCH_MESSAGE).use(this).number(index).toCString();
    }

    /**
     * The proof that an item made.
     *
     * @param index the item, counted from 0
     * @return a copy of the proof with its measurements, to be closed
     * @throws InvalidArgumentException for an item that has none, because it failed, was a verification, or does not
     *     exist
     */
    public Proof proof(int index) {
        return new Proof(new Call(NativeFunction.BATCH_PROOF).use(this).number(index).toLong());
    }

    /**
     * What was measured of the batch as a whole.
     *
     * @return the totals
     */
    public BatchTotals totals() {
        return new Call(NativeFunction.BATCH_SUMMARY).use(this).toStruct(Struct.BATCH_TOTALS, BatchTotals::new);
    }

    /**
     * The same as a JSON object under {@code summary}, and under {@code proofs} the distribution of every number that
     * was measured when the proofs were made, as {@link Proof#aggregate} has it.
     *
     * @return the JSON
     */
    public String metricsJson() {
        return new Call(NativeFunction.BATCH_METRICS_JSON).use(this).toText();
    }
}
