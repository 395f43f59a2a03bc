// What a protocol counted. Part of nexuszero.hpp.
//
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef NEXUSZERO_METRICS_HPP
#define NEXUSZERO_METRICS_HPP

#include <nexuszero/handle.hpp>

#include <cstdint>
#include <string>

namespace nexuszero {

/// What a protocol was asked to do.
enum class operation : std::uint32_t {
    /// To make a proof.
    prove = NXZ_OPERATION_PROVE,
    /// To check a proof. The check of a new proof by its maker does not count as one.
    verify = NXZ_OPERATION_VERIFY,
};

/// The main figures of `metrics`: times in nanoseconds, sizes in bytes. nexuszero.h describes the fields.
using metrics_figures = nxz_metrics_figures;

/// What a protocol had counted when `protocol::metrics` was called. It never changes: any number of threads may use it.
class metrics : public handle<nxz_metrics, nxz_metrics_free> {
public:
    using handle::handle;

    /// The main figures.
    /// \return The figures.
    result<metrics_figures> summary() const { return detail::structure<metrics_figures>(nxz_metrics_summary, *this); }

    /// How many calls failed with a status.
    /// \param which What the calls were to do.
    /// \param code The status.
    /// \return The number; `status::unsupported` for an unknown operation or status; `status::invalid_argument` for `status::ok`.
    result<std::uint64_t> error_count(operation which, status code) const {
        return detail::number(nxz_metrics_error_count, *this, which, code);
    }

    /// Everything that was counted.
    /// \return A JSON object (docs/metrics.md).
    result<std::string> to_json() const { return detail::text(nxz_metrics_to_json, *this); }

    /// Everything that was counted, for the answer to a scrape.
    /// \return Text in the format of Prometheus (docs/metrics.md).
    result<std::string> to_prometheus() const { return detail::text(nxz_metrics_to_prometheus, *this); }

    /// Compares another period, or another protocol, with this one.
    /// \param other What is compared.
    /// \return A JSON object: for each number both means, difference, ratio and Welch's t statistic (docs/metrics.md).
    result<std::string> compare(const metrics &other) const { return detail::text(nxz_metrics_compare, *this, other); }
};

}  // namespace nexuszero

#endif
