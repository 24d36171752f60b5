// Who sits at a counter, and whether it calls.
#include "server/hall/rules.hpp"
#include "shared/base/text.hpp"

namespace motcua::hall {
namespace {

/// What a person reads when somebody else is there: the name, else the login; an administrator has none.
std::string name_at(const HallState& state, const CounterDay& today) {
    const auto found = state.staff.find(today.staff);
    return found == state.staff.end() ? today.staff.value : found->second.name;
}

}  // namespace

Decision decide_on(const HallState& state, const OpenCounter& command, const Asked& asked) {
    if (state.settings.counter(command.counter) == nullptr)
        return refused(Refusal::UnknownCounter);
    if (command.staff.empty() && asked.actor.role != Role::Admin)
        return refused(Refusal::NotAllowed);
    if (!command.staff.empty() && !state.staff.contains(command.staff))
        return refused(Refusal::UnknownStaff);
    const CounterDay& today = state.counter_day(command.counter);
    const bool is_occupied = today.state != CounterState::Closed;
    const bool is_theirs = is_occupied && today.staff == command.staff;  // on another machine, or this one
    const DeviceId& machine = asked.actor.device;
    if (is_theirs && machine.empty())
        return granted(state, asked, TicketId{});
    if (is_occupied && !is_theirs && !command.take_over)
        return refused(Refusal::CounterOccupied, name_at(state, today));
    std::vector<Event> events;
    if (const CounterId elsewhere = state.counter_of(command.staff); !elsewhere.empty() && !is_theirs) {
        if (state.current_at(elsewhere) != nullptr)
            return refused(Refusal::CounterBusy, elsewhere.value);
        events.emplace_back(CounterClosed{elsewhere, /*day_end=*/false});
    }
    // Who sat at this machine before has left it: nobody acts in their name.
    if (const CounterId before = state.counter_at(machine);
        !before.empty() && before != command.counter && before != state.counter_of(command.staff)) {
        if (state.current_at(before) != nullptr)
            return refused(Refusal::CounterBusy, before.value);
        events.emplace_back(CounterClosed{before, /*day_end=*/false});
    }
    events.emplace_back(CounterOpened{command.counter, command.staff, /*took_over=*/is_occupied});
    return granted(state, asked, TicketId{}, std::move(events));
}

Decision decide_on(const HallState& state, const CloseCounter& command, const Asked& asked) {
    if (state.settings.counter(command.counter) == nullptr)
        return refused(Refusal::UnknownCounter);
    const CounterDay& today = state.counter_day(command.counter);
    if (today.current != 0)
        return refused(Refusal::CounterBusy);
    if (today.state == CounterState::Closed)
        return granted(state, asked, TicketId{});
    return granted(state, asked, TicketId{}, {CounterClosed{command.counter, /*day_end=*/false}});
}

Decision decide_on(const HallState& state, const PauseCounter& command, const Asked& asked) {
    if (state.settings.counter(command.counter) == nullptr)
        return refused(Refusal::UnknownCounter);
    if (!is_clean_line(command.reason, limits::note_bytes))
        return refused(Refusal::InvalidRequest, "reason");
    const CounterDay& today = state.counter_day(command.counter);
    if (today.state == CounterState::Closed)
        return refused(Refusal::CounterClosed);
    if (today.current != 0)
        return refused(Refusal::CounterBusy);
    if (today.state == CounterState::Paused && today.pause_reason == command.reason)
        return granted(state, asked, TicketId{});
    return granted(state, asked, TicketId{}, {CounterPaused{command.counter, command.reason}});
}

Decision decide_on(const HallState& state, const ResumeCounter& command, const Asked& asked) {
    if (state.settings.counter(command.counter) == nullptr)
        return refused(Refusal::UnknownCounter);
    const CounterDay& today = state.counter_day(command.counter);
    if (today.state == CounterState::Closed)
        return refused(Refusal::CounterClosed);
    if (today.state == CounterState::Open)
        return granted(state, asked, TicketId{});
    return granted(state, asked, TicketId{}, {CounterResumed{command.counter}});
}

}  // namespace motcua::hall
