#pragma once
// What a screen is shown: always the whole, never a change of it. Plain values, equal when nothing changed.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shared/base/ids.hpp"
#include "shared/base/time.hpp"
#include "shared/vocabulary/centre.hpp"
#include "shared/vocabulary/ticket.hpp"

namespace motcua {

/// What every screen needs of its hall. `version` grows with every change of the hall: a view never goes back.
struct HallHeader {
    std::uint64_t version = 0;
    Instant at;                   ///< the hall's time when the view was made
    std::int32_t offset_min = 0;  ///< local clock east of UTC
    LocalText agency;
    LocalText branch;
    std::vector<std::string> languages;
    bool operator==(const HallHeader&) const = default;
};

enum class ServiceState : std::uint8_t { Open = 1, Closed = 2, CapReached = 3, NumbersOut = 4 };

struct KioskService {
    ServiceId id;
    GroupId group;
    char letter = 'A';
    LocalText name;
    LocalText hint;
    std::string icon;
    std::int32_t waiting = 0;
    ServiceState state = ServiceState::Open;
    std::optional<Instant> opens_at;     ///< when not open: the next time, if within the next 14 days
    std::optional<Instant> closes_at{};  ///< when open: the end of this session
    bool operator==(const KioskService&) const = default;
};

struct KioskView {
    HallHeader hall;
    std::vector<GroupSettings> groups;
    std::vector<KioskService> services;  ///< in the settings' order
    std::vector<CategorySettings> categories;
    LocalText ticket_footer;
    std::string ticket_url;  ///< what a token is appended to for the QR: "http://host:port/t/"
    bool operator==(const KioskView&) const = default;
};

struct BoardCall {
    std::uint64_t sequence = 0;  ///< grows with every call and recall of the hall; a voice speaks each once
    TicketNumber number;
    CounterId counter;
    std::string counter_name;
    LocalText counter_label;
    Instant called_at;  ///< of the last call or recall
    std::int32_t recalls = 0;
    bool is_serving = false;  ///< has come to the counter
    bool operator==(const BoardCall&) const = default;
};

struct BoardView {
    HallHeader hall;
    std::string zone;
    bool is_zone_unknown = false;      ///< no counter of the hall is in it: nothing will ever be called here
    std::vector<BoardCall> calls;      ///< the newest first: all Called, and Serving up to limits::board_calls_listed
    std::vector<BoardCall> missed;     ///< called, did not come, may still return; newest first
    std::vector<TicketNumber> coming;  ///< who is likely next, a preview; at most limits::board_coming
    std::int32_t waiting = 0;
    std::vector<LocalText> notices;
    bool operator==(const BoardView&) const = default;
};

enum class CounterState : std::uint8_t { Closed = 1, Open = 2, Paused = 3 };
std::string_view name_of(CounterState state);

/// A ticket as a clerk sees it.
struct CounterTicket {
    TicketId id;
    TicketNumber number;
    ServiceId service;
    CategoryId category;
    TicketState state = TicketState::Waiting;
    Instant issued_at;
    Instant virtual_arrival;
    Instant changed_at;
    std::int32_t recalls = 0;
    bool is_reserved = false;  ///< waits for this very counter
    CounterId last_counter;    ///< where it was before (transfer, hold, missed)
    std::string note;
    bool operator==(const CounterTicket&) const = default;
};

struct NamedService {
    ServiceId id;
    LocalText name;
    std::int32_t norm_min = 0;
    bool is_mine = false;      ///< of this counter
    bool is_unserved = false;  ///< no counter of it is open, nor on a break; false also from a server that does not say
    bool operator==(const NamedService&) const = default;
};
struct NamedCounter {
    CounterId id;
    LocalText label;
    CounterState state = CounterState::Closed;
    bool operator==(const NamedCounter&) const = default;
};
struct NamedCategory {
    CategoryId id;
    LocalText name;
    bool operator==(const NamedCategory&) const = default;
};

struct CounterView {
    HallHeader hall;
    CounterId counter;
    LocalText label;
    CounterState state = CounterState::Closed;
    StaffId staff;
    std::string staff_name;
    DeviceId device;  ///< the machine where they are signed in; empty = none, or an administrator
    std::string pause_reason;
    std::optional<CounterTicket> current;  ///< Called or Serving here
    std::vector<CounterTicket> waiting;    ///< in the order they will be called here; first limits::counter_listed
    std::int32_t waiting_count = 0;        ///< all of them
    std::vector<CounterTicket> held;       ///< of the services served here or held here
    std::vector<CounterTicket> missed;     ///< may still return, newest first
    std::int32_t served_today = 0;
    std::int64_t median_service_ms = 0;  ///< 0 = none yet
    std::vector<NamedService> services;  ///< all of the hall: names, and targets of a transfer
    std::vector<NamedCounter> counters;  ///< all of the hall
    std::vector<NamedCategory> categories;
    bool operator==(const CounterView&) const = default;
};

using View = std::variant<KioskView, BoardView, CounterView>;

/// What a client subscribes to; a connection has one subscription, a newer one replaces it.
enum class ViewKind : std::uint8_t { None = 0, Kiosk = 1, Board = 2, Counter = 3 };
struct Subscription {
    ViewKind kind = ViewKind::None;
    std::string zone;   ///< for a board; "" = all
    CounterId counter;  ///< for a counter
    bool operator==(const Subscription&) const = default;
};

const HallHeader& header_of(const View& view);

}  // namespace motcua
