// Events of a ticket, from its issue to its end.
#include "server/hall/apply.hpp"
#include "shared/base/broken.hpp"

namespace motcua::hall {
namespace {

Line& own_line(Day& day, const Ticket& ticket) {
    return ticket.reserved_for.empty() ? day.service_lines[ticket.service] : day.reserved_lines[ticket.reserved_for];
}

void leave_index(Day& day, const Ticket& ticket) {
    if (ticket.state == TicketState::Waiting)
        own_line(day, ticket).leave(ticket.place(), ticket.issued_at);
    else if (ticket.state == TicketState::Held)
        day.held.erase({ticket.changed_at, ticket.ordinal});
    else if (ticket.state == TicketState::NoShow)
        day.missed.erase({ticket.changed_at, ticket.ordinal});
}

void enter_index(Day& day, const Ticket& ticket) {
    if (ticket.state == TicketState::Waiting)
        own_line(day, ticket).enter(ticket.place(), ticket.issued_at);
    else if (ticket.state == TicketState::Held)
        day.held.insert({ticket.changed_at, ticket.ordinal});
    else if (ticket.state == TicketState::NoShow)
        day.missed.insert({ticket.changed_at, ticket.ordinal});
}

/// Out of one state and into another, with every index.
void move_to(Day& day, Ticket& ticket, TicketState next, Instant at) {
    leave_index(day, ticket);
    ticket.state = next;
    ticket.changed_at = at;
    enter_index(day, ticket);
}

/// The ticket that is open at this counter, when it is this one; nullptr = the event cannot follow.
Ticket* current(HallState& state, const CounterId& counter, TicketId id) {
    Ticket* ticket = state.ticket(id);
    const bool is_current = ticket != nullptr && state.counter_day(counter).current == ticket->ordinal;
    return is_current ? ticket : nullptr;
}

/// Before the ticket leaves its counter for a time: it may come back there.
void add_time_served(Ticket& ticket, Instant until) {
    if (ticket.state == TicketState::Serving)
        ticket.served_ms += until - ticket.serving_since;
}

/// Grows over calls and recalls, and over days: a board or a voice needs no other memory than the last one.
std::uint64_t next_call_sequence(Day& day) {
    ++day.calls;
    return (static_cast<std::uint64_t>(day.date.days + 2) << 32) + day.calls;
}

bool is_plausible(const TicketIssued& event) {
    return event.number.letter >= 'A' && event.number.letter <= 'Z' && event.number.serial >= 1 &&
           event.number.serial <= limits::numbers_per_letter && is_ticket_token(event.token.value) &&
           event.virtual_arrival >= earliest_instant - day_ms && event.virtual_arrival <= latest_instant;
}

}  // namespace

bool apply_event(HallState& state, const EventRecord& record, const TicketIssued& event) {
    Day& day = state.day;
    const auto ordinal = static_cast<std::int32_t>(day.tickets.size()) + 1;
    if (event.ticket != make_ticket_id(day.date, ordinal) || !is_plausible(event) ||
        state.settings.service(event.service) == nullptr || day.by_token.contains(event.token))
        return false;
    const auto letter = day.numbers.find(event.number.letter);
    const auto serial = static_cast<std::size_t>(event.number.serial);
    if (event.issued_at) {  // of its kiosk's own numbers
        const Reserve* reserve = state.reserve_of(record.actor.device, event.number);
        if (reserve == nullptr || state.is_given_out(event.number) || *event.issued_at < reserve->since ||
            *event.issued_at > record.at)
            return false;
    } else if (letter != day.numbers.end() && letter->second.used.test(serial)) {
        return false;
    }
    Ticket ticket;
    ticket.id = event.ticket;
    ticket.ordinal = ordinal;
    ticket.number = event.number;
    ticket.token = event.token;
    ticket.service = event.service;
    ticket.category = event.category;
    ticket.language = event.language;
    ticket.issued_at = event.issued_at.value_or(record.at);
    ticket.virtual_arrival = event.virtual_arrival;
    ticket.changed_at = record.at;
    day.numbers[event.number.letter].used.set(serial);
    day.numbers[event.number.letter].ordinal_of[event.number.serial] = ordinal;
    day.by_token[event.token] = ordinal;
    ++day.issued[event.service];
    enter_index(day, ticket);
    day.tickets.push_back(std::move(ticket));
    return true;
}

bool apply_event(HallState& state, const EventRecord& record, const NumbersReserved& event) {
    Day& day = state.day;
    const bool is_plausible_run = event.letter >= 'A' && event.letter <= 'Z' && event.first >= 1 &&
                                  event.first <= event.last && event.last <= limits::numbers_per_letter;
    if (!is_plausible_run || !state.devices.contains(event.device))
        return false;
    LetterUse& use = day.numbers[event.letter];
    for (std::int32_t serial = event.first; serial <= event.last; ++serial) {
        if (use.used.test(static_cast<std::size_t>(serial)))
            return false;
    }
    for (std::int32_t serial = event.first; serial <= event.last && !MOTCUA_BROKEN(ReservedGivenOutToo); ++serial)
        use.used.set(static_cast<std::size_t>(serial));
    day.reserves.push_back(Reserve{event.device, event.service, event.letter, event.first, event.last, record.at});
    return true;
}

bool apply_event(HallState& state, const EventRecord& record, const TicketCalled& event) {
    Ticket* ticket = state.ticket(event.ticket);
    const CounterDay& before = state.counter_day(event.counter);
    if (ticket == nullptr || before.state != CounterState::Open || (before.current != 0 && !MOTCUA_BROKEN(SecondCall)))
        return false;
    const bool may_be_chosen = event.rule == CallRule::ChosenByStaff &&
                               (ticket->state == TicketState::Held || ticket->state == TicketState::NoShow);
    if (ticket->state != TicketState::Waiting && !may_be_chosen)
        return false;
    if (event.passed_over.size() > limits::passed_over_listed ||
        event.passed_over_count < static_cast<std::int32_t>(event.passed_over.size()))
        return false;
    const bool may_go_back = event.rule == CallRule::ChosenByStaff && ticket->counter == event.counter &&
                             event.back_to == ticket->sent_from && state.settings.service(event.back_to) != nullptr;
    if (!event.back_to.empty() && !may_go_back)
        return false;
    const bool is_served = MOTCUA_BROKEN(TakenBackAsServed) && may_be_chosen;
    move_to(state.day, *ticket, is_served ? TicketState::Serving : TicketState::Called, record.at);
    if (ticket->counter != event.counter)
        ticket->served_ms = 0;
    ticket->counter = event.counter;
    ticket->reserved_for = CounterId{};
    if (!event.back_to.empty())
        ticket->service = event.back_to;
    ticket->sent_from = ServiceId{};
    ticket->called_at = record.at;
    ticket->call_sequence = next_call_sequence(state.day);
    if (ticket->calls.size() >= limits::legs_per_ticket)
        ticket->calls.erase(ticket->calls.begin());
    ticket->calls.push_back(CallRecord{record.at, event.counter, event.rule, event.virtual_arrival, event.passed_over,
                                       event.passed_over_count, /*recalls=*/0});
    state.day.counters[event.counter].current = ticket->ordinal;
    return true;
}

bool apply_event(HallState& state, const EventRecord& record, const TicketRecalled& event) {
    Ticket* ticket = current(state, event.counter, event.ticket);
    if (ticket == nullptr || ticket->state != TicketState::Called)
        return false;
    ++ticket->calls.back().recalls;
    ticket->called_at = record.at;
    ticket->call_sequence = next_call_sequence(state.day);
    return true;
}

bool apply_event(HallState& state, const EventRecord& record, const ServiceStarted& event) {
    Ticket* ticket = current(state, event.counter, event.ticket);
    if (ticket == nullptr || ticket->state != TicketState::Called)
        return false;
    move_to(state.day, *ticket, TicketState::Serving, record.at);
    ticket->serving_since = record.at;
    return true;
}

bool apply_event(HallState& state, const EventRecord& record, const ServiceFinished& event) {
    Ticket* ticket = current(state, event.counter, event.ticket);
    if (ticket == nullptr)
        return false;
    // Finished without a start: the service began with the call.
    const Instant since = ticket->state == TicketState::Serving ? ticket->serving_since : ticket->calls.back().at;
    move_to(state.day, *ticket, TicketState::Finished, record.at);
    CounterDay& today = state.day.counters[event.counter];
    today.current = 0;
    today.service_ms.insert({ticket->served_ms + (record.at - since), ticket->ordinal});
    return true;
}

bool apply_event(HallState& state, const EventRecord& record, const TicketMissed& event) {
    Ticket* ticket = current(state, event.counter, event.ticket);
    if (ticket == nullptr || ticket->state != TicketState::Called)
        return false;
    move_to(state.day, *ticket, TicketState::NoShow, record.at);
    state.day.counters[event.counter].current = 0;
    return true;
}

bool apply_event(HallState& state, const EventRecord& record, const TicketHeld& event) {
    Ticket* ticket = current(state, event.counter, event.ticket);
    if (ticket == nullptr || event.note.size() > limits::note_bytes)
        return false;
    add_time_served(*ticket, record.at);
    move_to(state.day, *ticket, TicketState::Held, record.at);
    ticket->note = event.note;
    state.day.counters[event.counter].current = 0;
    return true;
}

bool apply_event(HallState& state, const EventRecord& record, const TicketTransferred& event) {
    Ticket* ticket = current(state, event.from_counter, event.ticket);
    if (ticket == nullptr || event.note.size() > limits::note_bytes ||
        state.settings.service(event.to_service) == nullptr)
        return false;
    if (!event.to_counter.empty() && state.settings.counter(event.to_counter) == nullptr)
        return false;
    add_time_served(*ticket, record.at);
    if (event.to_service != ticket->service)
        ticket->sent_from = ticket->service;
    ticket->service = event.to_service;
    ticket->reserved_for = event.to_counter;
    ticket->note = event.note;
    if (MOTCUA_BROKEN(TransferLosesPlace))
        ticket->virtual_arrival = record.at;
    move_to(state.day, *ticket, TicketState::Waiting, record.at);
    state.day.counters[event.from_counter].current = 0;
    return true;
}

bool apply_event(HallState& state, const EventRecord& record, const TicketCancelled& event) {
    Ticket* ticket = state.ticket(event.ticket);
    if (ticket == nullptr)
        return false;
    const bool is_called = ticket->state == TicketState::Called;
    const bool may_leave =
        ticket->state == TicketState::Waiting || ticket->state == TicketState::Held || (is_called && event.day_end);
    if (!may_leave)
        return false;
    if (is_called)
        state.day.counters[ticket->counter].current = 0;
    move_to(state.day, *ticket, TicketState::Cancelled, record.at);
    ticket->reserved_for = CounterId{};
    ticket->sent_from = ServiceId{};
    return true;
}

}  // namespace motcua::hall
