#pragma once
// The data file's tables, and how an older file becomes a present one. Private to this folder.

#include <string>

#include "server/store/sqlite.hpp"

namespace motcua::store {

/// "MCUA" in the header of every data file.
constexpr std::int64_t application_id = 0x4d435541;
/// What this program writes: the number of migrations.
std::int64_t data_version();
/// Files before it have no chain through their events.
constexpr std::int64_t first_chained_version = 2;
/// Files before it do not say where their chains end.
constexpr std::int64_t first_headed_version = 5;
/// Files before it keep tokens apart over all days.
constexpr std::int64_t first_without_token_index = 6;

/// Fails on the connection unless the file is one of ours, not newer than this program and as old as it says. Returns
/// its version.
std::int64_t checked_version(Connection& connection);

/// Applies what is missing, each step in a transaction of its own.
void migrate(Connection& connection);

}  // namespace motcua::store
