#include "kiosk/screens/kiosk_screens.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <set>
#include <string>

#include "tests/kiosk/scenes.hpp"
#include "tests/shared/ui/desk.hpp"
#include "tests/shared/ui/visible.hpp"

using namespace motcua;
using namespace motcua::kiosk;
using namespace motcua::kiosk::test;

namespace {

using ui::test::each_visible;

const type::FontSet& fonts() {
    static const type::FontSet loaded = type::FontSet::load().value();
    return loaded;
}

const Catalogues& texts() {
    static const Catalogues loaded(Catalogues::usual_folders());
    return loaded;
}

bool can_draw(const std::string& text) {
    static std::set<std::string> known;
    if (known.count(text) != 0)
        return true;
    const bool whole = fonts().missing_glyphs(text).empty();
    if (whole)
        known.insert(text);
    return whole;
}

ui::Look look_of(const PanelSize& size) {
    return {&fonts(), ui::Display::from_diagonal(size.width_px, size.height_px, size.diagonal_inch, size.distance_m),
            ui::kiosk_theme()};
}

/// Model and widgets joined as in the program, with a pointer instead of a window.
struct Stand {
    explicit Stand(const PanelSize& size, KioskView view = provincial_hall(8), const std::string& language = "vi")
        : kiosk(std::move(view), texts(), language),
          manager(look_of(size)),
          screens(manager, [this](const Intent& intent) { kiosk.touch(intent); }) {
        kiosk.model.set_tiles_on_page(screens.tiles_on_page());
        show();
    }
    void show() {
        screens.update(kiosk.screen());
        manager.layout();
    }
    ui::Widget* find(const std::string& id) { return manager.find(id); }
    void tap(const std::string& id) {
        CAPTURE(id);
        ui::Widget* widget = find(id);
        REQUIRE(widget != nullptr);
        const ui::Point at = widget->bounds().centre();
        kiosk.wait(500);
        manager.press(at, kiosk.ms);
        manager.release(at, kiosk.ms + 60);
        show();
    }

    Kiosk kiosk;
    ui::Manager manager;
    KioskScreens screens;
};

/// No letter drawn anywhere is smaller than it must be (ADA 707.7.2; with large text EN 301 549 5.1.4).
void check_letters(Stand& stand) {
    constexpr float rounding_mm = 0.1F;
    const ui::Look& look = stand.manager.look();
    const float least_mm = stand.kiosk.screen().has_large_text ? 12.2F * look.display.viewing_distance_m : 4.8F;
    RecordingPainter painter;
    stand.manager.draw(painter);
    for (const auto& text : painter.texts) {
        const float capital_em = look.fonts->metrics(text.line.weight).cap_height_em;
        std::string at;
        each_visible(*stand.manager.root(), [&](const ui::Widget& widget) {
            if (widget.bounds().contains(text.origin))
                at = widget.id() + ": " + widget.drawn_text();
        });
        CAPTURE(at);
        CHECK(look.display.mm(capital_em * text.line.size_px) >= least_mm - rounding_mm);
    }
}

void check_layout(Stand& stand) {
    const ui::Display& display = stand.manager.look().display;
    std::vector<const ui::Widget*> pressable;
    each_visible(*stand.manager.root(), [&](const ui::Widget& widget) {
        const ui::Rect& box = widget.bounds();
        CAPTURE(widget.id());
        CAPTURE(widget.drawn_text());
        CHECK(box.x >= -1);
        CHECK(box.y >= -1);
        CHECK(box.right() <= static_cast<float>(display.width_px) + 1);
        CHECK(box.bottom() <= static_cast<float>(display.height_px) + 1);
        const std::string text = widget.drawn_text();
        CHECK(text.find("…") == std::string::npos);
        // An open service's hint may go: it stands on the service's page. When a closed one opens may not.
        if (const TileText* tile = stand.kiosk.tile(widget.id()); tile != nullptr) {
            CHECK(text.find(tile->title) != std::string::npos);
            CHECK(text.find(tile->badge) != std::string::npos);
            if (!tile->is_open)
                CHECK(text.find(tile->subtitle) != std::string::npos);
        }
        CHECK(can_draw(text));
        if (widget.kind() == "button")
            CHECK(box.w + 2 >= widget.hint(stand.manager.look(), {1e5F, 1e5F}).w);  // its words are whole
        if (widget.takes_press() && !widget.is_modal()) {
            CHECK(display.mm(box.w) >= 19.9F);
            CHECK(display.mm(box.h) >= 19.9F);
            pressable.push_back(&widget);
        }
        if (widget.id().rfind("tile", 0) == 0 || widget.id().rfind("group.", 0) == 0) {
            CHECK(display.mm(box.w) >= 79.9F);
            CHECK(display.mm(box.h) >= 39.9F);
        }
    });
    // Neighbours keep 3 mm between them, unless one lies over the other in a dialog.
    if (stand.kiosk.screen().help_sheet || stand.kiosk.screen().idle)
        return;
    for (std::size_t a = 0; a < pressable.size(); ++a) {
        for (std::size_t b = a + 1; b < pressable.size(); ++b) {
            const ui::Rect& one = pressable[a]->bounds();
            const ui::Rect& other = pressable[b]->bounds();
            const float apart = std::max(std::max(one.x - other.right(), other.x - one.right()),
                                         std::max(one.y - other.bottom(), other.y - one.bottom()));
            CAPTURE(pressable[a]->id());
            CAPTURE(pressable[b]->id());
            CHECK(display.mm(apart) >= 2.9F);
        }
    }
}

/// check(size, tag, large) on every panel in these languages, plain and with large text.
template <class Check>
void each_setting(const std::vector<std::string>& tags, const Check& check) {
    for (const PanelSize& size : panel_sizes) {
        for (const std::string& tag : tags) {
            for (const bool large : {false, true}) {
                CAPTURE(std::string(size.name));
                CAPTURE(tag);
                CAPTURE(large);
                check(size, tag, large);
            }
        }
    }
}

/// check(stand) for every scene in each of these settings; `prepare` sees the stand before the scene begins.
template <class Prepare, class Check>
void each_scene(const std::vector<std::string>& tags, const Prepare& prepare, const Check& check) {
    each_setting(tags, [&](const PanelSize& size, const std::string& tag, bool large) {
        for (const Scene& scene : scenes()) {
            CAPTURE(scene.name);
            Stand stand(size, provincial_hall(scene.services), tag);
            prepare(stand);
            if (large)
                stand.kiosk.touch(Wish::ToggleLargeText);
            scene.play(stand.kiosk);
            stand.show();
            check(stand);
        }
    });
}

void check_all(Stand& stand) {
    check_layout(stand);
    check_letters(stand);
}

constexpr auto as_it_is = [](Stand&) {};

}  // namespace

