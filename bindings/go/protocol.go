package nexuszero

import "nexuszero/internal/capi"

// Protocol is a configured prover and verifier. Any number of goroutines may share one.
type Protocol struct{ object[*capi.Protocol] }

// NewProtocol makes a protocol. The configuration is copied. It fails with [ErrConfiguration] for one that contradicts
// itself, and the error's Problems have all that does.
func NewProtocol(config *Config) (*Protocol, error) {
	return with(config, func(c *capi.Config) (*Protocol, error) {
		protocol, failure := capi.ProtocolNew(c)
		return own[Protocol](protocol, failure, capi.ProtocolFree)
	})
}

// Reconfigure puts another configuration in force. Calls that have begun go on with the one before; after a failure so
// do all others.
func (p *Protocol) Reconfigure(config *Config) error {
	var c call
	defer c.end()
	protocol, other := use(&c, p), use(&c, config)
	if c.err != nil {
		return c.err
	}
	return errorOf(capi.ProtocolReconfigure(protocol, other))
}

// HealthCheck does what the function [HealthCheck] does, with the backend and the threads of the protocol, and checks
// what is attached to it: its codec restores a known payload, and with the setting use_optimizer its optimizer answers
// a question. It fails with [ErrCompression] or [ErrOptimization] where they do not.
func (p *Protocol) HealthCheck() error { return apply(p, capi.ProtocolHealthCheck) }

// Cost is what a proof will cost, computed before any of it is made.
type Cost struct {
	// Degree is the degree of the check.
	Degree uint32
	// ProofSize is the exact length of the proof in bytes.
	ProofSize uint64
	// Work is what the verifier computes, in AES blocks; compared with [LimitWork].
	Work uint64
	// CommittedBits counts the bits committed for the statement.
	CommittedBits uint64
	// Constraints counts the constraints checked.
	Constraints uint64
	// SecurityBits is the computed security in bits against a classical adversary.
	SecurityBits float64
	// QuantumSecurityBits is the computed security in bits against a quantum adversary.
	QuantumSecurityBits float64
	// HidingBits is -log2 of the statistical advantage in telling 2^32 proofs from simulated ones (docs/security.md).
	HidingBits float64
	// Memory is the heap bytes that proving holds at once, at most; of a circuit from a file without its plan, which is
	// made once and kept with the circuit. 0 for a discrete logarithm, which takes next to none.
	Memory uint64
}

// Estimate computes what a proof of the statement will cost with this protocol. The statement need not be true.
func (p *Protocol) Estimate(statement *Statement) (Cost, error) {
	var c call
	defer c.end()
	protocol, s := use(&c, p), use(&c, statement)
	if c.err != nil {
		return Cost{}, c.err
	}
	cost, err := result(capi.Estimate(protocol, s))
	return Cost{
		Degree:              cost.Degree,
		ProofSize:           cost.ProofSize,
		Work:                cost.Work,
		CommittedBits:       cost.CommittedBits,
		Constraints:         cost.Constraints,
		SecurityBits:        cost.SecurityBits,
		QuantumSecurityBits: cost.QuantumSecurityBits,
		HidingBits:          cost.HidingBits,
		Memory:              cost.Memory,
	}, err
}

// CallOptions are what a caller may say of a call.
type CallOptions struct {
	// RequestID is the name of the request in logs and metrics: UTF-8 without control characters, at most 128 bytes.
	// Empty: a random one.
	RequestID string
}

// Prove proves the statement with the witness, bound to the context: bytes that the verifier must state too, such as a
// nonce or a session identifier. Two proofs of the same statement differ, because the randomness is fresh.
//
// It fails with [ErrProofGeneration] where the witness does not satisfy the statement; [ErrConfiguration] for a
// statement that the protocol refuses; [ErrLimitExceeded]; [ErrInternal], for example without randomness from the
// operating system.
func (p *Protocol) Prove(statement *Statement, witness *Witness, context []byte) (*Proof, error) {
	return p.ProveWith(statement, witness, context, CallOptions{})
}

// ProveWith does what Prove does, with options.
func (p *Protocol) ProveWith(statement *Statement, witness *Witness, context []byte, options CallOptions) (*Proof, error) {
	var c call
	defer c.end()
	protocol, s, w := use(&c, p), use(&c, statement), use(&c, witness)
	if c.err != nil {
		return nil, c.err
	}
	return newProof(capi.Prove(protocol, s, w, context, options.RequestID))
}

// Verify verifies that the proof proves the statement, bound to the context, at the level of the protocol. All three
// are the verifier's own: nothing is taken from the proof. It returns nil only for a valid proof.
//
// It fails with [ErrProofVerification] for an invalid one, of another statement, context or level included;
// [ErrMalformed] for bytes that are no proof; [ErrUnsupported] for a proof that this build cannot read;
// [ErrConfiguration] for a statement that the protocol refuses; [ErrLimitExceeded].
func (p *Protocol) Verify(statement *Statement, context []byte, proof *Proof) error {
	return p.VerifyWith(statement, context, proof, CallOptions{})
}

// VerifyWith does what Verify does, with options.
func (p *Protocol) VerifyWith(statement *Statement, context []byte, proof *Proof, options CallOptions) error {
	var c call
	defer c.end()
	protocol, s, native := use(&c, p), use(&c, statement), use(&c, proof)
	if c.err != nil {
		return c.err
	}
	return errorOf(capi.Verify(protocol, s, context, native, options.RequestID))
}
