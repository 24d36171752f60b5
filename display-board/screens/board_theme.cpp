#include "display-board/screens/board_theme.hpp"

namespace motcua::board {
namespace {

constexpr int text_percent = 72;

/// Rec. 709 weights on the encoded values: close enough for a grey.
ui::Color grey(ui::Color color, int percent) {
    const int light = (color.r * 21 + color.g * 72 + color.b * 7) / 100 * percent / 100;
    const auto value = static_cast<std::uint8_t>(light);
    return {value, value, value, color.a};
}

}  // namespace

ui::Theme sized(ui::Theme base, const BoardLayout& layout) {
    for (ui::TextStyle& text : base.texts) {
        text.capital_mm = layout.text_mm;
        text.capital_mm_per_metre = 0;  // the layout has the distance in it
    }
    base.gap_mm = layout.gap_mm;
    base.padding_mm = layout.gap_mm;
    base.radius_mm = layout.gap_mm;
    return base;
}

ui::Theme greyed(ui::Theme theme) {
    for (std::size_t i = 0; i < theme.surfaces.size(); ++i) {
        if (i == static_cast<std::size_t>(ui::Surface::Warning)) {
            continue;
        }
        ui::SurfaceStyle& style = theme.surfaces[i];
        const bool is_light = style.fill.g > style.text.g;
        style.fill = grey(style.fill, is_light ? text_percent : 100);
        style.text = grey(style.text, is_light ? 100 : text_percent);
        style.muted = grey(style.muted, is_light ? 100 : text_percent);
        style.emphasis = grey(style.emphasis, is_light ? 100 : text_percent);
        style.border = grey(style.border, text_percent);
    }
    return theme;
}

}  // namespace motcua::board
