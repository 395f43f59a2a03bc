// Many proofs at once: results in order, failures of their own, progress, cancellation, exceptions of the progress callback.
#include "fixtures.hpp"

#include <stdexcept>
#include <vector>

namespace {

constexpr std::size_t count = 5;

struct jobs {
    jobs() {
        for (std::size_t i = 0; i < count; i++) {
            known.emplace_back(secret + std::to_string(i));
            contexts.push_back("context " + std::to_string(i));
        }
        for (std::size_t i = 0; i < count; i++) items.push_back({known[i].claim, known[i].secrets, contexts[i]});
    }
    std::vector<knowledge> known;
    std::vector<std::string> contexts;
    std::vector<nz::prove_item> items;
};

void results() {
    const auto protocol = fast_protocol();
    const jobs jobs;
    auto batch = nz::batch::create().value();
    std::size_t told = 0;
    nz::batch_options options;
    options.threads = 2;
    options.request_id = "nightly";
    options.progress = [&](std::size_t done, std::size_t total) {
        CHECK(done == ++told && total == count);
        return true;
    };
    CHECK_OK(batch.prove(protocol, jobs.items, options));
    CHECK(batch.size() == count && told == count);
    std::vector<nz::proof> proofs;
    for (std::size_t i = 0; i < count; i++) {
        CHECK_OK(batch.item(i));
        proofs.push_back(batch.proof(i).value());
        CHECK_OK(protocol.verify(jobs.known[i].claim, jobs.contexts[i], proofs[i]));
        CHECK(contains(proofs[i].measurements_json().value(), "\"request_id\":\"nightly/" + std::to_string(i) + "\""));
    }
    CHECK_BLAMES(invalid_argument, "index", batch.proof(count));
    CHECK_FAILS(invalid_argument, batch.item(count));
    const auto totals = batch.summary().value();
    CHECK(totals.items == count && totals.succeeded == count && totals.threads == 2);
    CHECK(contains(batch.metrics_json().value(), "\"proofs\""));

    // The same object takes other results.
    CHECK_OK(batch.verify(protocol, {{jobs.known[0].claim, jobs.contexts[0], proofs[0]}, {jobs.known[1].claim, jobs.contexts[1], proofs[1]}}));
    CHECK(batch.size() == 2);
    CHECK_BLAMES(invalid_argument, "index", batch.proof(0));
    std::vector<nz::verify_item> swapped;
    for (std::size_t i = 0; i < count; i++) swapped.push_back({jobs.known[i].claim, jobs.contexts[i], proofs[i ^ (i < 2)]});
    const auto verified = batch.verify(protocol, swapped);
    CHECK_FAILS(proof_verification, verified);
    CHECK(contains(verified.error().message(), "item 0"));
    CHECK_FAILS(proof_verification, batch.item(0));
    CHECK_FAILS(proof_verification, batch.item(1));
    for (std::size_t i = 2; i < count; i++) CHECK_OK(batch.item(i));
    CHECK_OK(batch.prove(protocol, std::vector<nz::prove_item>()));
    CHECK(batch.size() == 0);
}

void failures() {
    const auto protocol = fast_protocol();
    const knowledge one, other("sEcReT other");
    auto batch = nz::batch::create().value();
    CHECK_FAILS(proof_generation, batch.prove(protocol, {{one.claim, one.secrets, "a"}, {one.claim, other.secrets, "b"}}));
    CHECK_OK(batch.item(0));
    CHECK_FAILS(proof_generation, batch.item(1));
    CHECK_OK(protocol.verify(one.claim, "a", batch.proof(0).value()));
    nz::batch_options options;
    options.threads = 2000;
    CHECK_BLAMES(invalid_argument, "threads", batch.prove(protocol, {{one.claim, one.secrets, "a"}}, options));
    options.threads = 1;
    options.request_id = "a name of more than 107 bytes, which leave room for the number of an item and for the slash that stands between them";
    CHECK_BLAMES(invalid_argument, "request_id", batch.prove(protocol, {{one.claim, one.secrets, "a"}}, options));
    CHECK(batch.size() == 0);
    options.request_id = "";
    CHECK_OK(batch.prove(protocol, {{one.claim, one.secrets, "a"}}, options));
}

void cancelled() {
    const auto protocol = fast_protocol();
    const jobs jobs;
    auto batch = nz::batch::create().value();
    nz::batch_options options;
    options.threads = 1;
    options.progress = [](std::size_t done, std::size_t) { return done < 2; };
    CHECK_FAILS(cancelled, batch.prove(protocol, jobs.items, options));
    CHECK(batch.summary().value().succeeded == 2 && batch.summary().value().cancelled == count - 2);
    CHECK_FAILS(cancelled, batch.item(count - 1));

    // An exception cancels too, and comes out of the call; on whatever thread it was thrown.
    for (std::uint32_t threads = 1; threads <= 3; threads++) {
        options.threads = threads;
        options.progress = [](std::size_t done, std::size_t) -> bool {
            if (done == 2) throw std::out_of_range("enough");
            return true;
        };
        try {
            static_cast<void>(batch.prove(protocol, jobs.items, options));
            CHECK(false);
        } catch (const std::out_of_range &thrown) {
            CHECK(std::string(thrown.what()) == "enough");
        }
        CHECK(batch.summary().value().succeeded >= 2 && batch.summary().value().cancelled > 0);
    }

    // It is not asked again, although items that had begun end after it.
    options.threads = 4;
    int calls = 0;
    options.progress = [&](std::size_t, std::size_t) -> bool { throw ++calls; };
    try {
        static_cast<void>(batch.prove(protocol, jobs.items, options));
        CHECK(false);
    } catch (const int thrown) {
        CHECK(thrown == 1 && calls == 1);
    }
}

}  // namespace

int main() {
    results();
    failures();
    cancelled();
    return check::report("batch");
}
