// The smallest test framework that says where and what: a failed check is printed and counted, and the test goes on.
#ifndef CHECK_HPP
#define CHECK_HPP

#include <nexuszero.hpp>

#include <atomic>
#include <cstdio>
#include <string>

namespace check {

// Checks may fail on several threads; every test joins them before it reports.
inline std::atomic<int> failures{0};

inline bool that(bool right, const char *file, int line, const char *what, const std::string &detail = {}) {
    if (!right) {
        std::fprintf(stderr, "%s:%d: failed: %s%s%s\n", file, line, what, detail.empty() ? "" : ": ", detail.c_str());
        failures++;
    }
    return right;
}

// A result with this status and an error that agrees, blames this input if one is named, and says something and nothing secret.
template <class Result>
bool came_to(nexuszero::status expected, const char *field, const Result &result, const char *file, int line, const char *what) {
    const auto &error = result.error();
    const std::string message = error.message();
    const std::string detail = std::string(name(result.code())) + ", " + error.field() + ": " + message;
    return that(result.code() == expected && error.code() == expected, file, line, what, detail) &&
           that(result.has_value() == (expected == nexuszero::status::ok), file, line, what, "has_value") &&
           that(field == nullptr || error.field() == field, file, line, what, detail) &&
           that(message.size() >= 2 && message.find("sEcReT") == std::string::npos, file, line, what, detail);
}

inline int report(const char *test) {
    if (failures > 0) std::fprintf(stderr, "%s: %d checks failed\n", test, failures.load());
    return failures > 0 ? 1 : 0;
}

}  // namespace check

#define CHECK(...) check::that((__VA_ARGS__), __FILE__, __LINE__, #__VA_ARGS__)
#define CHECK_OK(...) check::came_to(nexuszero::status::ok, nullptr, (__VA_ARGS__), __FILE__, __LINE__, #__VA_ARGS__)
#define CHECK_FAILS(code, ...) check::came_to(nexuszero::status::code, nullptr, (__VA_ARGS__), __FILE__, __LINE__, #__VA_ARGS__)
#define CHECK_BLAMES(code, field, ...) check::came_to(nexuszero::status::code, field, (__VA_ARGS__), __FILE__, __LINE__, #__VA_ARGS__)

#endif
