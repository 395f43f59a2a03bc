// Package capi is the C ABI of NexusZero as Go sees it: one function for each function of nexuszero.h, with slices and
// strings in place of pointers and lengths, and nothing else. Objects and their lifetimes are the business of the
// package above.
//
// Whatever a function returns is a copy in Go memory. Slices that go in are read during the call only.
package capi

/*
#include "shims.h"
*/
import "C"

import (
	"fmt"
	"sync"
	"unsafe"
)

// Handles of the library. Their memory is the library's.
type (
	Archive    = C.nxz_archive
	Batch      = C.nxz_batch
	Circuit    = C.nxz_circuit
	Compressor = C.nxz_compressor
	Config     = C.nxz_config
	List       = C.nxz_list
	MerkleTree = C.nxz_merkle_tree
	Message    = C.nxz_message
	Metrics    = C.nxz_metrics
	Proof      = C.nxz_proof
	Protocol   = C.nxz_protocol
	Statement  = C.nxz_statement
	Witness    = C.nxz_witness
)

// Failure is a copy of an nxz_error: at least one problem, and the first is the one that the call reports.
type Failure struct {
	Problems []Problem
}

// Problem is one of the things that a failed check found.
type Problem struct {
	Status  int32
	Message string
	Field   string
}

// slot is where a function puts its error.
type slot = **C.nxz_error

// compatible says whether a library with this ABI number can be used.
func compatible(loaded uint32) *Failure {
	if loaded == ABIVersion {
		return nil
	}
	return failed(StatusUnsupported,
		fmt.Sprintf("the library that is loaded has ABI number %d, and this binding was made for %d", loaded, ABIVersion))
}

var checkLibrary = sync.OnceValue(func() *Failure { return compatible(LoadedABIVersion()) })

// call makes a call that can fail. The first one of all looks at the ABI number of the library.
func call(f func(slot) C.nxz_status) *Failure {
	if failure := checkLibrary(); failure != nil {
		return failure
	}
	var e *C.nxz_error
	if status := f(&e); status != C.NXZ_OK {
		return failure(status, e)
	}
	return nil
}

// failure copies and frees the error of a call that returned a status.
func failure(status C.nxz_status, e *C.nxz_error) *Failure {
	if e == nil {
		return failed(int32(status), "")
	}
	defer C.nxz_error_free(e)
	problems := []Problem{{
		Status:  int32(C.nxz_error_code(e)),
		Message: C.GoString(C.nxz_error_message(e)),
		Field:   C.GoString(C.nxz_error_field(e)),
	}}
	// Problem 0 is the one that the functions above speak of.
	for i := C.size_t(1); i < C.nxz_error_problems(e); i++ {
		problems = append(problems, Problem{
			Status:  int32(C.nxz_error_problem_code(e, i)),
			Message: C.GoString(C.nxz_error_problem_message(e, i)),
			Field:   C.GoString(C.nxz_error_problem_field(e, i)),
		})
	}
	return &Failure{problems}
}

func failed(status int32, message string) *Failure {
	return &Failure{[]Problem{{Status: status, Message: message}}}
}

// get makes a call with one output: a handle, a number or a structure.
func get[T any](f func(*T, slot) C.nxz_status) (T, *Failure) {
	var out T
	failure := call(func(e slot) C.nxz_status { return f(&out, e) })
	return out, failure
}

// number makes a call that gives a number.
func number(f func(*C.uint64_t, slot) C.nxz_status) (uint64, *Failure) {
	out, failure := get(f)
	return uint64(out), failure
}

// text makes a call that gives text.
func text(f func(**C.nxz_string, slot) C.nxz_status) ([]byte, *Failure) {
	out, failure := get(f)
	if failure != nil {
		return nil, failure
	}
	defer C.nxz_string_free(out)
	return copied(unsafe.Pointer(C.nxz_string_data(out)), C.nxz_string_len(out)), nil
}

// bytes makes a call that gives bytes, which the library wipes when it frees them.
func bytes(f func(**C.nxz_bytes, slot) C.nxz_status) ([]byte, *Failure) {
	out, failure := get(f)
	if failure != nil {
		return nil, failure
	}
	defer C.nxz_bytes_free(out)
	var size C.size_t
	data := C.nxz_bytes_data(out, &size)
	return copied(unsafe.Pointer(data), size), nil
}

// digest makes a call that fills a buffer: at most as long as the longest digest.
func digest(f func(out *C.uint8_t, capacity C.size_t, size *C.size_t, e slot) C.nxz_status) ([]byte, *Failure) {
	out := make([]byte, MaxDigestSize)
	size, failure := get(func(size *C.size_t, e slot) C.nxz_status { return f(data(out), length(out), size, e) })
	if failure != nil {
		return nil, failure
	}
	return out[:size:size], nil
}

func copied(data unsafe.Pointer, size C.size_t) []byte {
	// An address of nothing need not be one that Go allows in a pointer.
	if size == 0 {
		return []byte{}
	}
	out := make([]byte, size)
	copy(out, unsafe.Slice((*byte)(data), size))
	return out
}

func data(b []byte) *C.uint8_t   { return (*C.uint8_t)(unsafe.Pointer(unsafe.SliceData(b))) }
func chars(s string) *C.char     { return (*C.char)(unsafe.Pointer(unsafe.StringData(s))) }
func charsOf(b []byte) *C.char   { return (*C.char)(unsafe.Pointer(unsafe.SliceData(b))) }
func length(b []byte) C.size_t   { return C.size_t(len(b)) }
func lengthOf(s string) C.size_t { return C.size_t(len(s)) }
func flag(b bool) (f C.uint32_t) {
	if b {
		f = 1
	}
	return f
}
