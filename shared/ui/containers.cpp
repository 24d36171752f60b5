#include "shared/ui/containers.hpp"

#include <cmath>

#include "shared/base/assert.hpp"
#include "shared/ui/painter.hpp"

namespace motcua::ui {
namespace {

std::vector<Widget*> shown(const Widget& box) {
    std::vector<Widget*> result;
    for (const auto& child : box.children()) {
        if (child->is_visible()) {
            result.push_back(child.get());
        }
    }
    return result;
}

/// Start and length of something `wanted` long within [from, from + length].
std::pair<float, float> aligned(Align align, float from, float length, float wanted) {
    wanted = std::min(wanted, length);
    switch (align) {
        case Align::Start:
            return {from, wanted};
        case Align::Centre:
            return {from + (length - wanted) / 2, wanted};
        case Align::End:
            return {from + length - wanted, wanted};
        case Align::Stretch:
            break;
    }
    return {from, length};
}

}  // namespace

void Box::set_surface(Surface surface) {
    if (std::exchange(surface_, surface) != surface) {
        changed();
    }
}

void Box::set_padding_mm(float horizontal, float vertical) {
    padding_mm_ = {horizontal, vertical};
    changed();
}

void Box::set_gap_mm(float gap) {
    gap_mm_ = gap;
    changed();
}

void Box::set_radius_mm(float radius) {
    radius_mm_ = radius;
    changed();
}

Size Box::padding_px(const Look& look) const {
    return {look.px(padding_mm_.w), look.px(padding_mm_.h)};
}

float Box::gap_px(const Look& look) const {
    return std::round(look.px(gap_mm_.value_or(look.theme.gap_mm)));
}

Rect Box::content(const Look& look) const {
    const Size padding = padding_px(look);
    return bounds().inset(padding.w, padding.h, padding.w, padding.h);
}

void Box::draw(Painter& painter, const Look& look) const {
    if (surface_ == Surface::None) {
        return;
    }
    const bool flat = surface_ == Surface::Background || surface_ == Surface::Header;
    const float radius = look.px(radius_mm_.value_or(flat ? 0 : look.theme.radius_mm));
    const SurfaceStyle& style = look.theme.surface(surface_);
    if (style.shadow) {
        painter.shadow(bounds(), radius, look.px(look.theme.shadow_mm), Color{0, 0, 0, 60});
    }
    painter.fill_rounded(bounds(), radius, style.fill);
    if (!flat) {
        const float border = std::max(1.0F, std::round(look.px(look.theme.border_mm)));
        painter.stroke_rounded(bounds(), radius, border, style.border);
    }
}

void Flow::set_cross(Align align) {
    if (std::exchange(cross_, align) != align) {
        changed();
    }
}

void Flow::set_main(Align align) {
    if (std::exchange(main_, align) != align) {
        changed();
    }
}

Flow::Shares Flow::share_out(const Look& look, const std::vector<Widget*>& children, Size room) const {
    const bool across = direction_ == Direction::Across;
    Shares shares;
    shares.hints.resize(children.size());
    float fixed = 0;
    float weights = 0;
    for (const bool growing : {false, true}) {  // what grows is measured in the room the others leave
        for (std::size_t i = 0; i < children.size(); ++i) {
            if ((children[i]->grow() > 0) != growing) {
                continue;
            }
            const Size offered = across ? Size{std::max(0.0F, room.w - fixed), room.h} : room;
            const Size hint = children[i]->hint(look, offered);
            shares.hints[i] = across ? hint.w : hint.h;
            fixed += growing ? 0 : shares.hints[i];
            weights += children[i]->grow();
        }
    }
    shares.grows = weights > 0;
    shares.lengths = shares.hints;
    float spare = (across ? room.w : room.h) - fixed;
    // By weight, but none below its hint while there is room for all hints.
    std::vector<bool> kept(children.size(), false);
    float hinted = 0;
    for (std::size_t i = 0; i < children.size(); ++i) {
        kept[i] = children[i]->grow() <= 0;
        hinted += kept[i] ? 0 : shares.hints[i];
    }
    for (bool again = hinted <= spare; again;) {
        again = false;
        for (std::size_t i = 0; i < children.size(); ++i) {
            if (!kept[i] && spare * children[i]->grow() / weights < shares.hints[i]) {
                kept[i] = again = true;
                spare -= shares.hints[i];
                weights -= children[i]->grow();
            }
        }
    }
    for (std::size_t i = 0; i < children.size(); ++i) {
        if (!kept[i]) {
            shares.lengths[i] = std::max(0.0F, spare) * children[i]->grow() / weights;
        }
    }
    return shares;
}

Size Flow::measure(const Look& look, Size available) const {
    const Size padding = padding_px(look);
    const bool across = direction_ == Direction::Across;
    const auto children = shown(*this);
    const float gaps = children.empty() ? 0 : gap_px(look) * static_cast<float>(children.size() - 1);
    Size room{std::max(0.0F, available.w - 2 * padding.w), std::max(0.0F, available.h - 2 * padding.h)};
    (across ? room.w : room.h) = std::max(0.0F, (across ? room.w : room.h) - gaps);
    const Shares shares = share_out(look, children, room);
    float main = gaps;
    float cross = 0;
    for (std::size_t i = 0; i < children.size(); ++i) {
        main += shares.hints[i];
        const Size hint = children[i]->hint(look, across ? Size{shares.lengths[i], room.h} : room);
        cross = std::max(cross, across ? hint.h : hint.w);
    }
    return across ? Size{main + 2 * padding.w, cross + 2 * padding.h}
                  : Size{cross + 2 * padding.w, main + 2 * padding.h};
}

void Flow::arrange(const Look& look) {
    const auto children = shown(*this);
    if (children.empty()) {
        return;
    }
    const bool across = direction_ == Direction::Across;
    const Rect box = content(look);
    const float length = across ? box.w : box.h;
    const float gap = gap_px(look);
    const float room = std::max(0.0F, length - gap * static_cast<float>(children.size() - 1));
    Shares shares = share_out(look, children, across ? Size{room, box.h} : Size{box.w, room});
    float total = 0;
    for (const float one : shares.lengths) {
        total += one;
    }
    if (total > room) {
        for (float& one : shares.lengths) {
            one *= room / total;  // too little room: all give way alike, nothing leaves the box
        }
    }
    float at = across ? box.x : box.y;
    if (!shares.grows && main_ != Align::Stretch) {
        at = aligned(main_, at, length, length - std::max(0.0F, room - total)).first;
    }
    for (std::size_t i = 0; i < children.size(); ++i) {
        const float share = shares.lengths[i];
        const Align align = children[i]->align().value_or(cross_);
        const Size offered = across ? Size{share, box.h} : Size{box.w, share};
        const Size hint = align == Align::Stretch ? offered : children[i]->hint(look, offered);
        const auto [start, extent] =
            across ? aligned(align, box.y, box.h, hint.h) : aligned(align, box.x, box.w, hint.w);
        children[i]->place(look, across ? Rect{at, start, share, extent} : Rect{start, at, extent, share});
        at += share + gap;
    }
}

Grid::Grid(int columns, std::string id) : Box(std::move(id)), columns_(columns) {
    MOTCUA_ASSERT(columns > 0);
}

void Grid::set_columns(int columns) {
    MOTCUA_ASSERT(columns > 0);
    if (std::exchange(columns_, columns) != columns) {
        changed();
    }
}

void Grid::set_min_rows(int rows) {
    if (std::exchange(min_rows_, rows) != rows) {
        changed();
    }
}

void Grid::set_max_cell_height_mm(float mm) {
    if (std::exchange(max_cell_height_mm_, mm) != mm) {
        changed();
    }
}

void Grid::set_main(Align align) {
    if (std::exchange(main_, align) != align) {
        changed();
    }
}

int Grid::filled_rows() const {
    const int count = static_cast<int>(shown(*this).size());
    return (count + columns_ - 1) / columns_;
}

int Grid::rows() const {
    return std::max({1, min_rows_, filled_rows()});
}

Size Grid::measure(const Look& look, Size available) const {
    const Size padding = padding_px(look);
    const float gap = gap_px(look);
    const auto columns = static_cast<float>(columns_);
    const auto row_count = static_cast<float>(rows());
    const float cell_w = std::max(0.0F, (available.w - 2 * padding.w - gap * (columns - 1)) / columns);
    Size cell;
    for (const Widget* child : shown(*this)) {
        const Size hint = child->hint(look, {cell_w, available.h});
        cell = {std::max(cell.w, hint.w), std::max(cell.h, hint.h)};
    }
    if (max_cell_height_mm_ > 0) {
        cell.h = std::min(cell.h, look.px(max_cell_height_mm_));
    }
    return {cell.w * columns + gap * (columns - 1) + 2 * padding.w,
            cell.h * row_count + gap * (row_count - 1) + 2 * padding.h};
}

void Grid::arrange(const Look& look) {
    const Rect box = content(look);
    const float gap = gap_px(look);
    const auto columns = static_cast<float>(columns_);
    const auto row_count = static_cast<float>(rows());
    const float cell_w = std::max(0.0F, (box.w - gap * (columns - 1)) / columns);
    float cell_h = std::max(0.0F, (box.h - gap * (row_count - 1)) / row_count);
    if (max_cell_height_mm_ > 0) {
        cell_h = std::min(cell_h, look.px(max_cell_height_mm_));
    }
    const auto filled = static_cast<float>(filled_rows());
    const float top = aligned(main_, box.y, box.h, cell_h * filled + gap * (filled - 1)).first;
    int index = 0;
    for (Widget* child : shown(*this)) {
        const int row = index / columns_;
        const int column = index % columns_;
        child->place(look, {box.x + static_cast<float>(column) * (cell_w + gap),
                            top + static_cast<float>(row) * (cell_h + gap), cell_w, cell_h});
        ++index;
    }
}

Size Stack::measure(const Look& look, Size available) const {
    const Size padding = padding_px(look);
    Size largest;
    for (const Widget* child : shown(*this)) {
        const Size hint = child->hint(look, {available.w - 2 * padding.w, available.h - 2 * padding.h});
        largest = {std::max(largest.w, hint.w), std::max(largest.h, hint.h)};
    }
    return {largest.w + 2 * padding.w, largest.h + 2 * padding.h};
}

void Stack::arrange(const Look& look) {
    const Rect box = content(look);
    for (Widget* child : shown(*this)) {
        const Align align = child->align().value_or(Align::Stretch);
        const Size hint = align == Align::Stretch ? box.size() : child->hint(look, box.size());
        const auto [x, w] = aligned(align, box.x, box.w, hint.w);
        const auto [y, h] = aligned(align, box.y, box.h, hint.h);
        child->place(look, {x, y, w, h});
    }
}

Size Rule::measure(const Look& look, Size) const {
    const float thickness = std::max(1.0F, std::round(look.px(look.theme.border_mm)));
    return {thickness, thickness};
}

void Rule::draw(Painter& painter, const Look& look) const {
    const SurfaceStyle& style = look.theme.surface(surface_beneath());
    painter.fill_rect(bounds(), style.border.a != 0 ? style.border : style.muted);
}

}  // namespace motcua::ui
