#include "display-board/voice/sound_clip.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <numbers>
#include <string_view>

namespace motcua::board {
namespace {

constexpr unsigned chime_rate_hz = 22'050;
constexpr double first_tone_hz = 783.99;   // G5
constexpr double second_tone_hz = 622.25;  // E flat 5
constexpr double second_tone_at_s = 0.28;
constexpr double attack_s = 0.012;
constexpr double decay_s = 0.20;
constexpr double fade_s = 0.08;  ///< at the very end, so that nothing clicks

/// A struck bar: the tone and a weaker octave, rising fast and dying away.
double tone(double frequency_hz, double t) {
    if (t < 0) {
        return 0;
    }
    const double envelope = std::min(1.0, t / attack_s) * std::exp(-t / decay_s);
    const double phase = 2 * std::numbers::pi * frequency_hz * t;
    return envelope * (0.8 * std::sin(phase) + 0.2 * std::sin(2 * phase) * std::exp(-t / 0.1));
}

std::uint32_t u32(const std::uint8_t* at) {
    return static_cast<std::uint32_t>(at[0]) | static_cast<std::uint32_t>(at[1]) << 8 |
           static_cast<std::uint32_t>(at[2]) << 16 | static_cast<std::uint32_t>(at[3]) << 24;
}
std::uint16_t u16(const std::uint8_t* at) {
    return static_cast<std::uint16_t>(at[0] | at[1] << 8);
}
bool is_tag(const std::uint8_t* at, std::string_view tag) {
    return std::memcmp(at, tag.data(), 4) == 0;
}

struct WavFormat {
    std::uint16_t channels = 0;
    std::uint32_t rate_hz = 0;
    std::uint16_t bits = 0;
    bool is_pcm = false;
};

SoundClip samples_of(const WavFormat& format, const std::uint8_t* data, std::size_t bytes) {
    SoundClip clip;
    clip.rate_hz = format.rate_hz;
    const std::size_t frame_bytes = 2U * format.channels;
    clip.samples.reserve(bytes / frame_bytes);
    for (std::size_t at = 0; at + frame_bytes <= bytes; at += frame_bytes) {
        int sum = 0;
        for (std::size_t channel = 0; channel < format.channels; ++channel) {
            sum += static_cast<std::int16_t>(u16(data + at + 2 * channel));
        }
        clip.samples.push_back(static_cast<std::int16_t>(sum / format.channels));
    }
    return clip;
}

}  // namespace

SoundClip make_chime() {
    SoundClip clip;
    clip.rate_hz = chime_rate_hz;
    const std::size_t count = chime_rate_hz * static_cast<std::size_t>(chime_ms) / 1000;
    clip.samples.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double t = static_cast<double>(i) / chime_rate_hz;
        const double left_s = static_cast<double>(count - i) / chime_rate_hz;
        const double value = 0.5 * (tone(first_tone_hz, t) + tone(second_tone_hz, t - second_tone_at_s));
        clip.samples.push_back(static_cast<std::int16_t>(26'000 * value * std::min(1.0, left_s / fade_s)));
    }
    return clip;
}

Result<SoundClip> parse_wav(const std::vector<std::uint8_t>& bytes) {
    const std::uint8_t* data = bytes.data();
    if (bytes.size() < 12 || !is_tag(data, "RIFF") || !is_tag(data + 8, "WAVE")) {
        return Problem::verbatim("not a WAV file");
    }
    WavFormat format;
    std::size_t at = 12;
    while (at + 8 <= bytes.size()) {
        const std::size_t left = bytes.size() - at - 8;
        const std::size_t length = std::min<std::size_t>(u32(data + at + 4), left);
        const std::uint8_t* body = data + at + 8;
        if (is_tag(data + at, "fmt ") && length >= 16) {
            const std::uint16_t code = u16(body);
            format = {u16(body + 2), u32(body + 4), u16(body + 14), code == 1 || code == 0xFFFE};
        } else if (is_tag(data + at, "data")) {
            if (!format.is_pcm || format.bits != 16 || format.channels < 1 || format.channels > 2 ||
                format.rate_hz < 8'000 || format.rate_hz > 96'000) {
                return Problem::verbatim("a WAV file of another kind than 16-bit PCM with one or two channels");
            }
            return samples_of(format, body, length);
        }
        at += 8 + length + length % 2;
    }
    return Problem::verbatim("a WAV file without samples");
}

Result<SoundClip> read_wav(const std::filesystem::path& file) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    if (error || size > wav_bytes) {
        return Problem::verbatim(file.string() + (error ? ": " + error.message() : ": larger than any spoken call"));
    }
    std::ifstream stream(file, std::ios::binary);
    const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(stream), {}};
    return parse_wav(bytes);
}

}  // namespace motcua::board
