#include "shared/type/font.hpp"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include <hb-ot.h>
#include <hb.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <system_error>
#include <unordered_map>

#include "shared/base/assert.hpp"
#include "shared/base/text.hpp"
#include "shared/type/limits.hpp"

namespace motcua::type {
namespace {

constexpr std::size_t max_cached_lines = 4096;
constexpr char32_t tallest_letter = 0x1EB4;  // Ẵ
constexpr char32_t deepest_letter = 0x1EF5;  // ỵ

struct FtLibrary {
    FT_Library handle = nullptr;
    ~FtLibrary() { FT_Done_FreeType(handle); }
};
struct FtFace {
    FT_Face handle = nullptr;
    ~FtFace() { FT_Done_Face(handle); }
};
struct HbFontDeleter {
    void operator()(hb_font_t* font) const { hb_font_destroy(font); }
};
struct HbBufferDeleter {
    void operator()(hb_buffer_t* buffer) const { hb_buffer_destroy(buffer); }
};

/// A glyph in font units, which scale to every size because nothing is hinted.
struct UnitGlyph {
    std::uint32_t id;
    std::uint32_t cluster;
    std::int32_t x;
    std::int32_t y;
    std::int32_t advance;
};

struct UnitLine {
    std::vector<UnitGlyph> glyphs;
    std::int32_t width = 0;
};

std::string shapeable(std::string_view text) {
    std::string line = text.size() > max_line_bytes ? cut_to_bytes(text, max_line_bytes) : std::string(text);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    return line;
}

}  // namespace

struct FontSet::Impl {
    struct Face {
        FtFace ft;
        std::unique_ptr<hb_font_t, HbFontDeleter> hb;
        FontMetrics metrics;
        float units_per_em = 1000;
        float sized_px = 0;  ///< what the FreeType face is set to
        std::unordered_map<std::string, UnitLine> lines;
    };

    FtLibrary library;
    std::array<Face, 2> faces;  // declared after the library: freed before it
    std::unique_ptr<hb_buffer_t, HbBufferDeleter> buffer{hb_buffer_create()};

    Face& face(Weight weight) { return faces[static_cast<std::size_t>(weight)]; }
    Result<void> open(Weight weight, const std::filesystem::path& file);
    float measured(Face& face, char32_t letter, bool upwards) const;
    const UnitLine& units(Weight weight, const std::string& line);
};

Result<void> FontSet::Impl::open(Weight weight, const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) {
        return Problem("the font file {} is missing: install the package fonts-noto-core", file);
    }
    Face& made = face(weight);
    if (FT_New_Face(library.handle, file.c_str(), 0, &made.ft.handle) != 0 || !FT_IS_SCALABLE(made.ft.handle)) {
        return Problem("the font file {} is not a usable outline font", file);
    }
    hb_blob_t* blob = hb_blob_create_from_file_or_fail(file.c_str());
    if (blob == nullptr) {
        return Problem("the font file {} cannot be read", file);
    }
    hb_face_t* hb_face = hb_face_create(blob, 0);
    made.hb.reset(hb_font_create(hb_face));
    const int units = static_cast<int>(hb_face_get_upem(hb_face));
    hb_font_set_scale(made.hb.get(), units, units);
    hb_face_destroy(hb_face);
    hb_blob_destroy(blob);
    made.units_per_em = static_cast<float>(units);
    made.metrics.cap_height_em = measured(made, U'H', /*upwards=*/true);
    made.metrics.ascent_em = measured(made, tallest_letter, /*upwards=*/true);
    made.metrics.descent_em = measured(made, deepest_letter, /*upwards=*/false);
    if (made.metrics.cap_height_em <= 0) {
        return Problem("the font file {} has no capital letters", file);
    }
    return {};
}

float FontSet::Impl::measured(Face& face, char32_t letter, bool upwards) const {
    if (FT_Load_Char(face.ft.handle, letter, FT_LOAD_NO_SCALE) != 0) {
        return 0;
    }
    FT_BBox box;
    FT_Outline_Get_CBox(&face.ft.handle->glyph->outline, &box);
    return static_cast<float>(upwards ? box.yMax : -box.yMin) / face.units_per_em;
}

const UnitLine& FontSet::Impl::units(Weight weight, const std::string& line) {
    Face& used = face(weight);
    if (const auto known = used.lines.find(line); known != used.lines.end()) {
        return known->second;
    }
    if (used.lines.size() >= max_cached_lines) {
        used.lines.clear();
    }
    hb_buffer_t* b = buffer.get();
    hb_buffer_clear_contents(b);
    hb_buffer_add_utf8(b, line.data(), static_cast<int>(line.size()), 0, static_cast<int>(line.size()));
    hb_buffer_set_direction(b, HB_DIRECTION_LTR);
    hb_buffer_set_script(b, HB_SCRIPT_LATIN);
    hb_buffer_set_language(b, hb_language_from_string("vi", -1));
    hb_shape(used.hb.get(), b, nullptr, 0);

    unsigned count = 0;
    const hb_glyph_info_t* infos = hb_buffer_get_glyph_infos(b, &count);
    const hb_glyph_position_t* positions = hb_buffer_get_glyph_positions(b, &count);
    UnitLine made;
    made.glyphs.reserve(count);
    for (unsigned i = 0; i < count; ++i) {
        made.glyphs.push_back({infos[i].codepoint, infos[i].cluster, made.width + positions[i].x_offset,
                               -positions[i].y_offset, positions[i].x_advance});
        made.width += positions[i].x_advance;
    }
    return used.lines.emplace(line, std::move(made)).first->second;
}

