// A counter's window at every size and in both languages: nothing lies on anything else, no word is cut that matters,
// and every size shows what a clerk acts on.
#include <doctest/doctest.h>

#include <set>
#include <string>

#include "tests/counter-client/screens/scenes.hpp"
#include "tests/shared/ui/visible.hpp"

using namespace motcua;
using namespace motcua::counter;
using namespace motcua::counter::test;

namespace {

using ui::test::each_visible;

constexpr float rounding_px = 1.5F;

const type::FontSet& fonts() {
    static const type::FontSet loaded = type::FontSet::load().value();
    return loaded;
}

/// Model and widgets joined as in the program, without a window.
struct Desk {
    Desk(const WindowShape& shape, const std::string& tag)
        : Desk(ui::Display{shape.width_px, shape.height_px, mm_per_px, 0.6F}, tag) {}
    Desk(const ui::Display& display, const std::string& tag)
        : hall(tag, Catalogues::usual_folders()),
          manager({&fonts(), display, ui::counter_theme()}),
          window(manager, [this](const Intent& intent) { hall.wish(intent); }) {}
    void show() {
        window.update(hall.screen());
        manager.layout();
    }
    bool shows(const std::string& id) {
        const ui::Widget* widget = manager.find(id);
        return widget != nullptr && !widget->drawn_text().empty();
    }

    CounterScript hall;
    ui::Manager manager;
    CounterWindow window;
};

/// The scene of this name.
void play(CounterScript& hall, const std::string& name) {
    for (const Scene& scene : scenes()) {
        if (scene.name == name)
            return scene.play(hall);
    }
    throw std::runtime_error("no scene " + name);
}

bool overlap(const ui::Rect& one, const ui::Rect& other) {
    return std::min(one.right(), other.right()) - std::max(one.x, other.x) > rounding_px &&
           std::min(one.bottom(), other.bottom()) - std::max(one.y, other.y) > rounding_px;
}

/// In a list a long name of a service may end in "…": its letter and the category say enough.
bool may_be_cut(const std::string& id) {
    return id.size() > 8 && id.compare(id.size() - 8, 8, ".service") == 0 && id.find('.') != id.size() - 8;
}

void check_texts(Desk& desk, const ui::Widget& root) {
    const ui::Display& display = desk.manager.look().display;
    std::vector<const ui::Widget*> texts;
    each_visible(root, [&](const ui::Widget& widget) {
        const std::string text = widget.drawn_text();
        if (text.empty())
            return;
        CAPTURE(widget.id());
        CAPTURE(text);
        const ui::Rect& box = widget.bounds();
        CHECK(box.x >= -1);
        CHECK(box.y >= -1);
        CHECK(box.right() <= static_cast<float>(display.width_px) + 1);
        CHECK(box.bottom() <= static_cast<float>(display.height_px) + 1);
        if (!may_be_cut(widget.id()))
            CHECK(text.find("…") == std::string::npos);
        CHECK(fonts().missing_glyphs(text).empty());
        if (widget.kind() == "button") {
            CHECK(box.w + rounding_px >= widget.hint(desk.manager.look(), {1e5F, 1e5F}).w);
            CHECK(display.mm(box.h) >= 6.5F);
        } else {
            CHECK(box.h + rounding_px >= widget.hint(desk.manager.look(), {box.w, 1e5F}).h);
        }
        texts.push_back(&widget);
    });
    for (std::size_t a = 0; a < texts.size(); ++a) {
        for (std::size_t b = a + 1; b < texts.size(); ++b) {
            CAPTURE(texts[a]->drawn_text());
            CAPTURE(texts[b]->drawn_text());
            CHECK_FALSE(overlap(texts[a]->bounds(), texts[b]->bounds()));
        }
    }
}

}  // namespace

