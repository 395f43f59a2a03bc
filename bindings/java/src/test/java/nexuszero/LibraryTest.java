package nexuszero;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Finding and checking the C library, each time in a process of its own. */
@Timeout(120)
class LibraryTest {
    private static final Map<String, String> NOTHING = Map.of();

    @TempDir
    Path folder;

    /** Prints the version twice, or why there is none. */
    static final class Probe {
        private Probe() {}

        public static void main(String[] arguments) {
            for (int i = 0; i < 2; i++) {
                try {
                    System.out.println("probe: " + NexusZero.binding() + " " + NexusZero.version());
                } catch (UnsatisfiedLinkError e) {
                    // That of JNA has several lines.
                    System.out.println("probe: " + e.getMessage().replaceAll("\\s+", " "));
                }
            }
        }
    }

    private static String probe(Map<String, String> environment, String classPath, String... options) {
        List<String> arguments = new ArrayList<>();
        arguments.add("-Dnexuszero.backend=" + System.getProperty("nexuszero.backend"));
        arguments.addAll(List.of(options)); // The last of several definitions counts.
        arguments.add(Probe.class.getName());
        Java java = Java.runAlone(environment, classPath, arguments);
        assertEquals(0, java.exit(), java.output());
        List<String> lines = java.output()
                .lines()
                .filter(line -> line.startsWith("probe: ")) // The JVM may have something to say too.
                .map(line -> line.substring("probe: ".length()))
                .collect(Collectors.toList());
        assertEquals(2, lines.size(), java.output());
        assertEquals(lines.get(0), lines.get(1)); // A failure stays the same failure.
        return lines.get(0);
    }

    private static String working() {
        return System.getProperty("nexuszero.backend") + " " + NexusZero.version();
    }

    private static Path library() {
        assumeTrue(Java.LIBRARY != null, "the library of the tests is found by the system");
        return Path.of(Java.LIBRARY).toAbsolutePath();
    }

    @Test
    void thePropertyNamesTheFile() {
        assertEquals(working(), probe(NOTHING, Java.CLASS_PATH, "-Dnexuszero.library=" + library()));
        Path relative = Path.of("").toAbsolutePath().relativize(library());
        assertEquals(working(), probe(NOTHING, Java.CLASS_PATH, "-Dnexuszero.library=" + relative));
    }

    @Test
    void theEnvironmentNamesTheFile() {
        assertEquals(working(), probe(Map.of("NEXUSZERO_LIBRARY", library().toString()), Java.CLASS_PATH));
        String wins = probe(
                Map.of("NEXUSZERO_LIBRARY", "/no/such/file"), Java.CLASS_PATH, "-Dnexuszero.library=" + library());
        assertEquals(working(), wins);
    }

    @Test
    void theSystemFindsTheFile() {
        assumeTrue(System.getProperty("os.name").equals("Linux"));
        String folder = library().getParent().toString();
        assertEquals(working(), probe(Map.of("LD_LIBRARY_PATH", folder), Java.CLASS_PATH));
        assertEquals(
                working(), probe(Map.of("LD_LIBRARY_PATH", folder, "NEXUSZERO_LIBRARY", ""), Java.CLASS_PATH));
    }

    @Test
    void aMissingLibraryIsNamed() throws IOException {
        String message = probe(NOTHING, Java.CLASS_PATH, "-Dnexuszero.library=/no/such/file.so");
        assertTrue(message.startsWith("no usable NexusZero library: tried /no/such/file.so"), message);
        assertTrue(message.contains("NEXUSZERO_LIBRARY"), message);
        Path text = Files.writeString(folder.resolve("text.so"), "no library");
        message = probe(NOTHING, Java.CLASS_PATH, "-Dnexuszero.library=" + text);
        assertTrue(message.startsWith("no usable NexusZero library: tried " + text), message);
    }

    @Test
    void anotherAbiIsRefused() throws IOException {
        Path other = compile("int nxz_abi_version(void) { return 2; }");
        String message = probe(NOTHING, Java.CLASS_PATH, "-Dnexuszero.library=" + other);
        assertTrue(message.contains("it has ABI number 2, and this binding was made for 1"), message);
        Path unrelated = compile("int unrelated(void) { return 1; }");
        message = probe(NOTHING, Java.CLASS_PATH, "-Dnexuszero.library=" + unrelated);
        assertTrue(message.contains("nxz_abi_version"), message);
    }

    @Test
    void aRefusalByTheJvmIsNamed() {
        assumeTrue(Runtime.version().feature() >= 24 && NexusZero.binding().equals("ffm"));
        String message = probe(NOTHING, Java.CLASS_PATH, "-Dnexuszero.library=" + library(), Java.NO_NATIVE_ACCESS);
        assertTrue(message.contains("use the option --enable-native-access"), message);
    }

    /** As where JNA may not write its own library to a folder. */
    @Test
    void aFailureOfJnaIsNamed() {
        assumeTrue(NexusZero.binding().equals("jna"));
        Map<String, String> variables = Map.of("LD_LIBRARY_PATH", library().getParent().toString());
        List<String> arguments = List.of("-Dnexuszero.backend=jna", "-Djna.nounpack=true", Probe.class.getName());
        Java java = Java.runAlone(variables, Java.CLASS_PATH, arguments);
        assertEquals(0, java.exit(), java.output());
        List<String> lines = java.output().lines().filter(line -> line.startsWith("probe: ")).toList();
        assertEquals(2, lines.size(), java.output());
        for (String line : lines) {
            assertTrue(line.startsWith("probe: no usable NexusZero library: tried "), line);
            assertTrue(line.contains("JNA native support"), line);
        }
    }

    private Path compile(String source) throws IOException {
        Path c = Files.writeString(folder.resolve("stub.c"), source);
        Path library = folder.resolve("stub" + source.hashCode() + ".so");
        Fixtures.compile("-shared", "-fPIC", "-o", library.toString(), c.toString());
        return library;
    }

    @Test
    void backEndsAreForced() {
        String message = probe(NOTHING, Java.CLASS_PATH, "-Dnexuszero.backend=jni");
        assertTrue(message.endsWith("neither ffm nor jna: jni"), message);
        String withoutJna = Arrays.stream(Java.CLASS_PATH.split(File.pathSeparator))
                .filter(element -> !element.contains("jna"))
                .collect(Collectors.joining(File.pathSeparator));
        message = probe(NOTHING, withoutJna, "-Dnexuszero.backend=jna");
        assertTrue(message.contains("net.java.dev.jna:jna"), message);
    }
}
