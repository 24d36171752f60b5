#include <doctest/doctest.h>

#include "shared/vocabulary/limits.hpp"
#include "tests/server/hall/script.hpp"

using namespace motcua;
using namespace motcua::hall;
using namespace motcua::hall::test;

TEST_CASE("call: people who came at one moment are called in order of issue") {
    HallScript s;
    s.open("c1");
    for (int i = 0; i < 5; ++i)
        s.issue("civil");
    for (const std::string expected : {"A001", "A002", "A003", "A004", "A005"})
        CHECK(s.call_and_finish("c1") == expected);
    CHECK(s.call("c1") == "nobody_waiting");
}

TEST_CASE("call: a head start counts as minutes of earlier arrival, ties by issue order") {
    HallScript s;
    s.open("c1");
    s.issue("civil");  // 08:00
    s.at("08:10");
    s.issue("civil");
    s.at("08:15");
    s.issue("civil", "elderly");  // as if 08:00
    s.at("08:20");
    s.issue("civil", "pregnant");  // as if 07:50
    for (const std::string expected : {"A004", "A001", "A003", "A002"})
        CHECK(s.call_and_finish("c1") == expected);
}

TEST_CASE("call: a bounded head start starves nobody") {
    HallScript s;
    s.open("c1");
    const TicketDetail plain = s.issue("civil");
    // A pregnant woman comes every minute and one person is served every minute: after the head start it is plain's
    // turn.
    std::int32_t passed = 0;
    for (; passed < 100; ++passed) {
        s.pass(minute_ms);
        s.issue("civil", "pregnant");
        if (s.call_and_finish("c1") == number(plain))
            break;
    }
    CHECK(passed == 29);  // the thirtieth is a tie, and plain has the earlier number
}

TEST_CASE("call: a counter calls over all its services and no others") {
    HallScript s;
    s.open("c2");
    s.issue("small");
    s.pass(second_ms);
    s.issue("land");
    s.pass(second_ms);
    s.issue("civil");
    CHECK(s.call_and_finish("c2") == "B001");
    CHECK(s.call_and_finish("c2") == "A001");
    CHECK(s.call_and_finish("c2") == "nobody_waiting");
}

TEST_CASE("call: two counters that press at one moment get two tickets") {
    HallScript s;
    s.open("c1");
    s.open("c2");
    s.issue("civil");
    CHECK(s.call("c1") == "A001");
    CHECK(s.call("c2") == "nobody_waiting");
    s.issue("civil");
    CHECK(s.call("c2") == "A002");
}

TEST_CASE("call: why a counter cannot") {
    HallScript s;
    s.issue("civil");
    s.issue("civil");
    CHECK(s.call("nowhere") == "unknown_counter");
    CHECK(s.call("c1") == "counter_closed");
    s.open("c1");
    s.ask(PauseCounter{c1, "lunch"});
    CHECK(s.call("c1") == "counter_paused");
    s.ask(ResumeCounter{c1});
    CHECK(s.call("c1") == "A001");
    CHECK(s.call("c1") == "counter_busy");
    s.ask(StartService{c1});
    CHECK(s.call("c1") == "counter_busy");
}

TEST_CASE("call: from called to serving to finished") {
    HallScript s;
    s.open("c1");
    s.issue("civil");
    s.call("c1");
    s.pass(20 * second_ms);
    const TicketDetail serving = s.ticket_of(StartService{c1});
    CHECK(serving.state == TicketState::Serving);
    CHECK(serving.counter == c1);
    CHECK(s.refusal(StartService{c1}) == Refusal::WrongState);
    CHECK(s.refusal(Recall{c1}) == Refusal::WrongState);
    CHECK(s.refusal(MarkNoShow{c1}) == Refusal::WrongState);
    s.pass(5 * minute_ms);
    CHECK(s.ticket_of(FinishService{c1}).state == TicketState::Finished);
    CHECK(s.counter("c1").served_today == 1);
    CHECK(s.counter("c1").median_service_ms == 5 * minute_ms);
    CHECK(s.refusal(FinishService{c1}) == Refusal::NoCurrentTicket);
    CHECK(s.refusal(StartService{c1}) == Refusal::NoCurrentTicket);
    CHECK(s.refusal(Recall{c1}) == Refusal::NoCurrentTicket);
    CHECK(s.refusal(HoldTicket{c1, ""}) == Refusal::NoCurrentTicket);
    CHECK(s.refusal(MarkNoShow{c1}) == Refusal::NoCurrentTicket);
}

