package nexuszero

import "nexuszero/internal/capi"

// Statement is what is proved: the public part, with the secrets named. It never changes.
//
//	constructor                  kind           what the prover knows
//	NewPreimageStatement         preimage       a message with a digest, its length hidden up to the blocks
//	NewPreimageSizedStatement    preimage       a message of stated length with a digest
//	NewPreimagePartsStatement    preimage       secrets that, with public parts, have a digest or an HMAC
//	NewRangeStatement            range          the number in a commitment, from min to max
//	NewOneOfManyStatement        one-of-many    a message whose digest is in a list
//	NewMembershipStatement       membership     a leaf of a Merkle tree
//	NewCircuitStatement          circuit        inputs of a Boolean circuit with given outputs
//	NewConjunctionStatement      conjunction    secrets that satisfy several of the above at once
//	NewDiscreteLogStatement      discrete-log   a discrete logarithm (not quantum-resistant)
//
// The constructors fail with [ErrUnsupported] for an unknown hash function or group, [ErrInvalidArgument] for values of
// another length or bad names, and [ErrLimitExceeded] for what is too large.
type Statement struct{ object[*capi.Statement] }

func newStatement(statement *capi.Statement, failure *capi.Failure) (*Statement, error) {
	return own[Statement](statement, failure, capi.StatementFree)
}

// NewPreimageStatement says "I know a message with this digest, and its padded form fills exactly so many blocks".
// Which of the lengths that fill them the message has stays secret. This is the usual form; [Hash.Blocks] computes the
// blocks: 1 to [MaxBlocks], for BLAKE3 to 16. The secret is called message.
func NewPreimageStatement(hash Hash, digest []byte, blocks uint64) (*Statement, error) {
	return newStatement(capi.StatementPreimage(uint32(hash), digest, blocks))
}

// NewPreimageSizedStatement says "I know a message of exactly so many bytes with this digest". Its proofs are smaller,
// because the padding is public. The secret is called message.
func NewPreimageSizedStatement(hash Hash, digest []byte, messageLen uint64) (*Statement, error) {
	return newStatement(capi.StatementPreimageSized(uint32(hash), digest, messageLen))
}

// NewPreimagePartsStatement says "I know secrets that, put into this message, have this digest". Commitments, salted
// digests, domain-separated keys, nullifiers H(scope, secret) and message authentication codes are all of this form.
func NewPreimagePartsStatement(hash Hash, digest []byte, message Message) (*Statement, error) {
	return message.statement(func(m *capi.Message) (*capi.Statement, *capi.Failure) {
		return capi.StatementPreimageParts(uint32(hash), digest, m)
	})
}

// RangeNames are the names of the secrets of a range statement; an empty one is called value or blinding.
type RangeNames struct {
	Value    string
	Blinding string
}

// NewRangeStatement says "I know the number in this commitment, and it is from min to max, both included". The
// commitment is one of [Hash.Commit].
func NewRangeStatement(hash Hash, commitment []byte, min, max uint64, names RangeNames) (*Statement, error) {
	return newStatement(capi.StatementRange(uint32(hash), commitment, min, max, names.Value, names.Blinding))
}

// NewOneOfManyStatement says "I know secrets that, put into this message, have a digest that is in this list", without
// telling which. indexName is the name of the place in the list, a number ([Witness.SetNumber]); empty: index. The list
// is shared, and may be closed afterwards.
func NewOneOfManyStatement(hash Hash, list *List, message Message, indexName string) (*Statement, error) {
	return with(list, func(l *capi.List) (*Statement, error) {
		return message.statement(func(m *capi.Message) (*capi.Statement, *capi.Failure) {
			return capi.StatementOneOfMany(uint32(hash), l, m, indexName)
		})
	})
}

// PathNames are the names of the secrets that say where a leaf of a Merkle tree stands: the way from it to the root and
// the siblings on it. An empty one is called index or path.
type PathNames struct {
	Index string
	Path  string
}

