//! `nxz_statement`: what is proved.

use super::bytes::nxz_bytes;
use super::circuit::nxz_circuit;
use super::error::nxz_error;
use super::group::nxz_group;
use super::handle::{self, handle};
use super::hash::nxz_hash;
use super::list::nxz_list;
use super::message::nxz_message;
use super::output::HandleOut;
use super::panic::{call, shielded};
use super::slices::{self, owned};
use super::status::{nxz_status, Failure, Outcome};
use super::string::nxz_string;
use crate::hash::HashAlgorithm;
use crate::proof_system::sigma::GroupId;
use crate::statement::encoding::Objects;
use crate::statement::{
    CircuitClaim, Claim, Claims, DiscreteLog, Membership, OneOfMany, Preimage, Range, Statement,
};
use std::ffi::c_char;

/// What is proved: the public part, with the secrets named. Made by one of the constructors below, by
/// `nxz_statement_from_bytes` or by `nxz_statement_from_json`.
///
///   constructor                    kind            what the prover knows
///   nxz_statement_preimage         preimage        a message with a digest, its length hidden up to the blocks
///   nxz_statement_preimage_sized   preimage        a message of stated length with a digest
///   nxz_statement_preimage_parts   preimage        secrets that, with public parts, have a digest or an HMAC
///   nxz_statement_range            range           the number in a commitment, from min to max
///   nxz_statement_one_of_many      one-of-many     a message whose digest is in a list
///   nxz_statement_membership       membership      a leaf of a Merkle tree
///   nxz_statement_circuit          circuit         inputs of a Boolean circuit with given outputs
///   nxz_statement_conjunction      conjunction     secrets that satisfy several of the above at once
///   nxz_statement_discrete_log     discrete-log    a discrete logarithm (not quantum-resistant)
///
/// Owned by the caller, who frees it with `nxz_statement_free`. It never changes: any number of threads may use it.
pub struct nxz_statement {
    _private: [u8; 0],
}

handle!(nxz_statement, Statement);

/// Most claims of a conjunction.
pub const NXZ_MAX_CLAIMS: usize = 64;

const _: () = assert!(NXZ_MAX_CLAIMS == Claims::MAX);

fn single(claim: Claim) -> Outcome<Statement> {
    Ok(Statement::Claims(Claims::single(claim)?))
}

/// # Safety
/// That of the constructors, as the header states it.
unsafe fn preimage(
    hash: nxz_hash,
    digest: *const u8,
    digest_len: usize,
    new: impl FnOnce(HashAlgorithm, &[u8]) -> Outcome<Preimage>,
) -> Outcome<Statement> {
    let hash = HashAlgorithm::from_id(hash)?;
    // SAFETY: this function's contract.
    let digest = unsafe { slices::bytes(digest, digest_len, "digest")? };
    single(Claim::Preimage(new(hash, digest)?))
}

/// The statement "I know a message with this digest, and its padded form fills exactly `blocks` blocks". Which of the
/// lengths that fill so many blocks the message has stays secret. This is the usual form; `nxz_hash_blocks` computes
/// `blocks`. The secret is called `message`.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_INVALID_ARGUMENT` for a digest
/// of another length, no blocks or an HMAC; `NXZ_ERR_LIMIT_EXCEEDED` for too many blocks; `NXZ_ERR_NULL_POINTER`.
/// Args: hash: one of `NXZ_HASH_...`. digest: `digest_len` bytes, as many as the hash function's digests have; copied. blocks: 1 to
/// `NXZ_MAX_BLOCKS`, for BLAKE3 to 16.
/// Out: out: the new statement, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(5)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_statement_preimage(
    hash: nxz_hash,
    digest: *const u8,
    digest_len: usize,
    blocks: u64,
    out: *mut *mut nxz_statement,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid, and readable bytes.
    unsafe {
        call(error, HandleOut(out), || {
            preimage(hash, digest, digest_len, |hash, digest| {
                let blocks = slices::size(blocks, "blocks")?;
                Ok(Preimage::hidden(hash, digest, blocks)?)
            })
            .map_err(|failure| failure.within("hash", &["digest", "blocks"]))
        })
    }
}

