#pragma once
// What the counter's own settings file says beyond what all clients share (shared/link/client_settings.hpp):
//
//     counter = "3"               # where this machine stands
//     [display]                   # all may be left out
//     width = 1280                # of the window, in pixels
//     height = 800
//     mm_per_pixel = 0.25
//     [sign_in]                   # demonstration and training machines only
//     login = "lan"
//     password_file = "lan.password"   # readable by its owner alone

#include <filesystem>
#include <optional>
#include <string>

#include "counter-client/model/intents.hpp"
#include "shared/base/result.hpp"
#include "shared/base/settings.hpp"

namespace motcua::counter {

struct CounterSettings {
    CounterId counter;
    int width_px = 1280;
    int height_px = 800;
    float mm_per_px = 0.25F;
    std::optional<std::pair<int, int>> position;  ///< by flags only, as the next two
    std::filesystem::path screenshot_file;        ///< the latest frame as PNG, for tests and documentation
    std::filesystem::path screen_map_file;        ///< what is drawn where, as JSON
    std::string sign_in_login;
    std::filesystem::path sign_in_password_file;
};

/// Complains into the file's problems; `file` is the settings file's path, for relative ones.
CounterSettings read_counter_settings(SettingsTable& root, const std::filesystem::path& file);

/// "1280x800" of --size and "0,800" of --position; false when it is not that. Empty texts change nothing.
bool read_size(const std::string& text, CounterSettings& settings);
bool read_position(const std::string& text, CounterSettings& settings);

/// nullopt when the settings name no demonstration login; a Problem when the file is missing or others may read it.
Result<std::optional<SignInAs>> demonstration_sign_in(const CounterSettings& settings);

}  // namespace motcua::counter
