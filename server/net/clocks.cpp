#include "server/net/clocks.hpp"

#include <chrono>

namespace motcua::net {

session::Now read_clocks() {
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    const auto wall = duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    const auto steady = duration_cast<milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
    return session::Now{Instant{wall}, steady};
}

}  // namespace motcua::net
