#pragma once
// The SFML window around a Manager, and the loop of a program that has one. The only header of this library behind
// which SFML's window lies. Everything on the main thread.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "shared/base/result.hpp"
#include "shared/ui/manager.hpp"

namespace sf {
class Image;
}

namespace motcua::ui {

enum class WindowMode : std::uint8_t { Framed, Borderless, Fullscreen };
enum class CloseRequest : std::uint8_t { Closes, Ignored };  ///< Ignored: kiosk and board are not closed by Alt+F4
enum class Pointer : std::uint8_t { Shown, Hidden };

struct WindowOptions {
    std::string title = "Một Cửa";
    WindowMode mode = WindowMode::Framed;
    CloseRequest close_request = CloseRequest::Closes;
    Pointer pointer = Pointer::Shown;
    std::optional<std::pair<int, int>> position;  ///< upper left, in pixels of the desktop
    /// The latest frame as PNG, replaced atomically after every change (at most every screenshot_interval_ms).
    std::filesystem::path screenshot_file;
    /// The latest Manager::screen_map(), replaced atomically after every frame.
    std::filesystem::path screen_map_file;
};

class Window {
  public:
    /// `look.display` gives the size (fullscreen: the desktop's size replaces it). Throws std::runtime_error with
    /// what to do when there is no display.
    Window(WindowOptions options, Look look);
    ~Window();

    Manager& manager() { return manager_; }
    bool is_open() const;
    void close();  ///< the loop ends after this turn
    void set_title(const std::string& title);
    void resize(int width_px, int height_px);  ///< the counter's sizes; the display's mm per pixel stays
    void set_always_on_top(bool on_top);       ///< asks the window manager; ignored where there is none
    bool has_keyboard_focus() const;

    /// Events, timers, and a frame when something changed. Call it in a loop: see run().
    void turn();
    /// Draws now and writes the frame as PNG: the --screenshot option.
    Result<void> save_screenshot(const std::filesystem::path& file);
    /// Milliseconds of a steady clock: what the Manager is driven with.
    static std::int64_t now_ms();

  private:
    struct Impl;
    void handle_events();
    void draw_frame();
    std::optional<sf::Image> picture_if_due();

    std::shared_ptr<void> x_display_;
    Manager manager_;  ///< before impl_: the painter refers to its fonts
    std::unique_ptr<Impl> impl_;
};

/// Turns until the window closes. Between turns `serve(budget)` must spend about `budget` serving sockets and
/// timers of its own (io_context::run_for, then restart when stopped), or just sleep. `stop()` true ends the loop.
void run(Window& window, const std::function<void(std::chrono::milliseconds budget)>& serve,
         const std::function<bool()>& stop = {});

}  // namespace motcua::ui
