package capi

// #include "shims.h"
import "C"

import (
	"log/slog"
	"runtime/cgo"
	"unsafe"
)

// The types of callbacks. What they get is Go memory of theirs.
type (
	// LogSink takes an event.
	LogSink func(level uint32, event []byte)
	// MetricsSink takes the measurements of a proof.
	MetricsSink func(measurements []byte)
	// Optimizer answers a request.
	Optimizer func(request []byte) (reply []byte, err error)
	// Progress answers whether the batch is to be cancelled.
	Progress func(done, total int) (cancel bool)
	// Codec compresses, and restores content of the size that is stated.
	Codec struct {
		Compress   func(content []byte) ([]byte, error)
		Decompress func(compressed []byte, size int) ([]byte, error)
	}
)

// callbackFailed is what a callback answers where it fails: any number but 0.
const callbackFailed = 1

// attach hands a callback over by a function that takes it on success only, as the library's setters do. From then on
// the library releases it, by nxzgoDestroy. Where there is none, the one before is taken away.
func attach(callback any, none bool, set func(handle C.uintptr_t, e slot) C.nxz_status) *Failure {
	var handle cgo.Handle
	if !none {
		handle = cgo.NewHandle(callback)
	}
	failure := call(func(e slot) C.nxz_status { return set(C.uintptr_t(handle), e) })
	if failure != nil && !none {
		handle.Delete()
	}
	return failure
}

// terminated is text with a NUL behind it.
func terminated(s string) *C.char { return charsOf(append([]byte(s), 0)) }

func ProtocolSetLogSink(p *Protocol, maxLevel uint32, sink LogSink) *Failure {
	return attach(sink, sink == nil, func(handle C.uintptr_t, e slot) C.nxz_status {
		return C.nxzgo_protocol_set_log_sink(p, C.nxz_log_level(maxLevel), handle, e)
	})
}

func ProtocolSetMetricsSink(p *Protocol, sink MetricsSink) *Failure {
	return attach(sink, sink == nil, func(handle C.uintptr_t, e slot) C.nxz_status {
		return C.nxzgo_protocol_set_metrics_sink(p, handle, e)
	})
}

func ProtocolSetOptimizer(p *Protocol, name string, optimizer Optimizer) *Failure {
	return attach(optimizer, optimizer == nil, func(handle C.uintptr_t, e slot) C.nxz_status {
		return C.nxzgo_protocol_set_optimizer(p, terminated(name), handle, e)
	})
}

func ProtocolSetCodec(p *Protocol, id uint32, name string, codec *Codec) *Failure {
	return attach(codec, codec == nil, func(handle C.uintptr_t, e slot) C.nxz_status {
		return C.nxzgo_protocol_set_codec(p, C.uint32_t(id), terminated(name), handle, e)
	})
}

func CompressorSetCodec(c *Compressor, id uint32, name string, codec *Codec) *Failure {
	return attach(codec, codec == nil, func(handle C.uintptr_t, e slot) C.nxz_status {
		return C.nxzgo_compressor_set_codec(c, C.uint32_t(id), terminated(name), handle, e)
	})
}

// callback is the function that a handle stands for.
func callback[T any](handle C.uintptr_t) T { return cgo.Handle(handle).Value().(T) }

//export nxzgoDestroy
func nxzgoDestroy(handle C.uintptr_t) { cgo.Handle(handle).Delete() }

//export nxzgoLogEvent
func nxzgoLogEvent(handle C.uintptr_t, level C.uint32_t, json *C.char, size C.size_t) {
	defer stopPanic()
	callback[LogSink](handle)(uint32(level), copied(unsafe.Pointer(json), size))
}

//export nxzgoProofMade
func nxzgoProofMade(handle C.uintptr_t, json *C.char, size C.size_t) {
	defer stopPanic()
	callback[MetricsSink](handle)(copied(unsafe.Pointer(json), size))
}

//export nxzgoProgress
func nxzgoProgress(handle C.uintptr_t, done, total C.size_t) (cancel C.int32_t) {
	cancel = 1
	defer stopPanic()
	if !callback[Progress](handle)(int(done), int(total)) {
		cancel = 0
	}
	return cancel
}

//export nxzgoOptimize
func nxzgoOptimize(handle C.uintptr_t, request *C.char, size C.size_t,
	reply *C.char, capacity C.size_t, written *C.size_t) C.int32_t {
	return deliver(unsafe.Pointer(reply), capacity, written, func() ([]byte, error) {
		return callback[Optimizer](handle)(copied(unsafe.Pointer(request), size))
	})
}

//export nxzgoCompress
func nxzgoCompress(handle C.uintptr_t, input *C.uint8_t, size C.size_t,
	output *C.uint8_t, capacity C.size_t, written *C.size_t) C.int32_t {
	return deliver(unsafe.Pointer(output), capacity, written, func() ([]byte, error) {
		result, err := callback[*Codec](handle).Compress(copied(unsafe.Pointer(input), size))
		// What is not shorter is not used, whatever it is.
		return result[:min(len(result), int(capacity))], err
	})
}

//export nxzgoDecompress
func nxzgoDecompress(handle C.uintptr_t, input *C.uint8_t, size C.size_t,
	output *C.uint8_t, capacity C.size_t, written *C.size_t) C.int32_t {
	return deliver(unsafe.Pointer(output), capacity, written, func() ([]byte, error) {
		return callback[*Codec](handle).Decompress(copied(unsafe.Pointer(input), size), int(capacity))
	})
}

// deliver copies what a callback answers into the buffer of the library: 0 for success.
func deliver(out unsafe.Pointer, capacity C.size_t, written *C.size_t, answer func() ([]byte, error)) (status C.int32_t) {
	status = callbackFailed
	defer stopPanic()
	result, err := answer()
	if err != nil || length(result) > capacity {
		return callbackFailed
	}
	copy(unsafe.Slice((*byte)(out), capacity), result)
	*written = length(result)
	return 0
}

// stopPanic keeps a panic from unwinding into C, and logs it. The callback has then failed.
func stopPanic() {
	if value := recover(); value != nil {
		// A handler is the program's too.
		defer func() { _ = recover() }()
		slog.Error("nexuszero: a callback panicked", "panic", value)
	}
}
