#pragma once
// Answers to queries, read from one hall. Changes nothing; on the hall thread.

#include <string_view>

#include "server/hall/hall.hpp"
#include "server/session/pairing.hpp"
#include "server/session/presence.hpp"

namespace motcua::session {

/// Of ListTickets, ShowTicket, ListDevices and ListStaff. Tokens are left out but in ShowTicket.
Answer answer_from(const hall::Hall& hall, const Query& query, const Pairing& pairing, const Presence& presence,
                   std::int64_t steady_ms);

/// A backup's name is a plain file name: 1..64 of letters, digits, '.', '_' and '-', not starting with a dot.
bool is_backup_name(std::string_view name);

}  // namespace motcua::session
