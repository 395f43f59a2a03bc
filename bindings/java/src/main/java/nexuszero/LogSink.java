package nexuszero;

/** Where a protocol's events go. */
@FunctionalInterface
public interface LogSink {
    /**
     * Takes one event. It is called by the thread that makes the call, while it runs; by several at once where several
     * use the protocol, the threads of a batch included. What it throws goes to the uncaught-exception handler of that
     * thread and touches nothing else. It may use the protocol.
     *
     * @param level how much the event matters
     * @param json one JSON object, whose fields {@code docs/logging.md} has
     */
    void onEvent(LogLevel level, String json);
}
