#pragma once
// The few words with the X server that SFML does not have. Apart from everything else because Xlib's macros clash with
// ordinary names.

#include <cstdint>
#include <memory>
#include <string_view>

namespace motcua::ui {

/// A connection of our own, null when there is no X server to talk to: SFML itself would abort. Held while a window is
/// open, because an X server may start over when its last client leaves and refuse the one that comes a moment later.
std::shared_ptr<void> hold_x_display();

/// Says which process owns the window (_NET_WM_PID), so that window managers and tools can tell.
void set_window_owner(std::uintptr_t window, int process_id);

/// Adds or removes a window manager state such as "_NET_WM_STATE_ABOVE". Ignored where there is no window manager.
enum class StateChange : std::uint8_t { Remove, Add };
void change_window_state(std::uintptr_t window, std::string_view state, StateChange change);

}  // namespace motcua::ui
