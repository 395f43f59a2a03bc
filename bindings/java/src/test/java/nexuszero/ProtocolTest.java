package nexuszero;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Proving, verifying, and what is measured of it. */
class ProtocolTest {
    private final Protocol protocol = Fixtures.fast();
    private final Statement statement = Fixtures.statement();
    private final Witness witness = Fixtures.witness();
    private Proof proof;

    @BeforeEach
    void prove() {
        proof = protocol.prove(statement, witness, Fixtures.CONTEXT, "login 17");
    }

    @AfterEach
    void close() {
        proof.close();
        witness.close();
        statement.close();
        protocol.close();
    }

    @Test
    void aProofGoesByItsBytes() {
        try (Protocol theirs = Fixtures.fast();
                Statement expected = Fixtures.statement();
                Proof received = Proof.fromBytes(proof.toBytes());
                Proof other = protocol.prove(statement, witness, Fixtures.CONTEXT)) {
            theirs.verify(expected, Fixtures.CONTEXT, received);
            theirs.verify(expected, Fixtures.CONTEXT, received, "login 17");
            assertFalse(Arrays.equals(proof.toBytes(), other.toBytes()));
            VerificationException e = assertThrows(
                    VerificationException.class, () -> theirs.verify(expected, new byte[0], received, "login 18"));
            assertEquals(Status.PROOF_VERIFICATION, e.status());
            assertFalse(e.getMessage().isEmpty());
        }
    }

    @Test
    void aWrongWitnessProvesNothing() {
        try (Witness wrong = Witness.preimage(Fixtures.utf8("not the right secret"));
                Witness none = new Witness()) {
            ProofGenerationException e = assertThrows(
                    ProofGenerationException.class, () -> protocol.prove(statement, wrong, Fixtures.CONTEXT));
            assertFalse(e.toString().contains("not the right secret"));
            assertThrows(NexusZeroException.class, () -> protocol.prove(statement, none, Fixtures.CONTEXT));
        }
    }

    @Test
    void bytesThatAreNoProof() {
        assertThrows(MalformedException.class, () -> Proof.fromBytes(new byte[0]));
        assertThrows(MalformedException.class, () -> Proof.fromBytes(new byte[100]));
        byte[] cut = Arrays.copyOf(proof.toBytes(), 1000);
        try (Proof half = Proof.fromBytes(cut)) {
            assertThrows(
                    NexusZeroException.class, () -> protocol.verify(statement, Fixtures.CONTEXT, half));
        }
    }

    @Test
    void badRequestIds() {
        assertThrows(
                InvalidArgumentException.class,
                () -> protocol.prove(statement, witness, Fixtures.CONTEXT, "a\nb"));
        assertThrows(
                InvalidArgumentException.class,
                () -> protocol.verify(statement, Fixtures.CONTEXT, proof, "x".repeat(129)));
        assertThrows(NullPointerException.class, () -> protocol.prove(statement, witness, Fixtures.CONTEXT, null));
        assertThrows(NullPointerException.class, () -> protocol.prove(statement, witness, null));
        assertThrows(NullPointerException.class, () -> protocol.prove(statement, null, Fixtures.CONTEXT));
    }

    @Test
    void costsAreKnownBefore() {
        ProofCost cost = protocol.estimate(statement);
        assertEquals(proof.toBytes().length, cost.proofSize());
        assertEquals(proof.header().degree(), cost.degree());
        assertTrue(cost.securityBits() >= 128);
        assertTrue(cost.memory() > 0);
    }

    @Test
    void measurementsAreThoseOfTheJson() {
        ProofMeasurements m = proof.measurements();
        JsonObject json = Fixtures.json(proof.metricsJson());
        assertEquals("login 17", json.get("request_id").getAsString());
        assertEquals(Optional.of(Profile.FAST), m.profile());
        assertEquals("fast", json.get("profile").getAsString());
        assertEquals(128, m.securityLevel());
        assertEquals(Source.CONFIGURED, m.source());
        assertEquals(OptimizerOutcome.NONE, m.optimizerOutcome());
        assertEquals(json.get("total_ns").getAsLong(), m.totalNs());
        assertEquals(json.get("prove_ns").getAsLong(), m.proveNs());
        assertEquals(json.get("size_after").getAsLong(), m.sizeAfter());
        assertEquals(json.get("threads").getAsInt(), m.threads());
        assertEquals(json.get("degree_cap").getAsInt(), m.degreeCap());
        assertEquals(json.get("heuristic_size").getAsLong(), m.heuristicSize());
        assertEquals(1.0, m.compressionRatio());
        assertTrue(m.quantumResistant());
        assertEquals(proof.toBytes().length, m.sizeAfter());
    }

