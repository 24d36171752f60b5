#include "server/settings/time_zone.hpp"

#include <date/tz.h>

#include "shared/vocabulary/limits.hpp"

namespace motcua::settings {

std::optional<std::vector<ZoneShift>> offsets_of_zone(const std::string& name) {
    const date::time_zone* zone = nullptr;
    try {
        zone = date::locate_zone(name);
    } catch (const std::exception&) {
        return std::nullopt;
    }
    const date::sys_seconds start = date::sys_days{date::year{2025} / 1 / 1};
    std::vector<ZoneShift> shifts;
    auto info = zone->get_info(start);
    while (shifts.size() < limits::zone_shifts) {
        const auto offset = std::chrono::floor<std::chrono::minutes>(info.offset).count();
        const auto from = shifts.empty() ? 0 : info.begin.time_since_epoch().count() * second_ms;
        shifts.push_back(ZoneShift{Instant{from}, static_cast<std::int32_t>(offset)});
        if (info.end.time_since_epoch() > std::chrono::hours{24 * 366 * 200})  // no further change
            break;
        info = zone->get_info(info.end);
    }
    return shifts;
}

}  // namespace motcua::settings
