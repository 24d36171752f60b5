#pragma once
// Bounds of the widget library.

#include <cstddef>

namespace motcua::ui {

constexpr int max_timers = 256;
constexpr int turn_ms = 8;  ///< longest sleep between looks at the window: an input waits no more
constexpr int screenshot_interval_ms = 300;
constexpr int keep_lit_ms = 20'000;      ///< between words to the X server, which may darken a display after a minute
constexpr int lost_release_ms = 15'000;  ///< a press held longer, then pressed again: its release was lost on the way
constexpr float press_slop_mm = 3;       ///< a finger may slide this far off what it pressed
constexpr unsigned atlas_page_px = 1024;
constexpr std::size_t max_atlas_pages = 8;  ///< 4 MiB each
constexpr std::size_t max_pictures = 16;    ///< files kept as textures

}  // namespace motcua::ui
