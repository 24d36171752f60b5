#include "display-board/voice/speech.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <fstream>

#include "display-board/voice/limits.hpp"
#include "tests/display-board/voice/temporary_folder.hpp"

namespace motcua::board {
namespace {

namespace fs = std::filesystem;
const Sentence sentence{"vi", "Mời công dân có số A không hai năm, đến quầy số ba."};

/// A stand-in for the speech program: its arguments are -v LANG -s SPEED -w FILE -- TEXT.
std::string program_that(const fs::path& folder, const std::string& does) {
    const fs::path file = folder / "speaks";
    std::ofstream(file) << "#!/bin/sh\n" << does << "\n";
    fs::permissions(file, fs::perms::owner_all);
    return file.string();
}

std::size_t files_in(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator{}));
}

TEST_CASE("speech: espeak-ng makes more than a second of sound in both languages") {
    const TemporaryFolder folder;
    const Speech speech({.cache_folder = folder.path() / "cache"});
    for (const Sentence& said : {sentence, Sentence{"en", "Ticket A zero two five, please go to counter three."}}) {
        const auto clip = speech.say(said);
        REQUIRE_MESSAGE(clip.has_value(), (clip ? "" : clip.error().text));
        CHECK(clip->duration_ms() > 1'000);
        CHECK(clip->duration_ms() < 8'000);
        CHECK(fs::exists(speech.cache_file(said)));
    }
    CHECK(files_in(folder.path() / "cache") == 2);
}

TEST_CASE("speech: a sentence said before comes from the cache, a damaged file is made again") {
    const TemporaryFolder folder;
    const Speech speech({.cache_folder = folder.path()});
    REQUIRE(speech.say(sentence).has_value());
    const Speech broken({.program = "no-such-program-anywhere", .cache_folder = folder.path()});
    CHECK(!broken.say(sentence));  // the cache is by program: another voice is another sound
    fs::resize_file(speech.cache_file(sentence), 20);
    const auto again = speech.say(sentence);
    REQUIRE(again.has_value());
    CHECK(again->duration_ms() > 1'000);
}

TEST_CASE("speech: a missing program says what to install") {
    const TemporaryFolder folder;
    const auto clip = Speech({.program = "no-such-program-anywhere", .cache_folder = folder.path()}).say(sentence);
    REQUIRE(!clip);
    CHECK(clip.error().text.find("espeak-ng") != std::string::npos);
}

TEST_CASE("speech: a program that fails, writes nothing or writes rubbish leaves nothing behind") {
    const TemporaryFolder folder;
    const fs::path cache = folder.path() / "cache";
    for (const char* does : {"exit 3", "exit 0", "echo rubbish > \"$6\"", "kill -9 $$"}) {
        CAPTURE(does);
        const Speech speech({.program = program_that(folder.path(), does), .cache_folder = cache});
        CHECK(!speech.say(sentence));
        CHECK(files_in(cache) == 0);
    }
}

TEST_CASE("speech: a program that hangs is killed") {
    const TemporaryFolder folder;
    const Speech speech({.program = program_that(folder.path(), "echo $$ > \"$6.pid\"; exec tail -f /dev/null"),
                         .cache_folder = folder.path()});
    const auto clip = speech.say(sentence);
    REQUIRE(!clip);
    CHECK(clip.error().text.find("no speech within") != std::string::npos);
    std::ifstream stream(speech.cache_file(sentence).string() + ".part.pid");
    std::string pid;
    stream >> pid;
    REQUIRE(!pid.empty());
    CHECK(!fs::exists("/proc/" + pid));
}

TEST_CASE("speech: the cache is bounded, the oldest go") {
    const TemporaryFolder folder;
    for (std::size_t i = 0; i < cached_sentences + 5; ++i) {
        const fs::path file = folder.path() / ("old" + std::to_string(i) + ".wav");
        std::ofstream(file) << "x";
        fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(1 + i));
    }
    const Speech speech({.cache_folder = folder.path()});
    REQUIRE(speech.say(sentence).has_value());
    CHECK(files_in(folder.path()) == cached_sentences);
    CHECK(fs::exists(folder.path() / "old0.wav"));
    CHECK(!fs::exists(folder.path() / ("old" + std::to_string(cached_sentences + 4) + ".wav")));
}

TEST_CASE("speech: a cache folder that cannot be written is a problem, not the end") {
    const Speech speech({.cache_folder = "/proc/nowhere"});
    CHECK(!speech.say(sentence));
    CHECK(!Speech({.cache_folder = "/proc/nowhere"}).say({"vi", std::string(sentence_bytes + 1, 'a')}));
}

}  // namespace
}  // namespace motcua::board
