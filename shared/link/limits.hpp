#pragma once
// Bounds and times of the client side of a connection.

#include <cstddef>
#include <cstdint>

#include "shared/vocabulary/limits.hpp"

namespace motcua::link {

// Coming back. Each wait is drawn from the upper half of the present step, so that a hall's screens do not all knock at
// the same moment; the step doubles from the first to the longest.
constexpr std::int64_t first_retry_ms = 200;
constexpr std::int64_t longest_retry_ms = 2'000;
constexpr std::int64_t rejected_retry_ms = 5'000;  ///< after a definite no, which only a person can change
constexpr std::int64_t stable_ms = 3'000;          ///< online for this long makes the next retry fast again

// Getting in.
constexpr std::int64_t connect_limit_ms = 2'500;    ///< name, TCP and TLS together
constexpr int failures_before_another_address = 8;  ///< of a host with several, once one of them was good
constexpr std::int64_t greeting_limit_ms = 2'500;   ///< from TLS to Welcome; waiting for a person to accept not counted
constexpr std::int64_t pairing_silence_ms = 20'000;  ///< a server pings a device that waits to be accepted

// Being there.
constexpr std::int64_t shortest_heartbeat_ms = 100;
constexpr std::int64_t longest_heartbeat_ms = 60'000;
constexpr int silent_heartbeats = 3;               ///< silence of so many heartbeats closes
constexpr std::int64_t request_limit_ms = 15'000;  ///< Keep::WhileRunning and sign-in: then it is given up
constexpr std::int64_t subscribe_again_ms =
    5'000;                                    ///< a counter that the hall does not have may come with new settings
constexpr std::int64_t ask_again_ms = 1'000;  ///< Keep::UntilDone: after an answer that is none
constexpr std::int64_t query_limit_ms = 15'000;
constexpr std::int64_t backup_limit_ms = 10 * 60'000;  ///< a large journal takes its time

// What is held.
constexpr std::size_t requests_unanswered = 120;  ///< fewer than a session of the server takes at once
constexpr std::size_t queries_unanswered = 16;
constexpr std::size_t write_queue_bytes = 1024 * 1024;

// The outbox file.
constexpr std::size_t outbox_requests = 120;  ///< so many numbers a kiosk gives without its server
constexpr std::size_t outbox_payload_bytes = 2 * 1024;
constexpr std::size_t outbox_file_bytes = 384 * 1024;  ///< a longer file is written anew with what still waits

static_assert(longest_retry_ms + connect_limit_ms < 5'000, "every screen is back within 5 s of the server");
static_assert(outbox_requests <= requests_unanswered);
static_assert(2 * outbox_requests * (outbox_payload_bytes + 64) > outbox_file_bytes,
              "the file's bound must be reachable, or it is no bound");
static_assert(outbox_requests * (outbox_payload_bytes + 64) < outbox_file_bytes);
static_assert(write_queue_bytes > requests_unanswered * outbox_payload_bytes);

}  // namespace motcua::link
