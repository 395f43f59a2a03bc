package nexuszero;

import java.util.List;

/**
 * A configured prover and verifier. Any number of threads may use one protocol at the same time.
 *
 * <p>Optimizer, codec and sinks are held by the protocol until they are replaced or it is closed. One that refers to
 * its own protocol keeps it from being freed by the garbage collector: close it.
 */
public final class Protocol extends Handle {
    /**
     * Makes a protocol.
     *
     * @param config the configuration; copied
     * @throws ConfigurationException for a configuration that contradicts itself
     */
    public Protocol(Config config) {
        super(new Call(NativeFunction.PROTOCOL_NEW).use(config).toLong(), NativeFunction.PROTOCOL_FREE);
    }

    /**
     * Makes a protocol of a preset.
     *
     * @param preset the configuration
     * @return the protocol
     */
    public static Protocol of(Preset preset) {
        try (Config config = new Config(preset)) {
            return new Protocol(config);
        }
    }

    /**
     * Puts another configuration in force, while other threads may use the protocol. Calls that have begun go on with
     * the one before.
     *
     * @param config the configuration; copied
     * @throws ConfigurationException for a configuration that contradicts itself, and the one before stays in force
     */
    public void reconfigure(Config config) {
        new Call(NativeFunction.PROTOCOL_RECONFIGURE).use(this).use(config).run();
    }

    /**
     * Computes what a proof will cost. The statement need not be true.
     *
     * @param statement what would be proved
     * @return the cost
     * @throws LimitExceededException for a statement beyond the limits
     * @throws ConfigurationException for a statement that the protocol refuses
     */
    public ProofCost estimate(Statement statement) {
        return new Call(NativeFunction.ESTIMATE).use(this).use(statement).toStruct(Struct.PROOF_COST, ProofCost::new);
    }

    /**
     * Proves a statement, bound to a context. Two proofs of the same statement differ, because the randomness is fresh.
     *
     * @param statement what is proved
     * @param witness the secrets
     * @param context bytes that the verifier must state too, such as a nonce or a session identifier; may be empty
     * @return the proof
     * @throws ProofGenerationException where the witness does not satisfy the statement
     * @throws ConfigurationException for a statement that the protocol refuses, or whose proofs do not reach its level
     * @throws LimitExceededException beyond the limits
     * @throws InternalException for example without randomness from the operating system
     */
    public Proof prove(Statement statement, Witness witness, byte[] context) {
        return new Proof(new Call(NativeFunction.PROVE)
                .use(this)
                .use(statement)
                .use(witness)
                .bytes(context)
                .toLong());
    }

    /**
     * As {@link #prove(Statement, Witness, byte[])}, with a name for the request in logs and metrics.
     *
     * @param statement what is proved
     * @param witness the secrets
     * @param context bytes that the verifier must state too; may be empty
     * @param requestId at most 128 bytes of UTF-8 without control characters
     * @return the proof
     * @throws InvalidArgumentException for a bad request id
     */
    public Proof prove(Statement statement, Witness witness, byte[] context, String requestId) {
        return new Proof(withRequestId(
                        new Call(NativeFunction.PROVE_WITH)
                                .use(this)
                                .use(statement)
                                .use(witness)
                                .bytes(context),
                        requestId)
                .toLong());
    }

    /**
     * Verifies that a proof proves a statement, bound to a context, at the level of this protocol. All three are the
     * verifier's own: nothing is taken from the proof. It returns only if the proof is valid.
     *
     * @param statement what must have been proved
     * @param context bytes that the proof must be bound to; may be empty
     * @param proof the proof
     * @throws VerificationException for an invalid proof, of another statement, context or level included
     * @throws MalformedException for bytes that are no proof
     * @throws UnsupportedException for a proof that this build cannot read
     * @throws ConfigurationException for a statement that the protocol refuses
     * @throws LimitExceededException beyond the limits
     */
    public void verify(Statement statement, byte[] context, Proof proof) {
        new Call(NativeFunction.VERIFY).use(this).use(statement).bytes(context).use(proof).run();
    }

    /**
     * As {@link #verify(Statement, byte[], Proof)}, with a name for the request in logs and metrics.
     *
     * @param statement what must have been proved
     * @param context bytes that the proof must be bound to; may be empty
     * @param proof the proof
     * @param requestId at most 128 bytes of UTF-8 without control characters
     * @throws VerificationException for an invalid proof, of another statement, context or level included
     * @throws InvalidArgumentException for a bad request id
     */
    public void verify(Statement statement, byte[] context, Proof proof, String requestId) {
        withRequestId(
                        new Call(NativeFunction.VERIFY_WITH)
                                .use(this)
                                .use(statement)
                                .bytes(context)
                                .use(proof),
                        requestId)
                .run();
    }

    /**
     * Proves many statements, on several threads. Each item is proved as by {@link #prove(Statement, Witness, byte[])},
     * and what happens to one touches no other.
     *
     * @param items what to prove
     * @param options threads, request id and progress
     * @return the results, also where items failed: see {@link BatchResult#failure}
     * @throws InvalidArgumentException for bad options
     */
    public BatchResult proveAll(List<ProveItem> items, BatchOptions options) {
        List<ProveItem> copy = List.copyOf(items);
        return BatchResult.of(
                NativeFunction.BATCH_PROVE,
                call -> call.use(this)
                        .useAll(copy.stream().map(ProveItem::statement).toList())
                        .useAll(copy.stream().map(ProveItem::witness).toList())
                        .allBytes(copy.stream().map(ProveItem::context).toList())
                        .number(copy.size()),
                options);
    }

