// A program that was compiled for another ABI than that of the library: every call that can fail says so.
#include <nexuszero.h>
#undef NXZ_ABI_VERSION
#define NXZ_ABI_VERSION 999

#include "check.hpp"

int main() {
    namespace nz = nexuszero;
    const auto config = nz::config::create();
    CHECK_FAILS(unsupported, config);
    CHECK(config.error().message() ==
          "the library has ABI " + std::to_string(nz::abi_version()) + ", and this program was compiled for ABI 999");
    CHECK_FAILS(unsupported, nz::health_check());
    CHECK_FAILS(unsupported, nz::digest(nz::hash::sha256, "x"));
    return check::report("abi");
}
