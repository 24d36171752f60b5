#include "counter-client/app/counter_settings.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cstdio>
#include <fstream>

namespace motcua::counter {
namespace {

constexpr int smallest_px = 100;
constexpr int largest_px = 8192;

std::filesystem::path beside(const std::filesystem::path& file, const std::string& path) {
    if (path.empty())
        return {};
    return std::filesystem::path(path).is_absolute() ? std::filesystem::path(path) : file.parent_path() / path;
}

}  // namespace

CounterSettings read_counter_settings(SettingsTable& root, const std::filesystem::path& file) {
    CounterSettings settings;
    const std::string counter = root.text("counter", {}, max_key_bytes);
    if (!counter.empty() && !is_key(counter))
        root.complain("counter", fmt::format("\"{}\" is not a counter's id: small letters, digits and '-'", counter));
    settings.counter = CounterId{counter};
    if (auto display = root.table("display")) {
        settings.width_px = static_cast<int>(display->integer("width", settings.width_px, smallest_px, largest_px));
        settings.height_px = static_cast<int>(display->integer("height", settings.height_px, smallest_px, largest_px));
        settings.mm_per_px = static_cast<float>(display->number("mm_per_pixel", settings.mm_per_px, 0.05, 2));
        display->finish();
    }
    if (auto sign_in = root.table("sign_in")) {
        settings.sign_in_login = sign_in->required_text("login", max_key_bytes);
        settings.sign_in_password_file = beside(file, sign_in->required_text("password_file", 1024));
        sign_in->finish();
    }
    return settings;
}

bool read_size(const std::string& text, CounterSettings& settings) {
    int width = 0, height = 0, used = 0;
    if (text.empty())
        return true;
    const int found = std::sscanf(text.c_str(), "%5dx%5d%n", &width, &height, &used);
    if (found != 2 || static_cast<std::size_t>(used) != text.size())
        return false;
    if (width < smallest_px || height < smallest_px || width > largest_px || height > largest_px)
        return false;
    settings.width_px = width;
    settings.height_px = height;
    return true;
}

bool read_position(const std::string& text, CounterSettings& settings) {
    int x = 0, y = 0, used = 0;
    if (text.empty())
        return true;
    const int found = std::sscanf(text.c_str(), "%6d,%6d%n", &x, &y, &used);
    if (found != 2 || static_cast<std::size_t>(used) != text.size())
        return false;
    settings.position = {x, y};
    return true;
}

Result<std::optional<SignInAs>> demonstration_sign_in(const CounterSettings& settings) {
    if (settings.sign_in_login.empty())
        return std::optional<SignInAs>();
    const auto& file = settings.sign_in_password_file;
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0)
        return Problem{fmt::format("{}: the password file cannot be read", file.string())};
    if ((status.st_mode & 0077) != 0)
        return Problem{fmt::format("{}: others may read this password file; chmod 600 it", file.string())};
    std::ifstream in(file);
    SignInAs who;
    who.login = settings.sign_in_login;
    if (!std::getline(in, who.password) || who.password.empty())
        return Problem{fmt::format("{}: the password file is empty", file.string())};
    return std::optional<SignInAs>(who);
}

}  // namespace motcua::counter
