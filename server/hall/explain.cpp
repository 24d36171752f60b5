#include "server/hall/explain.hpp"

#include <algorithm>

namespace motcua::hall {
namespace {

struct Passed {
    Place place;
    PassedOverReason reason = PassedOverReason::HeadStart;
};

/// A few of those who took their number before the called one, the earliest first; all of them counted.
std::vector<Passed> who_came_before(const HallState& state, const std::vector<const Line*>& lines, Issue called,
                                    std::int32_t& count) {
    std::vector<Issue> issues;
    for (const Line* line : lines) {
        count += line->issued_before(called);
        std::size_t taken = 0;
        for (auto it = line->by_issue().begin(); it != line->by_issue().end() && *it < called; ++it) {
            if (++taken > limits::passed_over_listed)
                break;
            issues.push_back(*it);
        }
    }
    std::sort(issues.begin(), issues.end());
    std::vector<Passed> passed;
    passed.reserve(issues.size());
    for (const Issue& each : issues)
        passed.push_back(Passed{state.at_ordinal(each.ordinal).place(), PassedOverReason::HeadStart});
    return passed;
}

/// A few of those in one line whose place is before, in order; all of them counted.
void add_earlier_place(const Line& line, Place place, PassedOverReason reason, std::vector<Passed>& passed,
                       std::int32_t& count) {
    count += line.ahead_of(place);
    std::size_t taken = 0;
    for (auto it = line.by_place().begin(); it != line.by_place().end() && *it < place; ++it) {
        if (++taken > limits::passed_over_listed)
            break;
        passed.push_back(Passed{*it, reason});
    }
}

bool is_before(const Passed& left, const Passed& right) {
    return left.place < right.place;
}

void keep_first(std::vector<Passed>& passed, std::size_t most) {
    if (passed.size() > most)
        passed.resize(most);
}

std::vector<PassedOver> named(const HallState& state, std::vector<Passed> passed) {
    std::sort(passed.begin(), passed.end(), is_before);
    keep_first(passed, limits::passed_over_listed);
    std::vector<PassedOver> listed;
    for (const Passed& each : passed) {
        const Ticket& ticket = state.at_ordinal(each.place.ordinal);
        listed.push_back(PassedOver{ticket.number, ticket.issued_at, ticket.virtual_arrival, each.reason});
    }
    return listed;
}

}  // namespace

Explanation explain_turn(const HallState& state, const CounterSettings& counter, const Ticket& called) {
    Explanation explanation;
    std::vector<Passed> in_line = who_came_before(state, state.lines_of(counter), called.issue(), explanation.count);
    std::vector<Passed> elsewhere;
    for (const auto& [service, line] : state.day.service_lines) {
        if (!serves(counter, service))
            add_earlier_place(line, called.place(), PassedOverReason::NotServedHere, elsewhere, explanation.count);
    }
    for (const auto& [other, line] : state.day.reserved_lines) {
        if (other != counter.id)
            add_earlier_place(line, called.place(), PassedOverReason::OtherCounter, elsewhere, explanation.count);
    }
    std::sort(elsewhere.begin(), elsewhere.end(), is_before);
    constexpr std::size_t half = limits::passed_over_listed / 2;
    keep_first(in_line, limits::passed_over_listed - std::min(half, elsewhere.size()));
    keep_first(elsewhere, limits::passed_over_listed - in_line.size());
    in_line.insert(in_line.end(), elsewhere.begin(), elsewhere.end());
    explanation.listed = named(state, std::move(in_line));
    return explanation;
}

Explanation explain_choice(const HallState& state, const CounterSettings& counter, const Ticket& chosen) {
    Explanation explanation;
    std::vector<Passed> passed;
    for (const Line* line : state.lines_of(counter))
        add_earlier_place(*line, chosen.place(), PassedOverReason::ChosenByStaff, passed, explanation.count);
    explanation.listed = named(state, std::move(passed));
    return explanation;
}

}  // namespace motcua::hall
