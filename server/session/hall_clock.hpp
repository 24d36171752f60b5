#pragma once
// The time that halls live by. It follows the wall clock; where that was set back, it goes on at half speed until the
// wall has caught up. So it never runs back, and never stands still: people who come one after another stay
// apart at least half as long, and a head start stays bounded. A pure value on the hall thread.

#include <algorithm>
#include <cstdint>

#include "server/session/now.hpp"

namespace motcua::session {

class HallClock {
  public:
    /// The halls' time is at least this: what the journal says at its end.
    void start_at_least(Instant time) { time_ = std::max(time_, time); }

    /// The time at this reading of the clocks; readings come in the steady clock's order.
    Instant at(Now now) const {
        const std::int64_t passed_ms = has_read_ ? std::max<std::int64_t>(0, now.steady_ms - slow_since_ms_) : 0;
        return std::max(now.wall, time_ + passed_ms / 2);
    }

    /// The same, and remembered.
    Instant read(Now now) {
        const Instant time = at(now);
        // At half speed every second millisecond counts: an odd one is kept for the next reading.
        if (time == now.wall || !has_read_)
            slow_since_ms_ = now.steady_ms;
        else
            slow_since_ms_ += 2 * (time - time_);
        time_ = time;
        has_read_ = true;
        return time;
    }

    /// How far the wall clock is behind; 0 when it is not.
    std::int64_t ahead_of_wall_ms(Now now) const { return std::max<std::int64_t>(0, at(now) - now.wall); }

  private:
    Instant time_;
    std::int64_t slow_since_ms_ = 0;
    bool has_read_ = false;
};

}  // namespace motcua::session
