#include "shared/ui/manager.hpp"

#include <algorithm>

#include "shared/base/assert.hpp"
#include "shared/ui/limits.hpp"
#include "shared/ui/manager_dispatch.hpp"
#include "shared/ui/painter.hpp"

namespace motcua::ui {

Manager::Manager(Look look) : look_(std::move(look)) {
    MOTCUA_ASSERT(look_.fonts != nullptr);
}

Manager::~Manager() {
    // Dying widgets must not find a manager that is half gone.
    if (root_) {
        root_->manager_ = nullptr;
    }
}

void Manager::set_display(const Display& display) {
    look_.display = display;
    redraw();
}

void Manager::set_theme(Theme theme) {
    if (look_.theme != theme) {
        look_.theme = std::move(theme);
        redraw();
    }
}

void Manager::set_root(std::unique_ptr<Widget> root) {
    if (root_) {
        forget(root_.get());
        root_->manager_ = nullptr;
        retire(std::move(root_));
    }
    root_ = std::move(root);
    if (root_) {
        MOTCUA_ASSERT(root_->parent_ == nullptr);
        root_->manager_ = this;
    }
    redraw();
}

Widget* Manager::find(std::string_view id) const {
    return root_ ? root_->find(id) : nullptr;
}

void Manager::retire(std::unique_ptr<Widget> widget) {
    if (dispatch_depth_ > 0) {
        retired_.push_back(std::move(widget));
    }
}

void Manager::forget(Widget* subtree) {
    if (captured_ != nullptr && captured_->is_within(subtree)) {
        captured_ = nullptr;
    }
    if (focused_ != nullptr && focused_->is_within(subtree)) {
        focused_ = nullptr;
    }
}

void Manager::resolve_after_rebuild() {
    if (held_ && captured_ == nullptr && !captured_id_.empty()) {
        if (Widget* again = captured()) {
            again->set_pressed(true);
        }
    }
    if (focused_ == nullptr && !focused_id_.empty()) {
        if (Widget* again = find(focused_id_); again != nullptr && again->takes_focus()) {
            focused_ = again;
            again->set_focused(true);
        }
    }
}

void Manager::layout() {
    if (!root_ || !stale_) {
        return;
    }
    resolve_after_rebuild();
    const auto width = static_cast<float>(look_.display.width_px);
    const auto height = static_cast<float>(look_.display.height_px);
    root_->place(look_, {0, 0, width, height});
    stale_ = false;
}

namespace {

void soonest_animation(const Widget& widget, std::optional<int>& interval_ms) {
    if (!widget.is_visible()) {
        return;
    }
    if (const auto own = widget.animation_interval_ms()) {
        interval_ms = std::min(*own, interval_ms.value_or(*own));
    }
    for (const auto& child : widget.children()) {
        soonest_animation(*child, interval_ms);
    }
}

}  // namespace

void Manager::draw(Painter& painter) {
    layout();
    ++frame_;
    dirty_ = false;
    next_animation_ms_.reset();
    const Rect screen{0, 0, static_cast<float>(look_.display.width_px), static_cast<float>(look_.display.height_px)};
    painter.fill_rect(screen, look_.theme.surface(Surface::Background).fill);
    if (!root_) {
        return;
    }
    root_->paint(painter, look_);
    std::optional<int> interval_ms;
    soonest_animation(*root_, interval_ms);
    if (interval_ms) {
        next_animation_ms_ = look_.now_ms + *interval_ms;
    }
}

TimerId Manager::add_timer(int delay_ms, int period_ms, std::function<void()> handler) {
    MOTCUA_ASSERT(timers_.size() < max_timers);
    // At least a millisecond: a timer that sets itself again never holds up the turn.
    timers_.push_back({next_timer_, look_.now_ms + std::max(1, delay_ms), period_ms, std::move(handler)});
    return next_timer_++;
}

TimerId Manager::after(int delay_ms, std::function<void()> handler) {
    return add_timer(delay_ms, 0, std::move(handler));
}

TimerId Manager::every(int period_ms, std::function<void()> handler) {
    return add_timer(period_ms, std::max(1, period_ms), std::move(handler));
}

void Manager::cancel_timer(TimerId timer) {
    std::erase_if(timers_, [timer](const Timer& one) { return one.id == timer; });
}

void Manager::advance(std::int64_t now_ms) {
    const Dispatch dispatch(*this);
    look_.now_ms = std::max(look_.now_ms, now_ms);
    const auto sooner = [](const Timer& a, const Timer& b) { return a.due_ms < b.due_ms; };
    for (;;) {
        const auto next = std::min_element(timers_.begin(), timers_.end(), sooner);
        if (next == timers_.end() || next->due_ms > look_.now_ms) {
            break;
        }
        std::function<void()> handler = next->handler;
        if (next->period_ms > 0) {
            // Missed periods are not made up for.
            next->due_ms = std::max(next->due_ms + next->period_ms, look_.now_ms + 1);
        } else {
            timers_.erase(next);
        }
        handler();
    }
    if (next_animation_ms_ && look_.now_ms >= *next_animation_ms_) {
        next_animation_ms_.reset();
        dirty_ = true;
    }
}

std::optional<std::int64_t> Manager::next_deadline() const {
    std::optional<std::int64_t> soonest = next_animation_ms_;
    for (const Timer& timer : timers_) {
        soonest = std::min(timer.due_ms, soonest.value_or(timer.due_ms));
    }
    return soonest;
}

}  // namespace motcua::ui
