package nexuszero

import "nexuszero/internal/capi"

// Group is a group of prime order. Quantum computers find discrete logarithms in all of them.
type Group uint32

// The groups. Secrets have 32 bytes in all of them.
const (
	// Ristretto255 is ristretto255 (RFC 9496): elements of 32 bytes, secrets little-endian.
	Ristretto255 Group = capi.GroupRistretto255
	// P256 is P-256 (FIPS 186): SEC1 elements of 33 bytes (or 65, uncompressed, as an input), secrets big-endian.
	P256 Group = capi.GroupP256
	// Secp256k1 is secp256k1 (SEC 2): SEC1 elements of 33 bytes (or 65, uncompressed, as an input), secrets big-endian.
	Secp256k1 Group = capi.GroupSecp256k1
)

// String is the name of the group, for example ristretto255.
func (g Group) String() string { return named(capi.GroupName(uint32(g)), "Group", uint32(g)) }

// Generator is the standard generator of the group, in its canonical encoding.
func (g Group) Generator() ([]byte, error) { return result(capi.GroupGenerator(uint32(g))) }

// PublicValue is the secret times the generator, computed in constant time. It fails with [ErrInvalidArgument] for a
// generator that is no element or the identity, and for a secret that is 0, not below the order of the group, or not of
// 32 bytes.
func (g Group) PublicValue(generator, secret []byte) ([]byte, error) {
	return result(capi.GroupPublicValue(uint32(g), generator, secret))
}
