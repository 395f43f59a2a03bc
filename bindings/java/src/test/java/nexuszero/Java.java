package nexuszero;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Another Java process, when it has ended. */
record Java(int exit, String output) {
    /** Runs one with class path, library and back end of this process. */
    static Java run(String... arguments) {
        List<String> all = new ArrayList<>();
        for (String property : List.of("nexuszero.library", "nexuszero.backend")) {
            if (System.getProperty(property) != null) {
                all.add("-D" + property + "=" + System.getProperty(property));
            }
        }
        all.addAll(List.of(arguments));
        return run(environment -> {}, System.getProperty("java.class.path"), all);
    }

    /** Runs one that finds a library only by these variables and arguments. */
    static Java runAlone(Map<String, String> variables, String classPath, List<String> arguments) {
        return run(
                environment -> {
                    environment.keySet().removeIf(name -> name.matches("NEXUSZERO_.*|LD_LIBRARY_PATH"));
                    environment.putAll(variables);
                },
                classPath,
                arguments);
    }

    private static Java run(Consumer<Map<String, String>> environment, String classPath, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", classPath));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        environment.accept(builder.environment());
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