    @Test
    void figuresCount() {
        protocol.verify(statement, Fixtures.CONTEXT, proof);
        assertThrows(VerificationException.class, () -> protocol.verify(statement, new byte[0], proof));
        try (Metrics metrics = protocol.metrics()) {
            MetricsFigures figures = metrics.summary();
            assertEquals(1, figures.prove().succeeded());
            assertEquals(1, figures.verify().succeeded());
            assertEquals(1, figures.verify().failed());
            assertEquals(1, figures.statements());
            assertEquals(proof.toBytes().length, figures.proofBytesAfter());
            assertTrue(figures.prove().meanNs() > 0);
            assertEquals(figures.prove().minNs(), figures.prove().maxNs());
            assertEquals(1, metrics.errorCount(Operation.VERIFY, Status.PROOF_VERIFICATION));
            assertEquals(0, metrics.errorCount(Operation.PROVE, Status.PROOF_VERIFICATION));
            assertThrows(InvalidArgumentException.class, () -> metrics.errorCount(Operation.PROVE, Status.OK));
            assertThrows(UnsupportedException.class, () -> metrics.errorCount(Operation.PROVE, Status.UNKNOWN));
            assertTrue(Fixtures.json(metrics.toJson()).has("fields"));
            assertTrue(metrics.toPrometheus().contains("# TYPE "));
            assertFalse(Fixtures.json(metrics.compare(metrics)).isEmpty());
        }
        protocol.resetMetrics();
        try (Metrics metrics = protocol.metrics()) {
            assertEquals(0, metrics.summary().prove().succeeded());
        }
    }

    @Test
    void proofsAreAggregatedAndCompared() {
        try (Proof other = Fixtures.prove(protocol)) {
            JsonObject aggregate = Fixtures.json(Proof.aggregate(List.of(proof, other)));
            assertTrue(aggregate.toString().contains("\"count\":2"));
            assertFalse(Fixtures.json(Proof.compare(List.of(proof), List.of(other))).isEmpty());
            assertFalse(Fixtures.json(Proof.aggregate(List.of())).isEmpty());
        }
    }

    @Test
    void reconfiguring() {
        try (Config config = new Config(Preset.DEFAULT).setSecurityLevel(192).setProfile(Profile.FAST);
                Config contradiction = new Config(Preset.DEFAULT).set("max_proof_size", "100000000")) {
            protocol.reconfigure(config);
            assertThrows(VerificationException.class, () -> protocol.verify(statement, Fixtures.CONTEXT, proof));
            try (Proof stronger = Fixtures.prove(protocol)) {
                assertEquals(192, stronger.header().securityLevel());
            }
            assertThrows(ConfigurationException.class, () -> protocol.reconfigure(contradiction));
            assertThrows(ConfigurationException.class, () -> new Protocol(contradiction));
        }
    }

    @Test
    void limitsAreKept() {
        try (Config config = new Config(Preset.FAST).setLimit(Limit.CONTEXT_SIZE, 3);
                Protocol small = new Protocol(config)) {
            LimitExceededException e = assertThrows(
                    LimitExceededException.class, () -> small.prove(statement, witness, new byte[4]));
            assertEquals("context", e.field());
        }
    }

    @Test
    void healthIsChecked() {
        protocol.healthCheck();
    }

    @Test
    void whatGoesInIsCopied() {
        byte[] secret = Fixtures.SECRET.clone();
        try (Witness copy = Witness.preimage(secret)) {
            Arrays.fill(secret, (byte) 0);
            protocol.prove(statement, copy, Fixtures.CONTEXT).close();
        }
        byte[] bytes = proof.toBytes();
        bytes[0] ^= 1;
        assertFalse(Arrays.equals(bytes, proof.toBytes()));
        assertArrayEquals(proof.toBytes(), proof.toBytes());
    }
}
