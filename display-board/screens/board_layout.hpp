#pragma once
// How large things are on a board of a given size, read from a given distance. Pure: millimetres in, millimetres out.

#include <cstddef>

#include "shared/ui/display.hpp"

namespace motcua::board {

constexpr float large_mm_per_metre = 12.2F;        ///< capitals of number and counter (EN 301 549: 0.7 degrees)
constexpr float text_mm_per_metre = 5;             ///< capitals of everything else
constexpr float line_per_capital = 1.4F / 0.714F;  ///< Noto Sans: a line is 1.4 em, a capital 0.714 em
constexpr int drift_span_px = 8;                   ///< the picture wanders within a square of this many pixels

struct BoardLayout {
    bool is_portrait = false;
    bool is_roomy = false;  ///< the header has two lines
    float text_mm = 0;      ///< capitals of everything but the large call
    float least_mm = 0;     ///< the smallest that such text may shrink to and still be read from the distance
    float large_mm = 0;     ///< the same for number and counter
    float line_mm = 0;      ///< height of a line of such text
    float gap_mm = 0;
    int rows = 0;       ///< earlier calls that fit
    float rows_mm = 0;  ///< height of the earlier calls with their title; landscape: as high as the body
    float side_mm = 0;  ///< landscape: width of the earlier calls
    std::size_t agency_lines = 1;
    std::size_t foot_lines = 1;
    float call_width_mm = 0;  ///< for number and counter
    float row_width_mm = 0;   ///< for an earlier call and its counter
    bool operator==(const BoardLayout&) const = default;
};

/// Text is as large as the distance asks; larger where that leaves room for enough rows, smaller where the display is
/// too small for its distance (the reading check then says from where it can be read).
BoardLayout layout_for(const ui::Display& display);

struct Offset {
    int x = 0;
    int y = 0;
    bool operator==(const Offset&) const = default;
};

/// Where the picture stands at a step, 0..drift_span_px both ways: one pixel from the step before, along all places of
/// the square and back.
Offset drift_at(unsigned step);

}  // namespace motcua::board
