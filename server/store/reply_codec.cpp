#include "server/store/codec_parts.hpp"
#include "server/store/event_codec.hpp"
#include "shared/vocabulary/limits.hpp"

namespace motcua::store {
namespace {

void write(const CallRecord& call, pb::Call& message) {
    message.set_at(call.at.ms);
    message.set_counter(call.counter.value);
    message.set_rule(static_cast<std::uint32_t>(call.rule));
    message.set_virtual_arrival(call.virtual_arrival.ms);
    for (const PassedOver& passed : call.passed_over)
        store::write(passed, *message.add_passed_over());
    message.set_passed_over_count(call.passed_over_count);
    message.set_recalls(call.recalls);
}

bool read(const pb::Call& message, CallRecord& call) {
    call.at.ms = message.at();
    call.counter.value = message.counter();
    call.virtual_arrival.ms = message.virtual_arrival();
    for (const auto& passed : message.passed_over())
        if (!store::read(passed, call.passed_over.emplace_back()))
            return false;
    call.passed_over_count = message.passed_over_count();
    call.recalls = message.recalls();
    return read_enum(message.rule(), CallRule::SmallestVirtualArrival, CallRule::ChosenByStaff, call.rule);
}

void write(const TicketDetail& ticket, pb::Ticket& message) {
    message.set_id(ticket.id.value);
    message.set_token(ticket.token.value);
    store::write(ticket.number, *message.mutable_number());
    message.set_service_day(ticket.service_day.days);
    message.set_service(ticket.service.value);
    message.set_category(ticket.category.value);
    message.set_state(static_cast<std::uint32_t>(ticket.state));
    message.set_issued_at(ticket.issued_at.ms);
    message.set_virtual_arrival(ticket.virtual_arrival.ms);
    message.set_changed_at(ticket.changed_at.ms);
    message.set_counter(ticket.counter.value);
    message.set_reserved_for(ticket.reserved_for.value);
    message.set_people_ahead(ticket.people_ahead);
    message.set_note(ticket.note);
    for (const CallRecord& call : ticket.calls)
        write(call, *message.add_calls());
}

bool read(const pb::Ticket& message, TicketDetail& ticket) {
    ticket.id.value = message.id();
    ticket.token.value = message.token();
    ticket.service_day.days = message.service_day();
    ticket.service.value = message.service();
    ticket.category.value = message.category();
    ticket.issued_at.ms = message.issued_at();
    ticket.virtual_arrival.ms = message.virtual_arrival();
    ticket.changed_at.ms = message.changed_at();
    ticket.counter.value = message.counter();
    ticket.reserved_for.value = message.reserved_for();
    ticket.people_ahead = message.people_ahead();
    ticket.note = message.note();
    for (const auto& call : message.calls())
        if (!read(call, ticket.calls.emplace_back()))
            return false;
    return store::read(message.number(), ticket.number) &&
           read_enum(message.state(), TicketState::Waiting, TicketState::Cancelled, ticket.state);
}

}  // namespace

void write(const Reply& reply, pb::Reply& message) {
    message.set_refusal(static_cast<std::uint32_t>(reply.refusal));
    if (reply.ticket)
        write(*reply.ticket, *message.mutable_ticket());
    message.set_device(reply.device.value);
    if (reply.opens_at)
        message.set_opens_at(reply.opens_at->ms);
    message.set_detail(reply.detail);
    for (const ReservedNumbers& run : reply.reserved) {
        auto& item = *message.add_reserved();
        item.set_service_day(run.service_day.days);
        item.set_service(run.service.value);
        store::write(TicketNumber{run.letter, run.first}, *item.mutable_first());
        item.set_last(run.last);
    }
}

bool read(const pb::Reply& message, Reply& reply) {
    // A refusal of a newer program is kept by its number: the asker understands it or says "unknown".
    if (message.refusal() > 255)
        return false;
    reply.refusal = static_cast<Refusal>(message.refusal());
    reply.device.value = message.device();
    if (message.has_opens_at())
        reply.opens_at = Instant{message.opens_at()};
    reply.detail = message.detail();
    for (const auto& item : message.reserved()) {
        TicketNumber first;
        if (!store::read(item.first(), first))
            return false;
        reply.reserved.push_back(
            {Date{item.service_day()}, ServiceId{item.service()}, first.letter, first.serial, item.last()});
    }
    return !message.has_ticket() || read(message.ticket(), reply.ticket.emplace());
}

std::string encode_outcome(const HallId& hall, const StoredOutcome& outcome) {
    pb::Reply message;
    write(outcome.reply, message);
    message.set_asker(outcome.asker);
    return sealed(about_outcome(hall, outcome), message.SerializeAsString());
}

Result<void> decode_outcome(const HallId& hall, std::string_view bytes, StoredOutcome& outcome) {
    std::string_view body;
    pb::Reply message;
    outcome.reply = Reply{};
    if (!opened(about_outcome(hall, outcome), bytes, body) ||
        !message.ParseFromArray(body.data(), static_cast<int>(body.size())) || !read(message, outcome.reply))
        return Problem("the kept answer to request {} of hall {} is damaged", to_hex(outcome.id), hall.value);
    outcome.asker = message.asker();
    return {};
}

}  // namespace motcua::store
