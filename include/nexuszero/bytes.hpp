// Bytes: lent, owned, and owned and secret. Part of nexuszero.hpp.
//
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef NEXUSZERO_BYTES_HPP
#define NEXUSZERO_BYTES_HPP

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace nexuszero {

/// Bytes that the caller owns.
using bytes = std::vector<std::uint8_t>;

/// \cond internal
namespace detail {

template <class T>
inline constexpr bool is_byte = std::is_same_v<T, unsigned char> || std::is_same_v<T, char> || std::is_same_v<T, signed char> ||
                                std::is_same_v<T, std::byte>;

// The element type of whatever std::data and std::size know, without const.
template <class Container>
using element = std::remove_cv_t<std::remove_pointer_t<decltype(std::data(std::declval<const Container &>()))>>;

// The compiler must not leave out the stores, although nobody reads them.
inline void wipe(bytes &content) noexcept {
    for (volatile std::uint8_t &each : content) each = 0;
}

}  // namespace detail
/// \endcond

/// A view of bytes that somebody else owns and keeps alive. Made from any container or array of bytes or characters that lies in
/// one piece: `std::vector`, `std::array`, `std::string`, `std::span`, a built-in array of bytes. C++20's `std::span` can be made from it.
///
/// A string literal is text: the NUL that ends it does not count. An array of `char` that is not constant may be a buffer for text or hold
/// bytes, and is refused: say `std::string_view(buffer)`, or `std::string_view(buffer, size)`. Bytes are better kept as `unsigned char`.
class bytes_view {
public:
    /// No bytes.
    constexpr bytes_view() noexcept = default;

    /// A view of a part of memory.
    /// \param data The first byte; may be null where `size` is 0.
    /// \param size The number of bytes.
    constexpr bytes_view(const std::uint8_t *data, std::size_t size) noexcept : data_(data), size_(size) {}

    /// The bytes of a text.
    /// \param text The text.
    bytes_view(std::string_view text) noexcept
        : data_(reinterpret_cast<const std::uint8_t *>(text.data())), size_(text.size()) {}

    /// The bytes of a text that ends with a NUL, without it.
    /// \tparam Pointer A pointer to characters. Arrays are not taken for one.
    /// \param text The text.
    template <class Pointer, std::enable_if_t<std::is_same_v<Pointer, const char *> || std::is_same_v<Pointer, char *>, int> = 0>
    bytes_view(const Pointer &text) noexcept : bytes_view(std::string_view(text)) {}

    /// All of a string literal but the NUL that ends it. An array of constants that is no literal is taken for one.
    /// \tparam Size The length of the array.
    /// \param text The literal; all of an array that does not end with a NUL.
    template <std::size_t Size>
    bytes_view(const char (&text)[Size]) noexcept : bytes_view(std::string_view(text, text[Size - 1] == 0 ? Size - 1 : Size)) {}

    /// Text of any length or bytes: an array of characters that change does not say what it holds, so it is not taken.
    template <std::size_t Size>
    bytes_view(char (&)[Size]) = delete;

    /// A null pointer is no text.
    bytes_view(std::nullptr_t) = delete;

    /// The bytes in a container.
    /// \tparam Container Anything that `std::data` and `std::size` know and that holds bytes or characters.
    /// \param container The container, which outlives the view.
    template <class Container, std::enable_if_t<detail::is_byte<detail::element<Container>>, int> = 0>
    bytes_view(const Container &container) noexcept
        : data_(reinterpret_cast<const std::uint8_t *>(std::data(container))), size_(std::size(container)) {}

    /// The first byte.
    /// \return A pointer to `size` bytes; may be null where there are none.
    constexpr const std::uint8_t *data() const noexcept { return data_; }

    /// The number of bytes.
    /// \return The number.
    constexpr std::size_t size() const noexcept { return size_; }

    /// Whether there are none.
    /// \return True for no bytes.
    constexpr bool empty() const noexcept { return size_ == 0; }

    /// The beginning, for loops and containers.
    /// \return An iterator.
    constexpr const std::uint8_t *begin() const noexcept { return data_; }

    /// The end, for loops and containers.
    /// \return An iterator.
    constexpr const std::uint8_t *end() const noexcept { return size_ == 0 ? data_ : data_ + size_; }

private:
    const std::uint8_t *data_ = nullptr;
    std::size_t size_ = 0;
};

/// Secret bytes that are wiped when they go away. They move and do not copy.
class secret_bytes {
public:
    /// No bytes.
    secret_bytes() noexcept = default;

    /// Copies bytes. The original is the caller's to wipe.
    /// \param secret The bytes.
    explicit secret_bytes(bytes_view secret) : content_(secret.begin(), secret.end()) {}

    /// Takes over bytes, which are not copied.
    /// \param secret The bytes.
    explicit secret_bytes(bytes &&secret) noexcept : content_(std::move(secret)) {}

    /// Takes over the bytes and leaves none.
    /// \param other Where they were.
    secret_bytes(secret_bytes &&other) noexcept : content_(std::move(other.content_)) { other.content_.clear(); }

    /// Wipes the bytes and takes over others.
    /// \param other Where they were. It gets these, wiped.
    /// \return These bytes.
    secret_bytes &operator=(secret_bytes &&other) noexcept {
        if (this != &other) {
            detail::wipe(content_);
            content_.clear();
            content_.swap(other.content_);
        }
        return *this;
    }

    /// Wipes the bytes.
    ~secret_bytes() { detail::wipe(content_); }

    /// The first byte.
    /// \return A pointer to `size` bytes that live as long as this; may be null where there are none.
    const std::uint8_t *data() const noexcept { return content_.data(); }

    /// The number of bytes.
    /// \return The number.
    std::size_t size() const noexcept { return content_.size(); }

private:
    bytes content_;
};

}  // namespace nexuszero

#endif
