package nexuszero

import "nexuszero/internal/capi"

// Hash is a hash function.
type Hash uint32

// The hash functions.
const (
	// SHA256 is SHA-256 (FIPS 180-4): digests of 32 bytes, blocks of 64.
	SHA256 Hash = capi.HashSHA256
	// SHA3_256 is SHA3-256 (FIPS 202): digests of 32 bytes, blocks of 136.
	SHA3_256 Hash = capi.HashSHA3256
	// BLAKE3 is BLAKE3 in its default mode, messages of at most 1,024 bytes: digests of 32 bytes, blocks of 64.
	BLAKE3 Hash = capi.HashBLAKE3
	// SHA512 is SHA-512 (FIPS 180-4): digests of 64 bytes, blocks of 128.
	SHA512 Hash = capi.HashSHA512
	// SHA384 is SHA-384 (FIPS 180-4): digests of 48 bytes, blocks of 128.
	SHA384 Hash = capi.HashSHA384
	// Keccak256 is Keccak-256 with the padding from before FIPS 202, as Ethereum uses it: digests of 32 bytes, blocks
	// of 136.
	Keccak256 Hash = capi.HashKeccak256
	// HMACSHA256 is HMAC (RFC 2104) with SHA-256: the message of a statement has a key.
	HMACSHA256 Hash = capi.HashHMACSHA256
	// HMACSHA512 is HMAC (RFC 2104) with SHA-512: the message of a statement has a key.
	HMACSHA512 Hash = capi.HashHMACSHA512
)

// String is the name of the hash function, for example sha3-256.
func (h Hash) String() string { return named(capi.HashName(uint32(h)), "Hash", uint32(h)) }

// Blocks is the number of blocks that a padded message of so many bytes has, without the key block of an HMAC. It may
// be more than can be proved ([MaxBlocks]).
func (h Hash) Blocks(messageLen uint64) (uint64, error) {
	return result(capi.HashBlocks(uint32(h), messageLen))
}

// Digest computes the digest of a message in the ordinary way: nothing is proved. An HMAC has an empty key here.
func (h Hash) Digest(message []byte) ([]byte, error) {
	return result(capi.Digest(uint32(h), message))
}

// HMAC computes the HMAC of a message under a key in the ordinary way: nothing is proved. The hash function is
// [HMACSHA256] or [HMACSHA512].
func (h Hash) HMAC(key, message []byte) ([]byte, error) {
	return result(capi.HMAC(uint32(h), key, message))
}

// Commit commits to a number: the hash of the 15 bytes "nexuszero/u64/1", the number as eight little-endian bytes, and
// the blinding of [BlindingSize] bytes. It binds as far as the hash function resists collisions, and hides the number
// as long as the blinding is random and secret. BLAKE3 gives the smallest proofs; an HMAC makes no commitments.
func (h Hash) Commit(value uint64, blinding []byte) ([]byte, error) {
	return result(capi.Commit(uint32(h), value, blinding))
}

// NewBlinding makes a fresh blinding for one commitment, [BlindingSize] bytes from the operating system. It is secret:
// keep it with the number, and wipe it with clear.
func NewBlinding() ([]byte, error) { return result(capi.BlindingNew()) }
