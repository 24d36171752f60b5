#include "display-board/screens/big_text.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "shared/ui/painter.hpp"
#include "shared/ui/text_line.hpp"

namespace motcua::board {
namespace {

constexpr auto weight = type::Weight::Bold;
constexpr float measure_px = 64;
constexpr float least_px = 8;

struct Ink {  ///< from the baseline, in em
    float above = 0;
    float below = 0;
    float width = 0;
};

Ink ink_of(const type::FontSet& fonts, const std::string& text) {
    Ink ink;
    const type::ShapedLine line = fonts.shape(text, weight, measure_px);
    for (const type::Glyph& glyph : line.glyphs) {
        const type::GlyphBitmap bitmap = fonts.bitmap(weight, glyph.id, measure_px);
        const auto top = static_cast<float>(bitmap.top) - glyph.y;
        ink.above = std::max(ink.above, top / measure_px);
        ink.below = std::max(ink.below, (static_cast<float>(bitmap.height) - top) / measure_px);
    }
    ink.width = line.width_px / measure_px;
    return ink;
}

}  // namespace

void BigText::set_text(std::string text) {
    if (std::exchange(text_, std::move(text)) != text_) {
        changed();
    }
}

float BigText::capital_mm(const ui::Look& look) const {
    return look.display.mm(size_px_ * look.fonts->metrics(weight).cap_height_em);
}

void BigText::arrange(const ui::Look& look) {
    const Ink ink = ink_of(*look.fonts, text_);
    const float by_width = bounds().w / std::max(0.1F, ink.width);
    const float by_height = bounds().h / std::max(0.1F, ink.above + ink.below);
    size_px_ = std::max(least_px, std::floor(std::min(by_width, by_height)));
    baseline_px_ = bounds().centre().y + (ink.above - ink.below) / 2 * size_px_;
}

void BigText::draw(ui::Painter& painter, const ui::Look& look) const {
    if (text_.empty()) {
        return;
    }
    const ui::Color color = ui::tone_color(look.theme.surface(surface_beneath()), tone_);
    ui::draw_aligned(painter, look, text_, weight, size_px_, bounds(), baseline_px_, ui::Align::Centre, color);
}

}  // namespace motcua::board
