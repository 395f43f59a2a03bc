package nexuszero;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Another Java process with the class path of the tests. */
record Java(int exit, String output) {
    /**
     * Runs one with the library and back end of this process.
     *
     * @param arguments what follows the class path
     */
    static Java run(String... arguments) {
        List<String> all = new ArrayList<>();
        for (String property : List.of("nexuszero.library", "nexuszero.backend")) {
            if (System.getProperty(property) != null) {
                all.add("-D" + property + "=" + System.getProperty(property));
            }
        }
        all.addAll(List.of(arguments));
        return run(Map.of(), System.getProperty("java.class.path"), all);
    }

    /**
     * Runs one with nothing of this process but what is said.
     *
     * @param environment variables in place of those that name libraries
     */
    static Java run(Map<String, String> environment, String classPath, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", classPath));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (!environment.isEmpty()) {
            builder.environment().keySet().removeIf(name -> name.startsWith("NEXUSZERO_") || name.equals("LD_LIBRARY_PATH"));
            builder.environment().putAll(environment);
        }
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
