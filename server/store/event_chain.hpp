#pragma once
// The chain through a hall's rows of events: each row's link is a digest of the link before it and of all that the row
// says, so that no row can be changed, removed or put in without every later link being another. Pure functions.
//
// A link is BLAKE2b-256 over: the link before (32 bytes, zeros before the first), hall, sequence, service day, scope,
// time, kind, payload. Numbers are 8 bytes, little endian; texts and bytes have their length before them.
// Links lie in files that are kept for years: this never changes.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/ids.hpp"

namespace motcua::store {

using ChainLink = std::array<std::uint8_t, 32>;

/// A row as its columns hold it, also one that this program would not have written.
struct EventRow {
    std::string_view hall;
    std::int64_t sequence = 0;
    std::int64_t service_day = 0;
    std::int64_t scope = 0;
    std::int64_t at = 0;
    std::string_view kind;
    std::string_view payload;
};

ChainLink next_link(const ChainLink& before, const EventRow& row);

/// False when the bytes are no link.
bool read_link(std::string_view bytes, ChainLink& link);

/// The last row of a hall at some time, as an administrator writes it down.
struct ChainHead {
    HallId hall;
    std::uint64_t sequence = 0;
    ChainLink link{};
};
std::string to_string(const ChainHead& head);  ///< "kon-tum:2033:64 hex digits"
std::optional<ChainHead> parse_chain_head(std::string_view text);

}  // namespace motcua::store
