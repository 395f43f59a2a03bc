// What library is running, and whether it works. Part of nexuszero.hpp.
//
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef NEXUSZERO_LIBRARY_HPP
#define NEXUSZERO_LIBRARY_HPP

#include <nexuszero/handle.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace nexuszero {

/// The version of the library that is running; `NXZ_VERSION_STRING` is that of the header.
/// \return Static text, for example `0.1.0`.
inline std::string_view version() noexcept { return nxz_version(); }

/// The ABI number of the library that is running. Where it differs from `NXZ_ABI_VERSION`, every call that can fail does, with
/// `status::unsupported`.
/// \return The number.
inline std::uint32_t abi_version() noexcept { return nxz_abi_version(); }

/// Whether the library was built with a feature.
/// \param feature The kind of a statement, the name of a hash function or group, or `allocator` (peak memory is measured).
/// \return False for unknown names too.
inline bool has_feature(const std::string &feature) noexcept {
    return feature.find('\0') == std::string::npos && nxz_has_feature(feature.c_str()) != 0;
}

/// The implementation of the inner loops that is used unless the setting `backend` names another.
/// \return Static text, for example `portable`.
inline std::string_view cpu_backend() noexcept { return nxz_cpu_backend(); }

/// The implementations that this processor can run: what the setting `backend` may be.
/// \return Static text: names with commas between them, the best one last.
inline std::string_view cpu_backends() noexcept { return nxz_cpu_backends(); }

/// Runs known answers through every module of the library. Takes some ten milliseconds.
/// \return Success, or what failed.
inline result<void> health_check() { return detail::call(nxz_health_check); }

}  // namespace nexuszero

#endif
