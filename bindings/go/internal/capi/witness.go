package capi

// #include "shims.h"
import "C"

func WitnessNew() (*Witness, *Failure) {
	return get(func(out **Witness, e slot) C.nxz_status { return C.nxz_witness_new(out, e) })
}

func WitnessPreimage(message []byte) (*Witness, *Failure) {
	return get(func(out **Witness, e slot) C.nxz_status {
		return C.nxz_witness_preimage(data(message), length(message), out, e)
	})
}

func WitnessFree(w *Witness) { C.nxz_witness_free(w) }

func WitnessSet(w *Witness, name string, value []byte) *Failure {
	return call(func(e slot) C.nxz_status {
		return C.nxz_witness_set(w, chars(name), lengthOf(name), data(value), length(value), e)
	})
}

func WitnessSetNumber(w *Witness, name string, value uint64) *Failure {
	return call(func(e slot) C.nxz_status {
		return C.nxz_witness_set_number(w, chars(name), lengthOf(name), C.uint64_t(value), e)
	})
}

func WitnessSetMerklePath(w *Witness, t *MerkleTree, leaf uint64, indexName, pathName string) *Failure {
	return call(func(e slot) C.nxz_status {
		return C.nxz_witness_set_merkle_path(w, t, C.uint64_t(leaf),
			chars(indexName), lengthOf(indexName), chars(pathName), lengthOf(pathName), e)
	})
}
