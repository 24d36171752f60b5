#include "server/session/refusal_notes.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "server/session/limits.hpp"

namespace motcua::session {

bool RefusalNotes::is_known(const std::string& knock, std::int64_t steady_ms) const {
    const auto found = knocks_.find(knock);
    return found != knocks_.end() && steady_ms - found->second < limits::knock_again_ms;
}

void RefusalNotes::remember(const std::string& knock, std::int64_t steady_ms) {
    if (knocks_.size() >= limits::knocks_remembered && !knocks_.contains(knock))
        knocks_.erase(std::min_element(knocks_.begin(), knocks_.end(),
                                       [](const auto& left, const auto& right) { return left.second < right.second; }));
    knocks_[knock] = steady_ms;
}

std::optional<std::int32_t> RefusalNotes::take_turn(const HallId& hall, const std::string& address,
                                                    const std::string& knock, std::int64_t steady_ms) {
    const Turns fresh{limits::noted_per_hall_second, limits::noted_burst_of_hall, limits::noted_burst_of_hall,
                      steady_ms};
    OfHall& of_hall = halls_.try_emplace(hall, OfHall{fresh}).first->second;
    const std::string known_as = knock.empty() ? "" : hall.value + " " + address + " " + knock;
    const bool is_again = !known_as.empty() && is_known(known_as, steady_ms);
    Turns& of_network = networks_.of(address, steady_ms);
    if (is_again || !of_network.has_one(steady_ms) || !of_hall.turns.has_one(steady_ms)) {
        if (of_hall.left_out < std::numeric_limits<std::int32_t>::max())
            ++of_hall.left_out;
        return std::nullopt;
    }
    of_network.left -= 1;
    of_hall.turns.left -= 1;
    if (!known_as.empty())
        remember(known_as, steady_ms);
    return std::exchange(of_hall.left_out, 0);
}

}  // namespace motcua::session
