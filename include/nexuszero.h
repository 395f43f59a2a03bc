/*
 * nexuszero.h - NexusZero: zero-knowledge proofs that rest on symmetric cryptography only
 *
 * SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from src/ffi by cbindgen; changes are made there.
 *
 * WHAT IT IS
 *
 *   A prover who knows a secret message convinces a verifier that the message has a given digest, and the verifier
 *   learns nothing else about it. A proof is a string of bytes; there is no set-up and nothing to exchange beforehand.
 *   Quick example, without error handling (c_examples/quickstart.c is the whole program):
 *
 *       nxz_config *config;  nxz_protocol *protocol;  nxz_statement *statement;  nxz_witness *witness;
 *       nxz_proof *proof;    uint64_t blocks;         size_t size;
 *
 *       nxz_config_new(NXZ_PRESET_DEFAULT, &config, NULL);
 *       nxz_protocol_new(config, &protocol, NULL);
 *       nxz_hash_blocks(NXZ_HASH_SHA256, secret_len, &blocks, NULL);
 *       nxz_statement_preimage(NXZ_HASH_SHA256, digest, 32, blocks, &statement, NULL);
 *       nxz_witness_preimage(secret, secret_len, &witness, NULL);
 *       nxz_prove(protocol, statement, witness, nonce, nonce_len, &proof, NULL);
 *       send(nxz_proof_data(proof, &size), size);
 *
 *       // The verifier makes `protocol` and `statement` itself, from the digest and the number of blocks.
 *       nxz_proof_from_bytes(received, received_len, &proof, NULL);
 *       if (nxz_verify(protocol, statement, nonce, nonce_len, proof, NULL) == NXZ_OK) { ... }
 *
 * CONVENTIONS
 *
 *   Functions and types begin with nxz_, constants with NXZ_. Arguments stand in this order: the handle, inputs
 *   (pointer, then length), outputs, and the error slot last. Bytes go in as pointer and length; NULL is allowed
 *   exactly when the length is 0. Every other pointer must not be NULL unless its description says that it may.
 *   Enumerations other than nxz_status are uint32_t with named constants; unknown numbers are refused.
 *
 * ERRORS
 *
 *   A function that can fail returns nxz_status, NXZ_OK for success, and takes `nxz_error **error` as its last
 *   argument. It may be NULL. Otherwise *error is set to NULL on success and to a new nxz_error on failure, which the
 *   caller frees with nxz_error_free; what *error held before is not freed. There is no last error of a thread.
 *   A function can also return NXZ_ERR_PANIC, which is a defect of the library and nothing worse than a failed call;
 *   the default hook of the Rust runtime then writes a line to standard error.
 *
 *   On failure, a slot for a handle is NULL and a slot for a length or count is 0, and a caller's buffer or structure
 *   is untouched. On success all of them are completely written.
 *
 * OWNERSHIP
 *
 *   A handle belongs to the caller, who releases it with the _free function of its type; _free accepts NULL. Inputs
 *   are copied or only read during the call: the caller may free them afterwards, in any order. Views (nxz_proof_data,
 *   nxz_string_data, nxz_error_message, nxz_error_field) live as long as their handle. A handle of the wrong type is
 *   refused with NXZ_ERR_INVALID_HANDLE (and ignored by _free). A freed handle often is too, as long as its memory was
 *   not reused; using one remains a mistake with undefined consequences.
 *
 * THREADS
 *
 *   There is no global state to set up: no initialisation, no signal handlers, no logger. Functions may be called from
 *   any thread, and 256 KiB of stack suffice. Several threads may use one nxz_protocol, nxz_statement, nxz_witness,
 *   nxz_proof, nxz_string or nxz_error at the same time; an nxz_config is used by one thread at a time. Freeing a handle
 *   must not overlap with any use of it.
 *
 * STRUCTURES
 *
 *   A structure that the library fills begins with `uint32_t struct_size`, which the caller sets to sizeof the structure
 *   before the call. Later versions may add fields at the end: an older program gets those that it knows, and a newer
 *   program gets zeros for those that an older library does not know.
 */


