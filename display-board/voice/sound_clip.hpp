#pragma once
// Sound as samples in memory: the chime made here, speech read from WAV files. Pure but for read_wav.

#include <cstdint>
#include <filesystem>
#include <vector>

#include "shared/base/result.hpp"

namespace motcua::board {

/// 16-bit mono samples.
struct SoundClip {
    unsigned rate_hz = 0;
    std::vector<std::int16_t> samples;
    std::int64_t duration_ms() const {
        return rate_hz == 0 ? 0 : static_cast<std::int64_t>(samples.size()) * 1000 / rate_hz;
    }
};

constexpr std::int64_t chime_ms = 900;
constexpr std::uintmax_t wav_bytes = 4 * 1024 * 1024;  ///< about 90 s of speech; a larger file is refused

/// Two soft falling tones (a major third), which begin and end in silence.
SoundClip make_chime();

/// PCM, 16 bits; two channels are mixed to one. A data length beyond the file's end (as programs that write into a pipe
/// leave it) means "to the end".
Result<SoundClip> parse_wav(const std::vector<std::uint8_t>& bytes);
Result<SoundClip> read_wav(const std::filesystem::path& file);

}  // namespace motcua::board
