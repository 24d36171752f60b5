#include <doctest/doctest.h>

#include "tests/server/hall/script.hpp"

using namespace motcua;
using namespace motcua::hall;
using namespace motcua::hall::test;

namespace {

const StaffId an{"an"};
const StaffId binh{"binh"};

}  // namespace

TEST_CASE("counter: opened by a person, shown with the name, and closed") {
    HallScript s;
    s.open("c1", "an");
    CHECK(s.last_events() == "day_opened counter_opened");
    CHECK(s.counter("c1").state == CounterState::Open);
    CHECK(s.counter("c1").staff_name == "Person an");
    CHECK(s.hall().counter_of(an) == c1);
    CHECK(s.refusal(CloseCounter{c1}) == Refusal::None);
    CHECK(s.counter("c1").state == CounterState::Closed);
    CHECK(s.counter("c1").staff.empty());
    CHECK(s.hall().counter_of(an).empty());
    CHECK(s.refusal(CloseCounter{c1}) == Refusal::None);
    CHECK(s.last_events().empty());
}

TEST_CASE("counter: who may not open it") {
    HallScript s;
    CHECK(s.refusal(OpenCounter{CounterId{"nowhere"}, an, false}) == Refusal::UnknownCounter);
    CHECK(s.refusal(OpenCounter{c1, StaffId{"nobody"}, false}) == Refusal::UnknownStaff);
    const Actor machine{Role::Counter, DeviceId{"pc-1"}, StaffId{}};
    CHECK(s.refusal(OpenCounter{c1, StaffId{}, false}, machine) == Refusal::NotAllowed);
    CHECK(s.refusal(OpenCounter{c1, StaffId{}, false}, admin()) == Refusal::None);
    CHECK(s.counter("c1").staff.empty());
    CHECK(s.counter("c1").state == CounterState::Open);
}

TEST_CASE("counter: the same person may open it again, also on a break, and nothing happens") {
    HallScript s;
    s.open("c1", "an");
    s.ask(PauseCounter{c1, "trưa"});
    s.open("c1", "an");
    CHECK(s.last_events().empty());
    CHECK(s.counter("c1").state == CounterState::Paused);
}

TEST_CASE("counter: another person is refused, or takes over with the ticket that is open") {
    HallScript s;
    s.open("c1", "an");
    const TicketDetail ticket = s.issue("civil");
    s.call("c1");
    const Reply reply = s.ask(OpenCounter{c1, binh, false});
    CHECK(reply.refusal == Refusal::CounterOccupied);
    CHECK(reply.detail == "Person an");
    CHECK(s.refusal(OpenCounter{c1, binh, /*take_over=*/true}) == Refusal::None);
    CHECK(s.counter("c1").staff == binh);
    CHECK(s.hall().counter_of(an).empty());
    REQUIRE(s.counter("c1").current.has_value());
    CHECK(s.counter("c1").current->id == ticket.id);
    CHECK(s.ticket_of(FinishService{c1}).state == TicketState::Finished);
}

TEST_CASE("counter: a person who opens another is closed at the first, unless a ticket is open there") {
    HallScript s;
    s.open("c1", "an");
    s.open("c2", "an");
    CHECK(s.last_events() == "counter_closed counter_opened");
    CHECK(s.counter("c1").state == CounterState::Closed);
    s.issue("civil");
    s.call("c2");
    const Reply reply = s.ask(OpenCounter{c1, an, false});
    CHECK(reply.refusal == Refusal::CounterBusy);
    CHECK(reply.detail == "c2");
}

TEST_CASE("counter: one person moves over to an occupied counter in one command") {
    HallScript s;
    s.open("c1", "an");
    s.open("c2", "binh");
    CHECK(s.refusal(OpenCounter{c2, an, /*take_over=*/true}) == Refusal::None);
    CHECK(s.hall().counter_of(an) == c2);
    CHECK(s.hall().counter_of(binh).empty());
    CHECK(s.counter("c1").state == CounterState::Closed);
}

TEST_CASE("counter: whoever does nothing for four hours is signed out, but never in front of a person") {
    HallScript s;
    const Actor lan{Role::Staff, DeviceId{"pc-1"}, an};
    s.at("08:00");
    CHECK(s.refusal(OpenCounter{c1, an, false}, lan) == Refusal::None);
    s.at("11:29");
    s.ask(Tick{});
    CHECK(s.counter("c1").state == CounterState::Open);
    s.at("11:31");  // after the morning's end
    CHECK(s.hall().next_change_after(s.now()) == vietnam(monday, "12:00"));
    CHECK(s.refusal(OpenCounter{c1, an, false}, lan) == Refusal::None);  // signed in again, and not thrown out at once
    CHECK(s.last_events() == "counter_opened");
    s.at("12:00");
    s.ask(Tick{});
    CHECK(s.counter("c1").state == CounterState::Open);
    s.at("13:31");
    s.issue("civil");
    CHECK(s.refusal(CallNext{c1}, lan) == Refusal::None);
    s.at("17:40");
    s.ask(Tick{});
    CHECK(s.counter("c1").state == CounterState::Open);  // somebody sits there
    CHECK(s.refusal(FinishService{c1}, lan) == Refusal::None);
    CHECK(s.refusal(PauseCounter{c1, "họp"}, lan) == Refusal::None);
    s.set_clock(vietnam(monday, "21:40") + -1);
    s.ask(Tick{});
    CHECK(s.counter("c1").state == CounterState::Paused);
    CHECK(s.hall().next_change_after(s.now()) == vietnam(monday, "21:40"));
    s.at("21:40");
    s.ask(Tick{});
    CHECK(s.last_events() == "counter_closed");
    CHECK(s.counter("c1").state == CounterState::Closed);
    CHECK(s.hall().counter_of(an).empty());
}

