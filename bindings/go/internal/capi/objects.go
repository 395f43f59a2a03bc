package capi

// Hash functions, groups, and the objects that statements are made of.

// #include "shims.h"
import "C"

import "unsafe"

func HashBlocks(hash uint32, messageLen uint64) (uint64, *Failure) {
	return number(func(out *C.uint64_t, e slot) C.nxz_status {
		return C.nxz_hash_blocks(C.nxz_hash(hash), C.uint64_t(messageLen), out, e)
	})
}

func Digest(hash uint32, message []byte) ([]byte, *Failure) {
	return digest(func(out *C.uint8_t, capacity C.size_t, size *C.size_t, e slot) C.nxz_status {
		return C.nxz_digest(C.nxz_hash(hash), data(message), length(message), out, capacity, size, e)
	})
}

func HMAC(hash uint32, key, message []byte) ([]byte, *Failure) {
	return digest(func(out *C.uint8_t, capacity C.size_t, size *C.size_t, e slot) C.nxz_status {
		return C.nxz_hmac(C.nxz_hash(hash), data(key), length(key), data(message), length(message), out, capacity, size, e)
	})
}

func Commit(hash uint32, value uint64, blinding []byte) ([]byte, *Failure) {
	return digest(func(out *C.uint8_t, capacity C.size_t, size *C.size_t, e slot) C.nxz_status {
		return C.nxz_commit(C.nxz_hash(hash), C.uint64_t(value), data(blinding), length(blinding), out, capacity, size, e)
	})
}

func BlindingNew() ([]byte, *Failure) {
	return digest(func(out *C.uint8_t, capacity C.size_t, size *C.size_t, e slot) C.nxz_status {
		return C.nxz_blinding_new(out, capacity, size, e)
	})
}

func GroupGenerator(group uint32) ([]byte, *Failure) {
	return digest(func(out *C.uint8_t, capacity C.size_t, size *C.size_t, e slot) C.nxz_status {
		return C.nxz_group_generator(C.nxz_group(group), out, capacity, size, e)
	})
}

func GroupPublicValue(group uint32, generator, secret []byte) ([]byte, *Failure) {
	return digest(func(out *C.uint8_t, capacity C.size_t, size *C.size_t, e slot) C.nxz_status {
		return C.nxz_group_public_value(C.nxz_group(group), data(generator), length(generator), data(secret), length(secret),
			out, capacity, size, e)
	})
}

func MessageNew() (*Message, *Failure) {
	return get(func(out **Message, e slot) C.nxz_status { return C.nxz_message_new(out, e) })
}

func MessageFree(m *Message) { C.nxz_message_free(m) }

func MessageAddPublic(m *Message, part []byte) *Failure {
	return call(func(e slot) C.nxz_status { return C.nxz_message_add_public(m, data(part), length(part), e) })
}

func MessageAddSecret(m *Message, name string, size uint64) *Failure {
	return call(func(e slot) C.nxz_status {
		return C.nxz_message_add_secret(m, chars(name), lengthOf(name), C.uint64_t(size), e)
	})
}

func MessageAddHidden(m *Message, name string, blocks uint64) *Failure {
	return call(func(e slot) C.nxz_status {
		return C.nxz_message_add_hidden(m, chars(name), lengthOf(name), C.uint64_t(blocks), e)
	})
}

func MessageSetKey(m *Message, name string, size uint64) *Failure {
	return call(func(e slot) C.nxz_status {
		return C.nxz_message_set_key(m, chars(name), lengthOf(name), C.uint64_t(size), e)
	})
}

func MessageSetPublicKey(m *Message, key []byte) *Failure {
	return call(func(e slot) C.nxz_status { return C.nxz_message_set_public_key(m, data(key), length(key), e) })
}

func ListNew(entries []byte, entryLen int) (*List, *Failure) {
	return get(func(out **List, e slot) C.nxz_status {
		return C.nxz_list_new(data(entries), length(entries), C.size_t(entryLen), out, e)
	})
}

