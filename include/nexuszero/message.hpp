// What statements are made of: messages, lists, Merkle trees and circuits. Part of nexuszero.hpp.
//
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef NEXUSZERO_MESSAGE_HPP
#define NEXUSZERO_MESSAGE_HPP

#include <nexuszero/hash.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nexuszero {

/// A part of a message: public bytes or a named secret. Names are UTF-8 of at most `NXZ_MAX_NAME_SIZE` bytes, without control characters.
class part {
public:
    /// Public bytes.
    /// \param content The bytes, copied.
    /// \return The part.
    static part public_bytes(bytes_view content) { return {kind::public_bytes, {}, bytes(content.begin(), content.end()), 0}; }

    /// A secret of stated length.
    /// \param name The name of the secret.
    /// \param size Its length in bytes.
    /// \return The part.
    static part secret(std::string_view name, std::uint64_t size) { return {kind::secret, std::string(name), {}, size}; }

    /// A secret whose length stays hidden among those that give the whole message so many blocks. A message has at most one.
    /// \param name The name of the secret.
    /// \param blocks Blocks of the padded message, all parts together, without the key block of an HMAC; see `hash_blocks`.
    /// \return The part.
    static part hidden(std::string_view name, std::uint64_t blocks) { return {kind::hidden, std::string(name), {}, blocks}; }

private:
    friend class message;
    enum class kind { public_bytes, secret, hidden };
    part(kind which, std::string name, bytes content, std::uint64_t number)
        : kind_(which), name_(std::move(name)), content_(std::move(content)), number_(number) {}

    kind kind_;
    std::string name_;
    bytes content_;
    std::uint64_t number_;
};

/// A list of parts: the message of a hash statement, or the input values of a circuit. An ordinary value. What is wrong with a part (a bad
/// name, too many parts) is reported by the statement that is made of the message.
class message {
public:
    /// A message of these parts.
    /// \param parts The parts, in their order; at most `NXZ_MAX_PARTS`.
    message(std::initializer_list<part> parts = {}) : parts_(parts) {}

    /// Appends a part.
    /// \param next The part.
    /// \return This message.
    message &add(part next) {
        parts_.push_back(std::move(next));
        return *this;
    }

    /// Makes a secret the key of an HMAC.
    /// \param name The name of the secret.
    /// \param size Its length in bytes.
    /// \return This message.
    message &set_key(std::string_view name, std::uint64_t size) {
        key_ = part::secret(name, size);
        return *this;
    }

    /// Makes public bytes the key of an HMAC.
    /// \param key The key, copied.
    /// \return This message.
    message &set_public_key(bytes_view key) {
        key_ = part::public_bytes(key);
        return *this;
    }

    /// \cond internal
    // The message of the C ABI.
    result<handle<nxz_message, nxz_message_free>> native() const {
        auto made = detail::make<handle<nxz_message, nxz_message_free>>(nxz_message_new);
        if (!made) return made;
        const auto &target = *made;
        for (const part &each : parts_) {
            const auto added = add_to(target, each);
            if (!added) return added.error();
        }
        if (key_) {
            const auto set = key_->kind_ == part::kind::public_bytes
                                 ? detail::call(nxz_message_set_public_key, target, bytes_view(key_->content_))
                                 : detail::call(nxz_message_set_key, target, std::string_view(key_->name_), key_->number_);
            if (!set) return set.error();
        }
        return made;
    }
    /// \endcond

private:
    static result<void> add_to(const handle<nxz_message, nxz_message_free> &target, const part &each) {
        const std::string_view name = each.name_;
        switch (each.kind_) {
        case part::kind::secret: return detail::call(nxz_message_add_secret, target, name, each.number_);
        case part::kind::hidden: return detail::call(nxz_message_add_hidden, target, name, each.number_);
        case part::kind::public_bytes: break;
        }
        return detail::call(nxz_message_add_public, target, bytes_view(each.content_));
    }

    std::vector<part> parts_;
    std::optional<part> key_;
};

/// A list of public digests, for any number of statements, which share it. It never changes: any number of threads may use it.
class list : public handle<nxz_list, nxz_list_free> {
public:
    using handle::handle;

    /// Makes a list. A proof holds for the same list in the same order only.
    /// \param entries The digests, one after the other; copied. At most `NXZ_MAX_LIST_SIZE` of them.
    /// \param entry_size Bytes of each digest.
    /// \return The list; `status::invalid_argument` for no digests or a length that is no multiple of `entry_size`.
    static result<list> create(bytes_view entries, std::size_t entry_size) {
        return detail::make<list>(nxz_list_new, entries, entry_size);
    }

