// Log sinks, metrics sinks, optimizers, plugins and codecs: who is called, what happens to their exceptions, and that each is destroyed once.
#include "fixtures.hpp"

#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

namespace {

// What a callback heard. How many own it says whether the callback still lives.
struct log {
    std::mutex lock;
    std::vector<std::string> texts;
    void add(std::string_view text) {
        const std::lock_guard<std::mutex> guard(lock);
        texts.emplace_back(text);
    }
    bool says(std::string_view part) {
        const std::lock_guard<std::mutex> guard(lock);
        for (const auto &text : texts) {
            if (contains(text, part)) return true;
        }
        return false;
    }
};

[[noreturn]] void fail() { throw std::runtime_error("from a callback: sEcReT"); }

void log_sinks() {
    const knowledge known;
    const auto heard = std::make_shared<log>();
    {
        const auto protocol = fast_protocol();
        CHECK_OK(protocol.set_log_sink(nz::log_level::info, [heard](nz::log_level level, std::string_view json) {
            CHECK(level <= nz::log_level::info);
            heard->add(json);
        }));
        CHECK(heard.use_count() == 2);
        const auto proof = protocol.prove(known.claim, known.secrets, context, {"login 17"}).value();
        CHECK_FAILS(proof_verification, protocol.verify(known.claim, "another", proof));
        CHECK(heard->says("\"request_id\":\"login 17\"") && heard->says("\"operation\":\"verify\"") && !heard->says("sEcReT"));

        // A refused sink is destroyed here, and the one before stays.
        const auto other = std::make_shared<log>();
        CHECK_FAILS(unsupported, protocol.set_log_sink(nz::log_level{99}, [other](nz::log_level, std::string_view) {}));
        CHECK(other.use_count() == 1 && heard.use_count() == 2);
        CHECK_OK(protocol.clear_log_sink());
        CHECK(heard.use_count() == 1);
        const auto events = heard->texts.size();
        CHECK_OK(protocol.verify(known.claim, context, proof));
        CHECK(heard->texts.size() == events);

        // Replaced, and freed with the protocol.
        CHECK_OK(protocol.set_log_sink(nz::log_level::debug, [other](nz::log_level, std::string_view json) {
            other->add(json);
            fail();
        }));
        CHECK_OK(protocol.set_log_sink(nz::log_level::debug, [heard](nz::log_level, std::string_view json) {
            heard->add(json);
            fail();
        }));
        CHECK(other.use_count() == 1 && heard.use_count() == 2);
        // The exception goes no further, and the call is not touched by it.
        CHECK_OK(protocol.verify(known.claim, context, proof));
        CHECK(heard->texts.size() > events);
    }
    CHECK(heard.use_count() == 1);
}

void metrics_sinks() {
    const knowledge known;
    const auto heard = std::make_shared<log>();
    {
        const auto protocol = fast_protocol();
        // A callable that moves and does not copy.
        CHECK_OK(protocol.set_metrics_sink([heard, own = std::make_unique<int>(0)](std::string_view json) mutable {
            heard->add(json);
            if (++*own == 2) fail();
        }));
        for (int i = 0; i < 3; i++) CHECK_OK(protocol.prove(known.claim, known.secrets, context));
        CHECK(heard->texts.size() == 3 && heard->says("\"size_after\""));
        CHECK_OK(protocol.clear_metrics_sink());
        CHECK(heard.use_count() == 1);
        CHECK_OK(protocol.prove(known.claim, known.secrets, context));
        CHECK(heard->texts.size() == 3);
        CHECK_OK(protocol.set_metrics_sink([heard](std::string_view) {}));
    }
    CHECK(heard.use_count() == 1);
}

// A sink that uses the protocol that calls it, and takes itself out.
void from_inside() {
    const knowledge known;
    const auto protocol = fast_protocol();
    const auto proof = protocol.prove(known.claim, known.secrets, context).value();
    int calls = 0;
    CHECK_OK(protocol.set_metrics_sink([&](std::string_view) {
        calls++;
        CHECK_OK(protocol.verify(known.claim, context, proof));
        CHECK_OK(protocol.clear_metrics_sink());
    }));
    for (int i = 0; i < 2; i++) CHECK_OK(protocol.prove(known.claim, known.secrets, context));
    CHECK(calls == 1);
}

nz::protocol asking_protocol() {
    auto config = fast_config();
    CHECK_OK(config.load_json(R"({"use_optimizer": true, "optimizer": {"deadline": 600000, "max_failures": 1000}})"));
    return nz::protocol::create(config).value();
}

nz::optimizer_outcome outcome(const nz::protocol &protocol) {
    const knowledge known;
    const auto proof = protocol.prove(known.claim, known.secrets, context).value();
    CHECK_OK(protocol.verify(known.claim, context, proof));
    return nz::optimizer_outcome{proof.measurements().value().optimizer_outcome};
}

void optimizers() {
    const auto heard = std::make_shared<log>();
    {
        const auto protocol = asking_protocol();
        const auto here = std::this_thread::get_id();
        CHECK_OK(protocol.set_optimizer("first", [heard, here](std::string_view request) {
            CHECK(std::this_thread::get_id() != here);
            heard->add(request);
            return std::string(R"({"version":1,"candidate":0})");
        }));
        CHECK(outcome(protocol) == nz::optimizer_outcome::answered);
        CHECK(outcome(protocol) == nz::optimizer_outcome::cached);
        CHECK(heard->texts.size() == 1 && heard->says("\"candidates\"") && !heard->says("sEcReT"));
        CHECK_OK(protocol.health_check());
        CHECK_BLAMES(invalid_argument, "name",
                     protocol.set_optimizer("\xff", [heard](std::string_view) { return std::string(); }));
        CHECK_BLAMES(invalid_argument, "name",
                     protocol.set_optimizer(std::string("a\0b", 3), [heard](std::string_view) { return std::string(); }));
        CHECK(heard.use_count() == 2);

        // Every way not to answer. The library's own heuristic chooses.
        CHECK_OK(protocol.set_optimizer("throws", [](std::string_view) -> std::string { fail(); }));
        CHECK(heard.use_count() == 1);
        CHECK(outcome(protocol) == nz::optimizer_outcome::failed);
        CHECK_OK(protocol.set_optimizer("too long", [](std::string_view) { return std::string(70000, ' '); }));
        CHECK(outcome(protocol) == nz::optimizer_outcome::failed);
        CHECK_OK(protocol.set_optimizer("no answer", [](std::string_view) { return std::string("yes"); }));
        CHECK(outcome(protocol) == nz::optimizer_outcome::malformed);
        CHECK_OK(protocol.set_optimizer("none", [](std::string_view) { return std::optional<std::string>(); }));
        CHECK(outcome(protocol) == nz::optimizer_outcome::failed);
        CHECK_FAILS(optimization, protocol.health_check());
        CHECK_OK(protocol.clear_optimizer());
        CHECK(outcome(protocol) == nz::optimizer_outcome::none);
        CHECK_OK(protocol.set_optimizer("last", [heard](std::string_view) { return std::string(); }));
    }
    CHECK(heard.use_count() == 1);
}

// tests/c/plugin.c.
void plugins() {
    const auto protocol = asking_protocol();
    int destroyed = 0;
    char configuration[64];
    std::snprintf(configuration, sizeof configuration, "g%p", static_cast<void *>(&destroyed));
    CHECK_OK(protocol.load_optimizer(TEST_PLUGIN, configuration));
    CHECK(outcome(protocol) == nz::optimizer_outcome::answered);
    CHECK_BLAMES(configuration, "path", protocol.load_optimizer("/nowhere/plugin.so"));
    CHECK_FAILS(optimization, protocol.load_optimizer(TEST_PLUGIN, "r"));
    CHECK_FAILS(unsupported, protocol.load_optimizer(TEST_PLUGIN, "v"));
    CHECK(destroyed == 0);
    CHECK_OK(protocol.clear_optimizer());
    CHECK(destroyed == 1);
}

// Keeps one byte of a run of equal ones. Each of its functions holds `alive`.
nz::codec run_codec(std::shared_ptr<log> alive) {
    return {nz::codec_id{200}, "runs",
            [alive](nz::bytes_view input, std::size_t) -> std::optional<nz::bytes> {
                for (const auto byte : input) {
                    if (byte != *input.begin()) return std::nullopt;
                }
                return nz::bytes(1, *input.begin());
            },
            [alive](nz::bytes_view input, std::size_t capacity) -> std::optional<nz::bytes> {
                return nz::bytes(capacity, *input.begin());
            }};
}

void codecs() {
    const auto alive = std::make_shared<log>();
    const nz::bytes run(1000, 'a');
    auto compressor = nz::compressor::create().value();
    CHECK_OK(compressor.set_codec(run_codec(alive)));
    CHECK(alive.use_count() == 3);
    const auto compressed = compressor.compress(run).value();
    CHECK(compressed.size() < 20 && nz::compressed_codec(compressed) == nz::codec_id{200});
    CHECK(compressor.decompress(compressed).value() == run);
    CHECK_FAILS(unsupported, nz::decompress(compressed, 1000));
    // What it does not shrink is stored.
    CHECK(nz::compressed_codec(compressor.compress("abc").value()) == nz::codec_id::stored);

    auto bad = run_codec(alive);
    bad.id = nz::codec_id{5};
    CHECK_BLAMES(invalid_argument, "id", compressor.set_codec(bad));
    bad = run_codec(alive);
    bad.name.clear();
    CHECK_FAILS(invalid_argument, compressor.set_codec(bad));
    bad.name = std::string("runs\0", 5);
    CHECK_BLAMES(invalid_argument, "name", compressor.set_codec(bad));
    bad.name = "no functions";
    bad.compress = nullptr;
    CHECK_FAILS(null_pointer, compressor.set_codec(bad));
    bad = {};
    CHECK(alive.use_count() == 3);

    // Exceptions, and more than there is room for.
    const auto fails = [](nz::bytes_view, std::size_t) -> std::optional<nz::bytes> { fail(); };
    const auto overflows = [](nz::bytes_view, std::size_t capacity) -> std::optional<nz::bytes> { return nz::bytes(capacity + 1); };
    for (const auto &wrong : {nz::codec::function(fails), nz::codec::function(overflows)}) {
        CHECK_OK(compressor.set_codec({nz::codec_id{200}, "wrong", wrong, wrong}));
        CHECK(alive.use_count() == 1);
        CHECK(nz::compressed_codec(compressor.compress(run).value()) == nz::codec_id::stored);
        CHECK_FAILS(compression, compressor.decompress(compressed));
    }

    auto config = fast_config();
    CHECK_OK(config.set("use_compression", "true"));
    {
        // What it makes longer is stored, and that is no failure.
        const auto protocol = nz::protocol::create(config).value();
        CHECK_OK(protocol.set_codec({nz::codec_id{200}, "inflates", overflows, overflows}));
        const knowledge known;
        CHECK_OK(protocol.verify(known.claim, context, protocol.prove(known.claim, known.secrets, context).value()));
        CHECK(protocol.metrics().value().summary().value().recoveries == 0);
    }
    {
        const auto protocol = nz::protocol::create(config).value();
        CHECK_OK(protocol.set_codec(run_codec(alive)));
        const knowledge known;
        // No proof is a run: it is returned as it was made.
        CHECK_OK(protocol.verify(known.claim, context, protocol.prove(known.claim, known.secrets, context).value()));
        CHECK(protocol.metrics().value().summary().value().recoveries == 1);
        CHECK_OK(protocol.clear_codec());
        CHECK(alive.use_count() == 1);
        CHECK_OK(protocol.set_codec(run_codec(alive)));
    }
    CHECK(alive.use_count() == 1);
}

}  // namespace

int main() {
    log_sinks();
    metrics_sinks();
    from_inside();
    optimizers();
    plugins();
    codecs();
    return check::report("callbacks");
}
