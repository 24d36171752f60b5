#pragma once
// SQLite's write-ahead log, as far as this folder looks into it: "Database File Format", chapter 4.

#include <cstddef>

namespace motcua::store::log_format {

constexpr std::size_t header_bytes = 32;
constexpr std::size_t salts_offset = 16;  ///< in the header: two words, new ones when the log begins anew
constexpr std::size_t frame_header_bytes = 24;

}  // namespace motcua::store::log_format