    /**
     * Verifies many proofs, on several threads. Each item is verified as by {@link #verify(Statement, byte[], Proof)}.
     *
     * @param items what to verify
     * @param options threads, request id and progress
     * @return the results, also where proofs are not valid: <b>look at {@link BatchResult#failure} or call {@link
     *     BatchResult#orThrow}</b>
     * @throws InvalidArgumentException for bad options
     */
    public BatchResult verifyAll(List<VerifyItem> items, BatchOptions options) {
        List<VerifyItem> copy = List.copyOf(items);
        return BatchResult.of(
                NativeFunction.BATCH_VERIFY,
                call -> call.use(this)
                        .useAll(copy.stream().map(VerifyItem::statement).toList())
                        .allBytes(copy.stream().map(VerifyItem::context).toList())
                        .useAll(copy.stream().map(VerifyItem::proof).toList())
                        .number(copy.size()),
                options);
    }

    /**
     * Sends the events of calls that begin from now on to a sink, instead of the one before. Without one, which is how
     * a protocol begins, nothing is logged.
     *
     * @param maxLevel events up to this level
     * @param sink takes the events
     * @throws UnsupportedException for {@link LogLevel#UNKNOWN}
     */
    public void setLogSink(LogLevel maxLevel, LogSink sink) {
        Callbacks.handOver(
                sink,
                new Call(NativeFunction.PROTOCOL_SET_LOG_SINK).use(this),
                Struct.LOG_SINK,
                (frame, view) -> view.putInt("max_level", maxLevel.code()).putFunction("on_event", Upcall.LOG_EVENT));
    }

    /** Logs nothing of calls that begin from now on. */
    public void clearLogSink() {
        new Call(NativeFunction.PROTOCOL_SET_LOG_SINK).use(this).number(0).run();
    }

    /**
     * Tells a sink about the proof of every call that begins from now on, instead of the one before.
     *
     * @param sink takes the measurements
     */
    public void setMetricsSink(MetricsSink sink) {
        Callbacks.handOver(
                sink,
                new Call(NativeFunction.PROTOCOL_SET_METRICS_SINK).use(this),
                Struct.METRICS_SINK,
                (frame, view) -> view.putFunction("on_proof", Upcall.PROOF_MADE));
    }

    /** Tells nobody about the proofs of calls that begin from now on. */
    public void clearMetricsSink() {
        new Call(NativeFunction.PROTOCOL_SET_METRICS_SINK).use(this).number(0).run();
    }

    /**
     * Plugs an optimizer in, in place of the one before. It is asked by calls that begin from now on, where the
     * configuration has {@code use_optimizer}.
     *
     * @param name what to call it in logs and metrics; empty: {@code callback}
     * @param optimizer chooses
     */
    public void setOptimizer(String name, Optimizer optimizer) {
        Callbacks.handOver(
                optimizer,
                new Call(NativeFunction.PROTOCOL_SET_OPTIMIZER).use(this),
                Struct.OPTIMIZER,
                (frame, view) -> view.putLong("name", name.isEmpty() ? 0 : frame.copyString(name))
                        .putFunction("optimize", Upcall.OPTIMIZE));
    }

    /** Takes the optimizer out. */
    public void clearOptimizer() {
        new Call(NativeFunction.PROTOCOL_SET_OPTIMIZER).use(this).number(0).run();
    }

    /**
     * Loads an optimizer from a shared object and plugs it in, in place of the one before. The object exports a
     * function {@code nxz_optimizer_plugin}, as the C header says. Loading runs its code in this process: only load
     * what is as trusted as the program itself.
     *
     * @param path the file; without a slash the system's directories are searched
     * @param config text for the plugin, which the library does not look at; may be empty
     * @throws ConfigurationException for a file that cannot be loaded
     * @throws UnsupportedException for an object without the function, or made for another ABI number
     * @throws OptimizationException where the plugin refuses to start
     * @throws InvalidArgumentException where it hands over an incomplete structure
     */
    public void loadOptimizer(String path, String config) {
        new Call(NativeFunction.PROTOCOL_LOAD_OPTIMIZER).use(this).text(path).text(config).run();
    }

    /**
     * Compresses with a codec of one's own in place of the strategy of the configuration, where the configuration has
     * {@code use_compression}. Only a protocol with the same codec verifies what it compressed.
     *
     * @param codec the codec
     * @throws InvalidArgumentException for a bad number or name
     */
    public void setCodec(Codec codec) {
        Callbacks.handOver(codec, new Call(NativeFunction.PROTOCOL_SET_CODEC).use(this));
    }

    /** Compresses with the strategy of the configuration again. */
    public void clearCodec() {
        new Call(NativeFunction.PROTOCOL_SET_CODEC).use(this).number(0).run();
    }

    /**
     * What the protocol has counted so far.
     *
     * @return the counts, to be closed
     */
    public Metrics metrics() {
        return new Metrics(new Call(NativeFunction.PROTOCOL_METRICS).use(this).toLong());
    }

    /** Starts counting from nothing. The sink stays set. */
    public void resetMetrics() {
        new Call(NativeFunction.PROTOCOL_RESET_METRICS).use(this).run();
    }

    /**
     * Runs the known answers of {@link NexusZero#healthCheck} with the backend and the threads of this protocol, and
     * what is attached to it: its codec restores a known payload, and with {@code use_optimizer} its optimizer answers
     * a question about a known statement.
     *
     * @throws CompressionException for a failing codec
     * @throws OptimizationException for a failing optimizer
     * @throws NexusZeroException with the status of whatever else failed
     */
    public void healthCheck() {
        new Call(NativeFunction.PROTOCOL_HEALTH_CHECK).use(this).run();
    }

    private static Call withRequestId(Call call, String requestId) {
        return call.struct(Struct.CALL_OPTIONS, (frame, view) -> frame.putText(view, "request_id", requestId));
    }
}