// NewMembershipStatement says "I know a leaf of the Merkle tree with this root" (RFC 6962, section 2.1), without
// telling which. depth is the number of steps from the leaf to the root, 0 for a tree of one leaf, at most [MaxDepth].
// The leaf is without any prefix. [Witness.SetMerklePath] sets the two secrets that names has. Proofs grow with the
// depth; for lists of up to [MaxListSize] digests, one-of-many gives smaller ones.
func NewMembershipStatement(hash Hash, root []byte, depth uint64, leaf Message, names PathNames) (*Statement, error) {
	return leaf.statement(func(m *capi.Message) (*capi.Statement, *capi.Failure) {
		return capi.StatementMembership(uint32(hash), root, depth, m, names.Index, names.Path)
	})
}

// NewCircuitStatement says "I know secret inputs on which this circuit gives these outputs". inputs has one part for
// each input value, public bytes or a secret of stated length. Bits are packed into bytes from the least significant
// bit on, and unused bits of the last byte are zero. The outputs are the output values, each packed into whole bytes,
// one after the other. The circuit is shared, and may be closed afterwards.
func NewCircuitStatement(circuit *Circuit, inputs Message, outputs []byte) (*Statement, error) {
	return with(circuit, func(c *capi.Circuit) (*Statement, error) {
		return inputs.statement(func(m *capi.Message) (*capi.Statement, *capi.Failure) {
			return capi.StatementCircuit(c, m, outputs)
		})
	})
}

// NewConjunctionStatement says "I know secrets that satisfy all of these statements": two to [MaxClaims], no
// conjunction and no discrete logarithm among them. Secrets of the same name are the same secret and are committed
// once, so that the proof is smaller than the proofs of the statements together. Their order is part of the
// conjunction.
func NewConjunctionStatement(statements ...*Statement) (*Statement, error) {
	var c call
	defer c.end()
	natives := useAll(&c, statements)
	if c.err != nil {
		return nil, c.err
	}
	return newStatement(capi.StatementConjunction(natives))
}

// NewDiscreteLogStatement says "I know x with publicValue = x times generator". Its proofs are NOT quantum-resistant: a
// quantum computer finds x. They are small and fast, and refused by protocols that require quantum resistance. The
// generator is any element but the identity. secretName is the name of x; empty: secret.
func NewDiscreteLogStatement(group Group, generator, publicValue []byte, secretName string) (*Statement, error) {
	return newStatement(capi.StatementDiscreteLog(uint32(group), generator, publicValue, secretName))
}

// ParseStatement reads what [Statement.Bytes] gave. A verifier who gets a statement from a prover must check that it is
// the one that he wants proved: compare the encodings. To read its JSON is not as safe: names that look alike may be
// different secrets. It fails with [ErrMalformed] for bytes that are no canonical encoding.
func ParseStatement(encoding []byte) (*Statement, error) {
	return newStatement(capi.StatementFromBytes(encoding))
}

// ParseStatementJSON reads a JSON object, whose forms docs/statements.md lists; see [ParseStatement] for what a
// verifier must check. It fails with [ErrMalformed] for text that is no statement, and the message says where.
func ParseStatementJSON(text []byte) (*Statement, error) {
	return newStatement(capi.StatementFromJSON(text))
}

// QuantumResistant says whether proofs of the statement resist quantum computers: all but those of discrete logarithms
// do.
func (s *Statement) QuantumResistant() (bool, error) {
	return with(s, func(h *capi.Statement) (bool, error) { return capi.StatementIsQuantumResistant(h), nil })
}

// Name is the name of the statement, for example preimage/sha256 or one-of-many/1024.
func (s *Statement) Name() (string, error) {
	name, err := read(s, capi.StatementName)
	return string(name), err
}

// Bytes is the canonical encoding, lists and circuits included, to be sent to another party. It holds nothing secret.
// Encodings of equal statements are equal.
func (s *Statement) Bytes() ([]byte, error) { return read(s, capi.StatementToBytes) }

// JSON is the statement as one object, whose forms docs/statements.md lists.
func (s *Statement) JSON() ([]byte, error) { return read(s, capi.StatementToJSON) }