    /// The number of digests.
    /// \return The number; 0 for an empty object.
    std::size_t size() const noexcept { return nxz_list_len(get()); }

    /// The place of a digest, the first if it is there several times. The time that this takes depends on the place.
    /// \param digest The digest.
    /// \return The place, counted from 0; `status::invalid_argument` for a digest that is not in the list.
    result<std::uint64_t> find(bytes_view digest) const { return detail::number(nxz_list_find, *this, digest); }

    /// The digest of the list itself, which proofs are bound to: two parties compare it.
    /// \return 64 bytes.
    result<bytes> digest() const { return detail::filled(nxz_list_digest, *this); }
};

/// A Merkle tree as in RFC 6962, section 2.1. One thread at a time adds leaves; any number may read afterwards.
class merkle_tree : public handle<nxz_merkle_tree, nxz_merkle_tree_free> {
public:
    using handle::handle;

    /// Makes an empty tree.
    /// \param function `hash::sha256` gives the trees of RFC 6962, `hash::sha3_256` the smallest proofs.
    /// \return The tree; `status::invalid_argument` for an HMAC.
    static result<merkle_tree> create(hash function) { return detail::make<merkle_tree>(nxz_merkle_tree_new, function); }

    /// Appends a leaf. The tree keeps its hash only.
    /// \param leaf The leaf, without any prefix.
    /// \return Success or failure.
    result<void> add(bytes_view leaf) { return detail::call(nxz_merkle_tree_add, *this, leaf); }

    /// The number of leaves.
    /// \return The number; 0 for an empty object.
    std::size_t size() const noexcept { return nxz_merkle_tree_len(get()); }

    /// The root: of an empty tree the hash of the empty string.
    /// \return A digest.
    result<bytes> root() const { return detail::filled(nxz_merkle_tree_root, *this); }

    /// The depth of a leaf: the number of steps from it to the root, which a statement states.
    /// \param leaf_index The leaf, counted from 0.
    /// \return The depth; `status::invalid_argument` for a leaf that does not exist.
    result<std::uint64_t> depth(std::uint64_t leaf_index) const {
        return detail::number(nxz_merkle_tree_depth, *this, leaf_index);
    }

    /// The way from a leaf to the root: bit i is 1 where the node at height i is a right child. It is the secret `index` of a membership
    /// statement; `witness::set_merkle_path` sets it and the path at once.
    /// \param leaf_index The leaf, counted from 0.
    /// \return The way; `status::invalid_argument` for a leaf that does not exist.
    result<std::uint64_t> directions(std::uint64_t leaf_index) const {
        return detail::number(nxz_merkle_tree_directions, *this, leaf_index);
    }

    /// The siblings on the way from a leaf to the root, one digest after the other: the secret `path` of a membership statement.
    /// \param leaf_index The leaf, counted from 0.
    /// \return The siblings; `status::invalid_argument` for a leaf that does not exist.
    result<secret_bytes> path(std::uint64_t leaf_index) const {
        return detail::allocated<secret_bytes>(nxz_merkle_tree_path, *this, leaf_index);
    }
};

/// What a circuit is made of; nexuszero.h describes the fields.
using circuit_counts = nxz_circuit_size;

/// A Boolean circuit, for any number of statements, which share it. It never changes: any number of threads may use it.
class circuit : public handle<nxz_circuit, nxz_circuit_free> {
public:
    using handle::handle;

    /// Parses a circuit in Bristol Fashion (gates XOR, AND, INV, EQ, EQW and MAND).
    /// \param text The circuit.
    /// \return The circuit; `status::malformed` for other text, with the number of the line; `status::limit_exceeded`.
    static result<circuit> from_bristol(std::string_view text) { return detail::make<circuit>(nxz_circuit_from_bristol, text); }

    /// What it is made of.
    /// \return Counts of gates, values and bits.
    result<circuit_counts> counts() const { return detail::structure<circuit_counts>(nxz_circuit_info, *this); }

    /// The width of an input value.
    /// \param index The value, counted from 0.
    /// \return Bits; `status::invalid_argument` for a value that does not exist.
    result<std::uint64_t> input_width(std::uint64_t index) const { return detail::number(nxz_circuit_input_width, *this, index); }

    /// The width of an output value.
    /// \param index The value, counted from 0.
    /// \return Bits; `status::invalid_argument` for a value that does not exist.
    result<std::uint64_t> output_width(std::uint64_t index) const {
        return detail::number(nxz_circuit_output_width, *this, index);
    }

    /// The digest of the circuit, which proofs are bound to: two parties compare it.
    /// \return 64 bytes.
    result<bytes> digest() const { return detail::filled(nxz_circuit_digest, *this); }
};

}  // namespace nexuszero

#endif