TEST_CASE("call: finished without a start counts from the call") {
    HallScript s;
    s.open("c1");
    s.issue("civil");
    s.call("c1");
    s.pass(minute_ms);
    s.ask(Recall{c1});
    s.pass(minute_ms);
    CHECK(s.ticket_of(FinishService{c1}).state == TicketState::Finished);
    CHECK(s.counter("c1").median_service_ms == 2 * minute_ms);
}

TEST_CASE("call: what was served before somebody was set aside counts too, without the time aside") {
    HallScript s;
    s.open("c1");
    s.issue("civil");
    const TicketDetail ticket = s.ticket_of(CallNext{c1});
    s.ask(StartService{c1});
    s.pass(20 * minute_ms);
    s.ask(HoldTicket{c1, ""});
    s.pass(30 * minute_ms);
    s.ask(TakeBack{c1, ticket.id});
    s.ask(StartService{c1});
    s.pass(5 * minute_ms);
    s.ask(FinishService{c1});
    CHECK(s.counter("c1").median_service_ms == 25 * minute_ms);
}

TEST_CASE("recall: limited, counted with its call, and starts anew with the next call") {
    HallScript s;
    s.open("c1");
    s.issue("civil");
    s.call("c1");
    for (std::int32_t i = 1; i <= limits::recalls; ++i)
        CHECK(s.ticket_of(Recall{c1}).calls.back().recalls == i);
    CHECK(s.refusal(Recall{c1}) == Refusal::RecallLimitReached);
    const TicketDetail missed = s.ticket_of(MarkNoShow{c1});
    CHECK(missed.state == TicketState::NoShow);
    CHECK(s.take_back("c1", missed) == "A001");
    CHECK(s.refusal(Recall{c1}) == Refusal::None);
    CHECK(s.see(missed).calls.size() == 2);
}

TEST_CASE("take back: a held ticket comes back by choice, from called and from serving") {
    HallScript s;
    s.open("c1");
    const TicketDetail first = s.issue("civil");
    s.pass(second_ms);
    s.issue("civil");
    s.call("c1");
    CHECK(s.ticket_of(HoldTicket{c1, "thiếu bản sao"}).state == TicketState::Held);
    CHECK(s.see(first).note == "thiếu bản sao");
    CHECK(s.call("c1") == "A002");
    CHECK(s.take_back("c1", first) == "counter_busy");
    s.ask(StartService{c1});
    CHECK(s.ticket_of(HoldTicket{c1, ""}).state == TicketState::Held);
    CHECK(s.take_back("c1", first) == "A001");
    CHECK(s.see(first).calls.back().rule == CallRule::ChosenByStaff);
    CHECK(s.see(first).virtual_arrival == first.virtual_arrival);
    CHECK(s.ticket_of(HoldTicket{c1, ""}).note == "thiếu bản sao");  // what a colleague wrote stays
}

TEST_CASE("take back: a missed ticket returns within the limit and not after") {
    HallScript s;
    s.open("c1");
    const TicketDetail early = s.issue("civil");
    s.call("c1");
    s.ask(MarkNoShow{c1});
    s.pass(60 * minute_ms);
    CHECK(s.take_back("c1", early) == "A001");
    s.ask(MarkNoShow{c1});
    s.pass(60 * minute_ms + 1);
    CHECK(s.take_back("c1", early) == "return_too_late");
}

TEST_CASE("take back: where, and which") {
    HallScript s;
    s.open("c1");
    s.open("c2");
    s.open("c3");
    const TicketDetail civil = s.issue("civil");
    CHECK(s.take_back("nowhere", civil) == "unknown_counter");
    CHECK(s.take_back("c4", civil) == "counter_closed");
    CHECK(s.take_back("c3", civil) == "not_served_here");
    CHECK(s.refusal(TakeBack{c1, TicketId{}}) == Refusal::UnknownTicket);
    CHECK(s.refusal(TakeBack{c1, TicketId{civil.id.value + 1}}) == Refusal::UnknownTicket);
    CHECK(s.refusal(TakeBack{c1, TicketId{~std::uint64_t{0}}}) == Refusal::UnknownTicket);
    CHECK(s.call("c1") == "A001");
    CHECK(s.take_back("c2", civil) == "ticket_elsewhere");
    s.ask(HoldTicket{c1, ""});
    CHECK(s.take_back("c2", civil) == "A001");  // another counter of its service
    s.ask(FinishService{c2});
    CHECK(s.take_back("c2", civil) == "wrong_state");
    s.ask(PauseCounter{c1, ""});
    CHECK(s.take_back("c1", s.issue("civil")) == "counter_paused");
}

