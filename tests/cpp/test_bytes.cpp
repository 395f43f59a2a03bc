// Views of everything that holds bytes, and secrets that are wiped.
#include "fixtures.hpp"

#include <array>
#include <cstring>
#include <string_view>
#include <vector>
#if __cplusplus >= 202002L
#include <span>
#endif

namespace {

std::string text_of(nz::bytes_view view) { return std::string(view.begin(), view.end()); }

void views() {
    const std::uint8_t plain[] = {'a', 'b', 0};
    const std::array<std::byte, 2> raw{std::byte{'x'}, std::byte{'y'}};
    const std::string text("one\0two", 7);
    CHECK(text_of("literal") == "literal");
    CHECK(text_of(plain) == std::string("ab\0", 3));
    CHECK(text_of(raw) == "xy");
    CHECK(text_of(text) == text && text_of(std::string_view(text)) == text);
    CHECK(text_of(std::vector<char>{'c'}) == "c" && text_of(nz::bytes{'d'}) == "d");
    CHECK(text_of(nz::secret_bytes("e")) == "e");
    const char *const pointer = "until NUL";
    char changeable[] = "this too";
    char *const start = changeable;
    CHECK(text_of(pointer) == "until NUL" && text_of(start) == "this too");
    // Of a literal and what looks like one nothing is cut off but the last NUL, and nothing behind it is read.
    const struct {
        char nonce[4] = {0, 'n', 0, 'm'};
        char after[4] = {'x', 'y', 'z', 0};
    } session;
    CHECK(text_of(session.nonce) == std::string("\0n\0m", 4) && text_of(session.after) == "xyz");
    static_assert(!std::is_constructible_v<nz::bytes_view, char (&)[4]>);
    CHECK(text_of("a\0b") == std::string("a\0b", 3) && text_of("").empty());
    CHECK(nz::bytes_view().empty() && nz::bytes_view(nz::bytes()).size() == 0 && !nz::bytes_view("f").empty());
    CHECK(nz::bytes_view().begin() == nz::bytes_view().end());
    static_assert(!std::is_constructible_v<nz::bytes_view, std::vector<int>>);
    static_assert(!std::is_constructible_v<nz::bytes_view, std::vector<bool>>);
    static_assert(!std::is_constructible_v<nz::bytes_view, int>);
    static_assert(!std::is_constructible_v<nz::bytes_view, std::nullptr_t>);
}

#if __cplusplus >= 202002L
void spans() {
    const nz::bytes content{1, 2, 3};
    const std::span<const std::uint8_t> span = nz::bytes_view(content);
    CHECK(span.data() == content.data() && span.size() == 3);
    CHECK(nz::bytes_view(span).data() == content.data());
    const std::array<char, 2> fixed{'h', 'i'};
    CHECK(text_of(std::span(fixed)) == "hi");
}
#else
void spans() {}
#endif

// The memory is still owned and may be looked at.
void wiping() {
    nz::secret_bytes first(secret);
    const std::uint8_t *const memory = first.data();
    CHECK(std::memcmp(memory, secret.data(), secret.size()) == 0);
    nz::secret_bytes second(std::move(first));
    CHECK(first.size() == 0 && second.data() == memory && second.size() == secret.size());
    first = nz::secret_bytes("another");
    second = std::move(first);
    CHECK(text_of(second) == "another" && first.size() == 0);
    auto &same = second;
    second = std::move(same);
    CHECK(text_of(second) == "another");

    nz::bytes content{1, 2, 3};
    nz::detail::wipe(content);
    CHECK(content == nz::bytes{0, 0, 0});
    static_assert(!std::is_copy_constructible_v<nz::secret_bytes> && !std::is_copy_assignable_v<nz::secret_bytes>);
}

}  // namespace

int main() {
    views();
    spans();
    wiping();
    return check::report("bytes");
}
