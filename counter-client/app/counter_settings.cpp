#include "counter-client/app/counter_settings.hpp"

#include <sys/stat.h>

#include <fstream>

namespace motcua::counter {
ui::WindowSettings usual_window() {
    ui::WindowSettings window;
    window.width_px = 1280;
    window.height_px = 800;
    window.mm_per_px = 0.25;
    window.mode = ui::WindowMode::Framed;
    return window;
}

CounterSettings read_counter_settings(SettingsTable& root, const std::filesystem::path& file) {
    CounterSettings settings;
    const std::string counter = root.text("counter", {}, max_key_bytes);
    if (!counter.empty() && !is_key(counter))
        root.complain("counter", "\"{}\" is not a counter's id: small letters, digits and '-'", counter);
    settings.counter = CounterId{counter};
    ui::read_window_settings(root, file.parent_path(), settings.window);
    if (auto sign_in = root.table("sign_in")) {
        settings.sign_in_login = sign_in->required_text("login", max_key_bytes);
        if (!sign_in->required_text("password_file", SettingsTable::path_bytes).empty())
            settings.sign_in_password_file = sign_in->existing_file("password_file", file.parent_path());
        sign_in->finish();
    }
    return settings;
}

Result<std::optional<SignInAs>> demonstration_sign_in(const CounterSettings& settings) {
    if (settings.sign_in_login.empty())
        return std::optional<SignInAs>();
    const auto& file = settings.sign_in_password_file;
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0)
        return Problem("{}: the password file cannot be read", file);
    if ((status.st_mode & 0077) != 0)
        return Problem("{}: others may read this password file; chmod 600 it", file);
    std::ifstream in(file);
    SignInAs who;
    who.login = settings.sign_in_login;
    if (!std::getline(in, who.password) || who.password.empty())
        return Problem("{}: the password file is empty", file);
    return std::optional<SignInAs>(who);
}

}  // namespace motcua::counter
