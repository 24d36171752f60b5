#include <doctest/doctest.h>

#include "shared/vocabulary/limits.hpp"
#include "tests/server/hall/script.hpp"

using namespace motcua;
using namespace motcua::hall;
using namespace motcua::hall::test;

namespace {

CallRecord last_call(HallScript& s, const std::string& counter) {
    return s.ticket_of(CallNext{CounterId{counter}}).calls.back();
}

}  // namespace

TEST_CASE("explanation: nobody was passed over when the first is called") {
    HallScript s;
    s.open("c1");
    const TicketDetail first = s.issue("civil");
    s.pass(minute_ms);
    s.issue("civil");
    const CallRecord call = last_call(s, "c1");
    CHECK(call.rule == CallRule::SmallestVirtualArrival);
    CHECK(call.at == s.now());
    CHECK(call.virtual_arrival == first.virtual_arrival);
    CHECK(call.passed_over_count == 0);
    CHECK(call.passed_over.empty());
}

TEST_CASE("explanation: names each reason, in order of virtual arrival") {
    HallScript s;
    s.open("c1");
    s.open("c2");
    const TicketDetail reserved = s.issue("civil");  // 08:00, sent to c2
    s.call("c1");
    s.ask(TransferTicket{CounterId{"c1"}, {}, CounterId{"c2"}, ""});
    s.at("08:01");
    const TicketDetail land = s.issue("land");  // not served at c1
    s.at("08:05");
    const TicketDetail plain = s.issue("civil");
    s.at("08:18");
    s.issue("civil", "elderly");  // as if 08:03
    const CallRecord call = last_call(s, "c1");
    CHECK(call.passed_over_count == 3);
    REQUIRE(call.passed_over.size() == 3);
    CHECK(call.passed_over[0] ==
          PassedOver{reserved.number, reserved.issued_at, reserved.virtual_arrival, PassedOverReason::OtherCounter});
    CHECK(call.passed_over[1] ==
          PassedOver{land.number, land.issued_at, land.virtual_arrival, PassedOverReason::NotServedHere});
    CHECK(call.passed_over[2] ==
          PassedOver{plain.number, plain.issued_at, plain.virtual_arrival, PassedOverReason::HeadStart});
}

TEST_CASE("explanation: who came earlier is who took the number earlier, also without the server") {
    HallScript s;
    s.open("c1");
    s.ask(AcceptDevice{DeviceId{"k"}, Role::Kiosk, "Kiosk", {}, {}}, admin());
    const Actor kiosk{Role::Kiosk, DeviceId{"k"}, {}};
    s.ask(ReserveNumbers{}, kiosk);
    const auto without_server = [&](std::int32_t serial) {
        return IssueReserved{ServiceId{"civil"}, {}, {'A', serial}, token(900 + serial), monday, s.now(), "vi"};
    };
    s.at("09:00");
    const IssueReserved first = without_server(980);
    s.at("09:05");
    s.issue("civil", "elderly");  // as if 08:50
    s.at("09:20");
    s.issue("civil");
    s.at("09:30");
    const Reply merged = s.ask(first, kiosk);
    REQUIRE(merged.ticket.has_value());
    // Whoever has a head start goes before who came at nine, and it is said.
    const CallRecord with_head_start = last_call(s, "c1");
    REQUIRE(with_head_start.passed_over.size() == 1);
    CHECK(with_head_start.passed_over_count == 1);
    CHECK(with_head_start.passed_over[0].number == merged.ticket->number);
    CHECK(with_head_start.passed_over[0].reason == PassedOverReason::HeadStart);
    s.ask(FinishService{CounterId{"c1"}});
    // Who came at 09:20 has the smaller number of the day, and was not passed over by who came at nine.
    const CallRecord first_come = last_call(s, "c1");
    CHECK(s.counter("c1").current->number == merged.ticket->number);
    CHECK(first_come.passed_over_count == 0);
    CHECK(first_come.passed_over.empty());
}

TEST_CASE("explanation: a choice names those whose turn it was") {
    HallScript s;
    s.open("c1");
    const TicketDetail first = s.issue("civil");
    s.pass(second_ms);
    const TicketDetail chosen = s.issue("civil");
    s.issue("civil", "pregnant");
    s.issue("land");
    s.pass(second_ms);
    s.issue("civil");
    const CallRecord call = s.ticket_of(TakeBack{CounterId{"c1"}, chosen.id}).calls.back();
    CHECK(call.passed_over_count == 2);
    REQUIRE(call.passed_over.size() == 2);
    CHECK(to_string(call.passed_over[0].number) == "A003");
    CHECK(call.passed_over[1].number == first.number);
    for (const PassedOver& each : call.passed_over)
        CHECK(each.reason == PassedOverReason::ChosenByStaff);
}

TEST_CASE("explanation: bounded, with the true count, and both sides are named") {
    HallScript s;
    s.at("07:30");
    for (int i = 0; i < 100; ++i)
        s.issue("land");
    s.at("08:00");
    for (int i = 0; i < 50; ++i)
        s.issue("civil");
    s.open("c1");
    s.at("08:10");
    s.issue("civil", "elderly");  // as if 07:55
    const CallRecord call = last_call(s, "c1");
    CHECK(call.passed_over_count == 150);
    REQUIRE(call.passed_over.size() == limits::passed_over_listed);
    std::size_t in_line = 0;
    for (std::size_t i = 0; i < call.passed_over.size(); ++i) {
        in_line += call.passed_over[i].reason == PassedOverReason::HeadStart ? 1 : 0;
        if (i > 0)
            CHECK(call.passed_over[i - 1].virtual_arrival <= call.passed_over[i].virtual_arrival);
    }
    CHECK(in_line == limits::passed_over_listed / 2);
    CHECK(to_string(call.passed_over[0].number) == "B001");
}
