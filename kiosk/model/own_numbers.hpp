#pragma once
// Numbers that the server reserved for this kiosk, to be given out while there is no server
// (docs/decisions/0008-numbers-without-a-server.md). Plain data and pure rules: the program keeps it in a file.
//
// A number is spent before anybody sees it, and stays spent: an answer of the server that was under way meanwhile may
// still list it. The numbers are one device's of one server: another has none of them.

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "shared/vocabulary/ticket.hpp"

namespace motcua::kiosk {

/// For whom they are reserved, and by whom.
struct Owner {
    DeviceId device;
    std::string server;  ///< its identity, in hexadecimal digits
    bool operator==(const Owner&) const = default;
};

class OwnNumbers {
  public:
    OwnNumbers() = default;
    OwnNumbers(Owner owner, std::vector<ReservedNumbers> runs, Date spent_day, std::set<TicketNumber> spent)
        : owner_(std::move(owner)), runs_(std::move(runs)), spent_day_(spent_day), spent_(std::move(spent)) {}

    /// The server's list of all that this kiosk has; what was spent on its day stays spent.
    void replace(std::vector<ReservedNumbers> runs);
    /// None are left; what was spent stays spent.
    void drop() { runs_.clear(); }
    /// Drops them when they are another's.
    void belong_to(const Owner& owner);
    /// The smallest that is left for the service on that day.
    std::optional<TicketNumber> next(const ServiceId& service, Date day) const;
    std::int32_t left(const ServiceId& service, Date day) const;
    void spend(TicketNumber number, Date day);
    bool is_spent(TicketNumber number, Date day) const;

    const Owner& owner() const { return owner_; }
    const std::vector<ReservedNumbers>& runs() const { return runs_; }
    Date spent_day() const { return spent_day_; }
    const std::set<TicketNumber>& spent() const { return spent_; }
    bool operator==(const OwnNumbers&) const = default;

  private:
    Owner owner_;
    std::vector<ReservedNumbers> runs_;
    Date spent_day_;  ///< of spent_: a newer day begins with none
    std::set<TicketNumber> spent_;
};

}  // namespace motcua::kiosk
