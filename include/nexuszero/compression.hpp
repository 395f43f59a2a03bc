// Compression of statements, circuits, JSON and numbers; proofs are close to random and do not shrink. Part of nexuszero.hpp.
//
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef NEXUSZERO_COMPRESSION_HPP
#define NEXUSZERO_COMPRESSION_HPP

#include <nexuszero/handle.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace nexuszero {

/// How to compress. Nothing ever becomes longer by more than one byte.
enum class compression : std::uint32_t {
    /// Everything is stored.
    none = NXZ_COMPRESSION_NONE,
    /// LZ4: general purpose, fast.
    lz4 = NXZ_COMPRESSION_LZ4,
    /// Tensor trains: arrays of numbers with low tensor rank. Lossless.
    tensor_train = NXZ_COMPRESSION_TENSOR_TRAIN,
    /// Tensor trains and LZ4 together.
    hybrid = NXZ_COMPRESSION_HYBRID,
    /// What a sample of the input suggests.
    adaptive = NXZ_COMPRESSION_ADAPTIVE,
};

/// What compressed bytes were compressed with. Numbers from 128 to 255 are codecs of callers: `codec_id{200}`.
enum class codec_id : std::uint32_t {
    /// Nothing: the content follows as it is.
    stored = NXZ_CODEC_STORED,
    /// An LZ4 frame.
    lz4 = NXZ_CODEC_LZ4,
    /// Tensor trains.
    tensor_train = NXZ_CODEC_TENSOR_TRAIN,
    /// Tensor trains and LZ4 together.
    hybrid = NXZ_CODEC_HYBRID,
};

/// The lower-case name of a strategy.
/// \param strategy A strategy.
/// \return Static text, for example `adaptive`; empty for an unknown number.
inline std::string_view name(compression strategy) noexcept {
    return detail::static_text(nxz_compression_strategy_name(static_cast<nxz_compression_strategy>(strategy)));
}

/// The lower-case name of a codec.
/// \param codec A codec.
/// \return Static text, `custom` for those of callers; empty for an unknown number.
inline std::string_view name(codec_id codec) noexcept {
    return detail::static_text(nxz_codec_name(static_cast<nxz_codec_id>(codec)));
}

/// Compresses bytes in one call, with the usual limits.
/// \param strategy How.
/// \param content The bytes, at most 256 MiB.
/// \return At most one byte more than `content` has; `status::limit_exceeded`.
inline result<bytes> compress(compression strategy, bytes_view content) {
    return detail::allocated<bytes>(nxz_compress, strategy, content);
}

/// Restores what was compressed by whatever strategy. The bytes may come from anybody.
/// \param compressed The bytes.
/// \param max_size Most bytes of content; more than 1024 times the compressed size is refused too.
/// \return The content; `status::malformed`; `status::limit_exceeded`; `status::unsupported` for a codec that is not the library's.
inline result<bytes> decompress(bytes_view compressed, std::uint64_t max_size) {
    return detail::allocated<bytes>(nxz_decompress, compressed, max_size);
}

/// The codec of compressed bytes, from their first byte.
/// \param compressed The bytes.
/// \return The codec; nothing for what no codec made.
inline std::optional<codec_id> compressed_codec(bytes_view compressed) noexcept {
    const nxz_codec_id codec = nxz_compressed_codec(compressed.data(), compressed.size());
    if (codec == UINT32_MAX) return std::nullopt;
    return codec_id{codec};
}

/// Makes a pure LZ4 frame, the content of a `.lz4` file.
/// \param content The bytes.
/// \return The frame.
inline result<bytes> lz4_compress(bytes_view content) { return detail::allocated<bytes>(nxz_lz4_compress, content); }

/// Reads a pure LZ4 frame, the content of a `.lz4` file. It may come from anybody.
/// \param frame The frame.
/// \param max_size Most bytes of content.
/// \return The content; `status::malformed`; `status::limit_exceeded`.
inline result<bytes> lz4_decompress(bytes_view frame, std::uint64_t max_size) {
    return detail::allocated<bytes>(nxz_lz4_decompress, frame, max_size);
}

