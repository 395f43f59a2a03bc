package nexuszero;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The library's own codecs. {@link CallbacksTest} has those of callers. */
class CompressionTest {
    /** A ramp of numbers. */
    private static byte[] ramp() {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; buffer.hasRemaining(); i++) {
            buffer.putLong(3L * i);
        }
        return buffer.array();
    }

    @ParameterizedTest
    @EnumSource
    void everyStrategyIsLossless(CompressionStrategy strategy) {
        byte[] content = ramp();
        byte[] compressed = Compression.compress(strategy, content);
        assertTrue(compressed.length <= content.length + 1);
        assertArrayEquals(content, Compression.decompress(compressed, content.length));
        int codec = Compression.codec(compressed).orElseThrow();
        assertEquals(strategy == CompressionStrategy.NONE, codec == Compression.CODEC_STORED);
        assertEquals(codec == Compression.CODEC_STORED, Compression.codecName(codec).equals("stored"));
        assertEquals(0, Compression.decompress(Compression.compress(strategy, new byte[0]), 0).length);
        assertThrows(
                LimitExceededException.class, () -> Compression.decompress(compressed, content.length - 1));
        try (Compressor compressor = new Compressor(strategy)) {
            assertArrayEquals(compressed, compressor.compress(content));
            assertArrayEquals(content, compressor.decompress(compressed));
        }
    }

    @Test
    void limits() {
        try (Compressor compressor = new Compressor(CompressionStrategy.LZ4).setLimits(1024, 100)) {
            assertThrows(LimitExceededException.class, () -> compressor.compress(new byte[101]));
            assertThrows(ConfigurationException.class, () -> compressor.setLimits(0, 100));
        }
    }

    @Test
    void negativeLimitsAreRefused() {
        byte[] frame = Compression.lz4Compress(ramp());
        assertThrows(IllegalArgumentException.class, () -> Compression.lz4Decompress(frame, -1));
        byte[] compressed = Compression.compress(CompressionStrategy.LZ4, ramp());
        assertThrows(IllegalArgumentException.class, () -> Compression.decompress(compressed, Long.MIN_VALUE));
        try (Compressor compressor = new Compressor(CompressionStrategy.LZ4)) {
            assertThrows(IllegalArgumentException.class, () -> compressor.setLimits(-1, 100));
            assertThrows(IllegalArgumentException.class, () -> compressor.setLimits(1024, -1));
            assertArrayEquals(ramp(), compressor.decompress(compressed));
        }
    }

    @Test
    void contentBeyondAnArrayIsNotBegun() {
        // The head of a frame that says that it has 3 GiB of content.
        byte[] frame = HexFormat.of().parseHex("04224d18" + "4840" + "000000c000000000" + "38");
        assertThrows(LimitExceededException.class, () -> Compression.lz4Decompress(frame, Long.MAX_VALUE));
        byte[] compressed = ByteBuffer.allocate(1 + frame.length)
                .put((byte) Compression.CODEC_LZ4)
                .put(frame)
                .array();
        try (Compressor compressor =
                new Compressor(CompressionStrategy.LZ4).setLimits(Integer.MAX_VALUE, Long.MAX_VALUE)) {
            assertThrows(LimitExceededException.class, () -> compressor.decompress(compressed));
        }
    }

    @Test
    void bytesThatNoCodecMade() {
        assertFalse(Compression.codec(new byte[0]).isPresent());
        assertFalse(Compression.codec(new byte[] {99}).isPresent());
        assertEquals("custom", Compression.codecName(200));
        assertThrows(MalformedException.class, () -> Compression.decompress(new byte[0], 10));
        assertThrows(MalformedException.class, () -> Compression.decompress(new byte[] {1, 2, 3}, 10));
    }

    @Test
    void pureFrames() {
        byte[] content = ramp();
        byte[] frame = Compression.lz4Compress(content);
        assertEquals(0x184D2204, ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).getInt());
        assertArrayEquals(content, Compression.lz4Decompress(frame, content.length));
        assertThrows(LimitExceededException.class, () -> Compression.lz4Decompress(frame, 10));
        assertThrows(MalformedException.class, () -> Compression.lz4Decompress(new byte[8], 10));
    }
}
