package nexuszero;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batches: results, failures of items, bad arguments, progress and cancelling. */
@Timeout(120)
class BatchTest {
    private final int held = Callbacks.held();
    private final Protocol protocol = Fixtures.fast();
    private final Statement statement = Fixtures.quickStatement();
    private final Witness witness = Fixtures.quickWitness();

    @AfterEach
    void close() {
        List.of(protocol, statement, witness).forEach(Handle::close);
        assertEquals(held, Callbacks.held());
    }

    private List<ProveItem> items(int count) {
        List<ProveItem> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(new ProveItem(statement, witness, new byte[i]));
        }
        return items;
    }

    @Test
    void allAreProvedAndVerified() {
        List<long[]> progress = Collections.synchronizedList(new ArrayList<>());
        List<String> names = Collections.synchronizedList(new ArrayList<>());
        protocol.setMetricsSink(json -> names.add(Fixtures.json(json).get("request_id").getAsString()));
        BatchOptions options = BatchOptions.DEFAULT
                .withThreads(2)
                .withRequestId("batch")
                .withProgress((done, total) -> progress.add(new long[] {done, total}));
        try (BatchResult proved = protocol.proveAll(items(20), options).orThrow()) {
            assertEquals(20, proved.size());
            assertEquals(Optional.empty(), proved.failure());
            assertEquals(20, progress.size());
            assertEquals(20, progress.get(19)[0]);
            assertEquals(20, progress.get(19)[1]);
            assertTrue(names.contains("batch/19"));
            assertEquals(20, proved.totals().succeeded());
            assertEquals(2, proved.totals().threads());
            assertTrue(Fixtures.json(proved.metricsJson()).has("summary"));
            List<VerifyItem> checks = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                assertEquals(Status.OK, proved.status(i));
                assertEquals("", proved.message(i));
                checks.add(new VerifyItem(statement, new byte[i], proved.proof(i)));
            }
            protocol.verifyAll(checks, BatchOptions.DEFAULT).orThrow().close();
            checks.set(7, new VerifyItem(statement, new byte[99], checks.get(7).proof()));
            BatchResult verified = protocol.verifyAll(checks, BatchOptions.DEFAULT);
            assertEquals(Status.PROOF_VERIFICATION, verified.failure().orElseThrow().status());
            assertEquals(Status.PROOF_VERIFICATION, verified.status(7));
            assertEquals(Status.OK, verified.status(8));
            assertFalse(verified.message(7).isEmpty());
            assertThrows(InvalidArgumentException.class, () -> verified.proof(8));
            assertThrows(IndexOutOfBoundsException.class, () -> verified.status(20));
            assertThrows(IndexOutOfBoundsException.class, () -> verified.message(-1));
            assertThrows(VerificationException.class, verified::orThrow);
            assertThrows(IllegalStateException.class, verified::size);
            checks.forEach(check -> check.proof().close());
        }
    }

    /** Grows by an item whenever it has been read. */
    private static final class GrowingList<T> extends AbstractList<T> {
        private final T item;
        private int size = 1;

        GrowingList(T item) {
            this.item = item;
        }

        @Override
        public T get(int index) {
            return item;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public Object[] toArray() {
            return read().toArray();
        }

        @Override
        public Stream<T> stream() {
            return read().stream();
        }

        private List<T> read() {
            return Collections.nCopies(size++, item);
        }
    }

    @Test
    void itemsAreReadOnce() {
        ProveItem item = new ProveItem(statement, witness, Fixtures.CONTEXT);
        try (BatchResult proved = protocol.proveAll(new GrowingList<>(item), BatchOptions.DEFAULT).orThrow();
                Proof proof = proved.proof(0)) {
            assertEquals(1, proved.size());
            VerifyItem check = new VerifyItem(statement, Fixtures.CONTEXT, proof);
            try (BatchResult verified = protocol.verifyAll(new GrowingList<>(check), BatchOptions.DEFAULT).orThrow()) {
                assertEquals(1, verified.size());
            }
        }
    }

    @Test
    void oneFailureTouchesNoOther() {
        try (Witness empty = new Witness()) {
            List<ProveItem> items = items(3);
            items.set(1, new ProveItem(statement, empty, new byte[0]));
            try (BatchResult result = protocol.proveAll(items, BatchOptions.DEFAULT)) {
                assertEquals(2, result.totals().succeeded());
                assertEquals(1, result.totals().failed());
                assertEquals(result.failure().orElseThrow().status(), result.status(1));
                result.proof(2).close();
                assertThrows(InvalidArgumentException.class, () -> result.proof(1));
            }
        }
    }

    @Test
    void badArguments() {
        assertThrows(
                InvalidArgumentException.class,
                () -> protocol.proveAll(items(2), BatchOptions.DEFAULT.withThreads(1025)));
        assertThrows(
                InvalidArgumentException.class,
                () -> protocol.proveAll(items(2), BatchOptions.DEFAULT.withRequestId("a\nb")));
        Witness closed = new Witness();
        closed.close();
        assertThrows(
                IllegalStateException.class,
                () -> protocol.proveAll(List.of(new ProveItem(statement, closed, new byte[0])), BatchOptions.DEFAULT));
        assertThrows(
                NullPointerException.class,
                () -> protocol.proveAll(List.of(new ProveItem(statement, null, new byte[0])), BatchOptions.DEFAULT));
        assertThrows(
                NullPointerException.class,
                () -> protocol.proveAll(List.of(new ProveItem(statement, witness, null)), BatchOptions.DEFAULT));
        try (BatchResult nothing = protocol.proveAll(List.of(), BatchOptions.DEFAULT)) {
            assertEquals(0, nothing.orThrow().size());
        }
    }

    @Test
    void progressCancels() {
        BatchOptions options = BatchOptions.DEFAULT.withThreads(1).withProgress((done, total) -> done < 3);
        try (BatchResult result = protocol.proveAll(items(10), options)) {
            assertEquals(Status.CANCELLED, result.failure().orElseThrow().status());
            assertTrue(result.failure().orElseThrow() instanceof CancelledException);
            assertEquals(3, result.totals().succeeded());
            assertEquals(7, result.totals().cancelled());
            assertEquals(Status.CANCELLED, result.status(9));
        }
    }

    @Test
    void whatProgressThrowsIsThrown() {
        for (Throwable failure : List.of(new ArithmeticException("a"), new AssertionError("b"))) {
            BatchOptions options = BatchOptions.DEFAULT.withThreads(2).withProgress((done, total) -> {
                throw BatchTest.<RuntimeException>hidden(failure);
            });
            assertSame(failure, assertThrows(failure.getClass(), () -> protocol.proveAll(items(10), options)));
        }
        Exception checked = new Exception("c");
        BatchOptions options = BatchOptions.DEFAULT.withProgress((done, total) -> {
            throw BatchTest.<RuntimeException>hidden(checked);
        });
        UndeclaredThrowableException e =
                assertThrows(UndeclaredThrowableException.class, () -> protocol.proveAll(items(2), options));
        assertSame(checked, e.getCause());
    }

    /** Each batch has threads of its own, which Java gets to know by the sink, and forgets when they end. */
    @Test
    void threadsOfTheLibraryEndInJavaToo() throws InterruptedException {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        protocol.setMetricsSink(json -> seen.add(Thread.currentThread()));
        // On a busy machine one thread may be done with a batch before another has started.
        for (int i = 0; i < 20 || (seen.size() < 3 && i < 1000); i++) {
            protocol.proveAll(items(20), BatchOptions.DEFAULT.withThreads(4)).orThrow().close();
        }
        seen.remove(Thread.currentThread());
        assertTrue(seen.size() > 1);
        for (Thread thread : seen) {
            assertTrue(thread.isDaemon());
            thread.join();
        }
    }

    /** Throws anything past the compiler. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E hidden(Throwable failure) throws E {
        throw (E) failure;
    }
}