TEST_CASE("counter window: at every size, in both languages, nothing is cut and nothing lies on anything else") {
    for (const WindowShape& shape : window_shapes) {
        for (const Scene& scene : scenes()) {
            for (const std::string tag : {"vi", "en"}) {
                CAPTURE(shape.name);
                CAPTURE(scene.name);
                CAPTURE(tag);
                Desk desk(shape, tag);
                scene.play(desk.hall);
                desk.hall.wish(shape_act(shape));
                if (desk.hall.screen().size != shape.asked)
                    continue;  // the program would show it in the full window
                desk.show();
                const ui::Widget* sheet = desk.manager.find("sheet");
                REQUIRE(sheet != nullptr);
                check_texts(desk, sheet->is_visible() ? *sheet : *desk.manager.root());
            }
        }
    }
}

TEST_CASE("counter window: every size shows the number, its state, who waits, and the action that comes next") {
    for (const WindowShape& shape : window_shapes) {
        for (const Scene& scene : scenes()) {
            CAPTURE(shape.name);
            CAPTURE(scene.name);
            Desk desk(shape, "vi");
            scene.play(desk.hall);
            desk.hall.wish(shape_act(shape));
            const CounterScreen& screen = desk.hall.screen();
            if (screen.size != shape.asked || screen.page != Page::Work)
                continue;
            desk.show();
            CHECK(desk.shows("list.waiting.count"));
            CHECK(desk.shows("work.number") == screen.current.has_value());
            CHECK((desk.shows("work.state") || desk.shows("work.idle")));
            REQUIRE_FALSE(screen.quick.empty());
            CHECK(desk.shows(screen.quick.front().id));
        }
    }
}

TEST_CASE("counter window: what is too long, what is lost and what can be undone is told at every size") {
    const auto all_text = [](Desk& desk) {
        std::string all;
        each_visible(*desk.manager.root(), [&](const ui::Widget& widget) { all += widget.drawn_text() + "\n"; });
        return all;
    };
    for (const WindowShape& shape : window_shapes) {
        CAPTURE(shape.name);
        for (const Scene& scene : scenes()) {
            Desk desk(shape, "en");
            scene.play(desk.hall);
            desk.hall.wish(shape_act(shape));
            desk.show();
            const std::string name = scene.name;
            if (name == "too long")
                CHECK(all_text(desk).find("Longer than the usual 20 min") != std::string::npos);
            if (name == "offline")
                CHECK(all_text(desk).find("No connection since") != std::string::npos);
            if (name == "undo")
                CHECK(all_text(desk).find("Ctrl+Z brings A011 back.") != std::string::npos);
            if (name == "break")
                CHECK(all_text(desk).find("Go on") != std::string::npos);
        }
    }
}

TEST_CASE("counter window: a list that does not fit says how many more there are") {
    for (const WindowShape& shape : window_shapes) {
        if (shape.asked != WindowSize::Full)
            continue;
        CAPTURE(shape.name);
        Desk desk(shape, "en");
        play(desk.hall, "crowd");
        desk.show();
        int lines = 0;
        each_visible(*desk.manager.root(), [&](const ui::Widget& widget) {
            const std::string& id = widget.id();
            if (id.rfind("waiting.", 0) == 0 && id.find(".number") != std::string::npos)
                ++lines;
        });
        CHECK(lines >= 3);
        REQUIRE(desk.shows("list.waiting.more"));
        CHECK(desk.manager.find("list.waiting.more")->drawn_text() == "and " + std::to_string(57 - lines) + " more");
        CHECK(desk.manager.find("waiting.C007.mark")->drawn_text() == "for this counter");
        CHECK(desk.manager.find("waiting.C007.category")->drawn_text() == "Person with a disability");
    }
}

