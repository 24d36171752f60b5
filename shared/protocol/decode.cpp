#include <google/protobuf/arena.h>

#include "shared/protocol/convert.hpp"
#include "shared/protocol/decode_pieces.hpp"
#include "shared/protocol/envelope.hpp"

namespace motcua::protocol {
namespace {

Hello take(const wire::Hello& from, Check& check) {
    Hello to;
    to.major = from.major();
    to.minor = from.minor();
    if (to.major != major_version)
        return to;  // only these two fields mean the same in every major version
    check.key(from.hall(), to.hall, "hall");
    check.line(from.program(), limits::program_bytes, to.program, "program");
    check.line(from.version(), limits::version_bytes, to.version, "version");
    check.key_or_none(from.device(), to.device, "device");
    const bool is_pairing = from.device().empty();
    check.one_of(from.pairing_role(), is_pairing ? Role::Kiosk : Role::Unproven, Role::Counter, to.pairing_role,
                 "pairing_role");
    check.line(from.pairing_name(), limits::name_bytes, to.pairing_name, "pairing_name");
    if (is_pairing || !from.pairing_key().empty())
        check.bytes(from.pairing_key(), to.pairing_key, "pairing_key");
    if (is_pairing && to.pairing_key == PublicKey{})
        check.refuse("pairing_key", "is nobody's key");
    check.key_or_none(from.pairing_counter(), to.pairing_counter, "pairing_counter");
    if (!to.pairing_counter.empty() && to.pairing_role != Role::Counter)
        check.refuse("pairing_counter", "is a counter machine's alone");
    return to;
}

PairingCode take(const wire::PairingCode& from, Check& check) {
    PairingCode to;
    check.six_digits(from.code(), to.code, "code");
    check.within(from.expires_in_ms(), 0, limits::pairing_expires_max_ms, to.expires_in_ms, "expires_in_ms");
    return to;
}

Welcome take(const wire::Welcome& from, Check& check) {
    Welcome to;
    to.minor = from.minor();
    check.key_or_none(from.device(), to.device, "device");
    check.one_of(from.role(), Role::Unproven, Role::Admin, to.role, "role");
    check.line(from.device_name(), limits::name_bytes, to.device_name, "device_name");
    check.key_or_none(from.counter(), to.counter, "counter");
    check.within(from.heartbeat_ms(), 1, limits::heartbeat_max_ms, to.heartbeat_ms, "heartbeat_ms");
    check.instant(from.server_time(), to.server_time, "server_time");
    std::int64_t offset_min = 0;
    check.within(from.offset_min(), -limits::offset_max_min, limits::offset_max_min, offset_min, "offset_min");
    to.offset_min = static_cast<std::int32_t>(offset_min);
    return to;
}

Goodbye take(const wire::Goodbye& from, Check& check) {
    Goodbye to;
    check.refusal(from.reason(), to.reason);
    check.line(from.detail(), limits::detail_bytes, to.detail, "detail");
    return to;
}

/// False for a view of a newer version.
bool take(const wire::Subscribe& from, Check& check, Subscription& to) {
    const int kind = from.kind();
    if (kind < static_cast<int>(ViewKind::None) || kind > static_cast<int>(ViewKind::Counter))
        return false;
    to.kind = static_cast<ViewKind>(kind);
    check.line(from.zone(), limits::name_bytes, to.zone, "zone");
    check.key_or_none(from.counter(), to.counter, "counter");
    return true;
}

SignIn take(const wire::SignIn& from, Check& check) {
    SignIn to;
    check.bytes(from.id(), to.id.bytes, "request id");
    check.key(from.login(), to.login, "login");
    check.password(from.password(), to.password);
    check.key(from.counter(), to.counter, "counter");
    to.take_over = from.take_over();
    return to;
}

AcceptPairing take(const wire::AcceptPairing& from, Check& check) {
    AcceptPairing to;
    check.bytes(from.id(), to.id.bytes, "request id");
    check.six_digits(from.code(), to.code, "code");
    check.line(from.name(), limits::name_bytes, to.name, "name");
    check.key_or_none(from.counter(), to.counter, "counter");
    return to;
}

AddStaffRequest take(const wire::AddStaff& from, Check& check) {
    AddStaffRequest to;
    check.bytes(from.id(), to.id.bytes, "request id");
    check.key(from.login(), to.login, "login");
    check.line(from.name(), limits::name_bytes, to.name, "name");
    check.password(from.password(), to.password);
    return to;
}

template <class To, class From>
To inner(const From& from, Check& check) {
    To to;
    take(from, check, to);
    return to;
}

/// False for a body whose inside (a command, a query, a view) is of a newer version.
bool take_body(const wire::Envelope& from, Check& check, Body& to) {
    using Case = wire::Envelope;
    switch (from.body_case()) {
        case Case::kHello:
            return to = take(from.hello(), check), true;
        case Case::kChallenge:
            return check.bytes(from.challenge().nonce(), to.emplace<Challenge>().nonce, "nonce"), true;
        case Case::kProof:
            return check.bytes(from.proof().signature(), to.emplace<Proof>().signature, "signature"), true;
        case Case::kPairingCode:
            return to = take(from.pairing_code(), check), true;
        case Case::kPaired:
            return check.key(from.paired().device(), to.emplace<Paired>().device, "device"), true;
        case Case::kWelcome:
            return to = take(from.welcome(), check), true;
        case Case::kGoodbye:
            return to = take(from.goodbye(), check), true;
        case Case::kSubscribe:
            return take(from.subscribe(), check, to.emplace<Subscribe>().subscription);
        case Case::kViewPush:
            return take(from.view_push(), check, to.emplace<ViewPush>().view);
        case Case::kCommandRequest:
            return take(from.command_request(), check, to.emplace<CommandRequest>());
        case Case::kCommandReply:
            return to = inner<CommandReply>(from.command_reply(), check), true;
        case Case::kSignIn:
            return to = take(from.sign_in(), check), true;
        case Case::kAcceptPairing:
            return to = take(from.accept_pairing(), check), true;
        case Case::kAddStaff:
            return to = take(from.add_staff(), check), true;
        case Case::kQueryRequest:
            return take(from.query_request(), check, to.emplace<QueryRequest>().query);
        case Case::kQueryAnswer:
            return take(from.query_answer(), check, to.emplace<QueryAnswer>().answer), true;
        case Case::kPing:
            return to = Ping{from.ping().value()}, true;
        case Case::kPong:
            return to = Pong{from.pong().value()}, true;
        case Case::kUnsupported:
            return to = Unsupported{from.unsupported().field()}, true;
        case Case::kServerState:
            return to = ServerState{from.server_state().can_save()}, true;
        case Case::BODY_NOT_SET:
            return false;
    }
    return false;
}

static_assert(wire::Envelope::kHello == body_field::hello && wire::Envelope::kProof == body_field::proof &&
              wire::Envelope::kQueryRequest == body_field::query_request);

}  // namespace

bool is_never_asked(std::uint32_t body_field) {
    switch (body_field) {
        case wire::Envelope::kHello:
        case wire::Envelope::kChallenge:
        case wire::Envelope::kProof:
        case wire::Envelope::kPairingCode:
        case wire::Envelope::kPaired:
        case wire::Envelope::kWelcome:
        case wire::Envelope::kViewPush:
        case wire::Envelope::kCommandReply:
        case wire::Envelope::kQueryAnswer:
        case wire::Envelope::kServerState:
            return true;
        default:
            return false;
    }
}

Decoded decode(std::string_view payload) {
    const EnvelopeScan scan = scan_envelope(payload);
    const auto problem = [&scan](DecodeError kind, std::string text) {
        return DecodeProblem{kind, scan.correlation, scan.body_field, std::move(text)};
    };
    if (payload.size() > limits::frame_bytes)
        return problem(DecodeError::Malformed, "the message is longer than a frame may be");
    if (!scan.is_well_formed)
        return problem(DecodeError::Malformed, "the message is damaged");
    if (scan.bodies != 1)
        return problem(DecodeError::Malformed, scan.bodies == 0 ? "the message is empty" : "two messages in one frame");

    google::protobuf::Arena arena;  // a view's many small messages come and go at once
    auto& envelope = *google::protobuf::Arena::CreateMessage<wire::Envelope>(&arena);
    if (!envelope.ParseFromArray(payload.data(), static_cast<int>(payload.size())))
        return problem(DecodeError::Malformed, "the message is damaged");
    Check check;
    Message message;
    message.correlation = envelope.correlation();
    if (!take_body(envelope, check, message.body))
        return problem(DecodeError::UnknownBody, "this version does not know what is asked");
    if (!check.is_good())
        return problem(DecodeError::Invalid, check.problem());
    return message;
}

}  // namespace motcua::protocol
