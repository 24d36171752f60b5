#pragma once
// A Manager on a known display, a painter that remembers, and fingers.

#include <memory>
#include <string>
#include <vector>

#include "shared/ui/painter.hpp"
#include "shared/ui/ui.hpp"

inline const motcua::type::FontSet& test_fonts() {
    static const motcua::type::FontSet fonts = motcua::type::FontSet::load().value();
    return fonts;
}

/// One pixel is one millimetre unless told otherwise: numbers in tests are then readable.
inline motcua::ui::Look test_look(int width_px = 1000, int height_px = 800, float mm_per_px = 1) {
    motcua::ui::Look look{&test_fonts(), {width_px, height_px, mm_per_px, 1}, motcua::ui::kiosk_theme(), 0};
    look.theme.gap_mm = 10;
    return look;
}

/// Remembers the texts and rectangles drawn.
class RecordingPainter : public motcua::ui::Painter {
  public:
    struct Text {
        motcua::type::ShapedLine line;
        motcua::ui::Point origin;
        motcua::ui::Color color;
    };
    std::vector<Text> texts;
    std::vector<motcua::ui::Rect> rects;
    std::vector<motcua::ui::Point> corners;  ///< of every shape
    std::vector<motcua::ui::Color> fills;
    int clips = 0;

    void fill_convex(std::span<const motcua::ui::Point> outline, motcua::ui::Color color, float) override {
        corners.insert(corners.end(), outline.begin(), outline.end());
        fills.push_back(color);
    }
    void fill_band(std::span<const motcua::ui::Point>, std::span<const motcua::ui::Point> outer, bool,
                   motcua::ui::Color color) override {
        corners.insert(corners.end(), outer.begin(), outer.end());
        fills.push_back(color);
    }
    void fill_rect(const motcua::ui::Rect& rect, motcua::ui::Color color) override {
        rects.push_back(rect);
        fills.push_back(color);
    }
    void draw_line_of_text(const motcua::type::ShapedLine& line, motcua::ui::Point origin,
                           motcua::ui::Color color) override {
        texts.push_back({line, origin, color});
    }
    void push_clip(const motcua::ui::Rect&) override { ++clips; }
    void pop_clip() override { --clips; }
};

/// A manager, its clock and a finger.
struct Desk {
    explicit Desk(motcua::ui::Look look = test_look()) : manager(std::move(look)) {}

    motcua::ui::Manager manager;
    std::int64_t now_ms = 10'000;

    template <class W, class... Arguments>
    W& root(Arguments&&... arguments) {
        auto made = std::make_unique<W>(std::forward<Arguments>(arguments)...);
        W& reference = *made;
        manager.set_root(std::move(made));
        return reference;
    }
    motcua::ui::Rect bounds(std::string_view id) {
        manager.layout();
        const motcua::ui::Widget* widget = manager.find(id);
        return widget != nullptr ? widget->bounds() : motcua::ui::Rect{};
    }
    void press(std::string_view id) { manager.press(bounds(id).centre(), now_ms); }
    void release(std::string_view id) { manager.release(bounds(id).centre(), now_ms += 80); }
    void tap(std::string_view id) {
        press(id);
        release(id);
    }
    void wait(int ms) { manager.advance(now_ms += ms); }
    void key(motcua::ui::Key key, bool shift = false) { manager.key({key, false, shift, false}, now_ms += 50); }
    void type(std::u32string_view text) {
        for (const char32_t c : text) {
            manager.text(c, now_ms += 50);
        }
    }
};
