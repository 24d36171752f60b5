#include "shared/base/assert.hpp"
#include "shared/protocol/convert.hpp"
#include "shared/protocol/decode_pieces.hpp"
#include "shared/protocol/encode_pieces.hpp"

namespace motcua::protocol {
namespace {

struct CommandPutter {
    wire::CommandRequest* to;

    void operator()(const IssueTicket& from) const {
        auto* out = to->mutable_issue_ticket();
        out->set_service(from.service.value);
        out->set_category(from.category.value);
        out->set_language(cut_to_bytes(from.language, limits::language_tag_bytes));
    }
    void operator()(const CancelTicket& from) const { to->mutable_cancel_ticket()->set_token(from.token.value); }
    void operator()(const ReserveNumbers&) const { to->mutable_reserve_numbers(); }
    void operator()(const IssueReserved& from) const {
        auto* out = to->mutable_issue_reserved();
        out->set_service(from.service.value);
        out->set_category(from.category.value);
        put(from.number, out->mutable_number());
        out->set_token(from.token.value);
        out->set_service_day(from.service_day.days);
        out->set_issued_at(from.issued_at.ms);
        out->set_language(cut_to_bytes(from.language, limits::language_tag_bytes));
    }
    void operator()(const OpenCounter& from) const {
        auto* out = to->mutable_open_counter();
        out->set_counter(from.counter.value);
        out->set_staff(from.staff.value);
        out->set_take_over(from.take_over);
    }
    void operator()(const CloseCounter& from) const { at(from.counter, to->mutable_close_counter()); }
    void operator()(const CallNext& from) const { at(from.counter, to->mutable_call_next()); }
    void operator()(const Recall& from) const { with(from, to->mutable_recall()); }
    void operator()(const StartService& from) const { with(from, to->mutable_start_service()); }
    void operator()(const FinishService& from) const { with(from, to->mutable_finish_service()); }
    void operator()(const MarkNoShow& from) const { with(from, to->mutable_mark_no_show()); }
    void operator()(const ResumeCounter& from) const { at(from.counter, to->mutable_resume_counter()); }
    void operator()(const HoldTicket& from) const {
        auto* out = to->mutable_hold_ticket();
        out->set_counter(from.counter.value);
        out->set_note(cut_to_bytes(from.note, limits::note_bytes));
        out->set_ticket(from.ticket.value);
    }
    void operator()(const TakeBack& from) const {
        auto* out = to->mutable_take_back();
        out->set_counter(from.counter.value);
        out->set_ticket(from.ticket.value);
    }
    void operator()(const TransferTicket& from) const {
        auto* out = to->mutable_transfer_ticket();
        out->set_counter(from.counter.value);
        out->set_to_service(from.to_service.value);
        out->set_to_counter(from.to_counter.value);
        out->set_note(cut_to_bytes(from.note, limits::note_bytes));
        out->set_ticket(from.ticket.value);
    }
    void operator()(const PauseCounter& from) const {
        auto* out = to->mutable_pause_counter();
        out->set_counter(from.counter.value);
        out->set_reason(cut_to_bytes(from.reason, limits::note_bytes));
    }
    void operator()(const RevokeDevice& from) const { to->mutable_revoke_device()->set_device(from.device.value); }
    void operator()(const RemoveStaff& from) const { to->mutable_remove_staff()->set_login(from.login.value); }

    // Made by the server only; encode() has already asked has_wire_form().
    void operator()(const ImportSettings&) const {}
    void operator()(const AcceptDevice&) const {}
    void operator()(const AddStaff&) const {}
    void operator()(const Tick&) const {}

    template <class WithTicket>
    static void with(const WithTicket& from, wire::WithTicket* out) {
        out->set_counter(from.counter.value);
        out->set_ticket(from.ticket.value);
    }
    static void at(const CounterId& counter, wire::AtCounter* out) { out->set_counter(counter.value); }
};

struct QueryPutter {
    wire::QueryRequest* to;

