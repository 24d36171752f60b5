#pragma once
// Reads printed bytes the way a receipt printer does, and tells what would lie on the paper. Written from the printers'
// command descriptions, independent of our encoder, so that a mistake there shows here. Pure.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace motcua::escpos {

/// A strip of paper: one byte a dot, 0 = black, 255 = white.
struct Paper {
    int width = 0;  ///< of the widest picture
    int height = 0;
    std::vector<std::uint8_t> dots;
    int pictures = 0;         ///< GS v 0 commands
    int tallest_picture = 0;  ///< lines
    int cuts = 0;
    int feed_before_cut = 0;       ///< dots, of the last cut
    bool was_initialised = false;  ///< began with ESC @
    std::string problem;           ///< "" or what a printer would choke on, with its byte offset
};

constexpr int max_paper_dots = 8192;
constexpr std::size_t max_input_bytes = 4 * 1024 * 1024;

/// Never throws and never grows beyond the two bounds; stops at the first thing it does not know.
Paper decode(std::span<const std::uint8_t> bytes);

}  // namespace motcua::escpos
