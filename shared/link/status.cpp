#include "shared/link/status.hpp"

namespace motcua::link {

std::string to_hex(const ServerIdentity& identity) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : identity) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

std::optional<ServerIdentity> identity_from_hex(std::string_view text) {
    ServerIdentity identity;
    if (text.size() != 2 * identity.size())
        return std::nullopt;
    const auto value = [](char c) {
        if (c >= '0' && c <= '9')
            return c - '0';
        if (c >= 'a' && c <= 'f')
            return c - 'a' + 10;
        if (c >= 'A' && c <= 'F')
            return c - 'A' + 10;
        return -1;
    };
    for (std::size_t i = 0; i < identity.size(); ++i) {
        const int high = value(text[2 * i]);
        const int low = value(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return std::nullopt;
        identity[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return identity;
}

Status as_shown(const Status& status) {
    Status shown = status;
    if (status.is_online() && status.subscription_refusal != Refusal::None) {
        shown.state = LinkState::Rejected;
        shown.trouble = Trouble::Refused;
        shown.refusal = status.subscription_refusal;
    } else if (status.is_online() && status.unsaved_since_ms) {
        shown.state = LinkState::Offline;
        shown.trouble = Trouble::Refused;
        shown.refusal = Refusal::StoreUnavailable;
        shown.server_time = status.server_time + (*status.unsaved_since_ms - status.since_ms);
        shown.since_ms = *status.unsaved_since_ms;
    }
    return shown;
}

std::string_view name_of(LinkState state) {
    switch (state) {
        case LinkState::Offline:
            return "offline";
        case LinkState::Connecting:
            return "connecting";
        case LinkState::Greeting:
            return "greeting";
        case LinkState::Pairing:
            return "pairing";
        case LinkState::Online:
            return "online";
        case LinkState::Rejected:
            return "rejected";
    }
    return "unknown";
}

std::string_view name_of(Trouble trouble) {
    switch (trouble) {
        case Trouble::None:
            return "none";
        case Trouble::Unreachable:
            return "unreachable";
        case Trouble::NoAnswer:
            return "no_answer";
        case Trouble::ConnectionLost:
            return "connection_lost";
        case Trouble::NotUnderstood:
            return "not_understood";
        case Trouble::IdentityChanged:
            return "identity_changed";
        case Trouble::Refused:
            return "refused";
    }
    return "unknown";
}

}  // namespace motcua::link
