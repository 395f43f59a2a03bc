package nexuszero;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables of this binding against the header, the list of symbols, and a C compiler where there is one. */
class AbiTest {
    private static final Path MAIN = Path.of("src/main/java/nexuszero");
    private static final String HEADER = Fixtures.read(Fixtures.REPOSITORY.resolve("include/nexuszero.h"));
    /** The header without comments and attributes. */
    private static final String CODE = HEADER.replaceAll("(?s)/\\*.*?\\*/|//[^\n]*", "")
            .replaceAll("NXZ_WARN_UNUSED\\s*|NXZ_NONNULL\\(\\d+\\)", "");

    @Test
    void everySymbolOfTheAbiIsInTheTable() {
        String[] symbols = Fixtures.read(Fixtures.REPOSITORY.resolve("tests/abi/symbols.txt")).split("\\s+");
        assertEquals(
                new TreeSet<>(Arrays.asList(symbols)),
                Arrays.stream(NativeFunction.values())
                        .map(NativeFunction::symbol)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void everyFunctionOfTheTableIsUsed() throws IOException {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.list(MAIN)) {
            files.forEach(file -> sources.append(Fixtures.read(file)));
        }
        List<String> unused = new ArrayList<>();
        for (NativeFunction function : NativeFunction.values()) {
            if (!Pattern.compile("NativeFunction\\." + function + "\\b").matcher(sources).find()) {
                unused.add(function.symbol());
            }
        }
        assertEquals(List.of(), unused);
    }

    @Test
    void signaturesAreThoseOfTheHeader() {
        Map<String, String> expected = new HashMap<>();
        Matcher prototype = Pattern.compile("(?m)^(\\w[\\w *]*?)\\b(nxz_\\w+)\\(([^;{}]*?)\\)\\s*;").matcher(CODE);
        while (prototype.find()) {
            String arguments = prototype.group(3).trim().equals("void")
                    ? ""
                    : Arrays.stream(prototype.group(3).split(","))
                            .map(argument -> type(argument.trim().replaceFirst("\\w+$", "")).name())
                            .collect(Collectors.joining(", "));
            expected.put(prototype.group(2), type(prototype.group(1)) + " of " + arguments);
        }
        for (NativeFunction function : NativeFunction.values()) {
            String arguments = function.arguments().stream().map(Enum::name).collect(Collectors.joining(", "));
            assertEquals(
                    expected.get(function.symbol()), function.result() + " of " + arguments, function.symbol());
        }
    }

    @Test
    void structuresAreThoseOfTheHeader() {
        Map<String, List<String>> expected = new HashMap<>();
        Map<String, Integer> alignedSizes = new HashMap<>();
        Map<String, Map<String, Integer>> offsets = new HashMap<>();
        Matcher struct = Pattern.compile("(?s)typedef struct (nxz_\\w+) \\{(.*?)\n\\}").matcher(CODE);
        while (struct.find()) {
            int end = 0;
            Map<String, Integer> fields = new HashMap<>();
            List<String> order = new ArrayList<>();
            for (String field : struct.group(2).replaceAll("\\s+", " ").split(";")) {
                if (field.isBlank()) {
                    continue;
                }
                Matcher pointer = Pattern.compile("\\(\\*(\\w+)\\)").matcher(field);
                String name = pointer.find() ? pointer.group(1) : field.replaceFirst(".*\\b(\\w+)$", "$1");
                Matcher nested = Pattern.compile("struct (nxz_\\w+) \\w+$").matcher(field.trim());
                int size = nested.find() ? alignedSizes.get(nested.group(1)) : type(field).size();
                int alignment = Math.min(size, 8);
                end = (end + alignment - 1) / alignment * alignment;
                fields.put(name, end);
                order.add(name);
                end += size;
            }
            alignedSizes.put(struct.group(1), (end + 7) / 8 * 8);
            offsets.put(struct.group(1), fields);
            expected.put(struct.group(1), order);
        }
        assertEquals(
                expected,
                Arrays.stream(Struct.values())
                        .collect(Collectors.toMap(
                                Struct::symbol, s -> List.copyOf(s.offsets().keySet()))));
        assertEquals(
                offsets,
                Arrays.stream(Struct.values()).collect(Collectors.toMap(Struct::symbol, Struct::offsets)));
        assertEquals(
                alignedSizes, Arrays.stream(Struct.values()).collect(Collectors.toMap(Struct::symbol, Struct::size)));
    }

    /** The C types of this header; a type that is not known fails. */
    private static NativeType type(String c) {
        String type = c.replaceAll("\\bconst\\b", "").trim();
        if (type.contains("*") || type.matches("nxz_codec_function \\w+")) {
            return NativeType.POINTER;
        }
        switch (type.split(" ")[0]) {
            case "void":
                return NativeType.VOID;
            case "double":
                return NativeType.DOUBLE;
            case "uint64_t":
            case "size_t":
                return NativeType.LONG;
            case "int32_t":
            case "nxz_status":
            case "uint32_t":
                return NativeType.INT;
            default:
                assertTrue(CODE.contains("typedef uint32_t " + type.split(" ")[0] + ";"), "unknown type " + c);
                return NativeType.INT;
        }
    }

    @Test
    void layoutsAreThoseOfTheCompiler(@TempDir Path folder) throws IOException {
        StringBuilder program = new StringBuilder("#include <nexuszero.h>\n#include <stddef.h>\n");
        for (Struct struct : Struct.values()) {
            program.append(assertion("sizeof(" + struct.symbol() + ")", struct.size()));
            struct.offsets().forEach((field, offset) ->
                    program.append(assertion("offsetof(" + struct.symbol() + ", " + field + ")", offset)));
        }
        Path source = Files.writeString(folder.resolve("layout.c"), program);
        Fixtures.compile("-std=c11", "-fsyntax-only", source.toString());
    }

    private static String assertion(String expression, int value) {
        return "_Static_assert(" + expression + " == " + value + ", \"" + expression + "\");\n";
    }

    @Test
    void constantsAreThoseOfTheHeader() throws ReflectiveOperationException {
        for (String name : List.of("BLOCKS", "DIGEST_SIZE", "PARTS", "NAME_SIZE", "DEPTH", "CLAIMS", "LABEL_SIZE")) {
            assertEquals(define("MAX_" + name), NexusZero.class.getField("MAX_" + name).getInt(null), name);
        }
        assertEquals(define("BLINDING_SIZE"), NexusZero.BLINDING_SIZE);
        assertEquals(define("FINGERPRINT_SIZE"), NexusZero.FINGERPRINT_SIZE);
        assertEquals(define("ABI_VERSION"), Library.ABI_VERSION);
        assertTrue(HEADER.contains("#define NXZ_MAX_LIST_SIZE (1 << 20)") && NexusZero.MAX_LIST_SIZE == 1 << 20);
        assertTrue(HEADER.contains("#define NXZ_MAX_SECRET_SIZE (1 << 24)") && NexusZero.MAX_SECRET_SIZE == 1 << 24);
        assertEquals(define("CODEC_STORED"), Compression.CODEC_STORED);
        assertEquals(define("CODEC_LZ4"), Compression.CODEC_LZ4);
        assertEquals(define("CODEC_TENSOR_TRAIN"), Compression.CODEC_TENSOR_TRAIN);
        assertEquals(define("CODEC_HYBRID"), Compression.CODEC_HYBRID);
    }

    private static int define(String name) {
        Matcher matcher = Pattern.compile("#define NXZ_" + name + " (\\d+)").matcher(HEADER);
        assertTrue(matcher.find(), name);
        return Integer.parseInt(matcher.group(1));
    }

    @Test
    void enumerationsAreThoseOfTheHeader() {
        assertEquals(numbers("#define NXZ_PRESET_(\\w+) (\\d+)"), numbers(Preset.values()));
        assertEquals(numbers("#define NXZ_PROFILE_(\\w+) (\\d+)"), numbers(Profile.values()));
        assertEquals(numbers("#define NXZ_LIMIT_(\\w+) (\\d+)"), numbers(Limit.values()));
        assertEquals(numbers("#define NXZ_LOG_(\\w+) (\\d+)"), numbers(LogLevel.values()));
        assertEquals(numbers("#define NXZ_HASH_(\\w+) (\\d+)"), numbers(Hash.values()));
        assertEquals(numbers("#define NXZ_GROUP_(\\w+) (\\d+)"), numbers(Group.values()));
        assertEquals(numbers("#define NXZ_SOURCE_(\\w+) (\\d+)"), numbers(Source.values()));
        assertEquals(numbers("#define NXZ_OPTIMIZER_(\\w+) (\\d+)"), numbers(OptimizerOutcome.values()));
        assertEquals(numbers("#define NXZ_OPERATION_(\\w+) (\\d+)"), numbers(Operation.values()));
        assertEquals(numbers("#define NXZ_COMPRESSION_(\\w+) (\\d+)"), numbers(CompressionStrategy.values()));
        assertEquals(numbers("#define NXZ_ARCHIVE_(\\w+) (\\d+)"), numbers(ArchiveMode.values()));
        Map<String, Integer> statuses = numbers("NXZ_ERR_(\\w+) = (\\d+),");
        statuses.put("OK", 0);
        assertEquals(statuses, numbers(Status.values()));
    }

    private static Map<String, Integer> numbers(String definition) {
        Map<String, Integer> numbers = new HashMap<>();
        Matcher matcher = Pattern.compile(definition).matcher(CODE);
        while (matcher.find()) {
            numbers.put(matcher.group(1), Integer.parseInt(matcher.group(2)));
        }
        return numbers;
    }

    private static <E extends Enum<E> & Coded> Map<String, Integer> numbers(E[] constants) {
        return Arrays.stream(constants)
                .filter(constant -> !constant.name().equals("UNKNOWN"))
                .collect(Collectors.toMap(Enum::name, Coded::code));
    }

    @Test
    void versionsAgree() {
        assertEquals(Library.ABI_VERSION, NexusZero.abiVersion());
        assertTrue(HEADER.contains("#define NXZ_VERSION_STRING \"" + NexusZero.version() + "\""));
        assertTrue(Fixtures.read(Path.of("pom.xml")).contains("<version>" + NexusZero.version() + "</version>"));
        assertEquals(System.getProperty("nexuszero.backend"), NexusZero.binding());
    }
}
