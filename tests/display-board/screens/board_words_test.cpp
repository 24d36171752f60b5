#include "display-board/screens/board_words.hpp"

#include <doctest/doctest.h>

#include "tests/display-board/screens/board_look.hpp"
#include "tests/display-board/screens/board_samples.hpp"

namespace motcua::board {
namespace {

using Texts = std::vector<std::string>;

BoardLanguages vietnamese() {
    return {{two_languages().first()}};
}

TEST_CASE("words: a recall says so in both languages") {
    LargeCall call{{'A', 25}, "3", counter_label("3"), LargeState::Announcing, /*is_recall=*/true};
    CHECK(state_words(call, two_languages().shown[0]) == "Gọi lại");
    CHECK(state_words(call, two_languages().shown[1]) == "Called again");
    CHECK(small_place(call, two_languages()) == "Called again · Counter 3");
    call.is_recall = false;
    CHECK(state_words(call, vietnamese().first()) == "Đang gọi");
    CHECK(small_place(call, vietnamese()).empty());
}

TEST_CASE("words: a short label is large as it is; a long one gives its name and stands in full beneath") {
    const LargeCall usual{{'A', 25}, "12", counter_label("12")};
    CHECK(large_place(usual, vietnamese().first()) == "Quầy 12");
    const LargeCall letters{{'A', 25}, "A1", counter_label("A1")};
    CHECK(large_place(letters, vietnamese().first()) == "Quầy A1");
    const LargeCall longer{{'A', 25}, "7", text("Quầy Hộ tịch số 7", "Civil status desk 7")};
    CHECK(large_place(longer, vietnamese().first()) == "7");
    CHECK(small_place(longer, two_languages()) == "Now calling · Quầy Hộ tịch số 7 · Civil status desk 7");
    CHECK(large_place({{'A', 25}, "9", {}}, vietnamese().first()) == "9");
    CHECK(large_place({{'A', 25}, "", text("Bàn hướng dẫn chung")}, vietnamese().first()) == "Bàn hướng dẫn chung");
}

TEST_CASE("words: missed numbers take as many lines as they need, none is left out") {
    BoardScreen screen = busy_board();
    screen.coming.clear();
    const auto lines = info_lines(screen, vietnamese(), [](const std::string& line) { return line.size() <= 42; });
    CHECK(lines ==
          Texts{"Đã gọi, chưa đến: A012, C014, D003", "Đã gọi, chưa đến: A019, H007, E001", "Đã gọi, chưa đến: K088"});
    const auto in_no_room = info_lines(screen, vietnamese(), [](const std::string&) { return false; });
    CHECK(in_no_room.size() == screen.missed.size());
}

TEST_CASE("words: a voice that fails is told, one that is off by the settings is not") {
    BoardScreen screen;
    const auto always = [](const std::string&) { return true; };
    CHECK(info_lines(screen, two_languages(), always).empty());
    screen.voice = VoiceState::NoSound;
    CHECK(info_lines(screen, two_languages(), always).size() == 2);
}

TEST_CASE("words: what shares a line takes turns") {
    CHECK(taking_turns({}, 5).empty());
    CHECK(taking_turns({"a", "b", "c"}, 4) == "b");
    const auto whole = [](const std::string& text) { return Texts{text}; };
    const auto notices = notice_lines(busy_board(), two_languages(), whole);
    CHECK(notices.size() == 3);  // the second notice has no English, and is not shown twice
}

TEST_CASE("words: the date as a Vietnamese wall calendar has it") {
    CHECK(date_words(*date_of(2026, 11, 23), vietnamese().first()) == "Thứ Hai 23/11/2026");
    CHECK(date_words(*date_of(2026, 11, 29), two_languages().shown[1]) == "Sunday 29/11/2026");
}

TEST_CASE("words: every text of the board can be drawn") {
    std::string all;
    BoardScreen screen = busy_board();
    screen.voice = VoiceState::NoVoice;
    const auto never = [](const std::string&) { return false; };
    const auto whole = [](const std::string& text) { return Texts{text}; };
    for (const auto& line : info_lines(screen, two_languages(), never)) {
        all += line;
    }
    for (const auto& line : notice_lines(screen, two_languages(), whole)) {
        all += line;
    }
    for (const bool is_recall : {false, true}) {
        for (const LargeState state : {LargeState::Announcing, LargeState::Called, LargeState::Serving}) {
            const LargeCall call{{'A', 25}, "3", counter_label("3"), state, is_recall};
            all += state_words(call, two_languages().first()) + small_place(call, two_languages());
        }
    }
    CHECK(fonts().missing_glyphs(all).empty());
}

}  // namespace
}  // namespace motcua::board
