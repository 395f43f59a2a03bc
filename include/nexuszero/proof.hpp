// Proofs and what was measured when they were made. Part of nexuszero.hpp.
//
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef NEXUSZERO_PROOF_HPP
#define NEXUSZERO_PROOF_HPP

#include <nexuszero/handle.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>

namespace nexuszero {

/// What the header of a proof says: the prover's claim. nexuszero.h describes the fields.
using proof_header = nxz_proof_header;

/// What was measured when a proof was made; nexuszero.h describes the fields and units.
using proof_measurements = nxz_proof_measurements;

/// Where the parameters of a proof came from: `proof_measurements::source`.
enum class source : std::uint32_t {
    /// The configuration names them.
    configured = NXZ_SOURCE_CONFIGURED,
    /// The heuristic chose them.
    heuristic = NXZ_SOURCE_HEURISTIC,
    /// The optimizer that was plugged in chose them.
    optimizer = NXZ_SOURCE_OPTIMIZER,
    /// An earlier answer of the optimizer.
    cache = NXZ_SOURCE_CACHE,
};

/// What came of an optimizer: `proof_measurements::optimizer_outcome`. From `late` on the heuristic chose instead.
enum class optimizer_outcome : std::uint32_t {
    /// It had no part.
    none = NXZ_OPTIMIZER_NONE,
    /// It was asked, and its answer was used.
    answered = NXZ_OPTIMIZER_ANSWERED,
    /// An earlier answer was used.
    cached = NXZ_OPTIMIZER_CACHED,
    /// It did not answer before the deadline, or was busy.
    late = NXZ_OPTIMIZER_LATE,
    /// It reported a failure.
    failed = NXZ_OPTIMIZER_FAILED,
    /// Its answer is no answer.
    malformed = NXZ_OPTIMIZER_MALFORMED,
    /// Its answer is no candidate, or one outside the limits or the constraints.
    refused = NXZ_OPTIMIZER_REFUSED,
    /// It was not asked, because it failed too often before.
    resting = NXZ_OPTIMIZER_RESTING,
};

/// A proof. It never changes: any number of threads may use it.
class proof : public handle<nxz_proof, nxz_proof_free> {
public:
    using handle::handle;

    /// Takes proof bytes in, compressed or not. Their header is checked, and nothing else; `protocol::verify` does the rest.
    /// \param received The bytes; copied.
    /// \return The proof; `status::malformed` for bytes that are no proof; `status::unsupported` for a proof that this build cannot read.
    static result<proof> from_bytes(bytes_view received) { return detail::make<proof>(nxz_proof_from_bytes, received); }

    /// The proof bytes, to be sent to a verifier. They are lent: they live as long as the proof. Of a temporary proof only
    /// `to_bytes` can be had.
    /// \return The bytes; none for an empty object.
    bytes_view data() const & noexcept {
        std::size_t size = 0;
        const std::uint8_t *const first = nxz_proof_data(get(), &size);
        return {first, size};
    }

    /// The bytes of a temporary would be gone.
    bytes_view data() const && = delete;

    /// A copy of the proof bytes.
    /// \return The bytes; none for an empty object.
    bytes to_bytes() const {
        const bytes_view lent = data();
        return {lent.begin(), lent.end()};
    }

    /// Reads the header, of a compressed proof too.
    /// \return What the header says.
    result<proof_header> header() const { return detail::structure<proof_header>(nxz_proof_info, *this); }

    /// What was measured when the proof was made: times in nanoseconds, sizes in bytes.
    /// \return The measurements; `status::unsupported` for a proof that came in as bytes.
    result<proof_measurements> measurements() const {
        return detail::structure<proof_measurements>(nxz_proof_metrics, *this);
    }

    /// The measurements as a JSON object, with names for enumerations (docs/metrics.md).
    /// \return The text; `status::unsupported` for a proof that came in as bytes.
    result<std::string> measurements_json() const { return detail::text(nxz_proof_metrics_json, *this); }
};

/// A range of references to proofs, for functions that take many.
using proof_references = std::initializer_list<std::reference_wrapper<const proof>>;

/// Count, mean, deviation, range and percentiles of every number that was measured when these proofs were made.
/// \tparam Proofs A range of `proof` or of references to it; `{a, b}` works too.
/// \param proofs Proofs from `protocol::prove`.
/// \return A JSON object (docs/metrics.md); `status::unsupported` for a proof that came in as bytes.
template <class Proofs = proof_references>
result<std::string> aggregate(const Proofs &proofs) {
    const auto pointers = detail::native_pointers<proof>(proofs);
    return detail::text(nxz_proofs_aggregate, pointers.data(), pointers.size());
}

/// Compares what was measured when two batches of proofs were made: both means, difference, ratio and Welch's t statistic.
/// \tparam Base A range of `proof` or of references to it.
/// \tparam Other The same.
/// \param base Proofs from `protocol::prove`.
/// \param other Proofs that are compared with them.
/// \return A JSON object (docs/metrics.md); `status::unsupported` for a proof that came in as bytes.
template <class Base = proof_references, class Other = proof_references>
result<std::string> compare(const Base &base, const Other &other) {
    const auto first = detail::native_pointers<proof>(base);
    const auto second = detail::native_pointers<proof>(other);
    return detail::text(nxz_proofs_compare, first.data(), first.size(), second.data(), second.size());
}

}  // namespace nexuszero

#endif
