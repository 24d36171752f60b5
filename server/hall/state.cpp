#include "server/hall/state.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "shared/base/assert.hpp"

namespace motcua::hall {
namespace {

constexpr int ordinal_bits = 20;
constexpr std::uint64_t ordinal_mask = (std::uint64_t{1} << ordinal_bits) - 1;
static_assert(limits::tickets_per_day < static_cast<std::int32_t>(ordinal_mask));
/// The local date of the first moment of 1970 can be a day earlier: days count from 1 on.
constexpr std::int32_t day_bias = 2;

}  // namespace

std::vector<Place> first_of(const std::vector<const Line*>& lines, std::size_t most) {
    using Cursor = std::pair<RankedSet<Place>::const_iterator, RankedSet<Place>::const_iterator>;
    std::vector<Cursor> cursors;
    for (const Line* line : lines) {
        if (!line->empty())
            cursors.emplace_back(line->by_place().begin(), line->by_place().end());
    }
    const auto is_later = [](const Cursor& left, const Cursor& right) { return *right.first < *left.first; };
    std::make_heap(cursors.begin(), cursors.end(), is_later);
    std::vector<Place> places;
    while (places.size() < most && !cursors.empty()) {
        std::pop_heap(cursors.begin(), cursors.end(), is_later);
        Cursor& next = cursors.back();
        places.push_back(*next.first);
        if (++next.first == next.second)
            cursors.pop_back();
        else
            std::push_heap(cursors.begin(), cursors.end(), is_later);
    }
    return places;
}

const Ticket* HallState::ticket(TicketId ticket_id) const {
    const std::uint64_t ordinal = ticket_id.value & ordinal_mask;
    if (ordinal == 0 || ordinal > day.tickets.size())
        return nullptr;
    const Ticket& found = day.tickets[ordinal - 1];
    return found.id == ticket_id ? &found : nullptr;
}

Ticket* HallState::ticket(TicketId ticket_id) {
    const Ticket* found = std::as_const(*this).ticket(ticket_id);
    return found == nullptr ? nullptr : &day.tickets[static_cast<std::size_t>(found->ordinal) - 1];
}

const Ticket& HallState::at_ordinal(std::int32_t ordinal) const {
    MOTCUA_ASSERT(ordinal >= 1 && static_cast<std::size_t>(ordinal) <= day.tickets.size());
    return day.tickets[static_cast<std::size_t>(ordinal) - 1];
}

const Ticket* HallState::current_at(const CounterId& counter) const {
    const std::int32_t ordinal = counter_day(counter).current;
    return ordinal == 0 ? nullptr : &at_ordinal(ordinal);
}

const CounterDay& HallState::counter_day(const CounterId& counter) const {
    static const CounterDay closed;
    const auto found = day.counters.find(counter);
    return found == day.counters.end() ? closed : found->second;
}

std::set<ServiceId> HallState::served_services() const {
    std::set<ServiceId> served;
    for (const CounterSettings& counter : settings.counters) {
        if (counter_day(counter.id).state != CounterState::Closed)
            served.insert(counter.services.begin(), counter.services.end());
    }
    return served;
}

bool HallState::is_given_out(TicketNumber number) const {
    const auto letter = day.numbers.find(number.letter);
    return letter != day.numbers.end() && letter->second.ordinal_of.contains(number.serial);
}

const Reserve* HallState::reserve_of(const DeviceId& device, TicketNumber number) const {
    const auto found = std::find_if(day.reserves.begin(), day.reserves.end(), [&](const Reserve& reserve) {
        return reserve.device == device && reserve.holds(number);
    });
    return found == day.reserves.end() ? nullptr : &*found;
}

CounterId HallState::counter_of(const StaffId& login) const {
    if (login.empty())
        return CounterId{};
    for (const auto& [counter, today] : day.counters) {
        if (today.state != CounterState::Closed && today.staff == login)
            return counter;
    }
    return CounterId{};
}

const Line* HallState::line_of(const Ticket& ticket) const {
    if (ticket.reserved_for.empty()) {
        const auto found = day.service_lines.find(ticket.service);
        return found == day.service_lines.end() ? nullptr : &found->second;
    }
    const auto found = day.reserved_lines.find(ticket.reserved_for);
    return found == day.reserved_lines.end() ? nullptr : &found->second;
}

const Line* HallState::service_line(const ServiceId& service) const {
    const auto found = day.service_lines.find(service);
    return found == day.service_lines.end() ? nullptr : &found->second;
}
const Line* HallState::own_line(const CounterId& counter) const {
    const auto found = day.reserved_lines.find(counter);
    return found == day.reserved_lines.end() ? nullptr : &found->second;
}

std::vector<const Line*> HallState::lines_of(const CounterSettings& counter) const {
    std::vector<const Line*> lines;
    for (const ServiceId& service : counter.services)
        if (const Line* line = service_line(service))
            lines.push_back(line);
    if (const Line* line = own_line(counter.id))
        lines.push_back(line);
    return lines;
}

std::int32_t HallState::people_ahead(const Ticket& ticket) const {
    if (ticket.state != TicketState::Waiting)
        return 0;
    const Line* line = line_of(ticket);
    MOTCUA_ASSERT(line != nullptr);
    return line->ahead_of(ticket.place());
}

bool HallState::may_return(const Ticket& ticket, Instant at) const {
    return ticket.state == TicketState::NoShow && at < return_ends_at(ticket);
}

Instant HallState::return_ends_at(const Ticket& ticket) const {
    const auto allowed_ms = std::int64_t{settings.missed_return_min} * minute_ms;
    return ticket.changed_at + std::max(allowed_ms, limits::undo_ms) + 1;
}

std::optional<Instant> HallState::next_return_end(Instant now) const {
    for (const auto& [since, ordinal] : day.missed)  // the earliest first
        if (const Instant ends_at = return_ends_at(at_ordinal(ordinal)); ends_at > now)
            return ends_at;
    return std::nullopt;
}

std::optional<Instant> HallState::signed_out_at(const CounterDay& counter) const {
    if (counter.state == CounterState::Closed || counter.device.empty() || counter.current != 0)
        return std::nullopt;
    const auto machine = devices.find(counter.device);
    if (machine != devices.end() && machine->second.revoked)
        return counter.active_at;
    return counter.active_at + limits::idle_counter_ms;
}

CounterId HallState::counter_at(const DeviceId& device) const {
    if (device.empty())
        return CounterId{};
    for (const auto& [counter, today] : day.counters)
        if (today.state != CounterState::Closed && today.device == device)
            return counter;
    return CounterId{};
}

Date HallState::local_date(Instant at) const {
    return local_time(at, offset_min_at(settings, at)).date;
}

bool is_open_state(TicketState state) {
    return state == TicketState::Waiting || state == TicketState::Called || state == TicketState::Serving ||
           state == TicketState::Held;
}

TicketId make_ticket_id(Date day, std::int32_t ordinal) {
    return TicketId{(static_cast<std::uint64_t>(day.days + day_bias) << ordinal_bits) +
                    static_cast<std::uint64_t>(ordinal)};
}

std::string missing_for_open_tickets(const HallState& state, const CentreSettings& settings) {
    for (const Ticket& ticket : state.day.tickets) {
        if (!is_open_state(ticket.state))
            continue;
        if (settings.service(ticket.service) == nullptr)
            return ticket.service.value;
        const CounterId& counter = ticket.state == TicketState::Waiting ? ticket.reserved_for : ticket.counter;
        if (!counter.empty() && settings.counter(counter) == nullptr)
            return counter.value;
    }
    return {};
}

bool serves(const CounterSettings& counter, const ServiceId& service) {
    return std::find(counter.services.begin(), counter.services.end(), service) != counter.services.end();
}

}  // namespace motcua::hall
