#include <array>

#include "shared/protocol/convert.hpp"

namespace motcua::protocol {

std::string_view name_of(const Body& body) {
    constexpr std::array<std::string_view, std::variant_size_v<Body>> names = {
        "hello",     "challenge",      "proof",     "pairing_code",    "paired",
        "welcome",   "goodbye",        "subscribe", "command_request", "command_reply",
        "sign_in",   "accept_pairing", "add_staff", "query_request",   "query_answer",
        "view_push", "ping",           "pong",      "unsupported",     "server_state"};
    return names[body.index()];
}

bool has_wire_form(const Command& command) {
    return !std::holds_alternative<Tick>(command) && !std::holds_alternative<ImportSettings>(command) &&
           !std::holds_alternative<AcceptDevice>(command) && !std::holds_alternative<AddStaff>(command);
}

}  // namespace motcua::protocol
