#pragma once
// The fonts of a program: loaded once at start, then read by every label and by the ticket raster.
// Owned by main; used on one thread (FreeType faces and the shaping cache are not shared between threads).

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"

namespace motcua::type {

enum class Weight : std::uint8_t { Regular, Bold };

struct FontFiles {
    std::filesystem::path regular = "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf";
    std::filesystem::path bold = "/usr/share/fonts/truetype/noto/NotoSans-Bold.ttf";
};

/// Heights in em: multiply by the size in pixels.
struct FontMetrics {
    float cap_height_em = 0;  ///< measured from the outline of "H"
    float ascent_em = 0;      ///< of the tallest letter this project draws (Ẵ), not the font's line gap
    float descent_em = 0;     ///< positive, downwards
};

struct Glyph {
    std::uint32_t id = 0;       ///< index in the font
    std::uint32_t cluster = 0;  ///< byte offset of the first character it stands for
    float x = 0;                ///< pen position from the line's start, pixels
    float y = 0;                ///< from the baseline, pixels, downwards positive
    float advance = 0;          ///< pixels; zero for a mark on its letter
};

struct ShapedLine {
    Weight weight = Weight::Regular;
    float size_px = 0;
    float width_px = 0;
    std::vector<Glyph> glyphs;
};

struct GlyphBitmap {
    int width = 0;
    int height = 0;
    int left = 0;                    ///< from the pen position to the bitmap's left edge
    int top = 0;                     ///< from the baseline up to the bitmap's upper edge
    std::vector<std::uint8_t> grey;  ///< coverage, row by row, 255 = full ink
};

class FontSet {
  public:
    /// The problem names the missing file and the Debian package that brings it.
    static Result<FontSet> load(const FontFiles& files = {});
    FontSet(FontSet&&) noexcept;
    FontSet& operator=(FontSet&&) noexcept;
    ~FontSet();

    const FontMetrics& metrics(Weight weight) const;
    /// The size at which a capital is `cap_height_px` high.
    float size_for_cap_height(Weight weight, float cap_height_px) const;

    /// One line of UTF-8; broken bytes become U+FFFD, line feeds and tabs become spaces.
    ShapedLine shape(std::string_view text, Weight weight, float size_px) const;
    float width(std::string_view text, Weight weight, float size_px) const;

    /// `phase_x`, `phase_y` 0..3: quarters of a pixel by which the outline is moved right and down before drawing.
    GlyphBitmap bitmap(Weight weight, std::uint32_t glyph, float size_px, int phase_x = 0, int phase_y = 0) const;

    /// Every character (grapheme part) of `text` the font cannot draw, each once, as UTF-8, in order of appearance.
    std::vector<std::string> missing_glyphs(std::string_view text) const;

  private:
    struct Impl;
    explicit FontSet(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace motcua::type
