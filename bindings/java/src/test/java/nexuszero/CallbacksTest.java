package nexuszero;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Log sinks, metrics sinks, optimizers and codecs: what they get, what their failures do, and that the library lets go
 * of them.
 */
@Timeout(120)
class CallbacksTest {
    private final int held = Callbacks.held();
    private Protocol protocol;
    /** What callbacks threw where nobody else is told. */
    private final List<Throwable> uncaught = Collections.synchronizedList(new ArrayList<>());

    private Thread.UncaughtExceptionHandler before;

    @BeforeEach
    void open() {
        before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
        protocol = Fixtures.fast();
    }

    /** Everything that a test attached is let go with its protocol. */
    @AfterEach
    void close() throws Exception {
        protocol.close();
        // An optimizer may end on its own thread.
        for (int i = 0; i < 1000 && Callbacks.held() > held; i++) {
            Thread.sleep(10);
        }
        assertEquals(held, Callbacks.held());
        Thread.setDefaultUncaughtExceptionHandler(before);
    }

    private void use(String settings) {
        try (Config config = new Config(Preset.FAST).loadJson(settings)) {
            protocol.reconfigure(config);
        }
    }

    /** Asked for every proof, with time for an answer, and never left to rest. */
    private void useOptimizer() {
        use("{\"use_optimizer\":true,\"optimizer\":{\"deadline\":600000,\"max_failures\":1000000,\"cache_size\":0}}");
    }

    private OptimizerOutcome outcome() {
        try (Proof proof = Fixtures.prove(protocol)) {
            return proof.measurements().optimizerOutcome();
        }
    }

    @Test
    void logSinksGetEvents() {
        List<JsonObject> events = new ArrayList<>();
        List<LogLevel> levels = new ArrayList<>();
        protocol.setLogSink(LogLevel.INFO, (level, json) -> {
            levels.add(level);
            events.add(Fixtures.json(json));
        });
        try (Statement statement = Fixtures.statement();
                Witness witness = Fixtures.witness();
                Proof proof = protocol.prove(statement, witness, Fixtures.CONTEXT, "größer")) {
            assertEquals(List.of(LogLevel.INFO), levels);
            assertEquals("größer", events.get(0).get("request_id").getAsString());
            assertEquals("prove", events.get(0).get("operation").getAsString());
            assertThrows(VerificationException.class, () -> protocol.verify(statement, new byte[0], proof));
            assertEquals(List.of(LogLevel.INFO, LogLevel.WARN), levels);
            assertFalse(events.toString().contains(new String(Fixtures.SECRET)));
            protocol.clearLogSink();
            protocol.verify(statement, Fixtures.CONTEXT, proof);
            assertEquals(2, events.size());
        }
        assertEquals(held, Callbacks.held());
    }

    @Test
    void metricsSinksGetProofs() {
        AtomicReference<String> seen = new AtomicReference<>();
        protocol.setMetricsSink(seen::set);
        try (Proof proof = Fixtures.prove(protocol)) {
            assertEquals(Fixtures.json(proof.metricsJson()), Fixtures.json(seen.get()));
        }
        seen.set(null);
        protocol.clearMetricsSink();
        Fixtures.prove(protocol).close();
        assertEquals(null, seen.get());
    }

