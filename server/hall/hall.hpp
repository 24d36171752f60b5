#pragma once
// One hall: its settings, its people and machines, and the tickets of the current service day.
//
// Pure and deterministic: no clock, thread, socket, file or random number. Owned by the hall thread through the desk
// (server/session). The call protocol: decide() looks and answers, apply() alone changes; run() is the two together.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/hall/events.hpp"
#include "shared/vocabulary/views.hpp"

namespace motcua::hall {

/// What decide() found. A refusal has no events of its own, but may follow those that close a day.
struct Decision {
    Reply reply;      ///< without `ticket`: that is filled after the events were applied
    TicketId ticket;  ///< the ticket the reply is about; value 0 = none
    std::vector<EventRecord> events;
};

struct DeviceRecord {
    DeviceId id;
    Role role = Role::Kiosk;
    std::string name;
    PublicKey key{};
    CounterId counter;
    Instant since;
    bool revoked = false;
    bool operator==(const DeviceRecord&) const = default;
};

struct StaffRecord {
    StaffId login;
    std::string name;
    std::string password_hash;
    bool operator==(const StaffRecord&) const = default;
};

class Hall {
  public:
    explicit Hall(HallId id);
    Hall(const Hall&);
    Hall& operator=(const Hall&);
    Hall(Hall&&) noexcept;
    Hall& operator=(Hall&&) noexcept;
    ~Hall();

    /// O(log n) for calls and issues, but for the explanation of a call (bounded) and the turn of a day.
    /// `now` is the wall clock; hall time is the largest `now` seen, so a clock that steps back changes nothing.
    /// Ids inside the command are looked up, never trusted; rights are the session's matter.
    Decision decide(const Command& command, const Actor& actor, Instant now) const;

    /// Applies a record that decide() made, or that the journal kept. A record that cannot follow this state is a
    /// damaged journal: false, and the state is as before.
    [[nodiscard]] bool apply(const EventRecord& record);

    // --- questions: no change, no time of their own ------------------------------------------------------------------
    const HallId& id() const;
    std::uint64_t version() const;  ///< number of events applied in its life as replayed; grows with each
    Instant time() const;           ///< hall time
    Date service_day() const;       ///< Date{} before the first day
    bool has_settings() const;
    const CentreSettings& settings() const;

    KioskView kiosk_view(Instant now) const;  ///< `now` decides what is open; ticket_url is left empty
    BoardView board_view(const std::string& zone, Instant now) const;
    /// nullopt: no such counter.
    std::optional<CounterView> counter_view(const CounterId& counter, Instant now) const;
    /// What a machine at a counter sees that new settings took away: closed, and not among the hall's counters.
    CounterView missing_counter_view(const CounterId& counter, Instant now) const;

    std::optional<TicketDetail> ticket(TicketId id) const;
    std::optional<TicketDetail> ticket_by_token(const TicketToken& token) const;
    std::optional<TicketDetail> ticket_by_number(TicketNumber number) const;
    /// Which one its holder chose at the kiosk; "" = no such ticket.
    std::string language_of(TicketId id) const;
    /// In order of issue, those after `after` ({} = from the first); at most `most`. `total` receives how many there
    /// are.
    std::vector<TicketDetail> tickets(bool open_only, TicketId after, std::size_t most, std::size_t& total) const;

    const DeviceRecord* device(const DeviceId& id) const;
    std::vector<DeviceRecord> devices() const;  ///< by id
    const StaffRecord* staff(const StaffId& login) const;
    std::vector<StaffRecord> staff() const;  ///< by login
    /// The counter where this person is signed in; empty = none.
    CounterId counter_of(const StaffId& login) const;
    /// Some counter of the service is open, or on a break.
    bool is_served(const ServiceId& service) const;

    /// Earliest moment when the hall changes by itself: a service opens or closes, the day turns, somebody
    /// may not return any more, a person who does nothing at a counter, or sits at a revoked machine, is signed out.
    /// After time(), or at it where that is due already. The desk asks for views again then, and submits a Tick.
    std::optional<Instant> next_change_after(Instant now) const;

    /// Every field of the state, in a fixed order: equal text means equal state. For tests and the simulation.
    std::string fingerprint() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// decide(), apply() of every event, and the ticket in the reply as it is then.
struct Outcome {
    Reply reply;
    std::vector<EventRecord> events;
};
Outcome run(Hall& hall, const Command& command, const Actor& actor, Instant now);

/// Makes it a part of what has happened; on the day that the hall has reached.
EventRecord note(Hall& hall, RequestRefused refused, const Actor& actor, Instant now);

}  // namespace motcua::hall
