#pragma once
// How a link stands, as a program shows it. Plain data.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/ids.hpp"
#include "shared/base/time.hpp"
#include "shared/vocabulary/commands.hpp"

namespace motcua::link {

/// SHA-256 of the server's certificate (DER): what a client pins.
using ServerIdentity = std::array<std::uint8_t, 32>;
std::string to_hex(const ServerIdentity& identity);
std::optional<ServerIdentity> identity_from_hex(std::string_view text);

enum class LinkState : std::uint8_t {
    Offline,     ///< not connected; will try again by itself
    Connecting,  ///< name, TCP, TLS
    Greeting,    ///< connected, proving who we are
    Pairing,     ///< shows a code, waits for an administrator
    Online,
    Rejected,  ///< the server, or our own pin, said a definite no; tried again slowly
};
std::string_view name_of(LinkState state);

/// Why the link is not online.
enum class Trouble : std::uint8_t {
    None,
    Unreachable,      ///< no such name, connection refused, no route
    NoAnswer,         ///< connected or connecting, but silent for too long
    ConnectionLost,   ///< closed by the other side or the network
    NotUnderstood,    ///< TLS failed, or a frame that is no frame: perhaps another program listens there
    IdentityChanged,  ///< the certificate is not the one that was pinned
    Refused,          ///< the server said no; `refusal` says why
};
std::string_view name_of(Trouble trouble);

/// Times are those of the clock given to the machine (the Link: steady milliseconds, see Link::now_ms()).
struct Status {
    LinkState state = LinkState::Offline;
    Trouble trouble = Trouble::None;  ///< of the last attempt; None while Online
    Refusal refusal = Refusal::None;
    std::string detail;         ///< for a log or a technician; one line
    std::int64_t since_ms = 0;  ///< since when it is online, or else: since when it is not
    bool was_online = false;    ///< at any time since start()
    std::string pairing_code;   ///< set in state Pairing
    std::int64_t pairing_ends_ms = 0;

    // What the server said of us in its Welcome; kept while offline.
    DeviceId device;
    std::optional<ServerIdentity> server;  ///< that it is paired with; from the start, like `device`
    Role role = Role::Unproven;            ///< Staff while somebody is signed in here
    std::string device_name;
    Instant server_time;          ///< the server's clock when it let us in, at since_ms
    std::int32_t offset_min = 0;  ///< the hall's local clock then, minutes east of UTC
    CounterId counter;

    std::optional<std::int64_t>
        unsaved_since_ms;  ///< online: since when the server has kept nothing; nullopt = it keeps

    Refusal subscription_refusal = Refusal::None;  ///< why no view comes although it is online

    std::size_t unanswered = 0;  ///< requests that wait for their reply
    std::string outbox_trouble;  ///< the outbox file cannot be used, or was set aside; "" = fine. Logged by the link
    bool is_online() const { return state == LinkState::Online; }
    bool operator==(const Status&) const = default;
};

/// As a screen tells it: a program that is connected and gets no view is not let in, and says why; a server that can
/// save nothing is as good as none.
Status as_shown(const Status& status);

}  // namespace motcua::link
