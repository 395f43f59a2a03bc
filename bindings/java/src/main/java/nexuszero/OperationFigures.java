package nexuszero;

/**
 * One operation in {@link MetricsFigures}. Mean, deviation and percentiles are of the calls that succeeded; percentiles
 * are at most 1 % too large.
 *
 * @param succeeded calls that succeeded
 * @param failed calls that failed. A proof that is not valid is a failure of its verification
 * @param failedNs time that failed calls took
 * @param minNs the shortest call
 * @param p50Ns half of the calls took no longer
 * @param p90Ns 90 % of the calls took no longer
 * @param p99Ns 99 % of the calls took no longer
 * @param p999Ns 99.9 % of the calls took no longer
 * @param maxNs the longest call
 * @param meanNs mean
 * @param standardDeviationNs sample standard deviation; 0 for fewer than two calls
 * @param perSecond successes a second since the protocol was made or its metrics were reset
 * @param perSecondLastMinute successes a second in the last 60 seconds, or since then where that is later
 */
public record OperationFigures(
        long succeeded,
        long failed,
        long failedNs,
        long minNs,
        long p50Ns,
        long p90Ns,
        long p99Ns,
        long p999Ns,
        long maxNs,
        double meanNs,
        double standardDeviationNs,
        double perSecond,
        double perSecondLastMinute) {
    OperationFigures(StructView view) {
        this(
                view.getLong("succeeded"),
                view.getLong("failed"),
                view.getLong("failed_ns"),
                view.getLong("min_ns"),
                view.getLong("p50_ns"),
                view.getLong("p90_ns"),
                view.getLong("p99_ns"),
                view.getLong("p99_9_ns"),
                view.getLong("max_ns"),
                view.getDouble("mean_ns"),
                view.getDouble("standard_deviation_ns"),
                view.getDouble("per_second"),
                view.getDouble("per_second_last_minute"));
    }
}
