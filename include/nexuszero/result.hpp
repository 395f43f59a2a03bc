// What can go wrong, and how a call says so. Part of nexuszero.hpp.
//
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef NEXUSZERO_RESULT_HPP
#define NEXUSZERO_RESULT_HPP

#include <nexuszero.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace nexuszero {

/// What a call came to. The numbers are those of `nxz_status`; later versions may add some.
enum class status : std::int32_t {
    /// Success. Of a verification: the proof is valid.
    ok = NXZ_OK,
    /// No proof could be made, for example because the witness does not satisfy the statement.
    proof_generation = NXZ_ERR_PROOF_GENERATION,
    /// The proof is not valid for this statement, context and configuration.
    proof_verification = NXZ_ERR_PROOF_VERIFICATION,
    /// A codec failed.
    compression = NXZ_ERR_COMPRESSION,
    /// An optimizer failed.
    optimization = NXZ_ERR_OPTIMIZATION,
    /// The configuration is invalid or contradicts itself.
    configuration = NXZ_ERR_CONFIGURATION,
    /// Something that must not happen happened, for example the operating system gave no randomness.
    internal = NXZ_ERR_INTERNAL,
    /// An object was used that was moved from or reset.
    null_pointer = NXZ_ERR_NULL_POINTER,
    /// An argument is outside its domain.
    invalid_argument = NXZ_ERR_INVALID_ARGUMENT,
    /// A buffer does not hold the result.
    buffer_too_small = NXZ_ERR_BUFFER_TOO_SMALL,
    /// The bytes are not the canonical encoding of anything.
    malformed = NXZ_ERR_MALFORMED,
    /// Well formed, and this build does not have it; or header and library do not belong together.
    unsupported = NXZ_ERR_UNSUPPORTED,
    /// Well formed, and larger than the limits allow, or than there is memory for.
    limit_exceeded = NXZ_ERR_LIMIT_EXCEEDED,
    /// The caller cancelled the operation.
    cancelled = NXZ_ERR_CANCELLED,
    /// A defect of the library: it panicked, and the panic was stopped at the boundary.
    panic = NXZ_ERR_PANIC,
    /// A native handle is of another type, or was freed.
    invalid_handle = NXZ_ERR_INVALID_HANDLE,
    /// A file could not be read or written.
    io = NXZ_ERR_IO,
};

/// \cond internal
namespace detail {

/// A static string of the C ABI, which is NULL for unknown numbers.
inline std::string_view static_text(const char *text) noexcept { return text == nullptr ? std::string_view() : text; }

}  // namespace detail
/// \endcond

/// The name of a status in a few words.
/// \param code A status.
/// \return Static text; empty for a number that is no status of this version.
inline std::string_view name(status code) noexcept {
    return detail::static_text(nxz_status_name(static_cast<std::int32_t>(code)));
}

/// One thing that a check found wrong.
struct problem {
    /// Its status.
    status code;
    /// A sentence for a person, in English. It is built from lengths, names and public values, never from a witness.
    std::string message;
    /// The argument, member of a structure or setting that is to blame, as nexuszero.h calls it; empty where no single input is.
    std::string field;
};

/// Why a call failed: one problem, or all that a check of several inputs found. Copies share their content and never throw. An
/// error never changes: any number of threads may read it.
class error : public std::exception {
public:
    /// An error with one problem.
    /// \param code Its status.
    /// \param message A sentence; where it is empty, the name of the status stands for it.
    /// \param field The input that is to blame, or nothing.
    explicit error(status code, std::string message = {}, std::string field = {})
        : error(std::vector<problem>{{code, message.empty() ? std::string(name(code)) : std::move(message), std::move(field)}}) {}

    /// An error with several problems.
    /// \param problems At least one; where there is none, the error is `status::internal`.
    explicit error(std::vector<problem> problems) : content_(std::make_shared<const content>(std::move(problems))) {}

    /// Shares the content.
    /// \param other The error whose content is shared.
    error(const error &other) noexcept = default;

    /// Shares the content.
    /// \param other The error whose content is shared.
    /// \return This error.
    error &operator=(const error &other) noexcept = default;

    /// Releases the content.
    ~error() override = default;

    /// The status of the first problem.
    /// \return The status that the call returned.
    status code() const noexcept { return content_->problems.front().code; }

    /// The sentence about the first problem.
    /// \return Text that lives as long as this error or a copy of it.
    const std::string &message() const & noexcept { return content_->problems.front().message; }

    /// The sentence about the first problem of an error that goes away, as in `f().error().message()`.
    /// \return A copy.
    std::string message() const && { return message(); }

    /// The input that the first problem is about.
    /// \return Text that lives as long as this error or a copy of it; empty where no single input is to blame.
    const std::string &field() const & noexcept { return content_->problems.front().field; }

    /// The input that the first problem of an error that goes away is about.
    /// \return A copy; empty where no single input is to blame.
    std::string field() const && { return field(); }

    /// All problems, the first one included.
    /// \return One or more, which live as long as this error or a copy of it.
    const std::vector<problem> &problems() const & noexcept { return content_->problems; }

    /// All problems of an error that goes away.
    /// \return A copy of them.
    std::vector<problem> problems() const && { return problems(); }

