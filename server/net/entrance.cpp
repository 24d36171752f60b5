#include "server/net/entrance.hpp"

#include <spdlog/spdlog.h>

#include "server/net/clocks.hpp"
#include "server/net/limits.hpp"

namespace motcua::net {

void TurnedAway::tell(const boost::asio::ip::address& from, std::string_view why) {
    const std::int64_t now_ms = read_clocks().steady_ms;
    if (told_at_ms_ && now_ms - *told_at_ms_ < limits::refusals_told_ms)
        return;
    told_at_ms_ = now_ms;
    spdlog::warn("a connection of {} is closed as it comes, and others may be: {}", from.to_string(), why);
}

}  // namespace motcua::net
