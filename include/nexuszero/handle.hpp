// Owned objects of the C ABI, and how its functions are called. Part of nexuszero.hpp.
//
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef NEXUSZERO_HANDLE_HPP
#define NEXUSZERO_HANDLE_HPP

#include <nexuszero/bytes.hpp>
#include <nexuszero/result.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace nexuszero {

/// An object of the C ABI that is freed with its owner. It moves and does not copy. An object that was moved from or reset is empty: it
/// can be destroyed, reset and assigned to, and every call with it fails with `status::null_pointer`.
///
/// Threads: as with any object of C++, nothing may destroy, reset, assign or move it while another thread uses it.
///
/// \tparam Native The type of the C ABI.
/// \tparam Free The function that frees it.
template <class Native, void (*Free)(Native *)>
class handle {
public:
    /// The type of the C ABI.
    using native_type = Native;

    /// Takes over an object of the C ABI.
    /// \param native The object, or null for none.
    explicit handle(Native *native) noexcept : native_(native) {}

    /// Whether there is an object.
    /// \return False after a move, `release` or `reset`.
    explicit operator bool() const noexcept { return native_ != nullptr; }

    /// The object, for calls of the C ABI. It stays owned.
    /// \return The object; null where there is none.
    Native *get() const noexcept { return native_.get(); }

    /// Gives the object away; the caller frees it.
    /// \return The object; null where there was none.
    [[nodiscard]] Native *release() noexcept { return native_.release(); }

    /// Frees the object now. A second time there is nothing to free, and nothing happens.
    void reset() noexcept { native_.reset(); }

private:
    struct deleter {
        void operator()(Native *native) const noexcept { Free(native); }
    };
    std::unique_ptr<Native, deleter> native_;
};

