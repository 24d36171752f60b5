// Numbers of a kiosk's own, and what becomes of them.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "shared/vocabulary/limits.hpp"
#include "tests/server/hall/script.hpp"

using namespace motcua;
using namespace motcua::hall;
using namespace motcua::hall::test;

namespace {

Actor kiosk(const std::string& id = "kiosk-1") {
    return {Role::Kiosk, DeviceId{id}, {}};
}

struct WithKiosks : HallScript {
    WithKiosks() {
        for (const char* id : {"kiosk-1", "kiosk-2"})
            REQUIRE(refusal(AcceptDevice{DeviceId{id}, Role::Kiosk, id, {}, {}}) == Refusal::None);
    }
    std::vector<ReservedNumbers> reserve(const std::string& id = "kiosk-1") {
        const Reply reply = ask(ReserveNumbers{}, kiosk(id));
        REQUIRE(reply.refusal == Refusal::None);
        return reply.reserved;
    }
    IssueReserved given(TicketNumber number, const std::string& service = "civil") {
        return {ServiceId{service}, {}, number, token(++tokens + 500), hall().service_day(), now(), "vi"};
    }
    Reply merge(const IssueReserved& command, const std::string& id = "kiosk-1") { return ask(command, kiosk(id)); }
    std::uint64_t tokens = 0;
};

ReservedNumbers of(const std::vector<ReservedNumbers>& runs, const std::string& service) {
    const auto found = std::find_if(runs.begin(), runs.end(),
                                    [&](const ReservedNumbers& run) { return run.service.value == service; });
    REQUIRE(found != runs.end());
    return *found;
}

}  // namespace

TEST_CASE("reserve: each kiosk gets numbers of its own from the top, and the ordinary ones stay in order") {
    WithKiosks s;
    const auto first = of(s.reserve("kiosk-1"), "civil");
    CHECK(first.letter == 'A');
    CHECK(first.last == 999);
    CHECK(first.first == 980);
    CHECK(first.service_day == monday);
    const auto second = of(s.reserve("kiosk-2"), "civil");
    CHECK(second.last == 979);
    CHECK(number(s.issue("civil")) == "A001");
    CHECK(number(s.issue("civil")) == "A002");
    // Asked again it has what it has, without an event.
    CHECK(of(s.reserve("kiosk-1"), "civil") == first);
    CHECK(s.last_events().empty());
}

TEST_CASE("reserve: a small service and a capped one are not emptied") {
    WithKiosks s;
    const auto runs = s.reserve();
    for (const ReservedNumbers& run : runs) {
        CHECK(run.service != ServiceId{"small"});   // three numbers: a quarter is none
        CHECK(run.service != ServiceId{"capped"});  // two tickets a day
    }
    for (int i = 0; i < 3; ++i)
        CHECK(s.try_issue("small").refusal == Refusal::None);
}

TEST_CASE("reserve: all kiosks together have no more than a quarter of a service's numbers") {
    WithKiosks s;
    std::set<std::int32_t> taken;
    for (int i = 3; i <= 30; ++i) {
        const std::string id = "kiosk-" + std::to_string(i);
        REQUIRE(s.refusal(AcceptDevice{DeviceId{id}, Role::Kiosk, id, {}, {}}) == Refusal::None);
        for (const ReservedNumbers& run : s.reserve(id)) {
            if (run.service != ServiceId{"civil"})
                continue;
            for (std::int32_t serial = run.first; serial <= run.last; ++serial)
                CHECK(taken.insert(serial).second);
        }
    }
    CHECK(taken.size() == 999 / 4);
}

TEST_CASE("reserve: a number that was given out without the server merges by the time it was given") {
    WithKiosks s;
    s.reserve();
    s.pass(minute_ms);
    const IssueReserved early = s.given({'A', 980});
    s.pass(minute_ms);
    const TicketDetail ordinary = s.issue("civil");
    s.pass(10 * minute_ms);
    const Reply merged = s.merge(early);
    REQUIRE(merged.ticket.has_value());
    CHECK(merged.ticket->issued_at == early.issued_at);
    CHECK(merged.ticket->token == early.token);
    CHECK(merged.ticket->people_ahead == 0);
    CHECK(s.last_events() == "ticket_issued");
    s.open("c1");
    CHECK(s.call("c1") == "A980");
    s.ask(FinishService{CounterId{"c1"}});
    CHECK(s.call("c1") == number(ordinary));
}

TEST_CASE("reserve: its time lies between the reservation and now, whatever the kiosk's clock says") {
    WithKiosks s;
    s.pass(minute_ms);
    const Instant reserved_at = s.now();
    s.reserve();
    s.pass(5 * minute_ms);
    IssueReserved from_1970 = s.given({'A', 980});
    from_1970.issued_at = Instant{0};
    CHECK(s.merge(from_1970).ticket->issued_at == reserved_at);
    IssueReserved from_tomorrow = s.given({'A', 981});
    from_tomorrow.issued_at = s.now() + day_ms;
    CHECK(s.merge(from_tomorrow).ticket->issued_at == s.now());
}

TEST_CASE("reserve: a head start counts from the time it was given; a category that is gone gives none") {
    WithKiosks s;
    s.reserve();
    s.pass(minute_ms);
    IssueReserved command = s.given({'A', 980});
    command.category = CategoryId{"elderly"};
    s.pass(minute_ms);
    const TicketDetail ticket = s.merge(command).ticket.value();
    CHECK(ticket.virtual_arrival == command.issued_at - 15 * minute_ms);
    IssueReserved other = s.given({'A', 981});
    other.category = CategoryId{"nobody"};
    const TicketDetail plain = s.merge(other).ticket.value();
    CHECK(plain.category.empty());
    CHECK(plain.virtual_arrival == plain.issued_at);
}

