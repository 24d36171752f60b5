#pragma once
// How many refusals go into the journal: each hall has its turns, and each address its own, so that nobody can hide
// behind a flood of them from elsewhere or fill the disk. Owned by the reception, on the hall thread.

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "server/session/turns.hpp"
#include "shared/base/ids.hpp"

namespace motcua::session {

class RefusalNotes {
  public:
    /// How many of this hall were left out since the last that was kept; nullopt: this one is left out as well.
    std::optional<std::int32_t> take_turn(const HallId& hall, const std::string& address, std::int64_t steady_ms);

  private:
    struct OfHall {
        Turns turns;
        std::int32_t left_out = 0;
    };
    Turns& turns_of(const std::string& address, std::int64_t steady_ms);

    std::map<HallId, OfHall> halls_;
    std::map<std::string, Turns> addresses_;
};

}  // namespace motcua::session
