// The turn of a service day: it comes from the data (the local date of hall time), never from a timer.
#include "server/hall/rules.hpp"
#include "shared/base/broken.hpp"

namespace motcua::hall {

bool opens_first_day(const Command& command) {
    return !std::holds_alternative<ImportSettings>(command) && !std::holds_alternative<AcceptDevice>(command) &&
           !std::holds_alternative<RevokeDevice>(command) && !std::holds_alternative<AddStaff>(command) &&
           !std::holds_alternative<RemoveStaff>(command) && !std::holds_alternative<Tick>(command);
}

std::vector<EventRecord> turn_of_day(const HallState& state, const Command& command, const Asked& asked) {
    std::vector<EventRecord> records;
    if (!state.has_settings)
        return records;
    const Day& day = state.day;
    const Date today = state.local_date(asked.at);
    if (day.has_begun ? today <= day.date : !opens_first_day(command))
        return records;
    const auto add_closing = [&](Event event) {
        records.push_back(EventRecord{asked.at, day.date, asked.actor, std::move(event)});
    };
    for (const Ticket& ticket : day.tickets) {
        if (ticket.state == TicketState::Serving)
            add_closing(ServiceFinished{ticket.id, ticket.counter, /*day_end=*/true});
        else if (MOTCUA_BROKEN(HeldForgottenAtNight) && ticket.state == TicketState::Held)
            continue;
        else if (is_open_state(ticket.state))
            add_closing(TicketCancelled{ticket.id, /*day_end=*/true});
    }
    for (const auto& [counter, today_there] : day.counters) {
        if (today_there.state != CounterState::Closed)
            add_closing(CounterClosed{counter, /*day_end=*/true});
    }
    records.push_back(EventRecord{asked.at, today, asked.actor, DayOpened{today}});
    return records;
}

}  // namespace motcua::hall
