package nexuszero;

/** A structure in native memory. */
final class StructView {
    private final Backend backend;
    private final long address;
    private final Struct struct;

    StructView(Backend backend, long address, Struct struct) {
        this.backend = backend;
        this.address = address;
        this.struct = struct;
    }

    long address() {
        return address;
    }

    int getInt(String field) {
        return backend.getInt(address + struct.offset(field));
    }

    long getLong(String field) {
        return backend.getLong(address + struct.offset(field));
    }

    double getDouble(String field) {
        return backend.getDouble(address + struct.offset(field));
    }

    StructView getStruct(String field, Struct type) {
        return new StructView(backend, address + struct.offset(field), type);
    }

    StructView putInt(String field, int value) {
        backend.putInt(address + struct.offset(field), value);
        return this;
    }

    StructView putLong(String field, long value) {
        backend.putLong(address + struct.offset(field), value);
        return this;
    }

    /** Sets a function pointer. */
    StructView putFunction(String field, Upcall upcall) {
        return putLong(field, backend.function(upcall));
    }
}
