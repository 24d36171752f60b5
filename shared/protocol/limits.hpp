#pragma once
// Bounds that only the wire has; those it shares with the rest are in shared/vocabulary/limits.hpp.

#include <cstddef>
#include <cstdint>

#include "shared/vocabulary/limits.hpp"

namespace motcua::protocol::limits {

using namespace motcua::limits;

constexpr std::size_t program_bytes = 32;
constexpr std::size_t version_bytes = 32;
constexpr std::size_t language_tag_bytes = 12;
constexpr std::size_t icon_bytes = 32;
constexpr std::size_t detail_bytes = 480;  ///< of a reply, an answer, a goodbye, a line of health
constexpr std::size_t url_bytes = 256;
constexpr std::size_t path_bytes = 1024;
constexpr std::size_t file_name_bytes = 96;
constexpr std::size_t pairing_code_digits = 6;
constexpr std::size_t health_lines = 64;
constexpr std::size_t health_values = 8;   ///< of a line of health, of a sentence
constexpr std::size_t sentence_depth = 6;  ///< sentences within sentences
constexpr std::size_t sentence_bytes = 1024;

constexpr std::int64_t heartbeat_max_ms = 60 * 60 * 1000;
constexpr std::int64_t pairing_expires_max_ms = 24 * 60 * 60 * 1000;
constexpr std::int32_t offset_max_min = 24 * 60;
constexpr std::int64_t instant_min_ms = -62'135'596'800'000;  ///< 0001-01-01
constexpr std::int64_t instant_max_ms = 253'402'300'799'999;  ///< 9999-12-31
constexpr std::int32_t date_min_days = -719'162;
constexpr std::int32_t date_max_days = 2'932'896;

// What large messages are cut to; see FORMAT.md.
constexpr std::size_t listed_note_bytes = 48;
constexpr std::size_t answer_rest_bytes = 3072;  ///< kept for everything of an answer that is not a list
static_assert(detail_bytes + path_bytes + sentence_bytes + 128 < answer_rest_bytes);

}  // namespace motcua::protocol::limits
