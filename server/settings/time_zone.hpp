#pragma once
// An IANA time zone as plain offset changes. They are journaled with the settings: a hall replays alike even after the
// system's zone database changed.

#include <optional>
#include <string>
#include <vector>

#include "shared/vocabulary/centre.hpp"

namespace motcua::settings {

/// Changes of the zone from 2025 on, ascending, at most limits::zone_shifts; the first counts for all time before.
/// Offsets are rounded to whole minutes. nullopt: a zone that the system does not know.
std::optional<std::vector<ZoneShift>> offsets_of_zone(const std::string& name);

}  // namespace motcua::settings