func ListFree(l *List) { C.nxz_list_free(l) }

func ListLen(l *List) int { return int(C.nxz_list_len(l)) }

func ListFind(l *List, entry []byte) (uint64, *Failure) {
	return number(func(out *C.uint64_t, e slot) C.nxz_status {
		return C.nxz_list_find(l, data(entry), length(entry), out, e)
	})
}

func ListDigest(l *List) ([]byte, *Failure) {
	return digest(func(out *C.uint8_t, capacity C.size_t, size *C.size_t, e slot) C.nxz_status {
		return C.nxz_list_digest(l, out, capacity, size, e)
	})
}

func MerkleTreeNew(hash uint32) (*MerkleTree, *Failure) {
	return get(func(out **MerkleTree, e slot) C.nxz_status { return C.nxz_merkle_tree_new(C.nxz_hash(hash), out, e) })
}

func MerkleTreeFree(t *MerkleTree) { C.nxz_merkle_tree_free(t) }

func MerkleTreeAdd(t *MerkleTree, leaf []byte) *Failure {
	return call(func(e slot) C.nxz_status { return C.nxz_merkle_tree_add(t, data(leaf), length(leaf), e) })
}

func MerkleTreeLen(t *MerkleTree) int { return int(C.nxz_merkle_tree_len(t)) }

func MerkleTreeRoot(t *MerkleTree) ([]byte, *Failure) {
	return digest(func(out *C.uint8_t, capacity C.size_t, size *C.size_t, e slot) C.nxz_status {
		return C.nxz_merkle_tree_root(t, out, capacity, size, e)
	})
}

func MerkleTreeDepth(t *MerkleTree, leaf uint64) (uint64, *Failure) {
	return number(func(out *C.uint64_t, e slot) C.nxz_status {
		return C.nxz_merkle_tree_depth(t, C.uint64_t(leaf), out, e)
	})
}

func MerkleTreeDirections(t *MerkleTree, leaf uint64) (uint64, *Failure) {
	return number(func(out *C.uint64_t, e slot) C.nxz_status {
		return C.nxz_merkle_tree_directions(t, C.uint64_t(leaf), out, e)
	})
}

func MerkleTreePath(t *MerkleTree, leaf uint64) ([]byte, *Failure) {
	return bytes(func(out **C.nxz_bytes, e slot) C.nxz_status {
		return C.nxz_merkle_tree_path(t, C.uint64_t(leaf), out, e)
	})
}

func CircuitFromBristol(text []byte) (*Circuit, *Failure) {
	return get(func(out **Circuit, e slot) C.nxz_status {
		return C.nxz_circuit_from_bristol(charsOf(text), length(text), out, e)
	})
}

func CircuitFree(c *Circuit) { C.nxz_circuit_free(c) }

func CircuitInfo(c *Circuit) (CircuitSize, *Failure) {
	return get(func(out *CircuitSize, e slot) C.nxz_status {
		out.structSize = C.sizeof_nxz_circuit_size
		return C.nxz_circuit_info(c, (*C.nxz_circuit_size)(unsafe.Pointer(out)), e)
	})
}

func CircuitInputWidth(c *Circuit, index uint64) (uint64, *Failure) {
	return number(func(out *C.uint64_t, e slot) C.nxz_status {
		return C.nxz_circuit_input_width(c, C.uint64_t(index), out, e)
	})
}

func CircuitOutputWidth(c *Circuit, index uint64) (uint64, *Failure) {
	return number(func(out *C.uint64_t, e slot) C.nxz_status {
		return C.nxz_circuit_output_width(c, C.uint64_t(index), out, e)
	})
}

func CircuitDigest(c *Circuit) ([]byte, *Failure) {
	return digest(func(out *C.uint8_t, capacity C.size_t, size *C.size_t, e slot) C.nxz_status {
		return C.nxz_circuit_digest(c, out, capacity, size, e)
	})
}
