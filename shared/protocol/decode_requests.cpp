#include "shared/protocol/decode_pieces.hpp"

namespace motcua::protocol {
namespace {

IssueTicket take(const wire::IssueTicket& from, Check& check) {
    IssueTicket to;
    check.key(from.service(), to.service, "service");
    check.key_or_none(from.category(), to.category, "category");
    if (!from.language().empty())
        check.language(from.language(), to.language, "language");
    return to;
}

CancelTicket take(const wire::CancelTicket& from, Check& check) {
    CancelTicket to;
    check.token(from.token(), to.token, "token");
    return to;
}

IssueReserved take(const wire::IssueReserved& from, Check& check) {
    IssueReserved to;
    check.key(from.service(), to.service, "service");
    check.key_or_none(from.category(), to.category, "category");
    check.number(from.number(), to.number, "number");
    check.token(from.token(), to.token, "token");
    check.date(from.service_day(), to.service_day, "service_day");
    check.instant(from.issued_at(), to.issued_at, "issued_at");
    if (!from.language().empty())
        check.language(from.language(), to.language, "language");
    return to;
}

OpenCounter take(const wire::OpenCounter& from, Check& check) {
    OpenCounter to;
    check.key(from.counter(), to.counter, "counter");
    check.key_or_none(from.staff(), to.staff, "staff");  // an administrator opens it without a person
    to.take_over = from.take_over();
    return to;
}

template <class AtCounter>
AtCounter at_counter(const wire::AtCounter& from, Check& check) {
    AtCounter to;
    check.key(from.counter(), to.counter, "counter");
    return to;
}

template <class WithTicket>
WithTicket with_ticket(const wire::WithTicket& from, Check& check) {
    WithTicket to;
    check.key(from.counter(), to.counter, "counter");
    to.ticket.value = from.ticket();
    return to;
}

HoldTicket take(const wire::HoldTicket& from, Check& check) {
    HoldTicket to;
    check.key(from.counter(), to.counter, "counter");
    check.line(from.note(), limits::note_bytes, to.note, "note");
    to.ticket.value = from.ticket();
    return to;
}

TakeBack take(const wire::TakeBack& from, Check& check) {
    TakeBack to;
    check.key(from.counter(), to.counter, "counter");
    if (from.ticket() == 0)
        check.refuse("ticket", "is missing");
    to.ticket.value = from.ticket();
    return to;
}

TransferTicket take(const wire::TransferTicket& from, Check& check) {
    TransferTicket to;
    check.key(from.counter(), to.counter, "counter");
    if (from.to_service().empty() == from.to_counter().empty())
        check.refuse("target of the transfer", "is not exactly one of to_service and to_counter");
    check.key_or_none(from.to_service(), to.to_service, "to_service");
    check.key_or_none(from.to_counter(), to.to_counter, "to_counter");
    check.line(from.note(), limits::note_bytes, to.note, "note");
    to.ticket.value = from.ticket();
    return to;
}

PauseCounter take(const wire::PauseCounter& from, Check& check) {
    PauseCounter to;
    check.key(from.counter(), to.counter, "counter");
    check.line(from.reason(), limits::note_bytes, to.reason, "reason");
    return to;
}

RevokeDevice take(const wire::RevokeDevice& from, Check& check) {
    RevokeDevice to;
    check.key(from.device(), to.device, "device");
    return to;
}

RemoveStaff take(const wire::RemoveStaff& from, Check& check) {
    RemoveStaff to;
    check.key(from.login(), to.login, "login");
    return to;
}

ShowTicket take(const wire::ShowTicket& from, Check& check) {
    ShowTicket to;
    if (from.token().empty() != from.has_number())
        check.refuse("ticket to show", "is not exactly one of token and number");
    check.token_or_none(from.token(), to.token, "token");
    if (from.has_number())
        check.number(from.number(), to.number.emplace(), "number");
    return to;
}

BackUp take(const wire::BackUp& from, Check& check) {
    BackUp to;
    check.line(from.file_name(), limits::file_name_bytes, to.file_name, "file_name");
    if (from.file_name().empty() || from.file_name().front() == '.' || from.file_name().find('/') != std::string::npos)
        check.refuse("file_name", "is not a plain name (no folder, no leading dot)");
    return to;
}

void take(const wire::DeviceLine& from, Check& check, DeviceLine& to) {
    check.key_or_none(from.id(), to.id, "id of a device");
    check.line(from.name(), limits::name_bytes, to.name, "name of a device");
    check.one_of(from.role(), Role::Unproven, Role::Admin, to.role, "role of a device");
    check.key_or_none(from.counter(), to.counter, "counter of a device");
    if (!from.pairing_code().empty())
        check.six_digits(from.pairing_code(), to.pairing_code, "pairing_code of a device");
    check.instant(from.since(), to.since, "since of a device");
    to.connected = from.connected();
    to.revoked = from.revoked();
}

void take(const wire::StaffLine& from, Check& check, StaffLine& to) {
    check.key(from.login(), to.login, "login of staff");
    check.line(from.name(), limits::name_bytes, to.name, "name of staff");
    check.key_or_none(from.at_counter(), to.at_counter, "at_counter of staff");
}

void take(const wire::ReservedNumbers& from, Check& check, ReservedNumbers& to) {
    TicketNumber first;
    check.date(from.service_day(), to.service_day, "service_day of reserved numbers");
    check.key(from.service(), to.service, "service of reserved numbers");
    check.number(from.first(), first, "first of reserved numbers");
    to.letter = first.letter;
    to.first = first.serial;
    std::int64_t last = 0;
    check.within(from.last_serial(), first.serial, limits::numbers_per_letter, last, "last_serial of reserved numbers");
    to.last = static_cast<std::int32_t>(last);
}

void take_within(const wire::Sentence& from, std::size_t depth_left, Check& check, Problem& to) {
    constexpr std::string_view what = "a sentence";
    if (depth_left == 0)
        check.refuse(what, "holds too many others within each other");
    std::string text;
    std::vector<Problem> parts;
    check.line(from.text(), limits::detail_bytes, text, what);
    if (check.is_good())
        check.list(from.values(), limits::health_values, parts, what,
                   [&](const wire::Sentence& value, Problem& out) { take_within(value, depth_left - 1, check, out); });
    if (!check.is_good())
        return;  // what is filled in would grow with every level
    to = from.is_verbatim() ? Problem::verbatim(text) : Problem::of(text, std::move(parts));
    check.line(to.text, limits::detail_bytes, text, what);
}

void take(const wire::HealthLine& from, Check& check, HealthLine& to) {
    check.line(from.name(), limits::name_bytes, to.name, "name of a health line");
    to.is_good = from.is_good();
    std::string text;
    std::vector<Problem> values;
    check.line(from.text(), limits::detail_bytes, text, "text of a health line");
    check.list(from.values(), limits::health_values, values, "values of a health line",
               [&check](const std::string& value, Problem& out) {
                   check.line(value, limits::detail_bytes, out.text, "value of a health line");
               });
    if (from.has_sentence())
        take(from.sentence(), check, to.what);
    else if (check.is_good())
        to.what = Problem::of(std::move(text), std::move(values));
}

}  // namespace

bool take(const wire::CommandRequest& from, Check& check, CommandRequest& to) {
    using Case = wire::CommandRequest;
    check.bytes(from.id(), to.id.bytes, "request id");
    switch (from.command_case()) {
        case Case::kIssueTicket:
            return to.command = take(from.issue_ticket(), check), true;
        case Case::kCancelTicket:
            return to.command = take(from.cancel_ticket(), check), true;
        case Case::kReserveNumbers:
            return to.command = ReserveNumbers{}, true;
        case Case::kIssueReserved:
            return to.command = take(from.issue_reserved(), check), true;
        case Case::kOpenCounter:
            return to.command = take(from.open_counter(), check), true;
        case Case::kCloseCounter:
            return to.command = at_counter<CloseCounter>(from.close_counter(), check), true;
        case Case::kCallNext:
            return to.command = at_counter<CallNext>(from.call_next(), check), true;
        case Case::kRecall:
            return to.command = with_ticket<Recall>(from.recall(), check), true;
        case Case::kStartService:
            return to.command = with_ticket<StartService>(from.start_service(), check), true;
        case Case::kFinishService:
            return to.command = with_ticket<FinishService>(from.finish_service(), check), true;
        case Case::kMarkNoShow:
            return to.command = with_ticket<MarkNoShow>(from.mark_no_show(), check), true;
        case Case::kHoldTicket:
            return to.command = take(from.hold_ticket(), check), true;
        case Case::kTakeBack:
            return to.command = take(from.take_back(), check), true;
        case Case::kTransferTicket:
            return to.command = take(from.transfer_ticket(), check), true;
        case Case::kPauseCounter:
            return to.command = take(from.pause_counter(), check), true;
        case Case::kResumeCounter:
            return to.command = at_counter<ResumeCounter>(from.resume_counter(), check), true;
        case Case::kRevokeDevice:
            return to.command = take(from.revoke_device(), check), true;
        case Case::kRemoveStaff:
            return to.command = take(from.remove_staff(), check), true;
        case Case::COMMAND_NOT_SET:
            return false;
    }
    return false;
}

bool take(const wire::QueryRequest& from, Check& check, Query& to) {
    using Case = wire::QueryRequest;
    switch (from.query_case()) {
        case Case::kListTickets:
            return to = ListTickets{from.list_tickets().open_only(), TicketId{from.list_tickets().after()}}, true;
        case Case::kShowTicket:
            return to = take(from.show_ticket(), check), true;
        case Case::kListDevices:
            return to = ListDevices{}, true;
        case Case::kListStaff:
            return to = ListStaff{}, true;
        case Case::kAskHealth:
            return to = AskHealth{}, true;
        case Case::kBackUp:
            return to = take(from.back_up(), check), true;
        case Case::QUERY_NOT_SET:
            return false;
    }
    return false;
}

void take(const wire::CommandReply& from, Check& check, CommandReply& to) {
    check.bytes(from.id(), to.id.bytes, "request id");
    check.refusal(from.refusal(), to.reply.refusal);
    if (from.has_ticket())
        check.ticket(from.ticket(), to.reply.ticket.emplace());
    check.key_or_none(from.device(), to.reply.device, "device");
    if (from.has_opens_at())
        check.instant(from.opens_at(), to.reply.opens_at.emplace(), "opens_at");
    check.line(from.detail(), limits::detail_bytes, to.reply.detail, "detail");
    check.list(from.reserved(), limits::reserved_ranges, to.reply.reserved, "reserved",
               [&check](const wire::ReservedNumbers& item, ReservedNumbers& out) { take(item, check, out); });
}

void take(const wire::QueryAnswer& from, Check& check, Answer& to) {
    check.refusal(from.refusal(), to.refusal);
    check.line(from.detail(), limits::detail_bytes, to.detail, "detail");
    check.list(from.tickets(), limits::tickets_listed, to.tickets, "tickets",
               [&check](const wire::TicketDetail& item, TicketDetail& out) { check.ticket(item, out); });
    to.cut_short = from.cut_short();
    check.list(from.devices(), limits::devices, to.devices, "devices",
               [&check](const wire::DeviceLine& item, DeviceLine& out) { take(item, check, out); });
    check.list(from.staff(), limits::staff, to.staff, "staff",
               [&check](const wire::StaffLine& item, StaffLine& out) { take(item, check, out); });
    check.list(from.health(), limits::health_lines, to.health, "health",
               [&check](const wire::HealthLine& item, HealthLine& out) { take(item, check, out); });
    check.line(from.file(), limits::path_bytes, to.file, "file");
    if (from.has_reason())
        take(from.reason(), check, to.reason);
}

void take(const wire::Sentence& from, Check& check, Problem& to) {
    if (from.ByteSizeLong() > limits::sentence_bytes)
        return check.refuse("a sentence", "is longer than " + std::to_string(limits::sentence_bytes) + " bytes");
    take_within(from, limits::sentence_depth, check, to);
}

}  // namespace motcua::protocol
