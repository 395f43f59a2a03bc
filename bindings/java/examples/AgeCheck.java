import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import nexuszero.Hash;
import nexuszero.NexusZeroException;
import nexuszero.Preset;
import nexuszero.Proof;
import nexuszero.Protocol;
import nexuszero.Statement;
import nexuszero.Witness;

/**
 * Proves that somebody was born on or before a date, without telling the date.
 *
 * An issuer (an authority, a bank) commits to the date of birth and publishes or signs the commitment. Its owner keeps
 * the date and the blinding, and proves to anyone that the date in the commitment is old enough.
 */
public class AgeCheck {
    // Dates as numbers that compare like dates: year, month, day.
    static final long BORN = 19840229, EARLIEST = 19000101, CUTOFF = 20081125;

    public static void main(String[] arguments) {
        // The verifier sends a nonce, which makes the proof worthless for everybody else.
        byte[] nonce = "nonce of the verifier: 8f1c".getBytes(StandardCharsets.UTF_8);

        // The issuer.
        byte[] blinding = Hash.newBlinding();
        byte[] commitment = Hash.SHA256.commit(BORN, blinding);

        byte[] proof = prove(commitment, blinding, nonce);
        System.out.println("proved: born on or before " + CUTOFF + ", in " + proof.length + " bytes");
        System.out.println("verified: " + (verify(commitment, proof, nonce) ? "valid" : "refused"));
        System.out.println("with another nonce: " + (verify(commitment, proof, new byte[0]) ? "valid" : "refused"));
    }

    /** What the owner does. */
    static byte[] prove(byte[] commitment, byte[] blinding, byte[] nonce) {
        try (Protocol protocol = Protocol.of(Preset.DEFAULT);
                Statement statement = Statement.range(Hash.SHA256, commitment, EARLIEST, CUTOFF);
                Witness witness = new Witness().setNumber("value", BORN).set("blinding", blinding);
                Proof proof = protocol.prove(statement, witness, nonce)) {
            return proof.toBytes();
        } finally {
            Arrays.fill(blinding, (byte) 0); // Here it is not needed any more.
        }
    }

    /** What the verifier does, who has the commitment and the bytes, and says himself what must have been proved. */
    static boolean verify(byte[] commitment, byte[] received, byte[] nonce) {
        try (Protocol protocol = Protocol.of(Preset.DEFAULT);
                Statement statement = Statement.range(Hash.SHA256, commitment, EARLIEST, CUTOFF);
                Proof proof = Proof.fromBytes(received)) {
            protocol.verify(statement, nonce, proof);
            return true;
        } catch (NexusZeroException e) {
            // No proof at all (MalformedException), or one of something else (VerificationException): not verified.
            return false;
        }
    }
}
