package capi

// #include "shims.h"
import "C"

import (
	"runtime"
	"runtime/cgo"
	"unsafe"
)

// BatchOptions are those of nxz_batch_options. Progress answers whether the batch is to be cancelled; it may be nil.
type BatchOptions struct {
	Threads   uint32
	RequestID string
	Progress  Progress
}

func BatchNew() (*Batch, *Failure) {
	return get(func(out **Batch, e slot) C.nxz_status { return C.nxz_batch_new(out, e) })
}

func BatchFree(b *Batch) { C.nxz_batch_free(b) }

func BatchProve(b *Batch, p *Protocol, statements []*Statement, witnesses []*Witness, contexts [][]byte,
	o BatchOptions) *Failure {
	in := newBatchInput(contexts, o)
	defer in.release()
	return call(func(e slot) C.nxz_status {
		return C.nxzgo_batch_prove(b, p, unsafe.SliceData(statements), unsafe.SliceData(witnesses), in.contexts(), in.lengths(),
			C.size_t(len(statements)), C.uint32_t(o.Threads), chars(o.RequestID), lengthOf(o.RequestID), in.progress(), e)
	})
}

func BatchVerify(b *Batch, p *Protocol, statements []*Statement, contexts [][]byte, proofs []*Proof,
	o BatchOptions) *Failure {
	in := newBatchInput(contexts, o)
	defer in.release()
	return call(func(e slot) C.nxz_status {
		return C.nxzgo_batch_verify(b, p, unsafe.SliceData(statements), in.contexts(), in.lengths(), unsafe.SliceData(proofs),
			C.size_t(len(statements)), C.uint32_t(o.Threads), chars(o.RequestID), lengthOf(o.RequestID), in.progress(), e)
	})
}

// batchInput holds what the call of a batch refers to: an array of pointers to the contexts, which are pinned because
// the array is Go memory too, and the handle of the progress function.
type batchInput struct {
	pointers []*C.uint8_t
	sizes    []C.size_t
	pinner   runtime.Pinner
	handle   cgo.Handle
}

func newBatchInput(contexts [][]byte, o BatchOptions) *batchInput {
	in := &batchInput{pointers: make([]*C.uint8_t, len(contexts)), sizes: make([]C.size_t, len(contexts))}
	for i, context := range contexts {
		if len(context) > 0 {
			in.pointers[i], in.sizes[i] = data(context), length(context)
			in.pinner.Pin(in.pointers[i])
		}
	}
	if o.Progress != nil {
		in.handle = cgo.NewHandle(o.Progress)
	}
	return in
}

func (in *batchInput) contexts() **C.uint8_t { return unsafe.SliceData(in.pointers) }
func (in *batchInput) lengths() *C.size_t    { return unsafe.SliceData(in.sizes) }
func (in *batchInput) progress() C.uintptr_t { return C.uintptr_t(in.handle) }

func (in *batchInput) release() {
	in.pinner.Unpin()
	if in.handle != 0 {
		in.handle.Delete()
	}
}

func BatchCount(b *Batch) int { return int(C.nxz_batch_count(b)) }

// BatchItem is how one item went: nil where it succeeded.
func BatchItem(b *Batch, index int) *Failure {
	if status := C.nxz_batch_status(b, C.size_t(index)); status != C.NXZ_OK {
		return failed(int32(status), C.GoString(C.nxz_batch_message(b, C.size_t(index))))
	}
	return nil
}

func BatchProof(b *Batch, index int) (*Proof, *Failure) {
	return get(func(out **Proof, e slot) C.nxz_status { return C.nxz_batch_proof(b, C.size_t(index), out, e) })
}

func BatchSummary(b *Batch) (BatchTotals, *Failure) {
	return get(func(out *BatchTotals, e slot) C.nxz_status {
		out.structSize = C.sizeof_nxz_batch_totals
		return C.nxz_batch_summary(b, (*C.nxz_batch_totals)(unsafe.Pointer(out)), e)
	})
}

func BatchMetricsJSON(b *Batch) ([]byte, *Failure) {
	return text(func(out **C.nxz_string, e slot) C.nxz_status { return C.nxz_batch_metrics_json(b, out, e) })
}
