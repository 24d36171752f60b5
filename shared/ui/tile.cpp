#include <cmath>

#include "shared/type/wrap.hpp"
#include "shared/ui/button.hpp"
#include "shared/ui/painter.hpp"
#include "shared/ui/text_line.hpp"

namespace motcua::ui {
namespace {

constexpr std::size_t max_title_lines = 5;
constexpr float large_mark_em = 4.2F;  // the icon or letter in a tile with much room, relative to the title's size
constexpr float tick_em = 1.1F;        // the sign of a chosen tile: never colour alone
constexpr float unbounded_px = 1e6F;
constexpr float slightly_smaller = 0.97F;
constexpr float badge_side_em = 0.7F;
constexpr float badge_em = 1.4F;
constexpr float badge_gap_em = 0.25F;
constexpr float beside_gap_em = 0.6F;
constexpr float vertical_padding = 0.6F;  // of the theme's: a line's own height has air in it

}  // namespace

struct Tile::Parts {
    Rect mark;
    Rect title;
    Rect subtitle;
    Rect badge;
    std::vector<std::string> title_lines;
    std::vector<std::string> subtitle_lines;
    bool badge_is_beside = false;
    bool title_is_cut = false;  ///< too many lines, or a word broken
    bool badge_is_cut = false;
    float title_px = 0;
    float subtitle_px = 0;
    Align align = Align::Start;
    Size total;
};

struct Tile::Concession {
    std::size_t subtitle_lines;
    float mark_em;  ///< side of the icon or letter, relative to the title's size
    bool badge = true;
    bool badge_beside = false;  ///< in the subtitle's line, not beneath it
};

Tile::Tile(std::string id, std::string title, Icon icon)
    : Pressable(std::move(id)), title_(std::move(title)), icon_(icon) {}

Tile::~Tile() = default;

void Tile::set_title(std::string title) {
    if (title_ != title) {
        title_ = std::move(title);
        changed();
    }
}

void Tile::set_subtitle(std::string subtitle) {
    if (subtitle_ != subtitle) {
        subtitle_ = std::move(subtitle);
        changed();
    }
}

void Tile::set_subtitle_stays(bool stays) {
    if (std::exchange(subtitle_stays_, stays) != stays) {
        changed();
    }
}

void Tile::set_badge(std::string badge) {
    if (badge_ != badge) {
        badge_ = std::move(badge);
        changed();
    }
}

void Tile::set_letter(std::string letter) {
    if (letter_ != letter) {
        letter_ = std::move(letter);
        changed();
    }
}

void Tile::set_icon(Icon icon) {
    if (std::exchange(icon_, icon) != icon) {
        changed();
    }
}

void Tile::set_selected(bool selected) {
    if (std::exchange(selected_, selected) != selected) {
        changed();
    }
}

void Tile::set_shape(TileShape shape) {
    if (std::exchange(shape_, shape) != shape) {
        changed();
    }
}

Surface Tile::surface() const {
    if (!is_active()) {
        return Surface::Disabled;
    }
    if (is_pressed()) {
        return Surface::TilePressed;
    }
    return selected_ ? Surface::Selected : Surface::Tile;
}

std::string Tile::drawn_text() const {
    std::string text;
    const auto append = [&text](const std::string& words, std::string_view before) {
        text.append(text.empty() || words.empty() ? "" : before).append(words);
    };
    if (parts_ == nullptr) {
        append(title_, "");
        append(subtitle_, "\n");
        append(badge_, "\n");
        return text;
    }
    for (const std::string& line : parts_->title_lines) {
        append(line, " ");
    }
    for (std::size_t i = 0; i < parts_->subtitle_lines.size(); ++i) {
        append(parts_->subtitle_lines[i], i == 0 ? "\n" : " ");
    }
    if (parts_->badge.h > 0) {
        append(badge_, "\n");
    }
    return text;
}

/// The first concession with which nothing is cut; else the first that fits the height. The title keeps its size, so
/// that all tiles of a grid read alike, and their pictures too, where a hint can have one more line instead: a hint
/// goes first, then the picture; a subtitle that stays outlives the picture.
Tile::Parts Tile::parts_in(const Look& look, const Rect& box) const {
    static constexpr Concession concessions[] = {{2, 2.6F}, {3, 2.6F}, {2, 1.8F}, {3, 1.8F},
                                                 {2, 1.2F}, {3, 1.2F}, {2, 0},    {3, 0}};
    static constexpr Concession in_one_line[] = {{1, 1.8F, true, true}, {1, 1.2F, true, true}, {1, 0, true, true}};
    static constexpr Concession without_subtitle[] = {{0, 1.8F}, {0, 1.2F}, {0, 0}, {0, 0, false}};
    const auto is_cut = [](const std::vector<std::string>& lines) {
        return !lines.empty() && lines.back().ends_with("…");
    };
    Parts fitting;
    bool fits = false;
    const auto is_good = [&](const Concession& concession) {
        Parts parts = parts_with(look, box, concession);
        const bool has_room = parts.total.h <= box.h;
        const bool is_whole = !parts.title_is_cut && !is_cut(parts.subtitle_lines) && !parts.badge_is_cut;
        if (!fits || (has_room && is_whole)) {
            fits = has_room;
            fitting = std::move(parts);
        }
        return has_room && is_whole;
    };
    const bool has_hint = !subtitle_.empty() && !subtitle_stays_;
    for (const Concession& concession : concessions) {
        if (has_hint && concession.mark_em <= 0) {
            break;  // a picture says more than a hint
        }
        if (is_good(concession)) {
            return fitting;
        }
    }
    const bool can_stand_beside = shape_ == TileShape::Wide && !subtitle_.empty() && !badge_.empty();
    for (const Concession& concession : in_one_line) {
        if (can_stand_beside && (!has_hint || concession.mark_em > 0) && is_good(concession)) {
            return fitting;
        }
    }
    for (const Concession& concession : without_subtitle) {
        if (is_good(concession)) {
            return fitting;
        }
    }
    return fitting;
}

Tile::Parts Tile::parts_with(const Look& look, const Rect& box, const Concession& concession) const {
    Parts parts;
    const bool tall = shape_ == TileShape::Tall;
    const float full_px = look.font_px(TextRole::Button);
    const float padding = look.px(look.theme.padding_mm);
    const Rect room = box.inset(padding, padding * vertical_padding, padding, padding * vertical_padding);
    const float gap = std::round(full_px * (tall ? 0.4F : 0.8F));
    parts.align = tall ? Align::Centre : Align::Start;
    if (concession.mark_em > 0 && (icon_ != Icon::None || !letter_.empty())) {
        const float em = concession.mark_em;
        const float roomy = box.h < unbounded_px && em > 2 ? room.h * 0.36F : 0;
        const float wanted = std::clamp(roomy, em * full_px, large_mark_em * full_px);
        parts.mark.w = parts.mark.h = std::round(std::min({wanted, room.h, room.w / (tall ? 1.0F : 4.0F)}));
    }
    const float words_w = tall || parts.mark.w <= 0 ? room.w : std::max(0.0F, room.w - parts.mark.w - gap);

    const type::Weight small_weight = look.theme.text(TextRole::Small).weight;
    parts.subtitle_px = look.font_px(TextRole::Small);
    if (!badge_.empty() && concession.badge) {
        const float text_w = look.fonts->width(badge_, small_weight, parts.subtitle_px);
        const float whole_w = text_w + 2 * badge_side_em * parts.subtitle_px;
        parts.badge.w = std::min(words_w, whole_w);
        parts.badge_is_cut = whole_w > words_w + 1;
        parts.badge.h = std::round(parts.subtitle_px * badge_em);
    }
    parts.badge_is_beside = concession.badge_beside;
    const float subtitle_w =
        concession.badge_beside ? std::max(1.0F, words_w - parts.badge.w - parts.subtitle_px * beside_gap_em) : words_w;
    if (!subtitle_.empty() && concession.subtitle_lines > 0) {
        parts.subtitle_lines = type::wrap(*look.fonts, subtitle_, small_weight, parts.subtitle_px,
                                          {subtitle_w, concession.subtitle_lines});
    }
    parts.subtitle.h = line_px(parts.subtitle_px) * static_cast<float>(parts.subtitle_lines.size());
    const type::Weight bold = look.theme.text(TextRole::Button).weight;
    parts.title_px = full_px;
    parts.title_is_cut = type::fitting_size(*look.fonts, title_, bold, full_px, full_px * slightly_smaller,
                                            {words_w, max_title_lines}) < full_px;
    std::size_t lines = max_title_lines;
    if (!concession.badge) {
        lines = std::clamp<std::size_t>(static_cast<std::size_t>((room.h + 1) / line_px(parts.title_px)), 1, lines);
    }
    parts.title_lines = type::wrap(*look.fonts, title_, bold, parts.title_px, {words_w, lines});
    parts.title.w = parts.subtitle.w = words_w;
    parts.title.h = line_px(parts.title_px) * static_cast<float>(parts.title_lines.size());
    stand(look, room, gap, parts);
    return parts;
}

/// Gives the parts, whose sizes are known, their places in the middle of `room`.
void Tile::stand(const Look& look, const Rect& room, float gap, Parts& parts) const {
    const bool tall = shape_ == TileShape::Tall;
    const float mark_and_gap = parts.mark.w > 0 ? parts.mark.w + gap : 0;
    const float badge_gap = parts.badge.h > 0 ? std::round(parts.subtitle_px * badge_gap_em) : 0;
    const float words_h = parts.title.h + (parts.badge_is_beside ? std::max(parts.subtitle.h, parts.badge.h)
                                                                 : parts.subtitle.h + badge_gap + parts.badge.h);
    const float content_h = tall ? mark_and_gap + words_h : std::max(parts.mark.h, words_h);
    const float padding = look.px(look.theme.padding_mm);
    parts.total = {2 * padding + (tall ? 0 : mark_and_gap), std::ceil(2 * padding * vertical_padding + content_h)};

    float top = room.y + std::max(0.0F, (room.h - (tall ? content_h : words_h)) / 2);
    if (tall) {
        parts.mark.x = room.centre().x - parts.mark.w / 2;
        parts.mark.y = top;
        top += mark_and_gap;
    } else {
        parts.mark.x = room.x;
        parts.mark.y = room.centre().y - parts.mark.h / 2;
    }
    const float left = tall ? room.x : room.x + mark_and_gap;
    parts.title.x = parts.subtitle.x = left;
    parts.title.y = top;
    parts.subtitle.y = parts.title.bottom();
    parts.badge.x = tall ? room.centre().x - parts.badge.w / 2 : left;
    parts.badge.y = parts.subtitle.bottom() + badge_gap;
    if (parts.badge_is_beside && !parts.subtitle_lines.empty()) {
        const type::Weight weight = look.theme.text(TextRole::Small).weight;
        parts.badge.x += look.fonts->width(parts.subtitle_lines.front(), weight, parts.subtitle_px) +
                         parts.subtitle_px * beside_gap_em;
        parts.badge.y = parts.subtitle.centre().y - parts.badge.h / 2;
    }
}

void Tile::arrange(const Look& look) {
    parts_ = std::make_unique<Parts>(parts_in(look, bounds()));
}

Size Tile::measure(const Look& look, Size available) const {
    const Parts parts = parts_in(look, {0, 0, available.w, unbounded_px});
    float widest = parts.badge.w;
    for (const std::string& line : parts.title_lines) {
        widest = std::max(widest, look.fonts->width(line, look.theme.text(TextRole::Button).weight, parts.title_px));
    }
    for (const std::string& line : parts.subtitle_lines) {
        widest = std::max(widest, look.fonts->width(line, look.theme.text(TextRole::Small).weight, parts.subtitle_px));
    }
    const float target = look.px(look.theme.target_mm);
    return {std::max(target, parts.total.w + widest + 1), std::max(target, parts.total.h)};
}

void Tile::draw_mark(Painter& painter, const Look& look, const Rect& box) const {
    if (box.w < 1) {
        return;
    }
    const Surface beneath = surface();
    const bool quiet = beneath == Surface::Disabled;
    const SurfaceStyle& own = look.theme.surface(beneath);
    const SurfaceStyle& plate = look.theme.surface(quiet ? Surface::Disabled : Surface::Accent);
    if (letter_.empty()) {
        draw_icon(painter, icon_, box, quiet ? own.muted : own.emphasis);
        return;
    }
    painter.fill_rounded(box, box.w * 0.22F, quiet ? own.muted : plate.fill);
    const type::Weight bold = type::Weight::Bold;
    const float size_px = box.h * 0.62F;
    const float cap = look.fonts->metrics(bold).cap_height_em * size_px;
    draw_aligned(painter, look, letter_, bold, size_px, box, box.centre().y + cap / 2, Align::Centre,
                 quiet ? own.fill : plate.text);
}

void Tile::draw_badge(Painter& painter, const Look& look, const Rect& box) const {
    if (badge_.empty() || box.h <= 0) {
        return;
    }
    const bool plain = surface() == Surface::Tile;
    const SurfaceStyle& style = look.theme.surface(plain ? Surface::Quiet : surface());
    if (plain) {
        painter.fill_rounded(box, box.h / 2, style.fill);
    }
    const float side = plain ? badge_side_em * look.font_px(TextRole::Small) : 0;
    draw_one_line(painter, look, badge_, TextRole::Small, box.inset(side - 1, 0, side - 1, 0),
                  shape_ == TileShape::Tall ? Align::Centre : Align::Start, style.text);
}

void Tile::draw(Painter& painter, const Look& look) const {
    const SurfaceStyle& style = look.theme.surface(surface());
    const float radius = look.px(look.theme.radius_mm);
    if (style.shadow) {
        painter.shadow(bounds(), radius, look.px(look.theme.shadow_mm), Color{0, 0, 0, 60});
    }
    painter.fill_rounded(bounds(), radius, style.fill);
    painter.stroke_rounded(bounds(), radius, std::max(1.0F, std::round(look.px(look.theme.border_mm))), style.border);
    draw_focus_ring(painter, look, radius);

    if (parts_ == nullptr) {
        return;
    }
    const Parts& parts = *parts_;
    draw_mark(painter, look, parts.mark);
    draw_lines(painter, look, parts.title_lines, look.theme.text(TextRole::Button).weight, parts.title_px, parts.title,
               parts.align, Align::Start, style.text);
    draw_lines(painter, look, parts.subtitle_lines, look.theme.text(TextRole::Small).weight, parts.subtitle_px,
               parts.subtitle, parts.align, Align::Start, style.muted);
    draw_badge(painter, look, parts.badge);
    draw_tick(painter, look);
}

void Tile::draw_tick(Painter& painter, const Look& look) const {
    if (!selected_) {
        return;
    }
    const float tick = tick_em * look.font_px(TextRole::Button);
    const float corner = tick * 0.4F;
    draw_icon(painter, Icon::Check, {bounds().right() - tick - corner, bounds().y + corner, tick, tick},
              look.theme.surface(surface()).emphasis);
}

}  // namespace motcua::ui