TEST_CASE(
    "kiosk screens: every screen fits every size, in each language, plain and large: nothing cut, no small target") {
    each_scene({"vi", "en"}, as_it_is, check_all);
}

TEST_CASE("kiosk screens: on every ticket the number is by far the largest, and what to do now stands there") {
    each_scene({"vi", "en"}, as_it_is, [](Stand& stand) {
        constexpr float least_number_mm = 30;
        if (stand.kiosk.screen().page != Page::Ticket)
            return;
        const ui::Display& display = stand.manager.look().display;
        REQUIRE(stand.find("ticket.number") != nullptr);
        CHECK(display.mm(stand.find("ticket.number")->bounds().h) >= least_number_mm);
        CHECK(stand.find("ticket.where") != nullptr);
        CHECK(stand.find("ticket.caption") != nullptr);
    });
}

TEST_CASE("kiosk screens: every refusal fits every size, with its button as high as any") {
    each_setting({"vi", "en"}, [](const PanelSize& size, const std::string& tag, bool large) {
        for (const Refusal* refusal = begin_refusals(); refusal != end_refusals(); ++refusal) {
            CAPTURE(name_of(*refusal));
            Stand stand(size, provincial_hall(8), tag);
            if (large)
                stand.kiosk.touch(Wish::ToggleLargeText);
            stand.kiosk.touch(ChooseService{ServiceId{"s3"}});
            stand.kiosk.touch(TakeNumber{});
            stand.kiosk.refuse(*refusal);
            stand.show();
            check_all(stand);
        }
    });
}

TEST_CASE("kiosk screens: with the printer's warning above it, every screen fits still") {
    const auto printer_fails = [](Stand& stand) {
        stand.kiosk.model.print_ended(0, PrintOutcome::Failed, stand.kiosk.now());
    };
    each_scene({"vi", "en"}, printer_fails, check_all);
}

TEST_CASE("kiosk screens: the longest real names stand whole on every page") {
    const auto name_at_length = [](Stand& stand) {
        KioskView view = stand.kiosk.view;
        view.hall.agency = {{{"vi",
                              "Trung tâm Phục vụ hành chính công và Kiểm soát thủ tục hành chính thành phố Hồ Chí "
                              "Minh"}}};
        for (std::size_t i = 0; i < view.services.size(); i += 2)
            view.services[i].name = {
                {{"vi", "Đăng ký biến động quyền sử dụng đất do chuyển nhượng, tặng cho, thừa kế"}}};
        stand.kiosk.view = view;
        stand.kiosk.model.view_came(view, stand.kiosk.now());
    };
    each_scene({"vi"}, name_at_length, [](Stand& stand) {
        each_visible(*stand.manager.root(), [](const ui::Widget& widget) {
            CAPTURE(widget.id());
            CAPTURE(widget.drawn_text());
            CHECK(widget.drawn_text().find("…") == std::string::npos);
        });
        check_letters(stand);
    });
}

