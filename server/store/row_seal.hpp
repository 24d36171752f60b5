#pragma once
// The digest at the end of a journal row: it covers what the row is about and what it says. Private to this folder and
// its fuzz target. Pure functions.

#include <string>
#include <string_view>

#include "server/store/journal.hpp"

namespace motcua::store {

std::string about_event(const HallId& hall, std::uint64_t sequence);
std::string about_outcome(const HallId& hall, const StoredOutcome& outcome);

/// `message` and, behind it, 8 bytes of digest of `about` and `message`.
std::string sealed(std::string_view about, std::string message);
/// Takes the digest off again; false when it does not fit.
bool opened(std::string_view about, std::string_view bytes, std::string_view& message);

}  // namespace motcua::store
