package nexuszero;

import java.util.Collection;
import java.util.List;

/** A proof. It never changes: any number of threads may use it. */
public final class Proof extends Handle {
    /** Takes over an {@code nxz_proof}. */
    Proof(long address) {
        super(address, NativeFunction.PROOF_FREE);
    }

    /**
     * Takes proof bytes in, compressed or not. Their header is checked, and nothing else: {@link
     * Protocol#verify(Statement, byte[], Proof)} does the rest.
     *
     * @param bytes what {@link #toBytes} returned somewhere
     * @return the proof
     * @throws MalformedException for bytes that are no proof
     * @throws UnsupportedException for a proof that this build cannot read
     */
    public static Proof fromBytes(byte[] bytes) {
        return new Proof(new Call(NativeFunction.PROOF_FROM_BYTES).bytes(bytes).toLong());
    }

    /**
     * The proof bytes, to be sent to a verifier.
     *
     * @return a copy
     */
    public byte[] toBytes() {
        return new Call(NativeFunction.PROOF_DATA).use(this).toView();
    }

    /**
     * Reads the header, of a compressed proof too.
     *
     * @return what the header says, which is not verified
     */
    public ProofHeader header() {
        return new Call(NativeFunction.PROOF_INFO).use(this).toStruct(Struct.PROOF_HEADER, ProofHeader::new);
    }

    /**
     * What was measured when the proof was made.
     *
     * @return the measurements
     * @throws UnsupportedException for a proof that came in as bytes
     */
    public ProofMeasurements measurements() {
        return new Call(NativeFunction.PROOF_METRICS)
                .use(this)
                .toStruct(Struct.PROOF_MEASUREMENTS, ProofMeasurements::new);
    }

    /**
     * What was measured when the proof was made as a JSON object, whose shape {@code docs/metrics.md} has.
     *
     * @return the JSON
     * @throws UnsupportedException for a proof that came in as bytes
     */
    public String metricsJson() {
        return new Call(NativeFunction.PROOF_METRICS_JSON).use(this).toText();
    }

    /**
     * Count, mean, deviation, range and percentiles of every number that was measured when these proofs were made.
     *
     * @param proofs proofs that were made in this process
     * @return a JSON object, whose shape {@code docs/metrics.md} has
     * @throws UnsupportedException for a proof that came in as bytes
     */
    public static String aggregate(Collection<Proof> proofs) {
        List<Proof> copy = List.copyOf(proofs);
        return new Call(NativeFunction.PROOFS_AGGREGATE).useAll(copy).number(copy.size()).toText();
    }

    /**
     * Compares what was measured when two batches of proofs were made, as {@link Metrics#compare} does.
     *
     * @param base proofs that were made in this process
     * @param other the same, compared with {@code base}
     * @return a JSON object, whose shape {@code docs/metrics.md} has
     * @throws UnsupportedException for a proof that came in as bytes
     */
    public static String compare(Collection<Proof> base, Collection<Proof> other) {
        List<Proof> baseCopy = List.copyOf(base);
        List<Proof> otherCopy = List.copyOf(other);
        return new Call(NativeFunction.PROOFS_COMPARE)
                .useAll(baseCopy)
                .number(baseCopy.size())
                .useAll(otherCopy)
                .number(otherCopy.size())
                .toText();
    }
}