    @Test
    void sinksThatThrowTouchNothingElse() {
        protocol.setLogSink(LogLevel.DEBUG, (level, json) -> {
            throw new IllegalStateException("from the log sink");
        });
        protocol.setMetricsSink(json -> {
            throw new StackOverflowError("from the metrics sink");
        });
        Fixtures.prove(protocol).close();
        assertTrue(uncaught.stream().anyMatch(e -> "from the log sink".equals(e.getMessage())));
        assertTrue(uncaught.stream().anyMatch(e -> "from the metrics sink".equals(e.getMessage())));
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            throw new IllegalStateException("from the handler");
        });
        Fixtures.prove(protocol).close();
    }

    @Test
    void replacedSinksAreLetGo() {
        for (int i = 0; i < 10; i++) {
            protocol.setLogSink(LogLevel.ERROR, (level, json) -> {});
            protocol.setMetricsSink(json -> {});
            protocol.setOptimizer("none", request -> "");
            protocol.setCodec(new Lz4());
            assertEquals(held + 4, Callbacks.held());
        }
        protocol.clearCodec();
        protocol.clearOptimizer();
        protocol.clearMetricsSink();
        protocol.clearLogSink();
    }

    @Test
    void refusedCallbacksAreNotHeld() {
        assertThrows(UnsupportedException.class, () -> protocol.setLogSink(LogLevel.UNKNOWN, (level, json) -> {}));
        assertThrows(InvalidArgumentException.class, () -> protocol.setCodec(new Lz4() {
            @Override
            public int id() {
                return 127;
            }
        }));
        assertThrows(IllegalArgumentException.class, () -> protocol.setCodec(new Lz4() {
            @Override
            public String name() {
                return "a\0b";
            }
        }));
        assertThrows(ArithmeticException.class, () -> protocol.setCodec(new Lz4() {
            @Override
            public String name() {
                throw new ArithmeticException("from name");
            }
        }));
        assertThrows(NullPointerException.class, () -> protocol.setMetricsSink(null));
        assertThrows(NullPointerException.class, () -> protocol.setOptimizer(null, request -> ""));
        assertEquals(held, Callbacks.held());
    }

    @Test
    void optimizersChoose() {
        useOptimizer();
        AtomicReference<Thread> asked = new AtomicReference<>();
        protocol.setOptimizer("test", request -> {
            asked.set(Thread.currentThread());
            JsonObject json = Fixtures.json(request);
            assertEquals(1, json.get("version").getAsInt());
            assertFalse(request.contains(new String(Fixtures.SECRET)));
            for (var candidate : json.getAsJsonArray("candidates")) {
                if (candidate.getAsJsonObject().get("profile").getAsString().equals("balanced")) {
                    return "{\"version\":1,\"candidate\":" + candidate.getAsJsonObject().get("index") + "}";
                }
            }
            throw new AssertionError("no candidate");
        });
        try (Proof proof = Fixtures.prove(protocol)) {
            assertEquals(OptimizerOutcome.ANSWERED, proof.measurements().optimizerOutcome());
            assertEquals(Source.OPTIMIZER, proof.measurements().source());
            assertEquals(Profile.BALANCED, proof.header().profile().orElseThrow());
        }
        assertNotEquals(Thread.currentThread(), asked.get());
        assertTrue(asked.get().isDaemon());
        protocol.healthCheck();
        try (Metrics metrics = protocol.metrics()) {
            assertEquals(1, metrics.summary().optimizerAsked());
        }
    }

    @Test
    void optimizersThatFail() {
        useOptimizer();
        protocol.setOptimizer("throws", request -> {
            throw new IOException("no connection");
        });
        assertEquals(OptimizerOutcome.FAILED, outcome());
        assertThrows(OptimizationException.class, protocol::healthCheck);
        protocol.setOptimizer("throws an error", request -> {
            throw new AssertionError("an error");
        });
        assertEquals(OptimizerOutcome.FAILED, outcome());
        protocol.setOptimizer("null", request -> null);
        assertEquals(OptimizerOutcome.FAILED, outcome());
        protocol.setOptimizer("too long", request -> " ".repeat(65537));
        assertEquals(OptimizerOutcome.FAILED, outcome());
        protocol.setOptimizer("nonsense", request -> "ä");
        assertEquals(OptimizerOutcome.MALFORMED, outcome());
        protocol.setOptimizer("no candidate", request -> "{\"version\":1,\"candidate\":9999}");
        assertEquals(OptimizerOutcome.REFUSED, outcome());
    }

    @Test
    void optimizersNeedNoName() {
        useOptimizer();
        List<String> events = new ArrayList<>();
        protocol.setLogSink(LogLevel.WARN, (level, json) -> events.add(json));
        protocol.setOptimizer("", request -> null);
        assertEquals(OptimizerOutcome.FAILED, outcome());
        assertTrue(events.toString().contains("the optimizer `callback`"), events.toString());
    }

    @Test
    void optimizersThatAreLate() throws Exception {
        use("{\"use_optimizer\":true,\"optimizer\":{\"deadline\":10}}");
        CountDownLatch release = new CountDownLatch(1);
        protocol.setOptimizer("late", request -> {
            release.await();
            return "{}";
        });
        assertEquals(OptimizerOutcome.LATE, outcome());
        protocol.close(); // While the call still runs, which ends it later.
        assertEquals(held + 1, Callbacks.held());
        release.countDown();
    }

    @Test
    void optimizersMayUseTheirProtocol() {
        useOptimizer();
        AtomicInteger inside = new AtomicInteger();
        Protocol own = protocol;
        protocol.setOptimizer("recursive", request -> {
            Fixtures.prove(own).close();
            inside.incrementAndGet();
            own.clearOptimizer();
            return "{\"version\":1,\"candidate\":0}";
        });
        Fixtures.prove(protocol).close();
        assertEquals(1, inside.get());
    }

    @Test
    void pluginsAreLoaded(@TempDir Path folder) {
        assertThrows(ConfigurationException.class, () -> protocol.loadOptimizer("/no/such/file.so", ""));
        Path plugin = folder.resolve("plugin.so");
        Path source = Fixtures.REPOSITORY.resolve("c_examples/optimizer_plugin.c");
        Fixtures.compile("-shared", "-fPIC", "-o", plugin.toString(), source.toString());
        useOptimizer();
        protocol.loadOptimizer(plugin.toString(), "1000000");
        assertEquals(OptimizerOutcome.ANSWERED, outcome());
        assertThrows(OptimizationException.class, () -> protocol.loadOptimizer(plugin.toString(), "no number"));
    }

    @Test
    void codecsCompressAndDecompress() {
        byte[] content = new byte[10_000];
        try (Compressor compressor = new Compressor(CompressionStrategy.NONE)) {
            compressor.setCodec(new Lz4());
            byte[] compressed = compressor.compress(content);
            assertTrue(compressed.length < 1000);
            assertEquals(200, Compression.codec(compressed).orElseThrow());
            assertArrayEquals(content, compressor.decompress(compressed));
            assertThrows(UnsupportedException.class, () -> Compression.decompress(compressed, 1 << 20));
            assertEquals(0, compressor.decompress(compressor.compress(new byte[0])).length);

            compressor.setCodec(new Lz4() {
                @Override
                public byte[] decompress(byte[] input, int size) {
                    throw new IllegalStateException("from decompress");
                }
            });
            assertThrows(CompressionException.class, () -> compressor.decompress(compressed));
            assertEquals(Compression.CODEC_STORED, Compression.codec(compressor.compress(content)).orElseThrow());
            compressor.setCodec(new Lz4() {
                @Override
                public byte[] compress(byte[] input) {
                    return new byte[input.length + 1];
                }
            });
            assertEquals(Compression.CODEC_STORED, Compression.codec(compressor.compress(content)).orElseThrow());
            compressor.setCodec(new Lz4() {
                @Override
                public byte[] decompress(byte[] input, int size) {
                    return new byte[size - 1];
                }
            });
            assertThrows(NexusZeroException.class, () -> compressor.decompress(compressed));
        }
    }

    /** What a codec makes longer is stored, and that is no failure. */
    @Test
    void codecsMayInflate() {
        use("{\"use_compression\":true}");
        protocol.setCodec(new Lz4() {
            @Override
            public byte[] compress(byte[] input) {
                return new byte[input.length + 1];
            }
        });
        try (Proof proof = Fixtures.prove(protocol);
                Metrics metrics = protocol.metrics()) {
            assertEquals(1.0, proof.measurements().compressionRatio());
            assertEquals(0, metrics.summary().recoveries());
        }
    }

    @Test
    void codecsOfProtocols() {
        use("{\"use_compression\":true}");
        AtomicInteger calls = new AtomicInteger();
        protocol.setCodec(new Lz4() {
            @Override
            public byte[] compress(byte[] input) {
                calls.incrementAndGet();
                throw new IllegalStateException("from compress");
            }
        });
        Fixtures.prove(protocol).close();
        assertTrue(calls.get() > 0);
        assertThrows(CompressionException.class, protocol::healthCheck);
    }

    /** LZ4 under a number of its own. */
    static class Lz4 implements Codec {
        @Override
        public int id() {
            return 200;
        }

        @Override
        public String name() {
            return "lz4 of the tests";
        }

        @Override
        public byte[] compress(byte[] input) {
            return Compression.lz4Compress(input);
        }

        @Override
        public byte[] decompress(byte[] input, int size) {
            return Compression.lz4Decompress(input, size);
        }
    }
}
