#include "server/session/network_turns.hpp"

#include <algorithm>

#include "server/session/network.hpp"

namespace motcua::session {

Turns& NetworkTurns::of(const std::string& address, std::int64_t steady_ms) {
    const std::string network = network_of(address);
    const auto found = turns_.find(network);
    if (found != turns_.end())
        return found->second;
    if (turns_.size() >= kept_)
        turns_.erase(std::min_element(turns_.begin(), turns_.end(), [](const auto& left, const auto& right) {
            return left.second.at_ms < right.second.at_ms;
        }));
    return turns_[network] = Turns{per_second_, burst_, burst_, steady_ms};
}

}  // namespace motcua::session
