// Proving and verifying, what is measured of it, and what the library says of itself.
#include "fixtures.hpp"

namespace {

void proofs() {
    const auto protocol = fast_protocol();
    const knowledge known;
    const auto cost = protocol.estimate(known.claim).value();
    const auto proof = protocol.prove(known.claim, known.secrets, context).value();
    CHECK(proof.data().size() == cost.proof_size && cost.security_bits >= 127);
    const auto header = proof.header().value();
    CHECK(header.security_level == 128 && header.size == cost.proof_size && nz::profile{header.profile} == nz::profile::fast);

    // On the other side.
    const auto sent = proof.to_bytes();
    const auto received = nz::proof::from_bytes(sent).value();
    CHECK(received.to_bytes() == sent);
    CHECK_OK(protocol.verify(known.claim, context, received));
    CHECK_BLAMES(proof_verification, "proof", protocol.verify(known.claim, "nonce 8", received));
    CHECK_FAILS(proof_verification, protocol.verify(statement_about("another"), context, received));
    CHECK_FAILS(proof_verification, fast_protocol(256).verify(known.claim, context, received));
    auto changed = sent;
    changed.back() ^= 1;
    CHECK_FAILS(proof_verification, protocol.verify(known.claim, context, nz::proof::from_bytes(changed).value()));
    CHECK_FAILS(malformed, nz::proof::from_bytes("no proof"));
    CHECK_FAILS(malformed, nz::proof::from_bytes({}));

    // Without a context.
    const auto unbound = protocol.prove(known.claim, known.secrets, {}).value();
    CHECK_OK(protocol.verify(known.claim, {}, unbound));
    CHECK_FAILS(proof_verification, protocol.verify(known.claim, context, unbound));

    // With a false witness.
    CHECK_FAILS(proof_generation, protocol.prove(known.claim, nz::witness::preimage("sEcReT guess").value(), context));
    CHECK_FAILS(proof_generation, protocol.prove(known.claim, nz::witness::create().value(), context));
}

void request_ids() {
    const auto protocol = fast_protocol();
    const knowledge known;
    const auto proof = protocol.prove(known.claim, known.secrets, context, {"login 17"}).value();
    CHECK(contains(proof.measurements_json().value(), "\"request_id\":\"login 17\""));
    CHECK_OK(protocol.verify(known.claim, context, proof, {"login 17"}));
    CHECK_OK(protocol.verify(known.claim, context, proof, {}));
    CHECK_BLAMES(invalid_argument, "request_id", protocol.prove(known.claim, known.secrets, context, {std::string(129, 'x')}));
    CHECK_BLAMES(invalid_argument, "request_id", protocol.verify(known.claim, context, proof, {"a\nb"}));
    CHECK_OK(protocol.verify(known.claim, context, proof, {""}));
}

void measurements() {
    const auto protocol = fast_protocol();
    const knowledge known;
    const auto first = protocol.prove(known.claim, known.secrets, context).value();
    const auto second = protocol.prove(known.claim, known.secrets, context).value();
    const auto measured = first.measurements().value();
    CHECK(measured.size_after == first.data().size() && measured.total_ns >= measured.prove_ns && measured.prove_ns > 0);
    CHECK(nz::source{measured.source} == nz::source::configured);
    const auto received = nz::proof::from_bytes(first.data()).value();
    CHECK_FAILS(unsupported, received.measurements());
    CHECK_FAILS(unsupported, received.measurements_json());

    std::vector<nz::proof> many;
    for (int i = 0; i < 3; i++) many.push_back(protocol.prove(known.claim, known.secrets, context).value());
    CHECK(contains(nz::aggregate(many).value(), "\"proofs\":3"));
    CHECK(contains(nz::aggregate({first, second}).value(), "\"proofs\":2"));
    CHECK(contains(nz::aggregate(std::vector<nz::proof>()).value(), "\"proofs\":0"));
    CHECK(contains(nz::compare({first, second}, many).value(), "\"prove_ns\""));
    CHECK_FAILS(unsupported, nz::aggregate({received}));
    CHECK_FAILS(unsupported, nz::compare({first}, {received}));
}

void counts() {
    const auto protocol = fast_protocol();
    const knowledge known;
    const auto before = protocol.metrics().value();
    const auto proof = protocol.prove(known.claim, known.secrets, context).value();
    CHECK_OK(protocol.verify(known.claim, context, proof));
    CHECK_FAILS(proof_verification, protocol.verify(known.claim, "another", proof));
    const auto metrics = protocol.metrics().value();
    const auto figures = metrics.summary().value();
    CHECK(figures.prove.succeeded == 1 && figures.verify.succeeded == 1 && figures.verify.failed == 1);
    CHECK(metrics.error_count(nz::operation::verify, nz::status::proof_verification).value() == 1);
    CHECK(metrics.error_count(nz::operation::prove, nz::status::proof_generation).value() == 0);
    CHECK_FAILS(invalid_argument, metrics.error_count(nz::operation::verify, nz::status::ok));
    CHECK_FAILS(unsupported, metrics.error_count(nz::operation{9}, nz::status::io));
    CHECK(contains(metrics.to_json().value(), "\"latency_ns\""));
    CHECK(contains(metrics.to_prometheus().value(), "nexuszero_proofs_total"));
    CHECK(contains(before.compare(metrics).value(), "\"verification_ns\""));
    CHECK_OK(protocol.reset_metrics());
    CHECK(protocol.metrics().value().summary().value().prove.succeeded == 0);
    // A snapshot stays what it is.
    CHECK(metrics.summary().value().prove.succeeded == 1);
}

void reconfigured() {
    const auto protocol = fast_protocol();
    const knowledge known;
    CHECK_OK(protocol.reconfigure(fast_config(192)));
    CHECK(protocol.prove(known.claim, known.secrets, context).value().header().value().security_level == 192);
    auto impossible = fast_config();
    CHECK_OK(impossible.set("max_proof_size", "2000"));
    CHECK_OK(impossible.set_limit(nz::limit::proof_size, 1000));
    const auto refused = protocol.reconfigure(impossible);
    CHECK_FAILS(configuration, refused);
    CHECK_FAILS(configuration, nz::protocol::create(impossible));
    CHECK(protocol.prove(known.claim, known.secrets, context).value().header().value().security_level == 192);

    auto strict = fast_config();
    CHECK_OK(strict.set_limit(nz::limit::context_size, 3));
    CHECK_OK(protocol.reconfigure(strict));
    CHECK_BLAMES(limit_exceeded, "context", protocol.prove(known.claim, known.secrets, context));
}

void library() {
    CHECK(nz::version() == NXZ_VERSION_STRING && nz::abi_version() == NXZ_ABI_VERSION);
    CHECK(nz::has_feature("preimage") && nz::has_feature("ristretto255"));
    CHECK(!nz::has_feature("telepathy") && !nz::has_feature(std::string("preimage\0", 9)));
    CHECK(!nz::cpu_backend().empty() && contains(nz::cpu_backends(), "portable") && contains(nz::cpu_backends(), nz::cpu_backend()));
    CHECK_OK(nz::health_check());
    CHECK_OK(fast_protocol().health_check());
}

}  // namespace

int main() {
    proofs();
    request_ids();
    measurements();
    counts();
    reconfigured();
    library();
    return check::report("protocol");
}
