#include "shared/link/client_settings.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <charconv>
#include <cstdio>
#include <cstdlib>

#include "shared/base/text.hpp"
#include "shared/vocabulary/limits.hpp"

namespace motcua::link {
namespace {

std::string host_name() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0 || !is_clean_line(name.data(), name.size()))
        return "device";
    return name.data();
}

std::filesystem::path usual_data_folder(const std::string& program) {
    if (const char* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state == '/')
        return std::filesystem::path(state) / "motcua" / program;
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home != nullptr ? home : "/tmp") / ".local/state/motcua" / program;
}

bool is_log_level(std::string_view level) {
    for (const auto* known : {"trace", "debug", "info", "warning", "error", "off"}) {
        if (level == known)
            return true;
    }
    return false;
}

constexpr const char* address_form = MOTCUA_N("an address is HOST, HOST:PORT or [IPV6]:PORT");
constexpr const char* hall_form = MOTCUA_N("a hall's id is 1 to 32 of a-z, 0-9 and '-'");
constexpr const char* level_form = MOTCUA_N("a log level is trace, debug, info, warning, error or off");

Problem of_flag(const char* flag, const char* form) {
    return Problem("{}: {}", flag, Problem(form));
}

/// For CLI11: "" where there is no fault; its own words about one would be English.
std::string well_formed(const char* flag, const char* fault) {
    if (fault != nullptr)
        throw Failure(of_flag(flag, fault));
    return {};
}

}  // namespace

std::optional<ServerAddress> parse_address(std::string_view text) {
    ServerAddress address;
    address.port = usual_port;
    std::string_view port;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos)
            return std::nullopt;
        address.host = text.substr(1, end - 1);
        port = text.substr(end + 1);
        if (!port.empty() && port.front() != ':')
            return std::nullopt;
    } else {
        const auto colon = text.find(':');
        address.host = text.substr(0, colon);
        port = colon == std::string_view::npos ? std::string_view() : text.substr(colon);
    }
    if (address.host.empty() || address.host.size() > 253 || !is_clean_line(address.host, 253) ||
        address.host.find(' ') != std::string::npos || port == ":")
        return std::nullopt;
    if (!port.empty()) {
        const auto* end = port.data() + port.size();
        const auto parsed = std::from_chars(port.data() + 1, end, address.port);
        if (parsed.ec != std::errc() || parsed.ptr != end || address.port == 0)
            return std::nullopt;
    }
    return address;
}

std::string to_string(const ServerAddress& address) {
    const bool is_v6 = address.host.find(':') != std::string::npos;
    return fmt::format("{}{}{}:{}", is_v6 ? "[" : "", address.host, is_v6 ? "]" : "", address.port);
}

void add_client_flags(CLI::App& app, ClientFlags& flags, const std::string& program) {
    app.add_option("--config", flags.config, MOTCUA_N("Settings file (TOML)"))->type_name("FILE");
    app.add_option("--data", flags.data, MOTCUA_N("Folder for this device's key and outbox"))->type_name("DIR");
    app.add_option("--server", flags.server, MOTCUA_N("Address of the server"))
        ->type_name("HOST:PORT")
        ->check([](const std::string& text) {
            return well_formed("--server", parse_address(text) ? nullptr : address_form);
        });
    app.add_option("--hall", flags.hall, MOTCUA_N("Id of the hall"))
        ->type_name("ID")
        ->check([](const std::string& text) { return well_formed("--hall", is_key(text) ? nullptr : hall_form); });
    app.add_option("--name", flags.name, MOTCUA_N("What this device calls itself"))->type_name("TEXT");
    app.add_option("--log-level", flags.log_level,
                   MOTCUA_N("How much is logged: trace, debug, info, warning, error or off"))
        ->type_name("LEVEL")
        ->check([](const std::string& text) {
            return well_formed("--log-level", is_log_level(text) ? nullptr : level_form);
        });
    app.add_option("--lang", flags.language, MOTCUA_N("Language of the screen: vi, en, ..."))->type_name("TAG");
    app.add_option("--locale-dir", flags.languages_dir, MOTCUA_N("Folder with further LANG/LC_MESSAGES/motcua.mo"))
        ->type_name("DIR");
    // A script that starts the program gives its own first; what follows wins.
    for (auto* option : app.get_options([](const CLI::Option* option) { return !option->get_positional(); }))
        option->take_last();
    app.set_version_flag("--version", program + " " + MOTCUA_VERSION);
}

