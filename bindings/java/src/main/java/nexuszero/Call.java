package nexuszero;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One call of a C function: its inputs in their order, then one of the methods {@code to...} or {@link #run}, which
 * makes the call and returns what comes out. Until then nothing is allocated or held. A status other than {@code
 * NXZ_OK} becomes an exception.
 */
final class Call {
    private final NativeFunction function;
    private final List<Consumer<Frame>> inputs = new ArrayList<>();

    Call(NativeFunction function) {
        this.function = function;
    }

    /** A handle that is read. */
    Call use(Handle handle) {
        Objects.requireNonNull(handle);
        return input(frame -> frame.push(frame.use(handle, false)));
    }

    /** A handle that is changed, and that nothing else uses meanwhile. */
    Call change(Handle handle) {
        Objects.requireNonNull(handle);
        return input(frame -> frame.push(frame.use(handle, true)));
    }

    /** An array of handles, without its length. */
    Call useAll(List<? extends Handle> handles) {
        List<Handle> copy = List.copyOf(handles);
        return input(frame -> {
            List<Long> addresses = new ArrayList<>();
            copy.forEach(handle -> addresses.add(frame.use(handle, false)));
            frame.push(frame.copy(addresses));
        });
    }

    /** A number of whatever width, or an address. */
    Call number(long value) {
        return input(frame -> frame.push(value));
    }

    /** The most bytes of content that may come out: at most what an array can hold. */
    Call maxSize(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("a negative size: " + size);
        }
        return number(Math.min(size, Integer.MAX_VALUE));
    }

    /** 1 or 0. */
    Call flag(boolean value) {
        return number(value ? 1 : 0);
    }

    /** Bytes and their length. */
    Call bytes(byte[] bytes) {
        Objects.requireNonNull(bytes);
        return input(frame -> {
            frame.push(frame.copy(bytes));
            frame.push(bytes.length);
        });
    }

    /** UTF-8 and its length. */
    Call text(String text) {
        return bytes(Frame.utf8(text));
    }

    /** UTF-8 with a NUL. */
    Call string(String text) {
        Objects.requireNonNull(text);
        return input(frame -> frame.push(frame.copyString(text)));
    }

    /** An array of pointers to bytes and an array of their lengths. */
    Call allBytes(List<byte[]> all) {
        return input(frame -> {
            List<Long> addresses = new ArrayList<>();
            List<Long> lengths = new ArrayList<>();
            for (byte[] bytes : all) {
                addresses.add(frame.copy(bytes));
                lengths.add((long) bytes.length);
            }
            frame.push(frame.copy(addresses));
            frame.push(frame.copy(lengths));
        });
    }

    /** A structure of zeros but its size, of which {@code fill} sets the fields. */
    Call struct(Struct struct, BiConsumer<Frame, StructView> fill) {
        return input(frame -> {
            StructView view = frame.struct(struct);
            fill.accept(frame, view);
            frame.push(view.address());
        });
    }

    /** A function whose only output is its status. */
    void run() {
        checked(frame -> () -> null);
    }

    /** A function with an output of 64 bits: a number, or the address of a new handle. */
    long toLong() {
        return checked(frame -> {
            long slot = frame.allocate(Long.BYTES);
            frame.push(slot);
            return () -> frame.backend().getLong(slot);
        });
    }

    /** A function that makes an {@code nxz_bytes}. */
    byte[] toBytes() {
        long handle = toLong();
        try {
            return new Call(NativeFunction.BYTES_DATA).number(handle).toView();
        } finally {
            new Call(NativeFunction.BYTES_FREE).number(handle).value();
        }
    }

    /** A function that makes an {@code nxz_string}. */
    String toText() {
        long handle = toLong();
        try {
            long length = new Call(NativeFunction.STRING_LEN).number(handle).value();
            long address = new Call(NativeFunction.STRING_DATA).number(handle).value();
            return new String(Library.backend().read(address, Math.toIntExact(length)), StandardCharsets.UTF_8);
        } finally {
            new Call(NativeFunction.STRING_FREE).number(handle).value();
        }
    }

    /** A function that writes into a buffer of the caller's. */
    byte[] toBuffer(int capacity) {
        return checked(frame -> {
            long buffer = frame.allocate(capacity);
            long length = frame.allocate(Long.BYTES);
            frame.push(buffer);
            frame.push(capacity);
            frame.push(length);
            return () -> frame.backend().read(buffer, (int) frame.backend().getLong(length));
        });
    }

    /** A function that fills a structure. */
    <T> T toStruct(Struct struct, Function<StructView, T> read) {
        return checked(frame -> {
            StructView view = frame.struct(struct);
            frame.push(view.address());
            return () -> read.apply(view);
        });
    }

    /** A function whose failure is not thrown: null for success. */
    NexusZeroException toFailure() {
        return inFrame(this::failure);
    }

    /** A function that cannot fail: its result. */
    long value() {
        return inFrame(frame -> frame.call(function));
    }

    /** A function that returns a NUL-terminated string: a copy, or null. */
    String toCString() {
        return inFrame(frame -> {
            long address = frame.call(function);
            return address == 0 ? null : frame.backend().getString(address);
        });
    }

    /** A function that returns a view of bytes and sets their length: a copy. */
    byte[] toView() {
        return inFrame(frame -> {
            long length = frame.allocate(Long.BYTES);
            frame.push(length);
            long address = frame.call(function);
            return frame.backend().read(address, Math.toIntExact(frame.backend().getLong(length)));
        });
    }

    private Call input(Consumer<Frame> input) {
        inputs.add(input);
        return this;
    }

    private <T> T inFrame(Function<Frame, T> body) {
        try (Frame frame = new Frame()) {
            inputs.forEach(input -> input.accept(frame));
            return body.apply(frame);
        }
    }

    /** Calls; {@code outputs} adds the arguments for what comes out, and what it returns reads them after a success. */
    private <T> T checked(Function<Frame, Supplier<T>> outputs) {
        return inFrame(frame -> {
            Supplier<T> read = outputs.apply(frame);
            NexusZeroException failure = failure(frame);
            if (failure != null) {
                throw failure;
            }
            return read.get();
        });
    }

    /** Calls with an error slot behind the arguments. */
    private NexusZeroException failure(Frame frame) {
        long slot = frame.allocate(Long.BYTES);
        frame.push(slot);
        int status = (int) frame.call(function);
        return status == 0 ? null : NexusZeroException.of(Failure.of(status, frame.backend().getLong(slot)));
    }
}
