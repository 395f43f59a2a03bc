package capi

// #include "shims.h"
import "C"

import "unsafe"

func ProofFromBytes(encoding []byte) (*Proof, *Failure) {
	return get(func(out **Proof, e slot) C.nxz_status {
		return C.nxz_proof_from_bytes(data(encoding), length(encoding), out, e)
	})
}

func ProofFree(p *Proof) { C.nxz_proof_free(p) }

func ProofData(p *Proof) []byte {
	var size C.size_t
	data := C.nxz_proof_data(p, &size)
	return copied(unsafe.Pointer(data), size)
}

func ProofInfo(p *Proof) (ProofHeader, *Failure) {
	return get(func(out *ProofHeader, e slot) C.nxz_status {
		out.structSize = C.sizeof_nxz_proof_header
		return C.nxz_proof_info(p, (*C.nxz_proof_header)(unsafe.Pointer(out)), e)
	})
}

func ProofMetrics(p *Proof) (ProofMeasurements, *Failure) {
	return get(func(out *ProofMeasurements, e slot) C.nxz_status {
		out.structSize = C.sizeof_nxz_proof_measurements
		return C.nxz_proof_metrics(p, (*C.nxz_proof_measurements)(unsafe.Pointer(out)), e)
	})
}

func ProofMetricsJSON(p *Proof) ([]byte, *Failure) {
	return text(func(out **C.nxz_string, e slot) C.nxz_status { return C.nxz_proof_metrics_json(p, out, e) })
}

func ProofsAggregate(proofs []*Proof) ([]byte, *Failure) {
	return text(func(out **C.nxz_string, e slot) C.nxz_status {
		return C.nxz_proofs_aggregate(unsafe.SliceData(proofs), C.size_t(len(proofs)), out, e)
	})
}

func ProofsCompare(base, other []*Proof) ([]byte, *Failure) {
	return text(func(out **C.nxz_string, e slot) C.nxz_status {
		return C.nxz_proofs_compare(unsafe.SliceData(base), C.size_t(len(base)),
			unsafe.SliceData(other), C.size_t(len(other)), out, e)
	})
}
