#include "server/hall/hall.hpp"

#include <algorithm>

#include "server/hall/apply.hpp"
#include "server/hall/opening_hours.hpp"
#include "server/hall/rules.hpp"
#include "server/hall/views.hpp"
#include "shared/base/assert.hpp"

namespace motcua::hall {

Decision refused(Refusal refusal, std::string detail) {
    Decision decision;
    decision.reply.refusal = refusal;
    decision.reply.detail = std::move(detail);
    return decision;
}

Decision granted(const HallState& state, const Asked& asked, TicketId ticket, std::vector<Event> events) {
    Decision decision;
    decision.ticket = ticket;
    for (Event& event : events)
        decision.events.push_back(EventRecord{asked.at, state.day.date, asked.actor, std::move(event)});
    return decision;
}

Hall::Hall(HallId id) : state_(std::make_unique<State>()) {
    state_->id = std::move(id);
}
Hall::Hall(const Hall& other) : state_(std::make_unique<State>(*other.state_)) {}
Hall& Hall::operator=(const Hall& other) {
    if (this != &other)
        state_ = std::make_unique<State>(*other.state_);
    return *this;
}
Hall::Hall(Hall&&) noexcept = default;
Hall& Hall::operator=(Hall&&) noexcept = default;
Hall::~Hall() = default;

Decision Hall::decide(const Command& command, const Actor& actor, Instant now) const {
    // Its connection lasts until that it was let go is durable, and what it asked may already be under way.
    if (const auto own = state_->devices.find(actor.device); own != state_->devices.end() && own->second.revoked)
        return refused(Refusal::DeviceRevoked, actor.device.value);
    const Asked asked{actor, std::clamp(now, state_->time, latest_instant)};
    const auto decide_in = [&](const HallState& state) {
        return std::visit([&](const auto& each) { return decide_on(state, each, asked); }, command);
    };
    std::vector<EventRecord> records = turn_of_day(*state_, command, asked);
    if (records.empty())
        return decide_in(*state_);
    Hall turned(*this);
    for (const EventRecord& record : records)
        MOTCUA_ASSERT(turned.apply(record));
    Decision decision = decide_in(*turned.state_);
    std::move(decision.events.begin(), decision.events.end(), std::back_inserter(records));
    decision.events = std::move(records);
    return decision;
}

bool Hall::apply(const EventRecord& record) {
    State& state = *state_;
    if (record.at < state.time || record.at > latest_instant)
        return false;
    if (!std::holds_alternative<DayOpened>(record.event)) {
        const bool needs_day = scope_of(record.event) == Scope::Day && !is_note(record.event);
        if (needs_day && !state.day.has_begun)
            return false;
        if (state.day.has_begun && record.service_day != state.day.date)
            return false;
    }
    const bool follows = std::visit(
        [&](const auto& event) { return apply_event(static_cast<HallState&>(state), record, event); }, record.event);
    if (!follows)
        return false;
    state.time = record.at;
    ++state.version;
    if (record.actor.role == Role::Staff && !is_note(record.event))
        if (const CounterId counter = state.counter_at(record.actor.device); !counter.empty())
            state.day.counters[counter].active_at = record.at;
    return true;
}

const HallId& Hall::id() const {
    return state_->id;
}
std::uint64_t Hall::version() const {
    return state_->version;
}
Instant Hall::time() const {
    return state_->time;
}
Date Hall::service_day() const {
    return state_->day.date;
}
bool Hall::has_settings() const {
    return state_->has_settings;
}
const CentreSettings& Hall::settings() const {
    return state_->settings;
}

KioskView Hall::kiosk_view(Instant now) const {
    return make_kiosk_view(*state_, std::clamp(now, state_->time, latest_instant));
}
BoardView Hall::board_view(const std::string& zone, Instant now) const {
    return make_board_view(*state_, zone, std::clamp(now, state_->time, latest_instant));
}
std::optional<CounterView> Hall::counter_view(const CounterId& counter, Instant now) const {
    const CounterSettings* settings = state_->settings.counter(counter);
    if (settings == nullptr)
        return std::nullopt;
    return make_counter_view(*state_, *settings, std::clamp(now, state_->time, latest_instant));
}

CounterView Hall::missing_counter_view(const CounterId& counter, Instant now) const {
    return make_missing_counter_view(*state_, counter, std::clamp(now, state_->time, latest_instant));
}

std::optional<TicketDetail> Hall::ticket(TicketId id) const {
    const Ticket* found = std::as_const(*state_).ticket(id);
    if (found == nullptr)
        return std::nullopt;
    return make_ticket_detail(*state_, *found);
}
std::string Hall::language_of(TicketId id) const {
    const Ticket* found = std::as_const(*state_).ticket(id);
    return found == nullptr ? std::string() : found->language;
}
std::optional<TicketDetail> Hall::ticket_by_token(const TicketToken& token) const {
    const auto found = state_->day.by_token.find(token);
    if (found == state_->day.by_token.end())
        return std::nullopt;
    return make_ticket_detail(*state_, state_->at_ordinal(found->second));
}
std::optional<TicketDetail> Hall::ticket_by_number(TicketNumber number) const {
    const auto letter = state_->day.numbers.find(number.letter);
    if (letter == state_->day.numbers.end())
        return std::nullopt;
    const auto found = letter->second.ordinal_of.find(number.serial);
    if (found == letter->second.ordinal_of.end())
        return std::nullopt;
    return make_ticket_detail(*state_, state_->at_ordinal(found->second));
}
std::vector<TicketDetail> Hall::tickets(bool open_only, TicketId after, std::size_t most, std::size_t& total) const {
    std::vector<TicketDetail> listed;
    total = 0;
    for (const Ticket& ticket : state_->day.tickets) {
        if ((open_only && !is_open_state(ticket.state)) || ticket.id <= after)
            continue;
        ++total;
        if (listed.size() < most)
            listed.push_back(make_ticket_detail(*state_, ticket));
    }
    return listed;
}

const DeviceRecord* Hall::device(const DeviceId& id) const {
    const auto found = state_->devices.find(id);
    return found == state_->devices.end() ? nullptr : &found->second;
}
std::vector<DeviceRecord> Hall::devices() const {
    std::vector<DeviceRecord> listed;
    for (const auto& [id, device] : state_->devices)
        listed.push_back(device);
    return listed;
}
const StaffRecord* Hall::staff(const StaffId& login) const {
    const auto found = state_->staff.find(login);
    return found == state_->staff.end() ? nullptr : &found->second;
}
std::vector<StaffRecord> Hall::staff() const {
    std::vector<StaffRecord> listed;
    for (const auto& [login, person] : state_->staff)
        listed.push_back(person);
    return listed;
}
CounterId Hall::counter_of(const StaffId& login) const {
    return state_->counter_of(login);
}

bool Hall::is_served(const ServiceId& service) const {
    return state_->served_services().contains(service);
}

std::optional<Instant> Hall::next_change_after(Instant now) const {
    if (!state_->has_settings)
        return std::nullopt;
    const Date day = state_->day.has_begun ? state_->day.date : Date{};
    const Instant after = std::clamp(now, state_->time, latest_instant);
    std::optional<Instant> next = next_edge(state_->settings, day, after);
    const auto consider = [&](std::optional<Instant> moment) {
        if (moment && (!next || *moment < *next))
            next = moment;
    };
    consider(state_->next_return_end(after));
    for (const auto& [counter, today] : state_->day.counters)
        if (const auto at = state_->signed_out_at(today))
            consider(std::max(*at, after));
    return next;
}

Outcome run(Hall& hall, const Command& command, const Actor& actor, Instant now) {
    Decision decision = hall.decide(command, actor, now);
    for (const EventRecord& record : decision.events)
        MOTCUA_ASSERT(hall.apply(record));
    if (decision.ticket.value != 0)
        decision.reply.ticket = hall.ticket(decision.ticket);
    return Outcome{std::move(decision.reply), std::move(decision.events)};
}

EventRecord note(Hall& hall, RequestRefused refused, const Actor& actor, Instant now) {
    EventRecord record{std::clamp(now, hall.time(), latest_instant), hall.service_day(), actor, std::move(refused)};
    MOTCUA_ASSERT(hall.apply(record));
    return record;
}

}  // namespace motcua::hall
