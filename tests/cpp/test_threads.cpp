// One protocol for many threads, while callbacks and configuration change, and until the last of them lets go of it.
#include "fixtures.hpp"

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

int main() {
    const auto known = std::make_shared<const knowledge>();
    auto protocol = std::make_shared<const nz::protocol>(fast_protocol());
    const auto held = std::make_shared<std::atomic<int>>(0);
    std::atomic<int> working{4};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; i++) {
        threads.emplace_back([=, &working] {
            for (int round = 0; round < 20; round++) {
                const auto proof = protocol->prove(known->claim, known->secrets, context);
                CHECK_OK(proof);
                CHECK_OK(protocol->verify(known->claim, context, *proof));
                CHECK_FAILS(proof_verification, protocol->verify(known->claim, "another", *proof));
            }
            working--;
        });
    }
    threads.emplace_back([=, &working] {
        do {
            CHECK_OK(protocol->set_log_sink(nz::log_level::debug, [held](nz::log_level, std::string_view) { ++*held; }));
            CHECK_OK(protocol->set_metrics_sink([held](std::string_view) { ++*held; }));
            CHECK_OK(protocol->reconfigure(fast_config()));
            CHECK(contains(protocol->metrics().value().to_prometheus().value(), "nexuszero_"));
            CHECK_OK(protocol->clear_log_sink());
        } while (working > 0);
    });
    // The threads keep it alive.
    protocol.reset();
    for (auto &thread : threads) thread.join();
    threads.clear();
    CHECK(*held > 0);
    return check::report("threads");
}
