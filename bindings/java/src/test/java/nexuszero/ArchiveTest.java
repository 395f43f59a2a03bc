package nexuszero;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
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

    /** Gives the only record of an archive the time 2^63, and the digests that go with it. */
    private static void setTimeBeyondAllClocks(Path file) throws Exception {
        // docs/archive.md, "Format".
        int frameHeader = 13;
        int link = 32;
        byte record = 4;
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        ByteBuffer before = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] last = sha256.digest(Arrays.copyOf(before.array(), 16));
        int at = 16;
        while (before.get(at) != record) {
            at += frameHeader + before.getInt(at + 1) + link;
            last = Arrays.copyOfRange(before.array(), at - link, at);
        }
        // The statement and the template, which is missing, have a byte each, and today's times six.
        int body = at + frameHeader;
        byte[] time = HexFormat.of().parseHex("80".repeat(9) + "01");
        int length = before.getInt(at + 1) - 6 + time.length;
        ByteBuffer after = ByteBuffer.allocate(at + frameHeader + length + link).order(ByteOrder.LITTLE_ENDIAN);
        after.put(before.array(), 0, at).put(record).putInt(length);
        sha256.update(last);
        sha256.update(after.array(), at, 5);
        after.put(sha256.digest(), 0, 8);
        after.put(before.array(), body, 2).put(time);
        after.put(before.array(), body + 8, before.capacity() - link - (body + 8));
        sha256.update(last);
        sha256.update(after.array(), at, frameHeader + length);
        Files.write(file, after.put(sha256.digest()).array());
    }

    @Test
    void timesBeyondAllClocksAreRefused() throws Exception {
        Path file = folder.resolve("time.nxa");
        try (Protocol protocol = Fixtures.fast();
                Statement statement = Fixtures.quickStatement();
                Witness witness = Fixtures.quickWitness();
                Proof proof = protocol.prove(statement, witness, new byte[0]);
                Proof received = Proof.fromBytes(proof.toBytes());
                Archive archive = Archive.create(file)) {
            archive.append(statement, new byte[0], received, "");
        }
        setTimeBeyondAllClocks(file);
        try (Archive archive = Archive.open(file, ArchiveMode.READ)) {
            archive.check();
            MalformedException e = assertThrows(MalformedException.class, () -> archive.time(0));
            assertEquals(Status.MALFORMED, e.problems().get(0).status());
        }
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
