#include "shared/ui/pictures.hpp"

#include <cmath>

#include "shared/ui/painter.hpp"
#include "shared/ui/text_line.hpp"

namespace motcua::ui {
namespace {

Size square(const Look& look, float size_mm, Size available) {
    const float side = std::min({std::round(look.px(size_mm)), available.w, available.h});
    return {side, side};
}

}  // namespace

IconView::IconView(Icon icon, float size_mm, Tone tone) : icon_(icon), size_mm_(size_mm), tone_(tone) {}

void IconView::set_icon(Icon icon) {
    if (std::exchange(icon_, icon) != icon) {
        changed();
    }
}

Size IconView::measure(const Look& look, Size available) const {
    return square(look, size_mm_, available);
}

void IconView::draw(Painter& painter, const Look& look) const {
    draw_icon(painter, icon_, bounds(), tone_color(look.theme.surface(surface_beneath()), tone_));
}

Picture::Picture(std::filesystem::path file, float width_mm, float height_mm)
    : file_(std::move(file)), width_mm_(width_mm), height_mm_(height_mm) {}

Size Picture::measure(const Look& look, Size available) const {
    return {std::min(look.px(width_mm_), available.w), std::min(look.px(height_mm_), available.h)};
}

void Picture::draw(Painter& painter, const Look&) const {
    painter.draw_picture(file_, bounds());
}

QrImage::QrImage(std::string id, const std::string& text, float size_mm) : Widget(std::move(id)), size_mm_(size_mm) {
    set_text(text);
}

void QrImage::set_text(const std::string& text) {
    if (text_ == text && matrix_.size > 0) {
        return;
    }
    text_ = text;
    auto made = type::qr_matrix(text);
    matrix_ = made ? std::move(*made) : type::QrMatrix{};
    changed();
}

Size QrImage::measure(const Look& look, Size available) const {
    return square(look, size_mm_, available);
}

void QrImage::draw(Painter& painter, const Look&) const {
    painter.qr(matrix_, bounds());
}

ProgressRing::ProgressRing(std::string id, float size_mm) : Widget(std::move(id)), size_mm_(size_mm) {}

void ProgressRing::set_fraction(float fraction) {
    fraction = std::clamp(fraction, 0.0F, 1.0F);
    if (std::exchange(fraction_, fraction) != fraction) {
        changed();
    }
}

void ProgressRing::set_text(std::string text) {
    if (text_ != text) {
        text_ = std::move(text);
        changed();
    }
}

Size ProgressRing::measure(const Look& look, Size available) const {
    return square(look, size_mm_, available);
}

void ProgressRing::draw(Painter& painter, const Look& look) const {
    const SurfaceStyle& style = look.theme.surface(surface_beneath());
    const float side = std::min(bounds().w, bounds().h);
    const float width = side * 0.09F;
    const float radius = (side - width) / 2;
    painter.stroke_circle(bounds().centre(), radius, width, look.theme.surface(Surface::Quiet).fill);
    painter.arc(bounds().centre(), radius, width, 1 - fraction_, 1, style.emphasis);
    if (!text_.empty()) {
        const type::Weight bold = type::Weight::Bold;
        const float size_px = side * 0.34F;
        const float cap = look.fonts->metrics(bold).cap_height_em * size_px;
        draw_aligned(painter, look, text_, bold, size_px, bounds(), bounds().centre().y + cap / 2, Align::Centre,
                     style.text);
    }
}

Size Spinner::measure(const Look& look, Size available) const {
    return square(look, size_mm_, available);
}

void Spinner::draw(Painter& painter, const Look& look) const {
    constexpr std::int64_t turn_takes_ms = 1200;
    const SurfaceStyle& style = look.theme.surface(surface_beneath());
    const float side = std::min(bounds().w, bounds().h);
    const float width = side * 0.11F;
    const float radius = (side - width) / 2;
    const float from = static_cast<float>(look.now_ms % turn_takes_ms) / static_cast<float>(turn_takes_ms);
    painter.arc(bounds().centre(), radius, width, from, from + 0.28F, style.emphasis);
}

}  // namespace motcua::ui
