#include "server/session/seats.hpp"

namespace motcua::session {

void Seats::apply(const hall::EventRecord& record) {
    if (const auto* opened = std::get_if<hall::CounterOpened>(&record.event))
        by_counter_[opened->counter] = Seat{opened->staff, record.actor.device};
    else if (const auto* closed = std::get_if<hall::CounterClosed>(&record.event))
        by_counter_.erase(closed->counter);
    else if (std::holds_alternative<hall::DayOpened>(record.event))
        by_counter_.clear();
}

const Seat* Seats::at(const CounterId& counter) const {
    const auto found = by_counter_.find(counter);
    return found == by_counter_.end() ? nullptr : &found->second;
}

CounterId Seats::counter_of(const DeviceId& device) const {
    if (device.empty())
        return {};
    for (const auto& [counter, seat] : by_counter_)
        if (seat.device == device)
            return counter;
    return {};
}

}  // namespace motcua::session
