#include "shared/protocol/framing.hpp"

#include <algorithm>
#include <utility>

#include "shared/base/assert.hpp"

namespace motcua::protocol {

std::string_view name_of(FrameError error) {
    switch (error) {
        case FrameError::None:
            return "none";
        case FrameError::Empty:
            return "empty_frame";
        case FrameError::TooLong:
            return "frame_too_long";
    }
    return "none";
}

std::string frame(std::string_view payload) {
    MOTCUA_ASSERT(!payload.empty() && payload.size() <= limits::frame_bytes);
    const auto size = static_cast<std::uint32_t>(payload.size());
    std::string framed;
    framed.reserve(frame_header_bytes + payload.size());
    for (int shift = 24; shift >= 0; shift -= 8)
        framed += static_cast<char>((size >> shift) & 0xff);
    framed += payload;
    return framed;
}

bool FrameReader::take_header(std::string_view& bytes) {
    while (header_size_ < frame_header_bytes && !bytes.empty()) {
        header_[header_size_++] = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
        if (header_size_ < frame_header_bytes)
            continue;
        payload_size_ = 0;
        for (const unsigned char byte : header_)
            payload_size_ = payload_size_ << 8 | byte;
        if (payload_size_ == 0)
            error_ = FrameError::Empty;
        else if (payload_size_ > limit_bytes_)
            error_ = FrameError::TooLong;
    }
    return header_size_ == frame_header_bytes && error_ == FrameError::None;
}

std::optional<std::string> FrameReader::take(std::string_view& bytes) {
    if (error_ != FrameError::None || !take_header(bytes))
        return std::nullopt;
    const std::size_t used = std::min(bytes.size(), payload_size_ - payload_.size());
    payload_.append(bytes.substr(0, used));
    bytes.remove_prefix(used);
    if (payload_.size() < payload_size_)
        return std::nullopt;
    header_size_ = 0;
    return std::exchange(payload_, {});
}

}  // namespace motcua::protocol
