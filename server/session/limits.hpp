#pragma once
// Bounds that only the session side of the server knows.

#include <cstddef>
#include <cstdint>

#include "shared/base/time.hpp"
#include "shared/vocabulary/limits.hpp"

namespace motcua::session::limits {

// The desk.
constexpr std::size_t commands_in_flight =
    4096;  ///< accepted and not durable yet, all halls, so also of one batch; more are TooBusy
constexpr std::size_t waiters_in_flight = 8192;  ///< answers that wait for durability; more are TooBusy
constexpr double asks_per_device_second = 2;     ///< new requests of one device; more are TooBusy
constexpr double asks_burst_of_device = 20'000;  ///< more than a whole hall has numbers for in a day
constexpr std::int64_t pace_told_again_ms = minute_ms;
constexpr std::size_t subscribers = 4096;
constexpr std::int64_t retry_first_ms = 500;  ///< a failed journal is opened again after this, then doubled up to
constexpr std::int64_t retry_most_ms = 4 * second_ms;
constexpr std::int64_t clock_behind_ms = 60 * second_ms;  ///< a wall clock this far behind the halls' time is told
constexpr std::int64_t slow_append_ms = 2 * second_ms;    ///< an append that takes longer is told on the health page
constexpr std::int64_t longest_wait_ms = second_ms;       ///< nobody sleeps longer: a clock that jumps is noticed

// One session.
constexpr std::int64_t pulse_ms = 250;       ///< how often the shell looks at the time
constexpr std::int64_t greeting_ms = 4'750;  ///< from the connection's start to Welcome or PairingCode
constexpr std::int64_t heartbeat_ms = 5 * second_ms;
constexpr std::int64_t silence_ms = 3 * heartbeat_ms;  ///< a peer that is silent for this long is gone
constexpr std::size_t requests_in_flight = 128;        ///< of one session; more are TooBusy
constexpr double subscribes_per_second = 20;           ///< of one session: each makes a whole view; more are TooBusy
constexpr double subscribes_burst = 256;
constexpr std::int64_t seat_return_ms = 10 * minute_ms;  ///< a clerk's machine that comes back sooner is signed in
constexpr std::size_t machines_remembered = 2048;        ///< when each was last connected; the oldest is forgotten

// Pairing.
constexpr std::int64_t pairing_code_ms = 5 * minute_ms;
constexpr std::ptrdiff_t pairing_waiting_of_network = 16;  ///< a hall's machines behind one address; a stranger's too
constexpr std::size_t pairing_expired_kept = 64;  ///< codes that ran out and are still told apart from unknown ones
constexpr std::int32_t pairing_wrong_codes = 10;  ///< wrong codes until an administrator has to wait

// Passwords.
constexpr std::size_t password_jobs = 32;  ///< waiting for the worker; more are TooBusy
constexpr std::size_t password_min_characters = 8;
constexpr std::int32_t sign_in_failures = 5;            ///< of one login, or of one machine, until it has to wait
constexpr std::int64_t attempts_window_ms = minute_ms;  ///< the wait; also in so long one failure is forgiven
constexpr std::size_t attempts_kept = 1024;             ///< names with failures; the oldest is forgotten

// Refusals in the journal; others are counted.
constexpr double noted_per_hall_second = 0.1;
constexpr double noted_burst_of_hall = 60;
constexpr double noted_per_address_second = 1.0 / 60;
constexpr double noted_burst_of_address = 12;
constexpr std::size_t noted_networks = 256;  ///< remembered; the one that was quiet for the longest time is forgotten
constexpr std::int64_t knock_again_ms = 60 * minute_ms;  ///< the same of a peer that did not prove itself is kept again
constexpr std::size_t knocks_remembered = 512;           ///< the oldest is forgotten

static_assert(requests_in_flight < commands_in_flight);
static_assert(retry_first_ms <= retry_most_ms);
static_assert(retry_most_ms + pulse_ms < 5 * second_ms, "a freed disk is written again within 5 s");
static_assert(greeting_ms + pulse_ms <= 5 * second_ms);
static_assert(pulse_ms <= longest_wait_ms);
static_assert(motcua::limits::pairing_waiting < 1000, "six digits stay hard to guess");

}  // namespace motcua::session::limits
