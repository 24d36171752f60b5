#pragma once
// All that the kiosk knows at a moment. Changed by KioskModel only; compose() turns it into a screen. Plain data.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/model/limits.hpp"
#include "kiosk/model/own_numbers.hpp"
#include "kiosk/model/printing.hpp"
#include "shared/vocabulary/commands.hpp"
#include "shared/vocabulary/views.hpp"

namespace motcua::kiosk {

/// Two clocks given together: steady for waiting, wall for showing.
struct Now {
    std::int64_t steady_ms = 0;
    Instant wall;
};

enum class Reach : std::uint8_t { Connecting, Pairing, Online, Offline, Rejected, IdentityChanged };

/// A number that the kiosk gave to a person without the server.
struct GivenNumber {
    Date day;
    TicketNumber number;
    auto operator<=>(const GivenNumber&) const = default;
};

/// The connection as far as the screen cares.
struct Connection {
    Reach reach = Reach::Connecting;
    std::string pairing_code;   ///< set while Pairing
    Instant since;              ///< Offline: when the connection was lost
    std::int64_t since_ms = 0;  ///< the same by the steady clock; Online: when it was made
    Instant server_time;        ///< Online: the server's clock at since_ms
    std::string trouble;        ///< Offline: why, a text of the catalogue; "" = it cannot be reached
    Refusal refusal = Refusal::None;
    std::vector<GivenNumber> untaken;  ///< Rejected: the hall has not said that it took them; in order
    Owner owner;                       ///< as whom this kiosk is paired, and with whom; empty: it is not
    bool operator==(const Connection&) const = default;
};

/// Where the person has walked to. Pairing, rejection and "no view yet" stand before all but a shown ticket.
enum class Place : std::uint8_t { Home, More, Group, Service, Ticket, Problem };

enum class ObstacleKind : std::uint8_t { Closed, Offline, Refused, Vanished };

/// Why there is no number, and for which service.
struct Obstacle {
    ObstacleKind kind = ObstacleKind::Refused;
    ServiceId service;
    Refusal refusal = Refusal::None;
    std::optional<Instant> opens_at;
};

struct Pending {
    RequestId id;
    IssueTicket command;
    std::int64_t since_ms = 0;
};

enum class PrintState : std::uint8_t { Printing, Printed, Failed, Unknown, NoPrinter };

struct ShownTicket {
    TicketDetail ticket;
    bool is_own = false;  ///< given out by this kiosk while there was no server
    std::uint64_t job = 0;
    PrintState print = PrintState::Printing;
    std::int64_t since_ms = 0;
    std::int64_t leave_ms = 0;
};

struct State {
    Now now;
    Connection connection;
    std::optional<KioskView> view;

    Place place = Place::Home;
    std::optional<GroupId> group;  ///< of Place::Group, and where Back leads from a service
    bool came_through_more = false;
    std::size_t page = 0;
    ServiceId service;
    Obstacle obstacle;
    std::optional<Pending> pending;
    std::optional<ShownTicket> shown;
    OwnNumbers own;
    bool can_keep_promises = false;  ///< a number given without a server would be kept: the outbox and the disk take it
    bool printer_in_trouble = false;

    std::size_t tiles_on_page = limits::tiles_on_page;  ///< as many as the panel shows without shrinking them
    std::string language;                               ///< of the person in front; "" = the hall's first
    std::string default_language;                       ///< of the settings; "" = the hall's first
    bool large_text = false;
    bool high_contrast = false;
    bool help_open = false;
    std::int64_t last_touch_ms = 0;
    std::int64_t last_wish_ms = 0;          ///< when the last touch on a button came
    bool in_tap_series = false;             ///< the touch at hand followed another at once
    std::optional<std::int64_t> warned_ms;  ///< the idle warning is shown since

    const KioskService* find_service(const ServiceId& id) const;
    /// The number that this kiosk has for the service now, should the server give none; nullopt = none.
    std::optional<TicketNumber> own_number_left(const ServiceId& id) const;
    /// The same, while there is no server.
    std::optional<TicketNumber> own_number(const ServiceId& id) const;
    bool has_own_numbers() const;  ///< for some service
    Date today() const;            ///< by the hall's clock
    bool is_online() const { return connection.reach == Reach::Online; }
    bool is_accessible() const { return large_text || high_contrast; }
    /// Language tags of the hall, the first is the default.
    std::vector<std::string> languages() const;
    std::string shown_language() const;
    std::int64_t idle_answer_ms() const;
    std::int64_t idle_answer_left_ms() const;  ///< while it is shown; a touch beside its buttons renews the time
};

}  // namespace motcua::kiosk
