#include "server/net/entrance.hpp"

#include <spdlog/spdlog.h>

#include "server/net/clocks.hpp"
#include "server/net/limits.hpp"

namespace motcua::net {

void TurnedAway::tell(const boost::asio::ip::address& from, std::string_view why) {
    const std::int64_t now_ms = read_clocks().steady_ms;
    const auto told = told_at_ms_.find(why);
    if (told != told_at_ms_.end() && now_ms - told->second < limits::refusals_told_ms)
        return;
    told_at_ms_[why] = now_ms;
    spdlog::warn("a connection of {} is closed as it comes, and others may be: {}", from.to_string(), why);
}

}  // namespace motcua::net