/// The statement "I know a message of exactly `message_len` bytes with this digest". Its proofs are smaller than those
/// of `nxz_statement_preimage`, because the padding is public. The secret is called `message`.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_INVALID_ARGUMENT` for a digest
/// of another length or an HMAC; `NXZ_ERR_LIMIT_EXCEEDED` for a message of too many blocks; `NXZ_ERR_NULL_POINTER`.
/// Args: hash: one of `NXZ_HASH_...`. digest: `digest_len` bytes, as many as the hash function's digests have; copied. message_len:
/// length of the message in bytes.
/// Out: out: the new statement, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(5)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_statement_preimage_sized(
    hash: nxz_hash,
    digest: *const u8,
    digest_len: usize,
    message_len: u64,
    out: *mut *mut nxz_statement,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid, and readable bytes.
    unsafe {
        call(error, HandleOut(out), || {
            preimage(hash, digest, digest_len, |hash, digest| {
                let len = slices::size(message_len, "message_len")?;
                Ok(Preimage::stated(hash, digest, len)?)
            })
            .map_err(|failure| failure.within("hash", &["digest", "message_len"]))
        })
    }
}

/// The statement "I know secrets that, put into this message, have this digest". Commitments, salted digests, domain-separated keys,
/// nullifiers H(scope, secret) and message authentication codes are all of this form.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_INVALID_ARGUMENT` for a digest
/// of another length, a message without the key of an HMAC or with one for another function, a secret with two sizes, or parts that leave no
/// room in the stated blocks; `NXZ_ERR_LIMIT_EXCEEDED` for a message of too many blocks; `NXZ_ERR_NULL_POINTER`;
/// `NXZ_ERR_INVALID_HANDLE`.
/// Args: hash: one of `NXZ_HASH_...`. digest: `digest_len` bytes, as many as the hash function's digests have; copied. message: the
/// parts; copied.
/// Out: out: the new statement, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(5)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_statement_preimage_parts(
    hash: nxz_hash,
    digest: *const u8,
    digest_len: usize,
    message: *const nxz_message,
    out: *mut *mut nxz_statement,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid, and readable bytes.
    unsafe {
        call(error, HandleOut(out), || {
            let message = handle::borrow(message, "message")?;
            preimage(hash, digest, digest_len, |hash, digest| {
                Ok(Preimage::new(hash, digest, message.clone())?)
            })
            .map_err(|failure| failure.within("message", &["hash", "digest"]))
        })
    }
}

/// The statement "I know the number in this commitment, and it is from `min` to `max`, both included". The commitment is one of
/// `nxz_commit`.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_INVALID_ARGUMENT` for `min` above `max`, a
/// commitment of another length, an HMAC or bad names; `NXZ_ERR_NULL_POINTER`.
/// Args: hash: that of the commitment. commitment: `commitment_len` bytes; copied. min, max: the bounds. value_name, blinding_name: the
/// names of the secrets, UTF-8 of the given lengths; with length 0 they are called `value` and `blinding`.
/// Out: out: the new statement, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(10)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_statement_range(
    hash: nxz_hash,
    commitment: *const u8,
    commitment_len: usize,
    min: u64,
    max: u64,
    value_name: *const c_char,
    value_name_len: usize,
    blinding_name: *const c_char,
    blinding_name_len: usize,
    out: *mut *mut nxz_statement,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid, and readable bytes.
    unsafe {
        call(error, HandleOut(out), || {
            let hash = HashAlgorithm::from_id(hash)?;
            let commitment = slices::bytes(commitment, commitment_len, "commitment")?;
            let value =
                slices::secret_name_or(value_name, value_name_len, "value_name", Range::VALUE)?;
            let blinding = slices::secret_name_or(
                blinding_name,
                blinding_name_len,
                "blinding_name",
                Range::BLINDING,
            )?;
            let range = Range::new(hash, commitment, (min, max), value, blinding)?;
            // Each is well formed: what is left is that both are one.
            single(Claim::Range(range)).map_err(|failure| failure.within("blinding_name", &[]))
        })
    }
}

