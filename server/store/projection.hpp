#pragma once
// The tables that reports read, made from the events alone. Private to this folder; runs inside the batch's
// transaction.

#include "server/hall/events.hpp"
#include "server/store/sqlite.hpp"

namespace motcua::store {

/// A failure stays on the connection: a number issued twice, an event about a ticket that was never issued.
void project(Connection& connection, const HallId& hall, std::uint64_t sequence, const hall::EventRecord& record);

}  // namespace motcua::store
