// Configuration in all layers.
#include "fixtures.hpp"

#include <cstdio>
#include <cstdlib>

namespace {

std::string json_of(const nz::config &config) { return config.to_json().value(); }

void setters() {
    auto config = nz::config::create(nz::preset::secure).value();
    CHECK(contains(json_of(config), "\"security_level\":256"));
    CHECK_OK(config.set_security_level(192));
    CHECK_OK(config.set_profile(nz::profile::small));
    CHECK_OK(config.set_verify_after_generation(false));
    CHECK_OK(config.set_require_quantum_resistance(false));
    CHECK_OK(config.set_limit(nz::limit::proof_size, 12345));
    CHECK_OK(config.set("custom.region", "\"north\""));
    const auto json = json_of(config);
    for (const char *each : {"\"security_level\":192", "\"profile\":\"small\"", "\"verify_after_generation\":false",
                             "\"require_quantum_resistance\":false", "\"max_proof_size\":12345", "\"region\":\"north\""}) {
        CHECK(contains(json, each));
    }
    CHECK_BLAMES(configuration, "security_level", config.set_security_level(100));
    CHECK_FAILS(unsupported, config.set_profile(nz::profile{9}));
    CHECK_FAILS(unsupported, config.set_limit(nz::limit{99}, 1));
    CHECK_FAILS(unsupported, nz::config::create(nz::preset{9}));
    CHECK_BLAMES(configuration, "nothing", config.set("nothing", "1"));
    CHECK_FAILS(malformed, config.set("threads", "no JSON"));
    CHECK(json_of(config) == json);
}

void texts() {
    auto config = nz::config::create().value();
    CHECK_OK(config.load_json(R"({"threads": 3})"));
    CHECK_OK(config.load_toml("profile = \"tiny\"\n[limits]\nmax_memory = 1000\n"));
    CHECK(contains(json_of(config), "\"threads\":3") && contains(json_of(config), "\"max_memory\":1000"));
    CHECK_FAILS(malformed, config.load_json("[]"));
    CHECK_FAILS(malformed, config.load_toml("= 1"));
    auto again = nz::config::create().value();
    CHECK_OK(again.load_json(json_of(config)));
}

void files() {
    const char *const path = "test_config.toml";
    if (std::FILE *file = std::fopen(path, "w")) {
        std::fputs("security_level = 256\n", file);
        std::fclose(file);
    }
    auto config = nz::config::create().value();
    CHECK_OK(config.load_file(path));
    CHECK(contains(json_of(config), "\"security_level\":256"));
    std::remove(path);
    CHECK_BLAMES(io, "path", config.load_file(path));
    CHECK_BLAMES(invalid_argument, "path", config.load_file("config.ini"));
}

void environment() {
    auto config = nz::config::create().value();
    setenv("NEXUSZERO_THREADS", "5", 1);
    CHECK_OK(config.load_environment());
    CHECK(contains(json_of(config), "\"threads\":5") && contains(json_of(config), "environment"));
    setenv("NEXUSZERO_THREADS", "many", 1);
    CHECK_FAILS(configuration, config.load_environment());
    unsetenv("NEXUSZERO_THREADS");
}

}  // namespace

int main() {
    setters();
    texts();
    files();
    environment();
    return check::report("config");
}
