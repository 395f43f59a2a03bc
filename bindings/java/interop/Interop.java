import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nexuszero.Config;
import nexuszero.NexusZeroException;
import nexuszero.Preset;
import nexuszero.Profile;
import nexuszero.Proof;
import nexuszero.Protocol;
import nexuszero.Statement;
import nexuszero.Status;
import nexuszero.Witness;

/**
 * Makes proofs for other languages, and verifies theirs.
 *
 * {@code prove CASES OUT} proves each case CASES/NAME (statement.json, context, secrets/SECRET) into
 * OUT/NAME/128-fast.nxz. {@code verify CASES PROOFS} verifies each PROOFS/NAME/LEVEL-PROFILE.nxz, and sees it refused
 * for another context and after a change.
 */
public class Interop {
    public static void main(String[] arguments) throws IOException {
        String command = arguments.length == 3 ? arguments[0] : "";
        switch (command) {
            case "prove":
                prove(Path.of(arguments[1]), Path.of(arguments[2]));
                break;
            case "verify":
                System.exit(verify(Path.of(arguments[1]), Path.of(arguments[2])) ? 0 : 1);
                break;
            default:
                System.err.println("usage: Interop prove CASES OUT | Interop verify CASES PROOFS");
                System.exit(2);
        }
    }

    static void prove(Path cases, Path out) throws IOException {
        try (Config config = new Config(Preset.DEFAULT).setSecurityLevel(128).setProfile(Profile.FAST);
                Protocol protocol = new Protocol(config)) {
            for (Path folder : list(cases)) {
                try (Statement statement = statement(folder);
                        Witness witness = new Witness()) {
                    for (Path secret : list(folder.resolve("secrets"))) {
                        witness.set(secret.getFileName().toString(), Files.readAllBytes(secret));
                    }
                    Path target = Files.createDirectories(out.resolve(folder.getFileName())).resolve("128-fast.nxz");
                    try (Proof proof = protocol.prove(statement, witness, context(folder))) {
                        Files.write(target, proof.toBytes());
                    }
                }
            }
        }
    }

    static boolean verify(Path cases, Path proofs) throws IOException {
        int verified = 0;
        int failed = 0;
        for (Path folder : list(proofs)) {
            Path named = cases.resolve(folder.getFileName());
            for (Path file : list(folder)) {
                String failure;
                try (Statement statement = statement(named)) {
                    int level = Integer.parseInt(file.getFileName().toString().split("-")[0]);
                    failure = check(level, statement, context(named), Files.readAllBytes(file));
                } catch (IOException | RuntimeException e) {
                    failure = e.toString();
                }
                if (failure == null) {
                    verified++;
                } else {
                    failed++;
                    System.err.println(file + ": " + failure);
                }
            }
        }
        System.out.println(verified + " proofs verified");
        return failed == 0 && verified > 0;
    }

    /** What is wrong with a proof, or with how it is verified; null if all is as it must be. */
    static String check(int level, Statement statement, byte[] context, byte[] bytes) {
        try (Config config = new Config(Preset.DEFAULT).setSecurityLevel(level);
                Protocol protocol = new Protocol(config)) {
            Status status = status(protocol, statement, context, bytes);
            if (status != Status.OK) {
                return "refused: " + status;
            }
            byte[] another = new byte[context.length + 1];
            status = status(protocol, statement, another, bytes);
            if (status != Status.PROOF_VERIFICATION) {
                return "with another context: " + status;
            }
            byte[] changed = bytes.clone();
            changed[changed.length - 1] ^= 1;
            status = status(protocol, statement, context, changed);
            return status == Status.PROOF_VERIFICATION ? null : "after a change: " + status;
        }
    }

    static Status status(Protocol protocol, Statement statement, byte[] context, byte[] bytes) {
        try (Proof proof = Proof.fromBytes(bytes)) {
            protocol.verify(statement, context, proof);
            return Status.OK;
        } catch (NexusZeroException e) {
            return e.status();
        }
    }

    static Statement statement(Path folder) throws IOException {
        return Statement.fromJson(Files.readString(folder.resolve("statement.json")));
    }

    static byte[] context(Path folder) throws IOException {
        return Files.readAllBytes(folder.resolve("context"));
    }

    static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().collect(Collectors.toList());
        }
    }
}
