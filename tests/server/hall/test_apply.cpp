#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <set>

#include "shared/base/random.hpp"
#include "shared/vocabulary/limits.hpp"
#include "tests/server/hall/script.hpp"

using namespace motcua;
using namespace motcua::hall;
using namespace motcua::hall::test;

namespace {

/// A day in which every kind of event happens.
void full_day(HallScript& s) {
    s.ask(AcceptDevice{DeviceId{"k1"}, Role::Kiosk, "k", {}, {}});
    s.ask(ReserveNumbers{}, Actor{Role::Kiosk, DeviceId{"k1"}, {}});
    s.ask(IssueReserved{ServiceId{"land"}, {}, {'B', 990}, token(900), monday, s.now(), "vi"},
          Actor{Role::Kiosk, DeviceId{"k1"}, {}});
    s.ask(RevokeDevice{DeviceId{"k1"}});
    s.ask(RemoveStaff{StaffId{"chi"}});
    s.open("c1", "an");
    s.ask(OpenCounter{c1, StaffId{"binh"}, true});
    s.ask(PauseCounter{c1, "x"});
    s.ask(ResumeCounter{c1});
    for (int i = 0; i < 6; ++i)
        s.issue("civil");
    s.call("c1");
    s.ask(Recall{c1});
    s.ask(StartService{c1});
    s.ask(FinishService{c1});
    s.call("c1");
    s.ask(MarkNoShow{c1});
    s.call("c1");
    s.ask(HoldTicket{c1, "x"});
    s.call("c1");
    s.ask(TransferTicket{c1, ServiceId{"land"}, {}, "x"});
    s.ask(CancelTicket{token(6)});
    s.note(RequestRefused{"call_next", Refusal::NotAllowed, "c1", "10.1.2.3", 0});
    s.ask(CloseCounter{c1});
}

/// False must leave no trace.
bool is_taken(const Hall& hall, const EventRecord& record) {
    Hall tried(hall);
    const std::string before = tried.fingerprint();
    const bool taken = tried.apply(record);
    if (!taken) {
        CHECK(tried.fingerprint() == before);
        CHECK(tried.version() == hall.version());
    }
    return taken;
}

EventRecord now_in(HallScript& s, Event event) {
    return EventRecord{s.hall().time(), s.hall().service_day(), admin(), std::move(event)};
}

}  // namespace

TEST_CASE("apply: a full day has every kind of event, each named once") {
    HallScript s;
    full_day(s);
    std::set<std::string_view> names;
    for (const EventRecord& record : s.records())
        names.insert(name_of(record.event));
    CHECK(names.size() == std::variant_size_v<Event>);
}

TEST_CASE("apply: a journal with a record missing is found out before the day is over, or harms nothing") {
    HallScript s;
    full_day(s);
    const auto& records = s.records();
    for (std::size_t missing = 0; missing < records.size(); ++missing) {
        Hall hall(HallId{"hall"});
        for (std::size_t i = 0; i < records.size(); ++i) {
            if (i != missing && !is_taken(hall, records[i]))
                break;
            if (i != missing)
                CHECK(hall.apply(records[i]));
        }
    }
}

TEST_CASE("apply: a record twice is refused, except where it says nothing new") {
    HallScript s;
    full_day(s);
    Hall hall(HallId{"hall"});
    for (const EventRecord& record : s.records()) {
        REQUIRE(hall.apply(record));
        const bool may_repeat = std::holds_alternative<SettingsImported>(record.event) ||
                                std::holds_alternative<CounterPaused>(record.event) ||
                                std::holds_alternative<TicketRecalled>(record.event) ||
                                std::holds_alternative<RequestRefused>(record.event);
        CHECK(is_taken(hall, record) == may_repeat);
    }
}

TEST_CASE("apply: shuffled journals never break anything") {
    HallScript s;
    full_day(s);
    Random random(7);
    for (int round = 0; round < 30; ++round) {
        std::vector<EventRecord> records = s.records();
        for (std::size_t i = records.size(); i > 1; --i)
            std::swap(records[i - 1], records[random.below(i)]);
        Hall hall(HallId{"hall"});
        for (const EventRecord& record : records) {
            if (is_taken(hall, record))
                CHECK(hall.apply(record));
        }
        hall.kiosk_view(s.now());
        hall.board_view("", s.now());
        hall.counter_view(CounterId{"c1"}, s.now());
    }
}

TEST_CASE("apply: wrong time and wrong day") {
    HallScript s;
    s.open("c1");
    EventRecord record = now_in(s, CounterPaused{CounterId{"c1"}, ""});
    CHECK(is_taken(s.hall(), record));
    record.at = s.hall().time() - 1;
    CHECK_FALSE(is_taken(s.hall(), record));
    record.at = Instant{std::numeric_limits<std::int64_t>::max()};
    CHECK_FALSE(is_taken(s.hall(), record));
    record = now_in(s, CounterPaused{CounterId{"c1"}, ""});
    record.service_day.days += 1;
    CHECK_FALSE(is_taken(s.hall(), record));
    const Date next{monday.days + 1};
    CHECK_FALSE(is_taken(s.hall(), EventRecord{s.hall().time(), next, admin(), DayOpened{next}}));  // c1 is open
    s.ask(CloseCounter{CounterId{"c1"}});
    CHECK(is_taken(s.hall(), EventRecord{s.hall().time(), next, admin(), DayOpened{next}}));
    CHECK_FALSE(is_taken(s.hall(), now_in(s, DayOpened{next})));
    CHECK_FALSE(is_taken(s.hall(), now_in(s, DayOpened{monday})));
    const Date far{std::numeric_limits<std::int32_t>::max()};
    CHECK_FALSE(is_taken(s.hall(), EventRecord{s.hall().time(), far, admin(), DayOpened{far}}));
}

