#pragma once
// How long nobody has touched anything, as the X server counts it. Apart from the tests because Xlib's macros clash
// with ordinary names.

#include <cstdint>

namespace motcua::ui::test {

/// In milliseconds: what it darkens a display by. Throws std::runtime_error where there is no display, or none that
/// counts.
std::int64_t idle_of_display_ms();

}  // namespace motcua::ui::test
