package capi

// #include "shims.h"
import "C"

import "unsafe"

func ProtocolNew(c *Config) (*Protocol, *Failure) {
	return get(func(out **Protocol, e slot) C.nxz_status { return C.nxz_protocol_new(c, out, e) })
}

func ProtocolFree(p *Protocol) { C.nxz_protocol_free(p) }

func ProtocolReconfigure(p *Protocol, c *Config) *Failure {
	return call(func(e slot) C.nxz_status { return C.nxz_protocol_reconfigure(p, c, e) })
}

func ProtocolHealthCheck(p *Protocol) *Failure {
	return call(func(e slot) C.nxz_status { return C.nxz_protocol_health_check(p, e) })
}

func ProtocolLoadOptimizer(p *Protocol, path, config string) *Failure {
	return call(func(e slot) C.nxz_status {
		return C.nxz_protocol_load_optimizer(p, chars(path), lengthOf(path), chars(config), lengthOf(config), e)
	})
}

func Estimate(p *Protocol, s *Statement) (ProofCost, *Failure) {
	return get(func(out *ProofCost, e slot) C.nxz_status {
		out.structSize = C.sizeof_nxz_proof_cost
		return C.nxz_estimate(p, s, (*C.nxz_proof_cost)(unsafe.Pointer(out)), e)
	})
}

// Prove proves; an empty request id is none.
func Prove(p *Protocol, s *Statement, w *Witness, context []byte, requestID string) (*Proof, *Failure) {
	return get(func(out **Proof, e slot) C.nxz_status {
		if requestID == "" {
			return C.nxz_prove(p, s, w, data(context), length(context), out, e)
		}
		return C.nxzgo_prove_with(p, s, w, data(context), length(context), chars(requestID), lengthOf(requestID), out, e)
	})
}

// Verify verifies; an empty request id is none.
func Verify(p *Protocol, s *Statement, context []byte, proof *Proof, requestID string) *Failure {
	return call(func(e slot) C.nxz_status {
		if requestID == "" {
			return C.nxz_verify(p, s, data(context), length(context), proof, e)
		}
		return C.nxzgo_verify_with(p, s, data(context), length(context), proof, chars(requestID), lengthOf(requestID), e)
	})
}
