#pragma once
// Whether a write-ahead log that a crash left has lost more than its last commit.

#include <cstdint>
#include <filesystem>
#include <optional>

#include "shared/base/result.hpp"

namespace motcua::store {

/// Where a log stops being whole though commits follow that had been synced.
struct LogDamage {
    std::uint64_t offset = 0;   ///< in bytes, of the first frame that does not fit; 0 = the log's own header
    std::uint64_t commits = 0;  ///< commits behind it, which are not read
    friend bool operator==(const LogDamage&, const LogDamage&) = default;
};

/// SQLite reads a log up to the first frame whose checksum is wrong and takes that for its end, as a power cut would
/// leave it. But commits are synced one by one, so a power cut tears the last one only: behind it nothing follows. What
/// happens to the last commit itself cannot be told from that. A file that is not there or cannot be read has no damage
/// that this sees. Nobody may write to the log meanwhile.
/// It counts on SQLite's taking overwriting for power-safe, its default: else commits end in copies of their last
/// frame.
std::optional<LogDamage> find_damage(const std::filesystem::path& log);

/// What the log of this folder's data file has lost, where no server uses it: one that is being written to cannot be
/// judged; the server did so at its start.
std::optional<Problem> loss_of_log_in(const std::filesystem::path& folder);

Problem log_is_damaged(const std::filesystem::path& log, const LogDamage& damage);

}  // namespace motcua::store
