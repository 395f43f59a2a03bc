package nexuszero;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Another Java process, when it has ended. */
record Java(int exit, String output) {
    /** The file of the library that this process uses; null where the system found it. */
    static final String LIBRARY = System.getProperty("nexuszero.library", System.getenv("NEXUSZERO_LIBRARY"));

    /** With this option no code may call native functions. */
    static final String NO_NATIVE_ACCESS = "--illegal-native-access=deny";

    static final String CLASS_PATH = System.getProperty("java.class.path");

    /** Runs one with class path, library and back end of this process. */
    static Java run(String... arguments) {
        return run(Map.of(), arguments);
    }

    /** Runs one with class path, library and back end of this process, and these variables for settings. */
    static Java run(Map<String, String> settings, String... arguments) {
        List<String> all = new ArrayList<>();
        all.add("-Dnexuszero.backend=" + NexusZero.binding());
        if (LIBRARY != null) {
            all.add("-Dnexuszero.library=" + LIBRARY);
        }
        all.addAll(List.of(arguments));
        return run("NEXUSZERO_.*", settings, CLASS_PATH, all);
    }

    /** Runs one that finds a library only by these variables and arguments. */
    static Java runAlone(Map<String, String> variables, String classPath, List<String> arguments) {
        return run("NEXUSZERO_.*|LD_LIBRARY_PATH", variables, classPath, arguments);
    }

    private static Java run(
            String without, Map<String, String> variables, String classPath, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        if (Runtime.version().feature() >= 22 && !arguments.contains(NO_NATIVE_ACCESS)) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", classPath));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.matches(without));
        builder.environment().putAll(variables);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Java(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
