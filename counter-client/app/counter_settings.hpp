#pragma once
// What the counter's own settings file says beyond what all clients share (shared/link/client_settings.hpp) and
// [window] (shared/ui/window_settings.hpp; 1280x800 at 0.25 mm a pixel where nothing is said):
//
//     counter = "3"               # where this machine stands
//     [sign_in]                   # demonstration and training machines only
//     login = "lan"
//     password_file = "lan.password"   # readable by its owner alone

#include <filesystem>
#include <optional>
#include <string>

#include "counter-client/model/intents.hpp"
#include "shared/base/result.hpp"
#include "shared/base/settings.hpp"
#include "shared/ui/window_settings.hpp"

namespace motcua::counter {

ui::WindowSettings usual_window();

struct CounterSettings {
    CounterId counter;
    ui::WindowSettings window = usual_window();
    std::string sign_in_login;
    std::filesystem::path sign_in_password_file;
};

/// Complains into the file's problems; `file` is the settings file's path, for relative ones.
CounterSettings read_counter_settings(SettingsTable& root, const std::filesystem::path& file);

/// nullopt when the settings name no demonstration login; a Problem when the file is missing or others may read it.
Result<std::optional<SignInAs>> demonstration_sign_in(const CounterSettings& settings);

}  // namespace motcua::counter
