// The interop contract in C++: proves cases for other languages, and verifies what they proved.
//
// usage: interop_cpp prove CASES OUT
//        interop_cpp verify CASES PROOFS
//
// A folder CASES/<name> has `statement.json`, `context` and `secrets/<secret name>`; a folder PROOFS/<name> has proofs `<level>-<profile>.nxz`.
#include <nexuszero.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <string>

namespace fs = std::filesystem;
namespace nz = nexuszero;

namespace {

std::string read_file(const fs::path &path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error(path.string() + ": cannot be read");
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write_file(const fs::path &path, nz::bytes_view content) {
    std::ofstream file(path, std::ios::binary);
    std::copy(content.begin(), content.end(), std::ostreambuf_iterator<char>(file));
    file.close();
    if (!file) throw std::runtime_error(path.string() + ": cannot be written");
}

std::set<fs::path> entries(const fs::path &folder) { return {fs::directory_iterator(folder), fs::directory_iterator()}; }

nz::protocol protocol(std::uint32_t level) {
    auto config = nz::config::create(nz::preset::fast).value();
    config.set_security_level(level).value();
    return nz::protocol::create(config).value();
}

nz::statement statement(const fs::path &folder) {
    return nz::statement::from_json(read_file(folder / "statement.json")).value();
}

nz::witness witness(const fs::path &folder) {
    auto witness = nz::witness::create().value();
    for (const auto &secret : entries(folder / "secrets")) witness.set(secret.filename().string(), read_file(secret)).value();
    return witness;
}

int prove(const fs::path &cases, const fs::path &out) {
    const auto prover = protocol(128);
    int count = 0;
    for (const auto &folder : entries(cases)) {
        const auto proof = prover.prove(statement(folder), witness(folder), read_file(folder / "context")).value();
        const auto target = out / folder.filename();
        fs::create_directories(target);
        write_file(target / "128-fast.nxz", proof.data());
        count++;
    }
    std::printf("%d proofs made\n", count);
    return count > 0 ? 0 : 1;
}

// How proof bytes are received and verified.
nz::status receive(const nz::protocol &verifier, const nz::statement &claim, const std::string &context, const std::string &bytes) {
    const auto proof = nz::proof::from_bytes(bytes);
    return proof ? verifier.verify(claim, context, *proof).code() : proof.code();
}

// What is wrong with a proof; nothing where it is as it should be.
std::string wrong_with(const nz::protocol &verifier, const nz::statement &claim, const std::string &context, std::string bytes) {
    if (receive(verifier, claim, context, bytes) != nz::status::ok) return "does not verify";
    if (receive(verifier, claim, context + '!', bytes) != nz::status::proof_verification) return "is not refused for another context";
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    if (receive(verifier, claim, context, bytes) == nz::status::ok) return "is not refused with another last byte";
    return {};
}

int verify(const fs::path &cases, const fs::path &proofs) {
    int verified = 0, failed = 0;
    for (const auto &folder : entries(proofs)) {
        const auto source = cases / folder.filename();
        const auto claim = statement(source);
        const auto context = read_file(source / "context");
        for (const auto &file : entries(folder)) {
            if (file.extension() != ".nxz") continue;
            const auto level = static_cast<std::uint32_t>(std::stoul(file.filename().string()));
            const auto wrong = wrong_with(protocol(level), claim, context, read_file(file));
            if (!wrong.empty()) std::fprintf(stderr, "%s: %s\n", file.c_str(), wrong.c_str());
            (wrong.empty() ? verified : failed)++;
        }
    }
    std::printf("%d proofs verified\n", verified);
    if (verified + failed == 0) std::fprintf(stderr, "no proofs in %s\n", proofs.c_str());
    return verified > 0 && failed == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char **argv) try {
    const std::string command = argc == 4 ? argv[1] : "";
    if (command == "prove") return prove(argv[2], argv[3]);
    if (command == "verify") return verify(argv[2], argv[3]);
    std::fprintf(stderr, "usage: %s prove CASES OUT | %s verify CASES PROOFS\n", argv[0], argv[0]);
    return 1;
} catch (const std::exception &error) {
    std::fprintf(stderr, "interop: %s\n", error.what());
    return 1;
}
