package nexuszero;

/** A ready-made configuration. */
public enum Preset implements Coded {
    /** 128 bits, profile {@code balanced}. */
    DEFAULT(0),
    /** 128 bits, profile {@code fast}. */
    FAST(1),
    /** 256 bits, profile {@code balanced}, every proof verified before it is returned, discrete logarithms refused. */
    SECURE(2);

    private final int code;

    Preset(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
