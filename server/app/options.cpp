#include "server/app/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "shared/base/log.hpp"
#include "shared/base/text.hpp"
#include "shared/language/command_line.hpp"

namespace motcua::server {

namespace {

struct Flags {
    std::string config;
    std::string data;
    std::string listen;
    std::string web;
    std::string log_level;
};

/// For CLI11: "" where there is no fault; its own words about one would be English.
auto address_check(const char* flag) {
    return [flag](const std::string& text) {
        if (const auto parsed = settings::parse_address(text); !parsed)
            throw Failure(Problem("{}: {}", flag, parsed.error()));
        return std::string();
    };
}

std::string level_check(const std::string& text) {
    if (std::find(log_levels.begin(), log_levels.end(), text) == log_levels.end())
        throw Failure(Problem("{}: {}", "--log-level",
                              Problem("\"{}\" is none of \"{}\"", escaped_for_log(text, 64),
                                      fmt::to_string(fmt::join(log_levels, "\", \"")))));
    return {};
}

void override_settings(settings::ServerSettings& settings, const Flags& flags) {
    if (!flags.data.empty())
        settings.data = settings::whole_path(flags.data);
    if (!flags.listen.empty())
        settings.listen = settings::parse_address(flags.listen).value();
    if (!flags.web.empty())
        settings.web = settings::parse_address(flags.web).value();
    if (!flags.log_level.empty())
        settings.log_level = flags.log_level;
}

}  // namespace

CommandLine read_command_line(int count, char** words, const Language& language) {
    CLI::App app(
        MOTCUA_N("Serves the halls that its settings file names: kiosks, boards, counters and phones connect to it.\n"
                 "SIGTERM stops it in order, SIGHUP reads the centres' files again."));
    app.set_version_flag("--version", "motcua-server " MOTCUA_VERSION);
    Flags flags;
    app.add_option("--config", flags.config, MOTCUA_N("Settings file (TOML)"))->required()->type_name("FILE");
    app.add_option("--data", flags.data, MOTCUA_N("Folder of the database, keys and backups"))->type_name("DIR");
    app.add_option("--listen", flags.listen, MOTCUA_N("Where devices and clerks connect; port 0 = any free"))
        ->type_name("HOST:PORT")
        ->check(address_check("--listen"));
    app.add_option("--web", flags.web, MOTCUA_N("Where phones look at tickets; port 0 = any free"))
        ->type_name("HOST:PORT")
        ->check(address_check("--web"));
    app.add_option("--log-level", flags.log_level,
                   MOTCUA_N("How much is logged: trace, debug, info, warning, error or off"))
        ->type_name("LEVEL")
        ->check(level_check);
    CommandLine line;
    line.exit_code = read_flags(app, "motcua-server", count, words, language);
    if (line.exit_code)
        return line;
    line.settings = settings::read_server(flags.config).value();
    override_settings(line.settings, flags);
    return line;
}

}  // namespace motcua::server
