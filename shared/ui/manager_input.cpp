#include <algorithm>

#include "shared/ui/limits.hpp"
#include "shared/ui/manager.hpp"
#include "shared/ui/manager_dispatch.hpp"

namespace motcua::ui {
namespace {

/// True when something lies at `at`; `found` is it, or nullptr when it is disabled.
bool hit_in(Widget& widget, Point at, bool enabled, Widget*& found) {
    if (!widget.is_visible() || !widget.bounds().contains(at)) {
        return false;
    }
    enabled = enabled && widget.is_enabled();
    const auto& children = widget.children();
    for (auto child = children.rbegin(); child != children.rend(); ++child) {
        if (hit_in(**child, at, enabled, found)) {
            return true;
        }
    }
    if (widget.takes_press()) {
        found = enabled ? &widget : nullptr;
        return true;
    }
    return widget.is_modal();
}

void last_modal(Widget& widget, Widget*& found) {
    if (!widget.is_visible()) {
        return;
    }
    if (widget.is_modal()) {
        found = &widget;
    }
    for (const auto& child : widget.children()) {
        last_modal(*child, found);
    }
}

void collect_focusable(Widget& widget, std::vector<Widget*>& into) {
    if (!widget.is_visible() || !widget.is_enabled()) {
        return;
    }
    if (widget.takes_focus()) {
        into.push_back(&widget);
    }
    for (const auto& child : widget.children()) {
        collect_focusable(*child, into);
    }
}

}  // namespace

Widget* Manager::modal() const {
    Widget* found = nullptr;
    if (root_) {
        last_modal(*root_, found);
    }
    return found;
}

Widget* Manager::hit(Point at) const {
    Widget* found = nullptr;
    if (root_) {
        hit_in(*root_, at, /*enabled=*/true, found);
    }
    return found != nullptr && is_reachable(*found) ? found : nullptr;
}

bool Manager::is_reachable(const Widget& widget) const {
    for (const Widget* at = &widget; at != nullptr; at = at->parent_) {
        if (!at->visible_ || !at->enabled_) {
            return false;
        }
    }
    const Widget* front = modal();
    return front == nullptr || widget.is_within(front);
}

Widget* Manager::captured() {
    if (captured_ == nullptr && !captured_id_.empty()) {
        captured_ = find(captured_id_);
    }
    return captured_;
}

Widget* Manager::end_capture() {
    cancel_timer(std::exchange(hold_timer_, 0));
    Widget* was = captured();
    captured_ = nullptr;
    captured_id_.clear();
    if (was != nullptr) {
        was->set_pressed(false);
    }
    return was;
}

bool Manager::is_double_tap(const Widget& widget) const {
    if (!last_click_ms_ || look_.now_ms - *last_click_ms_ >= look_.theme.double_tap_ms) {
        return false;
    }
    return !(last_click_fast_ && widget.allows_fast_repeat());
}

void Manager::clicked(Widget& widget) {
    last_click_ms_ = look_.now_ms;
    last_click_fast_ = widget.allows_fast_repeat();
    widget.click();
}

void Manager::press(Point at, std::int64_t now_ms) {
    look_.now_ms = std::max(look_.now_ms, now_ms);
    if (held_ && look_.now_ms - held_since_ms_ < lost_release_ms) {
        return;
    }
    const Dispatch dispatch(*this);
    end_capture();
    held_ = true;
    held_since_ms_ = look_.now_ms;
    if (on_activity_) {
        on_activity_();
    }
    layout();
    Widget* target = hit(at);
    if (focused_ != nullptr && !focused_->takes_text()) {
        set_focused(nullptr);  // the ring is for the keyboard
    }
    if (target == nullptr || is_double_tap(*target)) {
        return;
    }
    if (target->takes_text()) {
        set_focused(target);
    }
    captured_ = target;
    captured_id_ = target->id();
    target->set_pressed(true);
    if (const auto hold_ms = target->hold_ms()) {
        hold_timer_ = after(*hold_ms, [this] {
            hold_timer_ = 0;
            if (Widget* held = end_capture(); held != nullptr && is_reachable(*held)) {
                held->hold();
            }
        });
    }
}

void Manager::move(Point at, std::int64_t now_ms) {
    look_.now_ms = std::max(look_.now_ms, now_ms);
    if (!held_) {
        return;
    }
    if (Widget* target = captured()) {
        target->set_pressed(target->bounds().inset(-look_.px(press_slop_mm)).contains(at));
    }
}

void Manager::release(Point at, std::int64_t now_ms) {
    look_.now_ms = std::max(look_.now_ms, now_ms);
    if (!held_) {
        return;
    }
    const Dispatch dispatch(*this);
    layout();
    held_ = false;
    Widget* target = end_capture();
    // The screen may have changed meanwhile: what is hidden, disabled, covered or elsewhere now is not clicked.
    if (target != nullptr && is_reachable(*target) && target->bounds().inset(-look_.px(press_slop_mm)).contains(at)) {
        clicked(*target);
    }
}

void Manager::cancel(std::int64_t now_ms) {
    look_.now_ms = std::max(look_.now_ms, now_ms);
    held_ = false;
    end_capture();
}

void Manager::focus(std::string_view id) {
    Widget* target = id.empty() ? nullptr : find(id);
    set_focused(target != nullptr && target->takes_focus() ? target : nullptr);
    focused_id_ = std::string(id);  // also of a widget that is about to be made
}

void Manager::set_focused(Widget* widget) {
    focused_id_ = widget != nullptr ? widget->id() : std::string();
    if (focused_ == widget) {
        return;
    }
    if (focused_ != nullptr) {
        focused_->set_focused(false);
    }
    focused_ = widget;
    if (widget != nullptr) {
        widget->set_focused(true);
    }
}

void Manager::move_focus(int step) {
    Widget* within = modal();
    if (within == nullptr) {
        within = root_.get();
    }
    std::vector<Widget*> ring;
    if (within != nullptr) {
        collect_focusable(*within, ring);
    }
    if (ring.empty()) {
        set_focused(nullptr);
        return;
    }
    const auto here = std::find(ring.begin(), ring.end(), focused_);
    const int count = static_cast<int>(ring.size());
    const int index = here == ring.end() ? (step > 0 ? 0 : count - 1)
                                         : (static_cast<int>(here - ring.begin()) + step + count) % count;
    set_focused(ring[static_cast<std::size_t>(index)]);
}

/// The focused widget first, then what it lies in; a dialog in front hears keys even when nothing has the focus.
bool Manager::offer_key(const KeyEvent& event) {
    Widget* front = modal();
    Widget* at = focused_ != nullptr && is_reachable(*focused_) ? focused_ : front;
    for (; at != nullptr; at = at->parent_) {
        if (at->key(event)) {
            return true;
        }
        if (at == front) {
            break;
        }
    }
    if (event.key == Key::Tab) {
        move_focus(event.shift ? -1 : 1);
        return true;
    }
    const bool activates = event.key == Key::Enter || event.key == Key::Space;
    if (activates && focused_ != nullptr && focused_->takes_press() && !focused_->takes_text() &&
        is_reachable(*focused_)) {
        if (!is_double_tap(*focused_)) {
            clicked(*focused_);
        }
        return true;
    }
    return on_key_ && on_key_(event);
}

void Manager::key(const KeyEvent& event, std::int64_t now_ms) {
    look_.now_ms = std::max(look_.now_ms, now_ms);
    const Dispatch dispatch(*this);
    if (on_activity_) {
        on_activity_();
    }
    layout();
    const Widget* typing = focused_ != nullptr && focused_->takes_text() ? focused_ : nullptr;
    // In a field a key writes even where it does something, unless it is of those that write nothing.
    swallow_text_ = offer_key(event) && (typing == nullptr || event.control || event.alt);
}

void Manager::text(char32_t character, std::int64_t now_ms) {
    look_.now_ms = std::max(look_.now_ms, now_ms);
    const Dispatch dispatch(*this);
    if (std::exchange(swallow_text_, false)) {
        return;
    }
    layout();
    if (focused_ != nullptr && is_reachable(*focused_) && focused_->text_entered(character)) {
        return;
    }
    if (on_text_) {
        on_text_(character);
    }
}

}  // namespace motcua::ui
