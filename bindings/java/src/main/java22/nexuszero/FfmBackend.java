package nexuszero;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The back end from JDK 22 on, through {@code java.lang.foreign}. */
@SuppressWarnings("restricted") // A binding is what the restricted methods are for.
final class FfmBackend implements Backend {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle OF_ADDRESS;
    private static final MethodHandle TO_ADDRESS;
    private static final MethodHandle RUN;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            OF_ADDRESS = lookup.findStatic(
                    MemorySegment.class, "ofAddress", MethodType.methodType(MemorySegment.class, long.class));
            TO_ADDRESS = lookup.findVirtual(MemorySegment.class, "address", MethodType.methodType(long.class));
            RUN = lookup.findVirtual(Upcall.class, "run", MethodType.methodType(int.class, long[].class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** All memory, for reading and writing by address. */
    private final MemorySegment all;

    private final SymbolLookup library;
    private final Map<NativeFunction, MethodHandle> functions = new ConcurrentHashMap<>();
    private final Map<Upcall, MemorySegment> stubs = new EnumMap<>(Upcall.class);

    /** Opens a library by an absolute path, or by a file name that the system searches for. */
    FfmBackend(String library) {
        try {
            this.library = SymbolLookup.libraryLookup(library, Arena.global());
            all = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
        } catch (IllegalArgumentException e) {
            throw new UnsatisfiedLinkError(e.getMessage());
        } catch (IllegalCallerException e) {
            throw new UnsatisfiedLinkError(e.getMessage() + ": use the option --enable-native-access");
        }
        for (Upcall upcall : Upcall.values()) {
            stubs.put(upcall, upcallStub(upcall));
        }
    }

    @Override
    public String name() {
        return "ffm";
    }

    @Override
    public long call(NativeFunction function, long[] arguments) {
        MethodHandle handle = functions.computeIfAbsent(function, this::downcall);
        try {
            return (long) handle.invokeExact(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e); // C throws nothing.
        }
    }

    @Override
    public long function(Upcall upcall) {
        return stubs.get(upcall).address();
    }

    @Override
    public Memory memory() {
        return new Blocks();
    }

    @Override
    public byte[] read(long address, int length) {
        byte[] bytes = new byte[length];
        MemorySegment.copy(all, ValueLayout.JAVA_BYTE, address, bytes, 0, length);
        return bytes;
    }

    @Override
    public void write(long address, byte[] bytes) {
        MemorySegment.copy(bytes, 0, all, ValueLayout.JAVA_BYTE, address, bytes.length);
    }

    @Override
    public int getInt(long address) {
        return all.get(ValueLayout.JAVA_INT, address);
    }

    @Override
    public long getLong(long address) {
        return all.get(ValueLayout.JAVA_LONG, address);
    }

    @Override
    public double getDouble(long address) {
        return all.get(ValueLayout.JAVA_DOUBLE, address);
    }

    @Override
    public void putInt(long address, int value) {
        all.set(ValueLayout.JAVA_INT, address, value);
    }

    @Override
    public void putLong(long address, long value) {
        all.set(ValueLayout.JAVA_LONG, address, value);
    }

    @Override
    public String getString(long address) {
        return all.getString(address);
    }

    /**
     * A handle of type {@code (long[])long}: pointers become addresses, and 32-bit numbers are narrowed and widened.
     */
    private MethodHandle downcall(NativeFunction function) {
        MemorySegment symbol = library.find(function.symbol())
                .orElseThrow(() -> new UnsatisfiedLinkError("the library has no function " + function.symbol()));
        MethodHandle handle = LINKER.downcallHandle(symbol, descriptor(function.result(), function.arguments()));
        for (int i = 0; i < function.arguments().size(); i++) {
            if (function.arguments().get(i) == NativeType.POINTER) {
                handle = MethodHandles.filterArguments(handle, i, OF_ADDRESS);
            }
        }
        if (function.result() == NativeType.POINTER) {
            handle = MethodHandles.filterReturnValue(handle, TO_ADDRESS);
        }
        MethodType longs = MethodType.methodType(long.class, longs(function.arguments().size()));
        return MethodHandles.explicitCastArguments(handle, longs)
                .asSpreader(long[].class, function.arguments().size());
    }

    /** The other way round, for {@link Upcall#run}. */
    private static MemorySegment upcallStub(Upcall upcall) {
        MethodHandle handle = RUN.bindTo(upcall).asCollector(long[].class, upcall.arguments().size());
        FunctionDescriptor descriptor = descriptor(upcall.result(), upcall.arguments());
        for (int i = 0; i < upcall.arguments().size(); i++) {
            if (upcall.arguments().get(i) == NativeType.POINTER) {
                handle = MethodHandles.filterArguments(handle, i, TO_ADDRESS);
            }
        }
        handle = MethodHandles.explicitCastArguments(handle, descriptor.toMethodType());
        return LINKER.upcallStub(handle, descriptor, Arena.global());
    }

    private static Class<?>[] longs(int count) {
        Class<?>[] types = new Class<?>[count];
        Arrays.fill(types, long.class);
        return types;
    }

    private static FunctionDescriptor descriptor(NativeType result, List<NativeType> arguments) {
        MemoryLayout[] layouts = arguments.stream().map(FfmBackend::layout).toArray(MemoryLayout[]::new);
        return result == NativeType.VOID
                ? FunctionDescriptor.ofVoid(layouts)
                : FunctionDescriptor.of(layout(result), layouts);
    }

    private static MemoryLayout layout(NativeType type) {
        return switch (type) {
            case INT -> ValueLayout.JAVA_INT;
            case LONG -> ValueLayout.JAVA_LONG;
            case DOUBLE -> ValueLayout.JAVA_DOUBLE;
            case POINTER -> ValueLayout.ADDRESS;
            case VOID -> throw new IllegalArgumentException("void has no layout");
        };
    }

    /** Memory of an arena. */
    private static final class Blocks implements Memory {
        private final Arena arena = Arena.ofConfined();
        private final List<MemorySegment> blocks = new ArrayList<>();

        @Override
        public long allocate(long size) {
            MemorySegment block = arena.allocate(size, Long.BYTES);
            blocks.add(block);
            return block.address();
        }

        @Override
        public void close() {
            blocks.forEach(block -> block.fill((byte) 0));
            arena.close();
        }
    }
}