/// The statement "I know secrets that, put into this message, have a digest that is in this list", without telling which.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_INVALID_ARGUMENT` for a list of digests of another
/// length, a bad name or a bad message; `NXZ_ERR_LIMIT_EXCEEDED` for a message of too many blocks; `NXZ_ERR_NULL_POINTER`;
/// `NXZ_ERR_INVALID_HANDLE`.
/// Args: hash: one of `NXZ_HASH_...`. list: the list; shared. message: the parts; copied. index_name: the name of the place in the list
/// (a number, `nxz_witness_set_number`), UTF-8 of the given length; with length 0 it is called `index`.
/// Out: out: the new statement, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(6)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_statement_one_of_many(
    hash: nxz_hash,
    list: *const nxz_list,
    message: *const nxz_message,
    index_name: *const c_char,
    index_name_len: usize,
    out: *mut *mut nxz_statement,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid, and readable bytes.
    unsafe {
        call(error, HandleOut(out), || {
            let hash = HashAlgorithm::from_id(hash)?;
            let list = handle::borrow(list, "list")?.clone();
            let message = handle::borrow(message, "message")?.clone();
            let index =
                slices::secret_name_or(index_name, index_name_len, "index_name", OneOfMany::INDEX)?;
            OneOfMany::new(hash, list, message, index)
                .map_err(Failure::from)
                .and_then(|claim| single(Claim::OneOfMany(claim)))
                .map_err(|failure| failure.within("message", &["list"]))
        })
    }
}

/// The statement "I know a leaf of the Merkle tree with this root" (RFC 6962, section 2.1), without telling which. Proofs grow with the
/// depth; for lists of up to `NXZ_MAX_LIST_SIZE` digests, `nxz_statement_one_of_many` gives smaller ones.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_INVALID_ARGUMENT` for a root of another length, an HMAC,
/// a bad name or a bad leaf; `NXZ_ERR_LIMIT_EXCEEDED` for a depth above `NXZ_MAX_DEPTH` or a leaf of too many blocks or of `NXZ_MAX_PARTS`
/// parts (its prefix is one more); `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: hash: that of the tree. root: `root_len` bytes; copied. depth: steps from the leaf to the root, 0 for a tree of one leaf. leaf: the
/// parts of the leaf, without any prefix; copied. index_name, path_name: the names of the way from leaf to root and of the siblings
/// (`nxz_witness_set_merkle_path`), UTF-8 of the given lengths; with length 0 they are called `index` and `path`.
/// Out: out: the new statement, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(10)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_statement_membership(
    hash: nxz_hash,
    root: *const u8,
    root_len: usize,
    depth: u64,
    leaf: *const nxz_message,
    index_name: *const c_char,
    index_name_len: usize,
    path_name: *const c_char,
    path_name_len: usize,
    out: *mut *mut nxz_statement,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid, and readable bytes.
    unsafe {
        call(error, HandleOut(out), || {
            let hash = HashAlgorithm::from_id(hash)?;
            let root = slices::bytes(root, root_len, "root")?;
            let depth = slices::size(depth, "depth")?;
            let leaf = handle::borrow(leaf, "leaf")?.clone();
            let index = slices::secret_name_or(
                index_name,
                index_name_len,
                "index_name",
                Membership::INDEX,
            )?;
            let path =
                slices::secret_name_or(path_name, path_name_len, "path_name", Membership::PATH)?;
            Membership::new(hash, root, depth, leaf, index, path)
                .map_err(Failure::from)
                .and_then(|claim| single(Claim::Membership(claim)))
                .map_err(|failure| failure.within("leaf", &["hash", "root", "depth"]))
        })
    }
}

