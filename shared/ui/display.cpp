#include "shared/ui/display.hpp"

#include <cmath>

namespace motcua::ui {

Display Display::from_diagonal(int width_px, int height_px, float diagonal_inch, float viewing_distance_m) {
    constexpr float mm_per_inch = 25.4F;
    const float diagonal_px = std::hypot(static_cast<float>(width_px), static_cast<float>(height_px));
    return {width_px, height_px, diagonal_inch * mm_per_inch / diagonal_px, viewing_distance_m};
}

}  // namespace motcua::ui
