package nexuszero;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Hash functions, groups, lists, trees, circuits and the statements made of them. */
class StatementsTest {
    private static final byte[] KEY = Fixtures.utf8("0123456789abcdef0123456789abcdef");
    private static final byte[] DIGEST = Hash.SHA256.digest(KEY);
    private static final String AND_GATE = "1 3\n2 1 1\n1 1\n\n2 1 0 1 2 AND\n";

    /** Proves and verifies, and sees another context refused. */
    private static void proves(Statement statement, Witness witness) {
        try (Protocol protocol = Fixtures.fast();
                Proof proof = protocol.prove(statement, witness, Fixtures.CONTEXT)) {
            protocol.verify(statement, Fixtures.CONTEXT, proof);
            assertThrows(VerificationException.class, () -> protocol.verify(statement, new byte[0], proof));
        }
    }

    private static void refused(Status status, String field, Runnable call) {
        NexusZeroException e = assertThrows(NexusZeroException.class, call::run);
        assertEquals(status, e.status(), e::getMessage);
        assertEquals(field, e.field(), e::getMessage);
    }

    @Test
    void digestsAreThoseOfJava() throws Exception {
        byte[] message = Fixtures.utf8("abc");
        assertArrayEquals(MessageDigest.getInstance("SHA-256").digest(message), Hash.SHA256.digest(message));
        assertArrayEquals(MessageDigest.getInstance("SHA3-256").digest(message), Hash.SHA3_256.digest(message));
        assertArrayEquals(MessageDigest.getInstance("SHA-512").digest(message), Hash.SHA512.digest(message));
        assertArrayEquals(MessageDigest.getInstance("SHA-384").digest(message), Hash.SHA384.digest(message));
        assertArrayEquals(MessageDigest.getInstance("SHA-256").digest(), Hash.SHA256.digest(new byte[0]));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        assertArrayEquals(mac.doFinal(message), Hash.HMAC_SHA256.hmac(KEY, message));
        refused(Status.INVALID_ARGUMENT, "hash", () -> Hash.SHA256.hmac(KEY, message));
    }

    @Test
    void blocksArePadded() {
        assertEquals(1, Hash.SHA256.blocks(55));
        assertEquals(2, Hash.SHA256.blocks(56));
        refused(Status.LIMIT_EXCEEDED, "message_len", () -> Hash.SHA256.blocks(-1));
    }

    @Test
    void namesAreTheLibrarys() {
        assertEquals("sha3-256", Hash.SHA3_256.nativeName());
        assertEquals("secp256k1", Group.SECP256K1.nativeName());
        assertEquals("balanced", Profile.BALANCED.nativeName());
        assertEquals("tensor-train", CompressionStrategy.TENSOR_TRAIN.nativeName());
        assertEquals("", Status.UNKNOWN.description());
        assertFalse(Status.PROOF_VERIFICATION.description().isEmpty());
        assertTrue(NexusZero.hasFeature("membership"));
        assertFalse(NexusZero.hasFeature("no such feature"));
        assertFalse(NexusZero.hasFeature("membership\0"));
        assertTrue(NexusZero.cpuBackends().contains("portable"));
        assertTrue(NexusZero.cpuBackends().contains(NexusZero.cpuBackend()));
        NexusZero.healthCheck();
    }

    @Test
    void preimages() {
        try (Statement statement = Statement.preimageSized(Hash.SHA256, DIGEST, 32);
                Witness witness = Witness.preimage(KEY)) {
            assertEquals("preimage/sha256", statement.name());
            proves(statement, witness);
        }
        refused(Status.INVALID_ARGUMENT, "digest", () -> Statement.preimage(Hash.SHA256, new byte[31], 1));
        refused(Status.LIMIT_EXCEEDED, "blocks", () -> Statement.preimage(Hash.SHA256, DIGEST, 65));
        refused(Status.LIMIT_EXCEEDED, "blocks", () -> Statement.preimage(Hash.SHA256, DIGEST, -1));
        refused(Status.INVALID_ARGUMENT, "hash", () -> Statement.preimageSized(Hash.HMAC_SHA256, DIGEST, 32));
    }