ClientSettings read_client_settings(SettingsTable& root, const std::filesystem::path& file) {
    ClientSettings settings;
    settings.data = root.path("data", file.parent_path());
    settings.name = root.text("name", "", limits::name_bytes);
    settings.log_level = root.text("log_level", "info");
    if (!is_log_level(settings.log_level))
        root.complain("log_level", level_form);
    settings.language = root.text("language", "", max_key_bytes);
    settings.languages_dir = root.existing_folder("languages_dir", file.parent_path());
    auto server = root.table("server");
    if (!server)
        return settings;
    if (const auto address = parse_address(server->text("address", "127.0.0.1", 300)))
        settings.server = *address;
    else
        server->complain("address", address_form);
    settings.hall.value = server->text("hall", "");
    if (!settings.hall.empty() && !is_key(settings.hall.value))
        server->complain("hall", hall_form);
    if (const std::string identity = server->text("identity", ""); !identity.empty()) {
        settings.server_identity = identity_from_hex(identity);
        if (!settings.server_identity)
            server->complain("identity", "a server's identity is 64 hexadecimal digits");
    }
    server->finish();
    return settings;
}

Result<ClientSettings> with_flags(ClientSettings settings, const ClientFlags& flags, const std::string& program) {
    if (!flags.server.empty()) {
        const auto address = parse_address(flags.server);
        if (!address)
            return of_flag("--server", address_form);
        settings.server = *address;
    }
    if (!flags.hall.empty())
        settings.hall.value = flags.hall;
    if (settings.hall.empty())
        return Problem("no hall: give --hall ID, or hall = \"ID\" under [server] of the settings file");
    if (!is_key(settings.hall.value))
        return of_flag("--hall", hall_form);
    if (!flags.data.empty())
        settings.data = flags.data;
    if (settings.data.empty())
        settings.data = usual_data_folder(program);
    if (!flags.name.empty())
        settings.name = flags.name;
    if (settings.name.empty())
        settings.name = host_name();
    const auto name = nfc(settings.name);
    if (!name || !is_clean_line(*name, limits::name_bytes))
        return Problem("--name: at most {} bytes of text in one line", limits::name_bytes);
    settings.name = *name;
    if (!flags.log_level.empty())
        settings.log_level = flags.log_level;
    if (!is_log_level(settings.log_level))
        return of_flag("--log-level", level_form);
    if (!flags.language.empty())
        settings.language = flags.language;
    if (!flags.languages_dir.empty())
        settings.languages_dir = flags.languages_dir;
    return settings;
}

Result<ClientSettings> load_client_settings(const ClientFlags& flags, const std::string& program,
                                            const std::function<void(SettingsTable& root)>& read_own) {
    auto file = flags.config.empty() ? SettingsFile::parse("", "(no settings file)") : SettingsFile::read(flags.config);
    if (!file)
        return file.error();
    auto root = file->root();
    ClientSettings settings = read_client_settings(root, flags.config);
    if (read_own)
        read_own(root);
    root.finish();
    if (!file->problems().empty())
        return file->problems().joined();
    return with_flags(std::move(settings), flags, program);
}

LinkOptions link_options(const ClientSettings& settings, const std::string& program, Role role,
                         const CounterId& counter) {
    LinkOptions options;
    options.host = settings.server.host;
    options.port = settings.server.port;
    options.hall = settings.hall;
    options.program = program;
    options.role = role;
    options.name = settings.name;
    options.counter = counter;
    options.server_identity = settings.server_identity;
    return options;
}

}  // namespace motcua::link
