package nexuszero;

/**
 * What the binding needs of Java to use a C library: calls, functions that C can call, and memory. Addresses and all
 * integers are {@code long}; a back end narrows them as {@link NativeFunction} and {@link Upcall} say. Any thread may
 * use it.
 */
interface Backend {
    /** {@code ffm} or {@code jna}. */
    String name();

    /** Calls a function; 0 is the result of one that has none. */
    long call(NativeFunction function, long[] arguments);

    /** The address of a C function that calls {@link Upcall#run}; it is never freed. */
    long function(Upcall upcall);

    /** Memory for one call, to be closed by the same thread. */
    Memory memory();

    /** Copies {@code length} bytes out. */
    byte[] read(long address, int length);

    /** Copies bytes in. */
    void write(long address, byte[] bytes);

    int getInt(long address);

    long getLong(long address);

    double getDouble(long address);

    void putInt(long address, int value);

    void putLong(long address, long value);

    /** A NUL-terminated string in UTF-8. */
    String getString(long address);

    /** Blocks of native memory that end together. */
    interface Memory extends AutoCloseable {
        /** A block of zeros, aligned for every type. */
        long allocate(long size);

        /** Wipes all blocks with zeros and frees them. */
        @Override
        void close();
    }
}
