// What a counter does with tickets: calls one, and all that follows.
#include "server/hall/explain.hpp"
#include "server/hall/rules.hpp"
#include "shared/base/broken.hpp"
#include "shared/base/text.hpp"

namespace motcua::hall {
namespace {

/// Why this counter cannot call anyone now; None when it can.
Refusal why_not_free(const HallState& state, const CounterId& counter) {
    if (state.settings.counter(counter) == nullptr)
        return Refusal::UnknownCounter;
    const CounterDay& today = state.counter_day(counter);
    if (today.state == CounterState::Closed)
        return Refusal::CounterClosed;
    if (today.state == CounterState::Paused)
        return Refusal::CounterPaused;
    return today.current == 0 || MOTCUA_BROKEN(SecondCall) ? Refusal::None : Refusal::CounterBusy;
}

/// Why the ticket that is meant is not open at this counter; None when `ticket` was set to it. Meant 0: whichever is.
Refusal find_current(const HallState& state, const CounterId& counter, TicketId meant, const Ticket*& ticket) {
    if (state.settings.counter(counter) == nullptr)
        return Refusal::UnknownCounter;
    if (state.counter_day(counter).state == CounterState::Closed)
        return Refusal::CounterClosed;
    ticket = state.current_at(counter);
    if (ticket == nullptr)
        return Refusal::NoCurrentTicket;
    return meant.value == 0 || meant == ticket->id || MOTCUA_BROKEN(KeyActsOnAnybody) ? Refusal::None
                                                                                      : Refusal::OtherTicket;
}

Decision refused_in_state(const Ticket& ticket) {
    return refused(Refusal::WrongState, std::string(name_of(ticket.state)));
}

/// Why staff at this counter may not choose this ticket; None when they may.
Refusal why_not_chosen(const HallState& state, const CounterSettings& counter, const Ticket& ticket, Instant at) {
    switch (ticket.state) {
        case TicketState::Called:
        case TicketState::Serving:
            return Refusal::TicketElsewhere;
        case TicketState::Finished:
        case TicketState::Cancelled:
            return Refusal::WrongState;
        case TicketState::Waiting:
        case TicketState::Held:
        case TicketState::NoShow:
            break;
    }
    // A missed ticket is not open: new settings may have taken its service away.
    if (state.settings.service(ticket.service) == nullptr)
        return Refusal::UnknownService;
    const bool was_here = ticket.counter == counter.id;
    if (!ticket.reserved_for.empty()) {
        if (ticket.reserved_for != counter.id && !was_here)
            return Refusal::TicketElsewhere;
    } else if (!was_here && !serves(counter, ticket.service)) {
        return Refusal::NotServedHere;
    }
    if (ticket.state == TicketState::NoShow && !state.may_return(ticket, at))
        return Refusal::ReturnTooLate;
    return Refusal::None;
}

/// A counter that calls back whom it sent to another service, before anybody else called them, undoes the transfer.
ServiceId service_before_transfer(const HallState& state, const CounterId& counter, const Ticket& ticket) {
    const bool is_still_there = ticket.counter == counter && state.settings.service(ticket.sent_from) != nullptr;
    return is_still_there ? ticket.sent_from : ServiceId{};
}

Decision called(const HallState& state, const Asked& asked, const CounterId& counter, const Ticket& ticket,
                CallRule rule, Explanation explanation, ServiceId back_to = {}) {
    return granted(state, asked, ticket.id,
                   {TicketCalled{ticket.id, counter, rule, ticket.virtual_arrival, std::move(explanation.listed),
                                 explanation.count, std::move(back_to)}});
}

}  // namespace

Decision decide_on(const HallState& state, const CallNext& command, const Asked& asked) {
    if (const Refusal refusal = why_not_free(state, command.counter); refusal != Refusal::None)
        return refused(refusal);
    const CounterSettings& counter = *state.settings.counter(command.counter);
    const std::vector<Place> first = first_of(state.lines_of(counter), 1);
    if (first.empty())
        return refused(Refusal::NobodyWaiting);
    const Ticket& ticket = state.at_ordinal(first.front().ordinal);
    if (MOTCUA_BROKEN(SentOnNeverCalled) && !ticket.reserved_for.empty())
        return refused(Refusal::NobodyWaiting);
    return called(state, asked, counter.id, ticket, CallRule::SmallestVirtualArrival,
                  explain_turn(state, counter, ticket));
}

Decision decide_on(const HallState& state, const TakeBack& command, const Asked& asked) {
    if (const Refusal refusal = why_not_free(state, command.counter); refusal != Refusal::None)
        return refused(refusal);
    const CounterSettings& counter = *state.settings.counter(command.counter);
    const Ticket* ticket = state.ticket(command.ticket);
    if (ticket == nullptr)
        return refused(Refusal::UnknownTicket);
    if (const Refusal refusal = why_not_chosen(state, counter, *ticket, asked.at); refusal != Refusal::None)
        return refused(refusal, std::string(name_of(ticket->state)));
    return called(state, asked, counter.id, *ticket, CallRule::ChosenByStaff, explain_choice(state, counter, *ticket),
                  service_before_transfer(state, counter.id, *ticket));
}

Decision decide_on(const HallState& state, const Recall& command, const Asked& asked) {
    const Ticket* ticket = nullptr;
    if (const Refusal refusal = find_current(state, command.counter, command.ticket, ticket); refusal != Refusal::None)
        return refused(refusal);
    if (ticket->state != TicketState::Called)
        return refused_in_state(*ticket);
    if (ticket->recalls() >= limits::recalls)
        return refused(Refusal::RecallLimitReached, std::to_string(limits::recalls));
    return granted(state, asked, ticket->id, {TicketRecalled{ticket->id, command.counter}});
}

Decision decide_on(const HallState& state, const StartService& command, const Asked& asked) {
    const Ticket* ticket = nullptr;
    if (const Refusal refusal = find_current(state, command.counter, command.ticket, ticket); refusal != Refusal::None)
        return refused(refusal);
    if (ticket->state != TicketState::Called)
        return refused_in_state(*ticket);
    return granted(state, asked, ticket->id, {ServiceStarted{ticket->id, command.counter}});
}

Decision decide_on(const HallState& state, const FinishService& command, const Asked& asked) {
    const Ticket* ticket = nullptr;
    if (const Refusal refusal = find_current(state, command.counter, command.ticket, ticket); refusal != Refusal::None)
        return refused(refusal);
    return granted(state, asked, ticket->id, {ServiceFinished{ticket->id, command.counter, /*day_end=*/false}});
}

Decision decide_on(const HallState& state, const MarkNoShow& command, const Asked& asked) {
    const Ticket* ticket = nullptr;
    if (const Refusal refusal = find_current(state, command.counter, command.ticket, ticket); refusal != Refusal::None)
        return refused(refusal);
    if (ticket->state != TicketState::Called)
        return refused_in_state(*ticket);
    return granted(state, asked, ticket->id, {TicketMissed{ticket->id, command.counter}});
}

Decision decide_on(const HallState& state, const HoldTicket& command, const Asked& asked) {
    const Ticket* ticket = nullptr;
    if (const Refusal refusal = find_current(state, command.counter, command.ticket, ticket); refusal != Refusal::None)
        return refused(refusal);
    if (!is_clean_line(command.note, limits::note_bytes))
        return refused(Refusal::InvalidRequest, "note");
    const std::string& note = command.note.empty() ? ticket->note : command.note;  // what a colleague wrote stays
    return granted(state, asked, ticket->id, {TicketHeld{ticket->id, command.counter, note}});
}

Decision decide_on(const HallState& state, const TransferTicket& command, const Asked& asked) {
    const Ticket* ticket = nullptr;
    if (const Refusal refusal = find_current(state, command.counter, command.ticket, ticket); refusal != Refusal::None)
        return refused(refusal);
    if (command.to_service.empty() == command.to_counter.empty())
        return refused(Refusal::InvalidRequest, "target");
    if (!is_clean_line(command.note, limits::note_bytes))
        return refused(Refusal::InvalidRequest, "note");
    const std::string& note = command.note.empty() ? ticket->note : command.note;  // what a colleague wrote stays
    const ServiceId& to_service = command.to_service.empty() ? ticket->service : command.to_service;
    if (state.settings.service(to_service) == nullptr)
        return refused(Refusal::UnknownService);
    if (!command.to_counter.empty()) {
        if (state.settings.counter(command.to_counter) == nullptr)
            return refused(Refusal::UnknownCounter);
        if (command.to_counter == command.counter)
            return refused(Refusal::TransferToItself);
        if (state.counter_day(command.to_counter).state == CounterState::Closed)
            return refused(Refusal::TargetClosed);
        return granted(state, asked, ticket->id,
                       {TicketTransferred{ticket->id, command.counter, to_service, command.to_counter, note}});
    }
    // A ticket that was sent to a counter outside its service may go back to its own line.
    const bool is_already_there =
        to_service == ticket->service && serves(*state.settings.counter(command.counter), ticket->service);
    if (is_already_there)
        return refused(Refusal::TransferToItself);
    return granted(state, asked, ticket->id,
                   {TicketTransferred{ticket->id, command.counter, to_service, CounterId{}, note}});
}

}  // namespace motcua::hall
