// The board in real windows at every usual size, read from the pictures by tesseract. The pictures stay in
// tests/board/.

#include <doctest/doctest.h>

#include <filesystem>

#include "display-board/screens/board_screens.hpp"
#include "shared/ui/window.hpp"
#include "tests/display-board/screens/board_look.hpp"
#include "tests/display-board/screens/board_samples.hpp"
#include "tests/support/picture_reader.hpp"
#include "tests/support/xvfb.hpp"

namespace motcua::board {
namespace {

struct Shown {
    Shown(const ui::Display& display, const BoardScreen& screen, const std::string& name)
        : file(std::filesystem::path(MOTCUA_BINARY_DIR) / "tests" / "board" / (name + ".png")),
          window(options(), board_look(display)),
          screens(window.manager(), two_languages()) {
        std::filesystem::create_directories(file.parent_path());
        screens.update(screen, "");
        window.turn();
        REQUIRE(window.save_screenshot(file).has_value());
    }
    static ui::WindowOptions options() {
        ui::WindowOptions made;
        made.mode = ui::WindowMode::Borderless;
        made.position = {{0, 0}};
        return made;
    }
    /// The first of `lines` lines.
    std::string read(const std::string& id, std::size_t lines = 1) {
        const ui::Widget* widget = window.manager().find(id);
        REQUIRE(widget != nullptr);
        ui::Rect line = widget->bounds();
        line.h /= static_cast<float>(lines);
        return read_line(file, line);
    }

    std::filesystem::path file;
    ui::Window window;
    BoardScreens screens;
};

TEST_CASE("pictures: number, counter and the first earlier call can be read at every size, lit and unlit") {
    test_display();
    for (const SampleDisplay& sample : sample_and_tight_displays()) {
        const ui::Display& display = sample.display;
        for (const bool is_lit : {false, true}) {
            CAPTURE(sample.name);
            CAPTURE(is_lit);
            BoardScreen screen = busy_board();
            screen.large->is_lit = is_lit;
            Shown board(display, screen, sample.name + (is_lit ? "-lit" : ""));
            CHECK(board.read("board.current.number") == "A025");
            CHECK(board.read("board.current.place") == "Quầy 3");
            CHECK(board.read("board.row.0.number") == "B107");
            const std::string place = board.read("board.row.0.place");  // tesseract may double the marks of "ầ"
            CAPTURE(place);
            CHECK(place.starts_with("Qu"));
            CHECK(place.ends_with("y 4"));
            CHECK(board.read("board.clock") == "09:41");
        }
    }
}

TEST_CASE("pictures: a lost connection, a board that waits to be accepted, and a quiet hall") {
    test_display();
    for (const SampleDisplay& sample : sample_and_tight_displays()) {
        const ui::Display& display = sample.display;
        CAPTURE(sample.name);
        BoardScreen stale = busy_board();
        stale.stale_since = stale.clock;
        Shown lost(display, stale, sample.name + "-stale");
        CHECK(lost.read("board.stale", lost.screens.layout().foot_lines).find("Mất kết nối") != std::string::npos);
        CHECK(lost.read("board.current.number") == "A025");
        BoardScreen pairing;
        pairing.page = BoardPage::Pairing;
        pairing.pairing_code = "301472";
        Shown code(display, pairing, sample.name + "-pairing");
        std::string digits = code.read("board.message.code");
        std::erase(digits, ' ');  // tesseract does not see every gap
        CHECK(digits == "301472");
        BoardScreen quiet = busy_board(0);
        quiet.large.reset();
        const Shown calm(display, quiet, sample.name + "-quiet");
        BoardScreen silent = busy_board();
        silent.voice = VoiceState::NoSound;
        silent.missed.clear();
        silent.coming.clear();
        const Shown no_voice(display, silent, sample.name + "-no-voice");
    }
}

}  // namespace
}  // namespace motcua::board
