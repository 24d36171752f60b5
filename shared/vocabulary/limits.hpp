#pragma once
// Every bound that two rooms of the house must agree on. A bound that only one folder knows lives in that folder.

#include <cstddef>
#include <cstdint>

namespace motcua::limits {

// The wire.
constexpr std::size_t frame_before_proof_bytes = 4 * 1024;
constexpr std::size_t frame_bytes = 64 * 1024;

// A hall's settings.
constexpr std::size_t languages = 4;
constexpr std::size_t groups = 12;
constexpr std::size_t services = 40;
constexpr std::size_t counters = 128;
constexpr std::size_t categories = 12;
constexpr std::size_t zones = 16;
constexpr std::size_t sessions_per_day = 4;
constexpr std::size_t holidays = 64;
constexpr std::size_t notices = 6;
constexpr std::size_t zone_shifts = 64;  ///< changes of the clock's offset kept with the settings
constexpr std::size_t name_bytes = 96;
constexpr std::size_t hint_bytes = 96;         ///< the line under a service's name
constexpr std::size_t short_text_bytes = 160;  ///< notices, footers
constexpr std::size_t note_bytes = 240;

// A service day.
constexpr std::int32_t numbers_per_letter = 999;  ///< three digits; 000 is never issued
constexpr std::int32_t tickets_per_day = 26 * numbers_per_letter;
constexpr std::int32_t head_start_min = 120;  ///< largest head start: nobody is passed over for longer than this
constexpr std::int32_t recalls = 3;
constexpr std::int64_t undo_ms = 10'000;  ///< a wrong no-show is taken back within this, whatever the settings say
/// Whoever does nothing at a counter for so long is signed out: half a working day, longer than a lunch hour with a
/// quiet half hour before it.
constexpr std::int64_t idle_counter_ms = 14'400'000;
constexpr std::size_t passed_over_listed = 16;  ///< people named in the explanation of one call; the rest is a count
constexpr std::size_t legs_per_ticket = 32;     ///< calls and transfers kept with one ticket

// A hall's people and machines.
constexpr std::size_t devices = 512;
constexpr std::size_t staff = 512;
constexpr std::size_t login_bytes = 32;
constexpr std::size_t password_bytes = 128;
constexpr std::size_t pairing_waiting = 64;

// Numbers for a kiosk that has lost its server.
constexpr std::int32_t reserved_numbers = 20;  ///< that a kiosk has of each service, when it was topped up
constexpr std::int32_t reserved_share = 4;  ///< all kiosks together have no more than this part of a service's numbers
constexpr std::size_t reserved_ranges = 512;  ///< of one kiosk

// Views.
constexpr std::size_t board_calls = 64;         ///< who was called and is still to come; the newest
constexpr std::size_t board_calls_listed = 12;  ///< with those who are being served, where there is room
constexpr std::size_t board_missed = 12;
constexpr std::size_t board_coming = 8;
constexpr std::size_t counter_listed = 40;  ///< waiting, held and missed people listed at a counter, each list
constexpr std::size_t tickets_listed = 200;

// Largest kiosk view: each service and group named in every language, with room for its figures.
static_assert(services * (languages * (name_bytes + hint_bytes + 16) + 96) + groups * languages * (name_bytes + 8) +
                  categories * languages * (name_bytes + 8) + notices * languages * (short_text_bytes + 8) + 4096 <
              frame_bytes);
static_assert(3 * counter_listed * 320 < frame_bytes);
static_assert(tickets_listed * 256 < frame_bytes);
static_assert(reserved_ranges * 64 < frame_bytes);

}  // namespace motcua::limits
