#include "shared/ui/icons.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

#include "shared/base/assert.hpp"
#include "shared/ui/icon_shapes.hpp"
#include "shared/ui/painter.hpp"

namespace motcua::ui {
namespace {

constexpr float grid = 24;
constexpr float stroke = 1.8F;
constexpr int ellipse_steps = 36;

/// Draws the shapes of one icon, scaled into its box.
class IconPen {
  public:
    IconPen(Painter& painter, const Rect& box, Color color) : painter_(painter), color_(color) {
        const float side = std::min(box.w, box.h);
        scale_ = side / grid;
        origin_ = {box.centre().x - side / 2, box.centre().y - side / 2};
    }

    void draw(char what, std::span<const float> n) {
        switch (what) {
            case 'P':
            case 'Z':
                painter_.polyline(points(n), stroke * scale_, color_, /*closed=*/what == 'Z');
                return;
            case 'F':
                painter_.fill_convex(points(n), color_);
                return;
            case 'C':
                painter_.stroke_circle(at(n[0], n[1]), n[2] * scale_, stroke * scale_, color_);
                return;
            case 'D':
                painter_.fill_circle(at(n[0], n[1]), n[2] * scale_, color_);
                return;
            case 'E':
                ellipse(n);
                return;
            case 'A':
                painter_.arc(at(n[0], n[1]), n[2] * scale_, stroke * scale_, n[3], n[4], color_);
                return;
            case 'R':
                painter_.stroke_rounded(rect(n, stroke / 2), (n[4] + stroke / 2) * scale_, stroke * scale_, color_);
                return;
            case 'B':
                painter_.fill_rounded(rect(n, 0), n[4] * scale_, color_);
                return;
            default:
                MOTCUA_ASSERT(false);
        }
    }

  private:
    Point at(float x, float y) const { return {origin_.x + x * scale_, origin_.y + y * scale_}; }

    Rect rect(std::span<const float> n, float around) const {
        const Point corner = at(n[0] - around, n[1] - around);
        return {corner.x, corner.y, (n[2] + 2 * around) * scale_, (n[3] + 2 * around) * scale_};
    }

    std::vector<Point> points(std::span<const float> n) const {
        std::vector<Point> made;
        for (std::size_t i = 0; i + 1 < n.size(); i += 2) {
            made.push_back(at(n[i], n[i + 1]));
        }
        return made;
    }

    void ellipse(std::span<const float> n) {
        std::vector<Point> outline;
        for (int i = 0; i < ellipse_steps; ++i) {
            const float angle = 2 * std::numbers::pi_v<float> * static_cast<float>(i) / ellipse_steps;
            outline.push_back(at(n[0] + n[2] * std::cos(angle), n[1] + n[3] * std::sin(angle)));
        }
        painter_.polyline(outline, stroke * scale_, color_, /*closed=*/true);
    }

    Painter& painter_;
    Color color_;
    float scale_ = 1;
    Point origin_;
};

bool is_letter(char c) {
    return c >= 'A' && c <= 'Z';
}

}  // namespace

void draw_icon(Painter& painter, Icon icon, const Rect& box, Color color) {
    if (box.w < 1 || box.h < 1) {
        return;
    }
    IconPen pen(painter, box, color);
    const std::string_view shape = shape_of(icon).shape;
    std::vector<float> numbers;
    std::size_t i = 0;
    while (i < shape.size()) {
        const char what = shape[i++];
        numbers.clear();
        while (i < shape.size() && !is_letter(shape[i])) {
            if (shape[i] == ' ') {
                ++i;
                continue;
            }
            float value = 0;
            const auto [end, error] = std::from_chars(shape.data() + i, shape.data() + shape.size(), value);
            MOTCUA_ASSERT(error == std::errc{});
            i = static_cast<std::size_t>(end - shape.data());
            numbers.push_back(value);
        }
        pen.draw(what, numbers);
    }
}

Icon icon_named(std::string_view name) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(Icon::Count); ++i) {
        if (name_of(static_cast<Icon>(i)) == name) {
            return static_cast<Icon>(i);
        }
    }
    return Icon::None;
}

std::string_view name_of(Icon icon) {
    return shape_of(icon).name;
}

}  // namespace motcua::ui
