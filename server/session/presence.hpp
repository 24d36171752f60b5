#pragma once
// Which machines are here, and when each was last: of all that are connected, and of those whose clerk is signed in.
// Owned by the reception, on the hall thread.

#include <cstdint>
#include <map>
#include <utility>

#include "shared/base/ids.hpp"

namespace motcua::session {

class Presence {
  public:
    /// Nobody knows who was connected before `start_ms`: everybody is taken to have left then.
    explicit Presence(std::int64_t start_ms) : start_ms_(start_ms) {}

    void arrived(const HallId& hall, const DeviceId& device);
    void left(const HallId& hall, const DeviceId& device, std::int64_t steady_ms);
    bool is_connected(const HallId& hall, const DeviceId& device) const;
    /// Milliseconds since it was last connected; 0 while it is.
    std::int64_t absent_ms(const HallId& hall, const DeviceId& device, std::int64_t steady_ms) const;

  private:
    struct Trace {
        std::int32_t connections = 0;
        std::int64_t left_ms = 0;
    };
    std::int64_t start_ms_;
    std::map<std::pair<HallId, DeviceId>, Trace> traces_;
};

}  // namespace motcua::session
