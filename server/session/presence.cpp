#include "server/session/presence.hpp"

#include "server/session/limits.hpp"

namespace motcua::session {

void Presence::arrived(const HallId& hall, const DeviceId& device) {
    ++traces_[{hall, device}].connections;
    if (traces_.size() <= limits::machines_remembered)
        return;
    auto oldest = traces_.end();
    for (auto it = traces_.begin(); it != traces_.end(); ++it)
        if (it->second.connections == 0 && (oldest == traces_.end() || it->second.left_ms < oldest->second.left_ms))
            oldest = it;
    if (oldest != traces_.end())
        traces_.erase(oldest);
}

void Presence::left(const HallId& hall, const DeviceId& device, std::int64_t steady_ms) {
    const auto found = traces_.find({hall, device});
    if (found == traces_.end() || found->second.connections == 0)
        return;
    --found->second.connections;
    found->second.left_ms = steady_ms;
}

bool Presence::is_connected(const HallId& hall, const DeviceId& device) const {
    const auto found = traces_.find({hall, device});
    return found != traces_.end() && found->second.connections > 0;
}

std::int64_t Presence::absent_ms(const HallId& hall, const DeviceId& device, std::int64_t steady_ms) const {
    const auto found = traces_.find({hall, device});
    if (found == traces_.end())
        return steady_ms - start_ms_;
    return found->second.connections > 0 ? 0 : steady_ms - found->second.left_ms;
}

}  // namespace motcua::session
