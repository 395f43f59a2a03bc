// What is proved, and the secrets that make it true. Part of nexuszero.hpp.
//
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef NEXUSZERO_STATEMENT_HPP
#define NEXUSZERO_STATEMENT_HPP

#include <nexuszero/message.hpp>

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

namespace nexuszero {

/// What is proved: the public part, with the secrets named. It never changes: any number of threads may use it.
class statement : public handle<nxz_statement, nxz_statement_free> {
public:
    using handle::handle;

    /// "I know a message with this digest, and its padded form fills exactly so many blocks." Which of the lengths that fill them the
    /// message has stays secret. The secret is called `message`.
    /// \param function A hash function other than an HMAC.
    /// \param digest The digest, as long as the hash function's are; copied.
    /// \param blocks 1 to `NXZ_MAX_BLOCKS`, for BLAKE3 to 16; see `hash_blocks`.
    /// \return The statement; `status::invalid_argument` for a digest of another length, no blocks or an HMAC; `status::limit_exceeded`.
    static result<statement> preimage(hash function, bytes_view digest, std::uint64_t blocks) {
        return detail::make<statement>(nxz_statement_preimage, function, digest, blocks);
    }

    /// "I know a message of exactly this length with this digest." Its proofs are smaller. The secret is called `message`.
    /// \param function A hash function other than an HMAC.
    /// \param digest The digest, as long as the hash function's are; copied.
    /// \param message_size Length of the message in bytes.
    /// \return The statement; `status::invalid_argument` for a digest of another length or an HMAC; `status::limit_exceeded`.
    static result<statement> preimage_sized(hash function, bytes_view digest, std::uint64_t message_size) {
        return detail::make<statement>(nxz_statement_preimage_sized, function, digest, message_size);
    }

    /// "I know secrets that, put into this message, have this digest": commitments, salted digests, nullifiers, authentication codes.
    /// \param function A hash function.
    /// \param digest The digest, as long as the hash function's are; copied.
    /// \param content The parts; copied.
    /// \return The statement; `status::invalid_argument` for a digest of another length, a bad message, an HMAC without a key, a key without
    /// an HMAC, or a secret with two sizes; `status::limit_exceeded`.
    static result<statement> preimage_parts(hash function, bytes_view digest, const message &content) {
        const auto parts = content.native();
        if (!parts) return parts.error();
        return detail::make<statement>(nxz_statement_preimage_parts, function, digest, *parts);
    }

    /// "I know the number in this commitment, and it is from `min` to `max`, both included."
    /// \param function The hash function of the commitment.
    /// \param commitment What `commit` gave; copied.
    /// \param min The lower bound.
    /// \param max The upper bound.
    /// \param value_name The name of the secret number; empty for `value`.
    /// \param blinding_name The name of the secret blinding; empty for `blinding`.
    /// \return The statement; `status::invalid_argument` for `min` above `max`, a commitment of another length, an HMAC or bad names.
    static result<statement> range(hash function, bytes_view commitment, std::uint64_t min, std::uint64_t max,
                                   std::string_view value_name = {}, std::string_view blinding_name = {}) {
        return detail::make<statement>(nxz_statement_range, function, commitment, min, max, value_name, blinding_name);
    }

    /// "I know secrets that, put into this message, have a digest that is in this list", without telling which.
    /// \param function A hash function.
    /// \param entries The list; shared.
    /// \param content The parts; copied.
    /// \param index_name The name of the secret place in the list (`witness::set_number`); empty for `index`.
    /// \return The statement; `status::invalid_argument` for digests of another length, a bad name or a bad message;
    /// `status::limit_exceeded`.
    static result<statement> one_of_many(hash function, const list &entries, const message &content,
                                         std::string_view index_name = {}) {
        const auto parts = content.native();
        if (!parts) return parts.error();
        return detail::make<statement>(nxz_statement_one_of_many, function, entries, *parts, index_name);
    }

    /// "I know a leaf of the Merkle tree with this root", without telling which.
    /// \param function The hash function of the tree.
    /// \param root The root; copied.
    /// \param depth Steps from the leaf to the root, at most `NXZ_MAX_DEPTH`; 0 for a tree of one leaf.
    /// \param leaf The parts of the leaf; copied.
    /// \param index_name The name of the secret way from leaf to root; empty for `index`.
    /// \param path_name The name of the secret siblings; empty for `path`.
    /// \return The statement; `status::invalid_argument` for a root of another length, an HMAC, a bad name or a bad leaf;
    /// `status::limit_exceeded`.
    static result<statement> membership(hash function, bytes_view root, std::uint64_t depth, const message &leaf,
                                        std::string_view index_name = {}, std::string_view path_name = {}) {
        const auto parts = leaf.native();
        if (!parts) return parts.error();
        return detail::make<statement>(nxz_statement_membership, function, root, depth, *parts, index_name, path_name);
    }

    /// "I know secret inputs on which this circuit gives these outputs." Bits are packed into bytes from the least significant bit on,
    /// and unused bits of the last byte are zero.
    /// \param gates The circuit; shared.
    /// \param inputs One part for each input value, public or a secret of stated length in bytes; copied.
    /// \param outputs The output values, each packed into whole bytes, one after the other; copied.
    /// \return The statement; `status::invalid_argument` for another number of inputs, a key or a hidden part, values of another length or
    /// with unused bits set, or a secret with two widths.
    static result<statement> circuit(const nexuszero::circuit &gates, const message &inputs, bytes_view outputs) {
        const auto parts = inputs.native();
        if (!parts) return parts.error();
        return detail::make<statement>(nxz_statement_circuit, gates, *parts, outputs);
    }

