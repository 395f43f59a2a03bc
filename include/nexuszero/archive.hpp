// Files of many proofs. Part of nexuszero.hpp.
//
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef NEXUSZERO_ARCHIVE_HPP
#define NEXUSZERO_ARCHIVE_HPP

#include <nexuszero/proof.hpp>
#include <nexuszero/statement.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace nexuszero {

/// What an archive is opened for.
enum class archive_mode : std::uint32_t {
    /// Reading, also while somebody else appends.
    read = NXZ_ARCHIVE_READ,
    /// Reading and appending, by one handle at a time. A record that was not written to its end is cut off; other damage is an error.
    append = NXZ_ARCHIVE_APPEND,
    /// The same, and other damage at the end is cut off too.
    recover = NXZ_ARCHIVE_RECOVER,
};

/// A file of proofs with their statements, contexts, labels and measurements, to which entries are appended (docs/archive.md). What is
/// read from it is not verified. Any number of threads may use it; their calls take turns. After `fork` only one of the two processes may.
///
/// Its destructor flushes and closes, and cannot tell if that fails: call `flush` before it where that matters.
class archive : public handle<nxz_archive, nxz_archive_free> {
public:
    using handle::handle;

    /// Makes an archive in a new file and opens it for appending.
    /// \param path The path, UTF-8.
    /// \return The archive; `status::io` for a file that exists already or cannot be made.
    static result<archive> create(std::string_view path) { return detail::make<archive>(nxz_archive_create, path); }

    /// Opens the archive in a file.
    /// \param path The path, UTF-8.
    /// \param mode What for.
    /// \return The archive; `status::io` for a file that cannot be opened, or, unless opened for reading, that somebody else has open for appending;
    /// `status::malformed` for a file that is no archive or a damaged one; `status::limit_exceeded`, unless opened for reading, where its last
    /// part is too large; `status::unsupported` for a newer format or an unknown mode.
    static result<archive> open(std::string_view path, archive_mode mode = archive_mode::read) {
        return detail::make<archive>(nxz_archive_open, path, mode);
    }

    /// Appends an entry: all of it, or after a failure nothing. It then survives a crash of the program.
    /// \param claim What is proved.
    /// \param context What the proof is bound to.
    /// \param evidence The proof. It is not verified.
    /// \param label The caller's name for the entry, UTF-8 of at most `NXZ_MAX_LABEL_SIZE` bytes.
    /// \return The index of the entry, counted from 0; `status::io`, and earlier entries stay readable; `status::invalid_argument` for an
    /// archive open for reading; `status::limit_exceeded` for what could not be read again; `status::malformed`.
    result<std::uint64_t> append(const nexuszero::statement &claim, bytes_view context, const nexuszero::proof &evidence,
                                 std::string_view label = {}) {
        return detail::number(nxz_archive_append, *this, claim, context, evidence, label);
    }

    /// Makes everything that was appended, by writers before too, survive a power failure.
    /// \return Success; `status::io`, and then always: the archive can be read and not appended to.
    result<void> flush() { return detail::call(nxz_archive_flush, *this); }

    /// The number of entries.
    /// \return The number; 0 for an empty object.
    std::uint64_t size() const noexcept { return nxz_archive_len(get()); }

    /// The statement of an entry.
    /// \param index The entry, counted from 0.
    /// \return The statement; `status::invalid_argument` for an index that no entry has; `status::malformed` for a damaged entry;
    /// `status::limit_exceeded`; `status::io`.
    result<nexuszero::statement> statement(std::uint64_t index) const {
        return detail::make<nexuszero::statement>(nxz_archive_statement, *this, index);
    }

    /// The proof of an entry. It is not verified.
    /// \param index The entry, counted from 0.
    /// \return The proof, or as `statement`.
    result<nexuszero::proof> proof(std::uint64_t index) const {
        return detail::make<nexuszero::proof>(nxz_archive_proof, *this, index);
    }

    /// The context of an entry.
    /// \param index The entry, counted from 0.
    /// \return The bytes, or as `statement`.
    result<bytes> context(std::uint64_t index) const { return detail::allocated<bytes>(nxz_archive_context, *this, index); }

    /// The label of an entry.
    /// \param index The entry, counted from 0.
    /// \return The text, or as `statement`.
    result<std::string> label(std::uint64_t index) const { return detail::text(nxz_archive_label, *this, index); }

    /// The measurements of an entry, as `proof::measurements_json` has them.
    /// \param index The entry, counted from 0.
    /// \return The text, empty where nothing was measured, or as `statement`.
    result<std::string> metrics_json(std::uint64_t index) const {
        return detail::text(nxz_archive_metrics_json, *this, index);
    }

    /// When an entry was appended, by the clock of the machine that did it.
    /// \param index The entry, counted from 0.
    /// \return The time since 1970-01-01 (UTC), at most the year 9999, or as `statement`.
    result<std::chrono::milliseconds> time(std::uint64_t index) const {
        const auto since_epoch = detail::number(nxz_archive_time, *this, index);
        if (!since_epoch) return since_epoch.error();
        return std::chrono::milliseconds(*since_epoch);
    }

    /// A digest that depends on every byte of the archive. That of an archive that was only opened counts once `check` has passed.
    /// \return `NXZ_FINGERPRINT_SIZE` bytes.
    result<bytes> fingerprint() const { return detail::filled(nxz_archive_fingerprint, *this); }

    /// Reads the whole archive and checks its chain of digests and the form of every entry. Proofs are not verified.
    /// \return Success; `status::malformed` for a damaged archive; `status::limit_exceeded`; `status::io`.
    result<void> check() const { return detail::call(nxz_archive_check, *this); }

    /// What the archive holds. It reads the whole archive.
    /// \return A JSON object, or as `statement`.
    result<std::string> summary_json() const { return detail::text(nxz_archive_summary_json, *this); }
};

}  // namespace nexuszero

#endif
