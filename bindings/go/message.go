package nexuszero

import "nexuszero/internal/capi"

// Message is a list of parts, each public bytes or a named secret: the message of a hash statement, or the input values
// of a circuit. With an HMAC one of the parts says what the key is. It is a plain value; a statement keeps a copy. What
// is wrong with a part is found when a statement is made: [ErrInvalidArgument] for a bad name, [ErrLimitExceeded] for
// more than [MaxParts] parts.
type Message []Part

// Part is one part of a [Message]: made by [Public], [Secret], [Hidden], [Key] or [PublicKey].
type Part struct {
	add func(*capi.Message) *capi.Failure
}

// Public is a part of public bytes. They are read when a statement is made.
func Public(bytes []byte) Part {
	return Part{func(m *capi.Message) *capi.Failure { return capi.MessageAddPublic(m, bytes) }}
}

// Secret is a secret of stated length in bytes. A secret may stand in several places if its length is the same
// everywhere. Its name has up to [MaxNameSize] bytes of UTF-8 without control characters.
func Secret(name string, length uint64) Part {
	return Part{func(m *capi.Message) *capi.Failure { return capi.MessageAddSecret(m, name, length) }}
}

// Hidden is a secret whose length stays hidden among those that give the whole message so many blocks, all parts
// together, without the key block of an HMAC; [Hash.Blocks] computes it. A message has at most one such part, and its
// secret stands in no other place of the statement.
func Hidden(name string, blocks uint64) Part {
	return Part{func(m *capi.Message) *capi.Failure { return capi.MessageAddHidden(m, name, blocks) }}
}

// Key is the key of an HMAC, a secret of stated length in bytes. It may stand anywhere among the parts.
func Key(name string, length uint64) Part {
	return Part{func(m *capi.Message) *capi.Failure { return capi.MessageSetKey(m, name, length) }}
}

// PublicKey is the key of an HMAC, public bytes. It may stand anywhere among the parts.
func PublicKey(key []byte) Part {
	return Part{func(m *capi.Message) *capi.Failure { return capi.MessageSetPublicKey(m, key) }}
}

// statement makes a statement of the message.
func (m Message) statement(build func(*capi.Message) (*capi.Statement, *capi.Failure)) (*Statement, error) {
	message, failure := capi.MessageNew()
	if failure != nil {
		return nil, errorOf(failure)
	}
	defer capi.MessageFree(message)
	for _, part := range m {
		if part.add == nil {
			return nil, errNil
		}
		if failure := part.add(message); failure != nil {
			return nil, errorOf(failure)
		}
	}
	return newStatement(build(message))
}
