#pragma once
// What has happened in a hall. Events are facts: Hall::apply() alone changes the state, from these alone, and the
// journal keeps them for ever. An event carries everything that apply needs, so that a later change of a rule changes
// no past.

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/vocabulary/commands.hpp"

namespace motcua::hall {

// --- the hall's set-up: replayed from all days
struct SettingsImported {
    CentreSettings settings;
};
struct DeviceAccepted {
    DeviceId device;
    Role role = Role::Kiosk;
    std::string name;
    PublicKey key{};
    CounterId counter;
};
struct DeviceRevoked {
    DeviceId device;
};
struct StaffAdded {
    StaffId login;
    std::string name;
    std::string password_hash;
};
struct StaffRemoved {
    StaffId login;
};

// --- one service day: replayed from the current day only
/// The first event of a day. The day before was closed by the events in front of it (day_end = true).
struct DayOpened {
    Date day;
};

struct TicketIssued {
    TicketId ticket;
    TicketNumber number;
    TicketToken token;
    ServiceId service;
    CategoryId category;
    Instant virtual_arrival;
    std::string language;
    /// Of a number that its kiosk gave out of its own, without the server; else the record's time.
    std::optional<Instant> issued_at{};
};
/// From now on these numbers are the kiosk's own.
struct NumbersReserved {
    DeviceId device;
    ServiceId service;
    char letter = 'A';
    std::int32_t first = 1;
    std::int32_t last = 1;
};
struct TicketCalled {
    TicketId ticket;
    CounterId counter;
    CallRule rule = CallRule::SmallestVirtualArrival;
    Instant virtual_arrival;
    std::vector<PassedOver> passed_over;
    std::int32_t passed_over_count = 0;
    ServiceId back_to;  ///< its service from now on, where the counter takes its own transfer back; else empty
};
struct TicketRecalled {
    TicketId ticket;
    CounterId counter;
};
struct ServiceStarted {
    TicketId ticket;
    CounterId counter;
};
struct ServiceFinished {
    TicketId ticket;
    CounterId counter;
    bool day_end = false;
};
struct TicketMissed {
    TicketId ticket;
    CounterId counter;
};
struct TicketHeld {
    TicketId ticket;
    CounterId counter;
    std::string note;
};
struct TicketTransferred {
    TicketId ticket;
    CounterId from_counter;
    ServiceId to_service;  ///< its service from now on (unchanged when it goes to a counter)
    CounterId to_counter;  ///< empty = any counter of the service
    std::string note;
};
struct TicketCancelled {
    TicketId ticket;
    bool day_end = false;  ///< else by its holder
};
struct CounterOpened {  ///< at the machine of the record's actor
    CounterId counter;
    StaffId staff;
    bool took_over = false;  ///< somebody was there, perhaps the same person at another machine
};
struct CounterClosed {
    CounterId counter;
    bool day_end = false;
};
struct CounterPaused {
    CounterId counter;
    std::string reason;
};
struct CounterResumed {
    CounterId counter;
};

/// Somebody asked for what they may not do, or did not prove who they are. Changes nothing. The record's actor is who
/// asked; Role::Unproven with a device is one that only claimed to be it. How many are kept is bounded.
struct RequestRefused {
    std::string request;  ///< "call_next", "sign_in", "proof", ...
    Refusal refusal = Refusal::NotAllowed;
    std::string about;          ///< the counter, login or device that was named; a login only if somebody has it
    std::string from;           ///< the peer's address, such as "10.1.2.3"
    std::int32_t left_out = 0;  ///< refusals of this hall before this one that were too many to be kept
};

using Event = std::variant<SettingsImported, DeviceAccepted, DeviceRevoked, StaffAdded, StaffRemoved, DayOpened,
                           TicketIssued, TicketCalled, TicketRecalled, ServiceStarted, ServiceFinished, TicketMissed,
                           TicketHeld, TicketTransferred, TicketCancelled, CounterOpened, CounterClosed, CounterPaused,
                           CounterResumed, NumbersReserved, RequestRefused>;
std::string_view name_of(const Event& event);  ///< "ticket_issued", ...

/// Setup events build a hall over the years; Day events matter until the day is over. Replaying all Setup events and
/// the Day events of the last day gives the same hall as replaying everything.
enum class Scope : std::uint8_t { Setup = 1, Day = 2 };
Scope scope_of(const Event& event);
/// The names of all events of the set-up.
const std::vector<std::string_view>& setup_kinds();

/// A note of what did not happen: it needs no open day, changes nothing, and no screen shows it.
bool is_note(const Event& event);

struct EventRecord {
    Instant at;        ///< hall time: never before the record in front of it
    Date service_day;  ///< the day it belongs to
    Actor actor;
    Event event;
};

}  // namespace motcua::hall
