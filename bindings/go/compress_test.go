package nexuszero_test

import (
	"bytes"
	"errors"
	"os"
	"runtime"
	"testing"

	"nexuszero"
)

func TestCompression(t *testing.T) {
	var table []byte
	for i := range 128 * 128 {
		product := (i / 128) * (i % 128)
		table = append(table, byte(product), byte(product>>8))
	}
	sizes := map[nexuszero.Strategy]int{}
	for strategy := nexuszero.StrategyNone; strategy <= nexuszero.StrategyAdaptive; strategy++ {
		for _, content := range [][]byte{table, {7}, {}, nil} {
			compressed := must(nexuszero.Compress(strategy, content))
			if len(compressed) > len(content)+1 {
				t.Errorf("%s: %d bytes of %d", strategy, len(compressed), len(content))
			}
			restored := must(nexuszero.Decompress(compressed, uint64(len(content))))
			if !bytes.Equal(restored, content) {
				t.Errorf("%s: not restored", strategy)
			}
			sizes[strategy] = max(sizes[strategy], len(compressed))
		}
	}
	if 2*sizes[nexuszero.StrategyTensorTrain] >= sizes[nexuszero.StrategyLZ4] || sizes[nexuszero.StrategyNone] != len(table)+1 {
		t.Error(sizes)
	}
	compressed := must(nexuszero.Compress(nexuszero.StrategyLZ4, table))
	if nexuszero.CodecOf(compressed) != nexuszero.CodecLZ4 || nexuszero.CodecOf(nil) != nexuszero.CodecUnknown {
		t.Error(nexuszero.CodecOf(compressed))
	}
	_, err := nexuszero.Decompress(compressed, uint64(len(table)-1))
	fails(t, err, nexuszero.ErrLimitExceeded)
	_, err = nexuszero.Decompress([]byte{200, 1}, 100)
	fails(t, err, nexuszero.ErrUnsupported)
	_, err = nexuszero.Decompress(nil, 100)
	fails(t, err, nexuszero.ErrMalformed)
	_, err = nexuszero.Compress(99, nil)
	fails(t, err, nexuszero.ErrUnsupported)

	frame := must(nexuszero.CompressLZ4(table))
	if !bytes.HasPrefix(frame, []byte("\x04\x22\x4d\x18")) || !bytes.Equal(must(nexuszero.DecompressLZ4(frame, uint64(len(table)))), table) {
		t.Error("LZ4 frame")
	}
	_, err = nexuszero.DecompressLZ4(frame[:len(frame)-1], uint64(len(table)))
	fails(t, err, nexuszero.ErrMalformed)
}

// Whatever address the library gives for contents that are empty, no stack that is moved meanwhile has it.
func TestEmptyContentsOnAMovingStack(t *testing.T) {
	done := make(chan struct{})
	var wg group
	wg.Go(func() {
		defer close(done)
		for range 100 {
			runtime.GC() // moves a stack that has become too large
		}
	})
	wg.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
			}
			growStack()
			for range 10 {
				if content, err := nexuszero.Decompress([]byte{0}, 10); err != nil || len(content) != 0 {
					t.Error(content, err)
				}
			}
		}
	})
	wg.Wait()
}

//go:noinline
func growStack() byte {
	var room [64 << 10]byte
	return room[len(os.Args)]
}

func TestCompressor(t *testing.T) {
	zeros := make([]byte, 100000)
	compressor := kept(t, must(nexuszero.NewCompressor(nexuszero.StrategyLZ4)))
	compressed := must(compressor.Compress(zeros))
	if !bytes.Equal(must(compressor.Decompress(compressed)), zeros) {
		t.Error("not restored")
	}
	fails(t, compressor.SetLimits(0, 1000), nexuszero.ErrConfiguration)
	check(t, compressor.SetLimits(10, 1000000))
	_, err := compressor.Decompress(compressed)
	fails(t, err, nexuszero.ErrLimitExceeded)
}

func TestCodecOfCompressor(t *testing.T) {
	content := bytes.Repeat([]byte("to and fro, "), 20)
	value, collected := watched()
	func() {
		compressor := kept(t, must(nexuszero.NewCompressor(nexuszero.StrategyLZ4)))
		defer compressor.Close()
		var m memory
		codec := m.codec(201)
		remember := codec.Compress
		codec.Compress = func(content []byte) ([]byte, error) {
			value[0]++
			if err := compressor.SetLimits(1, 1); !errors.Is(err, nexuszero.ErrInUse) {
				t.Error(err)
			}
			return remember(content)
		}
		check(t, compressor.SetCodec(codec))
		compressed := must(compressor.Compress(content))
		if nexuszero.CodecOf(compressed) != 201 || !bytes.Equal(must(compressor.Decompress(compressed)), content) {
			t.Errorf("%x", compressed)
		}
		m.contents = nil
		_, err := compressor.Decompress(compressed)
		fails(t, err, nexuszero.ErrCompression)

		// A codec that lies about its content is not used.
		codec.Decompress = func(_ []byte, size int) ([]byte, error) { return make([]byte, size), nil }
		check(t, compressor.SetCodec(codec))
		if got := nexuszero.CodecOf(must(compressor.Compress(content))); got != nexuszero.CodecStored {
			t.Error(got)
		}
		fails(t, compressor.SetCodec(m.codec(127)), nexuszero.ErrInvalidArgument)
		nameless := m.codec(201)
		nameless.Name = ""
		fails(t, compressor.SetCodec(nameless), nexuszero.ErrInvalidArgument)
		fails(t, compressor.SetCodec(nil), nexuszero.ErrNullPointer)
	}()
	awaitCollected(t, collected)
}
