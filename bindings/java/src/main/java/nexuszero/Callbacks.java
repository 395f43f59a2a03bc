package nexuszero;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** The objects of the caller's that the library holds, by the numbers that it has as their {@code user_data}. */
final class Callbacks {
    private static final Map<Long, Object> HELD = new ConcurrentHashMap<>();
    private static final AtomicLong LAST = new AtomicLong();

    private Callbacks() {}

    static long add(Object callback) {
        long number = LAST.incrementAndGet();
        HELD.put(number, callback);
        return number;
    }

    static <T> T get(long number, Class<T> type) {
        return type.cast(HELD.get(number));
    }

    static void remove(long number) {
        HELD.remove(number);
    }

    /** How many objects are held. */
    static int held() {
        return HELD.size();
    }

    /**
     * Gives an object to the library with a call whose last input is a structure of callbacks. The object is held until
     * the library destroys it; after a failure, which means that it took nothing, not at all.
     *
     * @param fill sets what other structures of callbacks have not
     */
    static void handOver(Object callback, Call call, Struct struct, BiConsumer<Frame, StructView> fill) {
        long number = add(callback);
        try {
            call.struct(struct, (frame, view) -> {
                        view.putLong("user_data", number).putFunction("destroy", Upcall.DESTROY);
                        fill.accept(frame, view);
                    })
                    .run();
        } catch (Throwable e) {
            remove(number);
            throw e;
        }
    }

    /** Gives a codec to the library. */
    static void handOver(Codec codec, Call call) {
        handOver(codec, call, Struct.CODEC, (frame, view) -> view.putInt("id", codec.id())
                .putLong("name", frame.copyString(codec.name()))
                .putFunction("compress", Upcall.COMPRESS)
                .putFunction("decompress", Upcall.DECOMPRESS));
    }

    /** Tells the handler of uncaught exceptions, whatever it does itself. */
    static void report(Throwable failure) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        } catch (Throwable e) {
            // There is nobody left to tell.
        }
    }
}