    /// All problems in one line.
    /// \return The messages, each behind the input that is to blame, with "; " between them, NUL-terminated, which live as long as this error or a copy of it.
    const char *what() const noexcept override { return content_->text.c_str(); }

private:
    struct content {
        explicit content(std::vector<problem> found) : problems(std::move(found)) {
            if (problems.empty()) problems.push_back({status::internal, "nothing is known of this failure", {}});
            for (const problem &each : problems) {
                if (!text.empty()) text += "; ";
                if (!each.field.empty()) text += each.field + ": ";
                text += each.message;
            }
        }
        std::vector<problem> problems;
        std::string text;
    };
    // Copied and never moved from, so that it is never null.
    std::shared_ptr<const content> content_;
};

/// \cond internal
namespace detail {

#if defined(__cpp_exceptions)
[[noreturn]] inline void raise(const error &failure) { throw failure; }
#else
[[noreturn]] inline void raise(const error &failure) {
    std::fprintf(stderr, "nexuszero: value() of a failed result: %s\n", failure.what());
    std::abort();
}
#endif

// What error() gives where nothing failed.
inline const error &no_error() {
    static const error none(status::ok);
    return none;
}

}  // namespace detail
/// \endcond

/// What a call gives that can fail: a value, or an error. Look first (`if (r)`), or take the value and let `value` throw.
///
/// \tparam T The value; `result<void>` has none.
template <class T>
class [[nodiscard]] result {
public:
    /// Success.
    /// \param value The value.
    result(T value) : content_(std::in_place_index<0>, std::move(value)) {}

    /// Failure.
    /// \param failure Why.
    result(const nexuszero::error &failure) : content_(std::in_place_index<1>, failure) {}

    /// Whether there is a value.
    /// \return True for success.
    bool has_value() const noexcept { return content_.index() == 0; }

    /// Whether there is a value.
    /// \return True for success.
    explicit operator bool() const noexcept { return has_value(); }

    /// What the call came to.
    /// \return `status::ok`, or that of the error.
    status code() const noexcept { return has_value() ? status::ok : std::get_if<1>(&content_)->code(); }

    /// Why the call failed.
    /// \return The error; one with `status::ok` where the call did not fail.
    const nexuszero::error &error() const & { return has_value() ? detail::no_error() : *std::get_if<1>(&content_); }

    /// Why the call failed, of a result that goes away.
    /// \return The error; one with `status::ok` where the call did not fail.
    nexuszero::error error() const && { return has_value() ? detail::no_error() : *std::get_if<1>(&content_); }

    /// The value. Where the call failed, throws its error; in a program without exceptions, prints it and calls `std::abort`.
    /// \return The value, which lives as long as the result.
    T &value() & { return *checked(content_); }

    /// The value; see above.
    /// \return The value, which lives as long as the result.
    const T &value() const & { return *checked(content_); }

    /// The value of a result that goes away; see above.
    /// \return The value, moved out.
    T value() && { return std::move(*checked(content_)); }

    /// The value, checked as by `value`.
    /// \return The value, which lives as long as the result.
    T &operator*() & { return value(); }

    /// The value, checked as by `value`.
    /// \return The value, which lives as long as the result.
    const T &operator*() const & { return value(); }

    /// The value of a result that goes away, checked as by `value`.
    /// \return The value, moved out.
    T operator*() && { return std::move(*this).value(); }

    /// A member of the value, checked as by `value`.
    /// \return The value.
    T *operator->() & { return &value(); }

    /// A member of the value, checked as by `value`.
    /// \return The value.
    const T *operator->() const & { return &value(); }

    /// What a member lends would be gone with the result: `value` moves the value out, or `*`.
    const T *operator->() const && = delete;

private:
    using content = std::variant<T, nexuszero::error>;

    template <class Content>
    static auto checked(Content &from) {
        const auto value = std::get_if<0>(&from);
        if (value == nullptr) detail::raise(*std::get_if<1>(&from));
        return value;
    }

    content content_;
};

/// What a call gives that can fail and has no value.
template <>
class [[nodiscard]] result<void> {
public:
    /// Success.
    result() noexcept = default;

    /// Failure.
    /// \param failure Why.
    result(const nexuszero::error &failure) : failure_(failure) {}

    /// Whether the call succeeded.
    /// \return True for success.
    bool has_value() const noexcept { return !failure_; }

    /// Whether the call succeeded.
    /// \return True for success.
    explicit operator bool() const noexcept { return has_value(); }

    /// What the call came to.
    /// \return `status::ok`, or that of the error.
    status code() const noexcept { return failure_ ? failure_->code() : status::ok; }

    /// Why the call failed.
    /// \return The error; one with `status::ok` where the call did not fail.
    const nexuszero::error &error() const & { return failure_ ? *failure_ : detail::no_error(); }

    /// Why the call failed, of a result that goes away.
    /// \return The error; one with `status::ok` where the call did not fail.
    nexuszero::error error() const && { return failure_ ? *failure_ : detail::no_error(); }

    /// Checks. Where the call failed, throws its error; in a program without exceptions, prints it and calls `std::abort`.
    void value() const {
        if (failure_) detail::raise(*failure_);
    }

private:
    std::optional<nexuszero::error> failure_;
};

}  // namespace nexuszero

#endif
