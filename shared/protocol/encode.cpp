#include <google/protobuf/arena.h>

#include "shared/base/assert.hpp"
#include "shared/protocol/convert.hpp"
#include "shared/protocol/encode_pieces.hpp"
#include "shared/protocol/framing.hpp"

namespace motcua::protocol {
namespace {

/// One byte more than allowed still travels, so that a password too long is refused and never silently another one.
std::string password_to_send(const std::string& password) {
    return password.substr(0, limits::password_bytes + 1);
}

struct BodyPutter {
    wire::Envelope* to;
    Fullness fullness;

    void operator()(const Hello& from) const {
        auto* out = to->mutable_hello();
        out->set_major(from.major);
        out->set_minor(from.minor);
        out->set_hall(from.hall.value);
        out->set_program(cut_to_bytes(from.program, limits::program_bytes));
        out->set_version(cut_to_bytes(from.version, limits::version_bytes));
        out->set_device(from.device.value);
        out->set_pairing_role(static_cast<wire::Role>(from.pairing_role));
        out->set_pairing_name(cut_to_bytes(from.pairing_name, limits::name_bytes));
        if (from.pairing_key != PublicKey{})
            out->set_pairing_key(as_string(from.pairing_key));
        out->set_pairing_counter(from.pairing_counter.value);
    }
    void operator()(const Challenge& from) const { to->mutable_challenge()->set_nonce(as_string(from.nonce)); }
    void operator()(const Proof& from) const { to->mutable_proof()->set_signature(as_string(from.signature)); }
    void operator()(const PairingCode& from) const {
        auto* out = to->mutable_pairing_code();
        out->set_code(from.code);
        out->set_expires_in_ms(from.expires_in_ms);
    }
    void operator()(const Paired& from) const { to->mutable_paired()->set_device(from.device.value); }
    void operator()(const Welcome& from) const {
        auto* out = to->mutable_welcome();
        out->set_minor(from.minor);
        out->set_device(from.device.value);
        out->set_role(static_cast<wire::Role>(from.role));
        out->set_device_name(cut_to_bytes(from.device_name, limits::name_bytes));
        out->set_counter(from.counter.value);
        out->set_heartbeat_ms(from.heartbeat_ms);
        out->set_server_time(from.server_time.ms);
        out->set_offset_min(from.offset_min);
    }
    void operator()(const Goodbye& from) const {
        auto* out = to->mutable_goodbye();
        out->set_reason(static_cast<wire::Refusal>(from.reason));
        out->set_detail(cleaned(from.detail, limits::detail_bytes));
    }
    void operator()(const Subscribe& from) const {
        auto* out = to->mutable_subscribe();
        out->set_kind(static_cast<wire::ViewKind>(from.subscription.kind));
        out->set_zone(cut_to_bytes(from.subscription.zone, limits::name_bytes));
        out->set_counter(from.subscription.counter.value);
    }
    void operator()(const CommandRequest& from) const {
        auto* out = to->mutable_command_request();
        out->set_id(as_string(from.id.bytes));
        put(from.command, out);
    }
    void operator()(const CommandReply& from) const {
        auto* out = to->mutable_command_reply();
        out->set_id(as_string(from.id.bytes));
        put(from.reply, out);
    }
    void operator()(const SignIn& from) const {
        auto* out = to->mutable_sign_in();
        out->set_id(as_string(from.id.bytes));
        out->set_login(from.login.value);
        out->set_password(password_to_send(from.password));
        out->set_counter(from.counter.value);
        out->set_take_over(from.take_over);
    }
    void operator()(const AcceptPairing& from) const {
        auto* out = to->mutable_accept_pairing();
        out->set_id(as_string(from.id.bytes));
        out->set_code(cut_to_bytes(from.code, limits::pairing_code_digits + 1));
        out->set_name(cut_to_bytes(from.name, limits::name_bytes));
        out->set_counter(from.counter.value);
    }
    void operator()(const AddStaffRequest& from) const {
        auto* out = to->mutable_add_staff();
        out->set_id(as_string(from.id.bytes));
        out->set_login(from.login.value);
        out->set_name(cut_to_bytes(from.name, limits::name_bytes));
        out->set_password(password_to_send(from.password));
    }
    void operator()(const QueryRequest& from) const { put(from.query, to->mutable_query_request()); }
    void operator()(const QueryAnswer& from) const { put(from.answer, to->mutable_query_answer()); }
    void operator()(const ViewPush& from) const { put(from.view, fullness, to->mutable_view_push()); }
    void operator()(const Ping& from) const { to->mutable_ping()->set_value(from.value); }
    void operator()(const Pong& from) const { to->mutable_pong()->set_value(from.value); }
    void operator()(const Unsupported& from) const { to->mutable_unsupported()->set_field(from.field); }
    void operator()(const ServerState& from) const { to->mutable_server_state()->set_can_save(from.can_save); }
};

}  // namespace

std::string encode(const Message& message) {
    google::protobuf::Arena arena;  // a view's many small messages come and go at once
    auto& envelope = *google::protobuf::Arena::CreateMessage<wire::Envelope>(&arena);
    for (const Fullness fullness : {Fullness::Whole, Fullness::ShortNotes, Fullness::OneLanguage}) {
        envelope.Clear();
        envelope.set_correlation(message.correlation);
        std::visit(BodyPutter{&envelope, fullness}, message.body);
        if (envelope.ByteSizeLong() <= limits::frame_bytes)
            break;
    }
    std::string payload = envelope.SerializeAsString();
    MOTCUA_ASSERT(!payload.empty() && payload.size() <= limits::frame_bytes);
    return payload;
}

std::string encode_frame(const Message& message) {
    return frame(encode(message));
}

}  // namespace motcua::protocol
