#include "shared/ui/window_settings.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <utility>

namespace motcua::ui {
namespace {

constexpr int least_px = 100;
constexpr int most_px = 7'680;
constexpr int farthest_px = 4 * most_px;
constexpr double least_inch = 5, most_inch = 400;
constexpr double nearest_m = 0.2, farthest_m = 100;
const std::vector<std::string> mode_words = {"fullscreen", "borderless", "window"};

WindowMode mode_of(const std::string& word) {
    return word == "fullscreen" ? WindowMode::Fullscreen
           : word == "window"   ? WindowMode::Framed
                                : WindowMode::Borderless;
}

/// "1920x1080" or "0,-20": two numbers with this between them and nothing after.
std::optional<std::pair<int, int>> two_numbers(const std::string& text, char between) {
    std::pair<int, int> numbers{0, 0};
    const char* const end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, numbers.first);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != between) {
        return std::nullopt;
    }
    const auto second = std::from_chars(first.ptr + 1, end, numbers.second);
    if (second.ec != std::errc{} || second.ptr != end) {
        return std::nullopt;
    }
    return numbers;
}

bool is_within(const std::pair<int, int>& numbers, int least, int most) {
    return std::min(numbers.first, numbers.second) >= least && std::max(numbers.first, numbers.second) <= most;
}

std::filesystem::path path_of(SettingsTable& table, std::string_view key, const std::filesystem::path& folder,
                              const std::filesystem::path& usual) {
    const std::filesystem::path path = table.path(key, folder);
    return path.empty() ? usual : path;
}

}  // namespace

Display WindowSettings::display() const {
    Display made =
        Display::from_diagonal(width_px, height_px, static_cast<float>(diagonal_inch), static_cast<float>(distance_m));
    if (mm_per_px) {
        made.mm_per_px = static_cast<float>(*mm_per_px);
    }
    return made;
}

WindowOptions WindowSettings::options(std::string title) const {
    WindowOptions made;
    made.title = std::move(title);
    made.mode = mode;
    made.close_request = mode == WindowMode::Framed ? CloseRequest::Closes : CloseRequest::Ignored;
    made.pointer = has_pointer.value_or(mode == WindowMode::Framed) ? Pointer::Shown : Pointer::Hidden;
    made.position = position;
    if (!position && mode == WindowMode::Borderless) {
        made.position = {{0, 0}};  // without a window manager it would land anywhere
    }
    made.screenshot_file = screenshot_file;
    made.screen_map_file = screen_map_file;
    return made;
}

Theme WindowSettings::theme(Theme base) const {
    return theme_file.empty() ? base : read_theme(theme_file, std::move(base)).value();
}

void read_window_settings(SettingsTable& root, const std::filesystem::path& folder, WindowSettings& settings) {
    auto table = root.table("window");
    if (!table) {
        return;
    }
    settings.width_px = static_cast<int>(table->integer("width", settings.width_px, least_px, most_px));
    settings.height_px = static_cast<int>(table->integer("height", settings.height_px, least_px, most_px));
    if (table->has("diagonal_inch")) {
        settings.mm_per_px.reset();
    }
    settings.diagonal_inch = table->number("diagonal_inch", settings.diagonal_inch, least_inch, most_inch);
    if (table->has("mm_per_pixel")) {
        settings.mm_per_px = table->number("mm_per_pixel", 0.25, 0.05, 2);
    }
    settings.distance_m = table->number("distance_m", settings.distance_m, nearest_m, farthest_m);
    if (table->has("mode")) {
        settings.mode = mode_of(table->choice("mode", mode_words));
    }
    if (table->has("x") || table->has("y")) {
        settings.position = {{static_cast<int>(table->integer("x", 0, -farthest_px, farthest_px)),
                              static_cast<int>(table->integer("y", 0, -farthest_px, farthest_px))}};
    }
    if (table->has("pointer")) {
        settings.has_pointer = table->boolean("pointer", false);
    }
    if (const auto theme = table->existing_file("theme", folder); !theme.empty()) {
        settings.theme_file = theme;
    }
    settings.screenshot_file = path_of(*table, "screenshot_file", folder, settings.screenshot_file);
    settings.screen_map_file = path_of(*table, "screen_map_file", folder, settings.screen_map_file);
    table->finish();
}

void WindowFlags::add_to(CLI::App& app) {
    app.add_option("--size", size_, MOTCUA_N("Window in pixels, such as 1920x1080"))->type_name("WxH");
    app.add_option("--diagonal", diagonal_inch_, MOTCUA_N("The display's diagonal in inches"))
        ->type_name(fmt::format("{}..{}", least_inch, most_inch))
        ->check(CLI::Range(least_inch, most_inch).description(""));
    app.add_option("--distance", distance_m_, MOTCUA_N("Metres from the display to its farthest reader"))
        ->type_name(fmt::format("{}..{}", nearest_m, farthest_m))
        ->check(CLI::Range(nearest_m, farthest_m).description(""));
    app.add_option("--mode", mode_, MOTCUA_N("How the window stands on the display"))
        ->type_name(fmt::to_string(fmt::join(mode_words, "|")))
        ->check(CLI::IsMember(mode_words).description(""));
    app.add_option("--position", position_, MOTCUA_N("Upper left corner of the window on the desktop"))
        ->type_name("X,Y");
    app.add_option("--screenshot-file", screenshot_file_, MOTCUA_N("Keep the latest picture in this PNG file"))
        ->type_name("FILE");
    app.add_option("--screen-map-file", screen_map_file_,
                   MOTCUA_N("Keep the places and texts of what is shown in this JSON file"))
        ->type_name("FILE");
}

Result<void> WindowFlags::apply(WindowSettings& settings) const {
    if (!size_.empty()) {
        const auto size = two_numbers(size_, 'x');
        if (!size || !is_within(*size, least_px, most_px)) {
            return Problem("--size: not a size such as 1920x1080: {}", size_);
        }
        std::tie(settings.width_px, settings.height_px) = *size;
    }
    if (diagonal_inch_) {
        settings.diagonal_inch = *diagonal_inch_;
        settings.mm_per_px.reset();
    }
    settings.distance_m = distance_m_.value_or(settings.distance_m);
    if (!mode_.empty()) {
        settings.mode = mode_of(mode_);
    }
    if (!position_.empty()) {
        settings.position = two_numbers(position_, ',');
        if (!settings.position || !is_within(*settings.position, -farthest_px, farthest_px)) {
            return Problem("--position: not a place such as 0,0: {}", position_);
        }
    }
    if (!screenshot_file_.empty()) {
        settings.screenshot_file = screenshot_file_;
    }
    if (!screen_map_file_.empty()) {
        settings.screen_map_file = screen_map_file_;
    }
    return {};
}

}  // namespace motcua::ui
