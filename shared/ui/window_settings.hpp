#pragma once
// The [window] table of every program with a window, and its flags, which win over the file:
//
//     [window]
//     width = 1920                # of the window, in pixels; a full screen has its display's
//     height = 1080
//     diagonal_inch = 55.0        # of the display
//     mm_per_pixel = 0.25         # instead of the diagonal, where the window is smaller than its display
//     distance_m = 8.0            # from the display to its farthest reader: sizes follow from it
//     mode = "fullscreen"         # "fullscreen", "borderless", "window"
//     x = 0                       # upper left corner on the desktop
//     y = 0
//     pointer = false             # show the mouse pointer; as the mode has it when left out
//     theme = "hall.theme.toml"   # colours and sizes over the built-in ones
//     screenshot_file = "a.png"   # the latest picture, for tests and documentation
//     screen_map_file = "a.json"  # what is where on it
//
// Paths are relative to the settings file.

#include <filesystem>
#include <optional>
#include <string>

#include "shared/base/settings.hpp"
#include "shared/ui/theme.hpp"
#include "shared/ui/window.hpp"

namespace CLI {
class App;
}

namespace motcua::ui {

struct WindowSettings {
    int width_px = 1920;
    int height_px = 1080;
    double diagonal_inch = 21.5;
    std::optional<double> mm_per_px;
    double distance_m = 0.6;
    WindowMode mode = WindowMode::Fullscreen;
    std::optional<std::pair<int, int>> position;
    std::optional<bool> has_pointer;
    std::filesystem::path theme_file;
    std::filesystem::path screenshot_file;
    std::filesystem::path screen_map_file;

    Display display() const;
    /// Only a framed window shows the pointer of itself, and only it is closed by Alt+F4.
    WindowOptions options(std::string title) const;
    /// `base` with the theme file's changes over it. Throws a Failure with the file's problems.
    Theme theme(Theme base) const;
};

/// Reads root's [window] over `settings`, the program's own defaults; problems go to the file's list.
void read_window_settings(SettingsTable& root, const std::filesystem::path& folder, WindowSettings& settings);

/// --size, --diagonal, --distance, --mode, --position, --screenshot-file and --screen-map-file, kept until apply():
/// the file is read in between.
class WindowFlags {
  public:
    void add_to(CLI::App& app);
    /// A flag whose value cannot be is a Problem that names it.
    Result<void> apply(WindowSettings& settings) const;

  private:
    std::string size_;
    std::optional<double> diagonal_inch_;
    std::optional<double> distance_m_;
    std::string mode_;
    std::string position_;
    std::string screenshot_file_;
    std::string screen_map_file_;
};

}  // namespace motcua::ui
