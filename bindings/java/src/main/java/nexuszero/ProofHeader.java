package nexuszero;

import java.util.Optional;

/**
 * What the header of a proof says. It is the prover's claim; only {@link Protocol#verify(Statement, byte[], Proof)}
 * checks it.
 *
 * @param version version of the proof format
 * @param securityLevel security level in bits
 * @param profile the profile; empty for a discrete logarithm, and for one of a later version of the library
 * @param degree degree of the check; 0 for a discrete logarithm
 * @param quantumResistant whether proofs of this kind resist quantum computers
 * @param size bytes of the whole proof
 */
public record ProofHeader(
        int version,
        int securityLevel,
        Optional<Profile> profile,
        int degree,
        boolean quantumResistant,
        long size) {
    ProofHeader(StructView view) {
        this(
                view.getInt("version"),
                view.getInt("security_level"),
                Profile.of(view.getInt("profile")),
                view.getInt("degree"),
                view.getInt("quantum_resistant") != 0,
                view.getLong("size"));
    }
}
