// Hash functions, commitments and groups, computed in the ordinary way: nothing is proved here. Part of nexuszero.hpp.
//
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef NEXUSZERO_HASH_HPP
#define NEXUSZERO_HASH_HPP

#include <nexuszero/handle.hpp>

#include <cstdint>
#include <string_view>
#include <utility>

namespace nexuszero {

/// A hash function.
enum class hash : std::uint32_t {
    /// SHA-256; 32-byte digests, blocks of 64 bytes.
    sha256 = NXZ_HASH_SHA256,
    /// SHA3-256; 32-byte digests, blocks of 136 bytes.
    sha3_256 = NXZ_HASH_SHA3_256,
    /// BLAKE3, messages of at most 1,024 bytes; 32-byte digests, blocks of 64 bytes.
    blake3 = NXZ_HASH_BLAKE3,
    /// SHA-512; 64-byte digests, blocks of 128 bytes.
    sha512 = NXZ_HASH_SHA512,
    /// SHA-384; 48-byte digests, blocks of 128 bytes.
    sha384 = NXZ_HASH_SHA384,
    /// Keccak-256 as Ethereum uses it; 32-byte digests, blocks of 136 bytes.
    keccak256 = NXZ_HASH_KECCAK256,
    /// HMAC with SHA-256: the message of a statement has a key.
    hmac_sha256 = NXZ_HASH_HMAC_SHA256,
    /// HMAC with SHA-512: the message of a statement has a key.
    hmac_sha512 = NXZ_HASH_HMAC_SHA512,
};

/// A group of prime order. Quantum computers find discrete logarithms in all of them.
enum class group : std::uint32_t {
    /// ristretto255: elements and scalars of 32 bytes, scalars little-endian.
    ristretto255 = NXZ_GROUP_RISTRETTO255,
    /// P-256: SEC1 elements of 33 bytes (or 65 as an input), scalars of 32 bytes, big-endian.
    p256 = NXZ_GROUP_P256,
    /// secp256k1: SEC1 elements of 33 bytes (or 65 as an input), scalars of 32 bytes, big-endian.
    secp256k1 = NXZ_GROUP_SECP256K1,
};

/// The lower-case name of a hash function.
/// \param function A hash function.
/// \return Static text, for example `sha3-256`; empty for an unknown number.
inline std::string_view name(hash function) noexcept {
    return detail::static_text(nxz_hash_name(static_cast<nxz_hash>(function)));
}

/// The lower-case name of a group.
/// \param which A group.
/// \return Static text, for example `p256`; empty for an unknown number.
inline std::string_view name(group which) noexcept {
    return detail::static_text(nxz_group_name(static_cast<nxz_group>(which)));
}

/// The number of blocks of a padded message, without the key block of an HMAC.
/// \param function A hash function.
/// \param message_size Length of the message in bytes.
/// \return The number, which may be more than can be proved; `status::limit_exceeded` for a length that nothing in memory has.
inline result<std::uint64_t> hash_blocks(hash function, std::uint64_t message_size) {
    return detail::number(nxz_hash_blocks, function, message_size);
}

/// The digest of a message. An HMAC has an empty key here.
/// \param function A hash function.
/// \param message The message, of any length.
/// \return The digest, of the length that the hash function has.
inline result<bytes> digest(hash function, bytes_view message) { return detail::filled(nxz_digest, function, message); }

/// The HMAC of a message under a key.
/// \param function `hash::hmac_sha256` or `hash::hmac_sha512`.
/// \param key The key, of any length.
/// \param message The message, of any length.
/// \return The tag; `status::invalid_argument` for a function without a key.
inline result<bytes> hmac(hash function, bytes_view key, bytes_view message) {
    return detail::filled(nxz_hmac, function, key, message);
}

/// Commits to a number. The commitment hides it as long as the blinding is random and secret.
/// \param function A hash function, `hash::blake3` for the smallest proofs.
/// \param value The number.
/// \param blinding `NXZ_BLINDING_SIZE` bytes from `random_blinding`.
/// \return The commitment; `status::invalid_argument` for an HMAC or a blinding of another length.
inline result<bytes> commit(hash function, std::uint64_t value, bytes_view blinding) {
    return detail::filled(nxz_commit, function, value, blinding);
}

/// A fresh blinding for one commitment, from the operating system. It is secret.
/// \return `NXZ_BLINDING_SIZE` bytes; `status::internal` without randomness from the operating system.
inline result<secret_bytes> random_blinding() {
    auto blinding = detail::filled(nxz_blinding_new);
    if (!blinding) return blinding.error();
    return secret_bytes(std::move(*blinding));
}

/// The standard generator of a group.
/// \param which A group.
/// \return Its canonical encoding.
inline result<bytes> generator(group which) { return detail::filled(nxz_group_generator, which); }

/// The public value of a secret: the secret times the generator, in constant time.
/// \param which A group.
/// \param generator Any element but the identity.
/// \param secret 32 bytes: a number above 0 and below the order of the group.
/// \return The public value; `status::invalid_argument` for a bad generator or secret.
inline result<bytes> public_value(group which, bytes_view generator, bytes_view secret) {
    return detail::filled(nxz_group_public_value, which, generator, secret);
}

}  // namespace nexuszero

#endif
