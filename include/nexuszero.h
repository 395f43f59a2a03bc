/*
 * nexuszero.h - NexusZero: zero-knowledge proofs from symmetric cryptography, and of discrete logarithms
 *
 * SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from src/ffi by cbindgen; changes are made there.
 *
 * WHAT IT IS
 *
 *   A prover who knows a secret convinces a verifier that it satisfies a public statement (it has a given digest, lies in
 *   a range, is on a list, in a Merkle tree, an input of a circuit, ...), and the verifier learns nothing else about it. A
 *   proof is a string of bytes; there is no set-up and nothing to exchange beforehand. Quick example, without error
 *   handling (c_examples/quickstart.c is the whole program):
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
 *       const uint8_t *bytes = nxz_proof_data(proof, &size);
 *       send(bytes, size);
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
 *   Enumerations other than nxz_status are uint32_t with named constants; unknown numbers are refused. Names of secrets and
 *   other text are UTF-8 with a length and need no NUL at the end; only the names of an nxz_codec and an nxz_optimizer, and that
 *   of nxz_has_feature, end with one.
 *
 * STATEMENTS AND SECRETS
 *
 *   A statement is public. It names its secrets ("key", "value", ...), and the witness holds them by these names. Secrets of
 *   one name are one secret, in all parts of a message and all parts of a conjunction. Hash statements are about messages
 *   made of parts, public bytes and named secrets (nxz_message), so that commitments, salted digests, keys with a domain and
 *   nullifiers (digests by which a second use of a secret is noticed) are all the same statement. The table of statements is at nxz_statement.
 *
 * ERRORS
 *
 *   A function that can fail returns nxz_status, NXZ_OK for success, and takes `nxz_error **error` as its last
 *   argument (but nxz_batch_status, which returns that of an item). It may be NULL. Otherwise *error is set to NULL on success and to a new nxz_error on failure, which the
 *   caller frees with nxz_error_free; what *error held before is not freed. There is no last error of a thread.
 *   A function can also return NXZ_ERR_PANIC, which is a defect of the library and nothing worse than a failed call;
 *   the default hook of the Rust runtime then writes the panic's message to standard error, with the values that it may have; the
 *   error repeats only what is a fixed text.
 *
 *   Where memory runs out the process is aborted, except where somebody else's compressed data decides how much is needed: then
 *   the call fails. What a proof takes is known before (nxz_estimate) and bounded (`limits.max_memory`).
 *
 *   On failure, a slot for a handle is NULL and a slot for a length or count is 0, and a caller's buffer or structure
 *   is untouched. On success all of them are completely written.
 *
 * OWNERSHIP
 *
 *   A handle belongs to the caller, who releases it with the _free function of its type; _free accepts NULL. Inputs
 *   are copied or only read during the call: the caller may free them afterwards, in any order. Views (nxz_proof_data,
 *   nxz_bytes_data, nxz_string_data, and what nxz_error_... and nxz_batch_message return) live as long as their handle, and those of a
 *   batch until it gets other results. A handle of the wrong type is
 *   refused with NXZ_ERR_INVALID_HANDLE (and ignored by _free). A freed handle often is too, as long as its memory was
 *   not reused; using one remains a mistake with undefined consequences.
 *
 * THREADS
 *
 *   There is no global state to set up: no initialisation, no signal handlers, no logger. Functions may be called from
 *   any thread, and 256 KiB of stack suffice. Several threads may use one handle at the same time: nxz_statement, nxz_list,
 *   nxz_circuit, nxz_proof, nxz_metrics, nxz_bytes, nxz_string and nxz_error never change, and nxz_protocol may be used and changed
 *   by several at once. An nxz_config, nxz_message, nxz_witness, nxz_merkle_tree, nxz_batch or nxz_compressor is used by one
 *   thread at a time while something is set or added. Calls on one nxz_archive take turns. Freeing a handle must not overlap with any use of it.
 *
 *   A call that proves or verifies runs on the caller's thread. Where the setting `threads` is more than 1, so many work on it; the
 *   others are started for the call and end with it. A batch uses one for each processor core unless it is told how many.
 *
 *   After a fork, while no other thread is in a call, the child uses objects that it makes itself. It may free its parent's; the thread of
 *   an optimizer is not there, and the `destroy` of one that was asked before is not called in the child.
 *
 * CALLBACKS
 *
 *   Nothing is called unless the program asks for it. A callback may call any function of the library, with the same handles too,
 *   except those that free or change what the call that it belongs to uses. It must return: no longjmp, no C++ exception. Those
 *   of a protocol are called by every thread that uses the protocol, which includes the threads of a batch, at the same time where
 *   several do; only an optimizer has a thread of its own. Before a protocol is freed every call on it must have returned, those that
 *   callbacks made too; but a call of an optimizer that became late may still run then. `destroy` is called exactly once for each
 *   structure that a function took, when nothing uses it any more, so that user_data has to last until then; it may call anything
 *   except with the handle that is being freed. A function that fails takes nothing, and `destroy` is not called.
 *
 * STRUCTURES
 *
 *   A structure that the library fills begins with `uint32_t struct_size`, which the caller sets to sizeof the structure
 *   before the call. Later versions may add fields at the end: an older program gets those that it knows, and a newer
 *   program gets zeros for those that an older library does not know. One that the library reads (options, callbacks) begins so too.
 *   Fields that an older program does not have count as 0, and fields that are not 0 and that an older library does not know are
 *   refused with NXZ_ERR_INVALID_ARGUMENT, so that nothing that was asked for is passed over.
 *   A struct_size that is less than the first version of the structure had, or more than 4096, was not set: it is refused with
 *   NXZ_ERR_INVALID_ARGUMENT.
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

// The version of this header: the first of three numbers.
#define NXZ_VERSION_MAJOR 0
// The second.
#define NXZ_VERSION_MINOR 1
// The third.
#define NXZ_VERSION_PATCH 0
// The version as text. `nxz_version()` is that of the library.
#define NXZ_VERSION_STRING "0.1.0"
// The ABI number, which is that of the SONAME. `nxz_abi_version()` is that of the library.
#define NXZ_ABI_VERSION 1


// Most blocks that the padded message of a statement may have, the key block of an HMAC included. BLAKE3: 16.
#define NXZ_MAX_BLOCKS 64

// No digest is longer: a buffer of this size always suffices.
#define NXZ_MAX_DIGEST_SIZE 64

// Bytes of the blinding of a commitment.
#define NXZ_BLINDING_SIZE 32

// Most parts of a message.
#define NXZ_MAX_PARTS 256

// Longest name of a secret, in bytes of UTF-8.
#define NXZ_MAX_NAME_SIZE 64

// Most digests of a list.
#define NXZ_MAX_LIST_SIZE (1 << 20)

// The greatest depth of a leaf in a membership statement.
#define NXZ_MAX_DEPTH 32

// Most claims of a conjunction.
#define NXZ_MAX_CLAIMS 64

// Longest secret, in bytes.
#define NXZ_MAX_SECRET_SIZE (1 << 24)

// Longest label of an entry in bytes.
#define NXZ_MAX_LABEL_SIZE 256

// Bytes of a fingerprint.
#define NXZ_FINGERPRINT_SIZE 32

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
    // Well formed, and larger than the limits allow, or than there is memory for.
    NXZ_ERR_LIMIT_EXCEEDED = 12,
    // The caller cancelled the operation.
    NXZ_ERR_CANCELLED = 13,
    // A defect of the library: it panicked, and the panic was stopped at the boundary.
    NXZ_ERR_PANIC = 14,
    // The handle is of another type, or was freed.
    NXZ_ERR_INVALID_HANDLE = 15,
    // A file could not be read or written: it is missing, in use, or the disk is full.
    NXZ_ERR_IO = 16,
};
#ifndef __cplusplus
typedef int32_t nxz_status;
#endif // __cplusplus

// An archive: a file of proofs with their statements, contexts, labels and measurements, to which entries are appended. What several
// entries have in common is stored once. Made by `nxz_archive_create` or `nxz_archive_open`.
//
// A chain of digests shows accidents: a torn write, changed, moved or missing bytes. It does not show forgery, unless the fingerprint
// was kept elsewhere; and what is read from an archive is not verified. `docs/archive.md` has the format and what it promises.
//
// Owned by the caller, who closes it with `nxz_archive_free`. Any number of threads may use it; their calls take turns. After `fork` only
// one of the two processes may: they share the lock and the position in the file, and would overwrite each other's entries.
typedef struct nxz_archive nxz_archive;

// The results of many items, made by `nxz_batch_new` and filled by `nxz_batch_prove` or `nxz_batch_verify`.
//
// Owned by the caller, who frees it with `nxz_batch_free`. Used by one thread at a time while it is filled; any number of threads
// may read it afterwards.
typedef struct nxz_batch nxz_batch;

// Bytes that the library allocated.
//
// Owned by the caller, who frees it with `nxz_bytes_free`. May be read by any number of threads at once.
typedef struct nxz_bytes nxz_bytes;

// A Boolean circuit, for any number of statements. Made by `nxz_circuit_from_bristol`.
//
// Owned by the caller, who frees it with `nxz_circuit_free`; statements share it and keep it alive. It never changes: any
// number of threads may use it.
typedef struct nxz_circuit nxz_circuit;

// Compresses with a strategy, limits, and possibly a codec of the caller's. Made by `nxz_compressor_new`.
//
// Owned by the caller, who frees it with `nxz_compressor_free`. Any number of threads may compress and decompress with it at once; it
// is used by one thread alone while something is set.
typedef struct nxz_compressor nxz_compressor;

// What a protocol will do and what it will refuse. Made by `nxz_config_new`.
//
// Owned by the caller, who frees it with `nxz_config_free`; a protocol made from it keeps a copy. Used by one
// thread at a time while it is changed; any number of threads may read it afterwards.
typedef struct nxz_config nxz_config;

// Why a call failed: status, message and, where one argument is to blame, its name. A check that looks at several inputs reports all
// that is wrong at once: then the error has further problems (`nxz_error_problems`), each with a status, message and name of its own.
//
// Made by any function with an `error` slot. Owned by the caller, who frees it with `nxz_error_free`. May be read
// by any number of threads at once.
typedef struct nxz_error nxz_error;

// A list of public digests, for any number of statements. Made by `nxz_list_new`.
//
// Owned by the caller, who frees it with `nxz_list_free`; statements share it and keep it alive. It never changes: any number
// of threads may use it.
typedef struct nxz_list nxz_list;

// A Merkle tree as in RFC 6962, section 2.1. Made by `nxz_merkle_tree_new`; empty at first.
//
// Owned by the caller, who frees it with `nxz_merkle_tree_free`. Used by one thread at a time while leaves are added; any number
// of threads may read it afterwards.
typedef struct nxz_merkle_tree nxz_merkle_tree;

// A list of parts, each public bytes or a named secret: the message of a hash statement, or the input values of a circuit. Made
// by `nxz_message_new`; empty at first.
//
// Owned by the caller, who frees it with `nxz_message_free`; a statement made from it keeps a copy. Used by one thread at a
// time while parts are added; any number of threads may make statements of it afterwards.
typedef struct nxz_message nxz_message;

// What a protocol had counted when `nxz_protocol_metrics` was called.
//
// Owned by the caller, who frees it with `nxz_metrics_free`. It never changes: any number of threads may use it.
typedef struct nxz_metrics nxz_metrics;

// A proof. Made by `nxz_prove`, which also measures its making, or by `nxz_proof_from_bytes`.
//
// Owned by the caller, who frees it with `nxz_proof_free`. It never changes: any number of threads may use it.
typedef struct nxz_proof nxz_proof;

// A configured prover and verifier. Made by `nxz_protocol_new`.
//
// Owned by the caller, who frees it with `nxz_protocol_free`. Any number of threads may use one protocol at the same time.
typedef struct nxz_protocol nxz_protocol;

// What is proved: the public part, with the secrets named. Made by one of the constructors below, by
// `nxz_statement_from_bytes` or by `nxz_statement_from_json`.
//
//   constructor                    kind            what the prover knows
//   nxz_statement_preimage         preimage        a message with a digest, its length hidden up to the blocks
//   nxz_statement_preimage_sized   preimage        a message of stated length with a digest
//   nxz_statement_preimage_parts   preimage        secrets that, with public parts, have a digest or an HMAC
//   nxz_statement_range            range           the number in a commitment, from min to max
//   nxz_statement_one_of_many      one-of-many     a message whose digest is in a list
//   nxz_statement_membership       membership      a leaf of a Merkle tree
//   nxz_statement_circuit          circuit         inputs of a Boolean circuit with given outputs
//   nxz_statement_conjunction      conjunction     secrets that satisfy several of the above at once
//   nxz_statement_discrete_log     discrete-log    a discrete logarithm (not quantum-resistant)
//
// Owned by the caller, who frees it with `nxz_statement_free`. It never changes: any number of threads may use it.
typedef struct nxz_statement nxz_statement;

// Text that the library allocated, UTF-8.
//
// Owned by the caller, who frees it with `nxz_string_free`. May be read by any number of threads at once.
typedef struct nxz_string nxz_string;

// The secrets that satisfy a statement, by the names that the statement gives them. Made by `nxz_witness_new` or
// `nxz_witness_preimage`. It may hold more secrets than a statement names.
//
// Owned by the caller, who frees it with `nxz_witness_free`, which wipes it. Used by one thread at a time while secrets are
// set; any number of threads may prove with it afterwards.
typedef struct nxz_witness nxz_witness;

// A ready-made configuration: one of `NXZ_PRESET_...`.
typedef uint32_t nxz_preset;

// Where a proof stands between fast and small: one of `NXZ_PROFILE_...`.
typedef uint32_t nxz_profile;

// A bound that is checked before anything is allocated or computed: one of `NXZ_LIMIT_...`.
typedef uint32_t nxz_limit;

// Compresses or decompresses `len` bytes of `input` into `output`, which has room for `capacity` bytes, and sets `*written`, which
// is 0 before. Returns 0 for success; every other number is a failure, as is output that does not fit. When it decompresses,
// `capacity` is the length of the content, and success means that all of it was written.
typedef int32_t (*nxz_codec_function)(void *user_data,
                                      const uint8_t *input,
                                      size_t len,
                                      uint8_t *output,
                                      size_t capacity,
                                      size_t *written);

// A codec of the caller's. Set `struct_size` to `sizeof(nxz_codec)` and fields that are not used to 0.
//
// The functions are called by the threads that compress and decompress; see "Callbacks".
typedef struct nxz_codec {
    // `sizeof(nxz_codec)`.
    uint32_t struct_size;
    // The codec's number in compressed bytes, 128 to 255: the caller's choice, and the same for who decompresses.
    uint32_t id;
    // The name in error messages: NUL-terminated UTF-8 of 1 to 64 bytes, copied.
    const char *name;
    // Passed to every function.
    void *user_data;
    // Compresses. There is room for as many bytes as go in. What does not become shorter is stored: the function may write as many bytes as
    // there is room for, whatever they are, where what it makes is longer; a failure would be logged and counted.
    nxz_codec_function compress;
    // Decompresses. Its input is untrusted.
    nxz_codec_function decompress;
    // Called exactly once, when the compressor or protocol is freed or gets another codec and the last call that began with it has ended. May be NULL.
    void (*destroy)(void *user_data);
} nxz_codec;

// What a proof will cost, computed before any of it is made. Set `struct_size` before the call.
typedef struct nxz_proof_cost {
    // Set by the caller to `sizeof(nxz_proof_cost)`.
    uint32_t struct_size;
    // Degree of the check.
    uint32_t degree;
    // Exact size of the proof in bytes.
    uint64_t proof_size;
    // What the verifier computes, in AES blocks; compared with `NXZ_LIMIT_WORK`.
    uint64_t work;
    // Bits committed for the statement.
    uint64_t committed_bits;
    // Constraints checked.
    uint64_t constraints;
    // Computed security in bits against a classical adversary.
    double security_bits;
    // Computed security in bits against a quantum adversary.
    double quantum_security_bits;
    // -log2 of the statistical advantage in telling 2^32 proofs from simulated ones (docs/security.md); infinity for a discrete logarithm, whose
    // proofs are simulated exactly.
    double hiding_bits;
    // Heap bytes that proving on as many threads as configured holds at once, at most; of a circuit from a file without its plan, which is made once and
    // kept with the circuit. 0 for a discrete logarithm, which takes next to none.
    uint64_t memory;
} nxz_proof_cost;

// What a caller may say of a call. Set `struct_size` to `sizeof(nxz_call_options)` and everything else that is not needed to 0.
typedef struct nxz_call_options {
    // Set by the caller to `sizeof(nxz_call_options)`.
    uint32_t struct_size;
    // 0.
    uint32_t reserved;
    // The name of the request in logs and metrics: `request_id_len` bytes of UTF-8 without control characters, 1 to 128. NULL: one
    // is generated.
    const char *request_id;
    // Its length.
    size_t request_id_len;
} nxz_call_options;

// How much an event matters: one of `NXZ_LOG_...`.
typedef uint32_t nxz_log_level;

// Where a protocol's events go, one JSON object each (docs/logging.md). Set `struct_size` to `sizeof(nxz_log_sink)`.
//
// `on_event` is called by the thread that makes the call, while it runs; see "Callbacks".
typedef struct nxz_log_sink {
    // Set by the caller to `sizeof(nxz_log_sink)`.
    uint32_t struct_size;
    // Events up to this level: one of `NXZ_LOG_...`.
    nxz_log_level max_level;
    // Passed to both functions.
    void *user_data;
    // Takes one event: `json_len` bytes of UTF-8 without a line's end and without a NUL behind them, which live as long as the call of this
    // function.
    void (*on_event)(void *user_data, nxz_log_level level, const char *json, size_t json_len);
    // Called once when the sink is not used any more: after it was replaced or the protocol freed, and the last call that began
    // before has ended. May be NULL. It may be called by any thread that used the protocol.
    void (*destroy)(void *user_data);
} nxz_log_sink;

// An optimizer: it chooses profile, degree cap and threads of a proof among candidates whose size is known and whose times
// are predicted. It is asked where the configuration has `use_optimizer`, and gets a request in JSON and gives a reply in
// JSON (docs/optimizer.md). The request has the statement's kind and counts, limits, constraints, the section `custom` of
// the configuration and the candidates, and nothing of a witness.
//
// Whatever happens, a proof is made: where the reply is late (`optimizer.deadline`, 50 ms by default), missing, malformed,
// or not one of the candidates within limits and constraints, the library's own heuristic chooses. After failures in a row
// the optimizer is not asked for a while. Replies are kept and used again for equal requests.
//
// Threads: `optimize` is called on a thread that the library starts for this optimizer (8 MiB of stack), never on a thread of
// the caller's, and only one call at a time. A late call goes on undisturbed, and what it replies is discarded; see "Callbacks". A proof
// with the same protocol that is made inside is chosen by the heuristic. `destroy` is called when no call runs, on the thread that ended the
// last use: of the caller's or the one of the optimizer.
typedef struct nxz_optimizer {
    // Set to `sizeof(nxz_optimizer)`.
    uint32_t struct_size;
    // Set to 0.
    uint32_t reserved;
    // Passed to the callbacks. The library does not look at it.
    void *user_data;
    // What to call it in logs and metrics: UTF-8 with a NUL at the end, copied; NULL: `callback`.
    const char *name;
    // Chooses. request: `request_len` bytes of JSON with a NUL behind them, valid during the call. reply: a buffer of
    // `reply_capacity` (65536) bytes for JSON, which needs no NUL. reply_len: how many of them were written. Returns 0, or
    // another number for a failure.
    int32_t (*optimize)(void *user_data,
                        const char *request,
                        size_t request_len,
                        char *reply,
                        size_t reply_capacity,
                        size_t *reply_len);
    // Releases `user_data`; NULL: there is nothing to release.
    void (*destroy)(void *user_data);
} nxz_optimizer;

// A hash function: one of `NXZ_HASH_...`.
typedef uint32_t nxz_hash;

// What a circuit is made of. Set `struct_size` before the call.
typedef struct nxz_circuit_size {
    // Set by the caller to `sizeof(nxz_circuit_size)`.
    uint32_t struct_size;
    // 0.
    uint32_t reserved;
    // Gates of all kinds, a `MAND` counted once. (`NXZ_LIMIT_CIRCUIT_SIZE` counts each of its products.)
    uint64_t gates;
    // Gates that multiply: AND, and each output of MAND.
    uint64_t and_gates;
    // Most multiplying gates on a way from an input to an output.
    uint64_t and_depth;
    // Number of input values.
    uint64_t inputs;
    // Bits of all input values together.
    uint64_t input_bits;
    // Number of output values.
    uint64_t outputs;
    // Bits of all output values together.
    uint64_t output_bits;
} nxz_circuit_size;

// A group of prime order: one of `NXZ_GROUP_...`. Quantum computers find discrete logarithms in all of them.
typedef uint32_t nxz_group;

// What the header of a proof says. It is the prover's claim; only `nxz_verify` checks it. Set `struct_size` before the
// call.
typedef struct nxz_proof_header {
    // Set by the caller to `sizeof(nxz_proof_header)`.
    uint32_t struct_size;
    // Version of the proof format.
    uint32_t version;
    // Security level in bits.
    uint32_t security_level;
    // One of `NXZ_PROFILE_...`; 0 for a discrete logarithm.
    nxz_profile profile;
    // Degree of the check; 0 for a discrete logarithm.
    uint32_t degree;
    // 1 if proofs of this kind resist quantum computers, 0 if not.
    uint32_t quantum_resistant;
    // Bytes of the whole proof.
    uint64_t size;
} nxz_proof_header;

// Where the parameters of a proof came from: one of `NXZ_SOURCE_...`.
typedef uint32_t nxz_source;

// What came of an optimizer: one of `NXZ_OPTIMIZER_...`. All from `NXZ_OPTIMIZER_LATE` on mean that the heuristic chose instead.
typedef uint32_t nxz_optimizer_outcome;

// What was measured when a proof was made: times in nanoseconds of wall-clock time, sizes in bytes. Set `struct_size`
// before the call.
typedef struct nxz_proof_measurements {
    // Set by the caller to `sizeof(nxz_proof_measurements)`.
    uint32_t struct_size;
    // One of `NXZ_PROFILE_...`; 0 for a discrete logarithm.
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
    // Highest number of heap bytes that the library held at once for the call; 0 in a build without the feature
    // `allocator`.
    uint64_t peak_memory;
    // 1 if the proof resists quantum computers, 0 if not.
    uint64_t quantum_resistant;
    // Where the parameters came from: one of `NXZ_SOURCE_...`.
    nxz_source source;
    // What came of the optimizer: one of `NXZ_OPTIMIZER_...`.
    nxz_optimizer_outcome optimizer_outcome;
    // The degree cap that was asked for; 24 is none.
    uint32_t degree_cap;
    // Threads that were to make the proof, the caller's included, whether or not the operating system had them.
    uint32_t threads;
    // Bytes before divided by bytes after compression: 1 where nothing was made smaller.
    double compression_ratio;
    // What the cost model predicted for `prove_ns`. The model is calibrated for this processor once a choice has depended on it.
    uint64_t predicted_prove_ns;
    // The same for a verification.
    uint64_t predicted_verify_ns;
    // The same for `size_before`.
    uint64_t predicted_size;
    // The same for `peak_memory`, as an upper bound; 0 where it is not predicted.
    uint64_t predicted_memory;
    // `predicted_prove_ns` of what the heuristic would have chosen: the difference is the effect of the optimizer.
    uint64_t heuristic_prove_ns;
    // `predicted_size` of what the heuristic would have chosen.
    uint64_t heuristic_size;
} nxz_proof_measurements;

// Who is told about each proof that a protocol makes.
//
// `on_proof` is called after each proof, by the thread that made it, before the proof is returned; see "Callbacks".
typedef struct nxz_metrics_sink {
    // Set by the caller to `sizeof(nxz_metrics_sink)`.
    uint32_t struct_size;
    // 0.
    uint32_t reserved;
    // Handed to the functions below; NULL is allowed.
    void *user_data;
    // Gets the text of `nxz_proof_metrics_json`: `json_len` bytes and a NUL, which live until it returns.
    void (*on_proof)(void *user_data, const char *json, size_t json_len);
    // Called once, when the sink is no longer set and the last call that began with it has ended, on the thread of whatever ended last;
    // it may call any function of the library except with a protocol that is being freed. NULL where nothing is to be done.
    void (*destroy)(void *user_data);
} nxz_metrics_sink;

// One operation in `nxz_metrics_figures`. Mean, deviation and percentiles are of the calls that succeeded; percentiles are at
// most 1 % too large.
typedef struct nxz_operation_figures {
    // Calls that succeeded.
    uint64_t succeeded;
    // Calls that failed. A proof that is not valid is a failure of its verification.
    uint64_t failed;
    // Time that failed calls took.
    uint64_t failed_ns;
    // The shortest call.
    uint64_t min_ns;
    // Half of the calls took no longer.
    uint64_t p50_ns;
    // 90 % of the calls took no longer.
    uint64_t p90_ns;
    // 99 % of the calls took no longer.
    uint64_t p99_ns;
    // 99.9 % of the calls took no longer.
    uint64_t p99_9_ns;
    // The longest call.
    uint64_t max_ns;
    // Mean.
    double mean_ns;
    // Sample standard deviation; 0 for fewer than two calls.
    double standard_deviation_ns;
    // Successes a second since the protocol was made or its metrics were reset.
    double per_second;
    // Successes a second in the last 60 seconds, or since then where that is later.
    double per_second_last_minute;
} nxz_operation_figures;

// The main figures of an `nxz_metrics`: times in nanoseconds, sizes in bytes. Set `struct_size` before the call.
typedef struct nxz_metrics_figures {
    // Set by the caller to `sizeof(nxz_metrics_figures)`.
    uint32_t struct_size;
    // Names of statements that were proved; beyond 64 they count as one.
    uint32_t statements;
    // Time since the protocol was made or its metrics were reset.
    uint64_t elapsed_ns;
    // Proofs made.
    struct nxz_operation_figures prove;
    // Proofs checked.
    struct nxz_operation_figures verify;
    // Bytes of all proofs made, before compression.
    uint64_t proof_bytes_before;
    // Bytes of all proofs made, as they were returned.
    uint64_t proof_bytes_after;
    // The highest `peak_memory` of a proof.
    uint64_t peak_memory;
    // Choices that needed an answer of the optimizer, whether or not it was free to be asked.
    uint64_t optimizer_asked;
    // Earlier answers of the optimizer that were used again.
    uint64_t optimizer_cached;
    // Choices that fell back to the heuristic.
    uint64_t optimizer_fallbacks;
    // Proofs that went through compression, whatever came of it.
    uint64_t compressions;
    // Their bytes before it.
    uint64_t compression_bytes_before;
    // Their bytes behind it.
    uint64_t compression_bytes_after;
    // Failures that calls got over.
    uint64_t recoveries;
} nxz_metrics_figures;

// What a protocol was asked to do: one of `NXZ_OPERATION_...`.
typedef uint32_t nxz_operation;

// How to compress: one of `NXZ_COMPRESSION_...`. Proofs are close to random and no strategy shrinks them; circuits, statements, JSON and
// numeric payloads do shrink. Nothing ever becomes longer by more than one byte.
typedef uint32_t nxz_compression_strategy;

// What compressed bytes were compressed with: one of `NXZ_CODEC_...`, or the number of a caller's codec, from 128.
typedef uint32_t nxz_codec_id;

// What an archive is opened for: one of `NXZ_ARCHIVE_...`.
typedef uint32_t nxz_archive_mode;

// What a caller may say of a batch. Set `struct_size` to `sizeof(nxz_batch_options)` and everything else that is not needed to 0.
//
// `progress` is called after each item, by any of the threads that work on the batch, one at a time, while the call runs; see
// "Callbacks". The batch has no results meanwhile.
typedef struct nxz_batch_options {
    // Set by the caller to `sizeof(nxz_batch_options)`.
    uint32_t struct_size;
    // Threads, the caller's included, at most 1024; 0: as the setting `threads` says. One thread spawns nothing. Each item is computed by
    // one of them; where there are fewer items than threads, by as many as an even division gives.
    uint32_t threads;
    // The name of the request in logs and metrics: `request_id_len` bytes of UTF-8 without control characters, 1 to 107; item i is called
    // so with `/i` behind it. NULL: each item gets a random name.
    const char *request_id;
    // Its length.
    size_t request_id_len;
    // Passed to `progress`.
    void *user_data;
    // Told how many of `total` items are `done`. Another answer than 0 cancels those that have not begun; for those that had, it is
    // called still. May be NULL.
    int32_t (*progress)(void *user_data, size_t done, size_t total);
} nxz_batch_options;

// What was measured of a batch. Set `struct_size` before the call.
typedef struct nxz_batch_totals {
    // Set by the caller to `sizeof(nxz_batch_totals)`.
    uint32_t struct_size;
    // Threads that were there to take items, each with those that it may use for one.
    uint32_t threads;
    // Items.
    uint64_t items;
    // Items that succeeded.
    uint64_t succeeded;
    // Items that failed.
    uint64_t failed;
    // Items that did not begin, because the batch was cancelled.
    uint64_t cancelled;
    // Wall-clock time of the whole batch in nanoseconds.
    uint64_t total_ns;
    // Highest number of heap bytes that the library held at once for the batch, on all its threads; 0 in a build without the feature
    // `allocator`.
    uint64_t peak_memory;
    // Items that succeeded in a second.
    double per_second;
} nxz_batch_totals;

// What a plugin exports under the name `nxz_optimizer_plugin`: fills in `*out`, whose `struct_size` the library has set to
// what it knows, and all else to zero. A plugin fills in no more than that, and leaves `struct_size` as it is.
//
// Returns: 0, and `out` is handed over: `destroy` is called in any case; 11 (`NXZ_ERR_UNSUPPORTED`) for an ABI number that the plugin was not made for;
// another number for another failure. Then nothing is handed over.
// Args: abi_version: `NXZ_ABI_VERSION` of the library. config: the `config_len` bytes given to
// `nxz_protocol_load_optimizer`, with a NUL behind them.
typedef int32_t (*nxz_optimizer_plugin_entry)(uint32_t abi_version,
                                              const char *config,
                                              size_t config_len,
                                              struct nxz_optimizer *out);

// 128 bits, profile `balanced`.
#define NXZ_PRESET_DEFAULT 0

// 128 bits, profile `fast`.
#define NXZ_PRESET_FAST 1

// 256 bits, profile `balanced`, every proof verified before it is returned, discrete logarithms refused.
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

// Most work that one proof may cost its verifier, in AES blocks.
#define NXZ_LIMIT_WORK 3

// Longest canonical encoding of a statement, in bytes, lists and circuits included.
#define NXZ_LIMIT_STATEMENT_SIZE 4

// Most bytes of secrets in a witness.
#define NXZ_LIMIT_WITNESS_SIZE 5

// Most gates that the circuits of a statement may have together, each product of a `MAND` counted as one.
#define NXZ_LIMIT_CIRCUIT_SIZE 6

// Most heap memory, in bytes, that making one proof may take as predicted. Where several threads would take more, one works alone; where the
// configured profile and degree cap would, the fastest parameters that do not are taken in their place, which is logged as a warning and counted
// (docs/metrics.md, `smaller_profile`); where all would, the call fails. A proof whose making would take more is not verified either.
#define NXZ_LIMIT_MEMORY 7

// A call failed, other than by refusing a proof or an input.
#define NXZ_LOG_ERROR 1

// A call went on after something failed, or a proof or an input was refused.
#define NXZ_LOG_WARN 2

// A call succeeded.
#define NXZ_LOG_INFO 3

// A stage of a call is done.
#define NXZ_LOG_DEBUG 4

// SHA-256 (FIPS 180-4); 32-byte digests, blocks of 64 bytes.
#define NXZ_HASH_SHA256 1

// SHA3-256 (FIPS 202); 32-byte digests, blocks of 136 bytes.
#define NXZ_HASH_SHA3_256 2

// BLAKE3 in its default mode; statements are about messages of at most 1,024 bytes; 32-byte digests, blocks of 64 bytes.
#define NXZ_HASH_BLAKE3 3

// SHA-512 (FIPS 180-4); 64-byte digests, blocks of 128 bytes.
#define NXZ_HASH_SHA512 4

// SHA-384 (FIPS 180-4); 48-byte digests, blocks of 128 bytes.
#define NXZ_HASH_SHA384 5

// Keccak-256 with the padding from before FIPS 202, as Ethereum uses it; 32-byte digests, blocks of 136 bytes.
#define NXZ_HASH_KECCAK256 6

// HMAC (RFC 2104) with SHA-256: the message of a statement has a key.
#define NXZ_HASH_HMAC_SHA256 7

// HMAC (RFC 2104) with SHA-512: the message of a statement has a key.
#define NXZ_HASH_HMAC_SHA512 8

// ristretto255 (RFC 9496): elements and scalars of 32 bytes, scalars little-endian.
#define NXZ_GROUP_RISTRETTO255 1

// P-256 (FIPS 186): SEC1 elements of 33 bytes (or 65, uncompressed, as an input), scalars of 32 bytes, big-endian.
#define NXZ_GROUP_P256 2

// secp256k1 (SEC 2): SEC1 elements of 33 bytes (or 65, uncompressed, as an input), scalars of 32 bytes, big-endian.
#define NXZ_GROUP_SECP256K1 3

// The configuration names them.
#define NXZ_SOURCE_CONFIGURED 1

// The heuristic chose them.
#define NXZ_SOURCE_HEURISTIC 2

// The optimizer that was plugged in chose them.
#define NXZ_SOURCE_OPTIMIZER 3

// An earlier answer of it.
#define NXZ_SOURCE_CACHE 4

// It had no part: none was plugged in, it was not to be used, or there was nothing to choose.
#define NXZ_OPTIMIZER_NONE 0

// It was asked, and its answer was used.
#define NXZ_OPTIMIZER_ANSWERED 1

// An earlier answer was used.
#define NXZ_OPTIMIZER_CACHED 2

// It did not answer before the deadline, or was busy.
#define NXZ_OPTIMIZER_LATE 3

// It reported a failure.
#define NXZ_OPTIMIZER_FAILED 4

// Its answer is no answer.
#define NXZ_OPTIMIZER_MALFORMED 5

// Its answer is no candidate, or one outside the limits or the constraints.
#define NXZ_OPTIMIZER_REFUSED 6

// It was not asked, because it failed too often before.
#define NXZ_OPTIMIZER_RESTING 7

// To make a proof.
#define NXZ_OPERATION_PROVE 1

// To check a proof. The check of a new proof by its maker does not count as one.
#define NXZ_OPERATION_VERIFY 2

// Everything is stored.
#define NXZ_COMPRESSION_NONE 0

// LZ4: general purpose, fast.
#define NXZ_COMPRESSION_LZ4 1

// Tensor trains: arrays of numbers with low tensor rank, such as tables, smooth fields and ramps. Lossless.
#define NXZ_COMPRESSION_TENSOR_TRAIN 2

// Tensor trains and LZ4 together.
#define NXZ_COMPRESSION_HYBRID 3

// What a sample of the input suggests; input that is close to random is stored at once.
#define NXZ_COMPRESSION_ADAPTIVE 4

// Nothing: the content follows as it is.
#define NXZ_CODEC_STORED 0

// An LZ4 frame.
#define NXZ_CODEC_LZ4 1

// Tensor trains.
#define NXZ_CODEC_TENSOR_TRAIN 2

// Tensor trains and LZ4 together.
#define NXZ_CODEC_HYBRID 3

// Reading, also while somebody else appends: what was complete at opening is seen.
#define NXZ_ARCHIVE_READ 1

// Reading and appending, by one handle at a time. A record that was not written to its end, as after a crash, is cut off; other damage at
// the end is an error.
#define NXZ_ARCHIVE_APPEND 2

// The same, and other damage at the end is cut off too: everything from the first frame that does not continue the chain.
#define NXZ_ARCHIVE_RECOVER 3

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

// Sets the profile of the proofs that are made, unless the parameters are chosen (`use_optimizer`) or memory is short (`NXZ_LIMIT_MEMORY`). Proofs
// of every profile are verified.
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

// Sets whether statements are refused whose proofs quantum computers break: discrete logarithms. Both proving and verifying then
// fail with `NXZ_ERR_CONFIGURATION`.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a number other than 0 and 1; `NXZ_ERR_NULL_POINTER`;
// `NXZ_ERR_INVALID_HANDLE`.
// Args: config: the configuration to change. enabled: 1 to refuse them (as in `NXZ_PRESET_SECURE`), 0 to allow them.
// Out: error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_config_set_require_quantum_resistance(struct nxz_config *config,
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

// Sets one setting by its name, in the layer of setters. docs/configuration.md lists all settings with their values.
//
// Returns: `NXZ_OK`; `NXZ_ERR_CONFIGURATION` for a setting that does not exist or a value that it does not take, an unknown
// name included (what is out of bounds, as a degree of 25 is, `nxz_protocol_new` refuses); `NXZ_ERR_MALFORMED` for a value that is no JSON; `NXZ_ERR_INVALID_ARGUMENT` for no UTF-8;
// `NXZ_ERR_LIMIT_EXCEEDED` for more than 1 MiB; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: config: the configuration to change. name: `name_len` bytes, for example `max_verify_time`, `limits.max_memory`, or
// `custom.` and any key for a value that the library only passes on to callbacks. value: `value_len` bytes of JSON, for
// example `2.5`, `true`, `"small"`; `null` takes back a setting that may be absent.
// Out: error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_config_set(struct nxz_config *config,
                          const char *name,
                          size_t name_len,
                          const char *value,
                          size_t value_len,
                          struct nxz_error **error);

// Applies settings from a JSON object: the layer above the preset and below environment and setters, whatever is called first. The
// names are those that `nxz_config_to_json` shows; its result can be loaded. All settings of the text are applied, or none.
//
// Returns: `NXZ_OK`; `NXZ_ERR_MALFORMED` for text that is no JSON object, has a key twice in one object, or nests 128 levels;
// `NXZ_ERR_CONFIGURATION` for a setting that does not exist or stands twice, or a value that it does not take, an unknown name
// included: the error names the setting; `NXZ_ERR_INVALID_ARGUMENT` for text that is not UTF-8; `NXZ_ERR_LIMIT_EXCEEDED` for more
// than 1 MiB; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: config: the configuration to change. text: `text_len` bytes of UTF-8.
// Out: error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_config_load_json(struct nxz_config *config,
                                const char *text,
                                size_t text_len,
                                struct nxz_error **error);

// Applies settings from a TOML document; otherwise as `nxz_config_load_json`.
//
// Returns: as `nxz_config_load_json`, but `NXZ_ERR_MALFORMED` for text that is no TOML or nests deeper than 80 levels, those of dotted
// keys and headers included.
// Args: config: the configuration to change. text: `text_len` bytes of UTF-8.
// Out: error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_config_load_toml(struct nxz_config *config,
                                const char *text,
                                size_t text_len,
                                struct nxz_error **error);

// Applies settings from a file, JSON or TOML by the end of its name (`.json`, `.toml`); otherwise as `nxz_config_load_json`.
//
// Returns: as `nxz_config_load_json` and `nxz_config_load_toml` for the text in the file, where the error blames `path` for what they
// blame on `text`; `NXZ_ERR_IO` for a file that cannot be read, `NXZ_ERR_INVALID_ARGUMENT` for another end of the name.
// Args: config: the configuration to change. path: `path_len` bytes of UTF-8.
// Out: error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_config_load_file(struct nxz_config *config,
                                const char *path,
                                size_t path_len,
                                struct nxz_error **error);

// Applies settings from the variables `NEXUSZERO_...` of this process: the layer above files and below setters. A variable is called
// like its setting in capitals, with `_` for a dot, for example `NEXUSZERO_LIMITS_MAX_WORK`. `NEXUSZERO_LIBRARY`, where bindings look
// for the library, is none of them. No setting is read from the environment unless this is called.
//
// Returns: `NXZ_OK`; `NXZ_ERR_CONFIGURATION` as `nxz_config_load_json`, and nothing is changed;
// `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: config: the configuration to change.
// Out: error: see "Errors".
// Threads: no other thread changes the environment meanwhile.
NXZ_WARN_UNUSED
nxz_status nxz_config_load_environment(struct nxz_config *config,
                                       struct nxz_error **error);

// The effective configuration as one JSON object, with the origin of every value (`preset`, `file`, `environment` or `setter`) under
// `sources`.
//
// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: config: the configuration.
// Out: out: the text, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_config_to_json(const struct nxz_config *config,
                              struct nxz_string **out,
                              struct nxz_error **error)
NXZ_NONNULL(2);

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
// Returns: `NXZ_OK`; `NXZ_ERR_CONFIGURATION` for a configuration that contradicts itself, or has a number out of bounds; `NXZ_ERR_NULL_POINTER`;
// `NXZ_ERR_INVALID_HANDLE`.
// Args: config: the configuration; it is copied and stays the caller's.
// Out: out: the new protocol, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_protocol_new(const struct nxz_config *config,
                            struct nxz_protocol **out,
                            struct nxz_error **error)
NXZ_NONNULL(2);

// Puts another configuration in force, while other threads may use the protocol. Calls that have begun go on with the one
// before.
//
// Returns: `NXZ_OK`; `NXZ_ERR_CONFIGURATION` for a configuration that `nxz_protocol_new` refuses, and the one before stays in force;
// `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: protocol: the protocol. config: the configuration; it is copied and stays the caller's.
// Out: error: see "Errors".
// Threads: any number may share `protocol`.
NXZ_WARN_UNUSED
nxz_status nxz_protocol_reconfigure(const struct nxz_protocol *protocol,
                                    const struct nxz_config *config,
                                    struct nxz_error **error);

// Makes a protocol compress with a codec of the caller's in place of the strategy of its configuration, where the configuration has
// `use_compression`. What it compresses is decompressed and compared before it is used; where it fails, or does not make the
// proof smaller, the proof is returned as it was made, and the failure logged and counted. Only a protocol with the same codec verifies what it
// compressed.
//
// Returns: `NXZ_OK`; otherwise the statuses of `nxz_compressor_set_codec`, and nothing is changed.
// Args: protocol: the protocol. codec: the functions, copied, to be called from the threads that prove and verify, several at once; NULL for
// none.
// Out: error: see "Errors".
// Threads: any number may share `protocol`.
NXZ_WARN_UNUSED
nxz_status nxz_protocol_set_codec(const struct nxz_protocol *protocol,
                                  const struct nxz_codec *codec,
                                  struct nxz_error **error);

// Frees a protocol.
//
// Args: protocol: a protocol that no thread uses any more, or NULL.
void nxz_protocol_free(struct nxz_protocol *protocol);

// Computes what a proof of `statement` will cost with this protocol. The statement need not be true. With the parameters that are
// configured, it is computed also where limits or level would refuse the proof, or `limits.max_memory` would make `nxz_prove` take others.
//
// Returns: `NXZ_OK`; with `use_optimizer` `NXZ_ERR_LIMIT_EXCEEDED` and `NXZ_ERR_CONFIGURATION` where no parameters are allowed;
// `NXZ_ERR_CONFIGURATION` for a kind of statement that the protocol refuses; `NXZ_ERR_INVALID_ARGUMENT` for a bad `struct_size`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
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
// Returns: `NXZ_OK`; `NXZ_ERR_PROOF_GENERATION` where the witness does not satisfy the statement, or the new proof does not
// verify (if the protocol checks it);
// `NXZ_ERR_CONFIGURATION` for a statement that the protocol refuses, or whose proofs do not reach its level (those of
// discrete logarithms count as 128 bits: docs/security.md); `NXZ_ERR_LIMIT_EXCEEDED`; `NXZ_ERR_INTERNAL`, for example without randomness
// from the operating system; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_ARGUMENT`; `NXZ_ERR_INVALID_HANDLE`.
// Args: protocol: level, profile and limits. statement: what is proved. witness: the secret, which stays the
// caller's. context: `context_len` bytes that the verifier must state too, such as a nonce or a session
// identifier; may be NULL when `context_len` is 0.
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

// As `nxz_prove`, with options.
//
// Returns: as `nxz_prove`; `NXZ_ERR_INVALID_ARGUMENT` also for a bad request id, a bad `struct_size` or
// `reserved` other than 0.
// Args: as `nxz_prove`. options: see `nxz_call_options`; may be NULL.
// Out: out: the new proof, owned by the caller. error: see "Errors".
// Threads: any number may share `protocol`, `statement` and `witness`.
NXZ_WARN_UNUSED
nxz_status nxz_prove_with(const struct nxz_protocol *protocol,
                          const struct nxz_statement *statement,
                          const struct nxz_witness *witness,
                          const uint8_t *context,
                          size_t context_len,
                          const struct nxz_call_options *options,
                          struct nxz_proof **out,
                          struct nxz_error **error)
NXZ_NONNULL(7);

// Verifies that `proof` proves `statement`, bound to `context`, at the level of `protocol`. All three are the
// verifier's own: of the proof nothing is trusted.
//
// Returns: `NXZ_OK` only for a valid proof; `NXZ_ERR_PROOF_VERIFICATION` for an invalid one, of another statement,
// context or level included; `NXZ_ERR_MALFORMED` for bytes that are no proof of such a statement, for example of another
// length; `NXZ_ERR_UNSUPPORTED` for a proof that
// this build cannot read; `NXZ_ERR_CONFIGURATION` as for `nxz_prove`, unless the proof itself states a lower level, as those of
// discrete logarithms state 128; `NXZ_ERR_LIMIT_EXCEEDED`; `NXZ_ERR_NULL_POINTER`;
// `NXZ_ERR_INVALID_ARGUMENT`; `NXZ_ERR_INVALID_HANDLE`.
// Args: protocol: level and limits. statement: what must have been proved. context: `context_len` bytes that the
// proof must be bound to; may be NULL when `context_len` is 0. proof: from `nxz_proof_from_bytes` or `nxz_prove`.
// Out: error: see "Errors".
// Threads: any number may share `protocol`, `statement` and `proof`.
NXZ_WARN_UNUSED
nxz_status nxz_verify(const struct nxz_protocol *protocol,
                      const struct nxz_statement *statement,
                      const uint8_t *context,
                      size_t context_len,
                      const struct nxz_proof *proof,
                      struct nxz_error **error);

// As `nxz_verify`, with options.
//
// Returns: as `nxz_verify`; `NXZ_ERR_INVALID_ARGUMENT` also for a bad request id, a bad `struct_size` or
// `reserved` other than 0.
// Args: as `nxz_verify`. options: see `nxz_call_options`; may be NULL.
// Out: error: see "Errors".
// Threads: any number may share `protocol`, `statement` and `proof`.
NXZ_WARN_UNUSED
nxz_status nxz_verify_with(const struct nxz_protocol *protocol,
                           const struct nxz_statement *statement,
                           const uint8_t *context,
                           size_t context_len,
                           const struct nxz_proof *proof,
                           const struct nxz_call_options *options,
                           struct nxz_error **error);

// Sends the events of calls that begin from now on to a sink. Without one, which is how a protocol begins, nothing is logged.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a bad `struct_size`; `NXZ_ERR_UNSUPPORTED` for an unknown level;
// `NXZ_ERR_NULL_POINTER` also for a sink without `on_event`; `NXZ_ERR_INVALID_HANDLE`. After a failure the sink of before stays, and
// `destroy` of the new one is not called.
// Args: protocol: the protocol. sink: copied; NULL for none.
// Out: error: see "Errors".
// Threads: any number may share `protocol`.
NXZ_WARN_UNUSED
nxz_status nxz_protocol_set_log_sink(const struct nxz_protocol *protocol,
                                     const struct nxz_log_sink *sink,
                                     struct nxz_error **error);

// Plugs an optimizer into a protocol, in place of the one before. It is asked by calls that begin from now on, where the
// configuration has `use_optimizer`; calls that have begun go on with the one before.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a structure that is not filled in as described, which is then not
// taken over: its `destroy` is not called; `NXZ_ERR_NULL_POINTER` also for an `optimize` that is NULL; `NXZ_ERR_INVALID_HANDLE`.
// Args: protocol: the protocol. optimizer: the callbacks, copied; their `user_data` is the library's until it calls
// `destroy`, which is when the optimizer is replaced or the protocol freed and no call runs any more. NULL: no optimizer.
// Out: error: see "Errors".
// Threads: any number may share `protocol`.
NXZ_WARN_UNUSED
nxz_status nxz_protocol_set_optimizer(const struct nxz_protocol *protocol,
                                      const struct nxz_optimizer *optimizer,
                                      struct nxz_error **error);

// Loads an optimizer from a shared object and plugs it in as `nxz_protocol_set_optimizer` does. The object exports a
// function `nxz_optimizer_plugin` of the type `nxz_optimizer_plugin_entry`; it stays loaded as long as its optimizer
// lives. Loading runs code of the object in this process: only load what is as trusted as the program itself.
//
// Returns: `NXZ_OK`; `NXZ_ERR_CONFIGURATION` for a file that cannot be loaded; `NXZ_ERR_UNSUPPORTED` for an object without
// the function or made for another ABI number; `NXZ_ERR_OPTIMIZATION` where the plugin refuses to start;
// `NXZ_ERR_INVALID_ARGUMENT`, also where it hands over an incomplete structure; `NXZ_ERR_NULL_POINTER`;
// `NXZ_ERR_INVALID_HANDLE`. After a failure the optimizer before stays.
// Args: protocol: the protocol. path: `path_len` bytes of UTF-8; without a slash the system's directories are searched.
// config: `config_len` bytes of UTF-8 for the plugin, which the library does not look at; may be NULL when `config_len`
// is 0.
// Out: error: see "Errors".
// Threads: any number may share `protocol`.
NXZ_WARN_UNUSED
nxz_status nxz_protocol_load_optimizer(const struct nxz_protocol *protocol,
                                       const char *path,
                                       size_t path_len,
                                       const char *config,
                                       size_t config_len,
                                       struct nxz_error **error);

// The number of blocks that a padded message of `message_len` bytes has, without the key block of an HMAC. It may be more than
// can be proved.
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

// The digest of a message, computed in the ordinary way: nothing is proved. An HMAC has an empty key here.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_BUFFER_TOO_SMALL`, and the message
// says how much is needed; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_ARGUMENT`.
// Args: hash: one of `NXZ_HASH_...`. message: `message_len` bytes; may be NULL when `message_len` is 0.
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

// The HMAC of a message under a key, computed in the ordinary way: nothing is proved.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_INVALID_ARGUMENT` for one without a key;
// `NXZ_ERR_BUFFER_TOO_SMALL`; `NXZ_ERR_NULL_POINTER`.
// Args: hash: `NXZ_HASH_HMAC_SHA256` or `NXZ_HASH_HMAC_SHA512`. key: `key_len` bytes; may be NULL when `key_len` is 0.
// message: `message_len` bytes; may be NULL when `message_len` is 0. out_capacity: size of `out`; `NXZ_MAX_DIGEST_SIZE` always
// suffices.
// Out: out: the tag; untouched on failure. out_len: its length; 0 on failure. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_hmac(nxz_hash hash,
                    const uint8_t *key,
                    size_t key_len,
                    const uint8_t *message,
                    size_t message_len,
                    uint8_t *out,
                    size_t out_capacity,
                    size_t *out_len,
                    struct nxz_error **error)
NXZ_NONNULL(8);

// Commits to a number: the hash of the 15 bytes `nexuszero/u64/1`, the number as eight little-endian bytes, and the blinding. It
// binds as far as the hash function resists collisions, and hides the number as long as the blinding is random and secret.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_INVALID_ARGUMENT` for an HMAC or a blinding of
// another length; `NXZ_ERR_BUFFER_TOO_SMALL`; `NXZ_ERR_NULL_POINTER`.
// Args: hash: one of `NXZ_HASH_...`, BLAKE3 for the smallest proofs. value: the number. blinding: `blinding_len` bytes, which are
// `NXZ_BLINDING_SIZE`, from `nxz_blinding_new`. out_capacity: size of `out`; `NXZ_MAX_DIGEST_SIZE` always suffices.
// Out: out: the commitment; untouched on failure. out_len: its length; 0 on failure. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_commit(nxz_hash hash,
                      uint64_t value,
                      const uint8_t *blinding,
                      size_t blinding_len,
                      uint8_t *out,
                      size_t out_capacity,
                      size_t *out_len,
                      struct nxz_error **error)
NXZ_NONNULL(7);

// A fresh blinding for one commitment, from the operating system. It is secret: the caller keeps it with the number and wipes
// it.
//
// Returns: `NXZ_OK`; `NXZ_ERR_BUFFER_TOO_SMALL`; `NXZ_ERR_INTERNAL` without randomness from the operating system;
// `NXZ_ERR_NULL_POINTER`.
// Args: out_capacity: size of `out`, at least `NXZ_BLINDING_SIZE`.
// Out: out: the blinding; untouched on failure. out_len: its length; 0 on failure. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_blinding_new(uint8_t *out,
                            size_t out_capacity,
                            size_t *out_len,
                            struct nxz_error **error)
NXZ_NONNULL(3);

// The lower-case name of a hash function, for example `sha3-256`.
//
// Returns: a static string, NUL-terminated; NULL for an unknown number.
// Args: hash: one of `NXZ_HASH_...`.
// Threads: any.
const char *nxz_hash_name(nxz_hash hash);

// Makes a message without parts.
//
// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`.
// Out: out: the new message, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED nxz_status nxz_message_new(struct nxz_message **out, struct nxz_error **error) NXZ_NONNULL(1);

// Appends public bytes.
//
// Returns: `NXZ_OK`; `NXZ_ERR_LIMIT_EXCEEDED` for more than `NXZ_MAX_PARTS` parts; `NXZ_ERR_NULL_POINTER`;
// `NXZ_ERR_INVALID_HANDLE`.
// Args: message: the message. bytes: `len` bytes, copied; may be NULL when `len` is 0.
// Out: error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_message_add_public(struct nxz_message *message,
                                  const uint8_t *bytes,
                                  size_t len,
                                  struct nxz_error **error);

// Appends a secret of stated length.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a name that is empty, too long, not UTF-8 or has control characters;
// `NXZ_ERR_LIMIT_EXCEEDED` for more than `NXZ_MAX_PARTS` parts, or a length that no object in memory has; `NXZ_ERR_NULL_POINTER`;
// `NXZ_ERR_INVALID_HANDLE`.
// Args: message: the message. name: `name_len` bytes of UTF-8, at most `NXZ_MAX_NAME_SIZE`. len: length of the secret in bytes.
// Out: error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_message_add_secret(struct nxz_message *message,
                                  const char *name,
                                  size_t name_len,
                                  uint64_t len,
                                  struct nxz_error **error);

// Appends a secret whose length stays hidden among those that give the whole message `blocks` blocks. At most one part is of
// this kind, and such a secret stands in no other place of the statement.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a bad name or a second such part; `NXZ_ERR_LIMIT_EXCEEDED` for more than
// `NXZ_MAX_PARTS` parts, or more blocks than a number in memory counts; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: message: the message. name: `name_len` bytes of UTF-8, at most `NXZ_MAX_NAME_SIZE`. blocks: blocks of the padded
// message, all parts together, without the key block of an HMAC; `nxz_hash_blocks` computes it.
// Out: error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_message_add_hidden(struct nxz_message *message,
                                  const char *name,
                                  size_t name_len,
                                  uint64_t blocks,
                                  struct nxz_error **error);

// Sets the key of an HMAC to a secret of stated length.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a bad name; `NXZ_ERR_LIMIT_EXCEEDED` for a length that no object in memory has;
// `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: message: the message. name: `name_len` bytes of UTF-8, at most `NXZ_MAX_NAME_SIZE`. len: length of the key in bytes.
// Out: error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_message_set_key(struct nxz_message *message,
                               const char *name,
                               size_t name_len,
                               uint64_t len,
                               struct nxz_error **error);

// Sets the key of an HMAC to public bytes.
//
// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: message: the message. key: `key_len` bytes, copied; may be NULL when `key_len` is 0.
// Out: error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_message_set_public_key(struct nxz_message *message,
                                      const uint8_t *key,
                                      size_t key_len,
                                      struct nxz_error **error);

// Frees a message. Statements made from it are not affected.
//
// Args: message: a message that is not used any more, or NULL.
void nxz_message_free(struct nxz_message *message);

// Makes a list. A proof holds for the same list in the same order only.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for no digests or a length that is no multiple of `entry_len`;
// `NXZ_ERR_LIMIT_EXCEEDED` for more than `NXZ_MAX_LIST_SIZE`; `NXZ_ERR_NULL_POINTER`.
// Args: entries: the digests, one after the other, `entries_len` bytes together; copied. entry_len: bytes of each digest.
// Out: out: the new list, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_list_new(const uint8_t *entries,
                        size_t entries_len,
                        size_t entry_len,
                        struct nxz_list **out,
                        struct nxz_error **error)
NXZ_NONNULL(4);

// The number of digests in a list.
//
// Returns: the number; 0 for NULL or what is not a live list.
// Args: list: a list, or NULL.
// Threads: any.
size_t nxz_list_len(const struct nxz_list *list);

// The place of a digest in a list, the first if it is there several times. Its time depends on the place: a prover whose timing
// is observed remembers its place instead.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a digest that is not in the list; `NXZ_ERR_NULL_POINTER`;
// `NXZ_ERR_INVALID_HANDLE`.
// Args: list: the list. digest: `digest_len` bytes.
// Out: out: the place, counted from 0; 0 on failure. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_list_find(const struct nxz_list *list,
                         const uint8_t *digest,
                         size_t digest_len,
                         uint64_t *out,
                         struct nxz_error **error)
NXZ_NONNULL(4);

// The digest of the list itself, which proofs are bound to: SHA3-512 as `docs/protocol.md` says. Two parties compare it to
// see whether they have the same list.
//
// Returns: `NXZ_OK`; `NXZ_ERR_BUFFER_TOO_SMALL`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: list: the list. out_capacity: size of `out`; `NXZ_MAX_DIGEST_SIZE` always suffices.
// Out: out: the digest; untouched on failure. out_len: its length; 0 on failure. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_list_digest(const struct nxz_list *list,
                           uint8_t *out,
                           size_t out_capacity,
                           size_t *out_len,
                           struct nxz_error **error)
NXZ_NONNULL(4);

// Frees a list. Statements made from it are not affected.
//
// Args: list: a list that no thread uses any more, or NULL.
void nxz_list_free(struct nxz_list *list);

// Makes an empty tree.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_INVALID_ARGUMENT` for an HMAC;
// `NXZ_ERR_NULL_POINTER`.
// Args: hash: one of `NXZ_HASH_...`; SHA-256 gives the trees of RFC 6962, SHA3-256 the smallest proofs.
// Out: out: the new tree, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_merkle_tree_new(nxz_hash hash,
                               struct nxz_merkle_tree **out,
                               struct nxz_error **error)
NXZ_NONNULL(2);

// Appends a leaf. The tree keeps its hash only.
//
// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: tree: the tree. leaf: `leaf_len` bytes, without any prefix; may be NULL when `leaf_len` is 0.
// Out: error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_merkle_tree_add(struct nxz_merkle_tree *tree,
                               const uint8_t *leaf,
                               size_t leaf_len,
                               struct nxz_error **error);

// The number of leaves.
//
// Returns: the number; 0 for NULL or what is not a live tree.
// Args: tree: a tree, or NULL.
// Threads: any, while no leaf is added.
size_t nxz_merkle_tree_len(const struct nxz_merkle_tree *tree);

// The root: of an empty tree the hash of the empty string.
//
// Returns: `NXZ_OK`; `NXZ_ERR_BUFFER_TOO_SMALL`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: tree: the tree. out_capacity: size of `out`; `NXZ_MAX_DIGEST_SIZE` always suffices.
// Out: out: the root; untouched on failure. out_len: its length; 0 on failure. error: see "Errors".
// Threads: any, while no leaf is added.
NXZ_WARN_UNUSED
nxz_status nxz_merkle_tree_root(const struct nxz_merkle_tree *tree,
                                uint8_t *out,
                                size_t out_capacity,
                                size_t *out_len,
                                struct nxz_error **error)
NXZ_NONNULL(4);

// The depth of a leaf: the number of steps from it to the root. All leaves of a tree of 2^n leaves have depth n; in other
// trees the last ones may be less deep, and the depth, which a statement states, tells them apart from the others.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a leaf that does not exist; `NXZ_ERR_NULL_POINTER`;
// `NXZ_ERR_INVALID_HANDLE`.
// Args: tree: the tree. leaf_index: the leaf, counted from 0.
// Out: out: the depth; 0 on failure. error: see "Errors".
// Threads: any, while no leaf is added.
NXZ_WARN_UNUSED
nxz_status nxz_merkle_tree_depth(const struct nxz_merkle_tree *tree,
                                 uint64_t leaf_index,
                                 uint64_t *out,
                                 struct nxz_error **error)
NXZ_NONNULL(3);

// The way from a leaf to the root: bit i is 1 where the node at height i is a right child. In a tree of 2^n leaves it is the number
// of the leaf. It is the secret `index` of a membership statement; `nxz_witness_set_merkle_path` sets it and the path at once.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a leaf that does not exist; `NXZ_ERR_NULL_POINTER`;
// `NXZ_ERR_INVALID_HANDLE`.
// Args: tree: the tree. leaf_index: the leaf, counted from 0.
// Out: out: the way; 0 on failure. error: see "Errors".
// Threads: any, while no leaf is added.
NXZ_WARN_UNUSED
nxz_status nxz_merkle_tree_directions(const struct nxz_merkle_tree *tree,
                                      uint64_t leaf_index,
                                      uint64_t *out,
                                      struct nxz_error **error)
NXZ_NONNULL(3);

// The siblings on the way from a leaf to the root, one digest after the other: the secret `path` of a membership statement.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a leaf that does not exist; `NXZ_ERR_NULL_POINTER`;
// `NXZ_ERR_INVALID_HANDLE`.
// Args: tree: the tree. leaf_index: the leaf, counted from 0.
// Out: out: the siblings, owned by the caller. error: see "Errors".
// Threads: any, while no leaf is added.
NXZ_WARN_UNUSED
nxz_status nxz_merkle_tree_path(const struct nxz_merkle_tree *tree,
                                uint64_t leaf_index,
                                struct nxz_bytes **out,
                                struct nxz_error **error)
NXZ_NONNULL(3);

// Frees a tree.
//
// Args: tree: a tree that no thread uses any more, or NULL.
void nxz_merkle_tree_free(struct nxz_merkle_tree *tree);

// Parses a circuit in Bristol Fashion (gates XOR, AND, INV, EQ, EQW and MAND).
//
// Returns: `NXZ_OK`; `NXZ_ERR_MALFORMED` for text that is no such circuit, with the number of the line in the message;
// `NXZ_ERR_LIMIT_EXCEEDED` for a circuit of more than 2^20 gates, 2^20 wires, 2^16 bits of input or 32 MiB of text;
// `NXZ_ERR_NULL_POINTER`.
// Args: text: `text_len` bytes.
// Out: out: the new circuit, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_circuit_from_bristol(const char *text,
                                    size_t text_len,
                                    struct nxz_circuit **out,
                                    struct nxz_error **error)
NXZ_NONNULL(3);

// What a circuit is made of.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a bad `struct_size`; `NXZ_ERR_NULL_POINTER`;
// `NXZ_ERR_INVALID_HANDLE`.
// Args: circuit: the circuit.
// Out: out: its size; its `struct_size` is set before the call. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_circuit_info(const struct nxz_circuit *circuit,
                            struct nxz_circuit_size *out,
                            struct nxz_error **error)
NXZ_NONNULL(2);

// The width of an input value in bits.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a value that does not exist; `NXZ_ERR_NULL_POINTER`;
// `NXZ_ERR_INVALID_HANDLE`.
// Args: circuit: the circuit. index: the value, counted from 0.
// Out: out: the width; 0 on failure. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_circuit_input_width(const struct nxz_circuit *circuit,
                                   uint64_t index,
                                   uint64_t *out,
                                   struct nxz_error **error)
NXZ_NONNULL(3);

// The width of an output value in bits.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a value that does not exist; `NXZ_ERR_NULL_POINTER`;
// `NXZ_ERR_INVALID_HANDLE`.
// Args: circuit: the circuit. index: the value, counted from 0.
// Out: out: the width; 0 on failure. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_circuit_output_width(const struct nxz_circuit *circuit,
                                    uint64_t index,
                                    uint64_t *out,
                                    struct nxz_error **error)
NXZ_NONNULL(3);

// The digest of the circuit, which proofs are bound to: SHA3-512 as `docs/protocol.md` says.
//
// Returns: `NXZ_OK`; `NXZ_ERR_BUFFER_TOO_SMALL`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: circuit: the circuit. out_capacity: size of `out`; `NXZ_MAX_DIGEST_SIZE` always suffices.
// Out: out: the digest; untouched on failure. out_len: its length; 0 on failure. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_circuit_digest(const struct nxz_circuit *circuit,
                              uint8_t *out,
                              size_t out_capacity,
                              size_t *out_len,
                              struct nxz_error **error)
NXZ_NONNULL(4);

// Frees a circuit. Statements made from it are not affected.
//
// Args: circuit: a circuit that no thread uses any more, or NULL.
void nxz_circuit_free(struct nxz_circuit *circuit);

// The lower-case name of a group, for example `ristretto255`.
//
// Returns: a static string, NUL-terminated; NULL for an unknown number.
// Args: group: one of `NXZ_GROUP_...`.
// Threads: any.
const char *nxz_group_name(nxz_group group);

// The standard generator of a group, in its canonical encoding.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown group; `NXZ_ERR_BUFFER_TOO_SMALL`; `NXZ_ERR_NULL_POINTER`.
// Args: group: one of `NXZ_GROUP_...`. out_capacity: size of `out`; `NXZ_MAX_DIGEST_SIZE` always suffices.
// Out: out: the generator; untouched on failure. out_len: its length; 0 on failure. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_group_generator(nxz_group group,
                               uint8_t *out,
                               size_t out_capacity,
                               size_t *out_len,
                               struct nxz_error **error)
NXZ_NONNULL(4);

// The public value of a secret: the secret times the generator, in constant time.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown group; `NXZ_ERR_INVALID_ARGUMENT` for a generator that is no element
// or the identity, or a secret that is 0, not below the order of the group or of another length; `NXZ_ERR_BUFFER_TOO_SMALL`;
// `NXZ_ERR_NULL_POINTER`.
// Args: group: one of `NXZ_GROUP_...`. generator: `generator_len` bytes. secret: `secret_len` bytes, 32 for every group.
// out_capacity: size of `out`; `NXZ_MAX_DIGEST_SIZE` always suffices.
// Out: out: the public value; untouched on failure. out_len: its length; 0 on failure. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_group_public_value(nxz_group group,
                                  const uint8_t *generator,
                                  size_t generator_len,
                                  const uint8_t *secret,
                                  size_t secret_len,
                                  uint8_t *out,
                                  size_t out_capacity,
                                  size_t *out_len,
                                  struct nxz_error **error)
NXZ_NONNULL(8);

// The statement "I know a message with this digest, and its padded form fills exactly `blocks` blocks". Which of the
// lengths that fill so many blocks the message has stays secret. This is the usual form; `nxz_hash_blocks` computes
// `blocks`. The secret is called `message`.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_INVALID_ARGUMENT` for a digest
// of another length, no blocks or an HMAC; `NXZ_ERR_LIMIT_EXCEEDED` for too many blocks; `NXZ_ERR_NULL_POINTER`.
// Args: hash: one of `NXZ_HASH_...`. digest: `digest_len` bytes, as many as the hash function's digests have; copied. blocks: 1 to
// `NXZ_MAX_BLOCKS`, for BLAKE3 to 16.
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
// of `nxz_statement_preimage`, because the padding is public. The secret is called `message`.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_INVALID_ARGUMENT` for a digest
// of another length or an HMAC; `NXZ_ERR_LIMIT_EXCEEDED` for a message of too many blocks; `NXZ_ERR_NULL_POINTER`.
// Args: hash: one of `NXZ_HASH_...`. digest: `digest_len` bytes, as many as the hash function's digests have; copied. message_len:
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

// The statement "I know secrets that, put into this message, have this digest". Commitments, salted digests, domain-separated keys,
// nullifiers H(scope, secret) and message authentication codes are all of this form.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_INVALID_ARGUMENT` for a digest
// of another length, a message without the key of an HMAC or with one for another function, a secret with two sizes, or parts that leave no
// room in the stated blocks; `NXZ_ERR_LIMIT_EXCEEDED` for a message of too many blocks; `NXZ_ERR_NULL_POINTER`;
// `NXZ_ERR_INVALID_HANDLE`.
// Args: hash: one of `NXZ_HASH_...`. digest: `digest_len` bytes, as many as the hash function's digests have; copied. message: the
// parts; copied.
// Out: out: the new statement, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_statement_preimage_parts(nxz_hash hash,
                                        const uint8_t *digest,
                                        size_t digest_len,
                                        const struct nxz_message *message,
                                        struct nxz_statement **out,
                                        struct nxz_error **error)
NXZ_NONNULL(5);

// The statement "I know the number in this commitment, and it is from `min` to `max`, both included". The commitment is one of
// `nxz_commit`.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_INVALID_ARGUMENT` for `min` above `max`, a
// commitment of another length, an HMAC or bad names; `NXZ_ERR_NULL_POINTER`.
// Args: hash: that of the commitment. commitment: `commitment_len` bytes; copied. min, max: the bounds. value_name, blinding_name: the
// names of the secrets, UTF-8 of the given lengths; with length 0 they are called `value` and `blinding`.
// Out: out: the new statement, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_statement_range(nxz_hash hash,
                               const uint8_t *commitment,
                               size_t commitment_len,
                               uint64_t min,
                               uint64_t max,
                               const char *value_name,
                               size_t value_name_len,
                               const char *blinding_name,
                               size_t blinding_name_len,
                               struct nxz_statement **out,
                               struct nxz_error **error)
NXZ_NONNULL(10);

// The statement "I know secrets that, put into this message, have a digest that is in this list", without telling which.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_INVALID_ARGUMENT` for a list of digests of another
// length, a bad name or a bad message; `NXZ_ERR_LIMIT_EXCEEDED` for a message of too many blocks; `NXZ_ERR_NULL_POINTER`;
// `NXZ_ERR_INVALID_HANDLE`.
// Args: hash: one of `NXZ_HASH_...`. list: the list; shared. message: the parts; copied. index_name: the name of the place in the list
// (a number, `nxz_witness_set_number`), UTF-8 of the given length; with length 0 it is called `index`.
// Out: out: the new statement, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_statement_one_of_many(nxz_hash hash,
                                     const struct nxz_list *list,
                                     const struct nxz_message *message,
                                     const char *index_name,
                                     size_t index_name_len,
                                     struct nxz_statement **out,
                                     struct nxz_error **error)
NXZ_NONNULL(6);

// The statement "I know a leaf of the Merkle tree with this root" (RFC 6962, section 2.1), without telling which. Proofs grow with the
// depth; for lists of up to `NXZ_MAX_LIST_SIZE` digests, `nxz_statement_one_of_many` gives smaller ones.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_INVALID_ARGUMENT` for a root of another length, an HMAC,
// a bad name or a bad leaf; `NXZ_ERR_LIMIT_EXCEEDED` for a depth above `NXZ_MAX_DEPTH` or a leaf of too many blocks or of `NXZ_MAX_PARTS`
// parts (its prefix is one more); `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: hash: that of the tree. root: `root_len` bytes; copied. depth: steps from the leaf to the root, 0 for a tree of one leaf. leaf: the
// parts of the leaf, without any prefix; copied. index_name, path_name: the names of the way from leaf to root and of the siblings
// (`nxz_witness_set_merkle_path`), UTF-8 of the given lengths; with length 0 they are called `index` and `path`.
// Out: out: the new statement, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_statement_membership(nxz_hash hash,
                                    const uint8_t *root,
                                    size_t root_len,
                                    uint64_t depth,
                                    const struct nxz_message *leaf,
                                    const char *index_name,
                                    size_t index_name_len,
                                    const char *path_name,
                                    size_t path_name_len,
                                    struct nxz_statement **out,
                                    struct nxz_error **error)
NXZ_NONNULL(10);

// The statement "I know secret inputs on which this circuit gives these outputs".
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for another number of inputs, a key or a hidden part, values of another length or with
// unused bits set, or a secret with two widths; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: circuit: the circuit; shared. inputs: one part for each input value, public bytes or a secret of stated length; copied. (With more than
// `NXZ_MAX_PARTS` input values, the statement is made from JSON.) Bits are
// packed into bytes from the least significant bit on, and unused bits of the last byte are zero. outputs: `outputs_len` bytes: the
// output values, each packed into whole bytes, one after the other; copied.
// Out: out: the new statement, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_statement_circuit(const struct nxz_circuit *circuit,
                                 const struct nxz_message *inputs,
                                 const uint8_t *outputs,
                                 size_t outputs_len,
                                 struct nxz_statement **out,
                                 struct nxz_error **error)
NXZ_NONNULL(5);

// The statement "I know secrets that satisfy all of these statements". Secrets of the same name are the same secret and are committed once,
// so that the proof is smaller than the proofs of the statements together. The order of the statements is part of the conjunction.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for fewer than two statements, a conjunction or discrete logarithm among them, or a secret
// with two sizes; `NXZ_ERR_LIMIT_EXCEEDED` for more than `NXZ_MAX_CLAIMS`, or than 65,536 secrets; `NXZ_ERR_NULL_POINTER`;
// `NXZ_ERR_INVALID_HANDLE`.
// Args: statements: `count` statements; copied.
// Out: out: the new statement, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_statement_conjunction(const struct nxz_statement *const *statements,
                                     size_t count,
                                     struct nxz_statement **out,
                                     struct nxz_error **error)
NXZ_NONNULL(3);

// The statement "I know x with `public_value` = x times `generator`". Its proofs are NOT quantum-resistant: a quantum computer finds x. They
// are small and fast, and refused by protocols that require quantum resistance.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown group; `NXZ_ERR_INVALID_ARGUMENT` for bytes that are no canonical element or the
// identity, or a bad name; `NXZ_ERR_NULL_POINTER`.
// Args: group: one of `NXZ_GROUP_...`. generator: `generator_len` bytes, any element but the identity; copied. public_value:
// `public_value_len` bytes; copied. secret_name: the name of x, UTF-8 of the given length; with length 0 it is called `secret`.
// Out: out: the new statement, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_statement_discrete_log(nxz_group group,
                                      const uint8_t *generator,
                                      size_t generator_len,
                                      const uint8_t *public_value,
                                      size_t public_value_len,
                                      const char *secret_name,
                                      size_t secret_name_len,
                                      struct nxz_statement **out,
                                      struct nxz_error **error)
NXZ_NONNULL(8);

// Whether proofs of a statement resist quantum computers.
//
// Returns: 1 if they do; 0 for a discrete logarithm, for NULL and for what is not a live statement.
// Args: statement: a statement, or NULL.
// Threads: any.
uint32_t nxz_statement_is_quantum_resistant(const struct nxz_statement *statement);

// The name of a statement, for example `preimage/sha256` or `one-of-many/1024`.
//
// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: statement: the statement.
// Out: out: the name, owned by the caller. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_statement_name(const struct nxz_statement *statement,
                              struct nxz_string **out,
                              struct nxz_error **error)
NXZ_NONNULL(2);

// The canonical encoding of a statement, lists and circuits included, to be sent to another party. It holds nothing secret.
//
// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: statement: the statement.
// Out: out: the bytes, owned by the caller. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_statement_to_bytes(const struct nxz_statement *statement,
                                  struct nxz_bytes **out,
                                  struct nxz_error **error)
NXZ_NONNULL(2);

// The statement that an encoding says. A verifier who gets a statement from a prover must check that it is the one that he wants proved:
// compare the encodings. To read its JSON is not as safe: names that look alike may be different secrets.
//
// Returns: `NXZ_OK`; `NXZ_ERR_MALFORMED` for bytes that are no canonical encoding; `NXZ_ERR_UNSUPPORTED` for a hash function or group that
// this build does not have; `NXZ_ERR_LIMIT_EXCEEDED` for more than 256 MiB, and for what the constructors say; `NXZ_ERR_NULL_POINTER`.
// Args: bytes: `len` bytes.
// Out: out: the new statement, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_statement_from_bytes(const uint8_t *bytes,
                                    size_t len,
                                    struct nxz_statement **out,
                                    struct nxz_error **error)
NXZ_NONNULL(3);

// A statement as one JSON object, whose forms `docs/statements.md` lists.
//
// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: statement: the statement.
// Out: out: the text, owned by the caller. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_statement_to_json(const struct nxz_statement *statement,
                                 struct nxz_string **out,
                                 struct nxz_error **error)
NXZ_NONNULL(2);

// The statement that a JSON object says; see `nxz_statement_from_bytes` for what a verifier must check.
//
// Returns: `NXZ_OK`; `NXZ_ERR_MALFORMED` for text that is no statement, and the message says where; `NXZ_ERR_UNSUPPORTED` for a group
// that this build does not have; `NXZ_ERR_INVALID_ARGUMENT` for text that is not UTF-8; `NXZ_ERR_LIMIT_EXCEEDED` for more than 256 MiB, and for what the
// constructors say; `NXZ_ERR_NULL_POINTER`.
// Args: text: `text_len` bytes of UTF-8.
// Out: out: the new statement, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_statement_from_json(const char *text,
                                   size_t text_len,
                                   struct nxz_statement **out,
                                   struct nxz_error **error)
NXZ_NONNULL(3);

// Frees a statement.
//
// Args: statement: a statement that no thread uses any more, or NULL.
void nxz_statement_free(struct nxz_statement *statement);

// Makes a witness without secrets.
//
// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`.
// Out: out: the new witness, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED nxz_status nxz_witness_new(struct nxz_witness **out, struct nxz_error **error) NXZ_NONNULL(1);

// The witness of `nxz_statement_preimage` and `nxz_statement_preimage_sized`: one secret called `message`. The library keeps a copy, which
// it wipes when the witness is freed; the caller wipes its own.
//
// Returns: `NXZ_OK`; `NXZ_ERR_LIMIT_EXCEEDED` for more than `NXZ_MAX_SECRET_SIZE` bytes; `NXZ_ERR_NULL_POINTER`.
// Args: message: `message_len` bytes; may be NULL when `message_len` is 0.
// Out: out: the new witness, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_witness_preimage(const uint8_t *message,
                                size_t message_len,
                                struct nxz_witness **out,
                                struct nxz_error **error)
NXZ_NONNULL(3);

// Sets a secret, or replaces it. The library keeps a copy, which it wipes; the caller wipes its own.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a bad name; `NXZ_ERR_LIMIT_EXCEEDED` for more than `NXZ_MAX_SECRET_SIZE` bytes;
// `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: witness: the witness. name: `name_len` bytes of UTF-8, at most `NXZ_MAX_NAME_SIZE`. value: `value_len` bytes; may be NULL
// when `value_len` is 0.
// Out: error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_witness_set(struct nxz_witness *witness,
                           const char *name,
                           size_t name_len,
                           const uint8_t *value,
                           size_t value_len,
                           struct nxz_error **error);

// Sets a secret that is a number: the value of a commitment, or a place in a list.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a bad name; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: witness: the witness. name: `name_len` bytes of UTF-8, at most `NXZ_MAX_NAME_SIZE`. value: the number.
// Out: error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_witness_set_number(struct nxz_witness *witness,
                                  const char *name,
                                  size_t name_len,
                                  uint64_t value,
                                  struct nxz_error **error);

// Sets the two secrets that say where a leaf of a Merkle tree stands: its way to the root, and the siblings on it. The leaf itself is set by
// its own name.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a leaf that does not exist or a bad name; `NXZ_ERR_NULL_POINTER`;
// `NXZ_ERR_INVALID_HANDLE`.
// Args: witness: the witness. tree: the tree. leaf_index: the leaf, counted from 0. index_name, path_name: the names as in
// `nxz_statement_membership`, UTF-8 of the given lengths; with length 0 they are called `index` and `path`.
// Out: error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_witness_set_merkle_path(struct nxz_witness *witness,
                                       const struct nxz_merkle_tree *tree,
                                       uint64_t leaf_index,
                                       const char *index_name,
                                       size_t index_name_len,
                                       const char *path_name,
                                       size_t path_name_len,
                                       struct nxz_error **error);

// Wipes and frees a witness.
//
// Args: witness: a witness that no thread uses any more, or NULL.
void nxz_witness_free(struct nxz_witness *witness);

// Takes proof bytes in, compressed or not. Their header is checked, and nothing else: `nxz_verify` does the rest.
//
// What is refused here no protocol has seen: it is neither logged nor in the metrics.
//
// Returns: `NXZ_OK`; `NXZ_ERR_MALFORMED` for bytes that are no proof, a header with an unknown level, profile or group included;
// `NXZ_ERR_UNSUPPORTED` for one with another version of the format, or a proof system that this build does not know;
// `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_ARGUMENT`.
// Args: bytes: `len` bytes, copied, whatever their number: `limits.max_proof_size` is for `nxz_verify`; may be NULL when `len` is 0.
// Out: out: the new proof, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_proof_from_bytes(const uint8_t *bytes,
                                size_t len,
                                struct nxz_proof **out,
                                struct nxz_error **error)
NXZ_NONNULL(3);

// The proof bytes, to be sent to a verifier.
//
// Returns: `*len` bytes that live as long as the proof; NULL for NULL or what is not a live proof.
// Args: proof: a proof, or NULL.
// Out: len: the number of bytes; 0 with NULL. May be NULL.
// Threads: any.
const uint8_t *nxz_proof_data(const struct nxz_proof *proof, size_t *len);

// Reads the header of a proof, compressed or not.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a bad `struct_size`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
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
// bad `struct_size`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: proof: a proof from `nxz_prove`.
// Out: out: the measurements; its `struct_size` is set before the call. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_proof_metrics(const struct nxz_proof *proof,
                             struct nxz_proof_measurements *out,
                             struct nxz_error **error)
NXZ_NONNULL(2);

// The same as a JSON object, with the field names of `nxz_proof_measurements`, enumerations by their names (docs/metrics.md), and also
// `request_id`, the name of the statement as `statement`, and the `codec` that made the proof smaller.
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

// What `protocol` has counted so far.
//
// Calls that failed before the protocol saw them (a NULL pointer, a handle of another type) are not counted.
//
// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: protocol: the protocol.
// Out: out: the counts, owned by the caller. error: see "Errors".
// Threads: any number may share `protocol`.
NXZ_WARN_UNUSED
nxz_status nxz_protocol_metrics(const struct nxz_protocol *protocol,
                                struct nxz_metrics **out,
                                struct nxz_error **error)
NXZ_NONNULL(2);

// Starts counting from nothing. The sink stays set.
//
// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: protocol: the protocol.
// Out: error: see "Errors".
// Threads: any number may share `protocol`.
NXZ_WARN_UNUSED
nxz_status nxz_protocol_reset_metrics(const struct nxz_protocol *protocol,
                                      struct nxz_error **error);

// Tells `sink` about the proof of every call that begins from now on, instead of the sink before, whose `destroy` is called when the
// calls that began with it have ended. `nxz_protocol_free` ends it too. After a failure the sink before stays set, and nothing of the new one is called.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a bad `struct_size` or `reserved` other than 0;
// `NXZ_ERR_NULL_POINTER` for a protocol or an `on_proof` that is NULL; `NXZ_ERR_INVALID_HANDLE`.
// Args: protocol: the protocol. sink: the functions, which are copied; NULL to tell nobody.
// Out: error: see "Errors".
// Threads: any number may share `protocol`.
NXZ_WARN_UNUSED
nxz_status nxz_protocol_set_metrics_sink(const struct nxz_protocol *protocol,
                                         const struct nxz_metrics_sink *sink,
                                         struct nxz_error **error);

// The main figures.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a bad `struct_size`; `NXZ_ERR_NULL_POINTER`;
// `NXZ_ERR_INVALID_HANDLE`.
// Args: metrics: from `nxz_protocol_metrics`.
// Out: out: the figures; its `struct_size` is set before the call. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_metrics_summary(const struct nxz_metrics *metrics,
                               struct nxz_metrics_figures *out,
                               struct nxz_error **error)
NXZ_NONNULL(2);

// How many calls failed with a status.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown operation or status; `NXZ_ERR_INVALID_ARGUMENT` for `NXZ_OK`, which is
// no failure; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: metrics: from `nxz_protocol_metrics`. operation: one of `NXZ_OPERATION_...`. status: an `nxz_status`.
// Out: out: the count; 0 for a status that only calls have which the protocol never sees. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_metrics_error_count(const struct nxz_metrics *metrics,
                                   nxz_operation operation,
                                   int32_t status,
                                   uint64_t *out,
                                   struct nxz_error **error)
NXZ_NONNULL(4);

// Everything that was counted, as a JSON object; docs/metrics.md has its shape.
//
// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: metrics: from `nxz_protocol_metrics`.
// Out: out: the text, owned by the caller. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_metrics_to_json(const struct nxz_metrics *metrics,
                               struct nxz_string **out,
                               struct nxz_error **error)
NXZ_NONNULL(2);

// Everything that was counted, in the text format of Prometheus, for the answer to a scrape; docs/metrics.md lists the metrics.
//
// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: metrics: from `nxz_protocol_metrics`.
// Out: out: the text, owned by the caller. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_metrics_to_prometheus(const struct nxz_metrics *metrics,
                                     struct nxz_string **out,
                                     struct nxz_error **error)
NXZ_NONNULL(2);

// Compares what was counted in two periods, or by two protocols: for each number both means, difference, ratio and Welch's t
// statistic, as a JSON object; docs/metrics.md has its shape, and says what the statistic does and does not tell.
//
// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: base: from `nxz_protocol_metrics`. other: the same, compared with `base`.
// Out: out: the text, owned by the caller. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_metrics_compare(const struct nxz_metrics *base,
                               const struct nxz_metrics *other,
                               struct nxz_string **out,
                               struct nxz_error **error)
NXZ_NONNULL(3);

// Frees metrics.
//
// Args: metrics: metrics that no thread uses any more, or NULL.
void nxz_metrics_free(struct nxz_metrics *metrics);

// Count, mean, deviation, range and percentiles of every number that was measured when these proofs were made, as a JSON
// object; docs/metrics.md has its shape.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for a proof that came in as bytes; `NXZ_ERR_INVALID_ARGUMENT` for a count that no array
// has; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: proofs: `proofs_count` proofs from `nxz_prove`; may be NULL when `proofs_count` is 0.
// Out: out: the text, owned by the caller. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_proofs_aggregate(const struct nxz_proof *const *proofs,
                                size_t proofs_count,
                                struct nxz_string **out,
                                struct nxz_error **error)
NXZ_NONNULL(3);

// Compares what was measured when two batches of proofs were made, as `nxz_metrics_compare` does.
//
// Returns: as `nxz_proofs_aggregate`.
// Args: base: `base_count` proofs from `nxz_prove`. other: `other_count` proofs, compared with `base`. NULL is allowed exactly when
// the count is 0.
// Out: out: the text, owned by the caller. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_proofs_compare(const struct nxz_proof *const *base,
                              size_t base_count,
                              const struct nxz_proof *const *other,
                              size_t other_count,
                              struct nxz_string **out,
                              struct nxz_error **error)
NXZ_NONNULL(5);

// Makes a compressor with the limits of `nxz_compressor_set_limits` at their usual values.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown strategy; `NXZ_ERR_NULL_POINTER`.
// Args: strategy: one of `NXZ_COMPRESSION_...`.
// Out: out: the new compressor, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_compressor_new(nxz_compression_strategy strategy,
                              struct nxz_compressor **out,
                              struct nxz_error **error)
NXZ_NONNULL(2);

// Sets what is compressed and what decompression may yield; everything larger is refused before it is allocated.
//
// Returns: `NXZ_OK`; `NXZ_ERR_CONFIGURATION` for a ratio of 0; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: compressor: the compressor to change. max_ratio: most bytes that one compressed byte may become, usually 1024. max_size: most
// bytes of content, usually 256 MiB.
// Out: error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_compressor_set_limits(struct nxz_compressor *compressor,
                                     uint32_t max_ratio,
                                     uint64_t max_size,
                                     struct nxz_error **error);

// Gives the compressor a codec of the caller's, which then replaces the strategy. What it compresses is decompressed and compared
// before it is used; where it fails, or does not shrink the input, the input is stored.
//
// Returns: `NXZ_OK`, and from then on the library calls `destroy`; otherwise nothing is called and nothing is changed:
// `NXZ_ERR_INVALID_ARGUMENT` for a bad `struct_size`, an `id` below 128 or above 255 or a name that is empty, too
// long or not UTF-8; `NXZ_ERR_NULL_POINTER` also for a name, `compress` or `decompress` that is NULL; `NXZ_ERR_INVALID_HANDLE`.
// Args: compressor: the compressor to change. codec: the functions, copied.
// Out: error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_compressor_set_codec(struct nxz_compressor *compressor,
                                    const struct nxz_codec *codec,
                                    struct nxz_error **error);

// Compresses bytes.
//
// Returns: `NXZ_OK`, also where a codec of the caller's failed, because the input is then stored; `NXZ_ERR_LIMIT_EXCEEDED` for more
// than the largest size; `NXZ_ERR_INVALID_ARGUMENT`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: compressor: the compressor. bytes: `len` bytes; may be NULL when `len` is 0.
// Out: out: at most `len` + 1 bytes, owned by the caller; `nxz_compressed_codec` says what was used. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_compressor_compress(const struct nxz_compressor *compressor,
                                   const uint8_t *bytes,
                                   size_t len,
                                   struct nxz_bytes **out,
                                   struct nxz_error **error)
NXZ_NONNULL(4);

// Restores what was compressed, by whatever strategy, or by the same codec of the caller's. The bytes may come from anybody.
//
// Returns: `NXZ_OK`; `NXZ_ERR_MALFORMED` for bytes that are not what their codec makes; `NXZ_ERR_LIMIT_EXCEEDED` for more than the limits
// allow; `NXZ_ERR_UNSUPPORTED` for a first byte that names a codec that the compressor does not have; `NXZ_ERR_COMPRESSION` where the caller's codec fails;
// `NXZ_ERR_INVALID_ARGUMENT`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: compressor: the compressor. bytes: `len` bytes; may be NULL when `len` is 0.
// Out: out: the content, owned by the caller. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_compressor_decompress(const struct nxz_compressor *compressor,
                                     const uint8_t *bytes,
                                     size_t len,
                                     struct nxz_bytes **out,
                                     struct nxz_error **error)
NXZ_NONNULL(4);

// Frees a compressor, and destroys the caller's codec if it has one.
//
// Args: compressor: a compressor that no thread uses any more, or NULL.
void nxz_compressor_free(struct nxz_compressor *compressor);

// Compresses bytes in one call, with the usual limits.
//
// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown strategy; `NXZ_ERR_LIMIT_EXCEEDED` for more than 256 MiB;
// `NXZ_ERR_INVALID_ARGUMENT`; `NXZ_ERR_NULL_POINTER`.
// Args: strategy: one of `NXZ_COMPRESSION_...`. bytes: `len` bytes; may be NULL when `len` is 0.
// Out: out: at most `len` + 1 bytes, owned by the caller; `nxz_compressed_codec` says what was used. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_compress(nxz_compression_strategy strategy,
                        const uint8_t *bytes,
                        size_t len,
                        struct nxz_bytes **out,
                        struct nxz_error **error)
NXZ_NONNULL(4);

// Restores what was compressed by whatever strategy, with the usual limit on the ratio. The bytes may come from anybody.
//
// Returns: `NXZ_OK`; `NXZ_ERR_MALFORMED` for bytes that are not what their codec makes; `NXZ_ERR_LIMIT_EXCEEDED` for content of more than `max_size`
// bytes or 1024 times `len`; `NXZ_ERR_UNSUPPORTED` for a codec that is not the library's; `NXZ_ERR_INVALID_ARGUMENT`;
// `NXZ_ERR_NULL_POINTER`.
// Args: bytes: `len` bytes; may be NULL when `len` is 0. max_size: most bytes of content.
// Out: out: the content, owned by the caller. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_decompress(const uint8_t *bytes,
                          size_t len,
                          uint64_t max_size,
                          struct nxz_bytes **out,
                          struct nxz_error **error)
NXZ_NONNULL(4);

// The codec of compressed bytes, from their first byte. How much was gained is the length before divided by the length after.
//
// Returns: one of `NXZ_CODEC_...` or a number from 128 to 255; `UINT32_MAX` for what no codec of this library made.
// Args: bytes: `len` bytes of which only the first is looked at; may be NULL when `len` is 0.
// Threads: any.
nxz_codec_id nxz_compressed_codec(const uint8_t *bytes,
                                  size_t len);

// The lower-case name of a codec: `stored`, `lz4`, `tensor-train`, `hybrid`, or `custom` for those of callers.
//
// Returns: a static string, NUL-terminated; NULL for an unknown number.
// Args: codec: one of `NXZ_CODEC_...`, or from 128 to 255.
// Threads: any.
const char *nxz_codec_name(nxz_codec_id codec);

// The lower-case name of a strategy, for example `adaptive`.
//
// Returns: a static string, NUL-terminated; NULL for an unknown number.
// Args: strategy: one of `NXZ_COMPRESSION_...`.
// Threads: any.
const char *nxz_compression_strategy_name(nxz_compression_strategy strategy);

// Makes a pure LZ4 frame, the content of a `.lz4` file, for the tool `lz4` and other programs. It has no byte in front that names a
// codec, and input that does not shrink becomes a little longer.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT`; `NXZ_ERR_NULL_POINTER`.
// Args: bytes: `len` bytes; may be NULL when `len` is 0.
// Out: out: the frame, owned by the caller. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_lz4_compress(const uint8_t *bytes,
                            size_t len,
                            struct nxz_bytes **out,
                            struct nxz_error **error)
NXZ_NONNULL(3);

// Reads a pure LZ4 frame, the content of a `.lz4` file: one frame, without a dictionary. It may come from anybody.
//
// Returns: `NXZ_OK`; `NXZ_ERR_MALFORMED` for bytes that are no such frame; `NXZ_ERR_LIMIT_EXCEEDED` for content of more than
// `max_size` bytes; `NXZ_ERR_INVALID_ARGUMENT`; `NXZ_ERR_NULL_POINTER`.
// Args: bytes: `len` bytes; may be NULL when `len` is 0. max_size: most bytes of content.
// Out: out: the content, owned by the caller. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_lz4_decompress(const uint8_t *bytes,
                              size_t len,
                              uint64_t max_size,
                              struct nxz_bytes **out,
                              struct nxz_error **error)
NXZ_NONNULL(4);

// Makes an archive in a new file and opens it for appending.
//
// Returns: `NXZ_OK`; `NXZ_ERR_IO` for a file that exists already or cannot be made, also for want of the right to read its directory, which
// is synchronised; `NXZ_ERR_INVALID_ARGUMENT` for a path that is no UTF-8; `NXZ_ERR_NULL_POINTER`.
// Args: path: the file's path, `path_len` bytes of UTF-8.
// Out: out: the archive, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_archive_create(const char *path,
                              size_t path_len,
                              struct nxz_archive **out,
                              struct nxz_error **error)
NXZ_NONNULL(3);

// Opens the archive in a file. That takes one short read for each entry; what was cut off or ignored at its end is in
// `nxz_archive_summary_json`, which fails while another part is damaged.
//
// Returns: `NXZ_OK`; `NXZ_ERR_IO` for a file that cannot be opened, or, unless it is only read, that somebody else has open for appending;
// `NXZ_ERR_MALFORMED` for a file that is no archive, and for a damaged one with `NXZ_ARCHIVE_APPEND`; `NXZ_ERR_LIMIT_EXCEEDED`, unless opened for reading, for
// one whose last part is larger than 256 MiB or than there is memory for: it may be whole, so `NXZ_ARCHIVE_RECOVER` does not cut it off
// either; `NXZ_ERR_UNSUPPORTED` for a format newer than this library, or an unknown mode; `NXZ_ERR_INVALID_ARGUMENT` for a path that is not
// UTF-8; `NXZ_ERR_NULL_POINTER`.
// Args: path: the file's path, `path_len` bytes of UTF-8. mode: one of `NXZ_ARCHIVE_...`.
// Out: out: the archive, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED
nxz_status nxz_archive_open(const char *path,
                            size_t path_len,
                            nxz_archive_mode mode,
                            struct nxz_archive **out,
                            struct nxz_error **error)
NXZ_NONNULL(4);

// Appends an entry: all of it, or after a failure nothing. When the call returns, the entry survives a crash of the program; for a
// power failure see `nxz_archive_flush`. The time of the call, and the measurements of a proof from `nxz_prove`, are stored with it. The
// proof may be a compressed one. It is kept as its bytes are, and not verified.
//
// Returns: `NXZ_OK`; `NXZ_ERR_IO` where the entry cannot be written, for example because the disk is full: earlier entries stay readable, and
// the call may be repeated, but not after a flush that failed; `NXZ_ERR_INVALID_ARGUMENT` for an archive open for reading, or a label that
// is not UTF-8; `NXZ_ERR_LIMIT_EXCEEDED` for a label of more than `NXZ_MAX_LABEL_SIZE` bytes, a statement of more than 256 MiB with its
// lists and circuits, each as often as it occurs, or context and proof of more than that together; `NXZ_ERR_MALFORMED` for an archive that turns
// out to be damaged, `NXZ_ERR_UNSUPPORTED` for one with something that this version cannot read; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: archive: the archive. statement: what is proved. context: what the proof is bound to, `context_len` bytes; may be NULL when that is
// 0. proof: the proof. label: the caller's name for the entry, `label_len` bytes of UTF-8; may be NULL when that is 0.
// Out: index: the index of the entry, counted from 0; 0 on failure. error: see "Errors".
// Threads: any; calls take turns.
NXZ_WARN_UNUSED
nxz_status nxz_archive_append(struct nxz_archive *archive,
                              const struct nxz_statement *statement,
                              const uint8_t *context,
                              size_t context_len,
                              const struct nxz_proof *proof,
                              const char *label,
                              size_t label_len,
                              uint64_t *index,
                              struct nxz_error **error)
NXZ_NONNULL(8);

// Makes everything that was appended, by writers before too, survive a power failure (`fsync`). `nxz_archive_free` does the same, but
// cannot tell if it fails.
//
// Returns: `NXZ_OK`; `NXZ_ERR_IO`, and then always: what is on the disk is not known, the archive can be read and not appended to, and what
// was appended after the last flush that succeeded may be lost; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: archive: the archive.
// Out: error: see "Errors".
// Threads: any; calls take turns.
NXZ_WARN_UNUSED
nxz_status nxz_archive_flush(struct nxz_archive *archive,
                             struct nxz_error **error);

// The number of entries.
//
// Returns: the number; 0 for NULL or what is not a live archive.
// Args: archive: an archive, or NULL.
// Threads: any; calls take turns.
uint64_t nxz_archive_len(const struct nxz_archive *archive);

// The statement of an entry.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for an index that no entry has; `NXZ_ERR_MALFORMED` for an entry that is damaged, or
// has metrics of more than 64 KiB; `NXZ_ERR_LIMIT_EXCEEDED` for one with a part of more than 256 MiB, or that long a template of metrics;
// `NXZ_ERR_UNSUPPORTED` for a statement, proof or compressed part that this version cannot read; `NXZ_ERR_IO`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: archive: the archive. index: the index of the entry, counted from 0.
// Out: out: the statement, owned by the caller. error: see "Errors".
// Threads: any; calls take turns.
NXZ_WARN_UNUSED
nxz_status nxz_archive_statement(const struct nxz_archive *archive,
                                 uint64_t index,
                                 struct nxz_statement **out,
                                 struct nxz_error **error)
NXZ_NONNULL(3);

// The proof of an entry. It is not verified; its measurements are in `nxz_archive_metrics_json`.
//
// Returns: as `nxz_archive_statement`.
// Args: archive: the archive. index: the index of the entry, counted from 0.
// Out: out: the proof, owned by the caller. error: see "Errors".
// Threads: any; calls take turns.
NXZ_WARN_UNUSED
nxz_status nxz_archive_proof(const struct nxz_archive *archive,
                             uint64_t index,
                             struct nxz_proof **out,
                             struct nxz_error **error)
NXZ_NONNULL(3);

// The context of an entry.
//
// Returns: as `nxz_archive_statement`.
// Args: archive: the archive. index: the index of the entry, counted from 0.
// Out: out: the bytes, owned by the caller. error: see "Errors".
// Threads: any; calls take turns.
NXZ_WARN_UNUSED
nxz_status nxz_archive_context(const struct nxz_archive *archive,
                               uint64_t index,
                               struct nxz_bytes **out,
                               struct nxz_error **error)
NXZ_NONNULL(3);

// The label of an entry. A NUL in it comes out as a replacement character.
//
// Returns: as `nxz_archive_statement`.
// Args: archive: the archive. index: the index of the entry, counted from 0.
// Out: out: the text, owned by the caller. error: see "Errors".
// Threads: any; calls take turns.
NXZ_WARN_UNUSED
nxz_status nxz_archive_label(const struct nxz_archive *archive,
                             uint64_t index,
                             struct nxz_string **out,
                             struct nxz_error **error)
NXZ_NONNULL(3);

// The measurements of an entry as the JSON object of `nxz_proof_metrics_json`; an empty text where the making of its proof was not measured.
//
// Returns: as `nxz_archive_statement`.
// Args: archive: the archive. index: the index of the entry, counted from 0.
// Out: out: the text, owned by the caller. error: see "Errors".
// Threads: any; calls take turns.
NXZ_WARN_UNUSED
nxz_status nxz_archive_metrics_json(const struct nxz_archive *archive,
                                    uint64_t index,
                                    struct nxz_string **out,
                                    struct nxz_error **error)
NXZ_NONNULL(3);

// When an entry was appended, by the clock of the machine that did it.
//
// Returns: as `nxz_archive_statement`.
// Args: archive: the archive. index: the index of the entry, counted from 0.
// Out: out: milliseconds since 1970-01-01 (UTC), at most the year 9999; 0 on failure. error: see "Errors".
// Threads: any; calls take turns.
NXZ_WARN_UNUSED
nxz_status nxz_archive_time(const struct nxz_archive *archive,
                            uint64_t index,
                            uint64_t *out,
                            struct nxz_error **error)
NXZ_NONNULL(3);

// The fingerprint: a digest that depends on every byte of the archive, and changes with every entry. Kept elsewhere, it shows
// whether the archive was replaced or cut short. That of an archive that was only opened counts once `nxz_archive_check` has passed.
//
// Returns: `NXZ_OK`; `NXZ_ERR_BUFFER_TOO_SMALL`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: archive: the archive. out_capacity: size of `out`, at least `NXZ_FINGERPRINT_SIZE`.
// Out: out: the fingerprint; untouched on failure. out_len: its length; 0 on failure. error: see "Errors".
// Threads: any; calls take turns.
NXZ_WARN_UNUSED
nxz_status nxz_archive_fingerprint(const struct nxz_archive *archive,
                                   uint8_t *out,
                                   size_t out_capacity,
                                   size_t *out_len,
                                   struct nxz_error **error)
NXZ_NONNULL(4);

// Reads the whole archive and checks it: the chain of digests, that every entry is complete and well formed, and for an archive open for
// reading that it ends with a complete entry. Proofs are not verified, and compressed ones not decompressed. Each distinct statement is
// decoded once, however many entries have it; `docs/archive.md` says what a hostile file can cost.
//
// Returns: `NXZ_OK`; `NXZ_ERR_MALFORMED` for a damaged archive, and as `nxz_archive_statement` otherwise.
// Args: archive: the archive.
// Out: error: see "Errors".
// Threads: any; calls take turns.
NXZ_WARN_UNUSED
nxz_status nxz_archive_check(const struct nxz_archive *archive,
                             struct nxz_error **error);

// What the archive holds, as a JSON object: the numbers of `records`, distinct `statements`, `objects` (lists and circuits that are stored apart from their statements, because they are not short) and `templates` (of
// measurements); `proof_bytes`, `bytes_before` (all entries alone), `bytes_after` (the archive) and their `ratio`; the `fingerprint`; and
// `tail`, which was found at its end at opening: `clean`, `torn` or `damaged`, with `tail_bytes`. It reads the whole archive.
//
// Returns: as `nxz_archive_statement`.
// Args: archive: the archive.
// Out: out: the text, owned by the caller. error: see "Errors".
// Threads: any; calls take turns.
NXZ_WARN_UNUSED
nxz_status nxz_archive_summary_json(const struct nxz_archive *archive,
                                    struct nxz_string **out,
                                    struct nxz_error **error)
NXZ_NONNULL(2);

// Flushes and closes an archive.
//
// Args: archive: an archive that no thread uses any more, or NULL.
void nxz_archive_free(struct nxz_archive *archive);

// The status that the failed call returned.
//
// Returns: the status; `NXZ_OK` for NULL, `NXZ_ERR_INVALID_HANDLE` for what is not a live error.
// Args: error: an error, or NULL.
// Threads: any.
nxz_status nxz_error_code(const struct nxz_error *error);

// A sentence for a person, in English. It is built from lengths, names and public values, never from a witness, and what it quotes of an
// input has escapes for control characters, so that it is one line.
//
// Returns: NUL-terminated UTF-8 that lives as long as the error; an empty string for NULL or what is not a live error.
// Args: error: an error, or NULL.
// Threads: any.
const char *nxz_error_message(const struct nxz_error *error);

// The name of the argument, member of a structure or setting that is to blame, as this header calls it.
//
// Returns: NUL-terminated UTF-8 that lives as long as the error; NULL where no single input is to blame, for NULL,
// and for what is not a live error.
// Args: error: an error, or NULL.
// Threads: any.
const char *nxz_error_field(const struct nxz_error *error);

// The number of problems that the failed check found.
//
// Returns: 1 or more; 0 for NULL or what is not a live error.
// Args: error: an error, or NULL.
// Threads: any.
size_t nxz_error_problems(const struct nxz_error *error);

// The status of one problem. Problem 0 is the one that `nxz_error_code`, `nxz_error_message` and `nxz_error_field` speak of.
//
// Returns: the status; `NXZ_OK` for NULL, what is not a live error, or an index from `nxz_error_problems` on.
// Args: error: an error, or NULL. index: from 0.
// Threads: any.
nxz_status nxz_error_problem_code(const struct nxz_error *error,
                                  size_t index);

// The sentence about one problem, as `nxz_error_message`.
//
// Returns: NUL-terminated UTF-8 that lives as long as the error; an empty string for NULL, what is not a live error, or an index from
// `nxz_error_problems` on.
// Args: error: an error, or NULL. index: from 0.
// Threads: any.
const char *nxz_error_problem_message(const struct nxz_error *error,
                                      size_t index);

// The input that one problem is about, as `nxz_error_field`.
//
// Returns: NUL-terminated UTF-8 that lives as long as the error; NULL where no single input is to blame, for NULL, what is not a live error, or
// an index from `nxz_error_problems` on.
// Args: error: an error, or NULL. index: from 0.
// Threads: any.
const char *nxz_error_problem_field(const struct nxz_error *error,
                                    size_t index);

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
// Returns: the length; 0 for NULL or what is not a live string.
// Args: string: a string, or NULL.
// Threads: any.
size_t nxz_string_len(const struct nxz_string *string);

// Frees a string.
//
// Args: string: a string that is not used any more, or NULL.
void nxz_string_free(struct nxz_string *string);

// The bytes.
//
// Returns: `*len` bytes that live as long as the handle; NULL for NULL or what is not a live handle.
// Args: bytes: a handle, or NULL.
// Out: len: the number of bytes; 0 with NULL. May be NULL.
// Threads: any.
const uint8_t *nxz_bytes_data(const struct nxz_bytes *bytes, size_t *len);

// Wipes and frees the bytes.
//
// Args: bytes: a handle that is not used any more, or NULL.
void nxz_bytes_free(struct nxz_bytes *bytes);

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

// Whether this build has a feature. Known names: the kind of each statement (`preimage`, `range`, ...), the name of each hash
// function and group, and `allocator` (peak memory is measured).
//
// Returns: 1 for a feature that this build has, otherwise 0, for NULL and unknown names too.
// Args: name: a NUL-terminated string, or NULL.
// Threads: any.
uint32_t nxz_has_feature(const char *name);

// The implementation of the inner loops that is used unless the setting `backend` names another: the best one that this processor can
// run, for example `portable`.
//
// Returns: a static string, NUL-terminated.
// Threads: any.
const char *nxz_cpu_backend(void);

// The implementations that this processor can run, with commas between them and the best one last, for example `portable,aes-ni`: what
// the setting `backend` may be.
//
// Returns: a static string, NUL-terminated.
// Threads: any.
const char *nxz_cpu_backends(void);

// Runs known answers through every module, on the processor instructions that were chosen for this machine: the circuit of every hash
// function; proofs of every proof system, and that one for another context is refused; the choice of parameters; every codec. Takes
// some ten milliseconds.
//
// Returns: `NXZ_OK`; the status of whatever failed, with the error saying what.
// Out: error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_health_check(struct nxz_error **error);

// The same with the backend and the threads of a protocol, and what is attached to it: its codec restores a known payload, and with `use_optimizer` its optimizer answers a
// question about a known statement.
//
// Returns: as `nxz_health_check`; `NXZ_ERR_COMPRESSION`, `NXZ_ERR_OPTIMIZATION` for a failing codec or optimizer;
// `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: protocol: the protocol.
// Out: error: see "Errors".
// Threads: any number may share `protocol`.
NXZ_WARN_UNUSED
nxz_status nxz_protocol_health_check(const struct nxz_protocol *protocol,
                                     struct nxz_error **error);

// Makes a batch without items.
//
// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`.
// Out: out: the new batch, owned by the caller. error: see "Errors".
NXZ_WARN_UNUSED nxz_status nxz_batch_new(struct nxz_batch **out, struct nxz_error **error) NXZ_NONNULL(1);

// Proves many statements, on several threads. Each item is proved as by `nxz_prove`, with the configuration, and with what is attached,
// as they are when the batch begins; what happens to one touches no other. The results, in the order of the items, are in `batch`
// afterwards, in place of what it held, whenever the arguments themselves were good.
//
// Returns: `NXZ_OK` only if every item succeeded, which is so of no items; otherwise the status of the first that did not, which the
// message names (`NXZ_ERR_CANCELLED` for one that did not begin). For bad arguments `NXZ_ERR_INVALID_ARGUMENT`, `NXZ_ERR_NULL_POINTER`,
// `NXZ_ERR_INVALID_HANDLE`, and `batch` is then empty.
// Args: batch: takes the results. protocol: as for `nxz_prove`. statements, witnesses: `count` handles each; a handle may stand there
// several times. contexts, context_lens: `count` pointers and lengths as for `nxz_prove`; both NULL for empty contexts. options: see
// `nxz_batch_options`; may be NULL.
// Out: error: see "Errors".
// Threads: any number may share `protocol`, the statements and the witnesses.
NXZ_WARN_UNUSED
nxz_status nxz_batch_prove(struct nxz_batch *batch,
                           const struct nxz_protocol *protocol,
                           const struct nxz_statement *const *statements,
                           const struct nxz_witness *const *witnesses,
                           const uint8_t *const *contexts,
                           const size_t *context_lens,
                           size_t count,
                           const struct nxz_batch_options *options,
                           struct nxz_error **error);

// Verifies many proofs, on several threads. Each item is verified as by `nxz_verify`, with the configuration, and with what is attached,
// as they are when the batch begins. The results, in the order of the items, are in `batch` afterwards, in place of what it held, whenever
// the arguments themselves were good.
//
// Returns: `NXZ_OK` only if every proof is valid, which is so of no proofs; otherwise the status of the first item that is not, which the
// message names. For bad arguments as `nxz_batch_prove`.
// Args: batch: takes the results. protocol, statements, contexts, context_lens, count, options: as for `nxz_batch_prove`. proofs:
// `count` handles.
// Out: error: see "Errors".
// Threads: any number may share `protocol`, the statements and the proofs.
NXZ_WARN_UNUSED
nxz_status nxz_batch_verify(struct nxz_batch *batch,
                            const struct nxz_protocol *protocol,
                            const struct nxz_statement *const *statements,
                            const uint8_t *const *contexts,
                            const size_t *context_lens,
                            const struct nxz_proof *const *proofs,
                            size_t count,
                            const struct nxz_batch_options *options,
                            struct nxz_error **error);

// The number of items that have a result.
//
// Returns: the number; 0 for NULL or what is not a live batch.
// Args: batch: a batch, or NULL.
// Threads: any.
size_t nxz_batch_count(const struct nxz_batch *batch);

// How one item went.
//
// Returns: what `nxz_prove` or `nxz_verify` would have, but `NXZ_ERR_INTERNAL` for a panic; `NXZ_ERR_CANCELLED` for an item that did not begin;
// `NXZ_ERR_INVALID_ARGUMENT` for an index from `nxz_batch_count` on; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: batch: a batch. index: from 0.
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_batch_status(const struct nxz_batch *batch,
                            size_t index);

// A sentence about why one item failed.
//
// Returns: NUL-terminated UTF-8 that lives as long as the batch and its results; an empty string for an item that did not fail, none
// of that index, NULL, or what is not a live batch.
// Args: batch: a batch, or NULL. index: from 0.
// Threads: any.
const char *nxz_batch_message(const struct nxz_batch *batch,
                              size_t index);

// The proof that an item made.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for an item that has none, because it failed or was a verification;
// `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: batch: a batch. index: from 0.
// Out: out: a copy of the proof with its measurements, owned by the caller. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_batch_proof(const struct nxz_batch *batch,
                           size_t index,
                           struct nxz_proof **out,
                           struct nxz_error **error)
NXZ_NONNULL(3);

// What was measured of the batch as a whole.
//
// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a bad `struct_size`; `NXZ_ERR_NULL_POINTER`;
// `NXZ_ERR_INVALID_HANDLE`.
// Args: batch: a batch.
// Out: out: the totals; its `struct_size` is set before the call. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_batch_summary(const struct nxz_batch *batch,
                             struct nxz_batch_totals *out,
                             struct nxz_error **error)
NXZ_NONNULL(2);

// The same as a JSON object under `summary`, and under `proofs` the distribution of every number that was measured when the proofs
// were made, as `nxz_proofs_aggregate` has it (docs/metrics.md).
//
// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
// Args: batch: a batch.
// Out: out: the text, owned by the caller. error: see "Errors".
// Threads: any.
NXZ_WARN_UNUSED
nxz_status nxz_batch_metrics_json(const struct nxz_batch *batch,
                                  struct nxz_string **out,
                                  struct nxz_error **error)
NXZ_NONNULL(2);

// Frees a batch and its results.
//
// Args: batch: a batch that no thread uses any more, or NULL.
void nxz_batch_free(struct nxz_batch *batch);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* NEXUSZERO_H */