TEST_CASE("take back: not where new settings have taken the ticket's service away since it was missed") {
    HallScript s;
    s.open("c3");
    const TicketDetail missed = s.issue("small");
    s.call("c3");
    s.ask(MarkNoShow{c3});
    CentreSettings centre = sample_centre();
    centre.services.erase(centre.services.begin() + 2);  // small
    centre.counters[2].services = {ServiceId{"land"}, ServiceId{"capped"}};
    REQUIRE(s.import(centre) == Refusal::None);
    CHECK(s.take_back("c3", missed) == "unknown_service");
    // Should a journal hold such a call all the same: its ticket goes to another service, and to no counter before.
    Hall hall(s.hall());
    const auto apply = [&](Event event) {
        return hall.apply(EventRecord{hall.time(), hall.service_day(), admin(), std::move(event)});
    };
    REQUIRE(apply(TicketCalled{missed.id, c3, CallRule::ChosenByStaff, missed.virtual_arrival, {}, 0, {}}));
    CHECK(run(hall, TransferTicket{c3, {}, c2, ""}, admin(), s.now()).reply.refusal == Refusal::UnknownService);
    CHECK(run(hall, TransferTicket{c3, ServiceId{"land"}, {}, ""}, admin(), s.now()).reply.refusal == Refusal::None);
}

TEST_CASE("take back: a waiting person can be called by choice, out of turn") {
    HallScript s;
    s.open("c1");
    s.issue("civil");
    const TicketDetail second = s.issue("civil");
    CHECK(s.take_back("c1", second) == "A002");
    const CallRecord call = s.see(second).calls.back();
    CHECK(call.rule == CallRule::ChosenByStaff);
    CHECK(call.passed_over_count == 1);
    s.ask(FinishService{c1});
    CHECK(s.call("c1") == "A001");
    CHECK(s.call("c1") == "counter_busy");
}

TEST_CASE("transfer: the ticket keeps its place in the other line") {
    HallScript s;
    s.open("c1");
    s.open("c3");
    const TicketDetail moved = s.issue("civil");
    s.pass(minute_ms);
    s.issue("land");
    s.issue("land");
    s.call("c1");
    s.ask(StartService{c1});
    const TicketDetail waiting = s.ticket_of(TransferTicket{c1, ServiceId{"land"}, {}, "bản đồ"});
    CHECK(waiting.state == TicketState::Waiting);
    CHECK(waiting.service.value == "land");
    CHECK(waiting.people_ahead == 0);
    CHECK(waiting.note == "bản đồ");
    CHECK(waiting.number == moved.number);
    CHECK(waiting.virtual_arrival == moved.virtual_arrival);
    CHECK(s.call_and_finish("c3") == "A001");
    CHECK(s.call_and_finish("c3") == "B001");
}

TEST_CASE("transfer: to one counter, which alone calls it, in its turn") {
    HallScript s;
    s.open("c1");
    s.open("c2");
    s.open("c3");
    s.issue("small");  // before it, at c3
    s.pass(second_ms);
    const TicketDetail moved = s.issue("civil");
    s.pass(second_ms);
    s.issue("land");
    s.call("c1");
    const TicketDetail waiting = s.ticket_of(TransferTicket{c1, {}, c3, ""});
    CHECK(waiting.reserved_for == c3);
    CHECK(waiting.service.value == "civil");
    CHECK(s.take_back("c2", moved) == "ticket_elsewhere");
    CHECK(s.call("c2") == "B001");
    CHECK(s.counter("c3").waiting.size() == 2);
    CHECK(s.counter("c3").waiting[1].is_reserved);
    CHECK(s.call_and_finish("c3") == "C001");
    CHECK(s.call("c3") == "A001");
    CHECK(s.see(moved).reserved_for.empty());
    // Back to its own line is no transfer to itself where this counter does not serve it.
    CHECK(s.refusal(TransferTicket{c3, ServiceId{"civil"}, {}, ""}) == Refusal::None);
    CHECK(s.call("c1") == "A001");
}