/// The statement "I know secret inputs on which this circuit gives these outputs".
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for another number of inputs, a key or a hidden part, values of another length or with
/// unused bits set, or a secret with two widths; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: circuit: the circuit; shared. inputs: one part for each input value, public bytes or a secret of stated length; copied. (With more than
/// `NXZ_MAX_PARTS` input values, the statement is made from JSON.) Bits are
/// packed into bytes from the least significant bit on, and unused bits of the last byte are zero. outputs: `outputs_len` bytes: the
/// output values, each packed into whole bytes, one after the other; copied.
/// Out: out: the new statement, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(5)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_statement_circuit(
    circuit: *const nxz_circuit,
    inputs: *const nxz_message,
    outputs: *const u8,
    outputs_len: usize,
    out: *mut *mut nxz_statement,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid, and readable bytes.
    unsafe {
        call(error, HandleOut(out), || {
            let circuit = handle::borrow(circuit, "circuit")?.clone();
            let inputs = handle::borrow(inputs, "inputs")?;
            let outputs = slices::bytes(outputs, outputs_len, "outputs")?;
            circuit
                .stated_inputs(inputs)
                .and_then(|inputs| CircuitClaim::new(circuit, inputs, outputs))
                .map_err(Failure::from)
                .and_then(|claim| single(Claim::Circuit(claim)))
                .map_err(|failure| failure.within("inputs", &["outputs"]))
        })
    }
}

/// The statement "I know secrets that satisfy all of these statements". Secrets of the same name are the same secret and are committed once,
/// so that the proof is smaller than the proofs of the statements together. The order of the statements is part of the conjunction.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for fewer than two statements, a conjunction or discrete logarithm among them, or a secret
/// with two sizes; `NXZ_ERR_LIMIT_EXCEEDED` for more than `NXZ_MAX_CLAIMS`, or than 65,536 secrets; `NXZ_ERR_NULL_POINTER`;
/// `NXZ_ERR_INVALID_HANDLE`.
/// Args: statements: `count` statements; copied.
/// Out: out: the new statement, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_statement_conjunction(
    statements: *const *const nxz_statement,
    count: usize,
    out: *mut *mut nxz_statement,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid, and an array of `count` handles.
    unsafe {
        call(error, HandleOut(out), || {
            // Before so many are read.
            Claims::check_count(count)?;
            let statements = slices::handles(statements, count, "statements")?;
            Statement::conjunction(&statements).map_err(Failure::about("statements"))
        })
    }
}

/// The statement "I know x with `public_value` = x times `generator`". Its proofs are NOT quantum-resistant: a quantum computer finds x. They
/// are small and fast, and refused by protocols that require quantum resistance.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown group; `NXZ_ERR_INVALID_ARGUMENT` for bytes that are no canonical element or the
/// identity, or a bad name; `NXZ_ERR_NULL_POINTER`.
/// Args: group: one of `NXZ_GROUP_...`. generator: `generator_len` bytes, any element but the identity; copied. public_value:
/// `public_value_len` bytes; copied. secret_name: the name of x, UTF-8 of the given length; with length 0 it is called `secret`.
/// Out: out: the new statement, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(8)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_statement_discrete_log(
    group: nxz_group,
    generator: *const u8,
    generator_len: usize,
    public_value: *const u8,
    public_value_len: usize,
    secret_name: *const c_char,
    secret_name_len: usize,
    out: *mut *mut nxz_statement,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid, and readable bytes.
    unsafe {
        call(error, HandleOut(out), || {
            let group = GroupId::from_id(group)?;
            let generator = slices::bytes(generator, generator_len, "generator")?;
            let public_value = slices::bytes(public_value, public_value_len, "public_value")?;
            let secret = slices::secret_name_or(
                secret_name,
                secret_name_len,
                "secret_name",
                DiscreteLog::SECRET,
            )?;
            let statement = DiscreteLog::new(group, generator, public_value, secret)?;
            Ok(Statement::DiscreteLog(statement))
        })
    }
}

