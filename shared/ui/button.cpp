#include "shared/ui/button.hpp"

#include <cmath>

#include "shared/ui/painter.hpp"
#include "shared/ui/text_line.hpp"

namespace motcua::ui {
namespace {

constexpr float icon_em = 1.25F;  // beside words, relative to their size
constexpr float icon_gap_em = 0.5F;
constexpr float side_em = 0.9F;  // free space left and right of the words

}  // namespace

void Pressable::on_hold(int hold_for_ms, std::function<void()> handler) {
    hold_ms_ = hold_for_ms;
    on_hold_ = std::move(handler);
}

void Pressable::set_pressed(bool pressed) {
    if (std::exchange(pressed_, pressed) != pressed) {
        changed();
    }
}

void Pressable::set_focused(bool focused) {
    if (std::exchange(focused_, focused) != focused) {
        changed();
    }
}

void Pressable::click() {
    if (on_click_) {
        const auto handler = on_click_;  // may replace itself by rebuilding its screen
        handler();
    }
}

void Pressable::hold() {
    if (on_hold_) {
        const auto handler = on_hold_;
        handler();
    }
}

bool Pressable::is_active() const {
    for (const Widget* at = this; at != nullptr; at = at->parent()) {
        if (!at->is_enabled()) {
            return false;
        }
    }
    return true;
}

void Pressable::draw_focus_ring(Painter& painter, const Look& look, float radius) const {
    if (focused_) {
        const float width = std::max(2.0F, look.px(0.6F));
        const Rect around = bounds().inset(-width);
        painter.stroke_rounded(around, radius + width, width, look.theme.focus);
    }
}

Button::Button(std::string id, std::string text, ButtonKind kind, Icon icon)
    : Pressable(std::move(id)), text_(std::move(text)), button_kind_(kind), icon_(icon) {}

void Button::set_text(std::string text) {
    if (text_ != text) {
        text_ = std::move(text);
        changed();
    }
}

void Button::set_icon(Icon icon) {
    if (std::exchange(icon_, icon) != icon) {
        changed();
    }
}

void Button::set_key_hint(std::string hint) {
    if (key_hint_ != hint) {
        key_hint_ = std::move(hint);
        changed();
    }
}

void Button::set_button_kind(ButtonKind kind) {
    if (std::exchange(button_kind_, kind) != kind) {
        changed();
    }
}

void Button::set_selected(bool selected) {
    if (std::exchange(selected_, selected) != selected) {
        changed();
    }
}

void Button::set_role(TextRole role) {
    if (std::exchange(role_, role) != role) {
        changed();
    }
}

Surface Button::surface() const {
    if (!is_active()) {
        return Surface::Disabled;
    }
    if (selected_ && !is_pressed()) {
        return Surface::Selected;
    }
    switch (button_kind_) {
        case ButtonKind::Primary:
            return is_pressed() ? Surface::PrimaryPressed : Surface::Primary;
        case ButtonKind::Secondary:
            return is_pressed() ? Surface::SecondaryPressed : Surface::Secondary;
        case ButtonKind::Quiet:
            return is_pressed() ? Surface::SecondaryPressed : Surface::None;
    }
    return Surface::Secondary;
}

Icon Button::drawn_icon() const {
    return selected_ && icon_ == Icon::None ? Icon::Check : icon_;
}

Size Button::measure(const Look& look, Size) const {
    const float em = look.font_px(role_);
    float width = 2 * side_em * em + look.fonts->width(text_, look.theme.text(role_).weight, em);
    if (drawn_icon() != Icon::None) {
        width += icon_em * em + (text_.empty() ? 0 : icon_gap_em * em);
    }
    if (!key_hint_.empty()) {
        width += icon_gap_em * em +
                 look.fonts->width(key_hint_, look.theme.text(TextRole::Small).weight, look.font_px(TextRole::Small));
    }
    const float target = look.px(look.theme.target_mm);
    return {std::max(target, width), std::max(target, line_px(em) * 1.25F)};
}

void Button::draw(Painter& painter, const Look& look) const {
    const float radius = look.px(look.theme.button_radius_mm);
    const SurfaceStyle& style = look.theme.surface(surface_beneath());
    if (surface() != Surface::None) {
        painter.fill_rounded(bounds(), radius, style.fill);
        painter.stroke_rounded(bounds(), radius, std::max(1.0F, std::round(look.px(look.theme.border_mm))),
                               style.border);
    }
    draw_focus_ring(painter, look, radius);

    const float em = look.font_px(role_);
    const float side = std::min(side_em * em, bounds().w / 8);
    Rect room = bounds().inset(side, 0, side, 0);
    if (!key_hint_.empty()) {
        const float hint_px =
            look.fonts->width(key_hint_, look.theme.text(TextRole::Small).weight, look.font_px(TextRole::Small));
        draw_one_line(painter, look, key_hint_, TextRole::Small,
                      {room.right() - hint_px - 1, room.y, hint_px + 2, room.h}, Align::End, style.muted);
        room.w = std::max(0.0F, room.w - hint_px - icon_gap_em * em);
    }
    const float icon = drawn_icon() == Icon::None ? 0 : std::min(icon_em * em, room.h);
    const float gap = icon > 0 && !text_.empty() ? icon_gap_em * em : 0;
    const float words =
        std::min(look.fonts->width(text_, look.theme.text(role_).weight, em), std::max(0.0F, room.w - icon - gap));
    const float left = room.x + (room.w - icon - gap - words) / 2;
    draw_icon(painter, drawn_icon(), {left, room.centre().y - icon / 2, icon, icon}, style.text);
    if (!text_.empty()) {
        draw_one_line(painter, look, text_, role_, {left + icon + gap, room.y, words, room.h}, Align::Start,
                      style.text);
    }
}

}  // namespace motcua::ui
