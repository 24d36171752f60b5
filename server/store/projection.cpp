#include "server/store/projection.hpp"

#include <fmt/format.h>

#include <iterator>

#include "shared/vocabulary/views.hpp"

namespace motcua::store {
namespace {

using namespace hall;  // the events

/// One event's place.
struct Place {
    Connection& connection;
    const HallId& hall;
    std::uint64_t sequence;
    const EventRecord& record;

    std::int64_t at() const { return record.at.ms; }
    std::int32_t day() const { return record.service_day.days; }
};

/// Plain text, because nothing in it needs escaping: numbers are a letter and digits, reasons are names of ours.
std::string json_of(const std::vector<PassedOver>& passed_over) {
    std::string json = "[";
    for (const PassedOver& passed : passed_over)
        fmt::format_to(std::back_inserter(json),
                       R"({}{{"number":"{}","arrival":{},"virtual_arrival":{},"reason":"{}"}})",
                       json.size() > 1 ? "," : "", to_string(passed.number), passed.arrival.ms,
                       passed.virtual_arrival.ms, name_of(passed.reason));
    return json + "]";
}

// --- the hall's set-up -----------------------------------------------------------------------------------------------

void project(const Place&, const SettingsImported&) {}  // kept whole in its event

void project(const Place& place, const DeviceAccepted& event) {
    place.connection.run(
        "INSERT OR REPLACE INTO devices (hall, device, role, name, key, counter, accepted_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        place.hall.value, event.device.value, name_of(event.role), event.name, Bytes(event.key), event.counter.value,
        place.at());
}

void project(const Place& place, const DeviceRevoked& event) {
    place.connection.run_one("UPDATE devices SET revoked_at = ?3 WHERE hall = ?1 AND device = ?2", place.hall.value,
                             event.device.value, place.at());
}

void project(const Place& place, const StaffAdded& event) {
    place.connection.run(
        "INSERT OR REPLACE INTO staff (hall, login, name, password_hash, added_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        place.hall.value, event.login.value, event.name, event.password_hash, place.at());
}

void project(const Place& place, const StaffRemoved& event) {
    place.connection.run_one("DELETE FROM staff WHERE hall = ?1 AND login = ?2", place.hall.value, event.login.value);
}

// --- a ticket --------------------------------------------------------------------------------------------------------

void project(const Place&, const DayOpened&) {}  // its event says all

void project(const Place& place, const TicketIssued& event) {
    place.connection.run(
        "INSERT INTO tickets (service_day, hall, ticket, letter, serial, token, service, first_service, category, "
        "language, state, issued_at, virtual_arrival, changed_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9, 'waiting', ?12, ?11, ?10)",
        place.day(), place.hall.value, event.ticket.value, std::string_view(&event.number.letter, 1),
        event.number.serial, event.token.value, event.service.value, event.category.value, event.language, place.at(),
        event.virtual_arrival.ms, event.issued_at.value_or(place.record.at).ms);
}

void project(const Place&, const NumbersReserved&) {}  // its event says all
void project(const Place&, const RequestRefused&) {}   // its event says all

void project(const Place& place, const TicketCalled& event) {
    place.connection.run_one(
        "UPDATE tickets SET state = 'called', changed_at = ?4, first_called_at = coalesce(first_called_at, ?4), "
        "counter = ?5, reserved_for = '', calls = calls + 1, last_call = ?6, service = coalesce(nullif(?7, ''), "
        "service) "
        "WHERE service_day = ?1 AND hall = ?2 AND ticket = ?3",
        place.day(), place.hall.value, event.ticket.value, place.at(), event.counter.value, place.sequence,
        event.back_to.value);
    place.connection.run_one(
        "INSERT INTO calls (service_day, hall, sequence, ticket, counter, service, staff, at, rule, virtual_arrival, "
        "passed_over_count, passed_over) SELECT ?1, ?2, ?6, ?3, ?5, service, ?7, ?4, ?8, ?9, ?10, ?11 "
        "FROM tickets WHERE service_day = ?1 AND hall = ?2 AND ticket = ?3",
        place.day(), place.hall.value, event.ticket.value, place.at(), event.counter.value, place.sequence,
        place.record.actor.staff.value, name_of(event.rule), event.virtual_arrival.ms, event.passed_over_count,
        json_of(event.passed_over));
}

void project(const Place& place, const TicketRecalled& event) {
    place.connection.run_one(
        "UPDATE tickets SET recalls = recalls + 1 WHERE service_day = ?1 AND hall = ?2 AND ticket = ?3", place.day(),
        place.hall.value, event.ticket.value);
    place.connection.run_one(
        "UPDATE calls SET recalls = recalls + 1 WHERE service_day = ?1 AND hall = ?2 AND sequence = "
        "(SELECT last_call FROM tickets WHERE service_day = ?1 AND hall = ?2 AND ticket = ?3)",
        place.day(), place.hall.value, event.ticket.value);
}

void project(const Place& place, const ServiceStarted& event) {
    place.connection.run_one(
        "UPDATE tickets SET state = 'serving', changed_at = ?4, started_at = ?4, counter = ?5 "
        "WHERE service_day = ?1 AND hall = ?2 AND ticket = ?3",
        place.day(), place.hall.value, event.ticket.value, place.at(), event.counter.value);
}

/// Leaves the counter for `state`; the time at the counter since the service started is added up.
void leave_counter(const Place& place, TicketId ticket, TicketState state) {
    place.connection.run_one(
        "UPDATE tickets SET served_ms = served_ms + CASE state WHEN 'serving' THEN ?4 - started_at ELSE 0 END, "
        "state = ?5, changed_at = ?4 WHERE service_day = ?1 AND hall = ?2 AND ticket = ?3",
        place.day(), place.hall.value, ticket.value, place.at(), name_of(state));
}

enum class ClosedBy : std::int32_t { Person = 0, DayEnd = 1 };

void close(const Place& place, TicketId ticket, TicketState state, ClosedBy closed_by) {
    leave_counter(place, ticket, state);
    place.connection.run_one(
        "UPDATE tickets SET finished_at = ?4, closed_by_day_end = ?5, reserved_for = '' "
        "WHERE service_day = ?1 AND hall = ?2 AND ticket = ?3",
        place.day(), place.hall.value, ticket.value, place.at(), static_cast<std::int32_t>(closed_by));
}

void project(const Place& place, const ServiceFinished& event) {
    // Finished without a start: the service began with the call.
    place.connection.run(
        "UPDATE tickets SET state = 'serving', started_at = changed_at "
        "WHERE service_day = ?1 AND hall = ?2 AND ticket = ?3 AND state = 'called'",
        place.day(), place.hall.value, event.ticket.value);
    close(place, event.ticket, TicketState::Finished, event.day_end ? ClosedBy::DayEnd : ClosedBy::Person);
}

void project(const Place& place, const TicketCancelled& event) {
    close(place, event.ticket, TicketState::Cancelled, event.day_end ? ClosedBy::DayEnd : ClosedBy::Person);
}

void project(const Place& place, const TicketMissed& event) {
    leave_counter(place, event.ticket, TicketState::NoShow);
}

void project(const Place& place, const TicketHeld& event) {
    leave_counter(place, event.ticket, TicketState::Held);
}

void project(const Place& place, const TicketTransferred& event) {
    leave_counter(place, event.ticket, TicketState::Waiting);
    place.connection.run_one(
        "UPDATE tickets SET service = ?4, reserved_for = ?5, transfers = transfers + 1 "
        "WHERE service_day = ?1 AND hall = ?2 AND ticket = ?3",
        place.day(), place.hall.value, event.ticket.value, event.to_service.value, event.to_counter.value);
}

// --- a counter -------------------------------------------------------------------------------------------------------

void project(const Place& place, const CounterOpened& event) {
    // Whoever only moves to another machine is on a break there too.
    place.connection.run(
        "INSERT INTO counters AS old (hall, counter, state, staff, pause_reason, changed_at) "
        "VALUES (?1, ?2, 'open', ?3, '', ?4) ON CONFLICT DO UPDATE SET "
        "state = CASE WHEN old.state = 'paused' AND old.staff = excluded.staff THEN 'paused' ELSE 'open' END, "
        "pause_reason = CASE WHEN old.state = 'paused' AND old.staff = excluded.staff THEN old.pause_reason ELSE '' "
        "END, "
        "staff = excluded.staff, changed_at = excluded.changed_at",
        place.hall.value, event.counter.value, event.staff.value, place.at());
}

void project(const Place& place, const CounterClosed& event) {
    place.connection.run_one(
        "UPDATE counters SET state = 'closed', staff = '', pause_reason = '', changed_at = ?3 "
        "WHERE hall = ?1 AND counter = ?2",
        place.hall.value, event.counter.value, place.at());
    place.connection.run(
        "UPDATE tickets SET reserved_for = '' WHERE service_day = ?1 AND hall = ?2 AND reserved_for = ?3", place.day(),
        place.hall.value, event.counter.value);
}

void project(const Place& place, const CounterPaused& event) {
    place.connection.run_one(
        "UPDATE counters SET state = 'paused', pause_reason = ?4, changed_at = ?3 WHERE hall = ?1 AND counter = ?2",
        place.hall.value, event.counter.value, place.at(), event.reason);
}

void project(const Place& place, const CounterResumed& event) {
    place.connection.run_one(
        "UPDATE counters SET state = 'open', pause_reason = '', changed_at = ?3 WHERE hall = ?1 AND counter = ?2",
        place.hall.value, event.counter.value, place.at());
}

}  // namespace

void project(Connection& connection, const HallId& hall, std::uint64_t sequence, const EventRecord& record) {
    const Place place{connection, hall, sequence, record};
    std::visit([&](const auto& event) { project(place, event); }, record.event);
}

}  // namespace motcua::store
