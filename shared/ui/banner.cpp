#include "shared/ui/banner.hpp"

#include <cmath>

#include "shared/type/wrap.hpp"
#include "shared/ui/painter.hpp"
#include "shared/ui/text_line.hpp"

namespace motcua::ui {
namespace {

constexpr float vertical_em = 0.45F;
constexpr float after_icon_em = 0.6F;

}  // namespace

Banner::Banner(std::string id, std::string text, Surface surface, Icon icon)
    : Widget(std::move(id)), text_(std::move(text)), surface_(surface), icon_(icon) {
    set_visible(!text_.empty());
}

void Banner::set_text(std::string text) {
    if (text_ != text) {
        text_ = std::move(text);
        changed();
    }
}

void Banner::show(std::string text) {
    set_text(std::move(text));
    set_visible(!text_.empty());
}

void Banner::set_surface(Surface surface, Icon icon) {
    if (surface_ != surface || icon_ != icon) {
        surface_ = surface;
        icon_ = icon;
        changed();
    }
}

void Banner::set_role(TextRole role) {
    if (std::exchange(role_, role) != role) {
        changed();
    }
}

float Banner::icon_px(const Look& look) const {
    return icon_ == Icon::None ? 0 : look.font_px(role_) * 1.5F;
}

Size Banner::measure(const Look& look, Size available) const {
    const float em = look.font_px(role_);
    const type::Weight weight = look.theme.text(role_).weight;
    const float around = 2 * look.px(look.theme.padding_mm) + icon_px(look) + after_icon_em * em;
    const auto lines = type::wrap(*look.fonts, text_, weight, em, {std::max(1.0F, available.w - around), 0});
    float widest = 0;
    for (const std::string& line : lines) {
        widest = std::max(widest, look.fonts->width(line, weight, em));
    }
    return {around + std::ceil(widest), line_px(em) * static_cast<float>(lines.size()) + 2 * vertical_em * em};
}

void Banner::draw(Painter& painter, const Look& look) const {
    const SurfaceStyle& style = look.theme.surface(surface_);
    const float em = look.font_px(role_);
    const float side = look.px(look.theme.padding_mm);
    const float radius = look.px(look.theme.button_radius_mm);
    painter.fill_rounded(bounds(), radius, style.fill);
    painter.stroke_rounded(bounds(), radius, std::max(1.0F, std::round(look.px(look.theme.border_mm))), style.border);
    const float icon = icon_px(look);
    draw_icon(painter, icon_, {bounds().x + side, bounds().centre().y - icon / 2, icon, icon}, style.text);
    const Rect room = bounds().inset(side + icon + after_icon_em * em, 0, side, 0);
    const type::Weight weight = look.theme.text(role_).weight;
    const auto held = static_cast<std::size_t>(std::max(1.0F, std::floor((bounds().h + 1) / line_px(em))));
    const auto lines = type::wrap(*look.fonts, text_, weight, em, {room.w + rounding_px, held});
    draw_lines(painter, look, lines, weight, em, room, Align::Start, Align::Centre, style.text);
}

}  // namespace motcua::ui
