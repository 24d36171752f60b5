#pragma once
// The kiosk's own part of its settings file; what every client has is in shared/link/client_settings.hpp,
// [window] in shared/ui/window_settings.hpp.
//
//     [printer]
//     transport = "tcp"                  # "none", "tcp", "device", "folder"
//     address = "192.168.1.50:9100"      # tcp
//     path = "/dev/usb/lp0"              # device; for folder: where tickets are kept as files
//     dots = 576                         # 384 on 58 mm paper
//     dpi = 203
//     cutter = true
//     status = true                      # answers DLE EOT 4 and 2

#include <filesystem>
#include <string>

#include "kiosk/printer/printer.hpp"
#include "shared/base/settings.hpp"
#include "shared/ui/window_settings.hpp"

namespace motcua::kiosk {

struct KioskSettings {
    ui::WindowSettings window;
    PrinterSettings printer;
};

/// Complains into the file's problems. Relative paths are meant from `folder`, the settings file's.
KioskSettings read_kiosk_settings(SettingsTable& root, const std::filesystem::path& folder);

}  // namespace motcua::kiosk
