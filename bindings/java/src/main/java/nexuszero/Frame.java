package nexuszero;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one call needs until it has returned: arguments, native copies, and the handles that it uses. Closing wipes
 * every native copy, since any may be of a secret, and lets the handles go.
 */
final class Frame implements AutoCloseable {
    private final Backend backend = Library.backend();
    private final Backend.Memory memory = backend.memory();
    private final List<Handle.Native> used = new ArrayList<>();
    private long[] arguments = {};

    Backend backend() {
        return backend;
    }

    void push(long argument) {
        arguments = Arrays.copyOf(arguments, arguments.length + 1);
        arguments[arguments.length - 1] = argument;
    }

    long call(NativeFunction function) {
        return backend.call(function, arguments);
    }

    long allocate(long size) {
        return memory.allocate(size);
    }

    /** A native copy; NULL for no bytes, as the ABI wants it. */
    long copy(byte[] bytes) {
        if (bytes.length == 0) {
            return 0;
        }
        long address = allocate(bytes.length);
        backend.write(address, bytes);
        return address;
    }

    /** An array of 64-bit numbers or pointers. */
    long copy(List<Long> values) {
        if (values.isEmpty()) {
            return 0;
        }
        long address = allocate((long) Long.BYTES * values.size());
        for (int i = 0; i < values.size(); i++) {
            backend.putLong(address + (long) Long.BYTES * i, values.get(i));
        }
        return address;
    }

    /** A native copy with a NUL behind it. */
    long copyString(String text) {
        byte[] utf8 = utf8(text);
        for (byte b : utf8) {
            if (b == 0) {
                throw new IllegalArgumentException("the text has a NUL in it");
            }
        }
        long address = allocate(utf8.length + 1L);
        backend.write(address, utf8);
        return address;
    }

    /** Sets a pointer to text and the length that stands beside it. */
    void putText(StructView view, String field, String text) {
        byte[] utf8 = utf8(text);
        view.putLong(field, copy(utf8)).putLong(field + "_len", utf8.length);
    }

    /** A structure of zeros that knows its size. */
    StructView struct(Struct struct) {
        return new StructView(backend, allocate(struct.size()), struct).putInt("struct_size", struct.size());
    }

    /** A handle in use until the frame is closed. */
    long use(Handle handle, boolean toChange) {
        long address = handle.object().enter(toChange);
        used.add(handle.object());
        return address;
    }

    @Override
    public void close() {
        memory.close();
        used.forEach(Handle.Native::leave);
    }

    /** The text in UTF-8; half a surrogate pair is refused and not replaced. */
    static byte[] utf8(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the text is no valid Unicode", e);
        }
    }
}
