package nexuszero;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All layers of a configuration, and what is wrong with them. */
class ConfigTest {
    private static JsonObject json(Config config) {
        return Fixtures.json(config.toJson());
    }

    @Test
    void settersWin() {
        try (Config config = new Config(Preset.DEFAULT)) {
            config.setSecurityLevel(192)
                    .setProfile(Profile.TINY)
                    .setVerifyAfterGeneration(true)
                    .setRequireQuantumResistance(true)
                    .setLimit(Limit.WORK, 1L << 33)
                    .set("custom.region", "\"north\"")
                    .loadJson("{\"profile\":\"small\",\"threads\":2}");
            JsonObject json = json(config);
            assertEquals(192, json.get("security_level").getAsInt());
            assertEquals("tiny", json.get("profile").getAsString());
            assertTrue(json.get("verify_after_generation").getAsBoolean());
            assertTrue(json.get("require_quantum_resistance").getAsBoolean());
            assertEquals(1L << 33, json.getAsJsonObject("limits").get("max_work").getAsLong());
            assertEquals("north", json.getAsJsonObject("custom").get("region").getAsString());
            assertEquals(2, json.get("threads").getAsInt());
            JsonObject sources = json.getAsJsonObject("sources");
            assertEquals("setter", sources.get("profile").getAsString());
            assertEquals("file", sources.get("threads").getAsString());
        }
    }

    @Test
    void filesAndText(@TempDir Path folder) throws Exception {
        Path toml = Files.writeString(folder.resolve("ein Täst.toml"), "threads = 3\n");
        try (Config config = new Config(Preset.SECURE)) {
            config.loadFile(toml).loadToml("profile = \"fast\"\n");
            assertEquals(3, json(config).get("threads").getAsInt());
            assertEquals("fast", json(config).get("profile").getAsString());
            assertEquals(256, json(config).get("security_level").getAsInt());
            assertThrows(FileException.class, () -> config.loadFile(folder.resolve("missing.toml")));
            assertThrows(InvalidArgumentException.class, () -> config.loadFile(folder.resolve("config.ini")));
        }
    }

    /** Prints the configuration of the environment. */
    static final class Environment {
        private Environment() {}

        public static void main(String[] arguments) {
            try (Config config = new Config(Preset.FAST).loadEnvironment().loadToml("profile = \"small\"\n")) {
                System.out.println(config.toJson());
            }
        }
    }

    @Test
    void theEnvironmentIsALayer() {
        Java java = Java.run(Map.of("NEXUSZERO_PROFILE", "tiny"), Environment.class.getName());
        JsonObject json = Fixtures.json(java.output());
        assertEquals("tiny", json.get("profile").getAsString());
        assertEquals("environment", json.getAsJsonObject("sources").get("profile").getAsString());
        java = Java.run(Map.of("NEXUSZERO_NO_SUCH", "1"), Environment.class.getName());
        assertEquals(1, java.exit());
        assertTrue(java.output().contains("ConfigurationException"), java.output());
    }

    @Test
    void allProblemsAreReported() {
        try (Config config = new Config(Preset.DEFAULT)) {
            String before = config.toJson();
            ConfigurationException e = assertThrows(
                    ConfigurationException.class,
                    () -> config.loadJson("{\"security_level\":100,\"threads\":-1,\"no_such\":1}"));
            assertEquals(3, e.problems().size());
            Set<String> fields = new TreeSet<>();
            e.problems().forEach(problem -> fields.add(problem.field()));
            assertEquals(Set.of("no_such", "security_level", "threads"), fields);
            assertEquals(e.problems().get(0), new Problem(e.status(), e.getMessage(), e.field()));
            assertEquals(Status.CONFIGURATION.code(), e.code());
            assertEquals(before, config.toJson());
        }
    }

    @Test
    void badValues() {
        try (Config config = new Config(Preset.FAST)) {
            assertThrows(ConfigurationException.class, () -> config.setSecurityLevel(127));
            assertThrows(ConfigurationException.class, () -> config.setSecurityLevel(-128));
            assertThrows(ConfigurationException.class, () -> config.set("no_such", "1"));
            assertThrows(MalformedException.class, () -> config.set("threads", "{"));
            MalformedException e = assertThrows(MalformedException.class, () -> config.loadJson("nothing"));
            assertFalse(e.getMessage().isEmpty());
            assertThrows(NullPointerException.class, () -> config.setProfile(null));
            assertThrows(NullPointerException.class, () -> config.set("threads", null));
        }
        assertThrows(NullPointerException.class, () -> new Config(null));
    }

    @Test
    void aFieldMayBeAbsent() {
        try (Proof proof = Proof.fromBytes(Fixtures.vectors().get(0).proof())) {
            UnsupportedException e = assertThrows(UnsupportedException.class, proof::measurements);
            assertEquals(1, e.problems().size());
            assertEquals(e.field(), e.problems().get(0).field());
            assertThrows(UnsupportedException.class, () -> Proof.aggregate(List.of(proof)));
        }
        assertNull(Compression.codecName(77));
    }
}
