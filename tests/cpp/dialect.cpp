// The header in each dialect, twice in a file, and in two files of one program: with dialect_main.cpp.
#include <nexuszero.hpp>
#include <nexuszero.hpp>

nexuszero::result<nexuszero::bytes> digest_elsewhere(nexuszero::bytes_view message) {
    return nexuszero::digest(nexuszero::hash::sha256, message);
}
