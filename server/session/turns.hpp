#pragma once
// So many turns a second, and some saved up for a burst. Plain data, with its owner's clock.

#include <algorithm>
#include <cstdint>

namespace motcua::session {

struct Turns {
    double per_second = 0;
    double most = 0;
    double left = 0;
    std::int64_t at_ms = 0;  ///< of the last look

    bool has_one(std::int64_t now_ms) {
        left = std::min(most, left + static_cast<double>(now_ms - at_ms) * per_second / 1000.0);
        at_ms = now_ms;
        return left >= 1;
    }
    bool take(std::int64_t now_ms) {
        if (!has_one(now_ms))
            return false;
        left -= 1;
        return true;
    }
};

}  // namespace motcua::session
