#include "display-board/screens/board_theme.hpp"

namespace motcua::board {
namespace {

constexpr int dimmed_percent = 72;      ///< where that can still be read
constexpr float least_contrast = 7.0F;  ///< as of everything on a board

/// Rec. 709 weights on the encoded values: close enough for a grey.
ui::Color grey(ui::Color color, int percent) {
    const int light = (color.r * 21 + color.g * 72 + color.b * 7) / 100 * percent / 100;
    const auto value = static_cast<std::uint8_t>(light);
    return {value, value, value, color.a};
}

/// Of `color` the dimmest grey that can be read on `fill`.
ui::Color readable_grey(ui::Color color, ui::Color fill) {
    for (int percent = dimmed_percent; percent <= 100; percent += 2)
        if (const ui::Color dimmed = grey(color, percent); ui::contrast_ratio(dimmed, fill) >= least_contrast)
            return dimmed;
    return {255, 255, 255, color.a};
}

void grey_out(ui::SurfaceStyle& style) {
    const bool is_light = style.fill.g > style.text.g;
    const ui::Color text = grey(style.text, 100);
    style.border = grey(style.border, dimmed_percent);
    style.fill = is_light ? readable_grey(style.fill, text) : grey(style.fill, 100);
    for (ui::Color* color : {&style.text, &style.muted, &style.emphasis})
        *color = is_light ? text : readable_grey(*color, style.fill);
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
        grey_out(theme.surfaces[i]);
    }
    return theme;
}

}  // namespace motcua::board
