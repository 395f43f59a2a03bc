package capi

// #include "shims.h"
import "C"

import "unsafe"

func StatementPreimage(hash uint32, digest []byte, blocks uint64) (*Statement, *Failure) {
	return get(func(out **Statement, e slot) C.nxz_status {
		return C.nxz_statement_preimage(C.nxz_hash(hash), data(digest), length(digest), C.uint64_t(blocks), out, e)
	})
}

func StatementPreimageSized(hash uint32, digest []byte, messageLen uint64) (*Statement, *Failure) {
	return get(func(out **Statement, e slot) C.nxz_status {
		return C.nxz_statement_preimage_sized(C.nxz_hash(hash), data(digest), length(digest), C.uint64_t(messageLen), out, e)
	})
}

func StatementPreimageParts(hash uint32, digest []byte, message *Message) (*Statement, *Failure) {
	return get(func(out **Statement, e slot) C.nxz_status {
		return C.nxz_statement_preimage_parts(C.nxz_hash(hash), data(digest), length(digest), message, out, e)
	})
}

func StatementRange(hash uint32, commitment []byte, min, max uint64, valueName, blindingName string) (*Statement, *Failure) {
	return get(func(out **Statement, e slot) C.nxz_status {
		return C.nxz_statement_range(C.nxz_hash(hash), data(commitment), length(commitment), C.uint64_t(min), C.uint64_t(max),
			chars(valueName), lengthOf(valueName), chars(blindingName), lengthOf(blindingName), out, e)
	})
}

func StatementOneOfMany(hash uint32, list *List, message *Message, indexName string) (*Statement, *Failure) {
	return get(func(out **Statement, e slot) C.nxz_status {
		return C.nxz_statement_one_of_many(C.nxz_hash(hash), list, message, chars(indexName), lengthOf(indexName), out, e)
	})
}

func StatementMembership(hash uint32, root []byte, depth uint64, leaf *Message,
	indexName, pathName string) (*Statement, *Failure) {
	return get(func(out **Statement, e slot) C.nxz_status {
		return C.nxz_statement_membership(C.nxz_hash(hash), data(root), length(root), C.uint64_t(depth), leaf,
			chars(indexName), lengthOf(indexName), chars(pathName), lengthOf(pathName), out, e)
	})
}

func StatementCircuit(circuit *Circuit, inputs *Message, outputs []byte) (*Statement, *Failure) {
	return get(func(out **Statement, e slot) C.nxz_status {
		return C.nxz_statement_circuit(circuit, inputs, data(outputs), length(outputs), out, e)
	})
}

func StatementConjunction(statements []*Statement) (*Statement, *Failure) {
	return get(func(out **Statement, e slot) C.nxz_status {
		return C.nxz_statement_conjunction(unsafe.SliceData(statements), C.size_t(len(statements)), out, e)
	})
}

func StatementDiscreteLog(group uint32, generator, publicValue []byte, secretName string) (*Statement, *Failure) {
	return get(func(out **Statement, e slot) C.nxz_status {
		return C.nxz_statement_discrete_log(C.nxz_group(group), data(generator), length(generator),
			data(publicValue), length(publicValue), chars(secretName), lengthOf(secretName), out, e)
	})
}

func StatementFree(s *Statement) { C.nxz_statement_free(s) }

func StatementIsQuantumResistant(s *Statement) bool {
	return C.nxz_statement_is_quantum_resistant(s) == 1
}

func StatementName(s *Statement) ([]byte, *Failure) {
	return text(func(out **C.nxz_string, e slot) C.nxz_status { return C.nxz_statement_name(s, out, e) })
}

func StatementToBytes(s *Statement) ([]byte, *Failure) {
	return bytes(func(out **C.nxz_bytes, e slot) C.nxz_status { return C.nxz_statement_to_bytes(s, out, e) })
}

func StatementFromBytes(encoding []byte) (*Statement, *Failure) {
	return get(func(out **Statement, e slot) C.nxz_status {
		return C.nxz_statement_from_bytes(data(encoding), length(encoding), out, e)
	})
}

func StatementToJSON(s *Statement) ([]byte, *Failure) {
	return text(func(out **C.nxz_string, e slot) C.nxz_status { return C.nxz_statement_to_json(s, out, e) })
}

func StatementFromJSON(text []byte) (*Statement, *Failure) {
	return get(func(out **Statement, e slot) C.nxz_status {
		return C.nxz_statement_from_json(charsOf(text), length(text), out, e)
	})
}
