// Proves knowledge of a secret with a given SHA-256 digest and verifies the proof on the other side.
#include <nexuszero.hpp>

#include <cstdio>
#include <string>

namespace nz = nexuszero;

// What both sides make for themselves: how to prove, and what.
struct agreement {
    agreement(const nz::bytes &digest, std::uint64_t blocks)
        : protocol(nz::protocol::create(nz::config::create().value()).value()),
          statement(nz::statement::preimage(nz::hash::sha256, digest, blocks).value()) {}

    nz::protocol protocol;
    nz::statement statement;
};

// The prover knows the secret. Returns the bytes to send.
nz::bytes prover(const agreement &agreed, const std::string &secret, const std::string &nonce) {
    const auto witness = nz::witness::preimage(secret).value();  // the library's copy is wiped when this goes away
    const auto proof = agreed.protocol.prove(agreed.statement, witness, nonce).value();
    const auto measured = proof.measurements().value();
    std::printf("proved: %zu bytes, %.2f ms, %.1f bits of security\n", proof.data().size(),
                static_cast<double>(measured.total_ns) / 1e6, measured.security_bits);
    return proof.to_bytes();
}

// The verifier has the digest, the number of blocks and the bytes, and no secret.
nz::result<void> verifier(const agreement &agreed, const nz::bytes &received, const std::string &nonce) {
    const auto proof = nz::proof::from_bytes(received);
    if (!proof) return proof.error();
    return agreed.protocol.verify(agreed.statement, nonce, *proof);
}

int main() try {
    const std::string secret = "correct horse battery staple";
    const std::string nonce = "session 42";
    const auto digest = nz::digest(nz::hash::sha256, secret).value();
    const auto blocks = nz::hash_blocks(nz::hash::sha256, secret.size()).value();

    const auto sent = prover(agreement(digest, blocks), secret, nonce);
    const auto valid = verifier(agreement(digest, blocks), sent, nonce);
    std::printf("verified: %s\n", valid ? "valid" : valid.error().what());
    return valid ? 0 : 1;
} catch (const nz::error &error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
