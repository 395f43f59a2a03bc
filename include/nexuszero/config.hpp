// What a protocol will do and what it will refuse. Part of nexuszero.hpp.
//
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef NEXUSZERO_CONFIG_HPP
#define NEXUSZERO_CONFIG_HPP

#include <nexuszero/handle.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace nexuszero {

/// A ready-made configuration.
enum class preset : std::uint32_t {
    /// The preset `default`: 128 bits, profile `balanced`.
    standard = NXZ_PRESET_DEFAULT,
    /// 128 bits, profile `fast`.
    fast = NXZ_PRESET_FAST,
    /// 256 bits, profile `balanced`, every proof verified before it is returned, discrete logarithms refused.
    secure = NXZ_PRESET_SECURE,
};

/// Where a proof stands between fast and small.
enum class profile : std::uint32_t {
    /// Shortest proving and verification time.
    fast = NXZ_PROFILE_FAST,
    /// Smaller than `fast` and slower.
    balanced = NXZ_PROFILE_BALANCED,
    /// Smaller than `balanced` and slower.
    small = NXZ_PROFILE_SMALL,
    /// The smallest proofs, and the slowest.
    tiny = NXZ_PROFILE_TINY,
};

/// A bound that is checked before anything is allocated or computed.
enum class limit : std::uint32_t {
    /// Longest proof, in bytes, that is made or looked at.
    proof_size = NXZ_LIMIT_PROOF_SIZE,
    /// Longest context, in bytes.
    context_size = NXZ_LIMIT_CONTEXT_SIZE,
    /// Most work that one proof may cost its verifier, in AES blocks.
    work = NXZ_LIMIT_WORK,
    /// Longest canonical encoding of a statement, in bytes, lists and circuits included.
    statement_size = NXZ_LIMIT_STATEMENT_SIZE,
    /// Most bytes of secrets in a witness.
    witness_size = NXZ_LIMIT_WITNESS_SIZE,
    /// Most gates that the circuits of a statement may have together.
    circuit_size = NXZ_LIMIT_CIRCUIT_SIZE,
    /// Most heap memory, in bytes, that making one proof may take as predicted. Where the configured parameters take more, the fastest that do
    /// not are taken, with a warning; where all do, the call fails. A proof whose making takes more is not verified either.
    memory = NXZ_LIMIT_MEMORY,
};

/// The lower-case name of a profile.
/// \param which A profile.
/// \return Static text, for example `balanced`; empty for an unknown number.
inline std::string_view name(profile which) noexcept {
    return detail::static_text(nxz_profile_name(static_cast<nxz_profile>(which)));
}

/// A configuration in four layers: the preset; JSON or TOML; the environment; setters. A value of a higher layer replaces one of a lower
/// layer, in whatever order they are applied (docs/configuration.md). Used by one thread at a time; a protocol keeps a copy.
class config : public handle<nxz_config, nxz_config_free> {
public:
    using handle::handle;

    /// Makes a configuration.
    /// \param from The preset.
    /// \return The configuration; `status::unsupported` for an unknown preset.
    static result<config> create(preset from = preset::standard) { return detail::make<config>(nxz_config_new, from); }

    /// Sets the security level that every proof must have, made or verified.
    /// \param bits 128, 192 or 256.
    /// \return Success; `status::configuration` for another number.
    result<void> set_security_level(std::uint32_t bits) { return detail::call(nxz_config_set_security_level, *this, bits); }

    /// Sets the profile of the proofs that are made, unless it is chosen (`use_optimizer`) or memory is short (`limit::memory`). Proofs of every
    /// profile are verified.
    /// \param which The profile.
    /// \return Success; `status::unsupported` for an unknown profile.
    result<void> set_profile(profile which) { return detail::call(nxz_config_set_profile, *this, which); }

    /// Sets whether each new proof is verified before it is returned.
    /// \param enabled True to verify.
    /// \return Success or failure.
    result<void> set_verify_after_generation(bool enabled) {
        return detail::call(nxz_config_set_verify_after_generation, *this, enabled);
    }

    /// Sets whether statements are refused whose proofs quantum computers break: discrete logarithms.
    /// \param enabled True to refuse them.
    /// \return Success or failure.
    result<void> set_require_quantum_resistance(bool enabled) {
        return detail::call(nxz_config_set_require_quantum_resistance, *this, enabled);
    }

    /// Sets a limit.
    /// \param which The limit.
    /// \param value The largest value allowed, in the unit of the limit.
    /// \return Success; `status::unsupported` for an unknown limit.
    result<void> set_limit(limit which, std::uint64_t value) { return detail::call(nxz_config_set_limit, *this, which, value); }

    /// Sets one setting by its name, in the layer of setters.
    /// \param setting The name, for example `limits.max_memory` or `custom.` and any key.
    /// \param json The value in JSON, for example `2.5`, `true` or `"small"`; `null` takes back a setting that may be absent.
    /// \return Success; `status::configuration` for a setting that does not exist or a value that it does not take; `status::malformed` for
    /// no JSON.
    result<void> set(std::string_view setting, std::string_view json) {
        return detail::call(nxz_config_set, *this, setting, json);
    }

    /// Applies settings from a JSON object: all of them, or none.
    /// \param text The JSON text, UTF-8, at most 1 MiB.
    /// \return Success; `status::malformed` for no JSON object; `status::configuration` with a problem for each bad setting.
    result<void> load_json(std::string_view text) { return detail::call(nxz_config_load_json, *this, text); }

    /// Applies settings from a TOML document: all of them, or none.
    /// \param text The TOML text, UTF-8, at most 1 MiB.
    /// \return As `load_json`.
    result<void> load_toml(std::string_view text) { return detail::call(nxz_config_load_toml, *this, text); }

    /// Applies settings from a file, JSON or TOML by the end of its name.
    /// \param path The path, UTF-8.
    /// \return As `load_json`; `status::io` for a file that cannot be read; `status::invalid_argument` for another end of the name or
    /// text that is not UTF-8.
    result<void> load_file(std::string_view path) { return detail::call(nxz_config_load_file, *this, path); }

    /// Applies settings from the variables `NEXUSZERO_...` of this process. No other thread changes the environment meanwhile.
    /// \return Success; `status::configuration`, and nothing is changed.
    result<void> load_environment() { return detail::call(nxz_config_load_environment, *this); }

    /// The effective configuration, with the origin of every value under `sources`.
    /// \return A JSON object.
    result<std::string> to_json() const { return detail::text(nxz_config_to_json, *this); }
};

}  // namespace nexuszero

#endif
