#include "server/settings/server_settings.hpp"

#include <fmt/format.h>

#include <charconv>
#include <set>

#include "server/settings/centre_file.hpp"
#include "shared/base/log.hpp"
#include "shared/base/settings.hpp"
#include "shared/base/text.hpp"

namespace motcua::settings {
namespace {

constexpr std::size_t max_halls = 4096;
constexpr const char* not_an_address = MOTCUA_N("\"{}\" is not an address such as 127.0.0.1:7400 or [::1]:7400");

std::filesystem::path beside(const std::filesystem::path& file, const std::string& path) {
    return whole_path(file.parent_path() / path);  // which is `path` itself where that is absolute
}

void read_address(SettingsTable& root, std::string_view key, Address& address) {
    const std::string text = root.text(key, to_string(address));
    if (const auto parsed = parse_address(text))
        address = *parsed;
    else
        root.complain(key, not_an_address, text);
}

bool is_any_host(const std::string& host) {
    return host == "0.0.0.0" || host == "::";
}

void read_addresses(SettingsTable& root, ServerSettings& server) {
    read_address(root, "listen", server.listen);
    read_address(root, "web", server.web);
    const bool is_same_host =
        server.listen.host == server.web.host || is_any_host(server.listen.host) || is_any_host(server.web.host);
    if (server.listen.port != 0 && server.listen.port == server.web.port && is_same_host)
        root.complain(root.stands_here("web") ? "web" : "listen",
                      "\"listen\" and \"web\" are both on port {}: each needs its own", server.web.port);
}

/// Scheme, host and perhaps a port and a path, without what would stand before or inside "/t/TOKEN".
bool is_base_url(std::string_view url) {
    const std::size_t scheme = url.rfind("https://", 0) == 0 ? 8 : url.rfind("http://", 0) == 0 ? 7 : 0;
    if (scheme == 0 || url.find_first_of(" ?#\"\\<>") != std::string_view::npos)
        return false;
    const std::string_view rest = url.substr(scheme);
    return !rest.empty() && rest.front() != '/' && rest.front() != ':';
}

std::string read_public_url(SettingsTable& root) {
    const std::string url = root.text("public_url", {});
    if (!url.empty() && !is_base_url(url))
        root.complain("public_url",
                      "\"public_url\" begins with http:// or https:// and names a host, without spaces, '?' or '#'");
    return url.substr(0, url.find_last_not_of('/') + 1);
}

/// The levels of a log, the one that is meant where none is named first.
std::vector<std::string> levels_from(const std::string& usual) {
    std::vector<std::string> levels{usual};
    for (const auto level : log_levels)
        if (level != usual)
            levels.emplace_back(level);
    return levels;
}

void read_halls(SettingsTable& root, const std::filesystem::path& file, const SettingsProblems& problems,
                std::vector<HallFile>& halls) {
    const std::size_t before = problems.count();
    std::set<std::string> seen;
    for (auto& block : root.tables("hall", max_halls)) {
        HallFile hall;
        hall.hall = HallId{block.required_text("id", max_key_bytes)};
        if (!hall.hall.empty() && !is_key(hall.hall.value))
            block.complain("id", "\"{}\" is not an id: small letters, digits and '-'", hall.hall.value);
        if (!seen.insert(hall.hall.value).second)
            block.complain("id", "the hall \"{}\" stands twice", hall.hall.value);
        hall.centre = beside(file, block.required_text("centre", SettingsTable::path_bytes));
        hall.named_at = block.where("centre");
        block.finish();
        halls.push_back(std::move(hall));
    }
    if (halls.empty() && problems.count() == before)
        root.complain("hall", "a server has at least one [[hall]] with its id and its centre's file");
}

}  // namespace

std::filesystem::path whole_path(const std::filesystem::path& path) {
    std::error_code failed;
    const auto absolute = std::filesystem::absolute(path, failed);
    const auto normal = absolute.lexically_normal();
    const auto real = std::filesystem::weakly_canonical(absolute, failed);
    return real == std::filesystem::weakly_canonical(normal, failed) ? normal : absolute;
}

Result<Address> parse_address(std::string_view text) {
    const Problem problem(not_an_address, escaped_for_log(text, 100));
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

namespace {

Result<ServerSettings> server_in(const Result<SettingsFile>& file, const std::filesystem::path& path) {
    if (!file)
        return file.error();
    ServerSettings server;
    SettingsTable root = file->root();
    if (root.stands_here("service") && !root.stands_here("hall"))  // one sentence in place of one for each of its keys
        return Problem(
            "{}: this is a centre's file; the server's own names it in a [[hall]], with \"id\" and \"centre\"", path);
    if (root.has("data"))
        server.data = root.required_text("data", SettingsTable::path_bytes);
    server.data = beside(path, server.data.string());
    read_addresses(root, server);
    server.public_url = read_public_url(root);
    server.log_level = root.choice("log_level", levels_from(server.log_level));
    if (const auto folder = root.existing_folder("languages_dir", path.parent_path()); !folder.empty())
        server.languages_dir = whole_path(folder);
    read_halls(root, path, file->problems(), server.halls);
    root.finish();
    if (!file->problems().empty())
        return file->problems().joined();
    return server;
}

}  // namespace

Result<CentreSettings> read_centre_of(const HallFile& hall) {
    std::error_code failed;
    if (!std::filesystem::exists(hall.centre, failed) && !failed)
        return Problem("{}: {}", hall.named_at, Problem("there is no file \"{}\"", hall.centre));
    return read_centre(hall.centre);
}

Result<ServerSettings> parse_server(std::string_view toml, const std::filesystem::path& path) {
    return server_in(SettingsFile::parse(toml, path.string()), path);
}

Result<ServerSettings> read_server(const std::filesystem::path& path) {
    return server_in(SettingsFile::read(path), path);
}

}  // namespace motcua::settings
