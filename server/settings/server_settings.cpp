#include "server/settings/server_settings.hpp"

#include <fmt/format.h>

#include <charconv>
#include <set>

#include "shared/base/settings.hpp"
#include "shared/base/text.hpp"

namespace motcua::settings {
namespace {

constexpr std::size_t max_halls = 4096;
constexpr std::size_t max_path_bytes = 1024;

std::filesystem::path beside(const std::filesystem::path& file, const std::string& path) {
    const std::filesystem::path given(path);
    return given.is_absolute() ? given : file.parent_path() / given;
}

void read_address(SettingsTable& root, std::string_view key, Address& address) {
    const std::string text = root.text(key, to_string(address));
    if (const auto parsed = parse_address(text))
        address = *parsed;
    else
        root.complain(key, parsed.error().text);
}

void read_halls(SettingsTable& root, const std::filesystem::path& file, std::vector<HallFile>& halls) {
    std::set<std::string> seen;
    for (auto& block : root.tables("hall", max_halls)) {
        HallFile hall;
        hall.hall = HallId{block.required_text("id", max_key_bytes)};
        if (!hall.hall.empty() && !is_key(hall.hall.value))
            block.complain("id", fmt::format("\"{}\" is not an id: small letters, digits and '-'", hall.hall.value));
        if (!seen.insert(hall.hall.value).second)
            block.complain("id", fmt::format("the hall \"{}\" stands twice", hall.hall.value));
        hall.centre = beside(file, block.required_text("centre", max_path_bytes));
        block.finish();
        halls.push_back(std::move(hall));
    }
    if (halls.empty())
        root.complain("hall", "a server has at least one [[hall]] with its id and its centre's file");
}

}  // namespace

Result<Address> parse_address(std::string_view text) {
    const Problem problem{
        fmt::format("\"{}\" is not an address such as 127.0.0.1:7400 or [::1]:7400", escaped_for_log(text, 100))};
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0)
        return problem;
    std::string_view host = text.substr(0, colon);
    const std::string_view port_text = text.substr(colon + 1);
    Address address;
    const auto [end, failed] = std::from_chars(port_text.data(), port_text.data() + port_text.size(), address.port);
    if (failed != std::errc{} || end != port_text.data() + port_text.size() || port_text.empty())
        return problem;
    if (host.front() == '[') {
        if (host.back() != ']' || host.size() < 4)
            return problem;
        host = host.substr(1, host.size() - 2);
    } else if (host.find(':') != std::string_view::npos) {
        return problem;
    }
    address.host = std::string(host);
    return address;
}

std::string to_string(const Address& address) {
    const bool is_v6 = address.host.find(':') != std::string::npos;
    return is_v6 ? fmt::format("[{}]:{}", address.host, address.port)
                 : fmt::format("{}:{}", address.host, address.port);
}

Result<ServerSettings> read_server(const std::filesystem::path& path) {
    auto file = SettingsFile::read(path);
    if (!file)
        return file.error();
    ServerSettings server;
    SettingsTable root = file->root();
    server.data = beside(path, root.text("data", server.data.string(), max_path_bytes));
    read_address(root, "listen", server.listen);
    read_address(root, "web", server.web);
    const std::string url = root.text("public_url", {});
    server.public_url = url.substr(0, url.find_last_not_of('/') + 1);
    const bool is_url = server.public_url.rfind("http://", 0) == 0 || server.public_url.rfind("https://", 0) == 0;
    if (!url.empty() && !is_url)
        root.complain("public_url", "\"public_url\" begins with http:// or https:// and names a host");
    server.log_level = root.text("log_level", server.log_level);
    if (const std::string languages = root.text("languages_dir", "", max_path_bytes); !languages.empty())
        server.languages_dir = beside(path, languages);
    read_halls(root, path, server.halls);
    root.finish();
    if (!file->problems().empty())
        return Problem{file->problems().joined()};
    return server;
}

}  // namespace motcua::settings