TEST_CASE("counter window: a list that has room shows all of its lines") {
    for (const WindowShape& shape : window_shapes) {
        if (shape.asked != WindowSize::Full)
            continue;
        for (const std::string scene : {"two aside", "many aside"}) {
            const bool is_narrow = layout_for({shape.width_px, shape.height_px, mm_per_px, 0.6F}) == Layout::Narrow;
            if (is_narrow && scene == "many aside")
                continue;  // its lists stand beneath everything else, and are low
            CAPTURE(shape.name);
            CAPTURE(scene);
            Desk desk(shape, "en");
            play(desk.hall, scene);
            desk.show();
            const CounterScreen& screen = desk.hall.screen();
            CHECK_FALSE(desk.shows("list.aside.more"));
            CHECK_FALSE(desk.shows("list.waiting.more"));
            for (const auto& lines : {screen.aside, screen.waiting}) {
                for (const LineText& line : lines) {
                    CAPTURE(line.id);
                    CHECK(desk.shows(line.id + ".number"));
                }
            }
        }
    }
}

TEST_CASE("counter window: a closed counter is shown as closed and cannot be chosen") {
    Desk desk(window_shapes[1], "en");
    play(desk.hall, "sheet transfer");
    desk.show();
    const auto asked = desk.hall.port.asked.size();
    ui::Widget* closed = desk.manager.find("transfer.counter.8");
    REQUIRE(closed != nullptr);
    CHECK(closed->drawn_text() == "Counter 8 · closed");
    const ui::Point at = closed->bounds().centre();
    desk.manager.press(at, 1'000);
    desk.manager.release(at, 1'060);
    CHECK(desk.hall.port.asked.size() == asked);
    CHECK(desk.hall.screen().sheet.has_value());
    ui::Widget* open = desk.manager.find("transfer.counter.7");
    REQUIRE(open != nullptr);
    desk.manager.press(open->bounds().centre(), 2'000);
    desk.manager.release(open->bounds().centre(), 2'060);
    CHECK(desk.hall.port.asked.size() == asked + 1);
}

TEST_CASE("counter window: F7 is the list of those who may come back, whatever its button offers meanwhile") {
    const WindowShape usual{"usual", 1280, 800, WindowSize::Full};
    Desk desk(usual, "en");
    play(desk.hall, "many aside");
    desk.hall.did_not_come(12);
    desk.show();
    REQUIRE(desk.manager.find("work.take-back")->drawn_text().find("Undo") != std::string::npos);
    const auto asked = desk.hall.port.asked.size();
    desk.manager.key({ui::Key::F7, false, false, false}, 1'000);
    CHECK(desk.hall.port.asked.size() == asked);
    REQUIRE(desk.hall.screen().sheet);
    CHECK(desk.hall.screen().sheet->id == "take-back");
}

TEST_CASE("counter window: small windows are as many millimetres on every display, and what stands in them is whole") {
    for (const float dense_mm : {0.12F, 0.155F, 0.25F, 0.37F}) {
        CAPTURE(dense_mm);
        for (const auto& [size, layout] :
             {std::pair{WindowSize::Compact, Layout::Bar}, std::pair{WindowSize::Minimal, Layout::Minimal}}) {
            const auto [width_px, height_px] = size_px({1920, 1080, dense_mm, 0.6F}, size);
            const ui::Display display{width_px, height_px, dense_mm, 0.6F};
            CHECK(layout_for(display) == layout);
            Desk desk(display, "vi");
            play(desk.hall, "called");
            desk.show();
            check_texts(desk, *desk.manager.root());
        }
    }
}

TEST_CASE("counter window: a note being typed outlives what happens at other counters, and a change of size") {
    Desk desk(window_shapes[1], "en");
    play(desk.hall, "sheet transfer");
    desk.show();
    for (const char32_t character : U"ban sao")
        if (character != 0)
            desk.manager.text(character, 1'000);
    REQUIRE(desk.manager.find("sheet.note")->drawn_text() == "ban sao");
    desk.hall.view.counters[3].state = CounterState::Open;
    desk.hall.show();
    desk.show();
    CHECK(desk.manager.find("sheet.note")->drawn_text() == "ban sao");
    desk.manager.text(U'!', 2'000);
    CHECK(desk.manager.find("sheet.note")->drawn_text() == "ban sao!");
}
