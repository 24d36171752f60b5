#pragma once
// The kiosk's own part of its settings file; what every client has is in shared/link/client_settings.hpp.
//
//     languages_dir = "locale"           # further catalogues: LANG/LC_MESSAGES/motcua.mo
//     [window]
//     width = 1080                       # pixels
//     height = 1920
//     diagonal_inch = 32.0
//     distance_m = 0.6                   # of the reader's eyes
//     mode = "fullscreen"                # "window", "borderless", "fullscreen"
//     x = 0                              # upper left corner, for several windows on one machine
//     y = 0
//     pointer = false                    # show the mouse pointer
//     theme = "kiosk.theme.toml"         # optional colours and sizes
//     screenshot_file = "kiosk.png"      # optional: the screen after every change
//     screen_map_file = "kiosk.json"     # optional: what is where on it
//     [printer]
//     transport = "tcp"                  # "none", "tcp", "device", "folder"
//     address = "192.168.1.50:9100"      # tcp
//     path = "/dev/usb/lp0"              # device; for folder: where tickets are kept as files
//     dots = 576                         # 384 on 58 mm paper
//     dpi = 203
//     cutter = true
//     status = true                      # answers DLE EOT 4

#include <filesystem>
#include <string>

#include "kiosk/printer/printer.hpp"
#include "shared/base/settings.hpp"
#include "shared/ui/window.hpp"

namespace motcua::kiosk {

struct KioskSettings {
    std::filesystem::path languages_dir;
    ui::WindowOptions window;
    ui::Display display;
    std::filesystem::path theme_file;
    PrinterSettings printer;
};

/// Complains into the file's problems. Relative paths are meant from `folder`, the settings file's.
KioskSettings read_kiosk_settings(SettingsTable& root, const std::filesystem::path& folder);

}  // namespace motcua::kiosk
