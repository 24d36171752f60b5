#include "kiosk/printer/escpos.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/printer/limits.hpp"

namespace motcua::kiosk {
namespace {

constexpr std::uint8_t esc = 0x1B;
constexpr std::uint8_t gs = 0x1D;

std::uint8_t low(int value) {
    return static_cast<std::uint8_t>(value & 0xFF);
}
std::uint8_t high(int value) {
    return static_cast<std::uint8_t>((value >> 8) & 0xFF);
}

constexpr std::uint8_t cover_open = 0x04, stopped_without_paper = 0x20, error = 0x40;

/// Bits 1 and 4 are always set, 0 and 7 never: anything else is noise.
bool is_answer(std::uint8_t byte) {
    return (byte & 0x93) == 0x12;
}

}  // namespace

Result<std::vector<std::uint8_t>> encode_escpos(const type::Raster& raster, Cutter cutter) {
    if (raster.width() > limits::max_dots || raster.height() > limits::max_length_dots)
        return Problem::verbatim(
            fmt::format("a picture of {} x {} dots is no ticket", raster.width(), raster.height()));
    const std::vector<std::uint8_t> bits = raster.to_bits();
    const int row_bytes = (raster.width() + 7) / 8;

    std::vector<std::uint8_t> out{esc, '@'};
    out.reserve(bits.size() + 256);
    for (int top = 0; top < raster.height(); top += limits::band_lines) {
        const int lines = std::min(limits::band_lines, raster.height() - top);
        const std::uint8_t head[] = {gs, 'v', '0', 0, low(row_bytes), high(row_bytes), low(lines), high(lines)};
        out.insert(out.end(), std::begin(head), std::end(head));
        const auto from = bits.begin() + static_cast<std::ptrdiff_t>(top) * row_bytes;
        out.insert(out.end(), from, from + static_cast<std::ptrdiff_t>(lines) * row_bytes);
    }
    const std::vector<std::uint8_t> end = end_of_ticket(cutter);
    out.insert(out.end(), end.begin(), end.end());
    return out;
}

std::vector<std::uint8_t> end_of_ticket(Cutter cutter) {
    if (cutter == Cutter::Present)
        return {gs, 'V', 66, limits::feed_to_cut_dots};
    return {esc, 'J', limits::feed_to_tear_dots};
}

bool is_standing_still(std::uint8_t answer) {
    return is_answer(answer) && (answer & (cover_open | stopped_without_paper | error)) != 0;
}

PaperStatus paper_status(std::uint8_t answer) {
    if (!is_answer(answer))
        return PaperStatus::Unknown;
    if ((answer & 0x60) != 0)
        return PaperStatus::Out;
    return (answer & 0x0C) != 0 ? PaperStatus::NearEnd : PaperStatus::Good;
}

}  // namespace motcua::kiosk
