// What most tests begin with. Every secret of these tests contains "sEcReT", so that a message that tells one is noticed.
#ifndef FIXTURES_HPP
#define FIXTURES_HPP

#include "check.hpp"

#include <fstream>
#include <iterator>
#include <string>

namespace nz = nexuszero;

inline const std::string secret = "what is sEcReT";
inline const std::string context = "nonce 7";

// The fast preset at this level.
inline nz::config fast_config(std::uint32_t level = 128) {
    auto config = nz::config::create(nz::preset::fast).value();
    CHECK_OK(config.set_security_level(level));
    return config;
}

inline nz::protocol fast_protocol(std::uint32_t level = 128) { return nz::protocol::create(fast_config(level)).value(); }

// The true statement about a message, its length hidden.
inline nz::statement statement_about(const std::string &message, nz::hash function = nz::hash::sha256) {
    const auto digest = nz::digest(function, message).value();
    return nz::statement::preimage(function, digest, nz::hash_blocks(function, message.size()).value()).value();
}

// A statement with its witness.
struct knowledge {
    explicit knowledge(const std::string &message = secret, nz::hash function = nz::hash::sha256)
        : claim(statement_about(message, function)), secrets(nz::witness::preimage(message).value()) {}
    nz::statement claim;
    nz::witness secrets;
};

inline bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

inline std::string read_file(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    CHECK(file.good());
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline nz::bytes from_hex(std::string_view hex) {
    const auto digit = [](char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10); };
    nz::bytes out;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        out.push_back(static_cast<std::uint8_t>(digit(hex[i]) << 4 | digit(hex[i + 1])));
    }
    return out;
}

#endif
