#include "display-board/voice/sound_clip.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>

namespace motcua::board {
namespace {

using Bytes = std::vector<std::uint8_t>;

void put(Bytes& bytes, std::uint32_t value, int count) {
    for (int i = 0; i < count; ++i) {
        bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    }
}
void put(Bytes& bytes, const char* tag) {
    for (int i = 0; i < 4; ++i) {  // an insert of a range here is a warning in optimised builds of GCC 12
        bytes.push_back(static_cast<std::uint8_t>(tag[i]));
    }
}

Bytes wav(std::uint16_t channels, const std::vector<std::int16_t>& samples, std::uint32_t data_bytes) {
    Bytes bytes;
    put(bytes, "RIFF");
    put(bytes, 36 + data_bytes, 4);
    put(bytes, "WAVE");
    put(bytes, "LIST");  // a block nobody needs, of odd length
    put(bytes, 3, 4);
    put(bytes, 0, 4);
    put(bytes, "fmt ");
    put(bytes, 16, 4);
    put(bytes, 1, 2);
    put(bytes, channels, 2);
    put(bytes, 22'050, 4);
    put(bytes, 22'050U * 2 * channels, 4);
    put(bytes, 2U * channels, 2);
    put(bytes, 16, 2);
    put(bytes, "data");
    put(bytes, data_bytes, 4);
    for (const std::int16_t sample : samples) {
        put(bytes, static_cast<std::uint16_t>(sample), 2);
    }
    return bytes;
}

int loudest(const SoundClip& clip, std::int64_t from_ms, std::int64_t to_ms) {
    int loudest = 0;
    for (std::int64_t i = from_ms * clip.rate_hz / 1000; i < to_ms * clip.rate_hz / 1000; ++i) {
        loudest = std::max(loudest, std::abs(static_cast<int>(clip.samples[static_cast<std::size_t>(i)])));
    }
    return loudest;
}

TEST_CASE("chime: 0.6 to 1 s, two strokes, no click at either end, never clipped") {
    const SoundClip chime = make_chime();
    CHECK(chime.duration_ms() >= 600);
    CHECK(chime.duration_ms() <= 1'000);
    CHECK(std::abs(static_cast<int>(chime.samples.front())) < 50);
    CHECK(std::abs(static_cast<int>(chime.samples.back())) < 50);
    CHECK(loudest(chime, 0, 100) > 8'000);
    CHECK(loudest(chime, 290, 400) > loudest(chime, 220, 275));
    CHECK(loudest(chime, 0, chime.duration_ms()) < 20'000);
}

TEST_CASE("wav: mono, stereo, and a length written into a pipe") {
    const auto mono = parse_wav(wav(1, {1, -2, 300}, 6));
    REQUIRE(mono.has_value());
    CHECK(mono->samples == std::vector<std::int16_t>{1, -2, 300});
    CHECK(mono->rate_hz == 22'050);
    const auto stereo = parse_wav(wav(2, {10, 20, -10, -30}, 8));
    REQUIRE(stereo.has_value());
    CHECK(stereo->samples == std::vector<std::int16_t>{15, -20});
    const auto piped = parse_wav(wav(1, {7, 8}, 0x7ffff000));
    REQUIRE(piped.has_value());
    CHECK(piped->samples.size() == 2);
}

TEST_CASE("wav: cut at every byte it is a problem or a shorter clip, never more") {
    const Bytes whole = wav(1, {1, 2, 3, 4}, 8);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const auto clip = parse_wav(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)));
        if (clip) {
            CHECK(clip->samples.size() < 4);
        }
    }
    Bytes eight_bits = whole;
    eight_bits[12 + 12 + 22] = 8;
    CHECK(!parse_wav(eight_bits));
    Bytes no_channels = whole;
    no_channels[12 + 12 + 10] = 0;
    CHECK(!parse_wav(no_channels));
    CHECK(!parse_wav(Bytes(200, 0)));
    CHECK(!read_wav("/nowhere/at/all.wav"));
}

}  // namespace
}  // namespace motcua::board
