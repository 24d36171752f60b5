#include "server/session/refusal_notes.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "server/session/limits.hpp"

namespace motcua::session {

Turns& RefusalNotes::turns_of(const std::string& address, std::int64_t steady_ms) {
    const auto found = addresses_.find(address);
    if (found != addresses_.end())
        return found->second;
    if (addresses_.size() >= limits::noted_addresses)  // the one that was quiet for the longest time
        addresses_.erase(std::min_element(
            addresses_.begin(), addresses_.end(),
            [](const auto& left, const auto& right) { return left.second.at_ms < right.second.at_ms; }));
    return addresses_[address] = Turns{limits::noted_per_address_second, limits::noted_burst_of_address,
                                       limits::noted_burst_of_address, steady_ms};
}

std::optional<std::int32_t> RefusalNotes::take_turn(const HallId& hall, const std::string& address,
                                                    std::int64_t steady_ms) {
    const Turns fresh{limits::noted_per_hall_second, limits::noted_burst_of_hall, limits::noted_burst_of_hall,
                      steady_ms};
    OfHall& of_hall = halls_.try_emplace(hall, OfHall{fresh}).first->second;
    Turns& of_address = turns_of(address, steady_ms);
    if (!of_address.has_one(steady_ms) || !of_hall.turns.has_one(steady_ms)) {
        if (of_hall.left_out < std::numeric_limits<std::int32_t>::max())
            ++of_hall.left_out;
        return std::nullopt;
    }
    of_address.left -= 1;
    of_hall.turns.left -= 1;
    return std::exchange(of_hall.left_out, 0);
}

}  // namespace motcua::session
