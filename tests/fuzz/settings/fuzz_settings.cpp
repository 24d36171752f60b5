// Any text as the file of a centre, a server, a kiosk, a board, a counter: problems with their place, or settings that
// keep every bound. A centre that is taken is one that its hall takes, and its kiosk's view goes over the wire.
#include <cstdint>
#include <string>
#include <string_view>

#include "counter-client/app/counter_settings.hpp"
#include "display-board/app/board_settings.hpp"
#include "kiosk/app/kiosk_settings.hpp"
#include "server/hall/hall.hpp"
#include "server/hall/settings_check.hpp"
#include "server/settings/centre_file.hpp"
#include "server/settings/server_settings.hpp"
#include "shared/base/assert.hpp"
#include "shared/base/text.hpp"
#include "shared/link/client_settings.hpp"
#include "shared/protocol/convert.hpp"

using namespace motcua;

namespace {

constexpr std::string_view file_name = "input.toml";

/// One problem a line, each with its place; the last may count those that are not shown.
void check_problems(const std::string& problems) {
    MOTCUA_ASSERT(!problems.empty());
    std::size_t lines = 0;
    for (std::size_t at = 0; at < problems.size(); ++lines) {
        const std::size_t end = std::min(problems.find('\n', at), problems.size());
        const std::string line = problems.substr(at, end - at);
        const bool is_count = lines == SettingsProblems::max_problems;
        MOTCUA_ASSERT(is_count || line.rfind(file_name, 0) == 0);
        MOTCUA_ASSERT(nfc(line).has_value());  // it is UTF-8: it goes to logs and terminals
        at = end + 1;
    }
    MOTCUA_ASSERT(lines <= SettingsProblems::max_problems + 1);
}

/// What the settings allow, the screens can read.
void arrives(const View& view) {
    const auto again = protocol::decode(protocol::encode(protocol::Message{0, protocol::ViewPush{view}}));
    MOTCUA_ASSERT(again.has_value());
    MOTCUA_ASSERT(std::get<protocol::ViewPush>(again->body).view == view);
}

void try_centre(std::string_view text) {
    const auto centre = settings::parse_centre(text, file_name);
    if (!centre)
        return check_problems(centre.error().text);
    MOTCUA_ASSERT(hall::settings_fault(*centre).empty());
    hall::Hall hall(HallId{"hall"});
    Actor admin;
    admin.role = Role::Admin;
    const Instant now{1'795'400'000'000};
    MOTCUA_ASSERT(hall::run(hall, ImportSettings{*centre}, admin, now).reply.refusal == Refusal::None);
    arrives(hall.kiosk_view(now));
    arrives(hall.board_view("", now));
    for (const CounterSettings& counter : centre->counters)
        arrives(*hall.counter_view(counter.id, now));
}

void try_server(std::string_view text) {
    const auto server = settings::parse_server(text, file_name);
    if (!server)
        return check_problems(server.error().text);
    MOTCUA_ASSERT(!server->halls.empty());
    for (const auto& address : {server->listen, server->web}) {
        const auto again = settings::parse_address(settings::to_string(address));
        MOTCUA_ASSERT(again && *again == address);
    }
}

/// `read` asks for the keys that are the device's own; `check` looks at what it gave, where there is no mistake.
template <class Read, class Check>
void try_device(std::string_view text, Read read, Check check) {
    const auto file = SettingsFile::parse(text, file_name);
    if (!file)
        return check_problems(file.error().text);
    SettingsTable root = file->root();
    const link::ClientSettings client = link::read_client_settings(root, file_name);
    const auto own = read(root);
    root.finish();
    if (!file->problems().empty())
        return check_problems(file->problems().joined().text);
    check(own);
    const auto address = link::parse_address(link::to_string(client.server));
    MOTCUA_ASSERT(address && *address == client.server);
    MOTCUA_ASSERT(client.hall.empty() || is_key(client.hall.value));
}

board::BoardSettings read_board(SettingsTable& root) {
    board::BoardSettings settings;
    board::read_board_settings(root, "folder", settings);
    return settings;
}

void check_board(const board::BoardSettings& settings) {
    MOTCUA_ASSERT(settings.chime_volume >= 0 && settings.chime_volume <= 100);
    MOTCUA_ASSERT(settings.words_per_minute > 0);
    MOTCUA_ASSERT(!settings.voice_languages.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try_centre(text);
    try_server(text);
    const auto any = [](const auto&) {};
    try_device(
        text, [](SettingsTable& root) { return kiosk::read_kiosk_settings(root, "folder"); }, any);
    try_device(
        text, [](SettingsTable& root) { return counter::read_counter_settings(root, "folder/counter.toml"); }, any);
    try_device(text, read_board, check_board);
    return 0;
}
