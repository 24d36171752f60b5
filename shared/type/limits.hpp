#pragma once
// Bounds of text shaping and drawing.

#include <cstddef>

namespace motcua::type {

constexpr std::size_t max_line_bytes = 4096;   ///< longer lines are cut at a character border before shaping
constexpr std::size_t max_wrapped_lines = 64;  ///< a paragraph never grows beyond this
constexpr float min_size_px = 4.0F;
constexpr float max_size_px = 2000.0F;
constexpr float max_bitmap_size_px = 640.0F;  ///< larger glyphs are drawn from a bitmap of this size, scaled
constexpr float line_height_em = 1.4F;        ///< stacked Vietnamese marks need it
constexpr std::size_t max_qr_bytes = 1024;
constexpr int max_raster_width_px = 8192;
constexpr int max_raster_height_px = 16384;

static_assert(min_size_px < max_bitmap_size_px && max_bitmap_size_px < max_size_px);

}  // namespace motcua::type
