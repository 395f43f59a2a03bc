// See dialect.cpp.
#include <nexuszero.hpp>

nexuszero::result<nexuszero::bytes> digest_elsewhere(nexuszero::bytes_view message);

int main() {
    const auto here = nexuszero::digest(nexuszero::hash::sha256, "message");
    const auto there = digest_elsewhere("message");
    return here && there && *here == *there ? 0 : 1;
}
