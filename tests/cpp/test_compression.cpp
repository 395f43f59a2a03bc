// Compression by every strategy, its limits, and LZ4 frames. Codecs of callers are in test_callbacks.cpp.
#include "fixtures.hpp"

namespace {

void strategies() {
    nz::bytes table;
    for (unsigned i = 0; i < 8192; i++) {
        const unsigned product = (i / 64) * (i % 64);
        table.push_back(static_cast<std::uint8_t>(product));
        table.push_back(static_cast<std::uint8_t>(product >> 8));
    }
    for (std::uint32_t number = 0; number < 5; number++) {
        const nz::compression strategy{number};
        const auto compressed = nz::compress(strategy, table).value();
        CHECK(compressed.size() <= table.size() + 1 && (strategy == nz::compression::none) == (compressed.size() > table.size()));
        CHECK(nz::decompress(compressed, table.size()).value() == table);
        CHECK_FAILS(limit_exceeded, nz::decompress(compressed, table.size() - 1));
        CHECK(nz::decompress(nz::compress(strategy, {}).value(), 0).value().empty());
        const auto compressor = nz::compressor::create(strategy).value();
        CHECK(compressor.decompress(compressor.compress(table).value()).value() == table);
    }
    CHECK_FAILS(unsupported, nz::compress(nz::compression{5}, table));
    CHECK_FAILS(unsupported, nz::compressor::create(nz::compression{5}));
    CHECK_FAILS(malformed, nz::decompress({}, 10));
    CHECK(!nz::compressed_codec({}) && !nz::compressed_codec("\x63") && nz::compressed_codec("\x01") == nz::codec_id::lz4);
}

void limits() {
    auto compressor = nz::compressor::create(nz::compression::lz4).value();
    const nz::bytes zeros(100000);
    const auto compressed = compressor.compress(zeros).value();
    CHECK_OK(compressor.set_limits(10, 1000000));
    CHECK_FAILS(limit_exceeded, compressor.decompress(compressed));
    CHECK_OK(compressor.set_limits(1000, zeros.size() - 1));
    CHECK_FAILS(limit_exceeded, compressor.compress(zeros));
    CHECK_BLAMES(configuration, "max_ratio", compressor.set_limits(0, 1));
}

void frames() {
    const std::string text = "to and fro, to and fro, to and fro, to and fro, to and fro";
    const auto frame = nz::lz4_compress(text).value();
    CHECK(nz::lz4_decompress(frame, text.size()).value() == nz::bytes(text.begin(), text.end()));
    CHECK_FAILS(limit_exceeded, nz::lz4_decompress(frame, text.size() - 1));
    CHECK_FAILS(malformed, nz::lz4_decompress(text, 100));
}

}  // namespace

int main() {
    strategies();
    limits();
    frames();
    return check::report("compression");
}
