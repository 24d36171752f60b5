#pragma once
// Times and sizes of a counter's window.

#include <cstddef>
#include <cstdint>

#include "shared/base/time.hpp"
#include "shared/vocabulary/limits.hpp"

namespace motcua::counter::limits {

constexpr std::int64_t spinner_ms = 400;            ///< a wait shorter than this is not shown
constexpr std::int64_t late_reply_ms = 8'000;       ///< then the window says that it takes long
constexpr std::int64_t press_again_ms = 3'000;      ///< a second "next" within this finishes the open ticket and calls
constexpr std::int64_t press_again_least_ms = 400;  ///< sooner it is a slip of the hand, not an answer
constexpr std::int64_t undo_ms = motcua::limits::undo_ms;  ///< a wrong no-show, hold or transfer is taken back within
constexpr std::int64_t message_ms = 6'000;                 ///< a refusal or a calm message stays this long
constexpr std::int64_t to_pass_on_ms = 20'000;             ///< what is to be told to the person at the counter
constexpr std::int64_t until_read_ms = 12 * hour_ms;  ///< what happened while nobody sat there: until somebody signs in
constexpr std::int64_t sign_in_again_ms = 5'000;      ///< between tries of a demonstration's own sign-in
constexpr std::size_t sheet_choices = 60;             ///< what a sheet has room for
constexpr std::size_t keyed_choices = 36;             ///< the first of them have a key
constexpr std::size_t note_bytes = 200;

}  // namespace motcua::counter::limits
