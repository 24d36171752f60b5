#pragma once
// The whole state of one hall as plain data, private to this folder. Hall::apply() alone changes it.
//
// The day's tickets lie in order of issue; lines, held and missed are indexes into them and hold exactly the tickets
// of that state. What is in `Day` is forgotten when the next day opens; the rest is the hall's set-up.

#include <bitset>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/hall/hall.hpp"
#include "server/hall/lines.hpp"
#include "shared/vocabulary/limits.hpp"

namespace motcua::hall {

struct Ticket {
    TicketId id;
    std::int32_t ordinal = 0;  ///< place in the day's order of issue, from 1
    TicketNumber number;
    TicketToken token;
    ServiceId service;
    CategoryId category;
    std::string language;
    TicketState state = TicketState::Waiting;
    Instant issued_at;
    Instant virtual_arrival;
    Instant changed_at;
    CounterId counter;       ///< where it is or was last
    CounterId reserved_for;  ///< set only while it waits for this one counter
    ServiceId sent_from;     ///< set only while it waits after a transfer to another service: the one before
    std::string note;        ///< of the last transfer or hold
    std::vector<CallRecord> calls;
    Instant called_at;                ///< of the last call or recall
    std::uint64_t call_sequence = 0;  ///< of the last call or recall
    Instant serving_since;
    std::int64_t served_ms = 0;  ///< at this counter before the person was set aside or sent on

    Place place() const { return Place{virtual_arrival, ordinal}; }
    Issue issue() const { return Issue{issued_at, ordinal}; }
    std::int32_t recalls() const { return calls.empty() ? 0 : calls.back().recalls; }
};

/// The numbers of one letter that this day has given out, whichever service had the letter at the time.
struct LetterUse {
    std::bitset<limits::numbers_per_letter + 1> used;  ///< given out, or reserved for a kiosk
    std::map<std::int32_t, std::int32_t> ordinal_of;   ///< serial -> ordinal
};

/// Numbers that are a kiosk's own for this day, spent or not.
struct Reserve {
    DeviceId device;
    ServiceId service;
    char letter = 'A';
    std::int32_t first = 1;
    std::int32_t last = 1;
    Instant since;
    std::int32_t size() const { return last - first + 1; }
    bool holds(TicketNumber number) const {
        return number.letter == letter && number.serial >= first && number.serial <= last;
    }
};

struct CounterDay {
    CounterState state = CounterState::Closed;
    StaffId staff;      ///< empty while open: an administrator
    DeviceId device;    ///< the machine they signed in at; empty: closed, or opened by an administrator
    Instant active_at;  ///< the last thing that the person there did
    std::string pause_reason;
    std::int32_t current = 0;                                     ///< ordinal of the ticket Called or Serving here
    RankedSet<std::pair<std::int64_t, std::int32_t>> service_ms;  ///< (duration, ordinal) of all finished here
};

using ByChange = std::set<std::pair<Instant, std::int32_t>>;  ///< (changed_at, ordinal)

struct Day {
    bool has_begun = false;
    Date date;
    std::deque<Ticket> tickets;  ///< [ordinal - 1]; a crowded day does not move them as it grows
    std::unordered_map<TicketToken, std::int32_t> by_token;
    std::map<char, LetterUse> numbers;
    std::vector<Reserve> reserves;             ///< in the order of their making
    std::map<ServiceId, std::int32_t> issued;  ///< tickets issued for a service, transfers not counted
    std::map<ServiceId, Line> service_lines;   ///< those who wait for any counter of the service
    std::map<CounterId, Line> reserved_lines;  ///< those who wait for this one counter
    std::map<CounterId, CounterDay> counters;  ///< those that were ever open
    ByChange held;
    ByChange missed;
    std::uint32_t calls = 0;  ///< calls and recalls
};

struct HallState {
    HallId id;
    std::uint64_t version = 0;
    Instant time;
    bool has_settings = false;
    CentreSettings settings;
    std::map<DeviceId, DeviceRecord> devices;
    std::map<StaffId, StaffRecord> staff;
    Day day;

    const Ticket* ticket(TicketId ticket_id) const;
    Ticket* ticket(TicketId ticket_id);
    const Ticket& at_ordinal(std::int32_t ordinal) const;
    const Ticket* current_at(const CounterId& counter) const;
    /// What is known of a counter today; a counter that was never open is closed.
    const CounterDay& counter_day(const CounterId& counter) const;
    std::set<ServiceId> served_services() const;  ///< those with a counter that is open, or on a break
    CounterId counter_of(const StaffId& login) const;
    CounterId counter_at(const DeviceId& device) const;  ///< where somebody signed in at this machine; empty = nowhere
    bool is_given_out(TicketNumber number) const;
    /// The reserve of this kiosk that the number belongs to; nullptr = none.
    const Reserve* reserve_of(const DeviceId& device, TicketNumber number) const;

    /// The line where a waiting ticket is; nullptr when nobody ever waited there.
    const Line* line_of(const Ticket& ticket) const;
    const Line* service_line(const ServiceId& service) const;  ///< nullptr: nobody has waited in it
    const Line* own_line(const CounterId& counter) const;      ///< likewise, of those who wait for this counter alone
    /// The lines that a counter calls from: those of its services, and its own.
    std::vector<const Line*> lines_of(const CounterSettings& counter) const;
    /// Of a waiting ticket: how many of its own line are called before it (docs/decisions/0010). 0 in other states.
    std::int32_t people_ahead(const Ticket& ticket) const;

    /// True while a missed ticket may come back at `at`.
    bool may_return(const Ticket& ticket, Instant at) const;
    Instant return_ends_at(const Ticket& ticket) const;  ///< from then on it may not
    /// When the next of the missed tickets may no longer come back.
    std::optional<Instant> next_return_end(Instant now) const;
    /// When the hall signs out the person there: for doing nothing, or because their machine was revoked (a moment that
    /// is over). Empty: never, as it stands.
    std::optional<Instant> signed_out_at(const CounterDay& counter) const;
    Date local_date(Instant at) const;
};

struct Hall::State : HallState {};

bool is_open_state(TicketState state);  ///< Waiting, Called, Serving or Held: not done with

/// Earliest and latest moments that make sense; what is outside is a broken clock or a damaged record.
constexpr Instant earliest_instant{0};
constexpr Instant latest_instant{253'402'300'799'999};  // the end of the year 9999

/// (day, ordinal) as one number that is never 0, over all days of a hall.
TicketId make_ticket_id(Date day, std::int32_t ordinal);

/// The name of what an open ticket still needs and these settings do not have; empty when nothing.
std::string missing_for_open_tickets(const HallState& state, const CentreSettings& settings);

bool serves(const CounterSettings& counter, const ServiceId& service);

}  // namespace motcua::hall
