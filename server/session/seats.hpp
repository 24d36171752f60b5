#pragma once
// Who is signed in at which counter of one hall, and from which machine: read off the hall's events, so that it is
// true again after a restart. Owned by the desk, on the hall thread.

#include <map>
#include <optional>

#include "server/hall/events.hpp"

namespace motcua::session {

struct Seat {
    StaffId staff;
    DeviceId device;
};

class Seats {
  public:
    void apply(const hall::EventRecord& record);
    /// nullptr: nobody is signed in there.
    const Seat* at(const CounterId& counter) const;
    /// The counter where this machine's clerk sits; empty = none.
    CounterId counter_of(const DeviceId& device) const;

  private:
    std::map<CounterId, Seat> by_counter_;
};

}  // namespace motcua::session
