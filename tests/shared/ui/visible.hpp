#pragma once
// What of a widget tree is on the screen, for tests that look at layouts.

#include "shared/ui/widget.hpp"

namespace motcua::ui::test {

/// Calls visit(widget) for the widget and all below it, those that are hidden and what they hold left out.
template <class Visit>
void each_visible(const Widget& widget, const Visit& visit) {
    if (!widget.is_visible())
        return;
    visit(widget);
    for (const auto& child : widget.children())
        each_visible(*child, visit);
}

}  // namespace motcua::ui::test
