#pragma once
// One reading of both clocks, taken by the shell. The wall clock may step; what measures a duration uses the steady
// one.

#include <cstdint>

#include "shared/base/time.hpp"

namespace motcua::session {

struct Now {
    Instant wall;
    std::int64_t steady_ms = 0;  ///< from any start, never back
};

}  // namespace motcua::session
