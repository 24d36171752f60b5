#include "shared/ui/text_line.hpp"

#include <cmath>

#include "shared/type/limits.hpp"
#include "shared/type/wrap.hpp"
#include "shared/ui/painter.hpp"

namespace motcua::ui {

Color tone_color(const SurfaceStyle& style, Tone tone) {
    switch (tone) {
        case Tone::Normal:
            return style.text;
        case Tone::Muted:
            return style.muted;
        case Tone::Emphasis:
            return style.emphasis;
    }
    return style.text;
}

float line_px(float size_px) {
    return std::ceil(type::line_height_em * size_px);
}

float cap_box_px(const Look& look, type::Weight weight, float size_px) {
    const type::FontMetrics& metrics = look.fonts->metrics(weight);
    const float above = metrics.ascent_em - metrics.cap_height_em;
    return (metrics.cap_height_em + 2 * std::max(above, metrics.descent_em)) * size_px;
}

float baseline_in_line(const Look& look, type::Weight weight, float size_px) {
    const type::FontMetrics& metrics = look.fonts->metrics(weight);
    const float middle = (type::line_height_em + metrics.cap_height_em) / 2 * size_px;
    // Never so high that the stacked marks of the tallest letter leave the box.
    return std::max(middle, metrics.ascent_em * size_px);
}

void draw_aligned(Painter& painter, const Look& look, std::string_view line, type::Weight weight, float size_px,
                  const Rect& box, float baseline, Align align, Color color) {
    const type::ShapedLine shaped = look.fonts->shape(line, weight, size_px);
    float x = box.x;
    if (align == Align::Centre) {
        x += (box.w - shaped.width_px) / 2;
    } else if (align == Align::End) {
        x += box.w - shaped.width_px;
    }
    painter.draw_line_of_text(shaped, {x, baseline}, color);
}

void draw_lines(Painter& painter, const Look& look, const std::vector<std::string>& lines, type::Weight weight,
                float size_px, const Rect& box, Align align, Align vertical, Color color) {
    const float height = line_px(size_px) * static_cast<float>(lines.size());
    float top = box.y;
    if (vertical == Align::Centre) {
        top += (box.h - height) / 2;
    } else if (vertical == Align::End) {
        top += box.h - height;
    }
    for (const std::string& line : lines) {
        const float baseline = top + baseline_in_line(look, weight, size_px);
        draw_aligned(painter, look, line, weight, size_px, box, baseline, align, color);
        top += line_px(size_px);
    }
}

void draw_one_line(Painter& painter, const Look& look, std::string_view text, TextRole role, const Rect& box,
                   Align align, Color color) {
    const type::Weight weight = look.theme.text(role).weight;
    const float size_px = look.font_px(role);
    const std::string line = type::ellipsized(*look.fonts, text, weight, size_px, box.w);
    const float cap = look.fonts->metrics(weight).cap_height_em * size_px;
    draw_aligned(painter, look, line, weight, size_px, box, box.centre().y + cap / 2, align, color);
}

}  // namespace motcua::ui