#ifndef NEXUSZERO_H
#define NEXUSZERO_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__) || defined(__clang__)
#define NXZ_WARN_UNUSED __attribute__((warn_unused_result))
// The output in that position must not be NULL. Handles are not marked: a NULL handle gets NXZ_ERR_NULL_POINTER, and
// the compiler must not conclude from the call that it is none.
#define NXZ_NONNULL(position) __attribute__((nonnull(position)))
#else
#define NXZ_WARN_UNUSED
#define NXZ_NONNULL(position)
#endif

// The version of this header, and the ABI number, which is that of the SONAME.
#define NXZ_VERSION_MAJOR 0
#define NXZ_VERSION_MINOR 1
#define NXZ_VERSION_PATCH 0
#define NXZ_VERSION_STRING "0.1.0"
#define NXZ_ABI_VERSION 1


// Most blocks that the padded message of a preimage statement may have.
#define NXZ_MAX_BLOCKS 64

// No digest is longer: a buffer of this size always suffices for `nxz_digest`.
#define NXZ_MAX_DIGEST_SIZE 64

// What a function answers. `NXZ_OK` is 0; the numbers of failures are fixed and never reused, and later versions
// may add some.
enum nxz_status
#ifdef __cplusplus
  : int32_t
#endif // __cplusplus
 {
    // Success. From `nxz_verify`: the proof is valid.
    NXZ_OK = 0,
    // No proof could be made, for example because the witness does not satisfy the statement.
    NXZ_ERR_PROOF_GENERATION = 1,
    // The proof is not valid for this statement, context and configuration.
    NXZ_ERR_PROOF_VERIFICATION = 2,
    // A codec failed.
    NXZ_ERR_COMPRESSION = 3,
    // An optimizer failed.
    NXZ_ERR_OPTIMIZATION = 4,
    // The configuration is invalid or contradicts itself.
    NXZ_ERR_CONFIGURATION = 5,
    // Something that must not happen happened, for example the operating system gave no randomness.
    NXZ_ERR_INTERNAL = 6,
    // A pointer that must not be NULL is NULL.
    NXZ_ERR_NULL_POINTER = 7,
    // An argument is outside its domain.
    NXZ_ERR_INVALID_ARGUMENT = 8,
    // The caller's buffer does not hold the result.
    NXZ_ERR_BUFFER_TOO_SMALL = 9,
    // The bytes are not the canonical encoding of anything.
    NXZ_ERR_MALFORMED = 10,
    // Well formed, and this build does not have it.
    NXZ_ERR_UNSUPPORTED = 11,
    // Well formed, and larger than the limits allow.
    NXZ_ERR_LIMIT_EXCEEDED = 12,
    // The caller cancelled the operation.
    NXZ_ERR_CANCELLED = 13,
    // A defect of the library: it panicked, and the panic was stopped at the boundary.
    NXZ_ERR_PANIC = 14,
    // The handle is of another type, or was freed.
    NXZ_ERR_INVALID_HANDLE = 15,
};
#ifndef __cplusplus
typedef int32_t nxz_status;
#endif // __cplusplus

// What a protocol will do and what it will refuse. Made by `nxz_config_new`.
//
// Owned by the caller, who frees it with `nxz_config_free`; a protocol made from it keeps a copy. Used by one
// thread at a time.
typedef struct nxz_config nxz_config;

// Why a call failed: status, message and, where one argument is to blame, its name.
//
// Made by any function with an `error` slot. Owned by the caller, who frees it with `nxz_error_free`. May be read
// by any number of threads at once.
typedef struct nxz_error nxz_error;

// A proof. Made by `nxz_prove`, which also measures its making, or by `nxz_proof_from_bytes`.
//
// Owned by the caller, who frees it with `nxz_proof_free`. It never changes: any number of threads may use it.
typedef struct nxz_proof nxz_proof;

// A configured prover and verifier. Made by `nxz_protocol_new`.
//
// Owned by the caller, who frees it with `nxz_protocol_free`. It never changes: any number of threads may use one
// protocol at the same time.
typedef struct nxz_protocol nxz_protocol;

// What is proved: the public part. Made by `nxz_statement_preimage` or `nxz_statement_preimage_sized`.
//
// Owned by the caller, who frees it with `nxz_statement_free`. It never changes: any number of threads may use it.
typedef struct nxz_statement nxz_statement;

