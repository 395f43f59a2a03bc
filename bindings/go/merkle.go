package nexuszero

import "nexuszero/internal/capi"

// MerkleTree is a Merkle tree as in RFC 6962, section 2.1. Its methods fail with [ErrInvalidArgument] for a leaf that
// does not exist. Leaves are counted from 0.
type MerkleTree struct{ object[*capi.MerkleTree] }

// NewMerkleTree makes an empty tree. SHA-256 gives the trees of RFC 6962, SHA3-256 the smallest proofs; an HMAC makes
// none.
func NewMerkleTree(hash Hash) (*MerkleTree, error) {
	tree, failure := capi.MerkleTreeNew(uint32(hash))
	return own[MerkleTree](tree, failure, capi.MerkleTreeFree)
}

// Add appends a leaf, without any prefix. The tree keeps its hash only.
func (t *MerkleTree) Add(leaf []byte) error {
	return change(t, func(h *capi.MerkleTree) *capi.Failure { return capi.MerkleTreeAdd(h, leaf) })
}

// Len is the number of leaves; 0 after Close.
func (t *MerkleTree) Len() int {
	n, _ := with(t, func(h *capi.MerkleTree) (int, error) { return capi.MerkleTreeLen(h), nil })
	return n
}

// Root is the root: of an empty tree the hash of the empty string.
func (t *MerkleTree) Root() ([]byte, error) { return read(t, capi.MerkleTreeRoot) }

// Depth is the number of steps from a leaf to the root. All leaves of a tree of 2^n leaves have depth n; in other trees
// the last ones may be less deep, and the depth, which a statement states, tells them apart from the others.
func (t *MerkleTree) Depth(leaf uint64) (uint64, error) {
	return read(t, func(h *capi.MerkleTree) (uint64, *capi.Failure) { return capi.MerkleTreeDepth(h, leaf) })
}

// Directions is the way from a leaf to the root: bit i is 1 where the node at height i is a right child. It is the
// secret index of a membership statement; [Witness.SetMerklePath] sets it and the path at once.
func (t *MerkleTree) Directions(leaf uint64) (uint64, error) {
	return read(t, func(h *capi.MerkleTree) (uint64, *capi.Failure) { return capi.MerkleTreeDirections(h, leaf) })
}

// Path is the siblings on the way from a leaf to the root, one digest after the other: the secret path of a membership
// statement.
func (t *MerkleTree) Path(leaf uint64) ([]byte, error) {
	return read(t, func(h *capi.MerkleTree) ([]byte, *capi.Failure) { return capi.MerkleTreePath(h, leaf) })
}
