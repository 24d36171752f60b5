#pragma once
// What every client's settings file begins with, and the flags they all take:
//
//     data = "kiosk-1"            # folder for the device's key and outbox; relative to this file
//     name = "Kiosk at the door"  # what the administrator sees while pairing
//     log_level = "info"
//     language = "vi"             # "" = the hall's first
//     languages_dir = "locale"    # further catalogues: LANG/LC_MESSAGES/motcua.mo below it; relative to this file
//     [server]
//     address = "127.0.0.1:7400"
//     hall = "kon-tum"
//     identity = "64 hex digits"  # optional: pins the server's certificate before pairing

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "shared/base/result.hpp"
#include "shared/base/settings.hpp"
#include "shared/link/link.hpp"

namespace CLI {
class App;
}

namespace motcua::link {

struct ServerAddress {
    std::string host = "127.0.0.1";
    std::uint16_t port = 7400;
    bool operator==(const ServerAddress&) const = default;
};
constexpr std::uint16_t usual_port = 7400;
/// "host", "host:port", "[::1]:port".
std::optional<ServerAddress> parse_address(std::string_view text);
std::string to_string(const ServerAddress& address);

struct ClientSettings {
    ServerAddress server;
    HallId hall;
    std::filesystem::path data;
    std::string name;
    std::string log_level = "info";
    std::string language;
    std::filesystem::path languages_dir;
    std::optional<ServerIdentity> server_identity;
};

/// Flags win over the file.
struct ClientFlags {
    std::string config;
    std::string data;
    std::string server;
    std::string hall;
    std::string name;
    std::string log_level;
    std::string language;
    std::string languages_dir;
};

/// --config, --data, --server, --hall, --name, --log-level, --lang, --locale-dir and --version ("motcua-kiosk 0.1.0").
/// A value that cannot be is thrown as a Failure.
void add_client_flags(CLI::App& app, ClientFlags& flags, const std::string& program);

/// Reads the keys above; complains into the file's problems. The program reads its own keys from the same root, then
/// calls root.finish(). `file` is the settings file's path, for relative folders.
ClientSettings read_client_settings(SettingsTable& root, const std::filesystem::path& file);

/// Puts the flags over the settings; `program` gives defaults (data folder $XDG_STATE_HOME/motcua/PROGRAM or
/// ~/.local/state/motcua/PROGRAM, name = host name). A flag or a missing hall that cannot be is a Problem.
Result<ClientSettings> with_flags(ClientSettings settings, const ClientFlags& flags, const std::string& program);

/// For a program without keys of its own, and the usual way for the others: reads flags.config when given, lets
/// `read_own` read its part, finishes, and applies the flags. All problems of the file in one.
Result<ClientSettings> load_client_settings(const ClientFlags& flags, const std::string& program,
                                            const std::function<void(SettingsTable& root)>& read_own);

LinkOptions link_options(const ClientSettings& settings, const std::string& program, Role role,
                         const CounterId& counter = {});

}  // namespace motcua::link
