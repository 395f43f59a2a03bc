// What results and errors say. Compiled twice: with exceptions, and without them and without run-time types.
#include "fixtures.hpp"

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace {

template <class Result, class = void>
constexpr bool has_arrow = false;
template <class Result>
constexpr bool has_arrow<Result, std::void_t<decltype(std::declval<Result>().operator->())>> = true;

// What a value lends would be gone with a temporary result.
static_assert(has_arrow<nz::result<nz::proof> &> && has_arrow<const nz::result<nz::proof> &>);
static_assert(!has_arrow<nz::result<nz::proof>> && !has_arrow<const nz::result<nz::proof>>);

void success_and_failure() {
    const auto good = nz::hash_blocks(nz::hash::sha256, 3);
    CHECK_OK(good);
    CHECK(good && good.has_value() && *good == 1 && good.value() == 1);
    CHECK(good.error().code() == nz::status::ok);

    const auto bad = nz::hash_blocks(nz::hash{99}, 3);
    CHECK_BLAMES(unsupported, "hash", bad);
    CHECK(!bad && bad.error().what() == "hash: " + bad.error().message());

    CHECK_FAILS(invalid_argument, nz::hmac(nz::hash::sha256, "key", "message"));
    CHECK(nz::hash_blocks(nz::hash{99}, 3).error().code() == nz::status::unsupported);
    CHECK(nz::health_check().error().code() == nz::status::ok);
}

void all_problems() {
    auto config = nz::config::create().value();
    const auto loaded = config.load_json(R"({"security_level": 100, "nothing": 1, "profile": "huge"})");
    CHECK(!loaded);
    const auto &problems = loaded.error().problems();
    CHECK(problems.size() == 3);
    CHECK(problems.front().message == loaded.error().message() && problems.front().code == loaded.error().code());
    for (const nz::problem &each : problems) {
        CHECK(!each.field.empty() && !each.message.empty());
        CHECK(contains(loaded.error().what(), each.field + ": " + each.message));
    }

    // The problems of a result that goes away do not go with it.
    std::size_t seen = 0;
    for (const nz::problem &each : config.load_json(R"({"security_level": 100, "nothing": 1})").error().problems()) {
        CHECK(!each.field.empty() && !each.message.empty());
        seen++;
    }
    CHECK(seen == 2);
    const std::string &message = config.load_json("no JSON").error().message();
    const std::string &field = config.set_security_level(100).error().field();
    CHECK(!message.empty() && !field.empty());
}

void errors_copy() {
    nz::error first(nz::status::io, "no disk", "path");
    const nz::error moved = std::move(first);
    // A move is a copy: an error is never without its content.
    CHECK(first.code() == nz::status::io && first.message() == "no disk");
    CHECK(moved.field() == "path" && moved.problems().size() == 1);
    first = nz::error(nz::status::cancelled);
    CHECK(first.message() == name(nz::status::cancelled));
    CHECK(moved.code() == nz::status::io);
}

void values_move() {
    auto made = nz::config::create();
    CHECK_OK(made);
    nz::config config = std::move(made).value();
    CHECK(config && !*made);
    CHECK_OK(config.set_security_level(192));
    // What is left is an empty object, and no crash.
    CHECK_FAILS(null_pointer, made->set_security_level(192));
}

void names() {
    CHECK(!name(nz::status::ok).empty() && !name(nz::status::io).empty() && name(nz::status{12345}).empty());
    CHECK(name(nz::hash::sha3_256) == "sha3-256" && name(nz::hash{77}).empty());
    CHECK(name(nz::group::p256) == "p256" && name(nz::group{77}).empty());
    CHECK(name(nz::profile::tiny) == "tiny" && name(nz::profile{77}).empty());
    CHECK(name(nz::compression::tensor_train) == "tensor-train" && name(nz::compression{77}).empty());
    CHECK(name(nz::codec_id::hybrid) == "hybrid" && name(nz::codec_id{200}) == "custom" && name(nz::codec_id{99}).empty());
}

// An unknown failure of a later library still has a name of some kind.
void without_details() {
    const auto taken = nz::detail::take_error(NXZ_ERR_IO, nullptr);
    CHECK(taken.code() == nz::status::io && taken.message() == name(nz::status::io) && taken.field().empty());
    CHECK(nz::error(std::vector<nz::problem>()).code() == nz::status::internal);
}

#if defined(__cpp_exceptions)

void value_of_a_failure() {
    try {
        static_cast<void>(nz::statement::from_json("no statement").value());
        CHECK(false);
    } catch (const nz::error &error) {
        CHECK(error.code() == nz::status::malformed);
    }
    const auto failed = nz::proof::from_bytes("no proof");
    try {
        static_cast<void>(failed->header());
        CHECK(false);
    } catch (const std::exception &exception) {
        CHECK(exception.what() == failed.error().field() + ": " + failed.error().message());
    }
    try {
        nz::config::create().value().set_security_level(1).value();
        CHECK(false);
    } catch (const nz::error &error) {
        CHECK(error.code() == nz::status::configuration);
    }
}

#else

void value_of_a_failure() {
    const pid_t child = fork();
    if (child == 0) {
        std::freopen("/dev/null", "w", stderr);
        std::signal(SIGABRT, SIG_DFL);
        static_cast<void>(nz::statement::from_json("no statement").value());
        _exit(0);
    }
    int state = 0;
    CHECK(waitpid(child, &state, 0) == child);
    CHECK(WIFSIGNALED(state) && WTERMSIG(state) == SIGABRT);
}

#endif

// Callbacks of every kind, which report their failures without exceptions.
void callbacks() {
    auto config = fast_config();
    CHECK_OK(config.load_json(R"({"use_optimizer": true, "optimizer": {"deadline": 600000}, "use_compression": true})"));
    const auto protocol = nz::protocol::create(config).value();
    int asked = 0, events = 0, proofs = 0, compressed = 0;
    CHECK_OK(protocol.set_optimizer("none", [&](std::string_view) -> std::optional<std::string> {
        asked++;
        return std::nullopt;
    }));
    CHECK_OK(protocol.set_log_sink(nz::log_level::debug, [&](nz::log_level, std::string_view) { events++; }));
    CHECK_OK(protocol.set_metrics_sink([&](std::string_view) { proofs++; }));
    const auto fails = [&](nz::bytes_view, std::size_t) -> std::optional<nz::bytes> {
        compressed++;
        return std::nullopt;
    };
    CHECK_OK(protocol.set_codec({nz::codec_id{200}, "none", fails, fails}));
    const knowledge known;
    const auto proof = protocol.prove(known.claim, known.secrets, context).value();
    CHECK(asked == 1 && events > 0 && proofs == 1 && compressed == 1);
    CHECK(nz::optimizer_outcome{proof.measurements().value().optimizer_outcome} == nz::optimizer_outcome::failed);
    CHECK_OK(protocol.verify(known.claim, context, proof));
    CHECK_FAILS(proof_verification, protocol.verify(known.claim, "another", proof));

    auto batch = nz::batch::create().value();
    nz::batch_options options;
    options.progress = [](std::size_t, std::size_t) { return false; };
    options.threads = 1;
    CHECK_FAILS(cancelled, batch.verify(protocol, {{known.claim, context, proof}, {known.claim, context, proof}}, options));
}

}  // namespace

int main() {
    success_and_failure();
    all_problems();
    errors_copy();
    values_move();
    names();
    without_details();
    value_of_a_failure();
    callbacks();
    return check::report("results");
}
