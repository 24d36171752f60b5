#pragma once
// Everything that travels on the wire, as plain data. convert.hpp turns a Message into bytes and checked bytes into a
// Message; nobody else sees the generated header. FORMAT.md has the bytes.

#include <cstdint>
#include <string>
#include <variant>

#include "shared/base/secrets.hpp"
#include "shared/vocabulary/commands.hpp"
#include "shared/vocabulary/views.hpp"

namespace motcua::protocol {

constexpr std::uint32_t major_version = 1;  ///< another major is refused
constexpr std::uint32_t minor_version = 0;  ///< fields are only added

// --- greeting: client first
/// "I am this device; ask me to prove it."
struct Hello {
    std::uint32_t major = major_version;
    std::uint32_t minor = minor_version;
    HallId hall;
    std::string program;  ///< "motcua-kiosk"
    std::string version;
    DeviceId device;                     ///< empty: not paired yet, `pairing_*` count
    Role pairing_role = Role::Unproven;  ///< Kiosk, Board or Counter
    std::string pairing_name;            ///< what the device calls itself, for the administrator
    PublicKey pairing_key{};
    CounterId pairing_counter;  ///< a counter machine's place, if it knows
};
/// Server: sign this. The signed bytes are "motcua-proof-1" + nonce + SHA-256 of the server's certificate (DER).
struct Challenge {
    Nonce nonce{};
};
struct Proof {
    Signature signature{};
};
/// Server, to an unpaired device: show this code and wait.
struct PairingCode {
    std::string code;  ///< six digits
    std::int64_t expires_in_ms = 0;
};
/// Server: accepted; send a Hello with this id on the same connection.
struct Paired {
    DeviceId device;
};
struct Welcome {
    std::uint32_t minor = minor_version;
    DeviceId device;
    Role role = Role::Unproven;
    std::string device_name;
    CounterId counter;
    std::int64_t heartbeat_ms = 0;  ///< send something at least this often; silence of three times this closes
    Instant server_time;
    std::int32_t offset_min = 0;  ///< the hall's local clock at that instant, minutes east of UTC
};
/// Server, before it closes; or client, when it leaves.
struct Goodbye {
    Refusal reason = Refusal::None;
    std::string detail;
};

// --- after Welcome
struct Subscribe {
    Subscription subscription;
};
struct CommandRequest {
    RequestId id;
    Command command;  ///< only those a peer may send: never Tick, ImportSettings, AcceptDevice, AddStaff
};
struct CommandReply {
    RequestId id;
    Reply reply;
};
struct SignIn {
    RequestId id;
    StaffId login;
    std::string password;
    CounterId counter;
    bool take_over = false;
};
struct AcceptPairing {  ///< administrator
    RequestId id;
    std::string code;
    std::string name;
    CounterId counter;
};
struct AddStaffRequest {  ///< administrator
    RequestId id;
    StaffId login;
    std::string name;
    std::string password;
};
struct QueryRequest {
    Query query;
};
struct QueryAnswer {
    Answer answer;
};
struct ViewPush {
    View view;
};
struct Ping {
    std::uint64_t value = 0;
};
struct Pong {
    std::uint64_t value = 0;
};
/// The answer to a body that this version does not know.
struct Unsupported {
    std::uint32_t field = 0;
};
/// Pushed when the server cannot keep what is asked, and when it can again.
struct ServerState {
    bool can_save = true;
};

using Body = std::variant<Hello, Challenge, Proof, PairingCode, Paired, Welcome, Goodbye, Subscribe, CommandRequest,
                          CommandReply, SignIn, AcceptPairing, AddStaffRequest, QueryRequest, QueryAnswer, ViewPush,
                          Ping, Pong, Unsupported, ServerState>;

struct Message {
    std::uint64_t correlation = 0;  ///< of a request, made by the asker, > 0; its answer repeats it; 0 = pushed
    Body body;
};

}  // namespace motcua::protocol
