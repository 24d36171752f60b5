#pragma once
// The few words with the X server that SFML does not have. Apart from everything else because Xlib's macros clash with
// ordinary names.

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace motcua::ui {

/// A connection of our own, null when there is no X server to talk to: SFML itself would abort. Held while a window is
/// open, because an X server may start over when its last client leaves and refuse the one that comes a moment later.
std::shared_ptr<void> hold_x_display();

/// For a display that nobody touches, or that must be read before the first touch: the X server counts anew from now
/// until it darkens the display (screen saver, DPMS), as if somebody had moved the mouse. Changes no setting of the
/// server.
void keep_lit(void* display);

/// Says which process owns the window (_NET_WM_PID), so that window managers and tools can tell.
void set_window_owner(std::uintptr_t window, int process_id);

/// Tells that a part of the window came to light and shows what lay over it before. SFML does not, and where no
/// compositor keeps the windows' pictures the part would stay so until the next change.
class Exposure {
  public:
    explicit Exposure(std::uintptr_t window);
    bool take();  ///< whether there was one since the last time

  private:
    std::shared_ptr<void> display_;  ///< of its own: several may ask for a window's exposures
};

/// While it lives: a window of this title that does not get to be seen is raised, again and again. SFML opens a window
/// and waits, without end, until any of it is visible; without a window manager another program's window that opens in
/// the same moment may lie over all of it.
class RaiseUntilSeen {
  public:
    explicit RaiseUntilSeen(std::string title);
    ~RaiseUntilSeen();
    RaiseUntilSeen(const RaiseUntilSeen&) = delete;
    RaiseUntilSeen& operator=(const RaiseUntilSeen&) = delete;

  private:
    void run(const std::string& title);
    void raise(const std::string& title);
    std::shared_ptr<void> display_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_seen_ = false;
    std::thread thread_;  // last: it uses all of the above
};

/// Adds or removes a window manager state such as "_NET_WM_STATE_ABOVE". Ignored where there is no window manager.
enum class StateChange : std::uint8_t { Remove, Add };
void change_window_state(std::uintptr_t window, std::string_view state, StateChange change);

}  // namespace motcua::ui
