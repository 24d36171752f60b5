#pragma once
// Bounds of the administrators' command.

#include <cstddef>
#include <cstdint>

namespace motcua::cli {

constexpr std::int64_t usual_timeout_ms = 10'000;
constexpr std::int64_t backup_timeout_ms = 10 * 60'000;
constexpr std::int64_t longest_timeout_s = 3'600;
constexpr std::size_t certificate_file_bytes = 64 * 1024;
constexpr std::uintmax_t key_file_bytes = 64;
constexpr std::uint64_t little_disk_bytes = 1024ULL * 1024 * 1024;  ///< the doctor warns below

constexpr std::size_t refusals_listed = 200;  ///< where it is not said how many
constexpr std::size_t most_refusals_listed = 100'000;

}  // namespace motcua::cli
