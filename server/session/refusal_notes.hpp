#pragma once
// How many refusals go into the journal: each hall has its turns, and each network its own, so that nobody can hide
// behind a flood of them from elsewhere or fill the disk. A device that was let go and left switched on knocks every
// few seconds: the same knock is kept once an hour. Owned by the reception, on the hall thread.

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "server/session/limits.hpp"
#include "server/session/network_turns.hpp"
#include "server/session/turns.hpp"
#include "shared/base/ids.hpp"

namespace motcua::session {

class RefusalNotes {
  public:
    /// How many of this hall were left out since the last that was kept; nullopt: this one is left out as well.
    /// `knock`: what tells it apart from others that come again by themselves; empty = it was a person's or a
    /// program's.
    std::optional<std::int32_t> take_turn(const HallId& hall, const std::string& address, const std::string& knock,
                                          std::int64_t steady_ms);

  private:
    struct OfHall {
        Turns turns;
        std::int32_t left_out = 0;
    };
    bool is_known(const std::string& knock, std::int64_t steady_ms) const;
    void remember(const std::string& knock, std::int64_t steady_ms);

    std::map<HallId, OfHall> halls_;
    NetworkTurns networks_{limits::noted_per_address_second, limits::noted_burst_of_address, limits::noted_networks};
    std::map<std::string, std::int64_t> knocks_;  ///< when each was kept last
};

}  // namespace motcua::session
