#include "shared/type/raster.hpp"

#include <algorithm>
#include <cmath>

#include "shared/base/assert.hpp"
#include "shared/type/limits.hpp"
#include "shared/type/png.hpp"
#include "shared/type/wrap.hpp"

namespace motcua::type {
namespace {

/// A coordinate as whole pixel and quarter.
struct Quartered {
    int whole;
    int quarter;
};

Quartered quartered(float value) {
    const int quarters = static_cast<int>(std::floor(value * 4 + 0.5F));
    const int whole = static_cast<int>(std::floor(static_cast<float>(quarters) / 4));
    return {whole, quarters - whole * 4};
}

}  // namespace

Raster::Raster(int width, int height, std::uint8_t paper) : width_(width), height_(height) {
    MOTCUA_ASSERT(width > 0 && width <= max_raster_width_px && height > 0 && height <= max_raster_height_px);
    pixels_.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), paper);
}

void Raster::set_height(int height) {
    height_ = std::clamp(height, 1, max_raster_height_px);
    pixels_.resize(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_), 255);
}

void Raster::blend(int x, int y, std::uint8_t coverage, std::uint8_t grey) {
    if (x < 0 || y < 0 || x >= width_ || y >= height_) {
        return;
    }
    std::uint8_t& pixel =
        pixels_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x)];
    pixel = static_cast<std::uint8_t>((pixel * (255 - coverage) + grey * coverage + 127) / 255);
}

float Raster::draw_text(const FontSet& fonts, float x, float baseline, std::string_view text, const TextInk& ink) {
    const ShapedLine line = fonts.shape(text, ink.weight, ink.size_px);
    if (ink.align != Align::Left) {
        x -= ink.align == Align::Centre ? line.width_px / 2 : line.width_px;
    }
    baseline = std::round(baseline);
    for (const Glyph& glyph : line.glyphs) {
        const Quartered at_x = quartered(x + glyph.x);
        const Quartered at_y = quartered(baseline + glyph.y);
        const GlyphBitmap drawn = fonts.bitmap(ink.weight, glyph.id, line.size_px, at_x.quarter, at_y.quarter);
        const std::uint8_t* coverage = drawn.grey.data();
        for (int row = 0; row < drawn.height; ++row) {
            for (int column = 0; column < drawn.width; ++column) {
                blend(at_x.whole + drawn.left + column, at_y.whole - drawn.top + row, *coverage++, ink.grey);
            }
        }
    }
    return line.width_px;
}

void Raster::draw_pressed(const FontSet& fonts, float x, float baseline, float width_px, std::string_view text,
                          const TextInk& ink) {
    const float natural_px = fonts.width(text, ink.weight, ink.size_px);
    if (natural_px <= width_px) {
        draw_text(fonts, x, baseline, text, ink);
        return;
    }
    const int top = static_cast<int>(std::floor(baseline - fonts.metrics(ink.weight).ascent_em * ink.size_px));
    const int bottom = static_cast<int>(std::ceil(baseline + fonts.metrics(ink.weight).descent_em * ink.size_px));
    Raster wide(std::min(static_cast<int>(std::ceil(natural_px)), max_raster_width_px), bottom - top);
    wide.draw_text(fonts, 0, baseline - static_cast<float>(top), text,
                   {.size_px = ink.size_px, .weight = ink.weight, .align = Align::Left});
    const float left = ink.align == Align::Left ? x : ink.align == Align::Centre ? x - width_px / 2 : x - width_px;
    const float per_column = static_cast<float>(wide.width()) / width_px;
    for (int column = 0; column < static_cast<int>(width_px); ++column) {
        const int from = static_cast<int>(static_cast<float>(column) * per_column);
        const int to =
            std::clamp(static_cast<int>(static_cast<float>(column + 1) * per_column), from + 1, wide.width());
        for (int row = 0; row < wide.height(); ++row) {
            int ink_sum = 0;
            for (int each = from; each < to; ++each) {
                ink_sum += 255 - wide.at(each, row);
            }
            blend(static_cast<int>(left) + column, top + row, static_cast<std::uint8_t>(ink_sum / (to - from)),
                  ink.grey);
        }
    }
}

float Raster::draw_paragraph(const FontSet& fonts, float x, float top, float width_px, std::string_view text,
                             const TextInk& ink, std::size_t max_lines) {
    const float line_px = ink.line_em * ink.size_px;
    const FontMetrics& metrics = fonts.metrics(ink.weight);
    // The tallest letter and the deepest one share what the line box leaves free, or stands over.
    const float free_em = ink.line_em - metrics.ascent_em - metrics.descent_em;
    const float baseline = (free_em / 2 + metrics.ascent_em) * ink.size_px;
    const float anchor = ink.align == Align::Left ? x : ink.align == Align::Centre ? x + width_px / 2 : x + width_px;
    for (const std::string& line : wrap(fonts, text, ink.weight, ink.size_px, {width_px, max_lines})) {
        draw_text(fonts, anchor, top + baseline, line, ink);
        top += line_px;
    }
    return top;
}

void Raster::draw_qr(int x, int y, const QrMatrix& qr, int module_px) {
    for (int row = 0; row < qr.size; ++row) {
        for (int column = 0; column < qr.size; ++column) {
            if (qr.dark(column, row)) {
                fill(x + column * module_px, y + row * module_px, module_px, module_px);
            }
        }
    }
}

void Raster::fill(int x, int y, int width, int height, std::uint8_t grey) {
    const int right = std::min(x + width, width_);
    const int bottom = std::min(y + height, height_);
    for (int row = std::max(0, y); row < bottom; ++row) {
        for (int column = std::max(0, x); column < right; ++column) {
            blend(column, row, 255, grey);
        }
    }
}

void Raster::dashed_rule(int x, int y, int width, int thickness, int dash, int gap) {
    MOTCUA_ASSERT(dash > 0 && gap >= 0);
    for (int from = 0; from < width; from += dash + gap) {
        fill(x + from, y, std::min(dash, width - from), thickness);
    }
}

std::vector<std::uint8_t> Raster::to_bits(std::uint8_t threshold) const {
    const std::size_t row_bytes = (static_cast<std::size_t>(width_) + 7) / 8;
    std::vector<std::uint8_t> bits(row_bytes * static_cast<std::size_t>(height_), 0);
    for (int y = 0; y < height_; ++y) {
        for (int x = 0; x < width_; ++x) {
            if (at(x, y) < threshold) {
                bits[static_cast<std::size_t>(y) * row_bytes + static_cast<std::size_t>(x) / 8] |=
                    static_cast<std::uint8_t>(0x80 >> (x % 8));
            }
        }
    }
    return bits;
}

Raster Raster::thresholded(std::uint8_t threshold) const {
    Raster printed = *this;
    for (std::uint8_t& pixel : printed.pixels_) {
        pixel = pixel < threshold ? 0 : 255;
    }
    return printed;
}

Result<void> Raster::write_png(const std::filesystem::path& file) const {
    return write_file_atomically(file, encode_png(width_, height_, PixelFormat::Grey, pixels_));
}

Result<void> Raster::write_pgm(const std::filesystem::path& file) const {
    std::string pgm = "P5\n" + std::to_string(width_) + " " + std::to_string(height_) + "\n255\n";
    pgm.append(reinterpret_cast<const char*>(pixels_.data()), pixels_.size());
    return write_file_atomically(file, pgm);
}

}  // namespace motcua::type
