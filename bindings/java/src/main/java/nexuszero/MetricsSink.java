package nexuszero;

/** Who is told about each proof that a protocol makes. */
@FunctionalInterface
public interface MetricsSink {
    /**
     * Takes the measurements of one proof. It is called by the thread that made the proof, before the proof is
     * returned; by several at once where several use the protocol, the threads of a batch included. What it throws goes
     * to the uncaught-exception handler of that thread and touches nothing else. It may use the protocol.
     *
     * @param json the text of {@link Proof#metricsJson}
     */
    void onProof(String json);
}
