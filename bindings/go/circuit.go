package nexuszero

import "nexuszero/internal/capi"

// Circuit is a Boolean circuit, for any number of statements. It never changes.
type Circuit struct{ object[*capi.Circuit] }

// CircuitSize is what a circuit is made of.
type CircuitSize struct {
	// Gates counts gates of all kinds.
	Gates uint64
	// ANDGates counts gates that multiply: AND, and each output of MAND.
	ANDGates uint64
	// ANDDepth is the most multiplying gates on a way from an input to an output.
	ANDDepth uint64
	// Inputs is the number of input values.
	Inputs uint64
	// InputBits counts the bits of all input values together.
	InputBits uint64
	// Outputs is the number of output values.
	Outputs uint64
	// OutputBits counts the bits of all output values together.
	OutputBits uint64
}

// ParseCircuit reads a circuit in Bristol Fashion (gates XOR, AND, INV, EQ, EQW and MAND). It fails with [ErrMalformed]
// for text that is no such circuit, with the number of the line in the message, and [ErrLimitExceeded] for one that is
// too large.
func ParseCircuit(text []byte) (*Circuit, error) {
	circuit, failure := capi.CircuitFromBristol(text)
	return own[Circuit](circuit, failure, capi.CircuitFree)
}

// Size says what the circuit is made of.
func (c *Circuit) Size() (CircuitSize, error) {
	size, err := read(c, capi.CircuitInfo)
	return CircuitSize{
		Gates:      size.Gates,
		ANDGates:   size.ANDGates,
		ANDDepth:   size.ANDDepth,
		Inputs:     size.Inputs,
		InputBits:  size.InputBits,
		Outputs:    size.Outputs,
		OutputBits: size.OutputBits,
	}, err
}

// InputWidth is the width of an input value in bits. Values are counted from 0; it fails with [ErrInvalidArgument] for
// one that does not exist.
func (c *Circuit) InputWidth(index uint64) (uint64, error) {
	return read(c, func(h *capi.Circuit) (uint64, *capi.Failure) { return capi.CircuitInputWidth(h, index) })
}

// OutputWidth is the width of an output value in bits, as InputWidth.
func (c *Circuit) OutputWidth(index uint64) (uint64, error) {
	return read(c, func(h *capi.Circuit) (uint64, *capi.Failure) { return capi.CircuitOutputWidth(h, index) })
}

// Digest is the digest of the circuit, which proofs are bound to.
func (c *Circuit) Digest() ([]byte, error) { return read(c, capi.CircuitDigest) }
