#pragma once
// The server's one place that reads clocks.

#include "server/session/now.hpp"

namespace motcua::net {

session::Now read_clocks();

}  // namespace motcua::net
