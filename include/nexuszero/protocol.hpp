// The prover and verifier. Part of nexuszero.hpp.
//
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef NEXUSZERO_PROTOCOL_HPP
#define NEXUSZERO_PROTOCOL_HPP

#include <nexuszero/compression.hpp>
#include <nexuszero/config.hpp>
#include <nexuszero/metrics.hpp>
#include <nexuszero/proof.hpp>
#include <nexuszero/statement.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace nexuszero {

/// What a proof will cost: sizes in bytes, security in bits. nexuszero.h describes the fields.
using proof_cost = nxz_proof_cost;

/// How much an event matters.
enum class log_level : std::uint32_t {
    /// A call failed, other than by refusing a proof or an input.
    error = NXZ_LOG_ERROR,
    /// A call went on after something failed, or a proof or an input was refused.
    warn = NXZ_LOG_WARN,
    /// A call succeeded.
    info = NXZ_LOG_INFO,
    /// A stage of a call is done.
    debug = NXZ_LOG_DEBUG,
};

/// What a caller may say of a call.
struct call_options {
    /// The name of the request in logs and metrics: UTF-8 without control characters, at most 128 bytes. Empty: one is generated.
    std::string_view request_id = {};
};

/// A configured prover and verifier. Any number of threads may use one protocol at the same time: all its functions are const and may
/// overlap.
///
/// The functions that set a callback copy or move it into the library's keeping. It is destroyed, once, when it is replaced or cleared, or
/// the protocol freed, and no call of it runs any more. A callback of a protocol is called by every thread that uses the protocol, several
/// at once: it synchronises what it changes. It may call the library, with the same protocol too. An exception that it throws goes no
/// further; what it amounts to is said at each function.
class protocol : public handle<nxz_protocol, nxz_protocol_free> {
public:
    using handle::handle;

    /// Makes a protocol.
    /// \param from The configuration; copied.
    /// \return The protocol; `status::configuration` for a configuration that contradicts itself, with all problems.
    static result<protocol> create(const config &from) { return detail::make<protocol>(nxz_protocol_new, from); }

    /// Puts another configuration in force. Calls that have begun go on with the one before.
    /// \param next The configuration; copied.
    /// \return Success; `status::configuration`, and the one before stays in force.
    result<void> reconfigure(const config &next) const { return detail::call(nxz_protocol_reconfigure, *this, next); }

    /// Computes what a proof will cost. The statement need not be true.
    /// \param claim The statement.
    /// \return The cost; `status::limit_exceeded`; `status::configuration` for a statement that the protocol refuses.
    result<proof_cost> estimate(const statement &claim) const {
        return detail::structure<proof_cost>(nxz_estimate, *this, claim);
    }

    /// Proves a statement, bound to a context. Two proofs of the same statement differ.
    /// \param claim What is proved.
    /// \param secrets The secrets, which stay the caller's.
    /// \param context What the verifier must state too, such as a nonce or a session identifier.
    /// \return The proof; `status::proof_generation` where the secrets do not satisfy the statement; `status::configuration` for a
    /// statement that the protocol refuses; `status::limit_exceeded`; `status::internal`.
    result<proof> prove(const statement &claim, const witness &secrets, bytes_view context) const {
        return detail::make<proof>(nxz_prove, *this, claim, secrets, context);
    }

    /// Proves a statement, with options.
    /// \param claim What is proved.
    /// \param secrets The secrets, which stay the caller's.
    /// \param context What the verifier must state too.
    /// \param options What else is said of the call.
    /// \return As without options; `status::invalid_argument` also for a bad request id.
    result<proof> prove(const statement &claim, const witness &secrets, bytes_view context, const call_options &options) const {
        const nxz_call_options native = as_native(options);
        return detail::make<proof>(nxz_prove_with, *this, claim, secrets, context, &native);
    }

    /// Verifies that a proof proves a statement, bound to a context, at the level of the protocol. All three are the verifier's own:
    /// nothing is taken from the proof.
    /// \param claim What must have been proved.
    /// \param context What the proof must be bound to.
    /// \param evidence The proof.
    /// \return Success only for a valid proof; `status::proof_verification` for an invalid one, of another statement, context or level
    /// included; `status::malformed` for bytes that are no proof; `status::unsupported`; `status::configuration`;
    /// `status::limit_exceeded`.
    result<void> verify(const statement &claim, bytes_view context, const proof &evidence) const {
        return detail::call(nxz_verify, *this, claim, context, evidence);
    }

    /// Verifies a proof, with options.
    /// \param claim What must have been proved.
    /// \param context What the proof must be bound to.
    /// \param evidence The proof.
    /// \param options What else is said of the call.
    /// \return As without options; `status::invalid_argument` also for a bad request id.
    result<void> verify(const statement &claim, bytes_view context, const proof &evidence, const call_options &options) const {
        const nxz_call_options native = as_native(options);
        return detail::call(nxz_verify_with, *this, claim, context, evidence, &native);
    }

    /// What was counted so far.
    /// \return The counts.
    result<nexuszero::metrics> metrics() const { return detail::make<nexuszero::metrics>(nxz_protocol_metrics, *this); }

    /// Starts counting from nothing. The sink stays set.
    /// \return Success or failure.
    result<void> reset_metrics() const { return detail::call(nxz_protocol_reset_metrics, *this); }

    /// Runs known answers with the backend and threads of this protocol, and asks its codec and optimizer a known question.
    /// \return Success, or what failed; `status::compression`, `status::optimization` for a failing codec or optimizer.
    result<void> health_check() const { return detail::call(nxz_protocol_health_check, *this); }

