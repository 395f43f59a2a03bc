// Archives: what is appended comes back, and damage is noticed.
#include "fixtures.hpp"

#include <cstdio>

namespace {

const std::string path = "test_archive_cpp.nxa";

void round_trip() {
    const auto protocol = fast_protocol();
    const knowledge known;
    const auto proof = protocol.prove(known.claim, known.secrets, context).value();
    const auto received = nz::proof::from_bytes(proof.data()).value();
    nz::bytes fingerprint;
    {
        auto archive = nz::archive::create(path).value();
        CHECK(archive.size() == 0);
        CHECK(archive.append(known.claim, context, proof, "first").value() == 0);
        CHECK(archive.append(known.claim, {}, received).value() == 1);
        CHECK_FAILS(limit_exceeded, archive.append(known.claim, {}, proof, std::string(NXZ_MAX_LABEL_SIZE + 1, 'x')));
        CHECK_OK(archive.flush());
        fingerprint = archive.fingerprint().value();
        CHECK(archive.size() == 2 && fingerprint.size() == NXZ_FINGERPRINT_SIZE);
        // One writer at a time.
        CHECK_BLAMES(io, "path", nz::archive::open(path, nz::archive_mode::append));
        archive.reset();
        archive.reset();
        CHECK_FAILS(null_pointer, archive.flush());
    }
    CHECK_BLAMES(io, "path", nz::archive::create(path));
    auto archive = nz::archive::open(path).value();
    CHECK_OK(archive.check());
    CHECK(archive.size() == 2 && archive.fingerprint().value() == fingerprint);
    CHECK(archive.statement(0).value().to_bytes().value() == known.claim.to_bytes().value());
    CHECK(archive.proof(0).value().to_bytes() == proof.to_bytes());
    CHECK(archive.context(0).value() == nz::bytes(context.begin(), context.end()) && archive.context(1).value().empty());
    CHECK(archive.label(0).value() == "first" && archive.label(1).value().empty());
    CHECK(archive.metrics_json(0).value() == proof.measurements_json().value() && archive.metrics_json(1).value().empty());
    CHECK(archive.time(0).value() > std::chrono::hours(24 * 365 * 50) && archive.time(0).value() <= archive.time(1).value());
    CHECK(contains(archive.summary_json().value(), "\"records\":2"));
    CHECK_OK(protocol.verify(archive.statement(0).value(), archive.context(0).value(), archive.proof(0).value()));
    CHECK_BLAMES(invalid_argument, "index", archive.proof(2));
    CHECK_FAILS(invalid_argument, archive.time(2));
    CHECK_FAILS(invalid_argument, archive.append(known.claim, context, proof));
}

void damage() {
    auto content = read_file(path);
    content[content.size() / 2] ^= 1;
    std::ofstream(path, std::ios::binary) << content;
    const auto archive = nz::archive::open(path);
    CHECK(archive ? archive->check().code() == nz::status::malformed : archive.code() == nz::status::malformed);
    std::ofstream(path, std::ios::binary) << "no archive at all";
    CHECK_FAILS(malformed, nz::archive::open(path));
    CHECK_FAILS(unsupported, nz::archive::open(path, nz::archive_mode{9}));
    std::remove(path.c_str());
    CHECK_BLAMES(io, "path", nz::archive::open(path));
}

}  // namespace

int main() {
    std::remove(path.c_str());
    round_trip();
    damage();
    return check::report("archive");
}
