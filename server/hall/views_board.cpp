#include <algorithm>
#include <set>

#include "server/hall/views.hpp"

namespace motcua::hall {
namespace {

bool is_in(const CounterSettings& counter, const std::string& zone) {
    return zone.empty() || counter.zone == zone;
}

/// Nothing of the category and nothing that tells it: who is served sooner is nobody's business.
BoardCall shown_call(const Ticket& ticket, const CounterSettings& counter) {
    BoardCall call;
    call.sequence = ticket.call_sequence;
    call.number = ticket.number;
    call.counter = counter.id;
    call.counter_name = counter.name;
    call.counter_label = counter.label;
    call.called_at = ticket.called_at;
    call.recalls = ticket.recalls();
    call.is_serving = ticket.state == TicketState::Serving;
    return call;
}

/// Never of the empty zone, which is the whole hall, nor before there are settings.
bool is_zone_unknown(const CentreSettings& centre, const std::string& zone) {
    return !centre.counters.empty() && std::none_of(centre.counters.begin(), centre.counters.end(),
                                                    [&](const CounterSettings& each) { return is_in(each, zone); });
}

std::vector<BoardCall> calls_in(const HallState& state, const std::string& zone) {
    std::vector<BoardCall> calls;
    for (const CounterSettings& counter : state.settings.counters) {
        if (const Ticket* current = state.current_at(counter.id); current != nullptr && is_in(counter, zone))
            calls.push_back(shown_call(*current, counter));
    }
    const auto is_newer = [](const BoardCall& left, const BoardCall& right) { return left.sequence > right.sequence; };
    std::sort(calls.begin(), calls.end(), is_newer);
    // Who is still to come is left out last: a board that never saw a call could not tell it.
    const auto served =
        std::stable_partition(calls.begin(), calls.end(), [](const auto& call) { return !call.is_serving; });
    const auto to_come = static_cast<std::size_t>(served - calls.begin());
    calls.resize(std::min(calls.size(), std::clamp(to_come, limits::board_calls_listed, limits::board_calls)));
    std::sort(calls.begin(), calls.end(), is_newer);
    return calls;
}

std::vector<BoardCall> missed_in(const HallState& state, const std::string& zone, Instant now) {
    std::vector<BoardCall> missed;
    for (auto it = state.day.missed.rbegin(); it != state.day.missed.rend(); ++it) {
        const Ticket& ticket = state.at_ordinal(it->second);
        if (!state.may_return(ticket, now) || missed.size() >= limits::board_missed)
            break;
        const CounterSettings* counter = state.settings.counter(ticket.counter);
        if (counter != nullptr && is_in(*counter, zone))
            missed.push_back(shown_call(ticket, *counter));
    }
    return missed;
}

/// The lines that counters of a zone call from, each once.
std::vector<const Line*> lines_in(const HallState& state, const std::string& zone) {
    std::vector<const Line*> lines;
    for (const CounterSettings& counter : state.settings.counters) {
        if (!is_in(counter, zone))
            continue;
        for (const Line* line : state.lines_of(counter)) {
            if (std::find(lines.begin(), lines.end(), line) == lines.end())
                lines.push_back(line);
        }
    }
    return lines;
}

/// Who would be called next if every open counter called, and then every one again: in each round the earliest first.
/// A long line hides nobody who waits for another counter, and a counter on a break calls nobody.
std::vector<TicketNumber> coming_in(const HallState& state, const std::string& zone) {
    std::vector<std::vector<Place>> waiting;  // for each counter, as it would call them
    for (const CounterSettings& counter : state.settings.counters) {
        if (is_in(counter, zone) && state.counter_day(counter.id).state == CounterState::Open)
            waiting.push_back(first_of(state.lines_of(counter), limits::board_coming));
    }
    std::set<Place> listed;
    std::vector<TicketNumber> coming;
    while (coming.size() < limits::board_coming) {
        std::set<Place> round;
        for (const std::vector<Place>& places : waiting) {
            const auto next =
                std::find_if(places.begin(), places.end(), [&](const Place& each) { return !listed.contains(each); });
            if (next != places.end()) {
                listed.insert(*next);
                round.insert(*next);
            }
        }
        if (round.empty())
            break;
        for (const Place& place : round)
            coming.push_back(state.at_ordinal(place.ordinal).number);
    }
    coming.resize(std::min(coming.size(), limits::board_coming));
    return coming;
}

}  // namespace

BoardView make_board_view(const HallState& state, const std::string& zone, Instant now) {
    BoardView view;
    view.hall = make_header(state, now);
    view.zone = zone;
    view.is_zone_unknown = is_zone_unknown(state.settings, zone);
    view.calls = calls_in(state, zone);
    view.missed = missed_in(state, zone, now);
    view.coming = coming_in(state, zone);
    for (const Line* line : lines_in(state, zone))
        view.waiting += line->size();
    view.notices = state.settings.notices;
    return view;
}

}  // namespace motcua::hall
