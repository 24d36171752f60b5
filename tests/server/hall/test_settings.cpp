#include <doctest/doctest.h>

#include <functional>

#include "shared/vocabulary/limits.hpp"
#include "tests/server/hall/script.hpp"

using namespace motcua;
using namespace motcua::hall;
using namespace motcua::hall::test;

TEST_CASE("settings: equal settings are granted and nothing happens") {
    HallScript s;
    CHECK(s.import(sample_centre()) == Refusal::None);
    CHECK(s.last_events().empty());
}

TEST_CASE("settings: each fault is refused with its name, and nothing happens") {
    struct Fault {
        const char* words;
        std::function<void(CentreSettings&)> make;
    };
    const Fault faults[] = {
        {"letter B is taken", [](auto& c) { c.services[0].letter = 'B'; }},
        {"letter outside", [](auto& c) { c.services[0].letter = 'a'; }},
        {"numbers outside", [](auto& c) { c.services[0].last_number = 1000; }},
        {"numbers outside", [](auto& c) { c.services[0].first_number = 0; }},
        {"numbers outside", [](auto& c) { c.services[0].first_number = c.services[0].last_number + 1; }},
        {"unknown group", [](auto& c) { c.services[0].group.value = "none"; }},
        {"unknown service", [](auto& c) { c.counters[0].services[0].value = "none"; }},
        {"twice", [](auto& c) { c.counters[0].services.push_back(c.counters[0].services[0]); }},
        {"twice", [](auto& c) { c.counters[1].id = c.counters[0].id; }},
        {"twice", [](auto& c) { c.services[1].id = c.services[0].id; }},
        {"bad id", [](auto& c) { c.categories[0].id.value = "Bad Id"; }},
        {"head start", [](auto& c) { c.categories[0].head_start_min = limits::head_start_min + 1; }},
        {"head start", [](auto& c) { c.categories[0].head_start_min = -1; }},
        {"sessions out of order",
         [](auto& c) {
             c.services[0].hours.days[0] = {{600, 700}, {650, 800}};
         }},
        {"sessions out of order",
         [](auto& c) {
             c.services[0].hours.days[0] = {{600, 600}};
         }},
        {"sessions out of order",
         [](auto& c) {
             c.services[0].hours.days[0] = {{600, 1441}};
         }},
        {"sessions out of order",
         [](auto& c) {
             c.services[0].hours.days[0] = {{-1, 10}};
         }},
        {"too many sessions",
         [](auto& c) {
             c.services[0].hours.days[0] = {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}};
         }},
        {"daily cap", [](auto& c) { c.services[0].daily_cap = -1; }},
        {"usual minutes", [](auto& c) { c.services[0].norm_min = -1; }},
        {"offsets", [](auto& c) { c.offsets.clear(); }},
        {"offsets", [](auto& c) { c.offsets.push_back(c.offsets[0]); }},
        {"offsets", [](auto& c) { c.offsets[0].offset_min = 17 * 60; }},
        {"holidays",
         [](auto& c) {
             c.holidays = {monday, monday};
         }},
        {"languages", [](auto& c) { c.languages.clear(); }},
        {"missed number", [](auto& c) { c.missed_return_min = -1; }},
        {"text too long", [](auto& c) { c.services[0].name = text(std::string(limits::name_bytes + 1, 'x')); }},
        {"text too long", [](auto& c) { c.counters[0].label = text("two\nlines"); }},
        {"too many counters", [](auto& c) { c.counters.resize(limits::counters + 1); }},
        {"too many services", [](auto& c) { c.services.resize(limits::services + 1); }},
        {"too many zones",
         [](auto& c) {
             for (int i = 0; i < 20; ++i)
                 c.counters.push_back(counter("z" + std::to_string(i), {}, "zone" + std::to_string(i)));
         }},
    };
    HallScript s;
    for (const Fault& fault : faults) {
        CentreSettings centre = sample_centre();
        fault.make(centre);
        const Reply reply = s.ask(ImportSettings{centre});
        INFO(fault.words, " / ", reply.detail);
        CHECK(reply.refusal == Refusal::SettingsInvalid);
        CHECK(reply.detail.find(fault.words) != std::string::npos);
        CHECK(s.last_events().empty());
    }
    CHECK(s.hall().settings() == sample_centre());
}