    @Test
    void messagesOfParts() {
        byte[] domain = Fixtures.utf8("domain");
        Message message = Message.EMPTY.withPublic(domain).withSecret("key", 32);
        byte[] whole = HexFormat.of().parseHex(HexFormat.of().formatHex(domain) + HexFormat.of().formatHex(KEY));
        try (Statement statement = Statement.preimage(Hash.SHA256, Hash.SHA256.digest(whole), message);
                Witness witness = new Witness().set("key", KEY)) {
            proves(statement, witness);
        }
        byte[] tag = Hash.HMAC_SHA256.hmac(KEY, domain);
        try (Statement statement = Statement.preimage(
                        Hash.HMAC_SHA256, tag, Message.EMPTY.withPublic(domain).withKey("mac key", 32));
                Witness witness = new Witness().set("mac key", KEY)) {
            proves(statement, witness);
        }
        try (Statement statement = Statement.preimage(
                        Hash.HMAC_SHA256, tag, Message.EMPTY.withSecret("text", 6).withPublicKey(KEY));
                Witness witness = new Witness().set("text", domain)) {
            proves(statement, witness);
        }
        refused(Status.INVALID_ARGUMENT, "name", () ->
                Statement.preimage(Hash.SHA256, DIGEST, Message.EMPTY.withSecret("", 32)));
        refused(Status.INVALID_ARGUMENT, "message", () -> Statement.preimage(
                Hash.SHA256, DIGEST, Message.EMPTY.withHidden("a", 1).withHidden("b", 1)));
        Message[] long257 = {Message.EMPTY};
        for (int i = 0; i < 257; i++) {
            long257[0] = long257[0].withPublic(new byte[1]);
        }
        NexusZeroException e = assertThrows(
                LimitExceededException.class, () -> Statement.preimage(Hash.SHA256, DIGEST, long257[0]));
        assertEquals(Status.LIMIT_EXCEEDED, e.status());
    }

    @Test
    void messagesDoNotChange() {
        byte[] part = {1, 2, 3};
        Message one = Message.EMPTY.withPublic(part);
        one.withPublic(new byte[] {4});
        part[0] = 9;
        byte[] digest = Hash.SHA256.digest(new byte[] {1, 2, 3});
        try (Statement made = Statement.preimage(Hash.SHA256, digest, one.withSecret("s", 1));
                Statement expected = Statement.fromJson("{\"kind\":\"preimage\",\"hash\":\"sha256\",\"digest\":\""
                        + HexFormat.of().formatHex(digest)
                        + "\",\"message\":{\"parts\":[{\"public\":\"010203\"},{\"secret\":\"s\",\"len\":1}]}}")) {
            assertArrayEquals(expected.toBytes(), made.toBytes());
        }
    }

    @Test
    void ranges() {
        byte[] blinding = Hash.newBlinding();
        assertEquals(NexusZero.BLINDING_SIZE, blinding.length);
        assertFalse(Arrays.equals(blinding, Hash.newBlinding()));
        byte[] commitment = Hash.SHA256.commit(-2, blinding); // 2^64 - 2
        try (Statement statement = Statement.range(Hash.SHA256, commitment, Long.MAX_VALUE, -1);
                Witness witness = new Witness().setNumber("value", -2).set("blinding", blinding)) {
            assertTrue(statement.toJson().contains("\"max\":18446744073709551615"));
            proves(statement, witness);
        }
        refused(Status.INVALID_ARGUMENT, "blinding", () -> Hash.SHA256.commit(1, new byte[31]));
        refused(Status.INVALID_ARGUMENT, "min", () -> Statement.range(Hash.SHA256, commitment, 2, 1));
        refused(Status.INVALID_ARGUMENT, "value_name", () ->
                Statement.range(Hash.SHA256, commitment, 1, 2, "a\n", ""));
    }

    @Test
    void lists() {
        try (DigestList list = DigestList.of(List.of(Hash.SHA256.digest(new byte[1]), DIGEST));
                Statement statement = Statement.oneOfMany(Hash.SHA256, list, Message.EMPTY.withSecret("key", 32));
                Witness witness = new Witness().set("key", KEY).setNumber("index", list.find(DIGEST))) {
            assertEquals(2, list.size());
            assertEquals(1, list.find(DIGEST));
            assertEquals(64, list.digest().length);
            assertEquals("one-of-many/2", statement.name());
            proves(statement, witness);
            refused(Status.INVALID_ARGUMENT, "digest", () -> list.find(new byte[32]));
        }
        assertThrows(InvalidArgumentException.class, () -> DigestList.of(List.of()));
        assertThrows(InvalidArgumentException.class, () -> new DigestList(new byte[33], 32));
        assertThrows(InvalidArgumentException.class, () -> new DigestList(new byte[32], -1));
        assertThrows(IllegalArgumentException.class, () -> DigestList.of(List.of(new byte[32], new byte[31])));
    }