    /// "I know secrets that satisfy all of these statements." Secrets of the same name are the same secret. The order of the statements is
    /// part of the conjunction.
    /// \tparam Statements A range of `statement` or of references to it; `{a, b}` works too.
    /// \param claims Two statements or more, at most `NXZ_MAX_CLAIMS`; copied.
    /// \return The statement; `status::invalid_argument` for fewer than two, a conjunction or discrete logarithm among them, or a secret
    /// with two sizes; `status::limit_exceeded`.
    template <class Statements = std::initializer_list<std::reference_wrapper<const statement>>>
    static result<statement> conjunction(const Statements &claims) {
        const auto pointers = detail::native_pointers<statement>(claims);
        return detail::make<statement>(nxz_statement_conjunction, pointers.data(), pointers.size());
    }

    /// "I know x with `public_value` = x times `generator`." Its proofs are NOT quantum-resistant.
    /// \param which A group.
    /// \param generator Any element but the identity; copied.
    /// \param public_value The public value; copied.
    /// \param secret_name The name of x; empty for `secret`.
    /// \return The statement; `status::invalid_argument` for bytes that are no canonical element or the identity, or a bad name.
    static result<statement> discrete_log(group which, bytes_view generator, bytes_view public_value,
                                          std::string_view secret_name = {}) {
        return detail::make<statement>(nxz_statement_discrete_log, which, generator, public_value, secret_name);
    }

    /// The statement that an encoding says. A verifier who gets a statement from a prover checks that it is the one that he wants proved.
    /// \param encoding What `to_bytes` gave.
    /// \return The statement; `status::malformed` for bytes that are no canonical encoding; `status::unsupported`;
    /// `status::limit_exceeded`.
    static result<statement> from_bytes(bytes_view encoding) {
        return detail::make<statement>(nxz_statement_from_bytes, encoding);
    }

    /// The statement that a JSON object says (docs/statements.md); see `from_bytes` for what a verifier checks.
    /// \param text The JSON text, UTF-8.
    /// \return The statement; `status::malformed` for text that is no statement, and the message says where; `status::unsupported`;
    /// `status::invalid_argument` for text that is not UTF-8; `status::limit_exceeded`.
    static result<statement> from_json(std::string_view text) { return detail::make<statement>(nxz_statement_from_json, text); }

    /// The canonical encoding, lists and circuits included. It holds nothing secret. Those of equal statements are equal.
    /// \return The bytes.
    result<bytes> to_bytes() const { return detail::allocated<bytes>(nxz_statement_to_bytes, *this); }

    /// The statement as one JSON object (docs/statements.md).
    /// \return The text.
    result<std::string> to_json() const { return detail::text(nxz_statement_to_json, *this); }

    /// The name.
    /// \return Text, for example `preimage/sha256` or `one-of-many/1024`.
    result<std::string> name() const { return detail::text(nxz_statement_name, *this); }

    /// Whether proofs of it resist quantum computers.
    /// \return False for a discrete logarithm, and for an empty object.
    bool is_quantum_resistant() const noexcept { return nxz_statement_is_quantum_resistant(get()) != 0; }
};

/// The secrets that satisfy a statement, by the names that it gives them. The library keeps copies and wipes them with the witness; the
/// caller wipes its own. One thread at a time sets secrets; any number may prove afterwards.
class witness : public handle<nxz_witness, nxz_witness_free> {
public:
    using handle::handle;

    /// Makes a witness without secrets.
    /// \return The witness.
    static result<witness> create() { return detail::make<witness>(nxz_witness_new); }

    /// The witness of `statement::preimage` and `statement::preimage_sized`: one secret called `message`.
    /// \param message At most `NXZ_MAX_SECRET_SIZE` bytes; copied.
    /// \return The witness; `status::limit_exceeded`.
    static result<witness> preimage(bytes_view message) { return detail::make<witness>(nxz_witness_preimage, message); }

    /// Sets a secret, or replaces it.
    /// \param name Its name, UTF-8 of at most `NXZ_MAX_NAME_SIZE` bytes.
    /// \param value At most `NXZ_MAX_SECRET_SIZE` bytes; copied.
    /// \return Success; `status::invalid_argument` for a bad name; `status::limit_exceeded`.
    result<void> set(std::string_view name, bytes_view value) { return detail::call(nxz_witness_set, *this, name, value); }

    /// Sets a secret that is a number: the value of a commitment, or a place in a list.
    /// \param name Its name, UTF-8 of at most `NXZ_MAX_NAME_SIZE` bytes.
    /// \param value The number.
    /// \return Success; `status::invalid_argument` for a bad name.
    result<void> set_number(std::string_view name, std::uint64_t value) {
        return detail::call(nxz_witness_set_number, *this, name, value);
    }

    /// Sets the two secrets that say where a leaf of a Merkle tree stands. The leaf itself is set by its own name.
    /// \param tree The tree.
    /// \param leaf_index The leaf, counted from 0.
    /// \param index_name The name as in `statement::membership`; empty for `index`.
    /// \param path_name The name as in `statement::membership`; empty for `path`.
    /// \return Success; `status::invalid_argument` for a leaf that does not exist or a bad name.
    result<void> set_merkle_path(const merkle_tree &tree, std::uint64_t leaf_index, std::string_view index_name = {},
                                 std::string_view path_name = {}) {
        return detail::call(nxz_witness_set_merkle_path, *this, tree, leaf_index, index_name, path_name);
    }
};

}  // namespace nexuszero

#endif
