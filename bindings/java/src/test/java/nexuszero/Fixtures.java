package nexuszero;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** What several tests use: files of the repository, vectors, and a small statement with its witness. */
final class Fixtures {
    static final Path REPOSITORY = Path.of("../..");
    static final Path VECTORS = REPOSITORY.resolve("tests/vectors/proofs");
    static final byte[] CONTEXT = utf8("context of the tests");
    static final byte[] SECRET = utf8("a secret of the tests");

    private Fixtures() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] hex(JsonElement text) {
        return HexFormat.of().parseHex(text.getAsString());
    }

    static String read(Path file) {
        return new String(readBytes(file), StandardCharsets.UTF_8);
    }

    static byte[] readBytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonObject json(String text) {
        return new Gson().fromJson(text, JsonObject.class);
    }

    /** Runs the C compiler; where there is none, the test is skipped. */
    static void compile(String... arguments) {
        List<String> command = new ArrayList<>(List.of("cc", "-I", REPOSITORY.resolve("include").toString()));
        command.addAll(List.of(arguments));
        try {
            assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
        } catch (IOException e) {
            Assumptions.abort("no C compiler");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** "I know SECRET", with its length hidden. */
    static Statement statement() {
        return Statement.preimage(Hash.SHA256, Hash.SHA256.digest(SECRET), 1);
    }

    static Witness witness() {
        return Witness.preimage(SECRET);
    }

    /** The fastest discrete logarithm: tests that need many proofs take it. */
    static Statement quickStatement() {
        return Statement.discreteLog(
                Group.RISTRETTO255,
                Group.RISTRETTO255.generator(),
                Group.RISTRETTO255.publicValue(Group.RISTRETTO255.generator(), quickSecret()));
    }

    static Witness quickWitness() {
        return new Witness().set("secret", quickSecret());
    }

    private static byte[] quickSecret() {
        byte[] secret = new byte[32];
        secret[0] = 42;
        return secret;
    }

    static Protocol fast() {
        return Protocol.of(Preset.FAST);
    }

    /** A proof of {@link #statement}. */
    static Proof prove(Protocol protocol) {
        try (Statement statement = statement();
                Witness witness = witness()) {
            return protocol.prove(statement, witness, CONTEXT);
        }
    }

    /** One entry of the vectors, with the statement and secrets that entries after the first of a name leave out. */
    record Vector(String name, JsonObject statement, JsonObject secrets, int level, String profile, byte[] proof) {}

    /** The context of all vectors. */
    static byte[] vectorContext() {
        return hex(json(read(VECTORS.resolve("index.json"))).get("context"));
    }

    /** All vectors whose proof is in the repository. */
    static List<Vector> vectors() {
        List<Vector> vectors = new ArrayList<>();
        JsonObject last = null;
        for (JsonElement element : json(read(VECTORS.resolve("index.json"))).getAsJsonArray("proofs")) {
            JsonObject entry = element.getAsJsonObject();
            if (entry.has("statement")) {
                last = entry;
            }
            if (entry.has("file")) {
                vectors.add(new Vector(
                        entry.get("name").getAsString(),
                        last.getAsJsonObject("statement"),
                        last.getAsJsonObject("secrets"),
                        entry.get("level").getAsInt(),
                        entry.get("profile").getAsString(),
                        readBytes(VECTORS.resolve(entry.get("file").getAsString()))));
            }
        }
        return vectors;
    }

    /** All statements of the vectors, one for each name. */
    static List<Vector> cases() {
        List<Vector> cases = new ArrayList<>();
        for (JsonElement element : json(read(VECTORS.resolve("index.json"))).getAsJsonArray("proofs")) {
            JsonObject entry = element.getAsJsonObject();
            String name = entry.get("name").getAsString();
            if (cases.isEmpty() || !cases.get(cases.size() - 1).name().equals(name)) {
                cases.add(new Vector(
                        name, entry.getAsJsonObject("statement"), entry.getAsJsonObject("secrets"), 0, null, null));
            }
        }
        return cases;
    }
}
