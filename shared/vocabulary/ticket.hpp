#pragma once
// A ticket as others see it: its number, state, and the story of its calls.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/ids.hpp"
#include "shared/base/time.hpp"

namespace motcua {

/// Numbers are part of the wire and the journal.
enum class TicketState : std::uint8_t {
    Waiting = 1,
    Called = 2,
    Serving = 3,
    Held = 4,
    Finished = 5,
    NoShow = 6,
    Cancelled = 7,
};
std::string_view name_of(TicketState state);  ///< "waiting", "no_show", ...

/// A letter and 1..999, shown as "A025".
struct TicketNumber {
    char letter = 'A';
    std::int32_t serial = 0;
    auto operator<=>(const TicketNumber&) const = default;
};
std::string to_string(TicketNumber number);
std::optional<TicketNumber> parse_ticket_number(std::string_view text);  ///< "A025", "a25", "A-025"

/// Why someone who was there before was not called at a call.
enum class PassedOverReason : std::uint8_t {
    HeadStart = 1,      ///< arrived earlier, but the called ticket's virtual arrival is earlier
    NotServedHere = 2,  ///< earlier virtual arrival, but of a service that this counter does not serve
    OtherCounter = 3,   ///< earlier virtual arrival, but transferred to another counter
    ChosenByStaff = 4,  ///< staff called a chosen ticket out of turn
};
std::string_view name_of(PassedOverReason reason);

struct PassedOver {
    TicketNumber number;
    Instant arrival;
    Instant virtual_arrival;
    PassedOverReason reason = PassedOverReason::HeadStart;
    bool operator==(const PassedOver&) const = default;
};

enum class CallRule : std::uint8_t {
    SmallestVirtualArrival = 1,
    ChosenByStaff = 2,  ///< a held, missed or waiting ticket, chosen
};
std::string_view name_of(CallRule rule);

/// One call with its explanation: the rule, and who was passed over by it.
struct CallRecord {
    Instant at;
    CounterId counter;
    CallRule rule = CallRule::SmallestVirtualArrival;
    Instant virtual_arrival;
    std::vector<PassedOver> passed_over;  ///< at most limits::passed_over_listed, by virtual arrival
    std::int32_t passed_over_count = 0;   ///< all of them
    std::int32_t recalls = 0;
    bool operator==(const CallRecord&) const = default;
};

/// What one person may know of one ticket: the office, a script, the holder of its token.
/// Numbers that one kiosk may give out on its own, in one service day; nobody else ever gets them.
struct ReservedNumbers {
    Date service_day;
    ServiceId service;
    char letter = 'A';
    std::int32_t first = 1;
    std::int32_t last = 1;  ///< >= first
    bool operator==(const ReservedNumbers&) const = default;
};

struct TicketDetail {
    TicketId id;
    TicketToken token;  ///< empty where the asker must not have it
    TicketNumber number;
    Date service_day;
    ServiceId service;
    CategoryId category;  ///< empty = none
    TicketState state = TicketState::Waiting;
    Instant issued_at;
    Instant virtual_arrival;
    Instant changed_at;             ///< of the last change of state
    CounterId counter;              ///< where it is or was last; empty before the first call
    CounterId reserved_for;         ///< waits for this one counter (transfer); empty = any that serves its service
    std::int32_t people_ahead = 0;  ///< those of its own line who are called before it; 0 unless waiting
    std::string note;               ///< of the last transfer or hold that had one
    std::vector<CallRecord> calls;
    bool operator==(const TicketDetail&) const = default;
};

}  // namespace motcua