TEST_CASE("transfer: nobody is sent to a closed counter, and one that closes gives its people back to their lines") {
    HallScript s;
    s.open("c1");
    const TicketDetail moved = s.issue("civil");
    s.pass(second_ms);
    s.issue("civil");
    s.call("c1");
    CHECK(s.refusal(TransferTicket{c1, {}, c3, ""}) == Refusal::TargetClosed);
    s.open("c3");
    s.ask(TransferTicket{c1, {}, c3, ""});
    CHECK(s.see(moved).reserved_for == c3);
    s.ask(CloseCounter{c3});
    CHECK(s.see(moved).reserved_for.empty());
    CHECK(s.call("c1") == "A001");  // before the one that came later
}

TEST_CASE("transfer: the counter where it was may call it back") {
    HallScript s;
    s.open("c1");
    s.open("c3");
    const TicketDetail moved = s.issue("civil");
    s.call("c1");
    s.ask(TransferTicket{c1, {}, c3, ""});
    CHECK(s.take_back("c1", moved) == "A001");
    CHECK(s.counter("c3").waiting_count == 0);
}

namespace {

/// c1 called it, served it for so long, and sent it from "civil" to "land", where c3 is.
TicketDetail sent_to_land(HallScript& s, std::int64_t served_ms = 0) {
    s.open("c1");
    s.open("c3");
    const TicketDetail moved = s.issue("civil");
    s.call("c1");
    s.ask(StartService{c1});
    s.pass(served_ms);
    s.ask(TransferTicket{c1, ServiceId{"land"}, {}, ""});
    return moved;
}

}  // namespace

TEST_CASE("transfer: taken back by the counter that sent it on, the ticket is of the service it was of") {
    HallScript s;
    const TicketDetail moved = sent_to_land(s);
    CHECK(s.take_back("c1", moved) == "A001");
    CHECK(s.see(moved).service.value == "civil");
    CHECK(s.counter("c3").waiting_count == 0);
    // Set aside after that and taken back once more: nothing is left to undo.
    s.ask(TransferTicket{c1, ServiceId{"land"}, {}, ""});
    CHECK(s.call("c3") == "A001");
    s.ask(HoldTicket{c3, ""});
    CHECK(s.take_back("c3", moved) == "A001");
    CHECK(s.see(moved).service.value == "land");
}

TEST_CASE("transfer: a service that new settings no longer have is none to go back to") {
    HallScript s;
    const TicketDetail moved = sent_to_land(s);
    CentreSettings centre = sample_centre();
    std::erase_if(centre.services, [](const ServiceSettings& service) { return service.id.value == "civil"; });
    for (CounterSettings& counter : centre.counters)
        std::erase(counter.services, ServiceId{"civil"});
    REQUIRE(s.refusal(ImportSettings{centre}) == Refusal::None);
    CHECK(s.take_back("c1", moved) == "A001");
    CHECK(s.see(moved).service.value == "land");
}

TEST_CASE("transfer: what was served before an undone transfer counts") {
    HallScript s;
    const TicketDetail moved = sent_to_land(s, 3 * minute_ms);
    CHECK(s.take_back("c1", moved) == "A001");
    s.ask(StartService{c1});
    s.pass(2 * minute_ms);
    s.ask(FinishService{c1});
    CHECK(s.counter("c1").median_service_ms == 5 * minute_ms);
}

TEST_CASE("transfer: whom another counter called, or takes out of turn, stays in the service they were sent to") {
    HallScript s;
    const TicketDetail moved = sent_to_land(s);
    CHECK(s.take_back("c3", moved) == "A001");
    CHECK(s.see(moved).service.value == "land");
}

