package nexuszero

import (
	"strings"

	"nexuszero/internal/capi"
)

// What the library allows at most.
const (
	// MaxBlocks is the most blocks that the padded message of a statement may have, the key block of an HMAC included.
	// BLAKE3: 16.
	MaxBlocks = capi.MaxBlocks
	// MaxDigestSize is the length in bytes of the longest digest.
	MaxDigestSize = capi.MaxDigestSize
	// BlindingSize is the length in bytes of the blinding of a commitment.
	BlindingSize = capi.BlindingSize
	// MaxParts is the most parts of a message.
	MaxParts = capi.MaxParts
	// MaxNameSize is the length of the longest name of a secret, in bytes of UTF-8.
	MaxNameSize = capi.MaxNameSize
	// MaxListSize is the most digests of a list.
	MaxListSize = capi.MaxListSize
	// MaxDepth is the greatest depth of a leaf in a membership statement.
	MaxDepth = capi.MaxDepth
	// MaxClaims is the most claims of a conjunction.
	MaxClaims = capi.MaxClaims
	// MaxSecretSize is the length of the longest secret in bytes.
	MaxSecretSize = capi.MaxSecretSize
	// MaxLabelSize is the length of the longest label of an archive's entry, in bytes of UTF-8.
	MaxLabelSize = capi.MaxLabelSize
	// FingerprintSize is the length of an archive's fingerprint in bytes.
	FingerprintSize = capi.FingerprintSize
)

// ABIVersion is the ABI number that this binding was made for. The first call that can fail compares it with the
// library's, and where they differ, every call that can fail fails with [ErrUnsupported]. The functions without an
// error, such as [Version], [HasFeature], [CodecOf] and the String methods, do not compare it.
const ABIVersion = capi.ABIVersion

// LibraryABIVersion is the ABI number of the library that is loaded.
func LibraryABIVersion() uint32 { return capi.LoadedABIVersion() }

// Version is the version of the library that is loaded, for example 0.1.0.
func Version() string { return capi.Version() }

// HasFeature says whether the library was built with a feature. Known names: the kind of each statement (preimage,
// range, …), the name of each hash function and group, and allocator (peak memory is measured).
func HasFeature(name string) bool { return checkName(name) == nil && capi.HasFeature(name) }

// CPUBackend is the implementation of the inner loops that is used unless the setting backend names another: the best
// one that this processor can run, for example portable.
func CPUBackend() string { return capi.CPUBackend() }

// CPUBackends are the implementations that this processor can run, the best one last: what the setting backend may be.
func CPUBackends() []string { return strings.Split(capi.CPUBackends(), ",") }

// HealthCheck runs known answers through every module, on the processor instructions that were chosen for this machine:
// hash functions, proofs, the choice of parameters, codecs. It takes some ten milliseconds.
func HealthCheck() error { return errorOf(capi.HealthCheck()) }
