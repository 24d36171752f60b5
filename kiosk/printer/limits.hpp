#pragma once
// Bounds of printing: every wait, every queue, every size.

#include <cstddef>
#include <cstdint>

namespace motcua::kiosk::limits {

constexpr int connect_ms = 2000;        ///< to a printer's TCP port
constexpr int write_ms = 5000;          ///< a whole ticket
constexpr int status_ms = 400;          ///< one status answer; a printer that is silent longer is "unknown"
constexpr int stale_answers = 16;       ///< thrown away before a question, at most
constexpr std::size_t queued_jobs = 4;  ///< one citizen at a time: more waiting jobs mean that the printer hangs

constexpr int min_dots = 128;
constexpr int max_dots = 832;          ///< 104 mm at 203 dpi, the widest receipt head
constexpr int max_length_dots = 2400;  ///< far beyond any ticket
constexpr int band_lines = 256;        ///< one GS v 0; cheap printers lose taller ones
constexpr std::size_t white_bytes = std::size_t{band_lines} * max_dots / 8;  ///< as many as the largest band has
constexpr float ticket_mm = 90;                  ///< longest ticket, with the white before the cut
constexpr std::uint8_t feed_to_cut_dots = 24;    ///< white between the last line and the cut
constexpr std::uint8_t feed_to_tear_dots = 200;  ///< past the tear bar where there is no cutter
constexpr std::size_t paper_text_bytes = 512;

}  // namespace motcua::kiosk::limits