// Text that the library allocated, UTF-8.
//
// Owned by the caller, who frees it with `nxz_string_free`. May be read by any number of threads at once.
typedef struct nxz_string nxz_string;

// The secret that satisfies a statement. Made by `nxz_witness_preimage`.
//
// Owned by the caller, who frees it with `nxz_witness_free`, which wipes it. It never changes: any number of threads
// may use it.
typedef struct nxz_witness nxz_witness;

// A ready-made configuration: one of `NXZ_PRESET_...`.
typedef uint32_t nxz_preset;

// Where a proof stands between fast and small: one of `NXZ_PROFILE_...`.
typedef uint32_t nxz_profile;

// A bound that is checked before anything is allocated or computed: one of `NXZ_LIMIT_...`.
typedef uint32_t nxz_limit;

// What a proof will cost, computed before any of it is made. Set `struct_size` before the call.
typedef struct nxz_proof_cost {
    // Set by the caller to `sizeof(nxz_proof_cost)`.
    uint32_t struct_size;
    // Degree of the check.
    uint32_t degree;
    // Exact size of the proof in bytes.
    uint64_t proof_size;
    // AES blocks that the verifier computes; compared with `NXZ_LIMIT_WORK`.
    uint64_t work;
    // Bits committed for the statement.
    uint64_t committed_bits;
    // Constraints checked.
    uint64_t constraints;
    // Computed security in bits against a classical adversary.
    double security_bits;
    // Computed security in bits against a quantum adversary.
    double quantum_security_bits;
    // -log2 of the statistical advantage in telling 2^32 proofs from simulated ones (docs/security.md).
    double hiding_bits;
} nxz_proof_cost;

// A hash function: one of `NXZ_HASH_...`.
typedef uint32_t nxz_hash;

// What the header of a proof says. It is the prover's claim; only `nxz_verify` checks it. Set `struct_size` before the
// call.
typedef struct nxz_proof_header {
    // Set by the caller to `sizeof(nxz_proof_header)`.
    uint32_t struct_size;
    // Version of the proof format.
    uint32_t version;
    // Security level in bits.
    uint32_t security_level;
    // One of `NXZ_PROFILE_...`.
    nxz_profile profile;
    // Degree of the check.
    uint32_t degree;
    // 0.
    uint32_t reserved;
    // Bytes of the whole proof.
    uint64_t size;
} nxz_proof_header;

// What was measured when a proof was made: times in nanoseconds of wall-clock time, sizes in bytes. Set `struct_size`
// before the call.
typedef struct nxz_proof_measurements {
    // Set by the caller to `sizeof(nxz_proof_measurements)`.
    uint32_t struct_size;
    // One of `NXZ_PROFILE_...`.
    nxz_profile profile;
    // The configured security level in bits.
    uint32_t security_level;
    // Degree of the check.
    uint32_t degree;
    // Computed security in bits against a classical adversary.
    double security_bits;
    // Checking statement, witness, context and limits.
    uint64_t validate_ns;
    // Counting the circuit and choosing parameters.
    uint64_t parameters_ns;
    // Making the proof.
    uint64_t prove_ns;
    // Compressing it; 0 where nothing was compressed.
    uint64_t compress_ns;
    // Verifying it after generation; 0 where that was not asked for.
    uint64_t verify_ns;
    // All of the above and what lies between.
    uint64_t total_ns;
    // Proof bytes before compression.
    uint64_t size_before;
    // Proof bytes as they are returned.
    uint64_t size_after;
    // Bits committed for the statement.
    uint64_t committed_bits;
    // Constraints checked.
    uint64_t constraints;
    // Highest number of heap bytes that the library held at once on the calling thread; 0 in a build without the
    // feature `allocator`.
    uint64_t peak_memory;
} nxz_proof_measurements;

// 128 bits, profile `balanced`.
#define NXZ_PRESET_DEFAULT 0

// 128 bits, profile `fast`.
#define NXZ_PRESET_FAST 1

// 256 bits, profile `balanced`, every proof verified before it is returned.
#define NXZ_PRESET_SECURE 2

