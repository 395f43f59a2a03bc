package nexuszero;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples and the program for other languages, run as their users run them; and the page that shows one. */
@Timeout(300)
class ProgramsTest {
    @TempDir
    Path folder;

    @Test
    void ageCheck() {
        Java java = Java.run("examples/AgeCheck.java");
        assertEquals(0, java.exit(), java.output());
        assertTrue(java.output().contains("verified: valid"), java.output());
        assertTrue(java.output().contains("with another nonce: refused"), java.output());
    }

    @Test
    void smallestInTime() {
        Java java = Java.run("examples/SmallestInTime.java");
        assertEquals(0, java.exit(), java.output());
        assertTrue(java.output().contains("FAILED, FAST"), java.output());
        assertTrue(java.output().contains("ANSWERED, TINY"), java.output());
    }

    @Test
    void thePageShowsTheExample() {
        String page = Fixtures.read(Path.of("README.md"));
        String example = Fixtures.read(Path.of("examples/AgeCheck.java"));
        assertTrue(page.contains("```java\n" + example + "```\n"));
    }

    @Test
    void interop() throws IOException {
        Path cases = writeCases();
        Path proofs = folder.resolve("proofs");
        Java java = Java.run("interop/Interop.java", "prove", cases.toString(), proofs.toString());
        assertEquals(0, java.exit(), java.output());
        java = Java.run("interop/Interop.java", "verify", cases.toString(), proofs.toString());
        assertEquals(0, java.exit(), java.output());
        assertTrue(java.output().contains(Fixtures.cases().size() + " proofs verified"), java.output());

        // A proof of another statement, and no proofs at all, are failures.
        Path first = proofs.resolve("range-sha256/128-fast.nxz");
        Files.copy(proofs.resolve("conjunction/128-fast.nxz"), proofs.resolve("range-sha256/128-small.nxz"));
        java = Java.run("interop/Interop.java", "verify", cases.toString(), proofs.toString());
        assertEquals(1, java.exit());
        assertTrue(java.output().contains(first.resolveSibling("128-small.nxz") + ": refused"), java.output());
        Path none = Files.createDirectories(folder.resolve("none"));
        java = Java.run("interop/Interop.java", "verify", cases.toString(), none.toString());
        assertEquals(1, java.exit());
    }

    @Test
    void interopVerifiesTheCommittedProofs() throws IOException {
        Path proofs = folder.resolve("committed");
        for (Fixtures.Vector vector : Fixtures.vectors()) {
            Path target = Files.createDirectories(proofs.resolve(vector.name()));
            Files.write(target.resolve(vector.level() + "-" + vector.profile() + ".nxz"), vector.proof());
        }
        Java java = Java.run("interop/Interop.java", "verify", writeCases().toString(), proofs.toString());
        assertEquals(0, java.exit(), java.output());
        assertTrue(java.output().contains(Fixtures.vectors().size() + " proofs verified"), java.output());
    }

    private Path writeCases() throws IOException {
        Path cases = folder.resolve("cases");
        for (Fixtures.Vector vector : Fixtures.cases()) {
            Path target = cases.resolve(vector.name());
            Files.createDirectories(target.resolve("secrets"));
            Files.writeString(target.resolve("statement.json"), vector.statement().toString());
            Files.write(target.resolve("context"), Fixtures.vectorContext());
            for (Map.Entry<String, JsonElement> secret : vector.secrets().entrySet()) {
                Files.write(target.resolve("secrets").resolve(secret.getKey()), Fixtures.hex(secret.getValue()));
            }
        }
        return cases;
    }
}