    /// Sends the events of calls that begin from now on to a sink, instead of the one before (docs/logging.md). An exception of the sink
    /// is dropped.
    /// \tparam Sink Callable with `(log_level, std::string_view)`.
    /// \param max_level Events up to this level.
    /// \param sink Gets the level and one JSON object, which lives until it returns.
    /// \return Success; `status::unsupported` for an unknown level, and the sink of before stays.
    template <class Sink>
    result<void> set_log_sink(log_level max_level, Sink sink) const {
        nxz_log_sink callbacks{};
        callbacks.max_level = static_cast<nxz_log_level>(max_level);
        callbacks.on_event = [](void *user_data, nxz_log_level level, const char *json, std::size_t size) {
            detail::guarded([&] { (*static_cast<Sink *>(user_data))(log_level{level}, std::string_view(json, size)); });
        };
        return detail::hand_over(nxz_protocol_set_log_sink, *this, callbacks, std::make_unique<Sink>(std::move(sink)));
    }

    /// Logs nothing of calls that begin from now on.
    /// \return Success or failure.
    result<void> clear_log_sink() const {
        return detail::call(nxz_protocol_set_log_sink, *this, static_cast<const nxz_log_sink *>(nullptr));
    }

    /// Tells a sink about the proofs of calls that begin from now on, on the thread that made each, before it is returned; instead of the sink
    /// before. An exception of the sink is dropped.
    /// \tparam Sink Callable with `(std::string_view)`.
    /// \param sink Gets the text of `proof::measurements_json`, which lives until it returns.
    /// \return Success or failure.
    template <class Sink>
    result<void> set_metrics_sink(Sink sink) const {
        nxz_metrics_sink callbacks{};
        callbacks.on_proof = [](void *user_data, const char *json, std::size_t size) {
            detail::guarded([&] { (*static_cast<Sink *>(user_data))(std::string_view(json, size)); });
        };
        return detail::hand_over(nxz_protocol_set_metrics_sink, *this, callbacks, std::make_unique<Sink>(std::move(sink)));
    }

    /// Tells nobody about the proofs of calls that begin from now on.
    /// \return Success or failure.
    result<void> clear_metrics_sink() const {
        return detail::call(nxz_protocol_set_metrics_sink, *this, static_cast<const nxz_metrics_sink *>(nullptr));
    }

    /// Plugs an optimizer in, in place of the one before. It chooses the parameters of proofs where the configuration has `use_optimizer`
    /// (docs/optimizer.md). It is called on a thread that the library starts for it, one call at a time. A proof is made whatever happens:
    /// where there is no answer, a bad one, or an exception, the library's own heuristic chooses.
    /// \tparam Optimizer Callable with `(std::string_view)`, giving `std::string` or `std::optional<std::string>`.
    /// \param name What to call it in logs and metrics: UTF-8 without NUL.
    /// \param optimizer Gets the request, a JSON object, which lives until it returns; gives the reply, a JSON object of at most 65,536 bytes,
    /// or nothing for a failure.
    /// \return Success; `status::invalid_argument` for a bad name.
    template <class Optimizer>
    result<void> set_optimizer(const std::string &name, Optimizer optimizer) const {
        const auto named = detail::check_name(name);
        if (!named) return named;
        nxz_optimizer callbacks{};
        callbacks.name = name.c_str();
        callbacks.optimize = [](void *user_data, const char *request, std::size_t size, char *reply, std::size_t capacity,
                                std::size_t *reply_size) -> std::int32_t {
            bool done = false;
            detail::guarded([&] {
                const std::optional<std::string> answer =
                    (*static_cast<Optimizer *>(user_data))(std::string_view(request, size));
                if (!answer || answer->size() > capacity) return;
                std::copy(answer->begin(), answer->end(), reply);
                *reply_size = answer->size();
                done = true;
            });
            return done ? 0 : 1;
        };
        return detail::hand_over(nxz_protocol_set_optimizer, *this, callbacks, std::make_unique<Optimizer>(std::move(optimizer)));
    }

    /// Loads an optimizer from a shared object and plugs it in. Loading runs code of the object in this process.
    /// \param path The file, UTF-8; without a slash the system's directories are searched.
    /// \param configuration UTF-8 for the plugin, which the library does not look at.
    /// \return Success; `status::configuration` for a file that cannot be loaded; `status::unsupported` for an object that is no plugin
    /// or made for another ABI; `status::optimization` where the plugin refuses to start; `status::invalid_argument`. After a failure the
    /// optimizer before stays.
    result<void> load_optimizer(std::string_view path, std::string_view configuration = {}) const {
        return detail::call(nxz_protocol_load_optimizer, *this, path, configuration);
    }

    /// Takes the optimizer out.
    /// \return Success or failure.
    result<void> clear_optimizer() const {
        return detail::call(nxz_protocol_set_optimizer, *this, static_cast<const nxz_optimizer *>(nullptr));
    }

    /// Compresses with a codec of the caller's in place of the strategy of the configuration, where that has `use_compression`. Where the
    /// codec fails, or does not make the proof smaller, the proof is returned as it was made. Only a protocol with the same codec
    /// verifies what it compressed.
    /// \param own The codec.
    /// \return Success; `status::invalid_argument` for a bad number or name; `status::null_pointer` where a function is missing.
    result<void> set_codec(codec own) const { return detail::attach_codec(nxz_protocol_set_codec, *this, std::move(own)); }

    /// Takes the codec out.
    /// \return Success or failure.
    result<void> clear_codec() const {
        return detail::call(nxz_protocol_set_codec, *this, static_cast<const nxz_codec *>(nullptr));
    }

private:
    static nxz_call_options as_native(const call_options &options) noexcept {
        nxz_call_options native{};
        native.struct_size = sizeof native;
        if (!options.request_id.empty()) native.request_id = options.request_id.data();
        native.request_id_len = options.request_id.size();
        return native;
    }
};

}  // namespace nexuszero

#endif
