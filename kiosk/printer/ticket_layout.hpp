#pragma once
// A ticket as a picture of dots: number with capitals of 15 mm, words of 3 mm, QR of 6 dots a module with its quiet
// zone, at most 90 mm long with the white before the cut. Pure but for the fonts, so the caller's thread must be the
// one that owns them.

#include "kiosk/printer/limits.hpp"
#include "kiosk/printer/ticket_paper.hpp"
#include "shared/base/result.hpp"
#include "shared/type/raster.hpp"

namespace motcua::kiosk {

struct PaperSize {
    int dots = 576;  ///< 576 on 80 mm paper, 384 on 58 mm
    int dpi = 203;
    float dots_per_mm() const { return static_cast<float>(dpi) / 25.4F; }
};

/// A problem only when the paper's size is out of bounds. Long texts are wrapped, then cut with "…"; what a ticket can
/// do without is left out where it would be too long.
Result<type::Raster> layout_ticket(const TicketPaper& paper, const type::FontSet& fonts, const PaperSize& size);

}  // namespace motcua::kiosk
