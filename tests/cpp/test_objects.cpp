// Objects that were moved from, reset, given away and taken over, and native handles of the wrong type.
#include "fixtures.hpp"

#include <functional>
#include <type_traits>
#include <vector>

namespace {

// Ranges of objects, of references to them, and one that makes them on the way, which no function of many objects takes.
struct statements_made {
    struct iterator {
        nz::statement operator*() const { return nz::statement(nullptr); }
    };
    iterator begin() const { return {}; }
};
static_assert(nz::detail::makes_objects<nz::statement, statements_made>);
static_assert(!nz::detail::makes_objects<nz::statement, std::vector<nz::statement>>);
static_assert(!nz::detail::makes_objects<nz::statement, std::vector<std::reference_wrapper<const nz::statement>>>);
static_assert(!nz::detail::makes_objects<nz::proof, nz::proof_references>);

template <class Object>
void owns(Object object) {
    static_assert(!std::is_copy_constructible_v<Object> && !std::is_copy_assignable_v<Object>);
    static_assert(std::is_nothrow_move_constructible_v<Object> && std::is_nothrow_move_assignable_v<Object>);
    auto *const native = object.get();
    CHECK(object && native != nullptr);
    Object other(std::move(object));
    CHECK(!object && object.get() == nullptr && other.get() == native);
    object = std::move(other);
    CHECK(object.get() == native && !other);
    auto &same = object;
    object = std::move(same);
    CHECK(object.get() == native);
    Object again(object.release());
    CHECK(!object && again.get() == native);
    again.reset();
    again.reset();
    CHECK(!again);
}

// Every function of every class, on an empty object.
template <class Object>
Object empty() {
    return Object(nullptr);
}

void empty_makings() {
    auto config = empty<nz::config>();
    CHECK_FAILS(null_pointer, config.set_security_level(128));
    CHECK_FAILS(null_pointer, config.set_profile(nz::profile::fast));
    CHECK_FAILS(null_pointer, config.set_verify_after_generation(true));
    CHECK_FAILS(null_pointer, config.set_require_quantum_resistance(true));
    CHECK_FAILS(null_pointer, config.set_limit(nz::limit::work, 1));
    CHECK_FAILS(null_pointer, config.set("threads", "1"));
    CHECK_FAILS(null_pointer, config.load_json("{}"));
    CHECK_FAILS(null_pointer, config.load_toml(""));
    CHECK_FAILS(null_pointer, config.load_file("a.json"));
    CHECK_FAILS(null_pointer, config.load_environment());
    CHECK_FAILS(null_pointer, config.to_json());
    CHECK_FAILS(null_pointer, nz::protocol::create(config));

    const auto list = empty<nz::list>();
    CHECK(list.size() == 0);
    CHECK_FAILS(null_pointer, list.find("x"));
    CHECK_FAILS(null_pointer, list.digest());
    CHECK_FAILS(null_pointer, nz::statement::one_of_many(nz::hash::sha256, list, {nz::part::secret("key", 32)}));

    auto tree = empty<nz::merkle_tree>();
    CHECK(tree.size() == 0);
    CHECK_FAILS(null_pointer, tree.add("x"));
    CHECK_FAILS(null_pointer, tree.root());
    CHECK_FAILS(null_pointer, tree.depth(0));
    CHECK_FAILS(null_pointer, tree.directions(0));
    CHECK_FAILS(null_pointer, tree.path(0));

    const auto circuit = empty<nz::circuit>();
    CHECK_FAILS(null_pointer, circuit.counts());
    CHECK_FAILS(null_pointer, circuit.input_width(0));
    CHECK_FAILS(null_pointer, circuit.output_width(0));
    CHECK_FAILS(null_pointer, circuit.digest());
    CHECK_FAILS(null_pointer, nz::statement::circuit(circuit, {}, "x"));

    const auto statement = empty<nz::statement>();
    CHECK(!statement.is_quantum_resistant());
    CHECK_FAILS(null_pointer, statement.to_bytes());
    CHECK_FAILS(null_pointer, statement.to_json());
    CHECK_FAILS(null_pointer, statement.name());
    CHECK_FAILS(null_pointer, nz::statement::conjunction({statement, statement}));

    auto witness = empty<nz::witness>();
    CHECK_FAILS(null_pointer, witness.set("a", secret));
    CHECK_FAILS(null_pointer, witness.set_number("a", 1));
    CHECK_FAILS(null_pointer, witness.set_merkle_path(tree, 0));
    CHECK_FAILS(null_pointer, nz::witness::create().value().set_merkle_path(tree, 0));
}

void empty_provers() {
    const knowledge known;
    const auto protocol = empty<nz::protocol>();
    const auto good = fast_protocol();
    const auto proof = good.prove(known.claim, known.secrets, context).value();
    const nz::codec codec{nz::codec_id{200}, "none", [](nz::bytes_view, std::size_t) { return std::nullopt; },
                          [](nz::bytes_view, std::size_t) { return std::nullopt; }};
    CHECK_FAILS(null_pointer, protocol.reconfigure(fast_config()));
    CHECK_FAILS(null_pointer, good.reconfigure(empty<nz::config>()));
    CHECK_FAILS(null_pointer, protocol.estimate(known.claim));
    CHECK_FAILS(null_pointer, good.estimate(empty<nz::statement>()));
    CHECK_FAILS(null_pointer, protocol.prove(known.claim, known.secrets, context));
    CHECK_FAILS(null_pointer, protocol.prove(known.claim, known.secrets, context, {"id"}));
    CHECK_FAILS(null_pointer, good.prove(empty<nz::statement>(), known.secrets, context));
    CHECK_FAILS(null_pointer, good.prove(known.claim, empty<nz::witness>(), context));
    CHECK_FAILS(null_pointer, protocol.verify(known.claim, context, proof));
    CHECK_FAILS(null_pointer, protocol.verify(known.claim, context, proof, {"id"}));
    CHECK_FAILS(null_pointer, good.verify(empty<nz::statement>(), context, proof));
    CHECK_FAILS(null_pointer, good.verify(known.claim, context, empty<nz::proof>()));
    CHECK_FAILS(null_pointer, protocol.metrics());
    CHECK_FAILS(null_pointer, protocol.reset_metrics());
    CHECK_FAILS(null_pointer, protocol.health_check());
    CHECK_FAILS(null_pointer, protocol.set_log_sink(nz::log_level::info, [](nz::log_level, std::string_view) {}));
    CHECK_FAILS(null_pointer, protocol.clear_log_sink());
    CHECK_FAILS(null_pointer, protocol.set_metrics_sink([](std::string_view) {}));
    CHECK_FAILS(null_pointer, protocol.clear_metrics_sink());
    CHECK_FAILS(null_pointer, protocol.set_optimizer("x", [](std::string_view) { return std::string(); }));
    CHECK_FAILS(null_pointer, protocol.clear_optimizer());
    CHECK_FAILS(null_pointer, protocol.load_optimizer("x"));
    CHECK_FAILS(null_pointer, protocol.set_codec(codec));
    CHECK_FAILS(null_pointer, protocol.clear_codec());

    const auto no_proof = empty<nz::proof>();
    CHECK(no_proof.data().empty() && no_proof.to_bytes().empty());
    CHECK_FAILS(null_pointer, no_proof.header());
    CHECK_FAILS(null_pointer, no_proof.measurements());
    CHECK_FAILS(null_pointer, no_proof.measurements_json());
    CHECK_FAILS(null_pointer, nz::aggregate({proof, no_proof}));
    CHECK_FAILS(null_pointer, nz::compare({proof}, {no_proof}));

    const auto metrics = empty<nz::metrics>();
    CHECK_FAILS(null_pointer, metrics.summary());
    CHECK_FAILS(null_pointer, metrics.error_count(nz::operation::prove, nz::status::io));
    CHECK_FAILS(null_pointer, metrics.to_json());
    CHECK_FAILS(null_pointer, metrics.to_prometheus());
    CHECK_FAILS(null_pointer, metrics.compare(metrics));

    auto compressor = empty<nz::compressor>();
    CHECK_FAILS(null_pointer, compressor.set_limits(1, 1));
    CHECK_FAILS(null_pointer, compressor.set_codec(codec));
    CHECK_FAILS(null_pointer, compressor.compress("x"));
    CHECK_FAILS(null_pointer, compressor.decompress("x"));

    auto batch = empty<nz::batch>();
    CHECK_FAILS(null_pointer, batch.prove(good, {{known.claim, known.secrets, context}}));
    CHECK_FAILS(null_pointer, batch.verify(good, {{known.claim, context, proof}}));
    auto filled = nz::batch::create().value();
    CHECK_FAILS(null_pointer, filled.prove(protocol, {{known.claim, known.secrets, context}}));
    CHECK_FAILS(null_pointer, filled.prove(good, {{known.claim, empty<nz::witness>(), context}}));
    CHECK(filled.size() == 0 && batch.size() == 0);
    CHECK_FAILS(null_pointer, batch.item(0));
    CHECK_FAILS(null_pointer, batch.proof(0));
    CHECK_FAILS(null_pointer, batch.summary());
    CHECK_FAILS(null_pointer, batch.metrics_json());

    auto archive = empty<nz::archive>();
    CHECK(archive.size() == 0);
    CHECK_FAILS(null_pointer, archive.append(known.claim, context, proof));
    CHECK_FAILS(null_pointer, archive.flush());
    CHECK_FAILS(null_pointer, archive.statement(0));
    CHECK_FAILS(null_pointer, archive.proof(0));
    CHECK_FAILS(null_pointer, archive.context(0));
    CHECK_FAILS(null_pointer, archive.label(0));
    CHECK_FAILS(null_pointer, archive.metrics_json(0));
    CHECK_FAILS(null_pointer, archive.time(0));
    CHECK_FAILS(null_pointer, archive.fingerprint());
    CHECK_FAILS(null_pointer, archive.check());
    CHECK_FAILS(null_pointer, archive.summary_json());
}

void wrong_type() {
    auto config = nz::config::create().value();
    nz::proof wrong(reinterpret_cast<nxz_proof *>(config.release()));
    CHECK_FAILS(invalid_handle, wrong.header());
    CHECK(wrong.data().empty());
    CHECK_FAILS(invalid_handle, fast_protocol().verify(knowledge().claim, context, wrong));
    // Freeing it as what it is not would do nothing; it goes back.
    const nz::config again(reinterpret_cast<nxz_config *>(wrong.release()));
    CHECK_OK(again.to_json());
}

}  // namespace

int main() {
    const knowledge known;
    const auto protocol = fast_protocol();
    owns(nz::config::create().value());
    owns(fast_protocol());
    owns(statement_about(secret));
    owns(nz::witness::create().value());
    owns(protocol.prove(known.claim, known.secrets, context).value());
    owns(nz::list::create("0123456789", 5).value());
    owns(nz::merkle_tree::create(nz::hash::sha256).value());
    owns(nz::circuit::from_bristol("1 2\n1 1\n1 1\n\n1 1 0 1 INV\n").value());
    owns(nz::batch::create().value());
    owns(nz::compressor::create().value());
    owns(protocol.metrics().value());
    empty_makings();
    empty_provers();
    wrong_type();
    return check::report("objects");
}
