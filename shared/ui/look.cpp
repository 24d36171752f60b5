#include "shared/ui/look.hpp"

#include <algorithm>

namespace motcua::ui {

float Look::font_px(TextRole role) const {
    const TextStyle& style = theme.text(role);
    const float by_distance = style.capital_mm_per_metre * display.viewing_distance_m;
    return font_px(style.weight, std::max(style.capital_mm, by_distance));
}

float Look::font_px(type::Weight weight, float capital_mm) const {
    return fonts->size_for_cap_height(weight, px(capital_mm * theme.text_scale));
}

}  // namespace motcua::ui