// Shortest proving and verification time.
#define NXZ_PROFILE_FAST 1

// Smaller than `fast` and slower.
#define NXZ_PROFILE_BALANCED 2

// Smaller than `balanced` and slower.
#define NXZ_PROFILE_SMALL 3

// The smallest proofs, and the slowest.
#define NXZ_PROFILE_TINY 4

// Longest proof, in bytes, that is made or looked at.
#define NXZ_LIMIT_PROOF_SIZE 1

// Longest context, in bytes.
#define NXZ_LIMIT_CONTEXT_SIZE 2

// Most AES blocks that one proof may cost its verifier.
#define NXZ_LIMIT_WORK 3

// SHA-256 (FIPS 180-4).
#define NXZ_HASH_SHA256 1

// SHA3-256 (FIPS 202).
#define NXZ_HASH_SHA3_256 2

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// The name of a status in a few words.
//
// Returns: a static string, NUL-terminated; NULL for a number that is no status of this version.
// Args: status: an `nxz_status`.
// Threads: any.
const char *nxz_status_name(int32_t status);

// Makes a configuration from a preset.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown preset; `NXZ_ERR_NULL_POINTER`.
// Args: preset: one of `NXZ_PRESET_...`.
// Out: out: the new configuration, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_config_new(nxz_preset preset,
                          struct nxz_config **out,
                          struct nxz_error **error)
NXZ_NONNULL(2);

// Sets the security level that every proof must have, made or verified.
//
// Returns: `NXZ_OK`; `NXZ_ERR_CONFIGURATION` for another number; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: config: the configuration to change. bits: 128, 192 or 256.
// Out: error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_config_set_security_level(struct nxz_config *config,
                                         uint32_t bits,
                                         struct nxz_error **error);

// Sets the profile of the proofs that are made. Proofs of every profile are verified.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown profile; `NXZ_ERR_NULL_POINTER`;
// `NXZ_ERR_INVALID_HANDLE`.
// Args: config: the configuration to change. profile: one of `NXZ_PROFILE_...`.
// Out: error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_config_set_profile(struct nxz_config *config,
                                  nxz_profile profile,
                                  struct nxz_error **error);

// Sets whether each new proof is verified before it is returned.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a number other than 0 and 1; `NXZ_ERR_NULL_POINTER`;
// `NXZ_ERR_INVALID_HANDLE`.
// Args: config: the configuration to change. enabled: 1 to verify, 0 not to.
// Out: error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_config_set_verify_after_generation(struct nxz_config *config,
                                                  uint32_t enabled,
                                                  struct nxz_error **error);

// Sets a limit.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown limit; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: config: the configuration to change. limit: one of `NXZ_LIMIT_...`. value: the largest value allowed.
// Out: error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_config_set_limit(struct nxz_config *config,
                                nxz_limit limit,
                                uint64_t value,
                                struct nxz_error **error);

// Frees a configuration. Protocols made from it are not affected.
//
// Args: config: a configuration that is not used any more, or NULL.
void nxz_config_free(struct nxz_config *config);

// The lower-case name of a profile, for example `balanced`.
//
// Returns: a static string, NUL-terminated; NULL for an unknown number.
// Args: profile: one of `NXZ_PROFILE_...`.
// Threads: any.
const char *nxz_profile_name(nxz_profile profile);

// Makes a protocol from a configuration.
//
// Returns: `NXZ_OK`; `NXZ_ERR_CONFIGURATION` for a configuration that contradicts itself; `NXZ_ERR_NULL_POINTER`;
// `NXZ_ERR_INVALID_HANDLE`.
// Args: config: the configuration; it is copied and stays the caller's.
// Out: out: the new protocol, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_protocol_new(const struct nxz_config *config,
                            struct nxz_protocol **out,
                            struct nxz_error **error)
NXZ_NONNULL(2);

// Frees a protocol.
//
// Args: protocol: a protocol that no thread uses any more, or NULL.
void nxz_protocol_free(struct nxz_protocol *protocol);