TEST_CASE("kiosk screens: help says every line whole, at every size") {
    each_setting({"vi", "en"}, [](const PanelSize& size, const std::string& tag, bool large) {
        Stand stand(size, provincial_hall(8), tag);
        if (large)
            stand.kiosk.touch(Wish::ToggleLargeText);
        stand.kiosk.touch(Wish::ShowHelp);
        stand.show();
        const auto& lines = stand.kiosk.screen().help_sheet->lines;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            ui::Widget* line = stand.find("help.line" + std::to_string(i + 1));
            REQUIRE(line != nullptr);
            CHECK(line->drawn_text() == lines[i]);
        }
    });
}

TEST_CASE("kiosk screens: two taps with a finger take a number, and the ticket shows it large") {
    for (const PanelSize& size : panel_sizes) {
        CAPTURE(std::string(size.name));
        Stand stand(size);
        stand.tap("tile.s3");
        stand.tap("take");
        REQUIRE(stand.kiosk.program.sent.size() == 1);
        stand.kiosk.answer_with_ticket("C128", 3);
        stand.show();
        ui::Widget* number = stand.find("ticket.number");
        REQUIRE(number != nullptr);
        CHECK(number->drawn_text() == "C128");
        CHECK(stand.manager.look().display.mm(number->bounds().h) > 30);
        REQUIRE(stand.find("ticket.qr") != nullptr);
        stand.kiosk.wait(1'000);
        stand.tap("ticket.done");
        CHECK(stand.find("tile.s3") != nullptr);
    }
}

TEST_CASE("kiosk screens: a double tap on a tile does not press what appears beneath the finger") {
    Stand stand(panel_sizes[0]);
    const ui::Point at = stand.find("tile.s8")->bounds().centre();
    for (int tap = 0; tap < 3; ++tap) {
        stand.manager.press(at, tap * 100);
        stand.manager.release(at, tap * 100 + 40);
        stand.show();
    }
    CHECK(stand.kiosk.screen().page == Page::Service);
    CHECK(stand.kiosk.program.sent.empty());
}

TEST_CASE("kiosk screens: on a portrait panel the choices stand low, just above the bar, however few they are") {
    for (const PanelSize& size : panel_sizes) {
        if (size.height_px < size.width_px)
            continue;
        for (const Scene& scene : scenes()) {
            CAPTURE(std::string(size.name));
            CAPTURE(scene.name);
            Stand stand(size, provincial_hall(scene.services));
            scene.play(stand.kiosk);
            stand.show();
            const KioskScreen& screen = stand.kiosk.screen();
            if (screen.page != Page::Tiles || screen.tiles.empty() || !screen.page_of.empty())
                continue;
            const ui::Display& display = stand.manager.look().display;
            const float lowest = stand.find(screen.tiles.back().id)->bounds().bottom();
            CHECK(display.mm(stand.find("language.vi")->bounds().y - lowest) <= 20);
        }
    }
}

TEST_CASE("kiosk screens: help, languages and modes stand in the same place on every page") {
    for (const PanelSize& size : panel_sizes) {
        std::optional<ui::Rect> help;
        std::optional<ui::Rect> language;
        for (const Scene& scene : scenes()) {
            CAPTURE(std::string(size.name));
            CAPTURE(scene.name);
            Stand stand(size, provincial_hall(scene.services));
            scene.play(stand.kiosk);
            stand.show();
            REQUIRE(stand.find("bar.help") != nullptr);
            const ui::Rect help_now = stand.find("bar.help")->bounds();
            const ui::Rect language_now = stand.find("language.vi")->bounds();
            CHECK(help_now == help.value_or(help_now));
            CHECK(language_now == language.value_or(language_now));
            help = help_now;
            language = language_now;
        }
    }
}

TEST_CASE("kiosk screens: contrast and large text change the theme at once and go back") {
    Stand stand(panel_sizes[0]);
    const auto before = stand.manager.look().theme;
    stand.tap("bar.large_text");
    stand.tap("bar.high_contrast");
    CHECK(stand.manager.look().theme.text_scale > 1.5F);
    CHECK(stand.manager.look().theme.surface(ui::Surface::Background).fill !=
          before.surface(ui::Surface::Background).fill);
    stand.tap("bar.large_text");
    stand.tap("bar.high_contrast");
    CHECK(stand.manager.look().theme == before);
}

TEST_CASE("kiosk screens: the idle warning and the help sheet are answered with one touch") {
    Stand stand(panel_sizes[1]);
    stand.tap("tile.s1");
    stand.kiosk.wait(46'000);
    stand.show();
    REQUIRE(stand.find("idle.stay") != nullptr);
    stand.tap("idle.stay");
    CHECK_FALSE(stand.kiosk.screen().idle.has_value());
    stand.tap("bar.help");
    CHECK(stand.kiosk.screen().help_sheet.has_value());
    stand.tap("help.close");
    CHECK_FALSE(stand.kiosk.screen().help_sheet.has_value());
    CHECK(stand.kiosk.screen().page == Page::Service);
}

TEST_CASE("kiosk screens: an unchanged screen asks for no new frame") {
    Stand stand(panel_sizes[0]);
    const std::string before = stand.manager.screen_map();
    stand.screens.update(stand.kiosk.screen());
    stand.manager.layout();
    CHECK(stand.manager.screen_map() == before);
}