    @Test
    void trees() {
        try (MerkleTree tree = new MerkleTree(Hash.SHA3_256)) {
            for (int i = 0; i < 5; i++) {
                tree.add(i == 3 ? KEY : new byte[] {(byte) i});
            }
            assertEquals(5, tree.size());
            assertEquals(3, tree.depth(3));
            assertEquals(1, tree.depth(4));
            assertEquals(3, tree.directions(3));
            assertEquals(96, tree.path(3).length);
            refused(Status.INVALID_ARGUMENT, "leaf_index", () -> tree.path(5));
            refused(Status.INVALID_ARGUMENT, "leaf_index", () -> tree.depth(-1));
            Message leaf = Message.EMPTY.withSecret("key", 32);
            try (Statement statement = Statement.membership(Hash.SHA3_256, tree.root(), 3, leaf);
                    Witness witness = new Witness().set("key", KEY).setMerklePath(tree, 3)) {
                proves(statement, witness);
            }
            refused(Status.LIMIT_EXCEEDED, "depth", () ->
                    Statement.membership(Hash.SHA3_256, tree.root(), 33, leaf));
        }
        refused(Status.INVALID_ARGUMENT, "hash", () -> new MerkleTree(Hash.HMAC_SHA512));
    }

    @Test
    void circuits() {
        try (Circuit circuit = new Circuit(AND_GATE);
                Statement statement = Statement.circuit(
                        circuit, Message.EMPTY.withSecret("a", 1).withPublic(new byte[] {1}), new byte[] {1});
                Witness witness = new Witness().set("a", new byte[] {1})) {
            assertEquals(new CircuitSize(1, 1, 1, 2, 2, 1, 1), circuit.size());
            assertEquals(1, circuit.inputWidth(1));
            assertEquals(1, circuit.outputWidth(0));
            assertEquals(64, circuit.digest().length);
            refused(Status.INVALID_ARGUMENT, "index", () -> circuit.inputWidth(2));
            refused(Status.INVALID_ARGUMENT, "index", () -> circuit.outputWidth(-1));
            refused(Status.INVALID_ARGUMENT, "outputs", () -> Statement.circuit(
                    circuit, Message.EMPTY.withSecret("a", 1).withPublic(new byte[] {1}), new byte[] {2}));
            proves(statement, witness);
        }
        assertThrows(MalformedException.class, () -> new Circuit("1 3\n2 1 1\n1 1\n\n2 1 0 1 2 NOR\n"));
    }

    @Test
    void conjunctions() {
        try (Statement a = Statement.preimage(Hash.SHA256, DIGEST, Message.EMPTY.withSecret("key", 32));
                Statement b =
                        Statement.preimage(Hash.BLAKE3, Hash.BLAKE3.digest(KEY), Message.EMPTY.withSecret("key", 32));
                Statement both = Statement.conjunction(a, b);
                Witness witness = new Witness().set("key", KEY)) {
            proves(both, witness);
            assertThrows(InvalidArgumentException.class, () -> Statement.conjunction(a));
            assertThrows(InvalidArgumentException.class, () -> Statement.conjunction());
            assertThrows(InvalidArgumentException.class, () -> Statement.conjunction(a, both));
            assertThrows(NullPointerException.class, () -> Statement.conjunction(a, null));
        }
    }

    @Test
    void discreteLogarithms() {
        try (Statement statement = Fixtures.quickStatement();
                Witness witness = Fixtures.quickWitness()) {
            assertFalse(statement.isQuantumResistant());
            proves(statement, witness);
            try (Protocol secure = Protocol.of(Preset.SECURE)) {
                refused(Status.CONFIGURATION, "require_quantum_resistance", () ->
                        secure.prove(statement, witness, new byte[0]));
            }
        }
        for (Group group : Group.values()) {
            assertTrue(group.generator().length >= 32);
            refused(Status.INVALID_ARGUMENT, "secret", () -> group.publicValue(group.generator(), new byte[32]));
        }
    }

    @Test
    void textAndBytesThatAreNoStatement() {
        MalformedException e = assertThrows(MalformedException.class, () -> Statement.fromJson("{\"kind\":\"x\"}"));
        assertFalse(e.getMessage().isEmpty());
        assertThrows(MalformedException.class, () -> Statement.fromBytes(new byte[] {1, 2, 3}));
        assertThrows(MalformedException.class, () -> Statement.fromBytes(new byte[0]));
        assertThrows(NullPointerException.class, () -> Statement.fromBytes(null));
        assertThrows(NullPointerException.class, () -> Statement.fromJson(null));
        assertThrows(IllegalArgumentException.class, () -> Statement.fromJson("\ud800"));
    }
}
