#include "shared/ui/widget.hpp"

#include <cmath>

#include "shared/base/assert.hpp"
#include "shared/ui/manager.hpp"

namespace motcua::ui {
namespace {

float bounded(float length, float smallest, float largest) {
    if (largest > 0) {
        length = std::min(length, largest);
    }
    return std::max(length, smallest);
}

}  // namespace

Widget::~Widget() {
    if (Manager* host = manager()) {
        host->forget(this);
    }
}

Manager* Widget::manager() const {
    const Widget* top = this;
    while (top->parent_ != nullptr) {
        top = top->parent_;
    }
    return top->manager_;
}

bool Widget::is_within(const Widget* ancestor) const {
    for (const Widget* at = this; at != nullptr; at = at->parent_) {
        if (at == ancestor) {
            return true;
        }
    }
    return false;
}

void Widget::changed() {
    if (Manager* host = manager()) {
        host->redraw();
    }
}

void Widget::add_child(std::unique_ptr<Widget> child) {
    MOTCUA_ASSERT(child != nullptr && child->parent_ == nullptr);
    child->parent_ = this;
    children_.push_back(std::move(child));
    changed();
}

void Widget::clear() {
    if (children_.empty()) {
        return;
    }
    Manager* host = manager();
    auto dropped = std::exchange(children_, {});
    for (auto& child : dropped) {
        if (host != nullptr) {
            host->forget(child.get());
            child->parent_ = nullptr;
            host->retire(std::move(child));
        }
    }
    changed();
}

Widget* Widget::find(std::string_view id) {
    if (id_ == id) {
        return this;
    }
    for (const auto& child : children_) {
        if (Widget* found = child->find(id)) {
            return found;
        }
    }
    return nullptr;
}

void Widget::set_visible(bool visible) {
    if (std::exchange(visible_, visible) != visible) {
        changed();
    }
}

void Widget::set_enabled(bool enabled) {
    if (std::exchange(enabled_, enabled) != enabled) {
        changed();
    }
}

void Widget::set_grow(float weight) {
    if (std::exchange(grow_, weight) != weight) {
        changed();
    }
}

void Widget::set_align(Align align) {
    if (align_ != align) {
        align_ = align;
        changed();
    }
}

void Widget::set_min_mm(float width, float height) {
    min_mm_ = {width, height};
    changed();
}

void Widget::set_max_mm(float width, float height) {
    max_mm_ = {width, height};
    changed();
}

void Widget::set_fixed_mm(float width, float height) {
    set_min_mm(width, height);
    set_max_mm(width, height);
}

Size Widget::hint(const Look& look, Size available) const {
    const Size largest{look.px(max_mm_.w), look.px(max_mm_.h)};
    const Size offered{largest.w > 0 ? std::min(available.w, largest.w) : available.w,
                       largest.h > 0 ? std::min(available.h, largest.h) : available.h};
    const Size wanted = measure(look, offered);
    return {std::ceil(bounded(wanted.w, look.px(min_mm_.w), largest.w)),
            std::ceil(bounded(wanted.h, look.px(min_mm_.h), largest.h))};
}

void Widget::place(const Look& look, const Rect& bounds) {
    const float left = std::round(bounds.x);
    const float top = std::round(bounds.y);
    bounds_ = {left, top, std::max(0.0F, std::round(bounds.right()) - left),
               std::max(0.0F, std::round(bounds.bottom()) - top)};
    arrange(look);
}

void Widget::paint(Painter& painter, const Look& look) const {
    if (!visible_) {
        return;
    }
    draw(painter, look);
    for (const auto& child : children_) {
        child->paint(painter, look);
    }
}

Size Widget::measure(const Look&, Size) const {
    return {};
}

Surface Widget::surface_beneath() const {
    for (const Widget* at = this; at != nullptr; at = at->parent_) {
        if (at->surface() != Surface::None) {
            return at->surface();
        }
    }
    return Surface::Background;
}

}  // namespace motcua::ui
