package nexuszero;

/**
 * What a proof will cost, computed before any of it is made.
 *
 * @param degree degree of the check
 * @param proofSize exact size of the proof in bytes
 * @param work what the verifier computes, in AES blocks; compared with {@link Limit#WORK}
 * @param committedBits bits committed for the statement
 * @param constraints constraints checked
 * @param securityBits computed security in bits against a classical adversary
 * @param quantumSecurityBits computed security in bits against a quantum adversary
 * @param hidingBits -log2 of the statistical advantage in telling 2^32 proofs from simulated ones (docs/security.md)
 * @param memory heap bytes that proving holds at once, at most; of a circuit from a file without its plan, which is
 *     made once and kept with the circuit. 0 for a discrete logarithm, which takes next to none
 */
public record ProofCost(
        int degree,
        long proofSize,
        long work,
        long committedBits,
        long constraints,
        double securityBits,
        double quantumSecurityBits,
        double hidingBits,
        long memory) {
    ProofCost(StructView view) {
        this(
                view.getInt("degree"),
                view.getLong("proof_size"),
                view.getLong("work"),
                view.getLong("committed_bits"),
                view.getLong("constraints"),
                view.getDouble("security_bits"),
                view.getDouble("quantum_security_bits"),
                view.getDouble("hiding_bits"),
                view.getLong("memory"));
    }
}
