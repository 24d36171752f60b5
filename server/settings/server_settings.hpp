#pragma once
// The server's own settings file. Flags of the program override what it says.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/ids.hpp"
#include "shared/base/result.hpp"
#include "shared/vocabulary/centre.hpp"

namespace motcua::settings {

/// From the root and without "..", so that it can be told to people who stand in other folders; ".." stays where a
/// symbolic link before it leads elsewhere. Links are kept: what they point to may be exchanged.
std::filesystem::path whole_path(const std::filesystem::path& path);

/// "host:port" with a numeric port 0..65535; 0 = any free port. IPv6 hosts stand in brackets.
struct Address {
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;
    bool operator==(const Address&) const = default;
};
Result<Address> parse_address(std::string_view text);
std::string to_string(const Address& address);

struct HallFile {
    HallId hall;
    std::filesystem::path centre;  ///< absolute, or relative to the working folder
    std::string named_at;          ///< "file:line:column" of that name in the server's settings
};

struct ServerSettings {
    std::filesystem::path data = "motcua-data";
    Address listen{"127.0.0.1", 7400};
    Address web{"127.0.0.1", 7480};
    std::string public_url;  ///< what a phone can reach, without a final '/'; "" = the web address itself
    std::string log_level = "info";
    std::filesystem::path languages_dir;  ///< further catalogues for the ticket pages; "" = none
    std::vector<HallFile> halls;
};

/// Paths in the file are relative to the file's own folder. Problems as in read_centre().
Result<ServerSettings> read_server(const std::filesystem::path& file);
Result<ServerSettings> parse_server(std::string_view toml, const std::filesystem::path& file);
/// read_centre() of its file; where there is none, the Problem tells where it is named.
Result<CentreSettings> read_centre_of(const HallFile& hall);

}  // namespace motcua::settings
