#include "display-board/screens/board_words.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/display-board/screens/board_look.hpp"
#include "tests/display-board/screens/board_samples.hpp"

namespace motcua::board {
namespace {

using Texts = std::vector<std::string>;

bool always(const std::string&) {
    return true;
}

bool all_fits(const LargePlace&) {
    return true;
}

BoardLanguages vietnamese() {
    return {{two_languages().first()}};
}

Texts small(const LargeCall& call, const BoardLanguages& languages, std::size_t calls_to_come = 0, Fits fits = always) {
    return small_lines(call, large_place(call, languages.first(), all_fits), calls_to_come, languages, fits);
}

TEST_CASE("words: a recall says so in both languages") {
    LargeCall call{{'A', 25}, "3", counter_label("3"), LargeState::Announcing, /*is_recall=*/true};
    CHECK(state_words(call, two_languages().shown[0]) == "Gọi lại");
    CHECK(state_words(call, two_languages().shown[1]) == "Called again");
    CHECK(small(call, two_languages()) == Texts{"Called again · Counter 3"});
    call.is_recall = false;
    CHECK(state_words(call, vietnamese().first()) == "Đang gọi");
    CHECK(small(call, vietnamese()).empty());
}

TEST_CASE("words: a label that fits is all large; of a longer one the name, with the other words beside it") {
    const LargeCall usual{{'A', 25}, "10", counter_label("10")};
    const auto whole_only = [](const LargePlace& place) { return place.before.empty(); };
    const auto never_whole = [](const LargePlace& place) { return place.large.size() <= 4; };
    const auto one_side = [](const LargePlace& place) { return place.large.size() <= 4 && place.after.empty(); };
    const auto never = [](const LargePlace&) { return false; };
    CHECK(large_place(usual, vietnamese().first(), whole_only) == LargePlace{"", "Quầy 10", ""});
    CHECK(large_place(usual, two_languages().shown[1], never_whole) == LargePlace{"Counter", "10", ""});
    const LargeCall advice{{'A', 25}, "12", text("Quầy 12 (hướng dẫn)", "Counter 12 (advice)")};
    CHECK(large_place(advice, vietnamese().first(), never_whole) == LargePlace{"Quầy", "12", "(hướng dẫn)"});
    CHECK(large_place(advice, vietnamese().first(), one_side) == LargePlace{"Quầy", "12", ""});
    CHECK(large_place(advice, vietnamese().first(), never) == LargePlace{"", "12", ""});
    const LargeCall desk{{'A', 25}, "7", text("Quầy Hộ tịch số 7", "Civil status desk 7")};
    CHECK(large_place(desk, vietnamese().first(), never_whole) == LargePlace{"Quầy Hộ tịch số", "7", ""});
    const LargeCall other_name{{'A', 25}, "TN12", text("Quầy đất đai")};
    CHECK(large_place(other_name, vietnamese().first(), never_whole) == LargePlace{"Quầy đất đai", "TN12", ""});
    CHECK(large_place({{'A', 25}, "9", {}}, vietnamese().first(), all_fits) == LargePlace{"", "9", ""});
    CHECK(large_place({{'A', 25}, "", text("Bàn hướng dẫn chung")}, vietnamese().first(), never) ==
          LargePlace{"", "Bàn hướng dẫn chung", ""});
}

TEST_CASE("words: the small line has one language at a time, and the label where the large line lacks a part of it") {
    const LargeCall advice{{'A', 25}, "12", text("Quầy 12 (hướng dẫn)", "Counter 12 (advice)")};
    const LargePlace bare{"", "12", ""};
    CHECK(small_lines(advice, bare, 0, vietnamese(), always) == Texts{"Quầy 12 (hướng dẫn)"});
    CHECK(small_lines(advice, bare, 0, two_languages(), always) ==
          Texts{"Quầy 12 (hướng dẫn)", "Now calling · Counter 12 (advice)"});
    const auto short_line = [](const std::string& line) { return line.size() <= 24; };
    CHECK(small_lines(advice, {"Quầy", "12", "(hướng dẫn)"}, 0, two_languages(), short_line) ==
          Texts{"Now calling", "Counter 12 (advice)"});
}

TEST_CASE("words: how many calls wait for the voice stands with the call") {
    const LargeCall call{{'A', 25}, "3", counter_label("3")};
    CHECK(small(call, vietnamese(), 2) == Texts{"Còn 2 số sắp gọi"});
    CHECK(small(call, two_languages(), 1) ==
          Texts{"Now calling · Counter 3", "Còn 1 số sắp gọi", "1 more call follows"});
}

TEST_CASE("words: an earlier call keeps its counter's name; what stands behind the name gives way first") {
    const BoardRow row{{'B', 7}, "12", text("Quầy 12 (hướng dẫn)")};
    const auto at_most = [](std::size_t bytes) {
        return [bytes](const std::string& line) { return line.size() <= bytes; };
    };
    CHECK(row_place(row, vietnamese().first(), always) == "Quầy 12 (hướng dẫn)");
    CHECK(row_place(row, vietnamese().first(), at_most(10)) == "Quầy 12");
    CHECK(row_place(row, vietnamese().first(), at_most(4)) == "12");
    CHECK(row_place({{'B', 7}, "", text("Bàn hướng dẫn")}, vietnamese().first(), at_most(4)) == "Bàn hướng dẫn");
}

TEST_CASE("words: where not all earlier calls fit, whoever is served gives way, and those still awaited take turns") {
    const auto shown = [](const std::string& states, std::size_t places, std::uint32_t turn) {
        std::vector<BoardRow> rows;
        for (const char state : states) {
            rows.push_back({{'A', static_cast<int>(rows.size()) + 1}, "1", {}, state == 's'});
        }
        const RowsPage page = rows_in_turn(rows, places, turn);
        std::string serials;
        for (const BoardRow& row : page.rows) {
            serials += to_string(row.number).substr(3);
        }
        return page.pages == 1 ? serials : fmt::format("{} {}/{}", serials, page.page, page.pages);
    };
    CHECK(shown("csc", 3, 7) == "123");
    CHECK(shown("scssc", 3, 7) == "125");
    CHECK(shown("sscsc", 2, 7) == "35");
    CHECK(shown("ccscc", 3, 0) == "124 1/2");
    CHECK(shown("ccscc", 3, 1) == "245 2/2");
    CHECK(shown("ccscc", 3, 2) == "124 1/2");
    CHECK(shown("ccccccc", 3, 1) == "456 2/3");
    CHECK(shown("ccccccc", 3, 2) == "567 3/3");
    CHECK(shown("cc", 1, 4'294'967'295U) == "2 2/2");
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
    CHECK(info_lines(screen, two_languages(), always).empty());
    screen.voice = VoiceState::NoSound;
    CHECK(info_lines(screen, two_languages(), always).size() == 2);
}

TEST_CASE("words: what shares a line takes turns") {
    CHECK(taking_turns({}, 5).empty());
    CHECK(taking_turns({"a", "b", "c"}, 4) == "b");
    const auto notices = notice_pages(busy_board(), two_languages(), 1, always);
    CHECK(notices.size() == 3);  // the second notice has no English, and is not shown twice
}

TEST_CASE("words: the date as a Vietnamese wall calendar has it") {
    CHECK(date_words(*date_of(2026, 11, 23), vietnamese().first(), always) == "Thứ Hai 23/11/2026");
    CHECK(date_words(*date_of(2026, 11, 29), two_languages().shown[1], always) == "Sunday 29/11/2026");
}

TEST_CASE("words: a date that does not fit leaves out its year, then its weekday") {
    const auto words = [](std::size_t bytes) {
        return date_words(*date_of(2026, 11, 25), two_languages().shown[1],
                          [bytes](const std::string& line) { return line.size() <= bytes; });
    };
    CHECK(words(20) == "Wednesday 25/11/2026");
    CHECK(words(19) == "Wednesday 25/11");
    CHECK(words(14) == "25/11/2026");
    CHECK(words(9) == "25/11");
}

TEST_CASE("words: every text of the board can be drawn") {
    std::string all;
    BoardScreen screen = busy_board();
    screen.voice = VoiceState::NoVoice;
    const auto never = [](const std::string&) { return false; };
    for (const auto& line : info_lines(screen, two_languages(), never)) {
        all += line;
    }
    for (const auto& line : notice_pages(screen, two_languages(), 1, never)) {
        all += line;
    }
    for (const bool is_recall : {false, true}) {
        for (const LargeState state : {LargeState::Announcing, LargeState::Called, LargeState::Serving}) {
            const LargeCall call{{'A', 25}, "3", counter_label("3"), state, is_recall};
            all += state_words(call, two_languages().first());
            for (const auto& line : small(call, two_languages(), 2)) {
                all += line;
            }
        }
    }
    CHECK(fonts().missing_glyphs(all).empty());
}

}  // namespace
}  // namespace motcua::board