/// Whether proofs of a statement resist quantum computers.
///
/// Returns: 1 if they do; 0 for a discrete logarithm, for NULL and for what is not a live statement.
/// Args: statement: a statement, or NULL.
/// Threads: any.
#[no_mangle]
pub unsafe extern "C" fn nxz_statement_is_quantum_resistant(
    statement: *const nxz_statement,
) -> u32 {
    // SAFETY: the header asks for NULL or a live statement.
    shielded(0, || unsafe {
        handle::borrow(statement, "statement")
            .map_or(0, |statement| statement.is_quantum_resistant().into())
    })
}

/// The name of a statement, for example `preimage/sha256` or `one-of-many/1024`.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: statement: the statement.
/// Out: out: the name, owned by the caller. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(2)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_statement_name(
    statement: *const nxz_statement,
    out: *mut *mut nxz_string,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, HandleOut(out), || {
            Ok(owned(&handle::borrow(statement, "statement")?.name()))
        })
    }
}

/// The canonical encoding of a statement, lists and circuits included, to be sent to another party. It holds nothing secret.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: statement: the statement.
/// Out: out: the bytes, owned by the caller. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(2)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_statement_to_bytes(
    statement: *const nxz_statement,
    out: *mut *mut nxz_bytes,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, HandleOut(out), || {
            Ok(handle::borrow(statement, "statement")?
                .encode(Objects::Whole)
                .into())
        })
    }
}

/// The statement that an encoding says. A verifier who gets a statement from a prover must check that it is the one that he wants proved:
/// compare the encodings. To read its JSON is not as safe: names that look alike may be different secrets.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_MALFORMED` for bytes that are no canonical encoding; `NXZ_ERR_UNSUPPORTED` for a hash function or group that
/// this build does not have; `NXZ_ERR_LIMIT_EXCEEDED` for more than 256 MiB, and for what the constructors say; `NXZ_ERR_NULL_POINTER`.
/// Args: bytes: `len` bytes.
/// Out: out: the new statement, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_statement_from_bytes(
    bytes: *const u8,
    len: usize,
    out: *mut *mut nxz_statement,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid, and readable bytes.
    unsafe {
        call(error, HandleOut(out), || {
            Statement::decode(slices::bytes(bytes, len, "bytes")?).map_err(Failure::about("bytes"))
        })
    }
}

/// A statement as one JSON object, whose forms `docs/statements.md` lists.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: statement: the statement.
/// Out: out: the text, owned by the caller. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(2)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_statement_to_json(
    statement: *const nxz_statement,
    out: *mut *mut nxz_string,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, HandleOut(out), || {
            Ok(owned(&handle::borrow(statement, "statement")?.to_json()))
        })
    }
}

/// The statement that a JSON object says; see `nxz_statement_from_bytes` for what a verifier must check.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_MALFORMED` for text that is no statement, and the message says where; `NXZ_ERR_UNSUPPORTED` for a group
/// that this build does not have; `NXZ_ERR_INVALID_ARGUMENT` for text that is not UTF-8; `NXZ_ERR_LIMIT_EXCEEDED` for more than 256 MiB, and for what the
/// constructors say; `NXZ_ERR_NULL_POINTER`.
/// Args: text: `text_len` bytes of UTF-8.
/// Out: out: the new statement, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_statement_from_json(
    text: *const c_char,
    text_len: usize,
    out: *mut *mut nxz_statement,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid, and readable bytes.
    unsafe {
        call(error, HandleOut(out), || {
            Statement::from_json(slices::text(text, text_len, "text")?)
                .map_err(Failure::about("text"))
        })
    }
}

/// Frees a statement.
///
/// Args: statement: a statement that no thread uses any more, or NULL.
#[no_mangle]
pub unsafe extern "C" fn nxz_statement_free(statement: *mut nxz_statement) {
    // SAFETY: the header asks for NULL or a live handle that nobody uses any more.
    unsafe { handle::free(statement) }
}
