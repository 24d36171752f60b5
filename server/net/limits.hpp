#pragma once
// Bounds of the link's sockets.

#include <cstddef>
#include <cstdint>

#include "server/session/limits.hpp"
#include "shared/vocabulary/limits.hpp"

namespace motcua::net::limits {

constexpr std::size_t connections = 4096;          ///< open at once; a further one is closed as it comes
constexpr std::size_t unproven_per_address = 512;  ///< peers without a proof yet; more of one address are closed
constexpr std::int32_t arrivals_of_address_per_second = 150;  ///< that are let in; more of one address are closed
constexpr std::int32_t arrivals_of_address_burst = 1536;      ///< a province behind one address, at once
constexpr std::int32_t starts_per_second = 500;  ///< handshakes: a storm of reconnects leaves the rest its time
constexpr std::int32_t starts_burst = 250;       ///< the networks that wait take turns, so a flood delays itself
constexpr std::int64_t start_again_ms = 2;
constexpr std::size_t crowded_connections = 3072;  ///< open at once: from then on an address has fewer without a proof
constexpr std::size_t unproven_when_crowded = 64;
constexpr std::size_t arrivals_networks = 1024;       ///< remembered
constexpr std::int32_t refusals_per_second = 10'000;  ///< closed as they come; more wait with all others
constexpr std::int32_t refusals_burst = 500;
constexpr std::int64_t refusals_told_ms = 60'000;  ///< the log tells of one of them so often
constexpr int listen_backlog = 4096;  ///< whoever finds it full tries again after a second, and then after three
constexpr std::int64_t accept_retry_ms = 200;  ///< after "too many open files" and the like

constexpr std::int64_t handshake_ms = 4'500;
constexpr std::size_t read_turn_bytes = 64 * 1024;      ///< read from one connection before the others have their turn
constexpr std::size_t record_bytes = 16 * 1024;         ///< most of one TLS record: what is gathered for one write
constexpr std::size_t pause_reading_bytes = 32 * 1024;  ///< replies waiting to leave, over which nothing more is read
constexpr std::size_t write_queue_bytes = 256 * 1024;   ///< replies waiting to leave, over which a peer is cut off
constexpr std::int64_t stalled_write_ms = 15'000;       ///< a peer that takes nothing for so long is cut off
constexpr std::int64_t flush_ms = 1'000;                ///< for the last words before a close
constexpr std::int64_t linger_ms = 500;                 ///< then for the peer to read them
constexpr std::int64_t drain_ms = 4'000;                ///< a stopping server waits no longer for its clients
constexpr std::int64_t stop_ms = 4'700;                 ///< nor for anything else: a disk that hangs

// A hall's devices may all stand behind one address, and come back at once.
static_assert(unproven_per_address >= motcua::limits::devices);
static_assert(arrivals_of_address_burst >= static_cast<std::int32_t>(motcua::limits::devices));
static_assert(2 * arrivals_of_address_per_second < starts_per_second);
static_assert(crowded_connections < connections && unproven_when_crowded < unproven_per_address);
// Even some such floods leave places to others.
static_assert(4 * unproven_per_address < crowded_connections);
static_assert(handshake_ms + session::limits::pulse_ms <= 5'000);
static_assert(write_queue_bytes >= 2 * motcua::limits::frame_bytes);
static_assert(pause_reading_bytes < write_queue_bytes);
static_assert(drain_ms < stop_ms && stop_ms < 5'000);

}  // namespace motcua::net::limits
