#include "server/app/options.hpp"

#include <CLI/CLI.hpp>

namespace motcua::server {

namespace {

constexpr int usage_exit_code = 2;

struct Flags {
    std::string config;
    std::string data;
    std::string listen;
    std::string web;
    std::string log_level;
};

/// "" for an address, else what is wrong with it.
std::string address_fault(const std::string& text) {
    const auto parsed = settings::parse_address(text);
    return parsed ? std::string() : parsed.error().text;
}

void override_settings(settings::ServerSettings& settings, const Flags& flags) {
    if (!flags.data.empty())
        settings.data = flags.data;
    if (!flags.listen.empty())
        settings.listen = settings::parse_address(flags.listen).value();
    if (!flags.web.empty())
        settings.web = settings::parse_address(flags.web).value();
    if (!flags.log_level.empty())
        settings.log_level = flags.log_level;
}

}  // namespace

CommandLine read_command_line(int count, char** words) {
    CLI::App app(
        "Serves the halls that its settings file names: kiosks, boards, counters and phones connect to it.\n"
        "SIGTERM stops it in order, SIGHUP reads the centres' files again.");
    app.set_version_flag("--version", "motcua-server " MOTCUA_VERSION);
    Flags flags;
    app.add_option("--config", flags.config, "settings file (TOML)")->required()->type_name("FILE");
    app.add_option("--data", flags.data, "folder of the database, keys and backups")->type_name("DIR");
    app.add_option("--listen", flags.listen, "where devices and clerks connect; port 0 = any free")
        ->type_name("HOST:PORT")
        ->check(address_fault);
    app.add_option("--web", flags.web, "where phones look at tickets; port 0 = any free")
        ->type_name("HOST:PORT")
        ->check(address_fault);
    app.add_option("--log-level", flags.log_level, "trace, debug, info, warning, error or off")->type_name("LEVEL");
    CommandLine line;
    try {
        app.parse(count, words);
    } catch (const CLI::ParseError& error) {
        line.exit_code = app.exit(error) == 0 ? 0 : usage_exit_code;
        return line;
    }
    line.settings = settings::read_server(flags.config).value();
    override_settings(line.settings, flags);
    return line;
}

}  // namespace motcua::server
