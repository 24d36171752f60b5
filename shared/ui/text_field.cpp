#include "shared/ui/text_field.hpp"

#include <cmath>

#include "shared/base/text.hpp"
#include "shared/ui/input.hpp"
#include "shared/ui/limits.hpp"
#include "shared/ui/painter.hpp"
#include "shared/ui/text_line.hpp"

namespace motcua::ui {
namespace {

bool is_inner_byte(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

std::size_t letter_before(const std::string& text, std::size_t at) {
    do {
        --at;
    } while (at > 0 && is_inner_byte(text[at]));
    return at;
}

std::size_t letter_after(const std::string& text, std::size_t at) {
    do {
        ++at;
    } while (at < text.size() && is_inner_byte(text[at]));
    return at;
}

std::string utf8_of(char32_t c) {
    std::string out;
    if (c < 0x80) {
        out.push_back(static_cast<char>(c));
    } else if (c < 0x800) {
        out.push_back(static_cast<char>(0xC0 | c >> 6));
        out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
    } else if (c < 0x10000) {
        out.push_back(static_cast<char>(0xE0 | c >> 12));
        out.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3F)));
        out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
    } else {
        out.push_back(static_cast<char>(0xF0 | c >> 18));
        out.push_back(static_cast<char>(0x80 | (c >> 12 & 0x3F)));
        out.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3F)));
        out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
    }
    return out;
}

}  // namespace

TextField::TextField(std::string id, std::string placeholder, Echo echo)
    : Widget(std::move(id)), placeholder_(std::move(placeholder)), echo_(echo) {}

void TextField::set_text(const std::string& text) {
    if (text_ != text) {
        text_ = cut_to_bytes(text, max_bytes_);
        cursor_ = text_.size();
        changed();
    }
}

void TextField::set_placeholder(std::string placeholder) {
    if (placeholder_ != placeholder) {
        placeholder_ = std::move(placeholder);
        changed();
    }
}

void TextField::set_max_bytes(std::size_t bytes) {
    max_bytes_ = bytes;
}

void TextField::edited() {
    changed();
    if (on_change_) {
        const auto handler = on_change_;
        handler(text_);
    }
}

void TextField::insert(std::string_view utf8) {
    if (text_.size() + utf8.size() > max_bytes_ || !is_utf8(utf8)) {
        return;
    }
    text_.insert(cursor_, utf8);
    cursor_ += utf8.size();
    edited();
}

void TextField::backspace() {
    if (cursor_ == 0) {
        return;
    }
    const std::size_t from = letter_before(text_, cursor_);
    text_.erase(from, cursor_ - from);
    cursor_ = from;
    edited();
}

Surface TextField::surface() const {
    return focused_ ? Surface::FieldFocused : Surface::Field;
}

std::string TextField::shown(std::string_view text) const {
    if (echo_ == Echo::Shown) {
        return std::string(text);
    }
    std::string dots;
    for (const char c : text) {
        if (!is_inner_byte(c)) {
            dots += "•";
        }
    }
    return dots;
}

std::string TextField::drawn_text() const {
    return shown(text_);
}

void TextField::set_focused(bool focused) {
    if (std::exchange(focused_, focused) != focused) {
        changed();
    }
}

bool TextField::key(const KeyEvent& event) {
    switch (event.key) {
        case Key::Enter:
            if (on_submit_) {
                const auto handler = on_submit_;
                handler();
            }
            return on_submit_ != nullptr;
        case Key::Backspace:
            backspace();
            return true;
        case Key::Delete:
            if (cursor_ < text_.size()) {
                text_.erase(cursor_, letter_after(text_, cursor_) - cursor_);
                edited();
            }
            return true;
        case Key::Left:
            cursor_ = cursor_ > 0 ? letter_before(text_, cursor_) : 0;
            break;
        case Key::Right:
            cursor_ = cursor_ < text_.size() ? letter_after(text_, cursor_) : text_.size();
            break;
        case Key::Home:
            cursor_ = 0;
            break;
        case Key::End:
            cursor_ = text_.size();
            break;
        default:
            // A plain letter comes again as text: it belongs to this field and is no shortcut.
            return !event.control && !event.alt && (event.key == Key::Space || event.key >= Key::A);
    }
    changed();
    return true;
}

bool TextField::text_entered(char32_t character) {
    if (character < 0x20 || character == 0x7F || character > 0x10FFFF) {
        return false;
    }
    insert(utf8_of(character));
    return true;
}

Size TextField::measure(const Look& look, Size available) const {
    const float em = look.font_px(TextRole::Body);
    return {std::min(available.w, em * 14), std::max(look.px(look.theme.target_mm), line_px(em) * 1.3F)};
}

void TextField::draw(Painter& painter, const Look& look) const {
    const SurfaceStyle& style = look.theme.surface(surface());
    const float em = look.font_px(TextRole::Body);
    const type::Weight weight = look.theme.text(TextRole::Body).weight;
    const float radius = look.px(look.theme.button_radius_mm);
    const float border = std::max(1.0F, std::round(look.px(look.theme.border_mm)));
    painter.fill_rounded(bounds(), radius, style.fill);
    painter.stroke_rounded(bounds(), radius, focused_ ? border * 2 : border,
                           focused_ ? look.theme.focus : style.border);

    const Rect room = bounds().inset(em * 0.6F, 0, em * 0.6F, 0);
    if (text_.empty()) {
        draw_one_line(painter, look, placeholder_, TextRole::Body, room, Align::Start, style.muted);
    }
    const std::string all = shown(text_);
    const float cap = look.fonts->metrics(weight).cap_height_em * em;
    const float before = look.fonts->width(shown(std::string_view(text_).substr(0, cursor_)), weight, em);
    const float scroll = std::max(0.0F, before - room.w + 2);  // the cursor stays in sight
    painter.push_clip(room.inset(-2, 0, -2, 0));
    draw_aligned(painter, look, all, weight, em, {room.x - scroll, room.y, room.w, room.h}, room.centre().y + cap / 2,
                 Align::Start, style.text);
    if (focused_) {
        const float width = std::max(2.0F, std::round(em / 14));
        painter.fill_rect({room.x - scroll + before, room.centre().y - em * 0.6F, width, em * 1.2F}, style.emphasis);
    }
    painter.pop_clip();
}

}  // namespace motcua::ui
