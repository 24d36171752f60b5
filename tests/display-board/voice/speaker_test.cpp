// The real speaker, heard through OpenAL's wave driver: what was played lies in a file afterwards. One program of its
// own, because OpenAL reads its settings once.

#include "display-board/voice/speaker.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <thread>

#include "tests/display-board/voice/temporary_folder.hpp"

namespace motcua::board {
namespace {

using Clock = std::chrono::steady_clock;

/// Polls as the window's loop does; false when it did not come true within a generous limit.
bool wait_until(const std::function<bool()>& is_so) {
    const auto deadline = Clock::now() + std::chrono::seconds(40);
    while (!is_so()) {
        if (Clock::now() > deadline) {
            return false;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

bool wait_for_end(Speaker& speaker, std::uint64_t id) {
    return wait_until([&] {
        const auto ended = speaker.take_finished();
        return std::find(ended.begin(), ended.end(), id) != ended.end();
    });
}

/// Everything played through OpenAL from now on goes into a file of this folder.
class HeardFile {
  public:
    HeardFile() {
        std::ofstream(folder_.path() / "alsoft.conf")
            << "[general]\ndrivers=wave\nfrequency=44100\nchannels=mono\nsample-type=int16\n[wave]\nfile="
            << file().string() << "\n";
        setenv("ALSOFT_DRIVERS", "wave", 1);
        setenv("ALSOFT_CONF", (folder_.path() / "alsoft.conf").c_str(), 1);
    }
    std::filesystem::path file() const { return folder_.path() / "heard.wav"; }
    std::filesystem::path cache() const { return folder_.path() / "cache"; }

  private:
    TemporaryFolder folder_;
};

HeardFile& heard() {
    static HeardFile file;
    return file;
}

/// The wave driver writes as it plays.
std::int64_t heard_ms() {
    std::error_code missing;
    const auto bytes = std::filesystem::file_size(heard().file(), missing);
    return missing ? 0 : static_cast<std::int64_t>(bytes) * 1000 / (44'100 * 2);
}

/// Reads what was heard, which may be longer than a spoken sentence.
SoundClip read_heard() {
    std::ifstream stream(heard().file(), std::ios::binary);
    const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(stream), {}};
    const auto clip = parse_wav(bytes);
    REQUIRE(clip.has_value());
    return *clip;
}

struct Stretch {
    std::int64_t from_ms;
    std::int64_t to_ms;
};

/// Where sound is, in stretches apart by more than `gap_ms` of quiet.
std::vector<Stretch> loud_stretches(const SoundClip& clip, std::int64_t gap_ms) {
    std::vector<Stretch> found;
    for (std::size_t i = 0; i < clip.samples.size(); ++i) {
        if (std::abs(static_cast<int>(clip.samples[i])) < 300) {
            continue;
        }
        const std::int64_t at_ms = static_cast<std::int64_t>(i) * 1000 / clip.rate_hz;
        if (found.empty() || at_ms - found.back().to_ms > gap_ms) {
            found.push_back({at_ms, at_ms});
        }
        found.back().to_ms = at_ms;
    }
    return found;
}

/// How much of the energy of the first part of a stretch lies at one frequency (Goertzel), 0..1.
double share_at(const SoundClip& clip, Stretch part, double frequency_hz) {
    double real = 0;
    double imaginary = 0;
    double energy = 0;
    std::size_t count = 0;
    for (auto i = static_cast<std::size_t>(part.from_ms * clip.rate_hz / 1000);
         i < static_cast<std::size_t>(part.to_ms * clip.rate_hz / 1000); ++i, ++count) {
        const double angle = 2 * 3.14159265358979 * frequency_hz * static_cast<double>(i) / clip.rate_hz;
        const double sample = clip.samples[i];
        real += sample * std::cos(angle);
        imaginary += sample * std::sin(angle);
        energy += sample * sample;
    }
    return 2 * (real * real + imaginary * imaginary) / (energy * static_cast<double>(count));
}

Utterance call_of(std::uint64_t id, int readings) {
    return {id, {{"vi", "Mời công dân có số A không hai năm, đến quầy số ba."}}, readings};
}

TEST_CASE("speaker: the chime is heard, then the sentence, a pause, and the sentence again") {
    SpeakerSettings settings;
    settings.speech.cache_folder = heard().cache();
    {
        Speaker speaker(settings);
        speaker.say(call_of(7, 2));
        REQUIRE(wait_for_end(speaker, 7));
        CHECK(speaker.state() == SpeakerState::Working);
    }
    const auto spoken = Speech(settings.speech).say(call_of(7, 2).sentences[0]);
    REQUIRE(spoken.has_value());
    const SoundClip clip = read_heard();
    const auto readings = loud_stretches(clip, 1'500);
    REQUIRE(readings.size() == 2);
    const std::int64_t pause_ms = readings[1].from_ms - readings[0].to_ms;
    CHECK(pause_ms >= 1'900);
    CHECK(pause_ms <= 3'500);
    const std::int64_t first_ms = readings[0].to_ms - readings[0].from_ms;
    const std::int64_t second_ms = readings[1].to_ms - readings[1].from_ms;
    CHECK(second_ms > 1'000);
    CHECK(second_ms <= spoken->duration_ms() + 50);
    CHECK(first_ms - second_ms >= 500);  // the chime stands before the first reading
    const Stretch stroke{readings[0].from_ms, readings[0].from_ms + 200};
    CHECK(share_at(clip, stroke, 784) > 0.5);
    const Stretch speech{readings[1].from_ms, readings[1].from_ms + 200};
    CHECK(share_at(clip, speech, 784) < 0.2);
}

TEST_CASE("speaker: finishing early leaves out the second reading") {
    SpeakerSettings settings;
    settings.speech.cache_folder = heard().cache();
    std::filesystem::remove(heard().file());
    {
        Speaker speaker(settings);
        speaker.say(call_of(1, 2));
        REQUIRE(wait_until([&] { return heard_ms() > 1'800; }));  // in the middle of the first reading
        speaker.finish_early();
        REQUIRE(wait_for_end(speaker, 1));
    }
    CHECK(loud_stretches(read_heard(), 1'500).size() == 1);
}

TEST_CASE("speaker: a voice volume of zero does not mute the chime") {
    SpeakerSettings settings;
    settings.speech.cache_folder = heard().cache();
    settings.voice_volume = 0;
    {
        Speaker speaker(settings);
        speaker.say(call_of(1, 1));
        REQUIRE(wait_for_end(speaker, 1));
    }
    const auto heard_parts = loud_stretches(read_heard(), 1'500);
    REQUIRE(heard_parts.size() == 1);
    CHECK(heard_parts[0].to_ms - heard_parts[0].from_ms < 1'000);
}

TEST_CASE("speaker: without the speech program the chime goes on and the state says so") {
    SpeakerSettings settings;
    settings.speech.program = "no-such-program-anywhere";
    settings.speech.cache_folder = heard().cache();
    settings.pause_ms = 10;
    {
        Speaker speaker(settings);
        speaker.say(call_of(1, 1));
        speaker.say(call_of(2, 1));
        REQUIRE(wait_for_end(speaker, 2));
        CHECK(speaker.state() == SpeakerState::NoVoice);
    }
    CHECK(loud_stretches(read_heard(), 50).size() >= 1);
}

TEST_CASE("speaker: it can be ended in the middle of a sentence, at once") {
    SpeakerSettings settings;
    settings.speech.cache_folder = heard().cache();
    Speaker speaker(settings);
    speaker.say(call_of(1, 2));
    for (std::uint64_t id = 2; id < 20; ++id) {
        speaker.say(call_of(id, 2));  // beyond the bound the oldest are reported as ended
    }
    CHECK(wait_until([&] { return !speaker.take_finished().empty(); }));
}

}  // namespace
}  // namespace motcua::board