TEST_CASE("counter: nobody is awaited at a machine that was revoked, once the person in front of it was served") {
    HallScript s;
    const auto machine = [](const char* id) {
        return AcceptDevice{DeviceId{id}, Role::Counter, "PC", PublicKey{}, CounterId{}};
    };
    s.ask(machine("pc-1"));
    s.ask(machine("pc-2"));
    s.ask(OpenCounter{c1, an, false}, Actor{Role::Staff, DeviceId{"pc-1"}, an});
    s.ask(OpenCounter{c2, binh, false}, Actor{Role::Staff, DeviceId{"pc-2"}, binh});
    s.issue("civil");
    s.call("c1");
    s.ask(RevokeDevice{DeviceId{"pc-1"}});
    CHECK(s.hall().next_change_after(s.now()).value() > s.now());
    s.ask(Tick{});
    CHECK(s.counter("c1").state == CounterState::Open);
    CHECK(s.ticket_of(FinishService{c1}).state == TicketState::Finished);  // from anywhere
    CHECK(s.hall().next_change_after(s.now()).value() <= s.now());
    s.ask(Tick{});
    CHECK(s.last_events() == "counter_closed");
    CHECK(s.counter("c1").state == CounterState::Closed);
    CHECK(s.counter("c2").state == CounterState::Open);

    s.ask(RevokeDevice{DeviceId{"pc-2"}});
    s.ask(Tick{});
    CHECK(s.counter("c2").state == CounterState::Closed);
}

TEST_CASE("counter: what others do is no sign of the person there; a counter without a machine stays as it is") {
    HallScript s;
    const Actor lan{Role::Staff, DeviceId{"pc-1"}, an};
    const Actor chau{Role::Staff, DeviceId{"pc-2"}, binh};
    s.at("08:00");
    s.ask(OpenCounter{c1, an, false}, lan);
    s.ask(OpenCounter{c2, binh, false}, chau);
    s.open("c3");
    s.at("09:00");
    s.ask(PauseCounter{c2, ""}, chau);
    s.ask(PauseCounter{c1, ""});  // the office
    s.at("12:00");
    s.ask(Tick{});
    CHECK(s.counter("c1").state == CounterState::Closed);
    CHECK(s.counter("c2").state == CounterState::Paused);
    CHECK(s.counter("c3").state == CounterState::Open);
}

TEST_CASE("counter: an open ticket keeps it from closing and from a break") {
    HallScript s;
    s.open("c1", "an");
    s.issue("civil");
    s.call("c1");
    CHECK(s.refusal(CloseCounter{c1}) == Refusal::CounterBusy);
    CHECK(s.refusal(PauseCounter{c1, ""}) == Refusal::CounterBusy);
}

TEST_CASE("counter: a break has a reason, and ends") {
    HallScript s;
    CHECK(s.refusal(PauseCounter{c1, ""}) == Refusal::CounterClosed);
    CHECK(s.refusal(ResumeCounter{c1}) == Refusal::CounterClosed);
    CHECK(s.refusal(PauseCounter{CounterId{"nowhere"}, ""}) == Refusal::UnknownCounter);
    CHECK(s.refusal(ResumeCounter{CounterId{"nowhere"}}) == Refusal::UnknownCounter);
    CHECK(s.refusal(CloseCounter{CounterId{"nowhere"}}) == Refusal::UnknownCounter);
    s.open("c1", "an");
    CHECK(s.refusal(PauseCounter{c1, "bad\tline"}) == Refusal::InvalidRequest);
    s.ask(PauseCounter{c1, "nghỉ trưa"});
    CHECK(s.counter("c1").pause_reason == "nghỉ trưa");
    s.ask(PauseCounter{c1, "nghỉ trưa"});
    CHECK(s.last_events().empty());
    s.ask(PauseCounter{c1, "họp"});
    CHECK(s.counter("c1").pause_reason == "họp");
    s.ask(ResumeCounter{c1});
    CHECK(s.counter("c1").state == CounterState::Open);
    CHECK(s.counter("c1").pause_reason.empty());
    s.ask(ResumeCounter{c1});
    CHECK(s.last_events().empty());
}

TEST_CASE("counter: every command names a counter that exists") {
    HallScript s;
    const CounterId nowhere{"nowhere"};
    for (const Command& command :
         {Command{Recall{nowhere}}, Command{StartService{nowhere}}, Command{FinishService{nowhere}},
          Command{MarkNoShow{nowhere}}, Command{HoldTicket{nowhere, ""}},
          Command{TransferTicket{nowhere, ServiceId{"land"}, {}, ""}}})
        CHECK(s.refusal(command) == Refusal::UnknownCounter);
    for (const Command& command : {Command{Recall{c1}}, Command{StartService{c1}}, Command{FinishService{c1}}})
        CHECK(s.refusal(command) == Refusal::CounterClosed);
}
