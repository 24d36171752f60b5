#include <doctest/doctest.h>

#include "shared/base/time.hpp"

using namespace motcua;

TEST_CASE("time: dates go there and back, and only real ones are taken") {
    CHECK(to_string(*date_of(2026, 11, 23)) == "2026-11-23");
    CHECK(weekday_of(*date_of(2026, 11, 23)) == 0);  // a Monday
    CHECK(weekday_of(*date_of(1969, 12, 28)) == 6);  // a Sunday before the epoch
    CHECK(!date_of(2026, 2, 29));
    CHECK(date_of(2028, 2, 29));
    for (int days = -800000; days < 800000; days += 997)
        if (const auto back = parse_date(to_string(Date{days})))
            CHECK(back->days == days);
    for (const char* wrong : {"", "2026-1-1", "2026-13-01", "2026-02-30", "2026/01/01", "x026-01-01", "2026-01-011"})
        CHECK_MESSAGE(!parse_date(wrong), wrong);
}

TEST_CASE("time: a local clock turns at local midnight, also before 1970") {
    const Instant late{date_of(2026, 11, 23)->days * day_ms + 17 * hour_ms - 1};
    CHECK(local_time(late, 420).date == *date_of(2026, 11, 23));
    CHECK(local_time(late + 1, 420).date == *date_of(2026, 11, 24));
    CHECK(local_time(late + 1, 420).minute_of_day == 0);
    CHECK(local_time(Instant{-1}, 0).date == Date{-1});
    CHECK(local_time(Instant{-1}, 0).minute_of_day == 1439);
    CHECK(local_time(Instant{-1}, 0).second == 59);
}

TEST_CASE("time: texts of moments and minutes") {
    CHECK(iso_utc(Instant{0}) == "1970-01-01T00:00:00.000Z");
    CHECK(iso_utc(Instant{-1}) == "1969-12-31T23:59:59.999Z");
    CHECK(hhmm(7 * 60 + 5) == "07:05");
    CHECK(*parse_hhmm("24:00") == 1440);
    for (const char* wrong : {"24:01", "7:05", "07:60", "ab:cd", "07-05", "007:05"})
        CHECK_MESSAGE(!parse_hhmm(wrong), wrong);
    CHECK(ddmmyyyy(*date_of(2026, 1, 9)) == "09/01/2026");
}
