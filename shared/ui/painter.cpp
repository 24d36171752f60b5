#include "shared/ui/painter.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace motcua::ui {
namespace {

constexpr float pi = std::numbers::pi_v<float>;

/// Steps for a quarter of a circle so that no chord leaves it by more than about a tenth of a pixel.
int quarter_steps(float radius) {
    return std::clamp(static_cast<int>(std::sqrt(radius) * 2), 2, 32);
}

void append_arc(std::vector<Point>& points, Point centre, float radius, float from, float to, int steps) {
    for (int i = 0; i <= steps; ++i) {
        const float angle = from + (to - from) * static_cast<float>(i) / static_cast<float>(steps);
        points.push_back({centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)});
    }
}

std::vector<Point> rounded_outline(const Rect& r, float radius, int steps) {
    radius = std::min({radius, r.w / 2, r.h / 2});
    std::vector<Point> points;
    append_arc(points, {r.right() - radius, r.y + radius}, radius, -pi / 2, 0, steps);
    append_arc(points, {r.right() - radius, r.bottom() - radius}, radius, 0, pi / 2, steps);
    append_arc(points, {r.x + radius, r.bottom() - radius}, radius, pi / 2, pi, steps);
    append_arc(points, {r.x + radius, r.y + radius}, radius, pi, 3 * pi / 2, steps);
    return points;
}

}  // namespace

void Painter::draw_picture(const std::filesystem::path&, const Rect&) {}

void Painter::fill_rounded(const Rect& rect, float radius, Color color) {
    if (rect.w <= 0 || rect.h <= 0 || color.a == 0) {
        return;
    }
    if (radius < 0.5F) {
        fill_rect(rect, color);
        return;
    }
    fill_convex(rounded_outline(rect, radius, quarter_steps(radius)), color);
}

void Painter::stroke_rounded(const Rect& rect, float radius, float width, Color color) {
    if (rect.w <= 0 || rect.h <= 0 || color.a == 0 || width <= 0) {
        return;
    }
    const int steps = quarter_steps(radius);
    const auto outer = rounded_outline(rect, radius, steps);
    const auto inner = rounded_outline(rect.inset(width), std::max(0.0F, radius - width), steps);
    fill_band(inner, outer, /*closed=*/true, color);
}

void Painter::shadow(const Rect& rect, float radius, float spread, Color color) {
    // Lies a little lower than what throws it; most of it is hidden beneath.
    const Rect lowered{rect.x, rect.y + spread / 3, rect.w, rect.h};
    fill_convex(rounded_outline(lowered, radius + spread / 2, quarter_steps(radius + spread)), color, spread);
}

void Painter::fill_circle(Point centre, float radius, Color color) {
    std::vector<Point> points;
    append_arc(points, centre, radius, 0, 2 * pi, quarter_steps(radius) * 4);
    points.pop_back();
    fill_convex(points, color);
}

void Painter::stroke_circle(Point centre, float radius, float width, Color color) {
    const int steps = quarter_steps(radius + width) * 4;
    std::vector<Point> inner;
    std::vector<Point> outer;
    append_arc(inner, centre, std::max(0.0F, radius - width / 2), 0, 2 * pi, steps);
    append_arc(outer, centre, radius + width / 2, 0, 2 * pi, steps);
    inner.pop_back();
    outer.pop_back();
    fill_band(inner, outer, /*closed=*/true, color);
}

void Painter::line(Point from, Point to, float width, Color color) {
    const float angle = std::atan2(to.y - from.y, to.x - from.x);
    const int steps = quarter_steps(width) * 2;
    std::vector<Point> points;
    append_arc(points, to, width / 2, angle - pi / 2, angle + pi / 2, steps);
    append_arc(points, from, width / 2, angle + pi / 2, angle + 3 * pi / 2, steps);
    fill_convex(points, color);
}

void Painter::polyline(std::span<const Point> points, float width, Color color, bool closed) {
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        line(points[i], points[i + 1], width, color);
    }
    if (closed && points.size() > 2) {
        line(points.back(), points.front(), width, color);
    }
}

void Painter::arc(Point centre, float radius, float width, float from_turn, float to_turn, Color color) {
    if (to_turn - from_turn >= 1) {
        stroke_circle(centre, radius, width, color);
        return;
    }
    if (to_turn <= from_turn) {
        return;
    }
    const float from = from_turn * 2 * pi - pi / 2;
    const float to = to_turn * 2 * pi - pi / 2;
    const int steps =
        std::max(2, static_cast<int>(static_cast<float>(quarter_steps(radius + width)) * 4 * (to_turn - from_turn)));
    std::vector<Point> inner;
    std::vector<Point> outer;
    append_arc(inner, centre, std::max(0.0F, radius - width / 2), from, to, steps);
    append_arc(outer, centre, radius + width / 2, from, to, steps);
    fill_band(inner, outer, /*closed=*/false, color);
    for (const float angle : {from, to}) {
        fill_circle({centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)}, width / 2, color);
    }
}

void Painter::qr(const type::QrMatrix& matrix, const Rect& box) {
    const int modules = matrix.size + 2 * type::qr_quiet_modules;
    const float module = std::floor(std::min(box.w, box.h) / static_cast<float>(modules));
    if (matrix.size == 0 || module < 1) {
        return;
    }
    const float side = module * static_cast<float>(modules);
    const float left = std::round(box.centre().x - side / 2);
    const float top = std::round(box.centre().y - side / 2);
    fill_rect({left, top, side, side}, rgb(0xFFFFFF));
    for (int y = 0; y < matrix.size; ++y) {
        for (int x = 0; x < matrix.size; ++x) {
            if (matrix.dark(x, y)) {
                fill_rect({left + module * static_cast<float>(x + type::qr_quiet_modules),
                           top + module * static_cast<float>(y + type::qr_quiet_modules), module, module},
                          rgb(0x000000));
            }
        }
    }
}

}  // namespace motcua::ui
