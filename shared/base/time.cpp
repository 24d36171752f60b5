#include "shared/base/time.hpp"

#include <fmt/format.h>

#include <chrono>

namespace motcua {
namespace {

std::chrono::year_month_day civil(Date date) {
    return std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{date.days}}};
}

std::int64_t floor_div(std::int64_t value, std::int64_t by) {
    return value / by - (value % by < 0 ? 1 : 0);
}

/// Two digits at `at`, or -1.
int two_digits(std::string_view text, std::size_t at) {
    const char tens = text[at];
    const char ones = text[at + 1];
    if (tens < '0' || tens > '9' || ones < '0' || ones > '9')
        return -1;
    return (tens - '0') * 10 + (ones - '0');
}

}  // namespace

int weekday_of(Date date) {
    const int from_thursday = ((date.days % 7) + 7) % 7;  // 1970-01-01 was a Thursday
    return (from_thursday + 3) % 7;
}

std::optional<Date> date_of(int year, int month, int day) {
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
        return std::nullopt;
    const std::chrono::year_month_day ymd{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                          std::chrono::day{static_cast<unsigned>(day)}};
    if (!ymd.ok())
        return std::nullopt;
    return Date{static_cast<std::int32_t>(std::chrono::sys_days{ymd}.time_since_epoch().count())};
}

std::string to_string(Date date) {
    const auto ymd = civil(date);
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                       static_cast<unsigned>(ymd.day()));
}

std::optional<Date> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    const int century = two_digits(text, 0);
    const int year = two_digits(text, 2);
    const int month = two_digits(text, 5);
    const int day = two_digits(text, 8);
    if (century < 0 || year < 0 || month < 0 || day < 0)
        return std::nullopt;
    return date_of(century * 100 + year, month, day);
}

LocalTime local_time(Instant at, std::int32_t offset_min) {
    const std::int64_t local_ms = at.ms + std::int64_t{offset_min} * minute_ms;
    const std::int64_t days = floor_div(local_ms, day_ms);
    const std::int64_t in_day = local_ms - days * day_ms;
    return LocalTime{Date{static_cast<std::int32_t>(days)}, static_cast<std::int32_t>(in_day / minute_ms),
                     static_cast<std::int32_t>(in_day % minute_ms / second_ms)};
}

std::string hhmm(std::int32_t minute_of_day) {
    return fmt::format("{:02}:{:02}", minute_of_day / 60, minute_of_day % 60);
}

std::optional<std::int32_t> parse_hhmm(std::string_view text) {
    if (text.size() != 5 || text[2] != ':')
        return std::nullopt;
    const int hours = two_digits(text, 0);
    const int minutes = two_digits(text, 3);
    if (hours < 0 || minutes < 0 || minutes > 59 || hours > 24 || (hours == 24 && minutes != 0))
        return std::nullopt;
    return hours * 60 + minutes;
}

std::string ddmmyyyy(Date date) {
    const auto ymd = civil(date);
    return fmt::format("{:02}/{:02}/{:04}", static_cast<unsigned>(ymd.day()), static_cast<unsigned>(ymd.month()),
                       static_cast<int>(ymd.year()));
}

std::string iso_utc(Instant at) {
    const LocalTime utc = local_time(at, 0);
    const std::int64_t fraction = at.ms - floor_div(at.ms, second_ms) * second_ms;
    return fmt::format("{}T{}:{:02}.{:03}Z", to_string(utc.date), hhmm(utc.minute_of_day), utc.second, fraction);
}

}  // namespace motcua
