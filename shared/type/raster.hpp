#pragma once
// A grey picture drawn without a window: tickets for a printer, pictures for tests. 0 is black, 255 is white paper.
// Coordinates are pixels (printer dots) from the upper left; drawing outside is cut off.

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/type/font.hpp"
#include "shared/type/limits.hpp"
#include "shared/type/qr.hpp"

namespace motcua::type {

enum class Align : std::uint8_t { Left, Centre, Right };

struct TextInk {
    float size_px = 24;
    Weight weight = Weight::Regular;
    Align align = Align::Left;
    std::uint8_t grey = 0;
    float line_em = line_height_em;  ///< of a paragraph, from line to line
};

class Raster {
  public:
    Raster(int width, int height, std::uint8_t paper = 255);

    int width() const { return width_; }
    int height() const { return height_; }
    std::uint8_t at(int x, int y) const { return pixels_[static_cast<std::size_t>(y) * width_ + x]; }
    const std::vector<std::uint8_t>& pixels() const { return pixels_; }
    /// Keeps the top `height` rows; a taller height adds paper. For tickets: draw on a long raster, then trim.
    void set_height(int height);

    /// One line. `x` is the line's left edge, centre or right edge by `ink.align`. Returns the line's width.
    float draw_text(const FontSet& fonts, float x, float baseline, std::string_view text, const TextInk& ink);
    /// One line, its letters pressed together to `width_px` where it is wider, as high as ever; x as in draw_text.
    void draw_pressed(const FontSet& fonts, float x, float baseline, float width_px, std::string_view text,
                      const TextInk& ink);
    /// Wrapped within [x, x + width_px]; `top` is the upper edge of the first line box.
    /// Returns the y below the last line.
    float draw_paragraph(const FontSet& fonts, float x, float top, float width_px, std::string_view text,
                         const TextInk& ink, std::size_t max_lines = 0);
    /// Upper left of the first module; leave qr_quiet_modules * module_px of white around it.
    void draw_qr(int x, int y, const QrMatrix& qr, int module_px);
    void fill(int x, int y, int width, int height, std::uint8_t grey = 0);
    /// A dashed rule: dash and gap in pixels.
    void dashed_rule(int x, int y, int width, int thickness, int dash, int gap);

    /// One bit a dot, 1 = black (grey below `threshold`), most significant bit left, each row padded to whole bytes:
    /// the order ESC/POS "GS v 0" takes.
    std::vector<std::uint8_t> to_bits(std::uint8_t threshold = 128) const;
    /// The same bits as they will print, as a picture of 0 and 255.
    Raster thresholded(std::uint8_t threshold = 128) const;

    Result<void> write_png(const std::filesystem::path& file) const;
    Result<void> write_pgm(const std::filesystem::path& file) const;

  private:
    void blend(int x, int y, std::uint8_t coverage, std::uint8_t grey);
    int width_;
    int height_;
    std::vector<std::uint8_t> pixels_;
};

}  // namespace motcua::type