/// \cond internal
namespace detail {

// What a failed call left in its error slot.
inline error take_error(nxz_status returned, nxz_error *native) {
    const handle<nxz_error, nxz_error_free> owner(native);
    const auto text = [](const char *from) { return std::string(static_text(from)); };
    if (native == nullptr) return error(static_cast<status>(returned));
    std::vector<problem> problems{
        {static_cast<status>(nxz_error_code(native)), text(nxz_error_message(native)), text(nxz_error_field(native))}};
    for (std::size_t i = 1; i < nxz_error_problems(native); i++) {
        problems.push_back({static_cast<status>(nxz_error_problem_code(native, i)), text(nxz_error_problem_message(native, i)),
                            text(nxz_error_problem_field(native, i))});
    }
    return error(std::move(problems));
}

// An argument as the C ABI takes it: views as pointer and length, objects as pointers, enumerations and truth values as numbers.
template <class Argument>
auto as_native(const Argument &argument) {
    if constexpr (std::is_same_v<Argument, bytes_view> || std::is_same_v<Argument, std::string_view>) {
        return std::make_tuple(argument.data(), argument.size());
    } else if constexpr (std::is_same_v<Argument, bool>) {
        return std::make_tuple(std::uint32_t{argument});
    } else if constexpr (std::is_enum_v<Argument>) {
        return std::make_tuple(static_cast<std::underlying_type_t<Argument>>(argument));
    } else if constexpr (std::is_arithmetic_v<Argument> || std::is_pointer_v<Argument>) {
        return std::make_tuple(argument);
    } else {
        return std::make_tuple(argument.get());
    }
}

// Calls a function of the C ABI, whose last argument is the error slot. All calls that can fail go through here, so that a library of
// another ABI is noticed by the first.
template <class Function, class... Arguments>
result<void> call(Function function, const Arguments &...arguments) {
    if (nxz_abi_version() != NXZ_ABI_VERSION) {
        return error(status::unsupported, "the library has ABI " + std::to_string(nxz_abi_version()) +
                                              ", and this program was compiled for ABI " + std::to_string(NXZ_ABI_VERSION));
    }
    nxz_error *failure = nullptr;
    const nxz_status returned = std::apply(function, std::tuple_cat(as_native(arguments)..., std::make_tuple(&failure)));
    if (returned != NXZ_OK) return take_error(returned, failure);
    return {};
}

// Calls of functions whose output stands before the error slot: an object,
template <class Object, class Function, class... Arguments>
result<Object> make(Function function, const Arguments &...arguments) {
    typename Object::native_type *out = nullptr;
    const auto done = call(function, arguments..., &out);
    if (!done) return done.error();
    return Object(out);
}

// a number,
template <class Function, class... Arguments>
result<std::uint64_t> number(Function function, const Arguments &...arguments) {
    std::uint64_t out = 0;
    const auto done = call(function, arguments..., &out);
    if (!done) return done.error();
    return out;
}

// a structure,
template <class Structure, class Function, class... Arguments>
result<Structure> structure(Function function, const Arguments &...arguments) {
    Structure out{};
    out.struct_size = sizeof out;
    const auto done = call(function, arguments..., &out);
    if (!done) return done.error();
    return out;
}

// text,
template <class Function, class... Arguments>
result<std::string> text(Function function, const Arguments &...arguments) {
    const auto out = make<handle<nxz_string, nxz_string_free>>(function, arguments...);
    if (!out) return out.error();
    return std::string(nxz_string_data(out->get()), nxz_string_len(out->get()));
}

// bytes that the library allocated, as `bytes` or `secret_bytes`,
template <class Bytes, class Function, class... Arguments>
result<Bytes> allocated(Function function, const Arguments &...arguments) {
    const auto out = make<handle<nxz_bytes, nxz_bytes_free>>(function, arguments...);
    if (!out) return out.error();
    std::size_t size = 0;
    const std::uint8_t *const data = nxz_bytes_data(out->get(), &size);
    const bytes_view content(data, size);
    if constexpr (std::is_same_v<Bytes, secret_bytes>) {
        return secret_bytes(content);
    } else {
        return Bytes(content.begin(), content.end());
    }
}

// and bytes in a buffer of the caller's, none longer than the longest digest.
template <class Function, class... Arguments>
result<bytes> filled(Function function, const Arguments &...arguments) {
    bytes out(NXZ_MAX_DIGEST_SIZE);
    std::size_t size = 0;
    const auto done = call(function, arguments..., out.data(), out.size(), &size);
    if (!done) return done.error();
    out.resize(size);
    return out;
}

// Whether a range makes its objects while it is walked through, so that each is freed before the next one is there.
template <class Object, class Objects, class Element = decltype(*std::begin(std::declval<const Objects &>()))>
inline constexpr bool makes_objects = !std::is_reference_v<Element> && std::is_base_of_v<Object, Element>;

// The native pointers of a range of objects, or of references to them.
template <class Object, class Objects>
auto native_pointers(const Objects &objects) {
    static_assert(!makes_objects<Object, Objects>, "the objects must outlive the call: put them into a container first");
    std::vector<const typename Object::native_type *> pointers;
    for (const Object &each : objects) pointers.push_back(each.get());
    return pointers;
}

// The names of callbacks end with a NUL in the C ABI: it would take one with a NUL in it for another.
inline result<void> check_name(const std::string &name) {
    if (name.find('\0') == std::string::npos) return {};
    return error(status::invalid_argument, "has no NUL in it", "name");
}

// Runs a callback of the program's. Exceptions do not cross the boundary: false says that there was one.
#if defined(__cpp_exceptions)
template <class Callback>
bool guarded(Callback &&callback, std::exception_ptr *thrown = nullptr) noexcept {
    try {
        callback();
        return true;
    } catch (...) {
        if (thrown != nullptr) *thrown = std::current_exception();
        return false;
    }
}
#else
template <class Callback>
bool guarded(Callback &&callback, std::exception_ptr * = nullptr) noexcept {
    callback();
    return true;
}
#endif

// Hands a structure of callbacks and the state that they work on to the library, which destroys the state when nothing uses it any
// more. A call that fails takes nothing.
template <class Function, class Owner, class Callbacks, class State>
result<void> hand_over(Function function, const Owner &owner, Callbacks callbacks, std::unique_ptr<State> state) {
    callbacks.struct_size = sizeof callbacks;
    callbacks.user_data = state.get();
    callbacks.destroy = [](void *user_data) { delete static_cast<State *>(user_data); };
    const auto done = call(function, owner, &callbacks);
    if (done) static_cast<void>(state.release());
    return done;
}

}  // namespace detail
/// \endcond

}  // namespace nexuszero

#endif
