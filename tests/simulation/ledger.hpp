#pragma once
// A second, slow model of one hall, built from durable events alone with plain lists: what may follow what, who has
// which number, whose turn it is. Shares no code with the hall.

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "server/hall/events.hpp"

namespace motcua::simulation {

class Ledger {
  public:
    using Complain = std::function<void(const std::string&)>;
    explicit Ledger(Complain complain) : complain_(std::move(complain)) {}

    void see(const hall::EventRecord& record);

    struct Issue {  ///< what never changes of a ticket
        TicketNumber number;
        Date day;
        ServiceId service;
        CategoryId category;
        TicketToken token;
        Instant issued_at;
        Instant virtual_arrival;
        Instant merged_at;       ///< when the hall heard of it; of its own tickets the time of issue
        Instant reserved_since;  ///< of a kiosk's own number; else the time of issue
    };
    /// Of all days; nullptr: never issued.
    const Issue* issue(TicketId id) const;
    struct AtCounter {
        TicketId ticket;  ///< {} = nobody is there
        TicketState state = TicketState::Waiting;
    };
    AtCounter at(const CounterId& counter) const;
    /// Who waits for it, the next first.
    std::vector<TicketId> line(const CounterId& counter) const;
    /// What keeps the hall from being empty: a counter that is not open, or somebody who waits or is at a counter. ""
    /// = nothing. Who is set aside is neither: only a clerk may say when they come back.
    std::string what_is_left() const;
    bool is_let_go(const DeviceId& device) const { return let_go_.contains(device); }
    /// Of a ticket of this day.
    std::optional<TicketState> state_of(TicketId id) const;
    /// Nobody has called it, so its holder could still give it back.
    bool waits_uncalled(TicketId id) const;
    Date day() const { return day_; }
    std::uint64_t calls() const { return calls_; }

  private:
    struct Known {
        TicketId id;
        ServiceId service;
        CounterId reserved_for;
        CounterId counter;
        Instant issued_at;
        Instant virtual_arrival;
        TicketState state = TicketState::Waiting;
        ServiceId sent_from;  ///< while it waits after a transfer to another service: the one before
    };

    struct Desk {
        StaffId staff;
        bool is_paused = false;
    };

    void expect(bool holds, std::string_view what);  // asked so often that no text is made where it holds
    Known* known(TicketId id);
    const Known* find(TicketId id) const;
    bool is_next_number(const hall::TicketIssued& event) const;
    bool waits_at(const Known& ticket, const CounterSettings& counter) const;
    std::int32_t passed_over_by(const hall::TicketCalled& call, const Known& called) const;
    Known* at_counter(const CounterId& counter, TicketId id, const std::string& deed);
    void leave(const CounterId& counter, TicketId id, TicketState state, const std::string& deed);

    void take(const hall::EventRecord& record, const hall::SettingsImported& event);
    void take(const hall::EventRecord& record, const hall::DeviceRevoked& event);
    void take(const hall::EventRecord& record, const hall::StaffAdded& event);
    void take(const hall::EventRecord& record, const hall::StaffRemoved& event);
    void take(const hall::EventRecord& record, const hall::DayOpened& event);
    void take(const hall::EventRecord& record, const hall::TicketIssued& event);
    void take(const hall::EventRecord& record, const hall::NumbersReserved& event);
    void take(const hall::EventRecord& record, const hall::TicketCalled& event);
    void take(const hall::EventRecord& record, const hall::TicketRecalled& event);
    void take(const hall::EventRecord& record, const hall::ServiceStarted& event);
    void take(const hall::EventRecord& record, const hall::ServiceFinished& event);
    void take(const hall::EventRecord& record, const hall::TicketMissed& event);
    void take(const hall::EventRecord& record, const hall::TicketHeld& event);
    void take(const hall::EventRecord& record, const hall::TicketTransferred& event);
    void take(const hall::EventRecord& record, const hall::TicketCancelled& event);
    void take(const hall::EventRecord& record, const hall::CounterOpened& event);
    void take(const hall::EventRecord& record, const hall::CounterPaused& event);
    void take(const hall::EventRecord& record, const hall::CounterResumed& event);
    void take(const hall::EventRecord& record, const hall::CounterClosed& event);
    template <class Other>
    void take(const hall::EventRecord&, const Other&) {}

    Complain complain_;
    CentreSettings settings_;
    Instant time_;
    Date day_;
    std::vector<Known> tickets_;  ///< of this day, in order of issue
    std::map<TicketId, Issue> issues_;
    std::set<std::pair<Date, TicketNumber>> numbers_;
    struct Reserved {
        DeviceId device;
        Instant since;
    };
    std::map<TicketNumber, Reserved> reserved_;  ///< of this day, spent or not
    std::set<TicketToken> tokens_;
    std::set<DeviceId> let_go_;
    std::set<StaffId> removed_;
    std::map<CounterId, TicketId> current_;
    std::map<CounterId, Desk> desks_;  ///< where somebody is signed in
    std::uint64_t calls_ = 0;
};

}  // namespace motcua::simulation
