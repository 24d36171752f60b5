#pragma once
// What a kiosk keeps over its end, and what the next run finds of it. Plain data.

#include <cstdint>
#include <optional>
#include <vector>

#include "kiosk/model/own_numbers.hpp"
#include "shared/vocabulary/commands.hpp"

namespace motcua::kiosk {

/// Kept as one: that nobody waits for a number of the server any more is durable with the number given instead of it.
struct Kept {
    OwnNumbers own;
    std::vector<RequestId> abandoned;  ///< nobody waits for their tickets: cancelled when they come, oldest first
    bool operator==(const Kept&) const = default;
};

struct EarlierRun {
    std::optional<Kept> kept = Kept{};  ///< nullopt: it cannot be read
    std::vector<RequestId> asked;       ///< tickets asked for, without an answer yet
    std::optional<Instant> asked_at;    ///< the last of them, by this kiosk's clock; nullopt: not known
    std::vector<IssueReserved> given;   ///< numbers given out of which the hall has not said anything yet
};

}  // namespace motcua::kiosk
