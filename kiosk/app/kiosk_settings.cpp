#include "kiosk/app/kiosk_settings.hpp"

#include "kiosk/printer/limits.hpp"
#include "shared/link/client_settings.hpp"

namespace motcua::kiosk {
namespace {

constexpr std::int64_t most_pixels = 7680;

std::filesystem::path from_folder(const std::filesystem::path& folder, const std::string& path) {
    return path.empty() ? std::filesystem::path() : folder / path;
}

/// The chosen one of a few words; complains and takes the first otherwise.
template <class Value>
Value one_of(SettingsTable& table, const char* key, const std::vector<std::pair<std::string, Value>>& words) {
    const std::string chosen = table.text(key, words.front().first);
    std::string known;
    for (const auto& [word, value] : words) {
        if (word == chosen)
            return value;
        known += (known.empty() ? "\"" : ", \"") + word + "\"";
    }
    table.complain(key, "\"" + chosen + "\" is none of " + known);
    return words.front().second;
}

void read_window(SettingsTable table, const std::filesystem::path& folder, KioskSettings& settings) {
    const auto width = static_cast<int>(table.integer("width", 1920, 320, most_pixels));
    const auto height = static_cast<int>(table.integer("height", 1080, 320, most_pixels));
    const auto inch = static_cast<float>(table.number("diagonal_inch", 21.5, 7, 110));
    const auto distance = static_cast<float>(table.number("distance_m", 0.6, 0.2, 5));
    settings.display = ui::Display::from_diagonal(width, height, inch, distance);
    settings.window.mode = one_of<ui::WindowMode>(table, "mode",
                                                  {{"fullscreen", ui::WindowMode::Fullscreen},
                                                   {"borderless", ui::WindowMode::Borderless},
                                                   {"window", ui::WindowMode::Framed}});
    settings.window.position = {{static_cast<int>(table.integer("x", 0, -most_pixels, 4 * most_pixels)),
                                 static_cast<int>(table.integer("y", 0, -most_pixels, 4 * most_pixels))}};
    settings.window.pointer = table.boolean("pointer", settings.window.mode == ui::WindowMode::Framed)
                                  ? ui::Pointer::Shown
                                  : ui::Pointer::Hidden;
    settings.theme_file = from_folder(folder, table.text("theme", "", 400));
    settings.window.screenshot_file = from_folder(folder, table.text("screenshot_file", "", 400));
    settings.window.screen_map_file = from_folder(folder, table.text("screen_map_file", "", 400));
    table.finish();
}

void read_printer(SettingsTable table, const std::filesystem::path& folder, PrinterSettings& printer) {
    printer.kind = one_of<TransportKind>(table, "transport",
                                         {{"none", TransportKind::None},
                                          {"tcp", TransportKind::Tcp},
                                          {"device", TransportKind::Device},
                                          {"folder", TransportKind::Folder}});
    const std::string address = table.text("address", "");
    if (const auto parsed = link::parse_address(address.empty() ? "127.0.0.1:9100" : address)) {
        printer.address = parsed->host;
        const bool has_port = parsed->port != link::usual_port || address.find(":7400") != std::string::npos;
        printer.port = has_port ? parsed->port : std::uint16_t{9100};
    } else {
        table.complain("address", "\"" + address + "\" is not an address such as \"192.168.1.50:9100\"");
    }
    printer.path = from_folder(folder, table.text("path", "", 400));
    const bool needs_path = printer.kind == TransportKind::Device || printer.kind == TransportKind::Folder;
    if (needs_path && printer.path.empty())
        table.complain("transport", "needs \"path\" too");
    if (printer.kind == TransportKind::Tcp && address.empty())
        table.complain("transport", "needs \"address\" too");
    printer.dots = static_cast<int>(table.integer("dots", 576, limits::min_dots, limits::max_dots));
    printer.dpi = static_cast<int>(table.integer("dpi", 203, 100, 400));
    printer.cutter = table.boolean("cutter", true) ? Cutter::Present : Cutter::Absent;
    printer.answers_status = table.boolean("status", true);
    table.finish();
}

}  // namespace

KioskSettings read_kiosk_settings(SettingsTable& root, const std::filesystem::path& folder) {
    KioskSettings settings;
    settings.languages_dir = from_folder(folder, root.text("languages_dir", "", 400));
    if (auto window = root.table("window"))
        read_window(*window, folder, settings);
    if (auto printer = root.table("printer"))
        read_printer(*printer, folder, settings.printer);
    return settings;
}

}  // namespace motcua::kiosk
