#include "server/hall/views.hpp"

namespace motcua::hall {
namespace {

CounterTicket shown_ticket(const Ticket& ticket, const CounterSettings& counter) {
    CounterTicket shown;
    shown.id = ticket.id;
    shown.number = ticket.number;
    shown.service = ticket.service;
    shown.category = ticket.category;
    shown.state = ticket.state;
    shown.issued_at = ticket.issued_at;
    shown.virtual_arrival = ticket.virtual_arrival;
    shown.changed_at = ticket.changed_at;
    shown.recalls = ticket.recalls();
    shown.is_reserved = ticket.reserved_for == counter.id;
    shown.last_counter = ticket.counter;
    shown.note = ticket.note;
    return shown;
}

/// Held and missed tickets concern the counters of their service, and the one where they were.
bool concerns(const Ticket& ticket, const CounterSettings& counter) {
    return ticket.counter == counter.id || serves(counter, ticket.service);
}

/// The true median; of an even number the mean of the two in the middle, rounded down.
std::int64_t median_ms(const CounterDay& today) {
    const std::size_t count = today.service_ms.size();
    if (count == 0)
        return 0;
    const std::int64_t upper = today.service_ms.find_by_order(count / 2)->first;
    return count % 2 == 1 ? upper : (today.service_ms.find_by_order(count / 2 - 1)->first + upper) / 2;
}

void add_people(const HallState& state, const CounterSettings& counter, Instant now, CounterView& view) {
    const std::vector<const Line*> lines = state.lines_of(counter);
    for (const Line* line : lines)
        view.waiting_count += line->size();
    for (const Place& place : first_of(lines, limits::counter_listed))
        view.waiting.push_back(shown_ticket(state.at_ordinal(place.ordinal), counter));
    for (const auto& [since, ordinal] : state.day.held) {
        const Ticket& ticket = state.at_ordinal(ordinal);
        if (view.held.size() < limits::counter_listed && concerns(ticket, counter))
            view.held.push_back(shown_ticket(ticket, counter));
    }
    for (auto it = state.day.missed.rbegin(); it != state.day.missed.rend(); ++it) {
        const Ticket& ticket = state.at_ordinal(it->second);
        if (!state.may_return(ticket, now) || view.missed.size() >= limits::counter_listed)
            break;
        if (concerns(ticket, counter))
            view.missed.push_back(shown_ticket(ticket, counter));
    }
}

void add_names(const HallState& state, const CounterSettings& counter, CounterView& view) {
    const std::set<ServiceId> served = state.served_services();
    for (const ServiceSettings& service : state.settings.services)
        view.services.push_back(NamedService{service.id, service.name, service.norm_min, serves(counter, service.id),
                                             !served.contains(service.id)});
    for (const CounterSettings& each : state.settings.counters)
        view.counters.push_back(NamedCounter{each.id, each.label, state.counter_day(each.id).state});
    for (const CategorySettings& category : state.settings.categories)
        view.categories.push_back(NamedCategory{category.id, category.name});
}

}  // namespace

CounterView make_missing_counter_view(const HallState& state, const CounterId& counter, Instant now) {
    CounterView view;
    view.hall = make_header(state, now);
    view.counter = counter;
    add_names(state, CounterSettings{}, view);
    return view;
}

CounterView make_counter_view(const HallState& state, const CounterSettings& counter, Instant now) {
    const CounterDay& today = state.counter_day(counter.id);
    CounterView view;
    view.hall = make_header(state, now);
    view.counter = counter.id;
    view.label = counter.label;
    view.state = today.state;
    view.staff = today.staff;
    if (const auto person = state.staff.find(today.staff); person != state.staff.end())
        view.staff_name = person->second.name;
    view.device = today.device;
    view.pause_reason = today.pause_reason;
    if (const Ticket* current = state.current_at(counter.id); current != nullptr)
        view.current = shown_ticket(*current, counter);
    add_people(state, counter, now, view);
    view.served_today = static_cast<std::int32_t>(today.service_ms.size());
    view.median_service_ms = median_ms(today);
    add_names(state, counter, view);
    return view;
}

}  // namespace motcua::hall
