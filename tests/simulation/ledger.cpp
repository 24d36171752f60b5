#include "tests/simulation/ledger.hpp"

#include <algorithm>

#include "shared/vocabulary/limits.hpp"

namespace motcua::simulation {

namespace {

template <class Left, class Right>
bool is_before(const Left& left, const Right& right) {
    return left.virtual_arrival != right.virtual_arrival ? left.virtual_arrival < right.virtual_arrival
                                                         : left.id < right.id;
}

}  // namespace

void Ledger::expect(bool holds, std::string_view what) {
    if (!holds)
        complain_(std::string(what));
}

void Ledger::see(const hall::EventRecord& record) {
    expect(record.at >= time_, "the hall's time runs back");
    time_ = record.at;
    const bool is_of_day =
        hall::scope_of(record.event) == hall::Scope::Day && !std::holds_alternative<hall::DayOpened>(record.event);
    expect(!is_of_day || record.service_day == day_, "an event belongs to another day");
    expect(!removed_.contains(record.actor.staff), "somebody acts whose login was removed");
    std::visit([&](const auto& event) { take(record, event); }, record.event);
}

const Ledger::Issue* Ledger::issue(TicketId id) const {
    const auto found = issues_.find(id);
    return found == issues_.end() ? nullptr : &found->second;
}

const Ledger::Known* Ledger::find(TicketId id) const {
    const auto found = std::lower_bound(tickets_.begin(), tickets_.end(), id,
                                        [](const Known& each, TicketId wanted) { return each.id < wanted; });
    return found != tickets_.end() && found->id == id ? &*found : nullptr;
}

Ledger::Known* Ledger::known(TicketId id) {
    if (const Known* found = find(id))
        return &tickets_[static_cast<std::size_t>(found - tickets_.data())];
    complain_("an event is about a ticket that this day does not have");
    return nullptr;
}

std::optional<TicketState> Ledger::state_of(TicketId id) const {
    const Known* found = find(id);
    return found == nullptr ? std::nullopt : std::optional(found->state);
}

bool Ledger::waits_uncalled(TicketId id) const {
    const Known* found = find(id);
    return found != nullptr && found->state == TicketState::Waiting && found->counter.empty();
}

Ledger::AtCounter Ledger::at(const CounterId& counter) const {
    const auto found = current_.find(counter);
    const Known* there = found == current_.end() ? nullptr : find(found->second);
    return there == nullptr ? AtCounter{} : AtCounter{there->id, there->state};
}

std::vector<TicketId> Ledger::line(const CounterId& counter) const {
    const CounterSettings* settings = settings_.counter(counter);
    std::vector<const Known*> waiting;
    for (const Known& each : tickets_)
        if (settings != nullptr && waits_at(each, *settings))
            waiting.push_back(&each);
    std::sort(waiting.begin(), waiting.end(),
              [](const Known* left, const Known* right) { return is_before(*left, *right); });
    std::vector<TicketId> line;
    for (const Known* each : waiting)
        line.push_back(each->id);
    return line;
}

std::string Ledger::what_is_left() const {
    for (const CounterSettings& counter : settings_.counters)
        if (const auto desk = desks_.find(counter.id); desk == desks_.end() || desk->second.is_paused)
            return "counter " + counter.id.value + " is not open";
    for (const Known& each : tickets_)
        if (each.state == TicketState::Waiting || each.state == TicketState::Called ||
            each.state == TicketState::Serving)
            return "ticket " + to_string(issues_.at(each.id).number) + " is still " + std::string(name_of(each.state));
    return {};
}

/// Nobody jumps over a number: it is the first of its service's range that was neither given out nor reserved.
bool Ledger::is_next_number(const hall::TicketIssued& event) const {
    const ServiceSettings* service = settings_.service(event.service);
    TicketNumber number = event.number;
    for (number.serial = service == nullptr ? 1 : service->first_number; number.serial < event.number.serial;
         ++number.serial)
        if (!numbers_.contains({day_, number}) && !reserved_.contains(number))
            return false;
    return true;
}

bool Ledger::waits_at(const Known& ticket, const CounterSettings& counter) const {
    if (ticket.state != TicketState::Waiting)
        return false;
    if (!ticket.reserved_for.empty())
        return ticket.reserved_for == counter.id;
    return std::find(counter.services.begin(), counter.services.end(), ticket.service) != counter.services.end();
}

std::int32_t Ledger::passed_over_by(const hall::TicketCalled& call, const Known& called) const {
    const CounterSettings& counter = *settings_.counter(call.counter);
    return static_cast<std::int32_t>(std::count_if(tickets_.begin(), tickets_.end(), [&](const Known& each) {
        if (each.state != TicketState::Waiting || each.id == called.id)
            return false;
        const bool is_here = waits_at(each, counter);
        if (call.rule == CallRule::ChosenByStaff)
            return is_here && is_before(each, called);
        const bool came_before =
            each.issued_at != called.issued_at ? each.issued_at < called.issued_at : each.id < called.id;
        return is_here ? came_before : is_before(each, called);
    }));
}

Ledger::Known* Ledger::at_counter(const CounterId& counter, TicketId id, const std::string& deed) {
    const auto found = current_.find(counter);
    expect(found != current_.end() && found->second == id, deed + " at a counter where the ticket is not");
    return known(id);
}

void Ledger::leave(const CounterId& counter, TicketId id, TicketState state, const std::string& deed) {
    if (Known* ticket = at_counter(counter, id, deed)) {
        expect(ticket->state == TicketState::Called || ticket->state == TicketState::Serving,
               deed + " of a ticket that is " + std::string(name_of(ticket->state)));
        ticket->state = state;
    }
    current_.erase(counter);
}

void Ledger::take(const hall::EventRecord&, const hall::SettingsImported& event) {
    settings_ = event.settings;
}

void Ledger::take(const hall::EventRecord&, const hall::DeviceRevoked& event) {
    let_go_.insert(event.device);
}

void Ledger::take(const hall::EventRecord&, const hall::StaffAdded& event) {
    removed_.erase(event.login);
}

void Ledger::take(const hall::EventRecord&, const hall::StaffRemoved& event) {
    for (const auto& [counter, desk] : desks_)
        expect(desk.staff != event.login, "a login was removed of somebody who is at a counter");
    removed_.insert(event.login);
}

void Ledger::take(const hall::EventRecord& record, const hall::DayOpened& event) {
    expect(event.day > day_ && record.service_day == event.day, "a service day that is not later than the last");
    for (const Known& each : tickets_)
        expect(each.state == TicketState::Finished || each.state == TicketState::NoShow ||
                   each.state == TicketState::Cancelled,
               "a day was closed over a ticket that is " + std::string(name_of(each.state)));
    expect(current_.empty(), "a day was closed over a ticket at a counter");
    current_.clear();
    tickets_.clear();
    reserved_.clear();
    day_ = event.day;
}

void Ledger::take(const hall::EventRecord& record, const hall::NumbersReserved& event) {
    for (TicketNumber number{event.letter, event.first}; number.serial <= event.last; ++number.serial)
        if (numbers_.contains({day_, number}) || !reserved_.emplace(number, Reserved{event.device, record.at}).second)
            complain_("number " + to_string(number) + " was reserved that somebody has");
}

void Ledger::take(const hall::EventRecord& record, const hall::TicketIssued& event) {
    const auto reserve = reserved_.find(event.number);
    const bool is_own = event.issued_at.has_value();
    expect(!is_own || !is_let_go(record.actor.device), "a kiosk that was let go told of a number");
    expect(is_own ? reserve != reserved_.end() && reserve->second.device == record.actor.device
                  : reserve == reserved_.end(),
           "number " + to_string(event.number) + " was given out by another than the kiosk that it is reserved for");
    expect(is_own || is_next_number(event), "number " + to_string(event.number) + " jumps over a free one");
    expect(numbers_.insert({day_, event.number}).second, "number " + to_string(event.number) + " was issued twice");
    expect(tokens_.insert(event.token).second, "a token was used twice");
    expect(tickets_.empty() || event.ticket > tickets_.back().id, "a ticket's id does not follow the one before");
    const CategorySettings* category = settings_.category(event.category);
    const std::int64_t head_start_ms = category == nullptr ? 0 : category->head_start_min * minute_ms;
    const Instant issued_at = event.issued_at.value_or(record.at);
    expect(issued_at - event.virtual_arrival == head_start_ms, "a head start is not that of its category");
    issues_[event.ticket] = Issue{
        event.number,          day_,        event.service,
        event.category,        event.token, issued_at,
        event.virtual_arrival, record.at,   is_own && reserve != reserved_.end() ? reserve->second.since : issued_at};
    tickets_.push_back(
        Known{event.ticket, event.service, {}, {}, issued_at, event.virtual_arrival, TicketState::Waiting, {}});
}

void Ledger::take(const hall::EventRecord&, const hall::TicketCalled& event) {
    ++calls_;
    Known* called = known(event.ticket);
    const CounterSettings* counter = settings_.counter(event.counter);
    if (called == nullptr || counter == nullptr)
        return complain_("a call by an unknown counter or of an unknown ticket");
    expect(!current_.contains(event.counter), "a counter called a second ticket");
    for (const auto& [other, ticket] : current_)
        expect(ticket != event.ticket, "a ticket is at two counters");
    expect(event.virtual_arrival == called->virtual_arrival, "a call tells another virtual arrival");
    if (event.rule == CallRule::SmallestVirtualArrival) {
        expect(waits_at(*called, *counter), "a counter called a ticket that does not wait for it");
        for (const Known& each : tickets_)
            expect(each.id == called->id || !waits_at(each, *counter) || is_before(*called, each),
                   "a call out of the order of virtual arrivals");
    } else {
        expect(called->state == TicketState::Waiting || called->state == TicketState::Held ||
                   called->state == TicketState::NoShow,
               "a ticket was taken back that is " + std::string(name_of(called->state)));
    }
    const std::int32_t passed = passed_over_by(event, *called);
    expect(event.passed_over_count == passed, "a call's explanation counts " + std::to_string(event.passed_over_count) +
                                                  " passed over, not " + std::to_string(passed));
    expect(event.passed_over.size() == std::min(static_cast<std::size_t>(passed), motcua::limits::passed_over_listed),
           "a call's explanation names too few or too many");
    const bool is_undone = event.rule == CallRule::ChosenByStaff && called->counter == event.counter &&
                           settings_.service(called->sent_from) != nullptr;
    expect(event.back_to == (is_undone ? called->sent_from : ServiceId{}),
           "a ticket that was taken back is of another service than before its transfer");
    if (is_undone)
        called->service = called->sent_from;
    called->sent_from = ServiceId{};
    called->state = TicketState::Called;
    called->counter = event.counter;
    called->reserved_for = CounterId{};
    current_[event.counter] = event.ticket;
}

void Ledger::take(const hall::EventRecord&, const hall::TicketRecalled& event) {
    if (const Known* ticket = at_counter(event.counter, event.ticket, "recall"))
        expect(ticket->state == TicketState::Called, "a recall of a ticket that is not called");
}

void Ledger::take(const hall::EventRecord&, const hall::ServiceStarted& event) {
    if (Known* ticket = at_counter(event.counter, event.ticket, "start")) {
        expect(ticket->state == TicketState::Called, "a service began that was not called");
        ticket->state = TicketState::Serving;
    }
}

void Ledger::take(const hall::EventRecord&, const hall::ServiceFinished& event) {
    leave(event.counter, event.ticket, TicketState::Finished, "finish");
}

void Ledger::take(const hall::EventRecord&, const hall::TicketMissed& event) {
    leave(event.counter, event.ticket, TicketState::NoShow, "no-show");
}

void Ledger::take(const hall::EventRecord&, const hall::TicketHeld& event) {
    leave(event.counter, event.ticket, TicketState::Held, "hold");
}

void Ledger::take(const hall::EventRecord&, const hall::TicketTransferred& event) {
    leave(event.from_counter, event.ticket, TicketState::Waiting, "transfer");
    if (Known* ticket = known(event.ticket)) {
        ticket->sent_from = ticket->service == event.to_service ? ServiceId{} : ticket->service;
        ticket->service = event.to_service;
        ticket->reserved_for = event.to_counter;
    }
}

void Ledger::take(const hall::EventRecord&, const hall::TicketCancelled& event) {
    Known* ticket = known(event.ticket);
    if (ticket == nullptr)
        return;
    expect(ticket->state != TicketState::Finished && ticket->state != TicketState::Cancelled,
           "a ticket was cancelled that is " + std::string(name_of(ticket->state)));
    expect(event.day_end || ticket->state == TicketState::Waiting || ticket->state == TicketState::Held,
           "a holder cancelled a ticket that was called");
    if (ticket->state == TicketState::Called)
        current_.erase(ticket->counter);
    ticket->state = TicketState::Cancelled;
    ticket->reserved_for = CounterId{};
}

void Ledger::take(const hall::EventRecord&, const hall::CounterOpened& event) {
    Desk& desk = desks_[event.counter];
    if (desk.staff != event.staff)  // the same person at another machine is still on their break
        desk = Desk{event.staff};
}

void Ledger::take(const hall::EventRecord&, const hall::CounterPaused& event) {
    expect(!current_.contains(event.counter), "a counter was paused over its ticket");
    desks_[event.counter].is_paused = true;
}

void Ledger::take(const hall::EventRecord&, const hall::CounterResumed& event) {
    desks_[event.counter].is_paused = false;
}

void Ledger::take(const hall::EventRecord&, const hall::CounterClosed& event) {
    desks_.erase(event.counter);
    expect(!current_.contains(event.counter), "a counter was closed over its ticket");
    for (Known& ticket : tickets_)
        if (ticket.reserved_for == event.counter)
            ticket.reserved_for = CounterId{};
}

}  // namespace motcua::simulation
