package main

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/binary"

	"nexuszero"
)

// What client and server agree on.

const (
	saltSize  = 16
	nonceSize = 32
	keySize   = 32

	// How often a guess of the password has to be hashed. Change it and every stored digest is another.
	rounds = 600_000
)

// Record is what the server stores of a user.
type Record struct {
	Salt   []byte `json:"salt"`
	Digest []byte `json:"digest"`
}

type challengeRequest struct {
	User string `json:"user"`
}

type challengeAnswer struct {
	Salt  []byte `json:"salt"`
	Nonce []byte `json:"nonce"`
}

type loginRequest struct {
	User  string `json:"user"`
	Nonce []byte `json:"nonce"`
	Proof []byte `json:"proof"`
}

type loginAnswer struct {
	Token string `json:"token"`
}

// deriveKey makes the secret of a user. The slow function is for those who guess; nothing of it is proved.
func deriveKey(password string, salt []byte) ([]byte, error) {
	return pbkdf2.Key(sha256.New, password, salt, rounds, keySize)
}

// digestOf is what the server stores of a key.
func digestOf(salt, key []byte) []byte {
	hash := sha256.New()
	hash.Write(salt)
	hash.Write(key)
	return hash.Sum(nil)
}

// newStatement says "I know the key with which this salt has this digest".
func newStatement(record Record) (*nexuszero.Statement, error) {
	return nexuszero.NewPreimagePartsStatement(nexuszero.SHA256, record.Digest, nexuszero.Message{
		nexuszero.Public(record.Salt),
		nexuszero.Secret("key", keySize),
	})
}

// newProtocol makes what proves and verifies, at 128 bits.
func newProtocol() (*nexuszero.Protocol, error) {
	config, err := nexuszero.NewConfig(nexuszero.PresetDefault)
	if err != nil {
		return nil, err
	}
	defer config.Close()
	return nexuszero.NewProtocol(config)
}

// contextOf binds a proof to this server, user and nonce. Lengths stand before the parts, so that no two triples give
// the same bytes.
func contextOf(server, user string, nonce []byte) []byte {
	context := []byte("nexuszero login example 1")
	for _, part := range [][]byte{[]byte(server), []byte(user), nonce} {
		context = binary.BigEndian.AppendUint32(context, uint32(len(part)))
		context = append(context, part...)
	}
	return context
}
