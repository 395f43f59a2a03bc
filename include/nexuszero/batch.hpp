// Many proofs at once, on several threads. Part of nexuszero.hpp.
//
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef NEXUSZERO_BATCH_HPP
#define NEXUSZERO_BATCH_HPP

#include <nexuszero/protocol.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace nexuszero {

/// One proof that a batch is to make. What it refers to outlives the call.
struct prove_item {
    /// What is proved.
    const statement &claim;
    /// The secrets.
    const witness &secrets;
    /// What the proof is bound to.
    bytes_view context = {};
};

/// One proof that a batch is to check. What it refers to outlives the call.
struct verify_item {
    /// What must have been proved.
    const statement &claim;
    /// What the proof must be bound to.
    bytes_view context;
    /// The proof.
    const proof &evidence;
};

/// What a caller may say of a batch.
struct batch_options {
    /// Threads, the caller's included, at most 1024; 0: as the setting `threads` says.
    std::uint32_t threads = 0;
    /// The name of the request in logs and metrics: UTF-8 without control characters, at most 107 bytes; item i is called so with `/i` behind
    /// it. Empty: each item gets a random name.
    std::string_view request_id = {};
    /// Told after each item how many of `total` are `done`; false cancels those that have not begun. Called by any of the threads that work
    /// on the batch, one at a time, also for items that end after a cancellation. If it throws, the batch is cancelled, it is not called
    /// again, and the exception is thrown to the caller of the batch. May be empty.
    std::function<bool(std::size_t done, std::size_t total)> progress = {};
};

/// What was measured of a batch; nexuszero.h describes the fields.
using batch_totals = nxz_batch_totals;

/// The results of many items. One thread at a time fills it; any number may read it afterwards.
class batch : public handle<nxz_batch, nxz_batch_free> {
public:
    using handle::handle;

    /// Makes a batch without items.
    /// \return The batch.
    static result<batch> create() { return detail::make<batch>(nxz_batch_new); }

    /// Proves many statements, with the configuration and what is attached as they are when it begins. What happens to one item touches no
    /// other. The results, in the order of the items, replace what the batch held.
    /// \tparam Items A range of `prove_item`; `{{claim, secrets, context}, ...}` works too.
    /// \param prover As for `protocol::prove`.
    /// \param items What to prove.
    /// \param options What else is said of the batch.
    /// \return Success only if every item succeeded, which is so of no items; otherwise the failure of the first that did not, `status::cancelled` for one that did
    /// not begin. For bad arguments `status::invalid_argument` or `status::null_pointer`, and the batch is empty.
    template <class Items = std::initializer_list<prove_item>>
    result<void> prove(const protocol &prover, const Items &items, const batch_options &options = {}) {
        columns arguments;
        std::vector<const nxz_witness *> witnesses;
        for (const prove_item &each : items) {
            arguments.add(each.claim, each.context);
            witnesses.push_back(each.secrets.get());
        }
        return run(options, [&](const nxz_batch_options *native) {
            return detail::call(nxz_batch_prove, *this, prover, arguments.claims.data(), witnesses.data(), arguments.contexts.data(),
                                arguments.context_sizes.data(), witnesses.size(), native);
        });
    }

    /// Verifies many proofs. The results, in the order of the items, replace what the batch held.
    /// \tparam Items A range of `verify_item`; `{{claim, context, proof}, ...}` works too.
    /// \param verifier As for `protocol::verify`.
    /// \param items What to verify.
    /// \param options What else is said of the batch.
    /// \return Success only if every proof is valid, which is so of no proofs; otherwise the failure of the first that is not. For bad arguments as `prove`.
    template <class Items = std::initializer_list<verify_item>>
    result<void> verify(const protocol &verifier, const Items &items, const batch_options &options = {}) {
        columns arguments;
        std::vector<const nxz_proof *> proofs;
        for (const verify_item &each : items) {
            arguments.add(each.claim, each.context);
            proofs.push_back(each.evidence.get());
        }
        return run(options, [&](const nxz_batch_options *native) {
            return detail::call(nxz_batch_verify, *this, verifier, arguments.claims.data(), arguments.contexts.data(),
                                arguments.context_sizes.data(), proofs.data(), proofs.size(), native);
        });
    }

    /// The number of items that have a result.
    /// \return The number; 0 for an empty object.
    std::size_t size() const noexcept { return nxz_batch_count(get()); }

    /// How one item went.
    /// \param index The item, counted from 0.
    /// \return What `protocol::prove` or `protocol::verify` would have said; `status::cancelled` for an item that did not begin;
    /// `status::invalid_argument` for one that does not exist.
    result<void> item(std::size_t index) const {
        const auto code = static_cast<status>(nxz_batch_status(get(), index));
        if (code == status::ok) return {};
        return error(code, nxz_batch_message(get(), index));
    }

    /// The proof that an item made.
    /// \param index The item, counted from 0.
    /// \return A copy of the proof with its measurements; `status::invalid_argument` for an item that has none.
    result<nexuszero::proof> proof(std::size_t index) const {
        return detail::make<nexuszero::proof>(nxz_batch_proof, *this, index);
    }

    /// What was measured of the batch as a whole: times in nanoseconds, sizes in bytes.
    /// \return The totals.
    result<batch_totals> summary() const { return detail::structure<batch_totals>(nxz_batch_summary, *this); }

    /// The same under `summary`, and under `proofs` what was measured when the proofs were made.
    /// \return A JSON object (docs/metrics.md).
    result<std::string> metrics_json() const { return detail::text(nxz_batch_metrics_json, *this); }

private:
    // The arguments that proving and verifying have in common, as the C ABI takes them.
    struct columns {
        void add(const statement &claim, bytes_view context) {
            claims.push_back(claim.get());
            contexts.push_back(context.data());
            context_sizes.push_back(context.size());
        }
        std::vector<const nxz_statement *> claims;
        std::vector<const std::uint8_t *> contexts;
        std::vector<std::size_t> context_sizes;
    };

    // What the callback works on while the call runs.
    struct observer {
        const batch_options &options;
        std::exception_ptr thrown = nullptr;
    };

    static std::int32_t tell(void *user_data, std::size_t done, std::size_t total) {
        auto &observer = *static_cast<batch::observer *>(user_data);
        bool goes_on = false;
        // Items that had begun end after it has thrown; it is not asked about them.
        if (observer.thrown) return 1;
        detail::guarded([&] { goes_on = observer.options.progress(done, total); }, &observer.thrown);
        return goes_on ? 0 : 1;
    }

    template <class Call>
    static result<void> run(const batch_options &options, const Call &call) {
        observer watching{options};
        nxz_batch_options native{};
        native.struct_size = sizeof native;
        native.threads = options.threads;
        if (!options.request_id.empty()) native.request_id = options.request_id.data();
        native.request_id_len = options.request_id.size();
        native.user_data = &watching;
        if (options.progress) native.progress = tell;
        const auto done = call(&native);
        if (watching.thrown) std::rethrow_exception(watching.thrown);
        return done;
    }
};

}  // namespace nexuszero

#endif
