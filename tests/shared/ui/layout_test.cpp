#include <doctest/doctest.h>

#include <algorithm>

#include "tests/shared/ui/desk.hpp"

using namespace motcua::ui;

namespace {

Button& button(Widget& parent, std::string id, std::string text = "Hộ tịch") {
    return parent.add<Button>(std::move(id), std::move(text));
}

bool inside(const Rect& inner, const Rect& outer) {
    return inner.x >= outer.x && inner.y >= outer.y && inner.right() <= outer.right() &&
           inner.bottom() <= outer.bottom();
}

}  // namespace

TEST_CASE("display: a diagonal and a resolution give millimetres a pixel") {
    CHECK(Display::from_diagonal(1920, 1080, 21.5F, 0.6F).mm_per_px == doctest::Approx(0.248).epsilon(0.01));
    CHECK(Display::from_diagonal(1080, 1920, 32, 0.6F).mm_per_px == doctest::Approx(0.369).epsilon(0.01));
    CHECK(Display::from_diagonal(1920, 1080, 55, 8).mm_per_px == doctest::Approx(0.634).epsilon(0.01));
}

TEST_CASE("text size: the theme's capitals come out in millimetres, or by viewing distance") {
    Look kiosk{&test_fonts(), Display::from_diagonal(1080, 1920, 32, 0.6F), kiosk_theme(), 0};
    const auto cap_mm = [](const Look& look, TextRole role) {
        const auto weight = look.theme.text(role).weight;
        return look.display.mm(look.font_px(role) * look.fonts->metrics(weight).cap_height_em);
    };
    for (int role = 0; role < static_cast<int>(TextRole::Count); ++role) {
        CHECK(cap_mm(kiosk, static_cast<TextRole>(role)) >= 4.79F);
    }
    kiosk.theme.text_scale = 2;
    CHECK(cap_mm(kiosk, TextRole::Body) == doctest::Approx(10.4).epsilon(0.01));

    const Look board{&test_fonts(), Display::from_diagonal(1920, 1080, 55, 8), board_theme(), 0};
    CHECK(cap_mm(board, TextRole::Number) >= 12.2F * 8 - 0.01F);
    for (int role = 0; role < static_cast<int>(TextRole::Count); ++role) {
        CHECK(cap_mm(board, static_cast<TextRole>(role)) >= 5.0F * 8 - 0.01F);
    }
}

TEST_CASE("row: what grows takes the spare length by weight, gaps stay") {
    Desk desk;
    auto& row = desk.root<Row>();
    button(row, "a").set_fixed_mm(100, 0);
    button(row, "b").set_grow(1);
    button(row, "c").set_grow(3);
    CHECK(desk.bounds("a") == Rect{0, 0, 100, 800});
    CHECK(desk.bounds("b") == Rect{110, 0, 220, 800});
    CHECK(desk.bounds("c") == Rect{340, 0, 660, 800});
}

TEST_CASE("row: growing widgets are not squeezed below their hint while there is room") {
    Desk desk;
    auto& row = desk.root<Row>();
    button(row, "small", "A").set_grow(1);
    auto& large = button(row, "large", "A");
    large.set_grow(1);
    large.set_min_mm(800, 0);
    CHECK(desk.bounds("large").w == 800);
    CHECK(desk.bounds("small").w == 190);
}

TEST_CASE("column: padding, gap, and the invisible take no place") {
    Desk desk;
    auto& column = desk.root<Column>();
    column.set_padding_mm(20, 30);
    button(column, "a").set_fixed_mm(0, 50);
    button(column, "hidden").set_visible(false);
    button(column, "b").set_fixed_mm(0, 60);
    CHECK(desk.bounds("a") == Rect{20, 30, 960, 50});
    CHECK(desk.bounds("b") == Rect{20, 90, 960, 60});
}

TEST_CASE("column: children stand where main and cross alignment say") {
    Desk desk;
    auto& column = desk.root<Column>();
    column.set_main(Align::End);
    column.set_cross(Align::Centre);
    button(column, "a").set_fixed_mm(100, 50);
    CHECK(desk.bounds("a") == Rect{450, 750, 100, 50});
    desk.manager.find("a")->set_align(Align::End);
    CHECK(desk.bounds("a") == Rect{900, 750, 100, 50});
}

TEST_CASE("column: with too little room nothing leaves the box") {
    Desk desk(test_look(300, 100));
    auto& column = desk.root<Column>();
    for (int i = 0; i < 10; ++i) {
        button(column, "b" + std::to_string(i)).set_min_mm(0, 40);
    }
    desk.manager.layout();
    for (const auto& child : column.children()) {
        CHECK(inside(child->bounds(), column.bounds()));
    }
}

TEST_CASE("spacer: pushes its neighbours apart") {
    Desk desk;
    auto& row = desk.root<Row>();
    button(row, "left").set_fixed_mm(100, 0);
    row.add<Spacer>();
    button(row, "right").set_fixed_mm(100, 0);
    CHECK(desk.bounds("left").x == 0);
    CHECK(desk.bounds("right").right() == 1000);
}

