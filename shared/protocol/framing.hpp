#pragma once
// Frames on a byte stream: u32 big-endian length of the payload, then the payload (one encoded Message). Pure; owned by
// whoever owns the connection, used on its thread.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/vocabulary/limits.hpp"

namespace motcua::protocol {

constexpr std::size_t frame_header_bytes = 4;

enum class FrameError : std::uint8_t {
    None = 0,
    Empty,    ///< a length of 0
    TooLong,  ///< a length over the limit of that moment
};
std::string_view name_of(FrameError error);  ///< "empty_frame", "frame_too_long"; "none"

/// Header and payload in one string. The payload is 1 .. limits::frame_bytes long, as encode() makes it.
std::string frame(std::string_view payload);

/// Cuts a stream into payloads. Feed what was read, in pieces of any size:
///     while (auto payload = reader.take(bytes)) handle(*payload);
///     if (reader.error() != FrameError::None) close();
/// An error is known as soon as the four length bytes are there, and stays.
class FrameReader {
  public:
    explicit FrameReader(std::size_t limit_bytes = limits::frame_before_proof_bytes) : limit_bytes_(limit_bytes) {}

    /// Counts from the next length read; a frame already begun goes on under the limit it began with.
    void set_limit(std::size_t limit_bytes) { limit_bytes_ = limit_bytes; }

    /// Takes from the front of `bytes` what the present frame still needs. A payload when it is whole; nullopt when
    /// `bytes` is used up (it is empty then) or there is an error (what is left of it stays unread).
    std::optional<std::string> take(std::string_view& bytes);

    FrameError error() const { return error_; }
    /// Bytes held of a frame that is not whole yet, its header included; never more than header and limit.
    std::size_t buffered_bytes() const { return header_size_ + payload_.size(); }

  private:
    bool take_header(std::string_view& bytes);

    std::size_t limit_bytes_;
    std::array<unsigned char, frame_header_bytes> header_{};
    std::size_t header_size_ = 0;
    std::size_t payload_size_ = 0;  ///< announced by the header, once it is whole
    std::string payload_;
    FrameError error_ = FrameError::None;
};

}  // namespace motcua::protocol
