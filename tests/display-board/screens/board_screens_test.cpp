#include "display-board/screens/board_screens.hpp"
#include "display-board/screens/board_theme.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "tests/display-board/screens/board_look.hpp"
#include "tests/display-board/screens/board_samples.hpp"

namespace motcua::board {
namespace {

struct Board {
    explicit Board(const ui::Display& display, const BoardLanguages& languages = two_languages())
        : manager(board_look(display)), screens(manager, languages) {}
    void show(const BoardScreen& screen, const std::string& link_words = {}) {
        screens.update(screen, link_words);
        manager.layout();
    }
    bool is_shown(const std::string& id) const {
        const ui::Widget* widget = manager.find(id);
        for (; widget != nullptr && widget->is_visible(); widget = widget->parent()) {
            if (widget->parent() == nullptr) {
                return true;
            }
        }
        return false;
    }
    std::string text(const std::string& id) const {
        const ui::Widget* widget = manager.find(id);
        REQUIRE(widget != nullptr);
        return is_shown(id) ? widget->drawn_text() : "(hidden)";
    }
    float capital_mm(const std::string& id) const {
        return dynamic_cast<const BigText&>(*manager.find(id)).capital_mm(manager.look());
    }

    ui::Manager manager;
    BoardScreens screens;
};

const std::vector<std::string> shown_ids = {
    "board.clock",        "board.current.state", "board.current.number", "board.current.place", "board.current.small",
    "board.row.0.number", "board.row.0.place",   "board.info",           "board.waiting",       "board.notice"};

TEST_CASE("screens: everything stands within the display and nothing covers another, at every size") {
    for (const SampleDisplay& sample : sample_displays()) {
        const ui::Display& display = sample.display;
        CAPTURE(sample.name);
        Board board(display);
        board.show(busy_board());
        std::vector<ui::Rect> places;
        for (const std::string& id : shown_ids) {
            CAPTURE(id);
            if (id == "board.waiting" && display.is_portrait()) {
                CHECK_FALSE(board.is_shown(id));  // takes turns with the missed numbers
                continue;
            }
            REQUIRE(board.is_shown(id));
            const ui::Rect place = board.manager.find(id)->bounds();
            CHECK(place.x >= 0);
            CHECK(place.y >= 0);
            CHECK(place.right() <= static_cast<float>(display.width_px));
            CHECK(place.bottom() <= static_cast<float>(display.height_px));
            CHECK(place.w > 0);
            CHECK(place.h > 0);
            for (const ui::Rect& other : places) {
                const bool is_apart = place.right() <= other.x || other.right() <= place.x ||
                                      place.bottom() <= other.y || other.bottom() <= place.y;
                CHECK(is_apart);
            }
            places.push_back(place);
        }
        const auto last = "board.row." + std::to_string(board.screens.layout().rows - 1) + ".number";
        CHECK(board.is_shown(last));
        CHECK(board.manager.find(last)->bounds().bottom() <= board.manager.find("board.info")->bounds().y + 1);
    }
}

constexpr float rounding = 0.98F;  // of a font's size to whole steps

std::ptrdiff_t words_in(const std::string& text) {
    return 1 + std::count_if(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\n'; });
}

/// What no text comes nearer to the left edge than.
float built_margin_px(const Board& board) {
    return std::floor(board.manager.look().px(board.screens.layout().gap_mm));
}

void collect_labels(const ui::Widget& widget, std::vector<const ui::Label*>& labels) {
    if (!widget.is_visible()) {
        return;
    }
    if (const auto* label = dynamic_cast<const ui::Label*>(&widget); label != nullptr && !label->text().empty()) {
        labels.push_back(label);
    }
    for (const auto& child : widget.children()) {
        collect_labels(*child, labels);
    }
}

std::vector<std::pair<std::string, BoardScreen>> every_page() {
    BoardScreen busy = busy_board();
    busy.calls_to_come = 2;
    busy.notices.push_back(text("Người cao tuổi, người khuyết tật cần giúp đỡ: xin gặp nhân viên ở Quầy 12.",
                                "If you need help, please ask the staff at Counter 12."));
    busy.rows[0].counter_label = text("Quầy 12 (hướng dẫn)", "Counter 12 (advice)");
    busy.rows[0].counter_name = "12";
    std::vector<std::pair<std::string, BoardScreen>> pages(9, {"busy", busy});
    pages[1].first = "long counter";
    pages[1].second.large->counter_name = "12";
    pages[1].second.large->counter_label = text("Quầy 12 (hướng dẫn)", "Counter 12 (advice)");
    pages[2].first = "stale";
    pages[2].second.stale_since = busy.clock;
    pages[3] = {"quiet", busy_board(0)};
    pages[3].second.large.reset();
    pages[4] = {"pairing", {}};
    pages[4].second.page = BoardPage::Pairing;
    pages[4].second.pairing_code = "482913";
    pages[5] = {"refused", {}};
    pages[5].second.page = BoardPage::Refused;
    pages[5].second.refusal = Refusal::DeviceRevoked;
    pages[6] = {"starting", {}};
    pages[7] = {"no zone", {}};
    pages[7].second.page = BoardPage::NoZone;
    pages[7].second.zone = "left";
    pages[8].first = "no voice";
    pages[8].second.voice = VoiceState::NoSound;
    pages[8].second.missed.clear();
    pages[8].second.coming.clear();
    pages[8].second.waiting = 137;
    return pages;
}

TEST_CASE("screens: no text is smaller than its distance asks, none is cut and no word stands alone in a notice") {
    const BoardLanguages both = two_languages();
    for (const SampleDisplay& sample : sample_and_tight_displays()) {
        const ui::Display& display = sample.display;
        for (const BoardLanguages& languages :
             {both, BoardLanguages{{both.shown[0]}}, BoardLanguages{{both.shown[1]}}}) {
            Board board(display, languages);
            for (const auto& page : every_page()) {
                BoardScreen screen = page.second;
                for (screen.slow_turn = 0; screen.slow_turn < 12; ++screen.slow_turn) {
                    board.show(screen, "The server at 192.168.1.20:7400 does not answer. Please check the network.");
                    std::vector<const ui::Label*> labels;
                    collect_labels(*board.manager.root(), labels);
                    CHECK(labels.size() >= 2);
                    for (const ui::Label* label : labels) {
                        CAPTURE(sample.name);
                        CAPTURE(page.first);
                        CAPTURE(languages.shown.size());
                        CAPTURE(label->text());
                        const std::string drawn = label->drawn_text();
                        CHECK(std::count(drawn.begin(), drawn.end(), ' ') + 1 == words_in(label->text()));
                        CHECK(drawn.back() == label->text().back());
                        CHECK(label->capital_mm(board.manager.look()) >= board.screens.layout().least_mm * rounding);
                        CHECK(label->bounds().x >= built_margin_px(board));
                    }
                    CHECK((!board.is_shown("board.notice") || words_in(board.text("board.notice")) >= 2));
                }
            }
        }
    }
}

TEST_CASE("screens: every day's date is whole, with its weekday") {
    for (const SampleDisplay& sample : sample_and_tight_displays()) {
        const ui::Display& display = sample.display;
        for (const Language& language : two_languages().shown) {
            Board board(display, {{language}});
            for (int day = 23; day < 30; ++day) {
                CAPTURE(sample.name);
                CAPTURE(day);
                BoardScreen screen = busy_board();
                screen.clock->date = *date_of(2026, 11, day);
                board.show(screen);
                if (!board.screens.layout().is_roomy) {
                    CHECK(board.manager.find("board.date") == nullptr);  // takes turns with the agency
                    continue;
                }
                const std::string date = board.text("board.date");
                CAPTURE(date);
                CHECK(date.find(std::to_string(day) + "/11") != std::string::npos);
                CHECK(date.find("…") == std::string::npos);
                CHECK(words_in(date) >= 2);
            }
        }
    }
}

TEST_CASE("screens: on a portrait board missed numbers and the count of the waiting take turns in one line") {
    Board board(ui::Display::from_diagonal(1080, 1920, 32, 4));
    std::string seen;
    BoardScreen screen = busy_board();
    for (screen.slow_turn = 0; screen.slow_turn < 20; ++screen.slow_turn) {
        board.show(screen);
        seen += board.text("board.info") + "\n";
    }
    CAPTURE(seen);
    CHECK(seen.find("A012") != std::string::npos);
    CHECK(seen.find("Đang chờ: 37") != std::string::npos);
}

TEST_CASE("screens: the office's name and a notice are cut where the sense allows it") {
    std::set<std::string> last_words;
    for (const SampleDisplay& sample : sample_and_tight_displays()) {
        const ui::Display& display = sample.display;
        Board board(display);
        BoardScreen screen = busy_board();
        screen.notices = {text("Người cao tuổi, người khuyết tật cần giúp đỡ: xin gặp nhân viên ở Quầy 12.")};
        for (screen.slow_turn = 0; screen.slow_turn < 12; ++screen.slow_turn) {
            board.show(screen);
            for (const char* id : {"board.agency", "board.notice"}) {
                const std::string shown = board.text(id);
                if (shown.ends_with(" …")) {
                    const std::string whole = shown.substr(0, shown.rfind(' '));
                    last_words.insert(whole.substr(whole.find_last_of(" \n") + 1));
                }
            }
        }
    }
    CHECK(last_words == std::set<std::string>{"công", "tuổi,", "đỡ:"});
}

TEST_CASE("screens: a board without voice says so in one piece where it hangs across") {
    for (const SampleDisplay& sample : sample_displays()) {
        const ui::Display& display = sample.display;
        if (display.is_portrait()) {
            continue;
        }
        CAPTURE(sample.name);
        Board board(display);
        BoardScreen screen = busy_board();
        screen.voice = VoiceState::NoSound;
        screen.missed.clear();
        screen.coming.clear();
        board.show(screen);
        CHECK(board.text("board.info") == "Loa tạm ngừng: xin xem bảng");
        screen.slow_turn = 1;
        board.show(screen);
        CHECK(board.text("board.info") == "No voice now: watch the board");
    }
}

TEST_CASE("screens: the call with its counter, in words of both languages") {
    Board board(sample_displays()[0].display);
    board.show(busy_board());
    CHECK(board.text("board.current.number") == "A025");
    CHECK(board.text("board.current.place") == "Quầy 3");
    CHECK(board.text("board.current.state") == "Đang gọi");
    CHECK(board.text("board.current.small") == "Now calling · Counter 3");
    CHECK(board.text("board.row.0.number") == "B107");
    CHECK(board.text("board.row.0.place") == "Quầy 4");
    CHECK(board.text("board.row.1.number") == "D169");  // C138, who is served already, gave way
    CHECK(board.text("board.row.3.number") == "G262");
    CHECK(board.manager.find("board.row.4.number") == nullptr);
    CHECK(board.text("board.clock") == "09:41");
    CHECK(board.text("board.waiting") == "Đang chờ: 37");
    CHECK(board.text("board.rows.title") == "Đã gọi · 1/2");
    CHECK(board.text("board.stale") == "(hidden)");
    CHECK(board.text("board.message.title") == "(hidden)");
}

TEST_CASE("screens: everybody who is still awaited is shown within some seconds, also where there are few rows") {
    for (const SampleDisplay& sample : sample_and_tight_displays()) {
        const ui::Display& display = sample.display;
        for (const int open : {4, 5, 11}) {
            CAPTURE(sample.name);
            CAPTURE(open);
            Board board(display);
            BoardScreen screen = busy_board(open);
            const auto places = static_cast<std::size_t>(board.screens.layout().rows);
            std::string seen;
            const std::size_t turns = (screen.rows.size() + places - 1) / places;
            for (screen.row_turn = 0; screen.row_turn < turns; ++screen.row_turn) {
                board.show(screen);
                for (std::size_t i = 0; i < std::min(places, screen.rows.size()); ++i) {
                    seen += board.text("board.row." + std::to_string(i) + ".number") + "\n";
                }
            }
            CHECK(seen.find("(hidden)") == std::string::npos);
            for (const BoardRow& row : screen.rows) {
                CAPTURE(to_string(row.number));
                CHECK((row.is_serving || seen.find(to_string(row.number)) != std::string::npos));
            }
        }
    }
}

TEST_CASE("screens: the pulse changes the surface and moves nothing") {
    Board board(sample_displays()[0].display);
    BoardScreen screen = busy_board();
    board.show(screen);
    const ui::Rect dark = board.manager.find("board.current.number")->bounds();
    CHECK(board.manager.find("board.current")->surface() == ui::Surface::Call);
    screen.large->is_lit = true;
    board.show(screen);
    CHECK(board.manager.find("board.current")->surface() == ui::Surface::CallPulse);
    CHECK(board.manager.find("board.current.number")->bounds() == dark);
}

TEST_CASE("screens: nobody called, nobody listed: calm words") {
    Board board(sample_displays()[3].display);
    BoardScreen screen = busy_board(0);
    screen.large.reset();
    board.show(screen);
    CHECK(board.text("board.current.number") == "(hidden)");
    CHECK(board.text("board.calm.0") == "Xin theo dõi số của mình trên bảng này");
    CHECK(board.text("board.rows.title") == "(hidden)");
    CHECK(board.text("board.row.0.number") == "(hidden)");
}

TEST_CASE("screens: what a lost link has greyed is read as well as before") {
    for (const ui::Theme& theme : {greyed(ui::board_theme()), greyed(ui::high_contrast(ui::board_theme()))}) {
        for (std::size_t i = 1; i < theme.surfaces.size(); ++i) {
            const ui::SurfaceStyle& style = theme.surfaces[i];
            CAPTURE(std::string(ui::name_of(static_cast<ui::Surface>(i))));
            CHECK(ui::contrast_ratio(style.text, style.fill) >= 7);
            CHECK(ui::contrast_ratio(style.muted, style.fill) >= 7);
            CHECK(ui::contrast_ratio(style.emphasis, style.fill) >= 7);
        }
    }
}

TEST_CASE("screens: a lost link greys everything and says the time; a view brings the colours back") {
    Board board(sample_displays()[0].display);
    BoardScreen screen = busy_board();
    board.show(screen);
    const ui::Color live = board.manager.look().theme.surface(ui::Surface::Call).emphasis;
    screen.stale_since = WallClock{screen.clock->date, 9 * 60 + 40};
    board.show(screen);
    CHECK(board.text("board.stale") == "Mất kết nối. Tình hình lúc 09:40");
    CHECK(board.text("board.current.number") == "A025");
    const ui::SurfaceStyle call = board.manager.look().theme.surface(ui::Surface::Call);
    CHECK(call.emphasis.r == call.emphasis.b);
    CHECK(call.emphasis != live);
    const ui::SurfaceStyle warning = board.manager.look().theme.surface(ui::Surface::Warning);
    CHECK(warning.fill.r != warning.fill.b);
    screen.stale_since.reset();
    board.show(screen);
    CHECK(board.text("board.stale") == "(hidden)");
    CHECK(board.manager.look().theme.surface(ui::Surface::Call).emphasis == live);
}

TEST_CASE("screens: more calls waiting for the voice are told beside the call, and move nothing") {
    Board board(sample_displays()[0].display);
    BoardScreen screen = busy_board();
    board.show(screen);
    const ui::Rect before = board.manager.find("board.current.number")->bounds();
    screen.calls_to_come = 2;
    screen.slow_turn = 1;
    board.show(screen);
    CHECK(board.text("board.current.small") == "Còn 2 số sắp gọi");
    CHECK(board.text("board.rows.title") == "Đã gọi · 1/2");
    CHECK(board.manager.find("board.current.number")->bounds() == before);
}

TEST_CASE("screens: pairing, refusal and starting each say what to do") {
    Board board(sample_displays()[2].display);
    BoardScreen screen;
    screen.page = BoardPage::Pairing;
    screen.pairing_code = "482913";
    board.show(screen);
    CHECK(board.text("board.message.code") == "482 913");
    CHECK(board.text("board.message.text").find("motcua device accept 482913") != std::string::npos);
    CHECK(board.text("board.current.number") == "(hidden)");
    screen = {};
    screen.page = BoardPage::Refused;
    screen.refusal = Refusal::DeviceRevoked;
    board.show(screen, "link words");
    CHECK(board.text("board.message.code") == "(hidden)");
    CHECK(board.text("board.message.text").size() > 20);
    CHECK(board.text("board.message.text") != "link words");
    screen = {};
    screen.page = BoardPage::NoZone;
    screen.zone = "lfet";
    board.show(screen, "link words");
    CHECK(board.text("board.message.title") == "Bảng này không hiển thị quầy nào");
    CHECK(board.text("board.message.text").find("\"lfet\"") != std::string::npos);
    screen = {};
    board.show(screen, "link words");
    CHECK(board.text("board.message.text") == "link words");
    CHECK(board.text("board.message.title") == "Bảng đang khởi động");
}

TEST_CASE("screens: a long agency, a long label and long names are kept within their places") {
    for (const SampleDisplay& sample : sample_displays()) {
        const ui::Display& display = sample.display;
        CAPTURE(sample.name);
        Board board(display);
        BoardScreen screen = busy_board();
        screen.agency = text("Trung tâm Phục vụ hành chính công và Xúc tiến đầu tư thành phố trực thuộc tỉnh Kon Tum");
        screen.large->counter_label = text("Quầy tiếp nhận hồ sơ đất đai và môi trường", "Land and environment");
        screen.large->counter_name = "TN12";
        screen.rows[0].counter_label = text("Quầy tiếp nhận hồ sơ đất đai và môi trường");
        board.show(screen);
        CHECK(board.text("board.current.place").ends_with("TN12"));
        CHECK(board.capital_mm("board.current.place") >= large_mm_per_metre * display.viewing_distance_m);
        for (const std::string& id : shown_ids) {
            CAPTURE(id);
            CHECK(board.manager.find(id)->bounds().right() <= static_cast<float>(display.width_px));
        }
    }
}

TEST_CASE("screens: a window of another size is laid out anew, the drift moves by one pixel") {
    Board board(sample_displays()[0].display);
    BoardScreen screen = busy_board();
    board.show(screen);
    const ui::Rect before = board.manager.find("board.clock")->bounds();
    screen.drift_step = 1;
    board.show(screen);
    const ui::Rect after = board.manager.find("board.clock")->bounds();
    CHECK(after.x == before.x + 1);
    CHECK(after.y == before.y);
    CHECK(after.size() == before.size());
    ui::Display portrait = sample_displays()[3].display;
    board.manager.set_display(portrait);
    board.show(screen);
    CHECK(board.screens.layout().is_portrait);
    CHECK(board.text("board.current.number") == "A025");
}

}  // namespace
}  // namespace motcua::board
