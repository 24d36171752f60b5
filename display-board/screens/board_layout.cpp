#include "display-board/screens/board_layout.hpp"

#include <algorithm>
#include <cmath>

namespace motcua::board {
namespace {

// Landscape, in lines of text: header, calls, missed, notices.
constexpr float fewest_lines = 8.6F;   ///< a large call and four rows
constexpr float usual_lines = 13;      ///< beyond that the text grows instead
constexpr float fewest_capitals = 29;  ///< across
constexpr float roomy_lines = 10.5F;
constexpr float side_share = 0.39F;

// Portrait: header of three lines, the call, calls, missed, notices of two lines.
constexpr float portrait_fewest_lines = 15.5F;
constexpr float portrait_usual_lines = 22;
constexpr float portrait_fewest_capitals = 17;
constexpr float portrait_rows_share = 0.32F;
constexpr std::size_t portrait_agency_lines = 2;
constexpr std::size_t portrait_foot_lines = 2;

constexpr float gap_per_line = 0.12F;
constexpr int most_rows = 11;

float text_for(float length_mm, float width_mm, float wanted_mm, float fewest, float usual, float capitals) {
    const float largest_mm = std::min(length_mm / fewest / line_per_capital, width_mm / capitals);
    const float usual_mm = length_mm / usual / line_per_capital;
    return std::min(largest_mm, std::max(wanted_mm, usual_mm));
}

}  // namespace

BoardLayout layout_for(const ui::Display& display) {
    BoardLayout layout;
    layout.is_portrait = display.is_portrait();
    const float drift_mm = display.mm(drift_span_px);
    const float height_mm = display.height_mm() - drift_mm;
    const float width_mm = display.width_mm() - drift_mm;
    const float wanted_mm = text_mm_per_metre * display.viewing_distance_m;
    layout.text_mm = layout.is_portrait
                         ? text_for(height_mm, width_mm, wanted_mm, portrait_fewest_lines, portrait_usual_lines,
                                    portrait_fewest_capitals)
                         : text_for(height_mm, width_mm, wanted_mm, fewest_lines, usual_lines, fewest_capitals);
    layout.least_mm = std::min(layout.text_mm, wanted_mm);
    layout.large_mm = layout.least_mm * large_mm_per_metre / text_mm_per_metre;
    layout.line_mm = layout.text_mm * line_per_capital;
    layout.gap_mm = layout.line_mm * gap_per_line;
    const float lines = height_mm / layout.line_mm;
    layout.is_roomy = layout.is_portrait || lines >= roomy_lines;
    layout.side_mm = layout.is_portrait ? 0 : width_mm * side_share;
    const float header_lines = layout.is_portrait ? 3 : layout.is_roomy ? 2 : 1;
    const float body_mm = height_mm - (header_lines + 2) * layout.line_mm - 2 * layout.gap_mm;
    const float calls_mm = layout.is_portrait ? height_mm * portrait_rows_share : body_mm;
    layout.rows = std::clamp(static_cast<int>(std::floor(calls_mm / layout.line_mm)) - 1, 1, most_rows);
    layout.rows_mm = layout.is_portrait ? layout.line_mm * static_cast<float>(layout.rows + 1) : body_mm;
    layout.agency_lines = layout.is_portrait ? portrait_agency_lines : 1;
    layout.foot_lines = layout.is_portrait ? portrait_foot_lines : 1;
    const float page_mm = width_mm - 2 * layout.gap_mm;
    layout.call_width_mm =
        (layout.is_portrait ? page_mm : page_mm - layout.side_mm - layout.gap_mm) - 2 * layout.gap_mm;
    layout.row_width_mm = (layout.is_portrait ? page_mm : layout.side_mm) - 2 * layout.gap_mm;
    return layout;
}

Offset drift_at(unsigned step) {
    constexpr unsigned side = drift_span_px + 1;
    constexpr unsigned last = side * side - 1;
    const unsigned turn = step % (2 * last);
    const unsigned place = turn <= last ? turn : 2 * last - turn;
    const unsigned y = place / side;
    const unsigned along = place % side;
    return {static_cast<int>(y % 2 == 0 ? along : side - 1 - along), static_cast<int>(y)};
}

}  // namespace motcua::board
