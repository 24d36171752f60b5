#include "tests/server/hall/reference.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "shared/vocabulary/limits.hpp"

namespace motcua::hall::test {
namespace {

bool comes_before(Instant left_arrival, TicketId left, Instant right_arrival, TicketId right) {
    return left_arrival < right_arrival || (left_arrival == right_arrival && left < right);
}

}  // namespace

void Reference::see(const EventRecord& record) {
    CHECK(record.at >= time_);
    time_ = record.at;
    if (scope_of(record.event) == Scope::Day && !std::holds_alternative<DayOpened>(record.event))
        CHECK(record.service_day == day_);
    std::visit([&](const auto& event) { take(record, event); }, record.event);
}

Reference::Known& Reference::known(TicketId id) {
    const auto found = std::find_if(tickets_.begin(), tickets_.end(), [&](const Known& each) { return each.id == id; });
    REQUIRE(found != tickets_.end());
    return *found;
}

bool Reference::is_called_by(const Known& ticket, const CounterSettings& counter) const {
    if (ticket.state != TicketState::Waiting)
        return false;
    if (!ticket.reserved_for.empty())
        return ticket.reserved_for == counter.id;
    return std::count(counter.services.begin(), counter.services.end(), ticket.service) > 0;
}

std::vector<Reference::Known> Reference::line_at(const CounterSettings& counter) const {
    std::vector<Known> line;
    for (const Known& each : tickets_) {
        if (is_called_by(each, counter))
            line.push_back(each);
    }
    std::stable_sort(line.begin(), line.end(), [](const Known& left, const Known& right) {
        return left.virtual_arrival < right.virtual_arrival;
    });
    return line;
}

std::vector<PassedOver> Reference::passed_by(const TicketCalled& call, const Known& called) const {
    const CounterSettings& counter = *settings_.counter(call.counter);
    std::vector<std::pair<TicketId, PassedOver>> passed;
    for (const Known& each : tickets_) {
        if (each.state != TicketState::Waiting || each.id == called.id)
            continue;
        const bool is_here = is_called_by(each, counter);
        const bool is_earlier = comes_before(each.virtual_arrival, each.id, called.virtual_arrival, called.id);
        PassedOver one{each.number, each.issued_at, each.virtual_arrival, PassedOverReason::ChosenByStaff};
        if (call.rule == CallRule::ChosenByStaff) {
            if (is_here && is_earlier)
                passed.emplace_back(each.id, one);
            continue;
        }
        const bool came_before =
            each.issued_at < called.issued_at || (each.issued_at == called.issued_at && each.id < called.id);
        if (is_here ? came_before : is_earlier) {
            one.reason = is_here                     ? PassedOverReason::HeadStart
                         : each.reserved_for.empty() ? PassedOverReason::NotServedHere
                                                     : PassedOverReason::OtherCounter;
            passed.emplace_back(each.id, one);
        }
    }
    std::sort(passed.begin(), passed.end(), [](const auto& left, const auto& right) {
        return comes_before(left.second.virtual_arrival, left.first, right.second.virtual_arrival, right.first);
    });
    std::vector<PassedOver> listed;
    for (const auto& [id, one] : passed)
        listed.push_back(one);
    return listed;
}

void Reference::take(const EventRecord& record, const DayOpened& event) {
    CHECK(event.day > day_);
    CHECK(record.service_day == event.day);
    for (const Known& each : tickets_) {
        const bool is_done = each.state == TicketState::Finished || each.state == TicketState::NoShow ||
                             each.state == TicketState::Cancelled;
        CHECK(is_done);
    }
    CHECK(current_.empty());
    day_ = event.day;
    tickets_.clear();
    reserved_.clear();
    tokens_.clear();
}

void Reference::take(const EventRecord& record, const TicketIssued& event) {
    CHECK(numbers_.insert({day_, event.number}).second);
    CHECK(ids_.insert(event.ticket).second);
    CHECK(tokens_.insert(event.token).second);
    if (!tickets_.empty())
        CHECK(event.ticket > tickets_.back().id);
    const Instant issued_at = event.issued_at.value_or(record.at);
    CHECK(issued_at <= record.at);
    CHECK(event.virtual_arrival <= issued_at);
    CHECK(issued_at - event.virtual_arrival <= limits::head_start_min * minute_ms);
    // A number of a kiosk's own goes to nobody else.
    const auto owner = reserved_.find(event.number);
    CHECK((owner != reserved_.end()) == event.issued_at.has_value());
    if (owner != reserved_.end())
        CHECK(owner->second == record.actor.device);
    tickets_.push_back(Known{
        event.ticket, event.number, event.service, {}, {}, issued_at, event.virtual_arrival, TicketState::Waiting, {}});
}

void Reference::take(const EventRecord&, const NumbersReserved& event) {
    for (std::int32_t serial = event.first; serial <= event.last; ++serial) {
        const TicketNumber number{event.letter, serial};
        CHECK(numbers_.count({day_, number}) == 0);
        CHECK(reserved_.emplace(number, event.device).second);
    }
}

void Reference::take(const EventRecord&, const TicketCalled& event) {
    Known& called = known(event.ticket);
    CHECK(event.virtual_arrival == called.virtual_arrival);
    CHECK(current_.count(event.counter) == 0);
    if (event.rule == CallRule::SmallestVirtualArrival) {
        const std::vector<Known> line = line_at(*settings_.counter(event.counter));
        REQUIRE_FALSE(line.empty());
        CHECK(line.front().id == called.id);
    } else {
        const bool may_be_chosen = called.state == TicketState::Waiting || called.state == TicketState::Held ||
                                   called.state == TicketState::NoShow;
        CHECK(may_be_chosen);
    }
    const std::vector<PassedOver> passed = passed_by(event, called);
    CHECK(event.passed_over_count == static_cast<std::int32_t>(passed.size()));
    CHECK(event.passed_over.size() == std::min(passed.size(), limits::passed_over_listed));
    if (passed.size() <= limits::passed_over_listed)
        CHECK(event.passed_over == passed);
    for (const PassedOver& each : event.passed_over)
        CHECK(std::count(passed.begin(), passed.end(), each) == 1);
    const bool is_undone = event.rule == CallRule::ChosenByStaff && called.counter == event.counter &&
                           settings_.service(called.sent_from) != nullptr;
    CHECK(event.back_to == (is_undone ? called.sent_from : ServiceId{}));
    if (is_undone)
        called.service = called.sent_from;
    called.sent_from = ServiceId{};
    called.state = TicketState::Called;
    called.counter = event.counter;
    called.reserved_for = CounterId{};
    current_[event.counter] = event.ticket;
}

void Reference::leave_counter(const CounterId& counter, TicketId id) {
    const auto found = current_.find(counter);
    REQUIRE(found != current_.end());
    CHECK(found->second == id);
    current_.erase(found);
}

void Reference::take(const EventRecord&, const ServiceStarted& event) {
    Known& ticket = known(event.ticket);
    CHECK(ticket.state == TicketState::Called);
    CHECK(current_[event.counter] == event.ticket);
    ticket.state = TicketState::Serving;
}

void Reference::take(const EventRecord&, const ServiceFinished& event) {
    leave_counter(event.counter, event.ticket);
    known(event.ticket).state = TicketState::Finished;
}

void Reference::take(const EventRecord&, const TicketMissed& event) {
    leave_counter(event.counter, event.ticket);
    CHECK(known(event.ticket).state == TicketState::Called);
    known(event.ticket).state = TicketState::NoShow;
}

void Reference::take(const EventRecord&, const TicketHeld& event) {
    leave_counter(event.counter, event.ticket);
    known(event.ticket).state = TicketState::Held;
}

void Reference::take(const EventRecord&, const TicketTransferred& event) {
    leave_counter(event.from_counter, event.ticket);
    Known& ticket = known(event.ticket);
    ticket.state = TicketState::Waiting;
    ticket.sent_from = ticket.service == event.to_service ? ServiceId{} : ticket.service;
    ticket.service = event.to_service;
    ticket.reserved_for = event.to_counter;
}

void Reference::take(const EventRecord&, const CounterClosed& event) {
    for (Known& ticket : tickets_) {
        if (ticket.reserved_for == event.counter)
            ticket.reserved_for = CounterId{};
    }
}

void Reference::take(const EventRecord&, const TicketCancelled& event) {
    Known& ticket = known(event.ticket);
    if (ticket.state == TicketState::Called)
        leave_counter(ticket.counter, event.ticket);
    ticket.state = TicketState::Cancelled;
    ticket.reserved_for = CounterId{};
}

std::int32_t Reference::ahead_of(const Known& ticket) const {
    std::int32_t in_line = 0;
    for (const Known& other : tickets_)
        in_line += other.state == TicketState::Waiting && other.reserved_for == ticket.reserved_for &&
                   (!ticket.reserved_for.empty() || other.service == ticket.service) &&
                   comes_before(other.virtual_arrival, other.id, ticket.virtual_arrival, ticket.id);
    return in_line;
}

void Reference::compare(const Hall& hall) const {
    std::int32_t number_waiting = 0;
    for (const Known& each : tickets_) {
        const auto seen = hall.ticket(each.id);
        REQUIRE(seen.has_value());
        CHECK(seen->state == each.state);
        CHECK(seen->counter == each.counter);
        CHECK(seen->reserved_for == each.reserved_for);
        CHECK(seen->service == each.service);
        CHECK(seen->changed_at >= seen->issued_at);
        number_waiting += each.state == TicketState::Waiting ? 1 : 0;
        const std::int32_t ahead = each.state == TicketState::Waiting ? ahead_of(each) : 0;
        CHECK(seen->people_ahead == ahead);
    }
    for (const CounterSettings& counter : settings_.counters) {
        const auto view = hall.counter_view(counter.id, hall.time());
        REQUIRE(view.has_value());
        CHECK(view->median_service_ms >= 0);
        const auto current = current_.find(counter.id);
        CHECK(view->current.has_value() == (current != current_.end()));
        if (view->current.has_value() && current != current_.end())
            CHECK(view->current->id == current->second);
        const std::vector<Known> line = line_at(counter);
        CHECK(view->waiting_count == static_cast<std::int32_t>(line.size()));
        REQUIRE(view->waiting.size() == std::min(line.size(), limits::counter_listed));
        for (std::size_t i = 0; i < view->waiting.size(); ++i)
            CHECK(view->waiting[i].id == line[i].id);
    }
    CHECK(hall.board_view("", hall.time()).waiting <= number_waiting);
}

}  // namespace motcua::hall::test