TEST_CASE("reserve: what is not this kiosk's own, or was given out, is refused by its name") {
    WithKiosks s;
    s.reserve("kiosk-1");
    s.reserve("kiosk-2");
    const IssueReserved good = s.given({'A', 980});
    CHECK(s.merge(good, "kiosk-2").refusal == Refusal::NotReserved);
    CHECK(s.merge(s.given({'A', 1})).refusal == Refusal::NotReserved);
    CHECK(s.merge(s.given({'B', 980}, "civil")).refusal == Refusal::NotReserved);
    CHECK(s.merge(good).refusal == Refusal::None);
    CHECK(s.merge(s.given({'A', 980})).refusal == Refusal::NotReserved);
    IssueReserved same_token = s.given({'A', 981});
    same_token.token = good.token;
    CHECK(s.merge(same_token).refusal == Refusal::InvalidRequest);
    CHECK(s.refusal(ReserveNumbers{}, kiosk("nobody")) == Refusal::UnknownDevice);
}

TEST_CASE("reserve: hours and caps are not asked again, the day is") {
    WithKiosks s;
    s.reserve();
    const IssueReserved before_lunch = s.given({'A', 980});
    const IssueReserved forgotten = s.given({'A', 981});
    s.at("12:10");
    CHECK(s.try_issue("civil").refusal == Refusal::ServiceClosed);
    CHECK(s.merge(before_lunch).refusal == Refusal::None);
    s.on(Date{monday.days + 1}, "08:00");
    CHECK(s.merge(forgotten).refusal == Refusal::DayIsOver);
    CHECK(of(s.reserve(), "civil").service_day == Date{monday.days + 1});
    CHECK(of(s.reserve(), "civil").first == 980);
}

TEST_CASE("reserve: spent numbers are made up for, half a reserve does not grow a gap") {
    WithKiosks s;
    s.reserve();
    for (std::int32_t serial : {985, 980, 981})
        CHECK(s.merge(s.given({'A', serial})).refusal == Refusal::None);
    std::int32_t have = 0;
    for (const ReservedNumbers& run : s.reserve()) {
        if (run.service != ServiceId{"civil"})
            continue;
        have += run.last - run.first + 1;
        for (const std::int32_t spent : {985, 980, 981})
            CHECK((spent < run.first || spent > run.last));
    }
    CHECK(have == limits::reserved_numbers);
}

TEST_CASE("reserve: numbers of a kiosk that was let go are given to nobody that day") {
    WithKiosks s;
    s.reserve("kiosk-1");
    REQUIRE(s.refusal(RevokeDevice{DeviceId{"kiosk-1"}}) == Refusal::None);
    CHECK(of(s.reserve("kiosk-2"), "civil").last == 979);
}

TEST_CASE("reserve: of a kiosk that was let go no word is taken, though its connection has not heard of it yet") {
    WithKiosks s;
    s.reserve("kiosk-1");
    const IssueReserved given = s.given({'A', 980});
    REQUIRE(s.refusal(RevokeDevice{DeviceId{"kiosk-1"}}) == Refusal::None);
    CHECK(s.merge(given).refusal == Refusal::DeviceRevoked);
    CHECK(s.refusal(ReserveNumbers{}, kiosk("kiosk-1")) == Refusal::DeviceRevoked);
    CHECK(s.last_events().empty());
}

TEST_CASE("reserve: a service that has the top number in use still gets a reserve below it") {
    WithKiosks s;
    CentreSettings centre = sample_centre();
    centre.services[0].last_number = 100;
    REQUIRE(s.import(centre) == Refusal::None);
    const auto first = of(s.reserve(), "civil");
    CHECK(first.last == 100);
    CHECK(first.first == 81);
    centre.services[0].last_number = 999;
    REQUIRE(s.import(centre) == Refusal::None);
    CHECK(of(s.reserve("kiosk-2"), "civil").last == 999);
}

TEST_CASE("reserve: a service of which a kiosk may have given numbers cannot go before the day is over") {
    WithKiosks s;
    s.reserve();
    const IssueReserved given = s.given({'A', 980});
    CentreSettings without = sample_centre();
    std::erase_if(without.services, [](const ServiceSettings& each) { return each.id == ServiceId{"civil"}; });
    for (CounterSettings& counter : without.counters)
        std::erase(counter.services, ServiceId{"civil"});
    CHECK(s.import(without) == Refusal::CounterInUse);
    CHECK(s.merge(given).refusal == Refusal::None);
    s.on(Date{monday.days + 1}, "08:00");
    CHECK(s.import(without) == Refusal::None);
}

TEST_CASE("reserve: what a kiosk that was let go has holds no service up") {
    WithKiosks s;
    s.reserve("kiosk-1");
    CentreSettings without = sample_centre();
    std::erase_if(without.services, [](const ServiceSettings& each) { return each.id == ServiceId{"civil"}; });
    for (CounterSettings& counter : without.counters)
        std::erase(counter.services, ServiceId{"civil"});
    CHECK(s.import(without) == Refusal::CounterInUse);
    s.ask(RevokeDevice{DeviceId{"kiosk-1"}});
    CHECK(s.import(without) == Refusal::None);
}
