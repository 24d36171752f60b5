#pragma once
// Every bound and duration of the board. Milliseconds are of a steady clock unless a name says otherwise.

#include <cstddef>
#include <cstdint>

#include "shared/vocabulary/limits.hpp"

namespace motcua::board {

constexpr std::int64_t call_shown_ms = 6'000;  ///< a call is large for at least this long
constexpr std::int64_t announcement_limit_ms =
    45'000;  ///< a voice that says nothing of its end is not waited for longer
constexpr std::int64_t pulse_ms = 5'000;
constexpr std::int64_t pulse_half_period_ms = 500;   ///< 1 Hz; never above 3 Hz, which can harm
constexpr std::int64_t stale_grace_ms = 2'000;       ///< a link that is back within this never shows as lost
constexpr std::int64_t call_spoken_age_ms = 60'000;  ///< an older call is shown, not spoken
constexpr std::int64_t slow_turn_ms = 8'000;         ///< what shares a place (notices, missed and coming) takes turns
constexpr std::int64_t row_turn_ms = 4'000;  ///< so does what is more than the rows: short, and somebody waits for it
constexpr std::int64_t drift_period_ms = 60'000;  ///< the picture moves one pixel this often, against burn-in

constexpr std::size_t announcements_queued = 96;  ///< at the bound the oldest gives up its voice; its row stays
constexpr std::size_t hurry_queue = 3;            ///< with this many waiting behind it, a call is read once, not twice
constexpr int readings = 2;

static_assert(announcements_queued >= limits::board_calls, "one view may bring that many new calls");
static_assert(pulse_half_period_ms >= 167, "no flashing above 3 Hz");
static_assert(call_shown_ms > pulse_ms);
static_assert(announcement_limit_ms > call_shown_ms);

}  // namespace motcua::board
