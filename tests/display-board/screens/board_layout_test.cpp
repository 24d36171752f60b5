#include "display-board/screens/board_layout.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <set>
#include <utility>

#include "display-board/screens/reading_check.hpp"
#include "tests/display-board/screens/board_look.hpp"
#include "tests/display-board/screens/board_samples.hpp"

namespace motcua::board {
namespace {

TEST_CASE("layout: at 55 inches and 8 metres there are four rows, and more from nearer by") {
    const BoardLayout far = layout_for(ui::Display::from_diagonal(1920, 1080, 55, 8));
    CHECK(far.rows == 4);
    CHECK(!far.is_portrait);
    const BoardLayout near = layout_for(ui::Display::from_diagonal(1920, 1080, 55, 4));
    CHECK(near.rows > 6);
    CHECK(layout_for(ui::Display::from_diagonal(1920, 1080, 75, 8)).rows > far.rows);
}

TEST_CASE("layout: pixels change nothing, only millimetres and distance do") {
    const BoardLayout hd = layout_for(ui::Display::from_diagonal(1920, 1080, 55, 8));
    const BoardLayout uhd = layout_for(ui::Display::from_diagonal(3840, 2160, 55, 8));
    CHECK(hd.text_mm == doctest::Approx(uhd.text_mm).epsilon(0.01));
    CHECK(hd.rows == uhd.rows);
}

TEST_CASE("layout: all text keeps its height for the distance on every sample display") {
    for (const SampleDisplay& sample : sample_displays()) {
        const ui::Display& display = sample.display;
        CAPTURE(sample.name);
        CHECK(layout_for(display).text_mm >= text_mm_per_metre * display.viewing_distance_m);
    }
}

TEST_CASE("layout: number and counter keep theirs, as laid out with the longest usual call") {
    for (const SampleDisplay& sample : sample_displays()) {
        const ui::Display& display = sample.display;
        CAPTURE(sample.name);
        for (const TextClass& text : reading_check(board_look(display), two_languages())) {
            CAPTURE(text.name);
            CAPTURE(text.capital_mm);
            CHECK(text.readable_m >= display.viewing_distance_m);
        }
    }
}

TEST_CASE("layout: a display too small for its distance says from where it can be read") {
    const ui::Display small = ui::Display::from_diagonal(1920, 1080, 32, 10);
    const auto classes = reading_check(board_look(small), two_languages());
    REQUIRE(classes.size() == 3);
    for (const TextClass& text : classes) {
        CHECK(text.readable_m < 10);
        CHECK(text.readable_m > 3);
        CHECK(words_of(text, 10).find("too small for a reader at 10.0 m") != std::string::npos);
    }
    CHECK(words_of({"number", 100, 8.2F}, 8) == "number: capitals 100 mm, readable from 8.2 m");
}

TEST_CASE("layout: any display has room for a call and a row") {
    for (const int width : {320, 640, 1024, 1920, 3840, 7680}) {
        for (const int height : {240, 768, 1080, 2160, 4320}) {
            for (const float inch : {7.0F, 32.0F, 98.0F}) {
                for (const float metres : {0.5F, 5.0F, 60.0F}) {
                    const auto display = ui::Display::from_diagonal(width, height, inch, metres);
                    const BoardLayout layout = layout_for(display);
                    CHECK(layout.rows >= 1);
                    CHECK(layout.text_mm > 0);
                    CHECK(layout.rows_mm < display.height_mm());
                    CHECK(layout.side_mm < display.width_mm() / 2);
                }
            }
        }
    }
}

TEST_CASE("drift: one pixel a step, over every place of a small square, and never outside it") {
    std::set<std::pair<int, int>> places;
    Offset before = drift_at(0);
    for (unsigned step = 0; step < 500; ++step) {
        const Offset at = drift_at(step);
        CHECK(std::abs(at.x - before.x) + std::abs(at.y - before.y) == (step == 0 ? 0 : 1));
        CHECK(at.x >= 0);
        CHECK(at.y >= 0);
        CHECK(at.x <= drift_span_px);
        CHECK(at.y <= drift_span_px);
        places.emplace(at.x, at.y);
        before = at;
    }
    CHECK(places.size() == 81);
    CHECK(drift_at(4'294'967'295U).x <= drift_span_px);
}

}  // namespace
}  // namespace motcua::board
