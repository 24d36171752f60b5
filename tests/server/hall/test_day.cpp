#include <doctest/doctest.h>

#include <limits>

#include "tests/server/hall/script.hpp"

using namespace motcua;
using namespace motcua::hall;
using namespace motcua::hall::test;

namespace {

constexpr Date tuesday{monday.days + 1};

CentreSettings always_open() {
    CentreSettings centre = sample_centre();
    for (ServiceSettings& each : centre.services) {
        for (auto& day : each.hours.days)
            day = {Session{0, 24 * 60}};
    }
    return centre;
}

}  // namespace

TEST_CASE("day: the first opens with the first command of a day, not with set-up or a tick") {
    HallScript s;
    CHECK(s.hall().service_day() == Date{});
    s.ask(Tick{});
    CHECK(s.last_events().empty());
    s.issue("civil");
    CHECK(s.last_events() == "day_opened ticket_issued");
    CHECK(s.hall().service_day() == monday);
}

TEST_CASE("day: a refused command may open the first day too") {
    HallScript s;
    CHECK(s.call("c1") == "counter_closed");
    CHECK(s.last_events() == "day_opened");
}

TEST_CASE("day: it turns at local midnight, not at midnight UTC") {
    HallScript s;
    s.import(always_open());
    constexpr Date wednesday{monday.days + 2};
    s.on(tuesday, "06:59");  // 23:59 of Monday in UTC
    CHECK(number(s.issue("civil")) == "A001");
    s.at("07:01");
    CHECK(number(s.issue("civil")) == "A002");
    s.at("23:59");
    CHECK(number(s.issue("civil")) == "A003");
    s.on(wednesday, "00:00");
    CHECK(number(s.issue("civil")) == "A001");
    CHECK(s.hall().service_day() == wednesday);
}

TEST_CASE("day: closing leaves nothing open, and belongs to the old day") {
    HallScript s;
    s.open("c1", "an");
    s.open("c2", "binh");
    s.open("c3", "chi");
    for (int i = 0; i < 4; ++i)
        s.issue("civil");
    s.call("c1");
    s.ask(StartService{c1});
    s.call("c2");
    s.ask(HoldTicket{c2, ""});
    s.call("c2");
    s.ask(PauseCounter{CounterId{"c3"}, ""});
    s.on(tuesday, "07:40");
    s.ask(Tick{});
    CHECK(s.last_events() ==
          "service_finished ticket_cancelled ticket_cancelled ticket_cancelled counter_closed counter_closed "
          "counter_closed day_opened");
    for (const EventRecord& record : s.last_records()) {
        const bool is_new = std::holds_alternative<DayOpened>(record.event);
        CHECK(record.service_day == (is_new ? tuesday : monday));
        CHECK(record.at == s.now());
    }
    CHECK(std::get<ServiceFinished>(s.last_records()[0].event).day_end);
    std::size_t total = 9;
    CHECK(s.hall().tickets(false, {}, 10, total).empty());
    CHECK(total == 0);
    CHECK(s.counter("c1").state == CounterState::Closed);
    CHECK(s.counter("c1").served_today == 0);
    s.ask(Tick{});
    CHECK(s.last_events().empty());
}

TEST_CASE("day: the command that turns it is decided on the new day") {
    HallScript s;
    s.open("c1", "an");
    s.issue("civil");
    s.on(tuesday, "08:00");
    CHECK(s.call("c1") == "counter_closed");
    CHECK(s.last_events() == "ticket_cancelled counter_closed day_opened");
    s.open("c1", "an");
    CHECK(s.call("c1") == "nobody_waiting");
}

TEST_CASE("day: a missed ticket stays missed at the end of the day, and is gone with it") {
    HallScript s;
    s.open("c1");
    const TicketDetail missed = s.issue("civil");
    s.call("c1");
    s.ask(MarkNoShow{c1});
    s.ask(CloseCounter{c1});
    s.on(tuesday, "00:10");
    s.ask(Tick{});
    CHECK(s.last_events() == "day_opened");
    s.open("c1");
    CHECK(s.take_back("c1", missed) == "unknown_ticket");
}

