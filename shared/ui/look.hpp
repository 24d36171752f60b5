#pragma once
// What every widget consults to measure and draw itself. Owned by the Manager; changed only there.

#include <cstdint>

#include "shared/type/font.hpp"
#include "shared/ui/display.hpp"
#include "shared/ui/theme.hpp"

namespace motcua::ui {

struct Look {
    const type::FontSet* fonts = nullptr;  ///< outlives the Manager
    Display display;
    Theme theme;
    std::int64_t now_ms = 0;  ///< monotonic; for what moves (spinner, cursor)

    float px(float mm) const { return display.px(mm); }
    /// Pixel size of the font for a role on this display, with the large-text factor.
    float font_px(TextRole role) const;
    /// The same for a capital of `capital_mm` millimetres.
    float font_px(type::Weight weight, float capital_mm) const;
};

}  // namespace motcua::ui
