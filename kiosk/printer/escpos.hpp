#pragma once
// A raster as ESC/POS bytes. Code pages differ by maker, so a ticket is always one picture:
// ESC @, GS v 0 in bands of at most 256 lines, then feed and cut (GS V 66 n) or only feed (ESC J n). Pure.

#include <cstdint>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/type/raster.hpp"

namespace motcua::kiosk {

enum class Cutter : std::uint8_t { Absent, Present };

/// A problem when the raster is wider or longer than any ticket.
Result<std::vector<std::uint8_t>> encode_escpos(const type::Raster& raster, Cutter cutter);

/// What a ticket ends with: fed to the cutter and cut, or to where it is torn off.
std::vector<std::uint8_t> end_of_ticket(Cutter cutter);

/// "How is the paper?" and what the one byte of the answer means.
constexpr std::uint8_t paper_status_request[] = {0x10, 0x04, 0x04};  // DLE EOT 4
enum class PaperStatus : std::uint8_t { Good, NearEnd, Out, Unknown };
PaperStatus paper_status(std::uint8_t answer);
/// "Why do you not print?": its cover is open, it stands still for want of paper, or its cutter is jammed.
constexpr std::uint8_t offline_cause_request[] = {0x10, 0x04, 0x02};  // DLE EOT 2
bool is_standing_still(std::uint8_t answer);                          ///< false also of an answer that is none

}  // namespace motcua::kiosk
