package nexuszero;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives: what goes in comes out, damage is noticed, and bad uses are refused. */
class ArchiveTest {
    @TempDir
    Path folder;

    @Test
    void entriesComeOutAsTheyWentIn() {
        Path file = folder.resolve("Ärchiv.nxa");
        byte[] fingerprint;
        try (Protocol protocol = Fixtures.fast();
                Statement statement = Fixtures.statement();
                Proof proof = Fixtures.prove(protocol);
                Proof received = Proof.fromBytes(proof.toBytes());
                Archive archive = Archive.create(file)) {
            assertEquals(0, archive.append(statement, Fixtures.CONTEXT, proof, "first ☃"));
            assertEquals(1, archive.append(statement, new byte[0], received, ""));
            archive.flush();
            assertEquals(2, archive.size());
            fingerprint = archive.fingerprint();
            assertEquals(NexusZero.FINGERPRINT_SIZE, fingerprint.length);
            assertThrows(FileException.class, () -> Archive.create(file));
            assertThrows(FileException.class, () -> Archive.open(file, ArchiveMode.APPEND));

            try (Archive reader = Archive.open(file, ArchiveMode.READ)) {
                reader.check();
                assertArrayEquals(fingerprint, reader.fingerprint());
                assertEquals("first ☃", reader.label(0));
                assertEquals("", reader.label(1));
                assertArrayEquals(Fixtures.CONTEXT, reader.context(0));
                assertEquals(0, reader.context(1).length);
                assertEquals(Fixtures.json(proof.metricsJson()), Fixtures.json(reader.metricsJson(0)));
                assertEquals("", reader.metricsJson(1));
                assertTrue(Duration.between(reader.time(0), Instant.now()).abs().compareTo(Duration.ofHours(1)) < 0);
                assertEquals(2, Fixtures.json(reader.summaryJson()).get("records").getAsInt());
                try (Statement stored = reader.statement(0);
                        Proof storedProof = reader.proof(0)) {
                    assertArrayEquals(statement.toBytes(), stored.toBytes());
                    protocol.verify(stored, Fixtures.CONTEXT, storedProof);
                }
                assertThrows(InvalidArgumentException.class, () -> reader.statement(2));
                assertThrows(InvalidArgumentException.class, () -> reader.label(-1));
                InvalidArgumentException e = assertThrows(
                        InvalidArgumentException.class, () -> reader.append(statement, new byte[0], proof, ""));
                assertFalse(e.getMessage().isEmpty());
            }
            assertThrows(
                    LimitExceededException.class,
                    () -> archive.append(statement, new byte[0], proof, "x".repeat(257)));
        }
        Archive again = Archive.open(file, ArchiveMode.APPEND);
        again.close();
        again.close();
        assertThrows(IllegalStateException.class, again::size);
    }

    @Test
    void damageIsNoticed() throws Exception {
        Path file = folder.resolve("damaged.nxa");
        try (Protocol protocol = Fixtures.fast();
                Statement statement = Fixtures.quickStatement();
                Witness witness = Fixtures.quickWitness();
                Proof proof = protocol.prove(statement, witness, new byte[0]);
                Archive archive = Archive.create(file)) {
            archive.append(statement, new byte[0], proof, "a");
            archive.append(statement, new byte[0], proof, "b");
        }
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 5)); // A torn frame, as after a crash.
        try (Archive archive = Archive.open(file, ArchiveMode.APPEND)) {
            assertEquals(1, archive.size());
            archive.check();
        }
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        assertThrows(MalformedException.class, () -> Archive.open(file, ArchiveMode.APPEND));
        try (Archive archive = Archive.open(file, ArchiveMode.RECOVER)) {
            assertEquals(1, archive.size());
            assertEquals("damaged", Fixtures.json(archive.summaryJson()).get("tail").getAsString());
        }
        Files.write(file, new byte[] {1, 2, 3});
        assertThrows(MalformedException.class, () -> Archive.open(file, ArchiveMode.READ));
        assertThrows(FileException.class, () -> Archive.open(folder.resolve("missing.nxa"), ArchiveMode.READ));
    }

    @Test
    void callsOfManyThreadsTakeTurns() throws Exception {
        try (Protocol protocol = Fixtures.fast();
                Statement statement = Fixtures.quickStatement();
                Witness witness = Fixtures.quickWitness();
                Proof proof = protocol.prove(statement, witness, new byte[0]);
                Archive archive = Archive.create(folder.resolve("threads.nxa"))) {
            ExecutorService executor = Executors.newFixedThreadPool(4);
            for (int i = 0; i < 40; i++) {
                String label = "entry " + i;
                executor.submit(() -> archive.append(statement, new byte[0], proof, label));
            }
            executor.shutdown();
            assertTrue(executor.awaitTermination(60, TimeUnit.SECONDS));
            assertEquals(40, archive.size());
            archive.check();
        }
    }
}
