#pragma once
// The board's theme in its two states: live, and greyed while the link is lost.

#include "display-board/screens/board_layout.hpp"
#include "shared/ui/theme.hpp"

namespace motcua::board {

/// `base` with all text but the large call at the layout's size.
ui::Theme sized(ui::Theme base, const BoardLayout& layout);

/// Without colour and dimmer, but for the warning that says why.
ui::Theme greyed(ui::Theme theme);

}  // namespace motcua::board
