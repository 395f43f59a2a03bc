package nexuszero

import "nexuszero/internal/capi"

// Witness holds the secrets that satisfy a statement, by the names that the statement gives them. It may hold more than
// a statement names. The library's copies are wiped when it is closed; the program wipes its own slices.
//
// Its methods fail with [ErrInvalidArgument] for a name that is empty, longer than [MaxNameSize], not UTF-8 or has
// control characters, and [ErrLimitExceeded] for more than [MaxSecretSize] bytes.
type Witness struct{ object[*capi.Witness] }

// NewWitness makes a witness without secrets.
func NewWitness() (*Witness, error) { return newWitness(capi.WitnessNew()) }

// NewPreimageWitness makes the witness of [NewPreimageStatement] and [NewPreimageSizedStatement]: one secret called
// message.
func NewPreimageWitness(message []byte) (*Witness, error) {
	return newWitness(capi.WitnessPreimage(message))
}

func newWitness(witness *capi.Witness, failure *capi.Failure) (*Witness, error) {
	return own[Witness](witness, failure, capi.WitnessFree)
}

// Set sets a secret, or replaces it.
func (w *Witness) Set(name string, value []byte) error {
	return change(w, func(h *capi.Witness) *capi.Failure { return capi.WitnessSet(h, name, value) })
}

// SetNumber sets a secret that is a number: the value of a commitment, or a place in a list.
func (w *Witness) SetNumber(name string, value uint64) error {
	return change(w, func(h *capi.Witness) *capi.Failure { return capi.WitnessSetNumber(h, name, value) })
}

// SetMerklePath sets the two secrets that say where a leaf of a Merkle tree stands, counted from 0. The leaf itself is
// set by its own name.
func (w *Witness) SetMerklePath(tree *MerkleTree, leaf uint64, names PathNames) error {
	var c call
	defer c.end()
	t := use(&c, tree)
	if c.err != nil {
		return c.err
	}
	return change(w, func(h *capi.Witness) *capi.Failure {
		return capi.WitnessSetMerklePath(h, t, leaf, names.Index, names.Path)
	})
}
