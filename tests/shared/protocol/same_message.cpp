#include "same_message.hpp"

#include <tuple>

namespace motcua::protocol {
namespace {

auto fields(const IssueTicket& of) {
    return std::tie(of.service, of.category, of.token, of.language);
}
auto fields(const ReserveNumbers&) {
    return std::tie();
}
auto fields(const IssueReserved& of) {
    return std::tie(of.service, of.category, of.number, of.token, of.service_day, of.issued_at, of.language);
}
auto fields(const CancelTicket& of) {
    return std::tie(of.token);
}
auto fields(const OpenCounter& of) {
    return std::tie(of.counter, of.staff, of.take_over);
}
auto fields(const CloseCounter& of) {
    return std::tie(of.counter);
}
auto fields(const CallNext& of) {
    return std::tie(of.counter);
}
auto fields(const Recall& of) {
    return std::tie(of.counter, of.ticket);
}
auto fields(const StartService& of) {
    return std::tie(of.counter, of.ticket);
}
auto fields(const FinishService& of) {
    return std::tie(of.counter, of.ticket);
}
auto fields(const MarkNoShow& of) {
    return std::tie(of.counter, of.ticket);
}
auto fields(const HoldTicket& of) {
    return std::tie(of.counter, of.note, of.ticket);
}
auto fields(const TakeBack& of) {
    return std::tie(of.counter, of.ticket);
}
auto fields(const TransferTicket& of) {
    return std::tie(of.counter, of.to_service, of.to_counter, of.note, of.ticket);
}
auto fields(const PauseCounter& of) {
    return std::tie(of.counter, of.reason);
}
auto fields(const ResumeCounter& of) {
    return std::tie(of.counter);
}
auto fields(const RevokeDevice& of) {
    return std::tie(of.device);
}
auto fields(const RemoveStaff& of) {
    return std::tie(of.login);
}
auto fields(const ListTickets& of) {
    return std::tie(of.open_only, of.after);
}
auto fields(const ShowTicket& of) {
    return std::tie(of.token, of.number);
}
auto fields(const BackUp& of) {
    return std::tie(of.file_name);
}

auto fields(const Hello& of) {
    return std::tie(of.major, of.minor, of.hall, of.program, of.version, of.device, of.pairing_role, of.pairing_name,
                    of.pairing_key, of.pairing_counter);
}
auto fields(const Challenge& of) {
    return std::tie(of.nonce);
}
auto fields(const Proof& of) {
    return std::tie(of.signature);
}
auto fields(const PairingCode& of) {
    return std::tie(of.code, of.expires_in_ms);
}
auto fields(const Paired& of) {
    return std::tie(of.device);
}
auto fields(const Welcome& of) {
    return std::tie(of.minor, of.device, of.role, of.device_name, of.counter, of.heartbeat_ms, of.server_time,
                    of.offset_min);
}
auto fields(const Goodbye& of) {
    return std::tie(of.reason, of.detail);
}
auto fields(const Subscribe& of) {
    return std::tie(of.subscription);
}
auto fields(const CommandReply& of) {
    return std::tie(of.id, of.reply);
}
auto fields(const SignIn& of) {
    return std::tie(of.id, of.login, of.password, of.counter, of.take_over);
}
auto fields(const AcceptPairing& of) {
    return std::tie(of.id, of.code, of.name, of.counter);
}
auto fields(const AddStaffRequest& of) {
    return std::tie(of.id, of.login, of.name, of.password);
}
auto fields(const QueryAnswer& of) {
    return std::tie(of.answer);
}
auto fields(const ViewPush& of) {
    return std::tie(of.view);
}
auto fields(const Ping& of) {
    return std::tie(of.value);
}
auto fields(const Pong& of) {
    return std::tie(of.value);
}
auto fields(const Unsupported& of) {
    return std::tie(of.field);
}
auto fields(const ServerState& of) {
    return std::tie(of.can_save);
}

// Without fields, or never on the wire.
template <class Empty>
requires(std::is_empty_v<Empty> || std::is_same_v<Empty, ImportSettings> || std::is_same_v<Empty, AcceptDevice> ||
         std::is_same_v<Empty, AddStaff>) std::tuple<> fields(const Empty&) {
    return {};
}

struct Same {
    template <class T>
    bool operator()(const T& left, const T& right) const {
        return fields(left) == fields(right);
    }
    bool operator()(const CommandRequest& left, const CommandRequest& right) const {
        return left.id == right.id && std::visit(*this, left.command, right.command);
    }
    bool operator()(const QueryRequest& left, const QueryRequest& right) const {
        return std::visit(*this, left.query, right.query);
    }
    template <class T, class U>
    bool operator()(const T&, const U&) const {
        return false;
    }
};

}  // namespace

bool is_same(const Message& left, const Message& right) {
    return left.correlation == right.correlation && std::visit(Same{}, left.body, right.body);
}

}  // namespace motcua::protocol
