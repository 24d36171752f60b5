#include "server/hall/opening_hours.hpp"

#include <algorithm>
#include <span>
#include <vector>

namespace motcua::hall {
namespace {

constexpr std::int32_t days_ahead = 2;  ///< how far closings and edges are looked for

LocalTime local(const CentreSettings& centre, Instant at) {
    return local_time(at, offset_min_at(centre, at));
}

const std::vector<Session>& sessions_of(const ServiceSettings& service, Date day) {
    return service.hours.days[static_cast<std::size_t>(weekday_of(day))];
}

/// Moments of the local clock between two moments: knows every offset in force there. A local time that the clock
/// skips has no moment, one that it shows twice has two.
class LocalClock {
  public:
    LocalClock(const CentreSettings& centre, Instant from, Instant to) : centre_(centre), from_(from), to_(to) {
        add_offset(offset_min_at(centre, from));
        for (const ZoneShift& shift : centre.offsets) {
            if (shift.from > from && shift.from <= to) {
                add_offset(shift.offset_min);
                shifts_.push_back(shift.from);
            }
        }
    }

    void add_moments(Date day, std::int32_t minute, std::vector<Instant>& moments) const {
        for (const std::int32_t offset_min : offsets_) {
            const Instant at{std::int64_t{day.days} * day_ms + std::int64_t{minute - offset_min} * minute_ms};
            if (at > from_ && at <= to_ && offset_min_at(centre_, at) == offset_min)
                moments.push_back(at);
        }
    }
    const std::vector<Instant>& shifts() const { return shifts_; }

  private:
    void add_offset(std::int32_t offset_min) {
        if (std::find(offsets_.begin(), offsets_.end(), offset_min) == offsets_.end())
            offsets_.push_back(offset_min);
    }

    const CentreSettings& centre_;
    Instant from_;
    Instant to_;
    std::vector<std::int32_t> offsets_;  // one for most of the year
    std::vector<Instant> shifts_;
};

/// The moments after `after`, in order, at which one of the services may begin or cease to be open: its sessions' ends,
/// the midnights, and the shifts of the clock.
std::vector<Instant> moments_after(const CentreSettings& centre, std::span<const ServiceSettings> services,
                                   Instant after, std::int32_t days) {
    const LocalClock clock(centre, after, after + days * day_ms);
    const Date today = local(centre, after).date;
    std::vector<Instant> moments = clock.shifts();
    for (std::int32_t ahead = 0; ahead <= days; ++ahead) {
        const Date day{today.days + ahead};
        clock.add_moments(day, 0, moments);
        for (const ServiceSettings& service : services) {
            for (const Session& session : sessions_of(service, day)) {
                clock.add_moments(day, session.from_min, moments);
                clock.add_moments(day, session.to_min, moments);
            }
        }
    }
    std::sort(moments.begin(), moments.end());
    moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
    return moments;
}

template <class Wanted>
std::optional<Instant> first_of(const std::vector<Instant>& moments, Wanted wanted) {
    const auto found = std::find_if(moments.begin(), moments.end(), wanted);
    return found == moments.end() ? std::nullopt : std::optional(*found);
}

}  // namespace

bool is_holiday(const CentreSettings& centre, Date day) {
    return std::binary_search(centre.holidays.begin(), centre.holidays.end(), day);
}

bool has_session_on(const CentreSettings& centre, const ServiceSettings& service, Date day) {
    return !is_holiday(centre, day) && !sessions_of(service, day).empty();
}

bool is_open_at(const CentreSettings& centre, const ServiceSettings& service, Instant at) {
    const LocalTime now = local(centre, at);
    if (is_holiday(centre, now.date))
        return false;
    const auto& sessions = sessions_of(service, now.date);
    return std::any_of(sessions.begin(), sessions.end(), [&](const Session& session) {
        return session.from_min <= now.minute_of_day && now.minute_of_day < session.to_min;
    });
}

std::optional<Instant> next_opening(const CentreSettings& centre, const ServiceSettings& service, Instant after,
                                    Date first_day) {
    return first_of(moments_after(centre, {&service, 1}, after, opening_horizon_days),
                    [&](Instant at) { return is_open_at(centre, service, at) && local(centre, at).date >= first_day; });
}

std::optional<Instant> next_closing(const CentreSettings& centre, const ServiceSettings& service, Instant after) {
    return first_of(moments_after(centre, {&service, 1}, after, days_ahead),
                    [&](Instant at) { return !is_open_at(centre, service, at); });
}

std::optional<Instant> next_edge(const CentreSettings& centre, Date day, Instant after) {
    const Date today = std::max(day, local(centre, after).date);
    return first_of(moments_after(centre, centre.services, after, days_ahead), [&](Instant at) {
        const auto changes = [&](const ServiceSettings& service) {
            return is_open_at(centre, service, at) != is_open_at(centre, service, at - 1);
        };
        return local(centre, at).date > today || std::any_of(centre.services.begin(), centre.services.end(), changes);
    });
}

}  // namespace motcua::hall