    void operator()(const ListTickets& from) const {
        to->mutable_list_tickets()->set_open_only(from.open_only);
        to->mutable_list_tickets()->set_after(from.after.value);
    }
    void operator()(const ShowTicket& from) const {
        auto* out = to->mutable_show_ticket();
        out->set_token(from.token.value);
        if (from.number)
            put(*from.number, out->mutable_number());
    }
    void operator()(const ListDevices&) const { to->mutable_list_devices(); }
    void operator()(const ListStaff&) const { to->mutable_list_staff(); }
    void operator()(const AskHealth&) const { to->mutable_ask_health(); }
    void operator()(const BackUp& from) const {
        to->mutable_back_up()->set_file_name(cut_to_bytes(from.file_name, limits::file_name_bytes));
    }
};

void put(const DeviceLine& from, wire::DeviceLine* to) {
    to->set_id(from.id.value);
    to->set_name(cut_to_bytes(from.name, limits::name_bytes));
    to->set_role(static_cast<wire::Role>(from.role));
    to->set_counter(from.counter.value);
    to->set_pairing_code(from.pairing_code);
    to->set_since(from.since.ms);
    to->set_connected(from.connected);
    to->set_revoked(from.revoked);
}

void put(const StaffLine& from, wire::StaffLine* to) {
    to->set_login(from.login.value);
    to->set_name(cut_to_bytes(from.name, limits::name_bytes));
    to->set_at_counter(from.at_counter.value);
}

void put_as_it_is(const Problem& from, wire::Sentence* to) {
    to->set_is_verbatim(from.pattern.empty());
    to->set_text(cleaned(from.pattern.empty() ? from.text : from.pattern, limits::detail_bytes));
    for (const Problem& part : from.parts)
        put_as_it_is(part, to->add_values());
}

/// What the other side would refuse goes in English, in one piece.
void put(const Problem& from, wire::Sentence* to) {
    put_as_it_is(from, to);
    Check check;
    Problem taken;
    take(*to, check, taken);
    if (check.is_good())
        return;
    to->Clear();
    put_as_it_is(Problem::verbatim(from.text), to);
}

void put(const HealthLine& from, wire::HealthLine* to) {
    to->set_name(cleaned(from.name, limits::name_bytes));
    to->set_is_good(from.is_good);
    const Problem& what = from.what;
    to->set_text(cleaned(what.pattern.empty() ? what.text : what.pattern, limits::detail_bytes));
    bool is_plain = !what.pattern.empty();
    for (std::size_t i = 0; i < std::min(what.parts.size(), limits::health_values); ++i) {
        to->add_values(cleaned(what.parts[i].text, limits::detail_bytes));
        is_plain = is_plain && what.parts[i].pattern.empty();
    }
    if (!is_plain)
        put(what, to->mutable_sentence());
}

/// Room of one answer, shared by its lists: a list ends where its next line would not fit.
class Room {
  public:
    template <class Item, class Wire, class PutOne>
    void put_list(const std::vector<Item>& from, std::size_t max, Repeated<Wire>* to, PutOne put_one) {
        for (const Item& item : from) {
            auto* line = to->Add();
            put_one(item, line);
            const std::size_t size = line->ByteSizeLong() + line_overhead_bytes;
            if (size > left_bytes_ || static_cast<std::size_t>(to->size()) > max) {
                to->RemoveLast();
                cut_short_ = true;
                return;
            }
            left_bytes_ -= size;
        }
    }
    bool cut_short() const { return cut_short_; }

  private:
    static constexpr std::size_t line_overhead_bytes = 4;  // tag and length
    std::size_t left_bytes_ = limits::frame_bytes - limits::answer_rest_bytes;
    bool cut_short_ = false;
};

}  // namespace

void put(const Command& from, wire::CommandRequest* to) {
    MOTCUA_ASSERT(has_wire_form(from));
    std::visit(CommandPutter{to}, from);
}

void put(const Query& from, wire::QueryRequest* to) {
    std::visit(QueryPutter{to}, from);
}

void put(const Reply& from, wire::CommandReply* to) {
    to->set_refusal(static_cast<wire::Refusal>(from.refusal));
    if (from.ticket)
        put(*from.ticket, TicketParts::All, to->mutable_ticket());
    to->set_device(from.device.value);
    if (from.opens_at)
        to->set_opens_at(from.opens_at->ms);
    to->set_detail(cleaned(from.detail, limits::detail_bytes));
    for (const ReservedNumbers& run : from.reserved) {
        auto* out = to->add_reserved();
        out->set_service_day(run.service_day.days);
        out->set_service(run.service.value);
        put(TicketNumber{run.letter, run.first}, out->mutable_first());
        out->set_last_serial(static_cast<std::uint32_t>(run.last));
    }
}

void put(const Answer& from, wire::QueryAnswer* to) {
    to->set_refusal(static_cast<wire::Refusal>(from.refusal));
    to->set_detail(cleaned(from.detail, limits::detail_bytes));
    to->set_file(cleaned(from.file, limits::path_bytes));
    if (!from.reason.text.empty())
        put(from.reason, to->mutable_reason());
    const auto parts = from.tickets.size() > 1 ? TicketParts::WithoutStory : TicketParts::All;
    Room room;
    room.put_list(from.tickets, limits::tickets_listed, to->mutable_tickets(),
                  [parts](const TicketDetail& item, wire::TicketDetail* out) { put(item, parts, out); });
    room.put_list(from.devices, limits::devices, to->mutable_devices(),
                  [](const DeviceLine& item, wire::DeviceLine* out) { put(item, out); });
    room.put_list(from.staff, limits::staff, to->mutable_staff(),
                  [](const StaffLine& item, wire::StaffLine* out) { put(item, out); });
    room.put_list(from.health, limits::health_lines, to->mutable_health(),
                  [](const HealthLine& item, wire::HealthLine* out) { put(item, out); });
    to->set_cut_short(from.cut_short || room.cut_short());
}

}  // namespace motcua::protocol
