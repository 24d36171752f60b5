// Events of a counter: opened, closed, paused, resumed.
#include "server/hall/apply.hpp"

namespace motcua::hall {
namespace {

bool is_open(const HallState& state, const CounterId& counter) {
    return state.settings.counter(counter) != nullptr && state.counter_day(counter).state != CounterState::Closed;
}

/// Whoever waits for this counter alone waits for their service again, at the same place: nobody is forgotten.
void free_reserved(Day& day, const CounterId& counter) {
    const auto found = day.reserved_lines.find(counter);
    if (found == day.reserved_lines.end())
        return;
    day.reserved_lines.erase(found);
    for (Ticket& ticket : day.tickets) {
        if (ticket.reserved_for != counter)
            continue;
        ticket.reserved_for = CounterId{};
        if (ticket.state == TicketState::Waiting)
            day.service_lines[ticket.service].enter(ticket.place(), ticket.issued_at);
    }
}

}  // namespace

bool apply_event(HallState& state, const EventRecord& record, const CounterOpened& event) {
    if (state.settings.counter(event.counter) == nullptr)
        return false;
    const CounterDay& before = state.counter_day(event.counter);
    const bool is_occupied = before.state != CounterState::Closed;
    if (is_occupied != event.took_over)
        return false;
    if (is_occupied &&
        before.staff == event.staff) {  // at another machine, or back at this one: the work stays as it is
        if (record.actor.device.empty())
            return false;
        state.day.counters[event.counter].device = record.actor.device;
        state.day.counters[event.counter].active_at = record.at;
        return true;
    }
    if (!event.staff.empty() && (!state.staff.contains(event.staff) || !state.counter_of(event.staff).empty()))
        return false;
    CounterDay& today = state.day.counters[event.counter];
    today.state = CounterState::Open;
    today.device = record.actor.device;
    today.staff = event.staff;
    today.active_at = record.at;
    today.pause_reason.clear();
    return true;
}

bool apply_event(HallState& state, const EventRecord&, const CounterClosed& event) {
    if (!is_open(state, event.counter) || state.current_at(event.counter) != nullptr)
        return false;
    CounterDay& today = state.day.counters[event.counter];
    today.state = CounterState::Closed;
    today.staff = StaffId{};
    today.device = DeviceId{};
    today.pause_reason.clear();
    free_reserved(state.day, event.counter);
    return true;
}

bool apply_event(HallState& state, const EventRecord&, const CounterPaused& event) {
    if (!is_open(state, event.counter) || state.current_at(event.counter) != nullptr ||
        event.reason.size() > limits::note_bytes)
        return false;
    CounterDay& today = state.day.counters[event.counter];
    today.state = CounterState::Paused;
    today.pause_reason = event.reason;
    return true;
}

bool apply_event(HallState& state, const EventRecord&, const CounterResumed& event) {
    if (state.counter_day(event.counter).state != CounterState::Paused)
        return false;
    CounterDay& today = state.day.counters[event.counter];
    today.state = CounterState::Open;
    today.pause_reason.clear();
    return true;
}

bool apply_event(HallState&, const EventRecord&, const RequestRefused&) {
    return true;
}

}  // namespace motcua::hall
