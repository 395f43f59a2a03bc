package nexuszero;

/** What a protocol had counted at one moment. It never changes: any number of threads may use it. */
public final class Metrics extends Handle {
    /** Takes over an {@code nxz_metrics}. */
    Metrics(long address) {
        super(address, NativeFunction.METRICS_FREE);
    }

    /**
     * The main figures.
     *
     * @return the figures
     */
    public MetricsFigures summary() {
        return new Call(NativeFunction.METRICS_SUMMARY).use(this).toStruct(Struct.METRICS_FIGURES, MetricsFigures::new);
    }

    /**
     * How many calls failed with a status.
     *
     * @param operation what was to be done
     * @param status the failure
     * @return the count; 0 for a status that only calls have which the protocol never sees
     * @throws InvalidArgumentException for {@link Status#OK}, which is no failure
     * @throws UnsupportedException for {@link Status#UNKNOWN}
     */
    public long errorCount(Operation operation, Status status) {
        return new Call(NativeFunction.METRICS_ERROR_COUNT)
                .use(this)
                .number(operation.code())
                .number(status.code())
                .toLong();
    }

    /**
     * Everything that was counted.
     *
     * @return a JSON object, whose shape {@code docs/metrics.md} has
     */
    public String toJson() {
        return new Call(NativeFunction.METRICS_TO_JSON).use(this).toText();
    }

    /**
     * Everything that was counted, for the answer to a scrape by Prometheus; {@code docs/metrics.md} lists the metrics.
     *
     * @return the text format of Prometheus
     */
    public String toPrometheus() {
        return new Call(NativeFunction.METRICS_TO_PROMETHEUS).use(this).toText();
    }

    /**
     * Compares what was counted in two periods, or by two protocols: for each number both means, difference, ratio and
     * Welch's t statistic.
     *
     * @param other what is compared with this
     * @return a JSON object, whose shape {@code docs/metrics.md} has, with what the statistic does and does not tell
     */
    public String compare(Metrics other) {
        return new Call(NativeFunction.METRICS_COMPARE).use(this).use(other).toText();
    }
}
