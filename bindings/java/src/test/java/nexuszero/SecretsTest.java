package nexuszero;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What stays in the memory of the process, which Linux lets it read. */
@Timeout(300)
class SecretsTest {
    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final int SIZE = 48;
    /** Secrets are so often what is searched for: memory that was freed is soon overwritten, but not all of it. */
    private static final int REPETITIONS = 1000;
    /** What is searched for is here in a masked form, so that the search does not find itself. */
    private static final byte MASK = 0x5a;

    private final byte[] wiped = masked(1);
    private final byte[] kept = masked(2);
    private int wipedCopies;
    private int keptCopies;

    @Test
    void noCopyIsLeft() throws IOException {
        assumeTrue(Files.isReadable(MAPS));
        try (Witness open = witness(kept)) {
            witness(wiped).close();
            search();
            assertTrue(keptCopies >= REPETITIONS, "what is there was not found");
            assertEquals(0, wipedCopies);
            open.setNumber("n", 1);
        }
    }

    /** Does what one does with a secret, and wipes the array. */
    private static Witness witness(byte[] masked) {
        byte[] secret = new byte[SIZE * REPETITIONS];
        for (int i = 0; i < secret.length; i++) {
            secret[i] = (byte) (masked[i % SIZE] ^ MASK);
        }
        Hash.SHA256.digest(secret);
        Hash.HMAC_SHA512.hmac(secret, secret);
        Witness witness = Witness.preimage(secret).set("another name", secret);
        Arrays.fill(secret, (byte) 0);
        return witness;
    }

    private static byte[] masked(int seed) {
        byte[] bytes = new byte[SIZE];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Counts the secrets in all memory that this process can write. */
    private void search() throws IOException {
        byte[] chunk = new byte[1 << 16];
        try (RandomAccessFile memory = new RandomAccessFile("/proc/self/mem", "r")) {
            for (String line : Files.readAllLines(MAPS)) {
                String[] parts = line.split("[- ]");
                if (!parts[2].startsWith("rw")) {
                    continue;
                }
                long end = Long.parseUnsignedLong(parts[1], 16);
                for (long at = Long.parseUnsignedLong(parts[0], 16); at < end; at += chunk.length - SIZE) {
                    int length = (int) Math.min(chunk.length, end - at);
                    try {
                        memory.seek(at);
                        memory.readFully(chunk, 0, length);
                    } catch (IOException e) {
                        break; // Unmapped since.
                    }
                    for (int i = 0; i + SIZE <= length; i++) {
                        wipedCopies += stands(wiped, chunk, i);
                        keptCopies += stands(kept, chunk, i);
                    }
                }
            }
        }
    }

    private static int stands(byte[] masked, byte[] chunk, int at) {
        for (int i = 0; i < SIZE; i++) {
            if (chunk[at + i] != (byte) (masked[i] ^ MASK)) {
                return 0;
            }
        }
        return 1;
    }
}