// Computes what a proof of `statement` will cost with this protocol. The statement need not be true.
//
// Returns: `NXZ_OK`; `NXZ_ERR_LIMIT_EXCEEDED`; `NXZ_ERR_INVALID_ARGUMENT` for a `struct_size` that is too small;
// `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: protocol, statement: what it is about.
// Out: out: the cost; its `struct_size` is set before the call. error: see "Errors".
// Threads: any number may share `protocol` and `statement`.
NXZ_WARN_UNUSED
nxz_status nxz_estimate(const struct nxz_protocol *protocol,
                        const struct nxz_statement *statement,
                        struct nxz_proof_cost *out,
                        struct nxz_error **error)
NXZ_NONNULL(3);

// Proves `statement` with `witness`, bound to `context`. Two proofs of the same statement differ, because the
// randomness is fresh.
//
// Returns: `NXZ_OK`; `NXZ_ERR_PROOF_GENERATION` where the witness does not satisfy the statement;
// `NXZ_ERR_LIMIT_EXCEEDED`; `NXZ_ERR_INTERNAL`, for example without randomness from the operating system;
// `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_ARGUMENT`; `NXZ_ERR_INVALID_HANDLE`.
// Args: protocol: level, profile and limits. statement: what is proved. witness: the secret, which stays the
// caller's. context: `context_len` bytes that the verifier must state too, such as a nonce or a session
// identifier; NULL exactly when `context_len` is 0.
// Out: out: the new proof, owned by the caller. error: see "Errors".
// Threads: any number may share `protocol`, `statement` and `witness`.
NXZ_WARN_UNUSED
nxz_status nxz_prove(const struct nxz_protocol *protocol,
                     const struct nxz_statement *statement,
                     const struct nxz_witness *witness,
                     const uint8_t *context,
                     size_t context_len,
                     struct nxz_proof **out,
                     struct nxz_error **error)
NXZ_NONNULL(6);

// Verifies that `proof` proves `statement`, bound to `context`, at the level of `protocol`. All three are the
// verifier's own: nothing is taken from the proof.
//
// Returns: `NXZ_OK` only for a valid proof; `NXZ_ERR_PROOF_VERIFICATION` for an invalid one, of another statement,
// context or level included; `NXZ_ERR_MALFORMED` for bytes that are no proof; `NXZ_ERR_UNSUPPORTED` for a proof that
// this build cannot read; `NXZ_ERR_LIMIT_EXCEEDED`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_ARGUMENT`;
// `NXZ_ERR_INVALID_HANDLE`.
// Args: protocol: level and limits. statement: what must have been proved. context: `context_len` bytes that the
// proof must be bound to; NULL exactly when `context_len` is 0. proof: from `nxz_proof_from_bytes` or `nxz_prove`.
// Out: error: see "Errors".
// Threads: any number may share `protocol`, `statement` and `proof`.
NXZ_WARN_UNUSED
nxz_status nxz_verify(const struct nxz_protocol *protocol,
                      const struct nxz_statement *statement,
                      const uint8_t *context,
                      size_t context_len,
                      const struct nxz_proof *proof,
                      struct nxz_error **error);

// The statement "I know a message with this digest, and its padded form fills exactly `blocks` blocks". Which of the
// lengths that fill so many blocks the message has stays secret. This is the usual form; `nxz_hash_blocks` computes
// `blocks`.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_INVALID_ARGUMENT` for a digest
// of another length or no blocks; `NXZ_ERR_LIMIT_EXCEEDED` for more than `NXZ_MAX_BLOCKS`; `NXZ_ERR_NULL_POINTER`.
// Args: hash: one of `NXZ_HASH_...`. digest: `digest_len` bytes, 32 for both hash functions; copied. blocks: 1 to
// `NXZ_MAX_BLOCKS`.
// Out: out: the new statement, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_statement_preimage(nxz_hash hash,
                                  const uint8_t *digest,
                                  size_t digest_len,
                                  uint64_t blocks,
                                  struct nxz_statement **out,
                                  struct nxz_error **error)
NXZ_NONNULL(5);

