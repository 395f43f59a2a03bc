package nexuszero;

import java.lang.ref.Cleaner;

/**
 * An object of the library's, which lives until it is closed, or else until some time after nothing refers to it any
 * more.
 *
 * <p>Closing while calls on other threads use it frees it when the last of them ends. No call begins after that.
 */
abstract class Handle implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Native object;
    private final Cleaner.Cleanable cleanable;

    /** Takes over what a C function has made. */
    Handle(long address, NativeFunction free) {
        object = new Native(getClass().getSimpleName(), address, free);
        cleanable = CLEANER.register(this, object);
    }

    /**
     * Frees it, at the latest when calls that use it have ended. Every later use throws {@link IllegalStateException};
     * closing again does nothing.
     */
    @Override
    public void close() {
        cleanable.clean();
    }

    Native object() {
        return object;
    }

    /** What is left of a handle that nothing refers to: the C object and who uses it. */
    static final class Native implements Runnable {
        private static final int CHANGING = -1;

        private final String type;
        private final long address;
        private final NativeFunction free;
        /** How many calls read the object now, or {@link #CHANGING}. */
        private int uses;
        private boolean closed;

        private Native(String type, long address, NativeFunction free) {
            this.type = type;
            this.address = address;
            this.free = free;
        }

        /**
         * Begins a use by a call. The C library leaves it to its callers that nothing else uses an object while it is
         * changed; waiting here could last for ever where a callback is the one that waits, so that it is an exception.
         */
        synchronized long enter(boolean toChange) {
            if (closed) {
                throw new IllegalStateException(type + " is closed");
            }
            if (uses == CHANGING || toChange && uses > 0) {
                throw new IllegalStateException(type + " is changed while another call uses it");
            }
            uses = toChange ? CHANGING : uses + 1;
            return address;
        }

        /** Ends a use. */
        void leave() {
            boolean last;
            synchronized (this) {
                uses = uses == CHANGING ? 0 : uses - 1;
                last = closed && uses == 0;
            }
            if (last) {
                free();
            }
        }

        /** Closes; called once, by the cleaner's rule. */
        @Override
        public void run() {
            boolean last;
            synchronized (this) {
                closed = true;
                last = uses == 0;
            }
            if (last) {
                free();
            }
        }

        private void free() {
            Library.backend().call(free, new long[] {address});
        }
    }
}
