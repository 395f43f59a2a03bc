package nexuszero;

import com.sun.jna.CallbackProxy;
import com.sun.jna.CallbackReference;
import com.sun.jna.CallbackThreadInitializer;
import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The back end for JDK 17 to 21, through JNA. */
final class JnaBackend implements Backend {
    private final NativeLibrary library;
    private final Map<NativeFunction, Function> functions = new ConcurrentHashMap<>();
    /** What C may call has to stay reachable. */
    private final Map<Upcall, Proxy> proxies = new EnumMap<>(Upcall.class);

    /** Opens a library by an absolute path, or by a file name that the system searches for. */
    JnaBackend(String library) {
        this.library = NativeLibrary.getInstance(library);
        for (Upcall upcall : Upcall.values()) {
            Proxy proxy = new Proxy(upcall);
            // Threads of the library become daemons, and stay attached until they end.
            Native.setCallbackThreadInitializer(proxy, new CallbackThreadInitializer(true, false, "nexuszero"));
            proxies.put(upcall, proxy);
        }
    }

    @Override
    public String name() {
        return "jna";
    }

    @Override
    public long call(NativeFunction function, long[] arguments) {
        Function target = functions.computeIfAbsent(function, f -> library.getFunction(f.symbol()));
        Object[] values = new Object[arguments.length];
        for (int i = 0; i < values.length; i++) {
            // Not a conditional expression, which would make both a Long.
            if (function.arguments().get(i) == NativeType.INT) {
                values[i] = (int) arguments[i];
            } else {
                values[i] = arguments[i];
            }
        }
        switch (function.result()) {
            case VOID:
                target.invokeVoid(values);
                return 0;
            case INT:
                return target.invokeInt(values);
            default:
                return target.invokeLong(values);
        }
    }

    @Override
    public long function(Upcall upcall) {
        return Pointer.nativeValue(CallbackReference.getFunctionPointer(proxies.get(upcall)));
    }

    @Override
    public Memory memory() {
        return new Blocks();
    }

    @Override
    public byte[] read(long address, int length) {
        return length == 0 ? new byte[0] : new Pointer(address).getByteArray(0, length);
    }

    @Override
    public void write(long address, byte[] bytes) {
        new Pointer(address).write(0, bytes, 0, bytes.length);
    }

    @Override
    public int getInt(long address) {
        return new Pointer(address).getInt(0);
    }

    @Override
    public long getLong(long address) {
        return new Pointer(address).getLong(0);
    }

    @Override
    public double getDouble(long address) {
        return new Pointer(address).getDouble(0);
    }

    @Override
    public void putInt(long address, int value) {
        new Pointer(address).setInt(0, value);
    }

    @Override
    public void putLong(long address, long value) {
        new Pointer(address).setLong(0, value);
    }

    @Override
    public String getString(long address) {
        return new Pointer(address).getString(0, "UTF-8");
    }

    /** Memory of JNA, which comes from {@code malloc}. */
    private static final class Blocks implements Memory {
        private final List<com.sun.jna.Memory> blocks = new ArrayList<>();

        @Override
        public long allocate(long size) {
            com.sun.jna.Memory block = new com.sun.jna.Memory(size);
            blocks.add(block);
            block.clear();
            return Pointer.nativeValue(block);
        }

        @Override
        public void close() {
            for (com.sun.jna.Memory block : blocks) {
                block.clear();
                block.close();
            }
        }
    }

    /** A callback whose types come from the table. */
    static final class Proxy implements CallbackProxy {
        private final Upcall upcall;

        private Proxy(Upcall upcall) {
            this.upcall = upcall;
        }

        @Override
        public Class<?>[] getParameterTypes() {
            return upcall.arguments().stream().map(Proxy::type).toArray(Class<?>[]::new);
        }

        @Override
        public Class<?> getReturnType() {
            return type(upcall.result());
        }

        @Override
        public Object callback(Object[] values) {
            long[] arguments = new long[values.length];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = ((Number) values[i]).longValue();
            }
            int result = upcall.run(arguments);
            return upcall.result() == NativeType.VOID ? null : result;
        }

        private static Class<?> type(NativeType type) {
            switch (type) {
                case VOID:
                    return void.class;
                case INT:
                    return int.class;
                default:
                    return long.class;
            }
        }
    }
}