// The statement "I know a message of exactly `message_len` bytes with this digest". Its proofs are smaller than those
// of `nxz_statement_preimage`, because the padding is public.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_INVALID_ARGUMENT` for a digest
// of another length; `NXZ_ERR_LIMIT_EXCEEDED` for a message of more than `NXZ_MAX_BLOCKS`; `NXZ_ERR_NULL_POINTER`.
// Args: hash: one of `NXZ_HASH_...`. digest: `digest_len` bytes, 32 for both hash functions; copied. message_len:
// length of the message in bytes.
// Out: out: the new statement, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_statement_preimage_sized(nxz_hash hash,
                                        const uint8_t *digest,
                                        size_t digest_len,
                                        uint64_t message_len,
                                        struct nxz_statement **out,
                                        struct nxz_error **error)
NXZ_NONNULL(5);

// Frees a statement.
//
// Args: statement: a statement that no thread uses any more, or NULL.
void nxz_statement_free(struct nxz_statement *statement);

// The number of blocks that a padded message of `message_len` bytes has. It may be more than `NXZ_MAX_BLOCKS`.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_LIMIT_EXCEEDED` for a length
// that nothing in memory has; `NXZ_ERR_NULL_POINTER`.
// Args: hash: one of `NXZ_HASH_...`. message_len: length of the message in bytes.
// Out: out: the number of blocks; 0 on failure. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_hash_blocks(nxz_hash hash,
                           uint64_t message_len,
                           uint64_t *out,
                           struct nxz_error **error)
NXZ_NONNULL(3);

// The digest of a message, computed in the ordinary way: nothing is proved.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_BUFFER_TOO_SMALL`, and the message
// says how much is needed; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_ARGUMENT`.
// Args: hash: one of `NXZ_HASH_...`. message: `message_len` bytes; NULL exactly when `message_len` is 0.
// out_capacity: size of `out`; `NXZ_MAX_DIGEST_SIZE` always suffices.
// Out: out: the digest; untouched on failure. out_len: its length; 0 on failure. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_digest(nxz_hash hash,
                      const uint8_t *message,
                      size_t message_len,
                      uint8_t *out,
                      size_t out_capacity,
                      size_t *out_len,
                      struct nxz_error **error)
NXZ_NONNULL(6);

// The lower-case name of a hash function, for example `sha3-256`.
//
// Returns: a static string, NUL-terminated; NULL for an unknown number.
// Args: hash: one of `NXZ_HASH_...`.
// Threads: any.
const char *nxz_hash_name(nxz_hash hash);

// The witness of a preimage statement: the message. The library keeps a copy, which it wipes when the witness is
// freed; the caller wipes its own.
//
// Returns: `NXZ_OK`; `NXZ_ERR_LIMIT_EXCEEDED` for a message that is too long for any statement;
// `NXZ_ERR_NULL_POINTER`.
// Args: message: `message_len` bytes; NULL exactly when `message_len` is 0.
// Out: out: the new witness, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_witness_preimage(const uint8_t *message,
                                size_t message_len,
                                struct nxz_witness **out,
                                struct nxz_error **error)
NXZ_NONNULL(3);

// Wipes and frees a witness.
//
// Args: witness: a witness that no thread uses any more, or NULL.
void nxz_witness_free(struct nxz_witness *witness);

// Takes proof bytes in. Their header is checked, and nothing else: `nxz_verify` does the rest.
//
// Returns: `NXZ_OK`; `NXZ_ERR_MALFORMED` for bytes that are no proof; `NXZ_ERR_UNSUPPORTED` for a proof that this
// build cannot read; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_ARGUMENT`.
// Args: bytes: `len` bytes, copied; NULL exactly when `len` is 0.
// Out: out: the new proof, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_proof_from_bytes(const uint8_t *bytes,
                                size_t len,
                                struct nxz_proof **out,
                                struct nxz_error **error)
NXZ_NONNULL(3);

// The proof bytes, to be sent to a verifier.
//
// Returns: `*len` bytes that live as long as the proof; NULL for NULL or no live proof.
// Args: proof: a proof, or NULL.
// Out: len: the number of bytes; 0 with NULL. May be NULL.
// Threads: any.
const uint8_t *nxz_proof_data(const struct nxz_proof *proof, size_t *len);

