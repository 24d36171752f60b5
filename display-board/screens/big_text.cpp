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
constexpr auto words_weight = type::Weight::Regular;
constexpr float words_gap_em = 0.4F;

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

void BigText::set_words(Lines before, Lines after, float capital_mm) {
    const bool is_same = before == before_ && after == after_ && capital_mm == words_mm_;
    before_ = std::move(before);
    after_ = std::move(after);
    words_mm_ = capital_mm;
    if (!is_same) {
        changed();
    }
}

float BigText::words_width_px(const ui::Look& look, const Lines& lines, float capital_mm) {
    const float size_px = look.font_px(words_weight, capital_mm);
    float widest = 0;
    for (const std::string& line : lines) {
        widest = std::max(widest, look.fonts->width(line, words_weight, size_px));
    }
    return lines.empty() ? 0 : widest + words_gap_em * size_px;
}

std::string BigText::drawn_text() const {
    std::string all;
    for (const Lines& lines : {before_, Lines{text_}, after_}) {
        for (const std::string& line : lines) {
            all += (all.empty() ? "" : " ") + line;
        }
    }
    return all;
}

float BigText::capital_mm(const ui::Look& look) const {
    return look.display.mm(size_px_ * look.fonts->metrics(weight).cap_height_em);
}

void BigText::arrange(const ui::Look& look) {
    const Ink ink = ink_of(*look.fonts, text_);
    const float words_px = words_width_px(look, before_, words_mm_) + words_width_px(look, after_, words_mm_);
    const float by_width = (bounds().w - words_px) / std::max(0.1F, ink.width);
    const float by_height = bounds().h / std::max(0.1F, ink.above + ink.below);
    size_px_ = std::max(least_px, std::floor(std::min(by_width, by_height)));
    baseline_px_ = bounds().centre().y + (ink.above - ink.below) / 2 * size_px_;
    width_px_ = ink.width * size_px_;
}

void BigText::draw(ui::Painter& painter, const ui::Look& look) const {
    if (text_.empty()) {
        return;
    }
    const ui::Color color = ui::tone_color(look.theme.surface(surface_beneath()), tone_);
    const float before_px = words_width_px(look, before_, words_mm_);
    const float after_px = words_width_px(look, after_, words_mm_);
    ui::Rect box = bounds();
    box.w = before_px + width_px_ + after_px;
    box.x += (bounds().w - box.w) / 2;
    const ui::Rect large{box.x + before_px, box.y, width_px_, box.h};
    ui::draw_aligned(painter, look, text_, weight, size_px_, large, baseline_px_, ui::Align::Centre, color);
    const float gap_px = words_gap_em * look.font_px(words_weight, words_mm_);
    draw_words(painter, look, before_, {box.x, box.y, before_px - gap_px, box.h});
    draw_words(painter, look, after_, {large.right() + gap_px, box.y, after_px - gap_px, box.h});
}

/// Around the middle of the large capitals.
void BigText::draw_words(ui::Painter& painter, const ui::Look& look, const Lines& lines, const ui::Rect& box) const {
    const float size_px = look.font_px(words_weight, words_mm_);
    const float capital_px = size_px * look.fonts->metrics(words_weight).cap_height_em;
    const float middle_px = baseline_px_ - size_px_ * look.fonts->metrics(weight).cap_height_em / 2;
    const float step_px = ui::line_px(size_px);
    float baseline = middle_px + capital_px / 2 - step_px * (static_cast<float>(lines.size()) - 1) / 2;
    const ui::Color color = ui::tone_color(look.theme.surface(surface_beneath()), tone_);
    for (const std::string& line : lines) {
        ui::draw_aligned(painter, look, line, words_weight, size_px, box, baseline, ui::Align::Centre, color);
        baseline += step_px;
    }
}

}  // namespace motcua::board
