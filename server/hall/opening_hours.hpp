#pragma once
// When numbers are given: pure functions of a centre's hours, holidays and clock offsets.

#include <optional>

#include "shared/vocabulary/centre.hpp"

namespace motcua::hall {

constexpr std::int32_t opening_horizon_days = 14;  ///< how far ahead "opens at" looks

bool is_holiday(const CentreSettings& centre, Date day);
/// No session counts on a holiday.
bool has_session_on(const CentreSettings& centre, const ServiceSettings& service, Date day);
bool is_open_at(const CentreSettings& centre, const ServiceSettings& service, Instant at);

/// The first moment after `after` when the service turns from closed to open on a local day not before `first_day`;
/// nullopt when there is none within opening_horizon_days.
std::optional<Instant> next_opening(const CentreSettings& centre, const ServiceSettings& service, Instant after,
                                    Date first_day);

/// The first moment after `after` when the service is closed; nullopt when it is open for two days on end.
std::optional<Instant> next_closing(const CentreSettings& centre, const ServiceSettings& service, Instant after);

/// The first moment after `after` when some service opens or closes, or the local date passes `day`; looks two days
/// ahead.
std::optional<Instant> next_edge(const CentreSettings& centre, Date day, Instant after);

}  // namespace motcua::hall