TEST_CASE("apply: nothing of a day before the day, no day before the settings") {
    Hall hall(HallId{"hall"});
    CHECK_FALSE(is_taken(hall, EventRecord{Instant{1}, Date{}, admin(), DayOpened{Date{}}}));
    CHECK_FALSE(is_taken(hall, EventRecord{Instant{1}, Date{}, admin(), CounterOpened{CounterId{"c1"}, {}, false}}));
    REQUIRE(hall.apply(EventRecord{Instant{1}, Date{}, admin(), SettingsImported{sample_centre()}}));
    CHECK_FALSE(is_taken(hall, EventRecord{Instant{1}, Date{}, admin(), CounterOpened{CounterId{"c1"}, {}, false}}));
    CHECK(is_taken(hall, EventRecord{Instant{1}, Date{}, admin(), DayOpened{Date{}}}));
}

TEST_CASE("apply: an issue with anything wrong") {
    HallScript s;
    const TicketDetail first = s.issue("civil");
    const TicketIssued good{
        TicketId{first.id.value + 1}, TicketNumber{'A', 2}, token(50), ServiceId{"civil"}, {}, s.now(), "vi"};
    CHECK(is_taken(s.hall(), now_in(s, good)));
    std::vector<TicketIssued> bad(8, good);
    bad[0].ticket = first.id;
    bad[1].number = first.number;
    bad[2].number.serial = 1000;
    bad[3].number.serial = -5;
    bad[4].number.letter = 'a';
    bad[5].token = first.token;
    bad[6].token.value = "short";
    bad[7].service.value = "nothing";
    for (const TicketIssued& each : bad)
        CHECK_FALSE(is_taken(s.hall(), now_in(s, each)));
}

TEST_CASE("apply: a call with anything wrong") {
    HallScript s;
    s.open("c1");
    s.open("c2");
    s.issue("civil");
    s.call("c2");
    const TicketDetail waiting = s.issue("civil");
    TicketCalled call{waiting.id, CounterId{"c1"}, CallRule::SmallestVirtualArrival, waiting.virtual_arrival, {}, 0,
                      {}};
    CHECK(is_taken(s.hall(), now_in(s, call)));
    call.counter.value = "c2";  // busy
    CHECK_FALSE(is_taken(s.hall(), now_in(s, call)));
    call.counter.value = "c3";  // closed
    CHECK_FALSE(is_taken(s.hall(), now_in(s, call)));
    call.counter.value = "c1";
    call.passed_over.resize(limits::passed_over_listed + 1);
    call.passed_over_count = 100;
    CHECK_FALSE(is_taken(s.hall(), now_in(s, call)));
    call.passed_over.resize(2);
    call.passed_over_count = 1;
    CHECK_FALSE(is_taken(s.hall(), now_in(s, call)));
    call.passed_over.clear();
    call.passed_over_count = 0;
    CHECK(is_taken(s.hall(), now_in(s, call)));
    call.back_to.value = "land";  // nobody sent it on from there
    CHECK_FALSE(is_taken(s.hall(), now_in(s, call)));
    call.back_to = ServiceId{};
    call.ticket.value += 1;
    CHECK_FALSE(is_taken(s.hall(), now_in(s, call)));
}

TEST_CASE("apply: a ticket goes back to its former service only at the counter that sent it on, chosen by its staff") {
    HallScript s;
    s.open("c1");
    s.open("c3");
    const TicketDetail moved = s.issue("civil");
    s.call("c1");
    s.ask(TransferTicket{CounterId{"c1"}, ServiceId{"land"}, {}, ""});
    const TicketCalled good{moved.id, CounterId{"c1"},   CallRule::ChosenByStaff, moved.virtual_arrival, {},
                            0,        ServiceId{"civil"}};
    CHECK(is_taken(s.hall(), now_in(s, good)));
    std::vector<TicketCalled> bad(3, good);
    bad[0].counter.value = "c3";
    bad[1].rule = CallRule::SmallestVirtualArrival;
    bad[2].back_to.value = "small";
    for (const TicketCalled& each : bad)
        CHECK_FALSE(is_taken(s.hall(), now_in(s, each)));
}

TEST_CASE("apply: settings that the state cannot stand on") {
    HallScript s;
    s.issue("civil");
    CentreSettings centre = sample_centre();
    centre.services[1].letter = 'A';
    CHECK_FALSE(is_taken(s.hall(), now_in(s, SettingsImported{centre})));
    CHECK_FALSE(is_taken(s.hall(), now_in(s, SettingsImported{CentreSettings{}})));  // civil is in use
}

TEST_CASE("hall: a copy is its own hall") {
    HallScript s;
    s.issue("civil");
    Hall copy(s.hall());
    CHECK(copy.fingerprint() == s.hall().fingerprint());
    s.issue("civil");
    CHECK(copy.fingerprint() != s.hall().fingerprint());
    Hall moved(std::move(copy));
    copy = s.hall();
    CHECK(copy.fingerprint() == s.hall().fingerprint());
    CHECK(moved.fingerprint() != copy.fingerprint());
}
