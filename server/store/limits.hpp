#pragma once
// Bounds of this folder.

#include <cstddef>
#include <cstdint>

namespace motcua::store::limits {

/// Longest wait for another connection (a report, a person's sqlite3) before a write is given up.
constexpr int busy_timeout_ms = 2000;

/// Service days whose answers to requests are kept, today's among them: a kiosk that was off over a long holiday still
/// gets its first answer again.
constexpr int outcome_days = 14;

/// Old outcomes taken away by one batch, so that the turn of a day delays nobody.
constexpr int outcomes_pruned_per_batch = 512;

/// New pages of the write-ahead log before they are carried over into the data file beside the commits.
constexpr int wal_pages_per_checkpoint = 2000;
/// Passes of one such carrying over: commits go on meanwhile, and the log begins anew only when it was caught up with.
constexpr int checkpoint_passes = 4;
/// Pages of the write-ahead log before a commit carries them over itself: the bound of the log's size.
constexpr int wal_pages = 8000;
/// The write-ahead log's file is cut back to this after it was carried over.
constexpr std::int64_t wal_file_bytes = 32 * 1024 * 1024;
/// Of a commit's pages in one write to the log; SQLite's files cut what is longer than twice that.
constexpr int gathered_bytes = 64 * 1024;
constexpr int page_cache_kib = 32 * 1024;

/// Less room than this on the disk and the journal does not begin to write, so that it does not stop again at once.
constexpr std::uintmax_t room_bytes = 1024 * 1024;

/// Problems named by one inspection; more are counted.
constexpr std::size_t problems_listed = 20;

static_assert(wal_pages_per_checkpoint < wal_pages);

/// Program steps of SQLite between two looks at whether a running backup should stop.
constexpr int steps_between_stop_checks = 10'000;

}  // namespace motcua::store::limits
