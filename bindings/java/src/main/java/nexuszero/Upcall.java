package nexuszero;

import static nexuszero.NativeType.INT;
import static nexuszero.NativeType.LONG;
import static nexuszero.NativeType.POINTER;
import static nexuszero.NativeType.VOID;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The functions that C calls, one for each type of callback in the header. The first argument is the {@code user_data},
 * a number by which {@link Callbacks} knows the object of the caller's.
 */
enum Upcall {
    /** {@code destroy} of every structure. */
    DESTROY(VOID, POINTER) {
        @Override
        int call(long[] arguments) {
            Callbacks.remove(arguments[0]);
            return 0;
        }
    },
    /** {@code nxz_log_sink.on_event}. */
    LOG_EVENT(VOID, POINTER, INT, POINTER, LONG) {
        @Override
        int call(long[] arguments) {
            LogSink sink = Callbacks.get(arguments[0], LogSink.class);
            sink.onEvent(LogLevel.of((int) arguments[1]), text(arguments[2], arguments[3]));
            return 0;
        }
    },
    /** {@code nxz_metrics_sink.on_proof}. */
    PROOF_MADE(VOID, POINTER, POINTER, LONG) {
        @Override
        int call(long[] arguments) {
            Callbacks.get(arguments[0], MetricsSink.class).onProof(text(arguments[1], arguments[2]));
            return 0;
        }
    },
    /** {@code nxz_optimizer.optimize}. */
    OPTIMIZE(INT, POINTER, POINTER, LONG, POINTER, LONG, POINTER) {
        @Override
        int call(long[] arguments) throws Exception {
            Optimizer optimizer = Callbacks.get(arguments[0], Optimizer.class);
            String reply = optimizer.choose(text(arguments[1], arguments[2]));
            return give(reply.getBytes(StandardCharsets.UTF_8), arguments);
        }
    },
    /** {@code nxz_codec.compress}. */
    COMPRESS(INT, POINTER, POINTER, LONG, POINTER, LONG, POINTER) {
        @Override
        int call(long[] arguments) throws Exception {
            Codec codec = Callbacks.get(arguments[0], Codec.class);
            byte[] output = codec.compress(bytes(arguments[1], arguments[2]));
            // What is not shorter is not used, whatever it is.
            return give(output.length > arguments[4] ? Arrays.copyOf(output, Math.toIntExact(arguments[4])) : output, arguments);
        }
    },
    /** {@code nxz_codec.decompress}. */
    DECOMPRESS(INT, POINTER, POINTER, LONG, POINTER, LONG, POINTER) {
        @Override
        int call(long[] arguments) throws Exception {
            Codec codec = Callbacks.get(arguments[0], Codec.class);
            byte[] input = bytes(arguments[1], arguments[2]);
            return give(codec.decompress(input, Math.toIntExact(arguments[4])), arguments);
        }
    },
    /** {@code nxz_batch_options.progress}. */
    PROGRESS(INT, POINTER, LONG, LONG) {
        @Override
        int call(long[] arguments) {
            return Callbacks.get(arguments[0], ProgressCall.class).report(arguments[1], arguments[2]) ? 0 : FAILED;
        }
    };

    private static final int FAILED = 1;

    private final NativeType result;
    private final List<NativeType> arguments;

    Upcall(NativeType result, NativeType... arguments) {
        this.result = result;
        this.arguments = List.of(arguments);
    }

    NativeType result() {
        return result;
    }

    List<NativeType> arguments() {
        return arguments;
    }

    abstract int call(long[] arguments) throws Exception;

    /**
     * What C calls. Nothing is thrown across it; where C takes no failure, the thread's handler of uncaught exceptions
     * is told.
     */
    final int run(long[] arguments) {
        try {
            return call(arguments);
        } catch (Throwable e) {
            if (result == VOID) {
                Callbacks.report(e);
            }
            return FAILED;
        }
    }

    private static byte[] bytes(long address, long length) {
        return Library.backend().read(address, Math.toIntExact(length));
    }

    private static String text(long address, long length) {
        return new String(bytes(address, length), StandardCharsets.UTF_8);
    }

    /** Writes the output of a function whose last arguments are buffer, capacity and length. */
    private static int give(byte[] output, long[] arguments) {
        if (output.length > arguments[4]) {
            return FAILED;
        }
        Library.backend().write(arguments[3], output);
        Library.backend().putLong(arguments[5], output.length);
        return 0;
    }
}
