import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexuszero.Config;
import nexuszero.Hash;
import nexuszero.Preset;
import nexuszero.Proof;
import nexuszero.Protocol;
import nexuszero.Statement;
import nexuszero.Witness;

/** An optimizer of one's own: the smallest proof whose predicted proving time is within a budget. */
public class SmallestInTime {
    // A program with a JSON library uses that.
    private static final Pattern CANDIDATE =
            Pattern.compile("\\{\"index\":(\\d+),[^}]*\"proof_size\":(\\d+),\"prove_ms\":([0-9.e+-]+)");

    public static void main(String[] arguments) {
        for (double budget : new double[] {0.001, 1e9}) {
            System.out.println("budget " + budget + " ms: " + profile(budget));
        }
    }

    static String profile(double budgetMs) {
        byte[] secret = "correct horse battery staple".getBytes(StandardCharsets.UTF_8);
        try (Config config = new Config(Preset.DEFAULT).set("use_optimizer", "true").set("optimizer.deadline", "10000");
                Protocol protocol = new Protocol(config);
                Statement statement = Statement.preimageSized(Hash.SHA256, Hash.SHA256.digest(secret), secret.length);
                Witness witness = Witness.preimage(secret)) {
            protocol.setOptimizer("smallest in time", request -> choose(request, budgetMs));
            try (Proof proof = protocol.prove(statement, witness, new byte[0])) {
                return proof.measurements().optimizerOutcome() + ", " + proof.header().profile().orElseThrow();
            }
        }
    }

    /**
     * Called on a thread of the library's; where nothing is in the budget, it fails, and the library's own choice is
     * taken.
     */
    static String choose(String request, double budgetMs) {
        String best = null;
        long bestSize = Long.MAX_VALUE;
        for (Matcher candidate = CANDIDATE.matcher(request); candidate.find(); ) {
            long size = Long.parseLong(candidate.group(2));
            if (Double.parseDouble(candidate.group(3)) <= budgetMs && size < bestSize) {
                best = candidate.group(1);
                bestSize = size;
            }
        }
        return best == null ? null : "{\"version\":1,\"candidate\":" + best + "}";
    }
}
