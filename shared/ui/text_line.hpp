#pragma once
// Placing lines of text within rectangles; shared by the widgets of this library.

#include <string>
#include <string_view>
#include <vector>

#include "shared/type/font.hpp"
#include "shared/ui/geometry.hpp"
#include "shared/ui/look.hpp"

namespace motcua::ui {

/// What rounding to whole pixels may take from the width in which a text was measured. Drawing allows for it: else a
/// text that just fitted needs one line more than it was given, and ends in "…".
constexpr float rounding_px = 1;

class Painter;

Color tone_color(const SurfaceStyle& style, Tone tone);

/// Height of a line box, whole pixels: 1.4 em.
float line_px(float size_px);

/// Height that a single line of capitals with marks above and tails below needs around its middle.
float cap_box_px(const Look& look, type::Weight weight, float size_px);

/// From the top of a line box to its baseline: the capitals stand in the middle of the box.
float baseline_in_line(const Look& look, type::Weight weight, float size_px);

void draw_aligned(Painter& painter, const Look& look, std::string_view line, type::Weight weight, float size_px,
                  const Rect& box, float baseline, Align align, Color color);

/// Line boxes stacked and placed within `box` by `vertical`.
void draw_lines(Painter& painter, const Look& look, const std::vector<std::string>& lines, type::Weight weight,
                float size_px, const Rect& box, Align align, Align vertical, Color color);

/// One line, cut with "…" when it is too long, its capitals centred in the height of `box`.
void draw_one_line(Painter& painter, const Look& look, std::string_view text, TextRole role, const Rect& box,
                   Align align, Color color);

}  // namespace motcua::ui