TEST_CASE("settings: waiting lines survive a change in mid-day") {
    HallScript s;
    s.open("c1", "an");
    const TicketDetail first = s.issue("civil");
    const TicketDetail second = s.issue("civil");
    s.call("c1");
    CentreSettings centre = sample_centre();
    centre.services[0].name = text("Hộ tịch");
    centre.counters[2].services.push_back(ServiceId{"civil"});
    CHECK(s.import(centre) == Refusal::None);
    CHECK(s.counter("c1").staff.value == "an");
    CHECK(s.counter("c1").current->id == first.id);
    s.open("c3");
    CHECK(s.call("c3") == number(second));
}

TEST_CASE("settings: a letter that moves to another service goes on with its unused numbers") {
    HallScript s;
    s.issue("civil");
    s.issue("civil");
    CentreSettings centre = sample_centre();
    std::swap(centre.services[0].letter, centre.services[1].letter);
    CHECK(s.import(centre) == Refusal::None);
    CHECK(number(s.issue("land")) == "A003");
    CHECK(number(s.issue("civil")) == "B001");
    CHECK(s.import(sample_centre()) == Refusal::None);
    CHECK(number(s.issue("civil")) == "A004");
    CHECK(number(s.issue("land")) == "B002");
}

TEST_CASE("settings: a changed range gives what it has and nothing twice") {
    HallScript s;
    for (int i = 0; i < 3; ++i)
        s.issue("small");
    CentreSettings centre = sample_centre();
    centre.services[2].last_number = 5;
    s.import(centre);
    CHECK(number(s.issue("small")) == "C004");
    centre.services[2].first_number = 100;
    centre.services[2].last_number = 101;
    s.import(centre);
    CHECK(number(s.issue("small")) == "C100");
    centre.services[2].first_number = 1;
    centre.services[2].last_number = 5;
    s.import(centre);
    CHECK(number(s.issue("small")) == "C005");
    CHECK(s.try_issue("small").refusal == Refusal::NumbersExhausted);
    CHECK(s.hall().kiosk_view(s.now()).services[2].state == ServiceState::NumbersOut);
}

TEST_CASE("settings: a service or counter with an open ticket does not vanish") {
    HallScript s;
    s.open("c1");
    s.issue("civil");
    CentreSettings without_civil = sample_centre();
    without_civil.services.erase(without_civil.services.begin());
    for (CounterSettings& each : without_civil.counters)
        std::erase(each.services, ServiceId{"civil"});
    Reply reply = s.ask(ImportSettings{without_civil});
    CHECK(reply.refusal == Refusal::CounterInUse);
    CHECK(reply.detail == "civil");

    CentreSettings without_c1 = sample_centre();
    without_c1.counters.erase(without_c1.counters.begin());
    s.call("c1");
    reply = s.ask(ImportSettings{without_c1});
    CHECK(reply.refusal == Refusal::CounterInUse);
    CHECK(reply.detail == "c1");

    CentreSettings without_c3 = sample_centre();
    without_c3.counters.erase(without_c3.counters.begin() + 2);
    s.open("c3");
    s.ask(TransferTicket{CounterId{"c1"}, {}, CounterId{"c3"}, ""});
    CHECK(s.ask(ImportSettings{without_c3}).detail == "c3");
    CHECK(s.import(without_c1) == Refusal::None);
    CHECK(s.last_events() == "counter_closed settings_imported");
    CHECK_FALSE(s.hall().counter_view(CounterId{"c1"}, s.now()).has_value());
    // A counter that comes back comes back closed.
    CHECK(s.import(sample_centre()) == Refusal::None);
    CHECK(s.counter("c1").state == CounterState::Closed);
}

TEST_CASE("settings: what was used up before a service vanished stays used up") {
    HallScript s;
    s.open("c3");
    s.issue("capped");
    s.issue("capped");
    s.call_and_finish("c3");
    s.call_and_finish("c3");
    CentreSettings without = sample_centre();
    without.services.erase(without.services.begin() + 3);
    without.counters[2].services.pop_back();
    CHECK(s.import(without) == Refusal::None);
    CHECK(s.try_issue("capped").refusal == Refusal::UnknownService);
    CHECK(s.import(sample_centre()) == Refusal::None);
    CHECK(s.try_issue("capped").refusal == Refusal::DailyCapReached);
}