FontSet::FontSet(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FontSet::FontSet(FontSet&&) noexcept = default;
FontSet& FontSet::operator=(FontSet&&) noexcept = default;
FontSet::~FontSet() = default;

Result<FontSet> FontSet::load(const FontFiles& files) {
    auto impl = std::make_unique<Impl>();
    if (FT_Init_FreeType(&impl->library.handle) != 0) {
        return Problem("the font library FreeType cannot be started");
    }
    if (auto opened = impl->open(Weight::Regular, files.regular); opened.has_error()) {
        return opened.error();
    }
    if (auto opened = impl->open(Weight::Bold, files.bold); opened.has_error()) {
        return opened.error();
    }
    return FontSet(std::move(impl));
}

const FontMetrics& FontSet::metrics(Weight weight) const {
    return impl_->face(weight).metrics;
}

float FontSet::size_for_cap_height(Weight weight, float cap_height_px) const {
    return std::clamp(cap_height_px / metrics(weight).cap_height_em, min_size_px, max_size_px);
}

ShapedLine FontSet::shape(std::string_view text, Weight weight, float size_px) const {
    size_px = std::clamp(size_px, min_size_px, max_size_px);
    const UnitLine& units = impl_->units(weight, shapeable(text));
    const float scale = size_px / impl_->face(weight).units_per_em;
    ShapedLine line{weight, size_px, static_cast<float>(units.width) * scale, {}};
    line.glyphs.reserve(units.glyphs.size());
    for (const UnitGlyph& glyph : units.glyphs) {
        line.glyphs.push_back({glyph.id, glyph.cluster, static_cast<float>(glyph.x) * scale,
                               static_cast<float>(glyph.y) * scale, static_cast<float>(glyph.advance) * scale});
    }
    return line;
}

float FontSet::width(std::string_view text, Weight weight, float size_px) const {
    size_px = std::clamp(size_px, min_size_px, max_size_px);
    const UnitLine& units = impl_->units(weight, shapeable(text));
    return static_cast<float>(units.width) * size_px / impl_->face(weight).units_per_em;
}

GlyphBitmap FontSet::bitmap(Weight weight, std::uint32_t glyph, float size_px, int phase_x, int phase_y) const {
    MOTCUA_ASSERT(phase_x >= 0 && phase_x < 4 && phase_y >= 0 && phase_y < 4);
    auto& face = impl_->face(weight);
    FT_Face ft = face.ft.handle;
    size_px = std::clamp(size_px, min_size_px, max_size_px);
    if (face.sized_px != size_px) {
        if (FT_Set_Char_Size(ft, 0, static_cast<FT_F26Dot6>(std::lround(size_px * 64)), 72, 72) != 0) {
            return {};
        }
        face.sized_px = size_px;
    }
    // Unhinted: shapes keep their designed place, so marks stay where shaping put them at every size.
    if (FT_Load_Glyph(ft, glyph, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) != 0) {
        return {};
    }
    FT_Outline_Translate(&ft->glyph->outline, phase_x * 16, -phase_y * 16);
    if (FT_Render_Glyph(ft->glyph, FT_RENDER_MODE_NORMAL) != 0) {
        return {};
    }
    const FT_Bitmap& drawn = ft->glyph->bitmap;
    GlyphBitmap made{
        static_cast<int>(drawn.width), static_cast<int>(drawn.rows), ft->glyph->bitmap_left, ft->glyph->bitmap_top, {}};
    made.grey.reserve(static_cast<std::size_t>(made.width) * static_cast<std::size_t>(made.height));
    for (int row = 0; row < made.height; ++row) {
        const unsigned char* from = drawn.buffer + static_cast<std::ptrdiff_t>(row) * drawn.pitch;
        made.grey.insert(made.grey.end(), from, from + made.width);
    }
    return made;
}

std::vector<std::string> FontSet::missing_glyphs(std::string_view text) const {
    const std::string line = shapeable(text);
    const UnitLine& units = impl_->units(Weight::Regular, line);
    std::vector<std::string> missing;
    for (std::size_t i = 0; i < units.glyphs.size(); ++i) {
        if (units.glyphs[i].id != 0) {
            continue;
        }
        const std::size_t from = units.glyphs[i].cluster;
        std::size_t to = line.size();
        for (std::size_t next = i + 1; next < units.glyphs.size(); ++next) {
            if (units.glyphs[next].cluster > from) {
                to = units.glyphs[next].cluster;
                break;
            }
        }
        std::string part = line.substr(from, to - from);
        if (std::find(missing.begin(), missing.end(), part) == missing.end()) {
            missing.push_back(std::move(part));
        }
    }
    return missing;
}

}  // namespace motcua::type