TEST_CASE("transfer: refusals") {
    HallScript s;
    s.open("c1");
    CHECK(s.refusal(TransferTicket{c1, ServiceId{"land"}, {}, ""}) == Refusal::NoCurrentTicket);
    CHECK(s.refusal(TransferTicket{c2, ServiceId{"land"}, {}, ""}) == Refusal::CounterClosed);
    s.issue("civil");
    s.call("c1");
    CHECK(s.refusal(TransferTicket{c1, {}, {}, ""}) == Refusal::InvalidRequest);
    CHECK(s.refusal(TransferTicket{c1, ServiceId{"land"}, c2, ""}) == Refusal::InvalidRequest);
    CHECK(s.refusal(TransferTicket{c1, ServiceId{"nothing"}, {}, ""}) == Refusal::UnknownService);
    CHECK(s.refusal(TransferTicket{c1, {}, CounterId{"nowhere"}, ""}) == Refusal::UnknownCounter);
    CHECK(s.refusal(TransferTicket{c1, {}, c1, ""}) == Refusal::TransferToItself);
    CHECK(s.refusal(TransferTicket{c1, ServiceId{"civil"}, {}, ""}) == Refusal::TransferToItself);
    CHECK(s.refusal(TransferTicket{c1, ServiceId{"land"}, {}, "two\nlines"}) == Refusal::InvalidRequest);
    CHECK(s.refusal(TransferTicket{c1, ServiceId{"land"}, {}, std::string(limits::note_bytes + 1, 'x')}) ==
          Refusal::InvalidRequest);
    CHECK(s.refusal(HoldTicket{c1, "\xff"}) == Refusal::InvalidRequest);
}

TEST_CASE("call: the oldest explanations drop out of a ticket that is called very often") {
    HallScript s;
    s.open("c1");
    const TicketDetail ticket = s.issue("civil");
    s.call("c1");
    for (std::size_t i = 0; i < limits::legs_per_ticket + 5; ++i) {
        s.pass(second_ms);
        s.ask(HoldTicket{c1, ""});
        CHECK(s.take_back("c1", ticket) == "A001");
    }
    const TicketDetail seen = s.see(ticket);
    CHECK(seen.calls.size() == limits::legs_per_ticket);
    CHECK(seen.calls.back().at == s.now());
}

TEST_CASE("transfer: what a colleague wrote stays until somebody writes something else") {
    HallScript s;
    s.open("c1");
    s.open("c3");
    s.issue("civil");
    s.call("c1");
    const TicketDetail sent = s.ticket_of(TransferTicket{CounterId{"c1"}, ServiceId{"land"}, {}, "thiếu bản sao"});
    REQUIRE(s.call("c3") == number(sent));
    CHECK(s.ticket_of(TransferTicket{CounterId{"c3"}, ServiceId{"civil"}, {}, ""}).note == "thiếu bản sao");
    REQUIRE(s.call("c1") == number(sent));
    CHECK(s.ticket_of(TransferTicket{CounterId{"c1"}, ServiceId{"land"}, {}, "đủ rồi"}).note == "đủ rồi");
}

TEST_CASE("call: a key that was pressed over an older picture does nothing to the next person") {
    HallScript s;
    s.open("c1");
    const TicketDetail first = s.issue("civil");
    const TicketDetail second = s.issue("civil");
    s.call("c1");
    REQUIRE(s.refusal(FinishService{c1, first.id}) == Refusal::None);
    CHECK(s.refusal(FinishService{c1, first.id}) == Refusal::NoCurrentTicket);
    s.call("c1");
    const std::string before = s.hall().fingerprint();
    CHECK(s.refusal(Recall{c1, first.id}) == Refusal::OtherTicket);
    CHECK(s.refusal(StartService{c1, first.id}) == Refusal::OtherTicket);
    CHECK(s.refusal(FinishService{c1, first.id}) == Refusal::OtherTicket);
    CHECK(s.refusal(MarkNoShow{c1, first.id}) == Refusal::OtherTicket);
    CHECK(s.refusal(HoldTicket{c1, "", first.id}) == Refusal::OtherTicket);
    CHECK(s.refusal(TransferTicket{c1, ServiceId{"land"}, {}, "", first.id}) == Refusal::OtherTicket);
    CHECK(s.hall().fingerprint() == before);
    CHECK(s.refusal(StartService{c1, second.id}) == Refusal::None);
    CHECK(s.refusal(FinishService{c1}) == Refusal::None);  // of somebody who sees no picture
}
