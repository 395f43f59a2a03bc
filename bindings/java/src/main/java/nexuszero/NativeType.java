package nexuszero;

/** The C types that the ABI is made of, as far as a call has to tell them apart. Pointers have 64 bits. */
enum NativeType {
    /** No result. */
    VOID(0),
    /** 32 bits: {@code int32_t}, {@code uint32_t} and the enumerations. */
    INT(4),
    /** 64 bits: {@code uint64_t} and {@code size_t}. */
    LONG(8),
    /** {@code double}; only in structures. */
    DOUBLE(8),
    /** Any pointer, as its address. */
    POINTER(8);

    private final int size;

    NativeType(int size) {
        this.size = size;
    }

    /** Bytes, and also the alignment. */
    int size() {
        return size;
    }
}
