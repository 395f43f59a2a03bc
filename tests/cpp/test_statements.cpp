// Every kind of statement, made by its constructor from the values of the test vectors: the same bytes as from their JSON. And the proofs of
// the vectors verify.
#include "fixtures.hpp"
#include "json.hpp"

#include <map>

namespace {

const std::string vectors = TEST_VECTORS;

template <class Kind>
Kind named(const std::string &wanted) {
    for (std::uint32_t number = 1; !name(Kind{number}).empty(); number++) {
        if (name(Kind{number}) == wanted) return Kind{number};
    }
    CHECK(false);
    return Kind{1};
}

nz::part part_from(const json &part, std::uint64_t blocks, std::uint64_t size) {
    if (part.has("public")) return nz::part::public_bytes(from_hex(part.at("public").text));
    if (part.has("hidden")) return nz::part::hidden(part.at("hidden").text, blocks);
    return nz::part::secret(part.at("secret").text, part.has("len") ? part.at("len").number : size);
}

nz::message message_from(const json &value) {
    nz::message message;
    const std::uint64_t blocks = value.has("blocks") ? value.at("blocks").number : 0;
    for (const json &part : value.at("parts").items) message.add(part_from(part, blocks, 0));
    if (value.has("key")) {
        const json &key = value.at("key");
        if (key.has("public")) message.set_public_key(from_hex(key.at("public").text));
        else message.set_key(key.at("secret").text, key.at("len").number);
    }
    return message;
}

nz::result<nz::statement> statement_from(const json &value) {
    const std::string &kind = value.at("kind").text;
    const auto bytes = [&](const char *field) { return from_hex(value.at(field).text); };
    const auto function = [&] { return named<nz::hash>(value.at("hash").text); };
    if (kind == "preimage") return nz::statement::preimage_parts(function(), bytes("digest"), message_from(value.at("message")));
    if (kind == "range") {
        return nz::statement::range(function(), bytes("commitment"), value.at("min").number, value.at("max").number,
                                    value.at("value").text, value.at("blinding").text);
    }
    if (kind == "one-of-many") {
        nz::bytes entries;
        for (const json &entry : value.at("list").items) {
            const auto digest = from_hex(entry.text);
            entries.insert(entries.end(), digest.begin(), digest.end());
        }
        const auto list = nz::list::create(entries, entries.size() / value.at("list").items.size()).value();
        return nz::statement::one_of_many(function(), list, message_from(value.at("message")), value.at("index").text);
    }
    if (kind == "membership") {
        return nz::statement::membership(function(), bytes("root"), value.at("depth").number, message_from(value.at("leaf")),
                                         value.at("index").text, value.at("path").text);
    }
    if (kind == "circuit") {
        const auto circuit = nz::circuit::from_bristol(value.at("circuit").text).value();
        nz::message inputs;
        std::uint64_t index = 0;
        for (const json &input : value.at("inputs").items) {
            inputs.add(part_from(input, 0, (circuit.input_width(index++).value() + 7) / 8));
        }
        return nz::statement::circuit(circuit, inputs, bytes("outputs"));
    }
    if (kind == "conjunction") {
        std::vector<nz::statement> claims;
        for (const json &claim : value.at("claims").items) claims.push_back(statement_from(claim).value());
        return nz::statement::conjunction(claims);
    }
    return nz::statement::discrete_log(named<nz::group>(value.at("group").text), bytes("generator"), bytes("public_value"),
                                       value.at("secret").text);
}

void vectors_agree() {
    const json index = json_reader(read_file(vectors + "/proofs/index.json")).value();
    const auto bound_to = from_hex(index.at("context").text);
    std::map<std::uint64_t, nz::protocol> protocols;
    for (const std::uint32_t level : {128u, 192u, 256u}) protocols.emplace(level, fast_protocol(level));
    std::map<std::string, int> kinds;
    std::optional<nz::statement> statement;
    int verified = 0;
    for (const json &entry : index.at("proofs").items) {
        if (entry.has("statement")) {
            const json &source = entry.at("statement");
            statement = nz::statement::from_json(source.source).value();
            const auto made = statement_from(source);
            CHECK_OK(made);
            const auto encoding = statement->to_bytes().value();
            CHECK(made->to_bytes().value() == encoding);
            CHECK(nz::statement::from_bytes(encoding).value().to_json().value() == made->to_json().value());
            CHECK(made->is_quantum_resistant() == (source.at("kind").text != "discrete-log"));
            kinds[source.at("kind").text]++;
        }
        if (!entry.has("file")) continue;
        const auto proof = nz::proof::from_bytes(read_file(vectors + "/proofs/" + entry.at("file").text)).value();
        const auto &verifier = protocols.at(entry.at("level").number);
        CHECK_OK(verifier.verify(*statement, bound_to, proof));
        CHECK_FAILS(proof_verification, verifier.verify(*statement, "another", proof));
        verified++;
    }
    CHECK(kinds.size() == 7 && verified > 50);
}

void preimages() {
    const auto digest = nz::digest(nz::hash::sha256, secret).value();
    const auto same = [](const nz::result<nz::statement> &a, const nz::result<nz::statement> &b) {
        return a->to_bytes().value() == b->to_bytes().value();
    };
    CHECK(same(nz::statement::preimage(nz::hash::sha256, digest, 1),
               nz::statement::preimage_parts(nz::hash::sha256, digest, {nz::part::hidden("message", 1)})));
    CHECK(same(nz::statement::preimage_sized(nz::hash::sha256, digest, secret.size()),
               nz::statement::preimage_parts(nz::hash::sha256, digest, {nz::part::secret("message", secret.size())})));
    CHECK(nz::statement::preimage(nz::hash::sha256, digest, 1).value().name().value() == "preimage/sha256");
    CHECK_BLAMES(invalid_argument, "digest", nz::statement::preimage(nz::hash::sha512, digest, 1));
    CHECK_BLAMES(invalid_argument, "digest", nz::statement::preimage_sized(nz::hash::sha256, "short", 1));
    CHECK_FAILS(limit_exceeded, nz::statement::preimage(nz::hash::sha256, digest, NXZ_MAX_BLOCKS + 1));
}

// What is wrong with a message is told by the statement that is made of it.
void bad_messages() {
    const auto digest = nz::digest(nz::hash::sha256, secret).value();
    const auto make = [&](const nz::message &message, nz::hash function = nz::hash::sha256) {
        return nz::statement::preimage_parts(function, digest, message);
    };
    CHECK_BLAMES(invalid_argument, "name", make({nz::part::secret("", 32)}));
    CHECK_BLAMES(invalid_argument, "name", make({nz::part::secret("\xff", 32)}));
    CHECK_BLAMES(invalid_argument, "name", make({nz::part::hidden(std::string(NXZ_MAX_NAME_SIZE + 1, 'x'), 1)}));
    CHECK_FAILS(invalid_argument, make({nz::part::hidden("a", 1), nz::part::hidden("b", 1)}));
    CHECK_FAILS(invalid_argument, make({nz::part::secret("a", 1), nz::part::secret("a", 2)}));
    CHECK_FAILS(invalid_argument, make(nz::message{nz::part::secret("a", 1)}.set_key("k", 4)));
    CHECK_FAILS(invalid_argument, make({nz::part::secret("a", 1)}, nz::hash::hmac_sha256));
    CHECK_BLAMES(invalid_argument, "name", make(nz::message{}.set_key("", 4), nz::hash::hmac_sha256));
    CHECK_OK(make(nz::message{nz::part::secret("a", 1)}.set_public_key({}), nz::hash::hmac_sha256));
    nz::message many;
    for (int i = 0; i <= NXZ_MAX_PARTS; i++) many.add(nz::part::public_bytes("x"));
    CHECK_FAILS(limit_exceeded, make(many));
    // A message is a value.
    const nz::message original{nz::part::secret("message", secret.size())};
    const nz::message copy = original;
    CHECK(make(original).value().to_bytes().value() == make(copy).value().to_bytes().value());
}

void lists() {
    nz::bytes entries;
    for (const char *each : {"a", "b", "sEcReT"}) {
        const auto digest = nz::digest(nz::hash::sha256, each).value();
        entries.insert(entries.end(), digest.begin(), digest.end());
    }
    const auto list = nz::list::create(entries, 32).value();
    CHECK(list.size() == 3 && list.digest().value().size() == 64);
    CHECK(list.find(nz::digest(nz::hash::sha256, "b").value()).value() == 1);
    CHECK_BLAMES(invalid_argument, "digest", list.find(nz::digest(nz::hash::sha256, "d").value()));
    CHECK_FAILS(invalid_argument, nz::list::create(entries, 31));
    CHECK_FAILS(invalid_argument, nz::list::create({}, 32));

    const auto statement = nz::statement::one_of_many(nz::hash::sha256, list, {nz::part::secret("key", 6)}, "place").value();
    auto witness = nz::witness::create().value();
    CHECK_OK(witness.set("key", "sEcReT"));
    CHECK_OK(witness.set_number("place", 2));
    const auto protocol = fast_protocol();
    const auto proof = protocol.prove(statement, witness, context).value();
    CHECK_OK(protocol.verify(statement, context, proof));
    CHECK_OK(witness.set_number("place", 1));
    CHECK_FAILS(proof_generation, protocol.prove(statement, witness, context));
}

void trees() {
    auto tree = nz::merkle_tree::create(nz::hash::sha3_256).value();
    for (const char *leaf : {"leaf 0", "leaf 1", "leaf 2", "sEcReT"}) CHECK_OK(tree.add(leaf));
    CHECK(tree.size() == 4 && tree.depth(3).value() == 2 && tree.directions(3).value() == 3);
    const auto path = tree.path(3).value();
    CHECK(path.size() == 64);
    CHECK_FAILS(invalid_argument, tree.path(4));
    CHECK_FAILS(invalid_argument, tree.depth(4));
    CHECK_FAILS(invalid_argument, tree.directions(4));
    CHECK_FAILS(invalid_argument, nz::merkle_tree::create(nz::hash::hmac_sha256));

    const auto statement =
        nz::statement::membership(nz::hash::sha3_256, tree.root().value(), 2, {nz::part::secret("leaf", 6)}, "way", "siblings").value();
    auto by_tree = nz::witness::create().value();
    CHECK_OK(by_tree.set("leaf", "sEcReT"));
    CHECK_OK(by_tree.set_merkle_path(tree, 3, "way", "siblings"));
    auto by_hand = nz::witness::create().value();
    CHECK_OK(by_hand.set("leaf", "sEcReT"));
    CHECK_OK(by_hand.set("siblings", path));
    CHECK_OK(by_hand.set_number("way", 3));
    const auto protocol = fast_protocol();
    for (const nz::witness *witness : {&by_tree, &by_hand}) {
        CHECK_OK(protocol.verify(statement, context, protocol.prove(statement, *witness, context).value()));
    }
}

void circuits() {
    const auto circuit = nz::circuit::from_bristol(read_file(vectors + "/bristol/adder.txt")).value();
    const auto counts = circuit.counts().value();
    CHECK(counts.inputs == 2 && counts.input_bits == 64 && counts.outputs == 1 && counts.output_bits == 33);
    CHECK(circuit.input_width(0).value() == 32 && circuit.output_width(0).value() == 33);
    CHECK_FAILS(invalid_argument, circuit.input_width(2));
    CHECK_FAILS(invalid_argument, circuit.output_width(1));
    CHECK(circuit.digest().value().size() == 64);
    CHECK_FAILS(malformed, nz::circuit::from_bristol("no circuit"));
}

void commitments() {
    const auto blinding = nz::random_blinding().value();
    CHECK(blinding.size() == NXZ_BLINDING_SIZE);
    const auto commitment = nz::commit(nz::hash::sha256, 42, blinding).value();
    CHECK_BLAMES(invalid_argument, "blinding", nz::commit(nz::hash::sha256, 42, "short"));
    const auto statement = nz::statement::range(nz::hash::sha256, commitment, 18, 120).value();
    CHECK_BLAMES(invalid_argument, "min", nz::statement::range(nz::hash::sha256, commitment, 120, 18));
    auto witness = nz::witness::create().value();
    CHECK_OK(witness.set_number("value", 42));
    CHECK_OK(witness.set("blinding", blinding));
    const auto protocol = fast_protocol();
    CHECK_OK(protocol.verify(statement, {}, protocol.prove(statement, witness, {}).value()));
    CHECK(nz::hmac(nz::hash::hmac_sha256, "key", "message").value().size() == 32);
    CHECK(nz::digest(nz::hash::sha512, "").value().size() == 64);
    CHECK_BLAMES(invalid_argument, "name", witness.set("", "x"));
}

void groups() {
    for (const nz::group group : {nz::group::ristretto255, nz::group::p256, nz::group::secp256k1}) {
        const auto generator = nz::generator(group).value();
        const nz::secret_bytes exponent(nz::bytes(32, 1));
        const auto value = nz::public_value(group, generator, exponent).value();
        const auto statement = nz::statement::discrete_log(group, generator, value, "x").value();
        auto witness = nz::witness::create().value();
        CHECK_OK(witness.set("x", exponent));
        const auto protocol = fast_protocol();
        CHECK_OK(protocol.verify(statement, context, protocol.prove(statement, witness, context).value()));
        CHECK_BLAMES(invalid_argument, "generator", nz::public_value(group, "none", exponent));
        CHECK_BLAMES(invalid_argument, "secret", nz::public_value(group, generator, nz::bytes(32, 0)));
    }
    CHECK_FAILS(unsupported, nz::generator(nz::group{9}));
}

}  // namespace

int main() {
    vectors_agree();
    preimages();
    bad_messages();
    lists();
    trees();
    circuits();
    commitments();
    groups();
    return check::report("statements");
}
