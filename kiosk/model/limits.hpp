#pragma once
// Times and sizes of the kiosk's screens. Sources: WCAG 2.2.1 for the idle warning, the field's habits for the rest.

#include <cstddef>
#include <cstdint>

namespace motcua::kiosk::limits {

constexpr std::int64_t idle_warning_ms = 45'000;
constexpr std::int64_t idle_answer_ms = 20'000;              ///< to answer the warning with one touch
constexpr std::int64_t idle_warning_accessible_ms = 90'000;  ///< with large text or high contrast
constexpr std::int64_t idle_answer_accessible_ms = 30'000;

constexpr std::int64_t spinner_ms = 400;       ///< a wait shorter than this is not shown
constexpr std::int64_t late_reply_ms = 8'000;  ///< then the screen says honestly that it takes long
constexpr std::int64_t abandon_ms = 120'000;   ///< then nobody stands there any more: a late ticket is cancelled

// Without the server.
constexpr std::int64_t alone_after_ms = 3'000;      ///< a number asked for before: given from the kiosk's own then
constexpr std::int64_t fill_up_again_ms = 600'000;  ///< what the hall could not give, it gives hardly sooner
constexpr std::int64_t fill_up_retry_ms = 10'000;   ///< after a request for own numbers that failed
constexpr std::int64_t keep_again_ms = 10'000;      ///< what could not be kept is tried again
constexpr std::int64_t promise_again_ms = 60'000;   ///< after an outbox that failed: each try may cost a number

constexpr std::int64_t ticket_shown_ms = 10'000;
constexpr std::int64_t ticket_shown_accessible_ms = 25'000;
constexpr std::int64_t ticket_to_photograph_ms = 40'000;  ///< no paper: time to take out a phone
constexpr std::int64_t print_silence_ms = 6'000;          ///< then the printer counts as silent
constexpr std::int64_t ticket_guard_ms = 1'000;           ///< nobody has read a number in less
constexpr std::int64_t tap_series_ms = 500;  ///< taps closer than this are one series: none of it closes the ticket

constexpr std::size_t tiles_on_page = 8;        ///< at most; a small panel shows fewer, never smaller ones
constexpr std::size_t least_tiles_on_page = 2;  ///< one service and "more"
constexpr std::size_t tiles_on_page_large_text = 4;
constexpr std::size_t untaken_shown = 12;    ///< numbers that the hall has not taken; of more only how many
constexpr std::size_t abandoned_kept = 128;  ///< as many as can be without an answer

static_assert(idle_answer_ms >= 20'000);
static_assert(least_tiles_on_page <= tiles_on_page_large_text && tiles_on_page_large_text <= tiles_on_page);
static_assert(spinner_ms < late_reply_ms && late_reply_ms < abandon_ms);

}  // namespace motcua::kiosk::limits