TEST_CASE("day: several days may pass in silence") {
    HallScript s;
    s.issue("civil");
    s.on(Date{monday.days + 9}, "08:00");
    CHECK(number(s.issue("civil")) == "A001");
    CHECK(s.hall().service_day() == Date{monday.days + 9});
}

TEST_CASE("clock: a step back changes nothing and no duration is negative") {
    HallScript s;
    s.open("c1");
    s.at("09:00");
    s.issue("civil");
    const TicketDetail called = s.ticket_of(CallNext{c1});
    s.ask(StartService{c1});
    s.at("07:00");
    const TicketDetail second = s.issue("civil");  // open: hall time is 09:00
    CHECK(second.issued_at == vietnam(monday, "09:00"));
    CHECK(s.ticket_of(FinishService{c1}).changed_at == called.changed_at);
    CHECK(s.counter("c1").median_service_ms == 0);
    s.set_clock(Instant{-5});
    CHECK(s.refusal(Recall{c1}) == Refusal::NoCurrentTicket);
    s.set_clock(Instant{0});
    s.issue("civil");
    CHECK(s.hall().time() == vietnam(monday, "09:00"));
}

TEST_CASE("clock: absurd times are survived") {
    HallScript s;
    s.set_clock(Instant{std::numeric_limits<std::int64_t>::max()});
    s.ask(Tick{});
    s.try_issue("civil");
    s.set_clock(Instant{std::numeric_limits<std::int64_t>::min()});
    s.try_issue("civil");
    CHECK(s.hall().kiosk_view(Instant{std::numeric_limits<std::int64_t>::max()}).services.size() == 5);
    s.hall().next_change_after(Instant{std::numeric_limits<std::int64_t>::max()});
}

TEST_CASE("clock: a hall that starts in 1970 gets its days right later") {
    HallScript s(HallScript::Start::Empty);
    s.set_clock(Instant{0});
    s.import(always_open());
    CHECK(number(s.issue("civil")) == "A001");
    CHECK(s.hall().service_day() == Date{0});
    s.on(monday, "08:00");
    CHECK(number(s.issue("civil")) == "A001");
    CHECK(s.hall().service_day() == monday);
}

TEST_CASE("clock: where summer time ends at midnight, the hour that comes twice is one day") {
    HallScript s(HallScript::Start::Empty);
    CentreSettings centre = always_open();
    // Tuesday 00:00 at UTC+8 becomes Monday 23:00 at UTC+7.
    const Instant shift{std::int64_t{tuesday.days} * day_ms - 8 * hour_ms};
    centre.offsets = {ZoneShift{Instant{0}, 8 * 60}, ZoneShift{shift, 7 * 60}};
    s.import(centre);
    s.set_clock(shift - minute_ms);
    s.issue("civil");
    CHECK(s.hall().service_day() == monday);
    s.set_clock(shift + minute_ms);
    CHECK(number(s.issue("civil")) == "A002");
    s.set_clock(shift + 59 * minute_ms);
    CHECK(number(s.issue("civil")) == "A003");
    s.set_clock(shift + 60 * minute_ms);
    CHECK(number(s.issue("civil")) == "A001");
    CHECK(s.hall().service_day() == tuesday);
}

TEST_CASE("clock: new settings that turn the local date back turn no day") {
    HallScript s;
    s.import(always_open());
    s.on(tuesday, "00:30");
    s.issue("civil");
    CentreSettings centre = always_open();
    centre.offsets[0].offset_min = 0;
    CHECK(s.import(centre) == Refusal::None);
    CHECK(number(s.issue("civil")) == "A002");
    CHECK(s.hall().service_day() == tuesday);
    s.set_clock(Instant{std::int64_t{tuesday.days + 1} * day_ms});
    CHECK(number(s.issue("civil")) == "A001");
}