// Reads the header of a proof.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a `struct_size` that is too small; `NXZ_ERR_NULL_POINTER`;
// `NXZ_ERR_INVALID_HANDLE`.
// Args: proof: the proof.
// Out: out: what the header says; its `struct_size` is set before the call. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_proof_info(const struct nxz_proof *proof,
                          struct nxz_proof_header *out,
                          struct nxz_error **error)
NXZ_NONNULL(2);

// What was measured when the proof was made.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for a proof that came in as bytes; `NXZ_ERR_INVALID_ARGUMENT` for a
// `struct_size` that is too small; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: proof: a proof from `nxz_prove`.
// Out: out: the measurements; its `struct_size` is set before the call. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_proof_metrics(const struct nxz_proof *proof,
                             struct nxz_proof_measurements *out,
                             struct nxz_error **error)
NXZ_NONNULL(2);

// The same as a JSON object, with the field names of `nxz_proof_measurements`, the profile by its name, and the name
// of the statement as `statement`.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for a proof that came in as bytes; `NXZ_ERR_NULL_POINTER`;
// `NXZ_ERR_INVALID_HANDLE`.
// Args: proof: a proof from `nxz_prove`.
// Out: out: the text, owned by the caller. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_proof_metrics_json(const struct nxz_proof *proof,
                                  struct nxz_string **out,
                                  struct nxz_error **error)
NXZ_NONNULL(2);

// Frees a proof and the bytes that it lent.
//
// Args: proof: a proof that no thread uses any more, or NULL.
void nxz_proof_free(struct nxz_proof *proof);

// The status that the failed call returned.
//
// Returns: the status; `NXZ_OK` for NULL, `NXZ_ERR_INVALID_HANDLE` for what is no live error.
// Args: error: an error, or NULL.
// Threads: any.
nxz_status nxz_error_code(const struct nxz_error *error);

// A sentence for a person, in English. It is built from lengths, names and public values, never from a witness.
//
// Returns: NUL-terminated UTF-8 that lives as long as the error; an empty string for NULL or no live error.
// Args: error: an error, or NULL.
// Threads: any.
const char *nxz_error_message(const struct nxz_error *error);

// The name of the argument or setting that is to blame, as this header calls it.
//
// Returns: NUL-terminated UTF-8 that lives as long as the error; NULL where no single input is to blame, for NULL,
// and for no live error.
// Args: error: an error, or NULL.
// Threads: any.
const char *nxz_error_field(const struct nxz_error *error);

// Frees an error and the strings that it lent.
//
// Args: error: an error that is not used any more, or NULL.
void nxz_error_free(struct nxz_error *error);

// The text.
//
// Returns: `nxz_string_len` bytes of UTF-8 and a NUL, which live as long as the string; NULL for NULL or no live
// string.
// Args: string: a string, or NULL.
// Threads: any.
const char *nxz_string_data(const struct nxz_string *string);

// The length of the text in bytes, without the NUL.
//
// Returns: the length; 0 for NULL or no live string.
// Args: string: a string, or NULL.
// Threads: any.
size_t nxz_string_len(const struct nxz_string *string);

// Frees a string.
//
// Args: string: a string that is not used any more, or NULL.
void nxz_string_free(struct nxz_string *string);

// The version of the library that is running, for example `0.1.0`. `NXZ_VERSION_STRING` is that of the header.
//
// Returns: a static string, NUL-terminated.
// Threads: any.
const char *nxz_version(void);

// The ABI number of the library that is running. Where it differs from `NXZ_ABI_VERSION`, header and library do not
// belong together.
//
// Returns: the number, which is also the number in the SONAME.
// Threads: any.
uint32_t nxz_abi_version(void);

// Whether this build has a feature. Known names: `preimage` (statements about preimages), the name of each hash
// function, and `allocator` (peak memory is measured).
//
// Returns: 1 for a feature that this build has, otherwise 0, for NULL and unknown names too.
// Args: name: a NUL-terminated string, or NULL.
// Threads: any.
uint32_t nxz_has_feature(const char *name);

// The implementation of the inner loops that was chosen for this processor, for example `portable`.
//
// Returns: a static string, NUL-terminated.
// Threads: any.
const char *nxz_cpu_backend(void);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* NEXUSZERO_H */