TEST_CASE("row: a label that must wrap beside a button gets the height for its lines") {
    Desk desk(test_look(400, 800));
    auto& column = desk.root<Column>();
    auto& row = column.add<Row>("row");
    auto& label = row.add<Label>("words", "Máy in hết giấy, xin chụp lại số và mã này", TextRole::Body);
    label.set_grow(1);
    button(row, "ok", "OK").set_fixed_mm(250, 0);
    const Rect words = desk.bounds("words");
    CHECK(words.w == 140);
    CHECK(words.h >= 2 * 1.4F * desk.manager.look().font_px(TextRole::Body));
    CHECK(label.drawn_text() == label.text());
}

TEST_CASE("grid: cells are equal, filled row by row, and keep their size with fewer children") {
    Desk desk;
    auto& grid = desk.root<Grid>(3);
    for (const char* id : {"a", "b", "c", "d"}) {
        button(grid, id);
    }
    CHECK(desk.bounds("a") == Rect{0, 0, 327, 395});
    CHECK(desk.bounds("d").y == 405);
    CHECK(desk.bounds("c").right() == 1000);
    grid.set_min_rows(4);
    CHECK(desk.bounds("a").h <= 193);
    CHECK(desk.bounds("a").y == 0);
    grid.set_main(Align::End);
    CHECK(desk.bounds("d").bottom() == 800);
}

TEST_CASE("stack: children lie over one another; aligned ones keep their own size") {
    Desk desk;
    auto& stack = desk.root<Stack>();
    button(stack, "below");
    auto& above = button(stack, "above");
    above.set_fixed_mm(200, 100);
    above.set_align(Align::Centre);
    CHECK(desk.bounds("below") == Rect{0, 0, 1000, 800});
    CHECK(desk.bounds("above") == Rect{400, 350, 200, 100});
}

TEST_CASE("targets: everything to press is as large as the theme asks, at kiosk scale too") {
    Desk desk(test_look(1080, 1920, 0.369F));
    auto& row = desk.root<Row>();
    row.set_cross(Align::Start);
    button(row, "b", "A");
    row.add<Tile>("t", "B");
    for (const char* id : {"b", "t"}) {
        CHECK(desk.bounds(id).w * 0.369F >= 20);
        CHECK(desk.bounds(id).h * 0.369F >= 20);
    }
}

TEST_CASE("dialog: its card is centred and as high as its content") {
    Desk desk;
    auto& stack = desk.root<Stack>();
    auto& dialog = stack.add<Dialog>("dialog", 400.0F);
    button(dialog.card(), "yes").set_fixed_mm(0, 50);
    const Rect yes = desk.bounds("yes");
    CHECK(yes.centre().x == 500);
    CHECK(yes.centre().y == 400);
    CHECK(dialog.card().bounds().w == 400);
    CHECK(dialog.card().bounds().h == 66);
}

TEST_CASE("redraw: only when something changed") {
    Desk desk;
    RecordingPainter painter;
    auto& column = desk.root<Column>();
    auto& label = column.add<Label>("l", "một", TextRole::Body);
    desk.manager.draw(painter);
    CHECK_FALSE(desk.manager.needs_redraw());
    label.set_text("một");
    label.set_visible(true);
    label.set_enabled(true);
    CHECK_FALSE(desk.manager.needs_redraw());
    label.set_text("hai");
    CHECK(desk.manager.needs_redraw());
    desk.manager.draw(painter);
    CHECK(desk.manager.frame() == 2);
    column.add<Label>("thêm");
    CHECK(desk.manager.needs_redraw());
    desk.manager.draw(painter);
    desk.manager.set_theme(desk.manager.look().theme);
    CHECK_FALSE(desk.manager.needs_redraw());
    desk.manager.set_theme(high_contrast(kiosk_theme()));
    CHECK(desk.manager.needs_redraw());
}

TEST_CASE("spinner: only the arc that turns is drawn, so that it is seen to turn on any surface") {
    for (const Theme& theme : {kiosk_theme(), counter_theme(), high_contrast(kiosk_theme())}) {
        for (const Surface surface : {Surface::Header, Surface::Card}) {
            Desk desk;
            desk.manager.set_theme(theme);
            auto& column = desk.root<Column>();
            column.set_surface(surface);
            column.add<Spinner>(20.0F);
            desk.wait(0);
            RecordingPainter painter;
            desk.manager.draw(painter);
            const SurfaceStyle& style = theme.surface(surface);
            const auto is_arc = [&](Color color) { return color == style.emphasis; };
            CHECK(std::any_of(painter.fills.begin(), painter.fills.end(), is_arc));
            const auto is_ring = [&](Color color) { return color == theme.surface(Surface::Quiet).fill; };
            CHECK(std::none_of(painter.fills.begin(), painter.fills.end(), is_ring));
        }
    }
}

TEST_CASE("spinner: asks for frames while it is visible, and only then") {
    Desk desk;
    RecordingPainter painter;
    auto& column = desk.root<Column>();
    auto& spinner = column.add<Spinner>(20.0F);
    desk.wait(0);
    desk.manager.draw(painter);
    REQUIRE(desk.manager.next_deadline().has_value());
    desk.wait(200);
    CHECK(desk.manager.needs_redraw());
    spinner.set_visible(false);
    desk.manager.draw(painter);
    CHECK_FALSE(desk.manager.next_deadline().has_value());
}
