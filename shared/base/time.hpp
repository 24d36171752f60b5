#pragma once
// Time as plain values. Nothing here reads a clock: a shell does, and passes an Instant in.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace motcua {

/// A moment: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
struct Instant {
    std::int64_t ms = 0;
    auto operator<=>(const Instant&) const = default;
};

constexpr Instant operator+(Instant at, std::int64_t ms) {
    return Instant{at.ms + ms};
}
constexpr Instant operator-(Instant at, std::int64_t ms) {
    return Instant{at.ms - ms};
}
constexpr std::int64_t operator-(Instant later, Instant earlier) {
    return later.ms - earlier.ms;
}

constexpr std::int64_t second_ms = 1000;
constexpr std::int64_t minute_ms = 60 * second_ms;
constexpr std::int64_t hour_ms = 60 * minute_ms;
constexpr std::int64_t day_ms = 24 * hour_ms;

/// A calendar date (proleptic Gregorian) as days since 1970-01-01.
struct Date {
    std::int32_t days = 0;
    auto operator<=>(const Date&) const = default;
};

/// 0 = Monday ... 6 = Sunday.
int weekday_of(Date date);

/// nullopt when the three do not name a day (month 1-12, day 1-31 as the month has).
std::optional<Date> date_of(int year, int month, int day);

/// "2026-11-23"; parse_date accepts only that form.
std::string to_string(Date date);
std::optional<Date> parse_date(std::string_view text);

/// A moment as a wall clock shows it, offset_min minutes east of UTC.
struct LocalTime {
    Date date;
    std::int32_t minute_of_day = 0;  ///< 0..1439
    std::int32_t second = 0;         ///< 0..59
};
LocalTime local_time(Instant at, std::int32_t offset_min);

/// "07:05" from minutes of a day 0..1440; parse_hhmm accepts "00:00".."24:00".
std::string hhmm(std::int32_t minute_of_day);
std::optional<std::int32_t> parse_hhmm(std::string_view text);

/// "23/11/2026", the order Vietnam and this project's English screens use.
std::string ddmmyyyy(Date date);

/// "2026-11-23T07:05:09.123Z", always UTC.
std::string iso_utc(Instant at);

}  // namespace motcua
