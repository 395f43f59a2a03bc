package nexuszero;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors that all languages share. */
class VectorsTest {
    static Stream<Fixtures.Vector> vectors() {
        return Fixtures.vectors().stream();
    }

    static Stream<Fixtures.Vector> cases() {
        return Fixtures.cases().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void constructorsGiveTheBytesOfTheJson(Fixtures.Vector vector) {
        try (Statement typed = build(vector.statement());
                Statement parsed = Statement.fromJson(vector.statement().toString());
                Statement decoded = Statement.fromBytes(typed.toBytes())) {
            assertArrayEquals(parsed.toBytes(), typed.toBytes());
            assertEquals(vector.statement(), Fixtures.json(typed.toJson()));
            assertEquals(parsed.name(), decoded.name());
            assertEquals(!vector.name().startsWith("discrete-log"), typed.isQuantumResistant());
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void committedProofsVerify(Fixtures.Vector vector) {
        byte[] context = Fixtures.vectorContext();
        try (Config config = new Config(Preset.DEFAULT).setSecurityLevel(vector.level());
                Protocol protocol = new Protocol(config);
                Statement statement = Statement.fromJson(vector.statement().toString());
                Proof proof = Proof.fromBytes(vector.proof())) {
            protocol.verify(statement, context, proof);
            assertArrayEquals(vector.proof(), proof.toBytes());
            ProofHeader header = proof.header();
            assertEquals(vector.level(), header.securityLevel());
            assertEquals(vector.proof().length, header.size());
            header.profile().ifPresent(profile -> assertEquals(vector.profile(), profile.nativeName()));
            assertEquals(header.quantumResistant(), header.profile().isPresent());

            assertThrows(
                    VerificationException.class,
                    () -> protocol.verify(statement, Fixtures.utf8("another context"), proof));
            byte[] changed = vector.proof().clone();
            changed[changed.length - 1] ^= 1;
            try (Proof damaged = Proof.fromBytes(changed)) {
                NexusZeroException refused =
                        assertThrows(NexusZeroException.class, () -> protocol.verify(statement, context, damaged));
                assertEquals(Status.PROOF_VERIFICATION, refused.status());
            }
        }
    }

    /** A statement made by the typed constructors from what its JSON says. */
    private static Statement build(JsonObject json) {
        switch (json.get("kind").getAsString()) {
            case "preimage":
                return preimage(json);
            case "range":
                return Statement.range(
                        hash(json),
                        Fixtures.hex(json.get("commitment")),
                        json.get("min").getAsLong(),
                        json.get("max").getAsLong(),
                        json.get("value").getAsString(),
                        json.get("blinding").getAsString());
            case "one-of-many":
                List<byte[]> digests = new ArrayList<>();
                json.getAsJsonArray("list").forEach(digest -> digests.add(Fixtures.hex(digest)));
                try (DigestList list = DigestList.of(digests)) {
                    Message message = message(json.getAsJsonObject("message"));
                    return Statement.oneOfMany(hash(json), list, message, json.get("index").getAsString());
                }
            case "membership":
                return Statement.membership(
                        hash(json),
                        Fixtures.hex(json.get("root")),
                        json.get("depth").getAsLong(),
                        message(json.getAsJsonObject("leaf")),
                        json.get("index").getAsString(),
                        json.get("path").getAsString());
            case "circuit":
                return circuit(json);
            case "conjunction":
                Statement[] claims = json.getAsJsonArray("claims").asList().stream()
                        .map(claim -> build(claim.getAsJsonObject()))
                        .toArray(Statement[]::new);
                try {
                    return Statement.conjunction(claims);
                } finally {
                    Arrays.stream(claims).forEach(Statement::close);
                }
            case "discrete-log":
                Group group = Arrays.stream(Group.values())
                        .filter(g -> g.nativeName().equals(json.get("group").getAsString()))
                        .findFirst()
                        .orElseThrow();
                return Statement.discreteLog(
                        group,
                        Fixtures.hex(json.get("generator")),
                        Fixtures.hex(json.get("public_value")),
                        json.get("secret").getAsString());
            default:
                throw new AssertionError("a kind without a constructor: " + json.get("kind"));
        }
    }

    private static Statement preimage(JsonObject json) {
        byte[] digest = Fixtures.hex(json.get("digest"));
        JsonObject message = json.getAsJsonObject("message");
        JsonArray parts = message.getAsJsonArray("parts");
        Statement general = Statement.preimage(hash(json), digest, message(message));
        // The two short forms are this statement with the name `message`.
        if (parts.size() == 1 && !message.has("key")) {
            JsonObject part = parts.get(0).getAsJsonObject();
            boolean hidden = part.has("hidden");
            Message renamed = hidden
                    ? Message.EMPTY.withHidden("message", message.get("blocks").getAsLong())
                    : Message.EMPTY.withSecret("message", part.get("len").getAsLong());
            try (Statement parted = Statement.preimage(hash(json), digest, renamed);
                    Statement shorter = hidden
                            ? Statement.preimage(hash(json), digest, message.get("blocks").getAsLong())
                            : Statement.preimageSized(hash(json), digest, part.get("len").getAsLong())) {
                assertArrayEquals(parted.toBytes(), shorter.toBytes());
            }
        }
        return general;
    }

    private static Statement circuit(JsonObject json) {
        try (Circuit circuit = new Circuit(json.get("circuit").getAsString())) {
            Message inputs = Message.EMPTY;
            for (JsonElement element : json.getAsJsonArray("inputs")) {
                JsonObject input = element.getAsJsonObject();
                inputs = input.has("public")
                        ? inputs.withPublic(Fixtures.hex(input.get("public")))
                        : inputs.withSecret(input.get("secret").getAsString(), 4);
            }
            assertEquals(32, circuit.inputWidth(0));
            return Statement.circuit(circuit, inputs, Fixtures.hex(json.get("outputs")));
        }
    }

    private static Message message(JsonObject json) {
        Message message = Message.EMPTY;
        for (JsonElement element : json.getAsJsonArray("parts")) {
            JsonObject part = element.getAsJsonObject();
            if (part.has("public")) {
                message = message.withPublic(Fixtures.hex(part.get("public")));
            } else if (part.has("hidden")) {
                message = message.withHidden(part.get("hidden").getAsString(), json.get("blocks").getAsLong());
            } else {
                message = message.withSecret(part.get("secret").getAsString(), part.get("len").getAsLong());
            }
        }
        if (json.has("key")) {
            JsonObject key = json.getAsJsonObject("key");
            message = key.has("public")
                    ? message.withPublicKey(Fixtures.hex(key.get("public")))
                    : message.withKey(key.get("secret").getAsString(), key.get("len").getAsLong());
        }
        return message;
    }

    private static Hash hash(JsonObject json) {
        Hash hash = Arrays.stream(Hash.values())
                .filter(h -> h.nativeName().equals(json.get("hash").getAsString()))
                .findFirst()
                .orElseThrow();
        assertTrue(NexusZero.hasFeature(hash.nativeName()));
        return hash;
    }
}
