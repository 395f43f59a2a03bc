package capi

// #include "shims.h"
import "C"

func CompressorNew(strategy uint32) (*Compressor, *Failure) {
	return get(func(out **Compressor, e slot) C.nxz_status {
		return C.nxz_compressor_new(C.nxz_compression_strategy(strategy), out, e)
	})
}

func CompressorFree(c *Compressor) { C.nxz_compressor_free(c) }

func CompressorSetLimits(c *Compressor, maxRatio uint32, maxSize uint64) *Failure {
	return call(func(e slot) C.nxz_status {
		return C.nxz_compressor_set_limits(c, C.uint32_t(maxRatio), C.uint64_t(maxSize), e)
	})
}

func CompressorCompress(c *Compressor, content []byte) ([]byte, *Failure) {
	return bytes(func(out **C.nxz_bytes, e slot) C.nxz_status {
		return C.nxz_compressor_compress(c, data(content), length(content), out, e)
	})
}

func CompressorDecompress(c *Compressor, compressed []byte) ([]byte, *Failure) {
	return bytes(func(out **C.nxz_bytes, e slot) C.nxz_status {
		return C.nxz_compressor_decompress(c, data(compressed), length(compressed), out, e)
	})
}

func Compress(strategy uint32, content []byte) ([]byte, *Failure) {
	return bytes(func(out **C.nxz_bytes, e slot) C.nxz_status {
		return C.nxz_compress(C.nxz_compression_strategy(strategy), data(content), length(content), out, e)
	})
}

func Decompress(compressed []byte, maxSize uint64) ([]byte, *Failure) {
	return bytes(func(out **C.nxz_bytes, e slot) C.nxz_status {
		return C.nxz_decompress(data(compressed), length(compressed), C.uint64_t(maxSize), out, e)
	})
}

// CompressedCodec returns math.MaxUint32 for what no codec made.
func CompressedCodec(compressed []byte) uint32 {
	return uint32(C.nxz_compressed_codec(data(compressed), length(compressed)))
}

func LZ4Compress(content []byte) ([]byte, *Failure) {
	return bytes(func(out **C.nxz_bytes, e slot) C.nxz_status {
		return C.nxz_lz4_compress(data(content), length(content), out, e)
	})
}

func LZ4Decompress(frame []byte, maxSize uint64) ([]byte, *Failure) {
	return bytes(func(out **C.nxz_bytes, e slot) C.nxz_status {
		return C.nxz_lz4_decompress(data(frame), length(frame), C.uint64_t(maxSize), out, e)
	})
}
