#include <doctest/doctest.h>

#include "tests/server/hall/script.hpp"

using namespace motcua;
using namespace motcua::hall;
using namespace motcua::hall::test;

TEST_CASE("issue: numbers of a service follow each other, each service has its own") {
    HallScript s;
    CHECK(number(s.issue("civil")) == "A001");
    CHECK(number(s.issue("land")) == "B001");
    CHECK(number(s.issue("civil")) == "A002");
    CHECK(s.last_events() == "ticket_issued");
}

TEST_CASE("issue: the reply is the ticket as it is, with its token and the people ahead in its own line") {
    HallScript s;
    s.issue("civil");
    s.issue("land");
    s.pass(minute_ms);
    const TicketDetail ticket = s.issue("civil", "elderly");
    CHECK(ticket.state == TicketState::Waiting);
    CHECK(ticket.service_day == monday);
    CHECK(ticket.issued_at == s.now());
    CHECK(ticket.virtual_arrival == s.now() - 15 * minute_ms);
    CHECK(ticket.people_ahead == 0);  // its head start puts it before the first
    CHECK(s.issue("civil").people_ahead == 2);
    CHECK(s.hall().ticket_by_token(ticket.token) == s.hall().ticket(ticket.id));
    CHECK(s.hall().ticket_by_number(ticket.number) == s.hall().ticket(ticket.id));
    CHECK_FALSE(s.hall().ticket_by_number(TicketNumber{'A', 77}).has_value());
    CHECK_FALSE(s.hall().ticket_by_number(TicketNumber{'Z', 1}).has_value());
    CHECK_FALSE(s.hall().ticket_by_token(token(99)).has_value());
}

TEST_CASE("issue: ids are never 0, and ids of two days differ") {
    HallScript s;
    const TicketDetail first = s.issue("civil");
    CHECK(first.id.value != 0);
    s.on(Date{monday.days + 1}, "08:00");
    const TicketDetail second = s.issue("civil");
    CHECK(number(second) == "A001");
    CHECK(second.id > first.id);
    CHECK_FALSE(s.hall().ticket(first.id).has_value());
}

TEST_CASE("issue: what is not known is refused by its name") {
    HallScript s;
    CHECK(s.try_issue("nothing").refusal == Refusal::UnknownService);
    CHECK(s.try_issue("").refusal == Refusal::UnknownService);
    CHECK(s.try_issue("civil", "nobody").refusal == Refusal::UnknownCategory);
    const IssueTicket bad_token{ServiceId{"civil"}, {}, TicketToken{"short"}, "vi"};
    CHECK(s.refusal(bad_token) == Refusal::InvalidRequest);
}

TEST_CASE("issue: a token that is already used is refused") {
    HallScript s;
    const TicketDetail ticket = s.issue("civil");
    CHECK(s.refusal(IssueTicket{ServiceId{"land"}, {}, ticket.token, "vi"}) == Refusal::InvalidRequest);
}

TEST_CASE("issue: a language that the centre does not have becomes its first") {
    HallScript s;
    s.ask(IssueTicket{ServiceId{"civil"}, {}, token(500), "xx"});
    REQUIRE(s.last_events() == "day_opened ticket_issued");
    CHECK(std::get<TicketIssued>(s.last_records()[1].event).language == "vi");
}

TEST_CASE("issue: the daily cap counts the day's tickets of the service, cancelled ones too") {
    HallScript s;
    const TicketDetail first = s.issue("capped");
    s.ask(CancelTicket{first.token});
    s.issue("capped");
    const Reply reply = s.try_issue("capped");
    CHECK(reply.refusal == Refusal::DailyCapReached);
    CHECK(reply.detail == "2");
    CHECK(reply.opens_at == vietnam(Date{monday.days + 1}, "07:30"));
    CHECK(s.last_events().empty());
    s.on(Date{monday.days + 1}, "08:00");
    CHECK(number(s.issue("capped")) == "D001");
}

TEST_CASE("issue: a transfer does not use up another service's cap") {
    HallScript s;
    s.open("c2");
    s.issue("civil");
    s.call("c2");
    s.ask(TransferTicket{CounterId{"c2"}, ServiceId{"capped"}, {}, ""});
    s.issue("capped");
    s.issue("capped");
    CHECK(s.try_issue("capped").refusal == Refusal::DailyCapReached);
}

TEST_CASE("issue: numbers run out and start again the next day") {
    HallScript s;
    for (const std::string expected : {"C001", "C002", "C003"})
        CHECK(number(s.issue("small")) == expected);
    const Reply reply = s.try_issue("small");
    CHECK(reply.refusal == Refusal::NumbersExhausted);
    CHECK(reply.opens_at == vietnam(Date{monday.days + 1}, "07:30"));
    s.on(Date{monday.days + 1}, "08:00");
    CHECK(number(s.issue("small")) == "C001");
}

TEST_CASE("cancel: the holder gives a waiting or held ticket back") {
    HallScript s;
    s.open("c1");
    const TicketDetail waiting = s.issue("civil");
    const TicketDetail held = s.issue("civil");
    const TicketDetail third = s.issue("civil");
    CHECK(third.people_ahead == 2);
    CHECK(s.ticket_of(CancelTicket{waiting.token}).state == TicketState::Cancelled);
    CHECK(s.see(third).people_ahead == 1);
    CHECK(s.call("c1") == "A002");
    CHECK(s.refusal(CancelTicket{held.token}) == Refusal::WrongState);  // called
    s.ask(HoldTicket{CounterId{"c1"}, ""});
    CHECK(s.ticket_of(CancelTicket{held.token}).state == TicketState::Cancelled);
    CHECK(s.counter("c1").held.empty());
    CHECK(s.refusal(CancelTicket{held.token}) == Refusal::WrongState);
    CHECK(s.refusal(CancelTicket{token(999)}) == Refusal::UnknownTicket);
}

TEST_CASE("tickets: listed in order of issue, with how many there are") {
    HallScript s;
    s.open("c1");
    for (int i = 0; i < 5; ++i)
        s.issue("civil");
    s.call_and_finish("c1");
    std::size_t total = 0;
    CHECK(s.hall().tickets(/*open_only=*/true, {}, 2, total).size() == 2);
    CHECK(total == 4);
    const auto all = s.hall().tickets(/*open_only=*/false, {}, 10, total);
    CHECK(total == 5);
    REQUIRE(all.size() == 5);
    for (std::size_t i = 1; i < all.size(); ++i)
        CHECK(all[i - 1].id < all[i].id);
    const auto rest = s.hall().tickets(/*open_only=*/false, all[2].id, 10, total);
    CHECK(total == 2);
    REQUIRE(rest.size() == 2);
    CHECK(rest[0].id == all[3].id);
}

TEST_CASE("ahead: those of the ticket's own line, whatever else a counter calls") {
    HallScript s;
    s.open("c2");  // civil and land
    for (int i = 0; i < 3; ++i)
        s.issue("land");
    const TicketDetail first = s.issue("civil");
    CHECK(first.people_ahead == 0);
    CHECK(s.issue("civil").people_ahead == 1);
    s.open("c1");  // civil alone
    REQUIRE(s.refusal(CloseCounter{CounterId{"c2"}}) == Refusal::None);
    CHECK(s.see(first).people_ahead == 0);  // it never rises because a counter closes
}
