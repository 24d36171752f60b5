#include <doctest/doctest.h>

#include "server/hall/opening_hours.hpp"
#include "tests/server/hall/script.hpp"

using namespace motcua;
using namespace motcua::hall;
using namespace motcua::hall::test;

namespace {

constexpr Date day(int after_monday) {
    return Date{monday.days + after_monday};
}

}  // namespace

TEST_CASE("hours: a session includes its first minute and not its last") {
    HallScript s;
    s.at("07:29");
    CHECK(s.try_issue("civil").refusal == Refusal::ServiceClosed);
    s.at("07:30");
    CHECK(s.try_issue("civil").refusal == Refusal::None);
    s.at("11:29");
    CHECK(s.try_issue("civil").refusal == Refusal::None);
    s.at("11:30");
    const Reply noon = s.try_issue("civil");
    CHECK(noon.refusal == Refusal::ServiceClosed);
    CHECK(noon.opens_at == vietnam(monday, "13:30"));
    s.at("17:00");
    CHECK(s.try_issue("civil").opens_at == vietnam(day(1), "07:30"));
}

TEST_CASE("hours: on a day without any session the hall is closed, else only the service") {
    HallScript s;
    const Reply today = s.try_issue("saturday");
    CHECK(today.refusal == Refusal::ServiceClosed);
    CHECK(today.opens_at == vietnam(day(5), "08:00"));
    s.on(day(5), "09:00");
    CHECK(s.try_issue("saturday").refusal == Refusal::None);
    const Reply saturday = s.try_issue("civil");
    CHECK(saturday.refusal == Refusal::ServiceClosed);
    CHECK(saturday.opens_at == vietnam(day(7), "07:30"));
    s.on(day(6), "09:00");
    CHECK(s.try_issue("civil").refusal == Refusal::HallClosed);
}

TEST_CASE("hours: a holiday closes the hall, and the next opening jumps over it") {
    HallScript s;
    CentreSettings centre = sample_centre();
    centre.holidays = {day(1), day(2)};
    s.import(centre);
    s.at("18:00");
    CHECK(s.try_issue("civil").opens_at == vietnam(day(3), "07:30"));
    s.on(day(1), "09:00");
    const Reply holiday = s.try_issue("civil");
    CHECK(holiday.refusal == Refusal::HallClosed);
    CHECK(holiday.opens_at == vietnam(day(3), "07:30"));
}

TEST_CASE("hours: nothing is promised beyond fourteen days") {
    HallScript s;
    CentreSettings centre = sample_centre();
    for (int i = 0; i < 15; ++i)
        centre.holidays.push_back(day(i));
    s.import(centre);
    CHECK_FALSE(s.try_issue("civil").opens_at.has_value());
    s.on(day(1), "08:00");
    CHECK(s.try_issue("civil").opens_at == vietnam(day(15), "07:30"));
}

TEST_CASE("hours: where today's numbers are gone, the afternoon is not promised") {
    HallScript s;
    for (const char* each : {"capped", "capped", "small", "small", "small"})
        s.issue(each);
    s.at("12:00");
    for (const char* used_up : {"capped", "small"}) {
        const Reply noon = s.try_issue(used_up);
        CHECK(noon.refusal == Refusal::ServiceClosed);
        CHECK(noon.opens_at == vietnam(day(1), "07:30"));
    }
    CHECK(s.try_issue("civil").opens_at == vietnam(monday, "13:30"));
}

TEST_CASE("hours: opening times follow a shift of the clock") {
    CentreSettings centre = sample_centre();
    const Instant shift = vietnam(day(1), "02:00");  // UTC+7 becomes UTC+8: 02:00 is 03:00
    centre.offsets.push_back(ZoneShift{shift, 8 * 60});
    const ServiceSettings& civil = centre.services[0];
    CHECK(next_opening(centre, civil, vietnam(monday, "18:00"), monday) == vietnam(day(1), "06:30"));
    CHECK(is_open_at(centre, civil, vietnam(day(1), "06:30")));
    CHECK_FALSE(is_open_at(centre, civil, vietnam(day(1), "06:29")));
}

TEST_CASE("hours: a session whose start the clock skips opens when the clock has skipped") {
    CentreSettings centre = sample_centre();
    const Instant shift = vietnam(day(1), "02:00");  // 02:00 becomes 03:00
    centre.offsets.push_back(ZoneShift{shift, 8 * 60});
    ServiceSettings& night = centre.services[0];
    for (auto& sessions : night.hours.days)
        sessions = {Session{2 * 60 + 30, 4 * 60}};
    CHECK(next_opening(centre, night, vietnam(monday, "18:00"), monday) == shift);
    // Back again: the hour that comes twice opens twice.
    centre.offsets.push_back(ZoneShift{shift + 7 * day_ms, 7 * 60});
    CHECK(next_opening(centre, night, shift + 7 * day_ms - hour_ms, monday) == shift + 7 * day_ms - 30 * minute_ms);
}

TEST_CASE("hours: the kiosk shows each service as it is, and when it opens") {
    HallScript s;
    s.issue("capped");
    s.issue("capped");
    for (int i = 0; i < 3; ++i)
        s.issue("small");
    const auto state_at = [&](std::size_t index, const std::string& hhmm) {
        return s.hall().kiosk_view(vietnam(monday, hhmm)).services[index];
    };
    CHECK(state_at(0, "08:00").state == ServiceState::Open);
    CHECK_FALSE(state_at(0, "08:00").opens_at.has_value());
    CHECK(state_at(0, "12:00").state == ServiceState::Closed);
    CHECK(state_at(0, "12:00").opens_at == vietnam(monday, "13:30"));
    CHECK(state_at(2, "08:00").state == ServiceState::NumbersOut);
    CHECK(state_at(2, "08:00").opens_at == vietnam(day(1), "07:30"));
    CHECK(state_at(3, "12:00").state == ServiceState::CapReached);
    CHECK(state_at(3, "12:00").opens_at == vietnam(day(1), "07:30"));
    CHECK(state_at(3, "08:00").waiting == 2);
    CHECK(state_at(4, "08:00").opens_at == vietnam(day(5), "08:00"));
    // On the next local day nothing of the old one counts, even before the day has turned.
    const KioskService tomorrow = s.hall().kiosk_view(vietnam(day(1), "08:00")).services[3];
    CHECK(tomorrow.state == ServiceState::Open);
    CHECK(tomorrow.waiting == 0);
}

TEST_CASE("hours: the next change is the next edge of a session, or the turn of the day") {
    HallScript s;
    s.issue("civil");
    const auto next = [&](const std::string& hhmm) { return s.hall().next_change_after(vietnam(monday, hhmm)); };
    CHECK(next("08:00") == vietnam(monday, "11:30"));
    CHECK(next("11:30") == vietnam(monday, "13:30"));
    CHECK(next("13:30") == vietnam(monday, "17:00"));
    CHECK(next("17:00") == vietnam(day(1), "00:00"));
    CHECK(s.hall().next_change_after(vietnam(day(1), "00:00")) == vietnam(day(1), "07:30"));
    CHECK(s.hall().next_change_after(Instant{0}) == vietnam(monday, "11:30"));  // never before hall time
}
