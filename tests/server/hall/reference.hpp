#pragma once
// A second, slow model of a hall's day, built from events alone with plain lists: what the real one is checked against.
// Each see() and compare() reports through doctest.

#include <map>
#include <set>
#include <vector>

#include "server/hall/hall.hpp"

namespace motcua::hall::test {

class Reference {
  public:
    /// Checks that the event may follow and that a call chose and explained as the rules say, then takes it in.
    void see(const EventRecord& record);
    /// States, owners and places of all tickets, and each counter's lists.
    void compare(const Hall& hall) const;

    std::size_t tickets_today() const { return tickets_.size(); }

  private:
    struct Known {
        TicketId id;
        TicketNumber number;
        ServiceId service;
        CounterId reserved_for;
        CounterId counter;
        Instant issued_at;
        Instant virtual_arrival;
        TicketState state = TicketState::Waiting;
        ServiceId sent_from;  ///< while it waits after a transfer to another service: the one before
    };

    Known& known(TicketId id);
    bool is_called_by(const Known& ticket, const CounterSettings& counter) const;
    /// Waiting for this counter, in the order of their calls.
    std::vector<Known> line_at(const CounterSettings& counter) const;
    std::int32_t ahead_of(const Known& ticket) const;
    std::vector<PassedOver> passed_by(const TicketCalled& call, const Known& called) const;

    void take(const EventRecord& record, const DayOpened& event);
    void take(const EventRecord& record, const TicketIssued& event);
    void take(const EventRecord& record, const NumbersReserved& event);
    void take(const EventRecord& record, const TicketCalled& event);
    void take(const EventRecord& record, const ServiceStarted& event);
    void take(const EventRecord& record, const ServiceFinished& event);
    void take(const EventRecord& record, const TicketMissed& event);
    void take(const EventRecord& record, const TicketHeld& event);
    void take(const EventRecord& record, const TicketTransferred& event);
    void take(const EventRecord& record, const TicketCancelled& event);
    void take(const EventRecord& record, const CounterClosed& event);
    void take(const EventRecord&, const SettingsImported& event) { settings_ = event.settings; }
    template <class Other>
    void take(const EventRecord&, const Other&) {}
    void leave_counter(const CounterId& counter, TicketId id);

    CentreSettings settings_;
    Instant time_;
    Date day_;
    std::vector<Known> tickets_;  ///< in order of issue
    std::set<std::pair<Date, TicketNumber>> numbers_;
    std::map<TicketNumber, DeviceId> reserved_;  ///< of the current day
    std::set<TicketId> ids_;
    std::set<TicketToken> tokens_;
    std::map<CounterId, TicketId> current_;
};

}  // namespace motcua::hall::test
