#pragma once
// Points, sizes and rectangles in pixels, y downwards.

#include <algorithm>
#include <cstdint>

namespace motcua::ui {

struct Point {
    float x = 0;
    float y = 0;
    bool operator==(const Point&) const = default;
};

struct Size {
    float w = 0;
    float h = 0;
    bool operator==(const Size&) const = default;
};

struct Rect {
    float x = 0;
    float y = 0;
    float w = 0;
    float h = 0;

    float right() const { return x + w; }
    float bottom() const { return y + h; }
    Point centre() const { return {x + w / 2, y + h / 2}; }
    Size size() const { return {w, h}; }
    bool contains(Point p) const { return p.x >= x && p.x < right() && p.y >= y && p.y < bottom(); }
    Rect inset(float left, float top, float from_right, float from_bottom) const {
        return {x + left, y + top, std::max(0.0F, w - left - from_right), std::max(0.0F, h - top - from_bottom)};
    }
    Rect inset(float all) const { return inset(all, all, all, all); }
    bool operator==(const Rect&) const = default;
};

/// How many cells of at least `least` stand in `length` with `gap` between them; 1 where not even one does.
inline int columns_that_fit(float length, float least, float gap) {
    return std::max(1, static_cast<int>((length + gap) / (least + gap)));
}

enum class Align : std::uint8_t { Start, Centre, End, Stretch };

}  // namespace motcua::ui
