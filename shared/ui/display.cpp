#include "shared/ui/display.hpp"

#include <algorithm>
#include <cmath>

#include "shared/ui/look.hpp"

namespace motcua::ui {

Display Display::from_diagonal(int width_px, int height_px, float diagonal_inch, float viewing_distance_m) {
    constexpr float mm_per_inch = 25.4F;
    const float diagonal_px = std::hypot(static_cast<float>(width_px), static_cast<float>(height_px));
    return {width_px, height_px, diagonal_inch * mm_per_inch / diagonal_px, viewing_distance_m};
}

float Look::font_px(TextRole role) const {
    const TextStyle& style = theme.text(role);
    const float by_distance = style.capital_mm_per_metre * display.viewing_distance_m;
    return font_px(style.weight, std::max(style.capital_mm, by_distance));
}

float Look::font_px(type::Weight weight, float capital_mm) const {
    return fonts->size_for_cap_height(weight, px(capital_mm * theme.text_scale));
}

}  // namespace motcua::ui
