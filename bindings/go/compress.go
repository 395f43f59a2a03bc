package nexuszero

import "nexuszero/internal/capi"

// Strategy is a way to compress. Proofs are close to random and no strategy shrinks them; circuits, statements, JSON
// and numeric payloads do shrink. Nothing ever becomes longer by more than one byte.
type Strategy uint32

// The strategies.
const (
	// StrategyNone stores everything.
	StrategyNone Strategy = capi.CompressionNone
	// StrategyLZ4 is general purpose and fast.
	StrategyLZ4 Strategy = capi.CompressionLZ4
	// StrategyTensorTrain is for arrays of numbers with low tensor rank, such as tables, smooth fields and ramps. It is
	// lossless.
	StrategyTensorTrain Strategy = capi.CompressionTensorTrain
	// StrategyHybrid is tensor trains and LZ4 together.
	StrategyHybrid Strategy = capi.CompressionHybrid
	// StrategyAdaptive is what a sample of the input suggests; input that is close to random is stored at once.
	StrategyAdaptive Strategy = capi.CompressionAdaptive
)

// String is the name of the strategy, for example adaptive.
func (s Strategy) String() string { return named(capi.StrategyName(uint32(s)), "Strategy", uint32(s)) }

// CodecID says what compressed bytes were compressed with. From 128 to 255 it is the number of a caller's [Codec].
type CodecID uint32

// The codecs of the library.
const (
	// CodecStored: nothing; the content follows as it is.
	CodecStored CodecID = capi.CodecStored
	// CodecLZ4: an LZ4 frame.
	CodecLZ4 CodecID = capi.CodecLZ4
	// CodecTensorTrain: tensor trains.
	CodecTensorTrain CodecID = capi.CodecTensorTrain
	// CodecHybrid: tensor trains and LZ4 together.
	CodecHybrid CodecID = capi.CodecHybrid
	// CodecUnknown: no codec of the library made the bytes.
	CodecUnknown CodecID = 1<<32 - 1
)

// String is the name of the codec: stored, lz4, tensor-train, hybrid, or custom for those of callers.
func (c CodecID) String() string { return named(capi.CodecName(uint32(c)), "CodecID", uint32(c)) }

// CodecOf is the codec of compressed bytes, from their first byte. How much was gained is the length before divided by
// the length after.
func CodecOf(compressed []byte) CodecID { return CodecID(capi.CompressedCodec(compressed)) }

// Compress compresses bytes, at most 256 MiB, to at most one byte more; [CodecOf] says what was used.
func Compress(strategy Strategy, content []byte) ([]byte, error) {
	return result(capi.Compress(uint32(strategy), content))
}

// Decompress restores what was compressed by whatever strategy. The bytes may come from anybody. It fails with
// [ErrMalformed] for bytes that no codec made; [ErrLimitExceeded] for content of more than maxSize bytes, or 1024 times
// the length; [ErrUnsupported] for a codec that is not the library's.
func Decompress(compressed []byte, maxSize uint64) ([]byte, error) {
	return result(capi.Decompress(compressed, maxSize))
}

// CompressLZ4 makes a pure LZ4 frame, the content of a .lz4 file, for the tool lz4 and other programs. It has no byte
// in front that names a codec, and input that does not shrink becomes a little longer.
func CompressLZ4(content []byte) ([]byte, error) { return result(capi.LZ4Compress(content)) }

// DecompressLZ4 reads a pure LZ4 frame: one, without a dictionary. It may come from anybody. It fails with
// [ErrMalformed] for bytes that are no such frame, and [ErrLimitExceeded] for content of more than maxSize bytes.
func DecompressLZ4(frame []byte, maxSize uint64) ([]byte, error) {
	return result(capi.LZ4Decompress(frame, maxSize))
}

// Compressor compresses with a strategy, limits, and possibly a codec of the caller's.
type Compressor struct{ object[*capi.Compressor] }

// NewCompressor makes a compressor with a ratio of 1024 and a size of 256 MiB as its limits.
func NewCompressor(strategy Strategy) (*Compressor, error) {
	compressor, failure := capi.CompressorNew(uint32(strategy))
	return own[Compressor](compressor, failure, capi.CompressorFree)
}

// SetLimits sets the most bytes that one compressed byte may become, and the most bytes of content. Everything larger
// is refused before it is allocated. It fails with [ErrConfiguration] for a ratio of 0.
func (c *Compressor) SetLimits(maxRatio uint32, maxSize uint64) error {
	return change(c, func(h *capi.Compressor) *capi.Failure { return capi.CompressorSetLimits(h, maxRatio, maxSize) })
}

// SetCodec gives the compressor a codec of the caller's, which then replaces the strategy; it cannot be taken out
// again. What it compresses is decompressed and compared before it is used; where it fails, or does not shrink the
// input, the input is stored. It fails with [ErrInvalidArgument] for an ID or a name outside their domains, and
// [ErrNullPointer] for a function that is nil.
func (c *Compressor) SetCodec(codec *Codec) error {
	id, name, functions, err := codec.native()
	if err != nil {
		return err
	}
	return change(c, func(h *capi.Compressor) *capi.Failure { return capi.CompressorSetCodec(h, id, name, functions) })
}

// Compress compresses bytes, to at most one byte more. It succeeds too where a codec of the caller's failed, because
// the input is then stored. It fails with [ErrLimitExceeded] for more than the largest size.
func (c *Compressor) Compress(content []byte) ([]byte, error) {
	return read(c, func(h *capi.Compressor) ([]byte, *capi.Failure) { return capi.CompressorCompress(h, content) })
}

// Decompress restores what was compressed, by whatever strategy, or by the same codec of the caller's. The bytes may
// come from anybody. It fails as the function [Decompress] does, and with [ErrCompression] where the caller's codec
// fails.
func (c *Compressor) Decompress(compressed []byte) ([]byte, error) {
	return read(c, func(h *capi.Compressor) ([]byte, *capi.Failure) { return capi.CompressorDecompress(h, compressed) })
}
