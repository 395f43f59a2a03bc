package nexuszero

import "nexuszero/internal/capi"

// List is a list of public digests, for any number of statements. It never changes.
type List struct{ object[*capi.List] }

// NewList makes a list of digests of one length, at most [MaxListSize]. They are copied. A proof holds for the same
// list in the same order only.
func NewList(digests [][]byte) (*List, error) {
	if len(digests) == 0 {
		return newList(nil, 0)
	}
	size := len(digests[0])
	entries := make([]byte, 0, len(digests)*size)
	for _, digest := range digests {
		if len(digest) != size {
			return nil, misuse(ErrInvalidArgument, "the digests of a list have one length")
		}
		entries = append(entries, digest...)
	}
	return newList(entries, size)
}

func newList(entries []byte, size int) (*List, error) {
	list, failure := capi.ListNew(entries, size)
	return own[List](list, failure, capi.ListFree)
}

// Len is the number of digests; 0 after Close.
func (l *List) Len() int {
	n, _ := with(l, func(h *capi.List) (int, error) { return capi.ListLen(h), nil })
	return n
}

// Find gives the place of a digest, counted from 0, the first if it is there several times. It fails with
// [ErrInvalidArgument] for one that is not there. Its time depends on the place: a prover whose timing is observed
// remembers its place instead.
func (l *List) Find(digest []byte) (uint64, error) {
	return read(l, func(h *capi.List) (uint64, *capi.Failure) { return capi.ListFind(h, digest) })
}

// Digest is the digest of the list itself, which proofs are bound to. Two parties compare it to see whether they have
// the same list.
func (l *List) Digest() ([]byte, error) { return read(l, capi.ListDigest) }