/// A codec of the caller's. Its functions are called by the threads that compress and decompress, several at once.
struct codec {
    /// Compresses or decompresses `input`. When it compresses, `capacity` is the length of the input, and what is not shorter is not used,
    /// whatever it is. When it decompresses, the input is untrusted, `capacity` is the length of the content, and more bytes than that
    /// are a failure. Nothing, or an exception, is a failure always.
    using function = std::function<std::optional<bytes>(bytes_view input, std::size_t capacity)>;

    /// The codec's number in compressed bytes, 128 to 255: the same for who decompresses.
    codec_id id;
    /// The name in error messages: UTF-8 of 1 to 64 bytes without NUL.
    std::string name;
    /// Compresses; `capacity` is the length of the input.
    function compress;
    /// Decompresses.
    function decompress;
};

/// \cond internal
namespace detail {

// One of the functions of a codec, as the C ABI calls it.
template <codec::function codec::*Function>
std::int32_t run_codec(void *user_data, const std::uint8_t *input, std::size_t size, std::uint8_t *output, std::size_t capacity,
                       std::size_t *written) {
    bool done = false;
    guarded([&] {
        const auto made = (static_cast<codec *>(user_data)->*Function)(bytes_view(input, size), capacity);
        if (!made) return;
        const bool is_compressing = Function == &codec::compress;
        if (made->size() > capacity && !is_compressing) return;
        *written = std::min(made->size(), capacity);
        std::copy_n(made->begin(), *written, output);
        done = true;
    });
    return done ? 0 : 1;
}

template <class Function, class Owner>
result<void> attach_codec(Function set, const Owner &owner, codec attached) {
    const auto named = check_name(attached.name);
    if (!named) return named;
    auto state = std::make_unique<codec>(std::move(attached));
    nxz_codec callbacks{};
    callbacks.id = static_cast<std::uint32_t>(state->id);
    callbacks.name = state->name.c_str();
    if (state->compress) callbacks.compress = run_codec<&codec::compress>;
    if (state->decompress) callbacks.decompress = run_codec<&codec::decompress>;
    return hand_over(set, owner, callbacks, std::move(state));
}

}  // namespace detail
/// \endcond

/// Compresses with a strategy, limits, and possibly a codec of the caller's. Any number of threads may compress and decompress with it
/// at once; it is used by one thread alone while something is set.
class compressor : public handle<nxz_compressor, nxz_compressor_free> {
public:
    using handle::handle;

    /// Makes a compressor with the usual limits.
    /// \param strategy How to compress.
    /// \return The compressor; `status::unsupported` for an unknown strategy.
    static result<compressor> create(compression strategy = compression::adaptive) {
        return detail::make<compressor>(nxz_compressor_new, strategy);
    }

    /// Sets what is compressed and what decompression may yield; everything larger is refused before it is allocated.
    /// \param max_ratio Most bytes that one compressed byte may become, usually 1024.
    /// \param max_size Most bytes of content, usually 256 MiB.
    /// \return Success; `status::configuration` for a ratio of 0.
    result<void> set_limits(std::uint32_t max_ratio, std::uint64_t max_size) {
        return detail::call(nxz_compressor_set_limits, *this, max_ratio, max_size);
    }

    /// Replaces the strategy by a codec of the caller's. What it compresses is decompressed and compared; where it fails, the input is
    /// stored.
    /// \param own The codec, which lives as long as it is set.
    /// \return Success; `status::invalid_argument` for a bad number or name; `status::null_pointer` where a function is missing.
    result<void> set_codec(codec own) { return detail::attach_codec(nxz_compressor_set_codec, *this, std::move(own)); }

    /// Compresses bytes.
    /// \param content The bytes.
    /// \return At most one byte more than `content` has; `status::limit_exceeded`.
    result<bytes> compress(bytes_view content) const {
        return detail::allocated<bytes>(nxz_compressor_compress, *this, content);
    }

    /// Restores what was compressed by whatever strategy, or by the same codec. The bytes may come from anybody.
    /// \param compressed The bytes.
    /// \return The content; `status::malformed`; `status::limit_exceeded`; `status::unsupported` for a codec that it does not have;
    /// `status::compression` where the caller's codec fails.
    result<bytes> decompress(bytes_view compressed) const {
        return detail::allocated<bytes>(nxz_compressor_decompress, *this, compressed);
    }
};

}  // namespace nexuszero

#endif
