package nexuszero;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The lives of handles: closing twice, using after closing, closing and changing while other threads use them, and
 * being forgotten.
 */
@Timeout(120)
class HandlesTest {
    /** One use of each class that stands for an object of the library's. */
    static Stream<Map.Entry<Handle, Runnable>> handles() {
        Protocol protocol = Fixtures.fast();
        Config config = new Config(Preset.FAST);
        Statement statement = Fixtures.quickStatement();
        Witness witness = Fixtures.quickWitness();
        Proof proof = protocol.prove(statement, witness, new byte[0]);
        Metrics metrics = protocol.metrics();
        DigestList list = new DigestList(new byte[32], 32);
        MerkleTree tree = new MerkleTree(Hash.SHA256);
        Circuit circuit = new Circuit("1 2\n1 1\n1 1\n\n1 1 0 1 INV\n");
        Compressor compressor = new Compressor(CompressionStrategy.LZ4);
        BatchResult batch = protocol.verifyAll(List.of(), BatchOptions.DEFAULT);
        return Stream.of(
                Map.entry(config, config::toJson),
                Map.entry(statement, statement::name),
                Map.entry(witness, () -> witness.setNumber("n", 1)),
                Map.entry(proof, proof::toBytes),
                Map.entry(metrics, metrics::summary),
                Map.entry(list, list::size),
                Map.entry(tree, () -> tree.add(new byte[1])),
                Map.entry(circuit, circuit::size),
                Map.entry(compressor, () -> compressor.compress(new byte[1])),
                Map.entry(batch, batch::size),
                Map.entry(protocol, protocol::metrics));
    }

    @ParameterizedTest
    @MethodSource("handles")
    void closedHandlesAreNotUsed(Map.Entry<Handle, Runnable> entry) {
        entry.getValue().run();
        entry.getKey().close();
        entry.getKey().close();
        IllegalStateException e = assertThrows(IllegalStateException.class, entry.getValue()::run);
        assertEquals(entry.getKey().getClass().getSimpleName() + " is closed", e.getMessage());
    }

    /** A thread that gets hold of a result without synchronisation must not see one that lacks its failure. */
    @ParameterizedTest
    @MethodSource("handles")
    void nothingIsSetAfterTheConstructor(Map.Entry<Handle, Runnable> entry) {
        for (Field field : entry.getKey().getClass().getDeclaredFields()) {
            assertTrue(Modifier.isFinal(field.getModifiers()), field.toString());
        }
    }

    @Test
    void closedInputsAreRefusedAndTheOthersAreLetGo() {
        Protocol protocol = Fixtures.fast();
        Statement statement = Fixtures.quickStatement();
        Witness witness = Fixtures.quickWitness();
        witness.close();
        assertThrows(IllegalStateException.class, () -> protocol.prove(statement, witness, new byte[0]));
        // If the failed call still held the protocol, the sink would not be released.
        int held = Callbacks.held();
        protocol.setMetricsSink(json -> {});
        protocol.close();
        assertEquals(held, Callbacks.held());
        statement.close();
    }

    @Test
    void closingWhileACallRunsFreesWhenItEnds() throws Exception {
        Protocol protocol = Fixtures.fast();
        Statement statement = Fixtures.statement();
        Witness witness = Fixtures.witness();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        int held = Callbacks.held();
        protocol.setLogSink(LogLevel.DEBUG, (level, json) -> {
            inside.countDown();
            try {
                closed.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Future<Proof> running = executor.submit(() -> protocol.prove(statement, witness, Fixtures.CONTEXT));
        inside.await();
        protocol.close();
        statement.close();
        witness.close();
        assertEquals(held + 1, Callbacks.held()); // Not freed yet.
        assertThrows(IllegalStateException.class, protocol::metrics);
        closed.countDown();
        try (Proof proof = running.get()) {
            assertTrue(proof.toBytes().length > 0);
        }
        assertEquals(held, Callbacks.held());
        executor.shutdown();
    }

    /**
     * Threads prove, verify and read while others close what they use: each call works or says that a handle is closed.
     */
    @Test
    void closingRacesWithCalls() throws Exception {
        int threads = 6;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        AtomicInteger worked = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        for (int round = 0; round < 60; round++) {
            Protocol protocol = Fixtures.fast();
            Statement statement = Fixtures.quickStatement();
            Witness witness = Fixtures.quickWitness();
            Proof proof = protocol.prove(statement, witness, Fixtures.CONTEXT);
            CountDownLatch start = new CountDownLatch(1);
            List<Future<?>> futures = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int task = t;
                futures.add(executor.submit(() -> {
                    start.await();
                    for (int i = 0; i < 20; i++) {
                        try {
                            if (task == 0 && i == 5) {
                                List.of(protocol, statement, witness, proof).forEach(Handle::close);
                            } else if (task % 2 == 0) {
                                protocol.verify(statement, Fixtures.CONTEXT, proof);
                            } else {
                                protocol.prove(statement, witness, Fixtures.CONTEXT).close();
                            }
                            worked.incrementAndGet();
                        } catch (IllegalStateException e) {
                            assertTrue(e.getMessage().endsWith(" is closed"), e.getMessage());
                            refused.incrementAndGet();
                        }
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> future : futures) {
                future.get();
            }
        }
        executor.shutdown();
        assertTrue(worked.get() > 0);
        assertTrue(refused.get() > 0);
    }

    /** Many threads change one object: each change works or is refused, and those that worked are there. */
    @Test
    void changesAtTheSameTimeAreRefused() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        AtomicInteger added = new AtomicInteger();
        try (MerkleTree tree = new MerkleTree(Hash.SHA256)) {
            List<Future<?>> futures = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                futures.add(executor.submit(() -> {
                    for (int i = 0; i < 2000; i++) {
                        try {
                            tree.add(new byte[8]);
                            added.incrementAndGet();
                            tree.root();
                        } catch (IllegalStateException e) {
                            assertTrue(e.getMessage().contains("while another call uses it"), e.getMessage());
                        }
                    }
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
            assertEquals(added.get(), tree.size());
        }
        executor.shutdown();
    }

    @Test
    void aChangeFromInsideACallbackIsRefused() {
        try (Compressor compressor = new Compressor(CompressionStrategy.LZ4)) {
            List<Throwable> thrown = new ArrayList<>();
            compressor.setCodec(new CallbacksTest.Lz4() {
                @Override
                public byte[] compress(byte[] input) {
                    thrown.add(assertThrows(IllegalStateException.class, () -> compressor.setLimits(1, 1)));
                    return super.compress(input);
                }
            });
            compressor.compress(new byte[1000]);
            assertFalse(thrown.isEmpty());
        }
    }

    @Test
    void forgottenHandlesAreFreed() throws Exception {
        int held = Callbacks.held();
        forget();
        assertEquals(held + 50, Callbacks.held());
        for (int i = 0; i < 6000 && Callbacks.held() > held; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertEquals(held, Callbacks.held());
    }

    private static void forget() {
        for (int i = 0; i < 50; i++) {
            Fixtures.fast().setMetricsSink(json -> {});
        }
    }

    @Test
    void namesAreAllThatIsPrinted() {
        try (Witness witness = Fixtures.witness()) {
            assertFalse(witness.toString().contains(new String(Fixtures.SECRET)));
        }
    }
}
