#include "shared/ui/label.hpp"

#include <cmath>

#include "shared/type/limits.hpp"
#include "shared/type/wrap.hpp"
#include "shared/ui/painter.hpp"
#include "shared/ui/text_line.hpp"

namespace motcua::ui {

Label::Label(std::string id, std::string text, TextRole role)
    : Widget(std::move(id)), text_(std::move(text)), role_(role) {}

void Label::set_text(std::string text) {
    if (text_ != text) {
        text_ = std::move(text);
        changed();
    }
}

void Label::set_role(TextRole role) {
    if (std::exchange(role_, role) != role) {
        changed();
    }
}

void Label::set_tone(Tone tone) {
    if (std::exchange(tone_, tone) != tone) {
        changed();
    }
}

void Label::set_text_align(Align align) {
    if (std::exchange(text_align_, align) != align) {
        changed();
    }
}

void Label::set_vertical_align(Align align) {
    if (std::exchange(vertical_, align) != align) {
        changed();
    }
}

void Label::set_max_lines(std::size_t lines) {
    if (std::exchange(max_lines_, lines) != lines) {
        changed();
    }
}

void Label::set_capital_mm(float mm) {
    if (capital_mm_ != mm) {
        capital_mm_ = mm;
        changed();
    }
}

void Label::set_shrink(float smallest) {
    if (std::exchange(shrink_, smallest) != smallest) {
        changed();
    }
}

void Label::set_fill(bool fill) {
    if (std::exchange(fill_, fill) != fill) {
        changed();
    }
}

std::string Label::drawn_text() const {
    if (lines_.empty()) {
        return text_;
    }
    std::string joined;
    for (const std::string& line : lines_) {
        joined += joined.empty() ? line : " " + line;
    }
    return joined;
}

float Label::capital_mm(const Look& look) const {
    return look.display.mm(size_px_ * look.fonts->metrics(weight(look)).cap_height_em);
}

float Label::wanted_px(const Look& look) const {
    return capital_mm_ ? look.font_px(weight(look), *capital_mm_) : look.font_px(role_);
}

type::Weight Label::weight(const Look& look) const {
    return look.theme.text(role_).weight;
}

std::vector<std::string> Label::lines_for(const Look& look, float width, float& size_px) const {
    const type::WrapOptions options{width, max_lines_};
    if (shrink_ < 1) {
        size_px = type::fitting_size(*look.fonts, text_, weight(look), size_px, size_px * shrink_, options);
    }
    return type::wrap(*look.fonts, text_, weight(look), size_px, options);
}

Size Label::measure(const Look& look, Size available) const {
    if (text_.empty()) {
        return {};
    }
    float size_px = wanted_px(look);
    if (fill_) {
        return {look.fonts->width(text_, weight(look), size_px), cap_box_px(look, weight(look), size_px)};
    }
    const auto lines = lines_for(look, available.w, size_px);
    float widest = 0;
    for (const std::string& line : lines) {
        widest = std::max(widest, look.fonts->width(line, weight(look), size_px));
    }
    return {std::ceil(widest), line_px(size_px) * static_cast<float>(lines.size())};
}

void Label::arrange(const Look& look) {
    size_px_ = wanted_px(look);
    if (text_.empty()) {
        lines_.clear();
        return;
    }
    if (fill_) {
        lines_ = {text_};
        const float by_width = size_px_ * bounds().w / std::max(1.0F, look.fonts->width(text_, weight(look), size_px_));
        const float by_height = size_px_ * bounds().h / cap_box_px(look, weight(look), size_px_);
        size_px_ = std::max(type::min_size_px, std::floor(std::min(by_width, by_height) * 4) / 4);
        return;
    }
    const float width = bounds().w + rounding_px;
    lines_ = lines_for(look, width, size_px_);
    // More lines than the height holds: fewer with "…", or smaller where that is allowed.
    const float least_px = std::max(type::min_size_px, size_px_ * shrink_);
    while (shrink_ < 1 && line_px(size_px_) * static_cast<float>(lines_.size()) > bounds().h + 1 &&
           size_px_ > least_px) {
        size_px_ *= 0.96F;
        lines_ = type::wrap(*look.fonts, text_, weight(look), size_px_, {width, max_lines_});
    }
    const auto held = static_cast<std::size_t>(std::max(1.0F, std::floor((bounds().h + 1) / line_px(size_px_))));
    if (lines_.size() > held) {
        lines_ = type::wrap(*look.fonts, text_, weight(look), size_px_, {width, held});
    }
}

void Label::draw(Painter& painter, const Look& look) const {
    const SurfaceStyle& style = look.theme.surface(surface_beneath());
    const Color color = tone_color(style, tone_);
    if (fill_ && !lines_.empty()) {
        const float cap = look.fonts->metrics(weight(look)).cap_height_em * size_px_;
        const float baseline = bounds().centre().y + cap / 2;
        draw_aligned(painter, look, lines_.front(), weight(look), size_px_, bounds(), baseline, text_align_, color);
        return;
    }
    draw_lines(painter, look, lines_, weight(look), size_px_, bounds(), text_align_, vertical_, color);
}

}  // namespace motcua::ui
