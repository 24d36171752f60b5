#include <doctest/doctest.h>

#include "kiosk/model/limits.hpp"
#include "tests/kiosk/kiosk_fixture.hpp"

using namespace motcua;
using namespace motcua::kiosk;
using namespace motcua::kiosk::test;

namespace {

void ask_for_number(Kiosk& kiosk) {
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    kiosk.touch(TakeNumber{});
    REQUIRE(kiosk.program.sent.size() == 1);
}

}  // namespace

TEST_CASE("kiosk: a late answer is announced honestly and still shows the number") {
    Kiosk kiosk;
    ask_for_number(kiosk);
    kiosk.wait(limits::late_reply_ms);
    CHECK(kiosk.shows("This takes longer than usual"));
    CHECK(kiosk.screen().main_wish == Wish::StopWaiting);
    kiosk.wait(60'000);
    kiosk.answer_with_ticket("A013");
    CHECK(kiosk.screen().ticket.number == "A013");
    CHECK(kiosk.program.printed.size() == 1);
}

TEST_CASE("kiosk: the connection lost in mid-request is said at once, and the number still comes after it is back") {
    Kiosk kiosk;
    ask_for_number(kiosk);
    kiosk.wait(1'000);
    kiosk.lose_connection();
    CHECK(kiosk.shows("The connection was lost while your number was asked for."));
    CHECK(kiosk.screen().banner.empty());  // once is enough
    kiosk.wait(20'000);
    kiosk.connect();
    kiosk.answer_with_ticket();
    CHECK(kiosk.screen().page == Page::Ticket);
    CHECK(kiosk.program.sent.size() == 1);
}

TEST_CASE("kiosk: who stops waiting gets no ticket: it is cancelled when it comes") {
    Kiosk kiosk;
    ask_for_number(kiosk);
    kiosk.wait(limits::late_reply_ms);
    kiosk.touch(Wish::StopWaiting);
    CHECK(kiosk.screen().page == Page::Tiles);
    kiosk.answer_with_ticket();
    CHECK(kiosk.screen().page == Page::Tiles);
    CHECK(kiosk.program.printed.empty());
    REQUIRE(kiosk.program.sent.size() == 2);
    CHECK(std::get<CancelTicket>(kiosk.program.sent[1].command).token.value == "abcdefghijklmnopqrstuvwx27");
    // The answer to the cancelling is no ticket to show.
    Reply cancelled;
    cancelled.ticket = ticket_of(ServiceId{"s1"}, {'A', 12}, 0);
    cancelled.ticket->state = TicketState::Cancelled;
    kiosk.answer(cancelled);
    CHECK(kiosk.screen().page == Page::Tiles);
}

TEST_CASE("kiosk: after two minutes without an answer nobody stands there: the same as stopping") {
    Kiosk kiosk;
    ask_for_number(kiosk);
    kiosk.wait(limits::abandon_ms);
    CHECK(kiosk.screen().page == Page::Tiles);
    kiosk.answer_with_ticket();
    CHECK(kiosk.program.printed.empty());
    CHECK(kiosk.program.sent.size() == 2);
}

TEST_CASE("kiosk: after stopping, the next person's request is answered apart from the abandoned one") {
    Kiosk kiosk;
    ask_for_number(kiosk);
    kiosk.wait(limits::late_reply_ms);
    kiosk.touch(Wish::StopWaiting);
    const RequestId first = kiosk.program.sent[0].id;
    kiosk.touch(ChooseService{ServiceId{"s2"}});
    kiosk.touch(TakeNumber{});
    REQUIRE(kiosk.program.sent.size() == 2);
    Reply late;
    late.ticket = ticket_of(ServiceId{"s1"}, {'A', 12}, 0);
    kiosk.reply(first, late);
    CHECK(kiosk.screen().page != Page::Ticket);
    REQUIRE(kiosk.program.sent.size() == 3);
    Reply mine;
    mine.ticket = ticket_of(ServiceId{"s2"}, {'B', 1}, 0);
    kiosk.reply(kiosk.program.sent[1].id, mine);
    CHECK(kiosk.screen().ticket.number == "B001");
    CHECK(kiosk.shows("Nobody is waiting before you"));
}

TEST_CASE("kiosk: an answer to a request from before a restart shows the number when nobody is in between") {
    Kiosk kiosk;
    Reply reply;
    reply.ticket = ticket_of(ServiceId{"s1"}, {'A', 7}, 2);
    RequestId unknown;
    unknown.bytes[3] = 9;
    kiosk.reply(unknown, reply);  // of no request that anybody knows
    CHECK(kiosk.screen().page == Page::Tiles);
    kiosk.model.earlier_run_found({Kept{}, {unknown}, morning, {}}, kiosk.now());
    kiosk.reply(unknown, reply);
    CHECK(kiosk.screen().ticket.number == "A007");
}

TEST_CASE("kiosk: every refusal is explained and leads on") {
    for (const Refusal* refusal = begin_refusals(); refusal != end_refusals(); ++refusal) {
        Kiosk kiosk;
        ask_for_number(kiosk);
        kiosk.refuse(*refusal);
        CAPTURE(name_of(*refusal));
        CHECK(kiosk.screen().page == Page::Problem);
        CHECK(kiosk.shows("No number was given"));
        CHECK_FALSE(kiosk.screen().home.empty());
        CHECK(kiosk.program.printed.empty());
        kiosk.touch(Wish::TryAgain);
        CHECK(kiosk.screen().page == Page::Service);
    }
}

TEST_CASE("kiosk: a request that will never be answered is an explained refusal") {
    Kiosk kiosk;
    ask_for_number(kiosk);
    kiosk.model.gave_up(kiosk.program.sent[0].id, kiosk.now());
    CHECK(kiosk.screen().page == Page::Problem);
    kiosk.touch(Wish::TryAgain);
    kiosk.touch(TakeNumber{});
    CHECK(kiosk.program.sent.size() == 2);
}

TEST_CASE("kiosk: a refusal that knows when numbers are given again says so") {
    Kiosk kiosk;
    ask_for_number(kiosk);
    Reply reply;
    reply.refusal = Refusal::ServiceClosed;
    reply.opens_at = morning + 5 * hour_ms;
    kiosk.answer(reply);
    CHECK(kiosk.shows("Opens at 13:15"));
}

TEST_CASE("kiosk: a granted answer without a ticket is no number") {
    Kiosk kiosk;
    ask_for_number(kiosk);
    kiosk.answer(Reply{});
    CHECK(kiosk.screen().page == Page::Problem);
}

TEST_CASE("kiosk: a closed service says why and when it opens, and touching it explains") {
    KioskView view = hall_with_services(4);
    view.services[0].state = ServiceState::Closed;
    view.services[0].opens_at = morning + 5 * hour_ms;
    view.services[1].state = ServiceState::CapReached;
    view.services[1].opens_at = morning + day_ms;
    view.services[2].state = ServiceState::NumbersOut;
    Kiosk kiosk(view);
    CHECK(kiosk.tile("tile.s1")->subtitle == "Opens at 13:15");
    CHECK_FALSE(kiosk.tile("tile.s1")->is_open);
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    CHECK(kiosk.shows("This service gives no numbers now"));
    CHECK(kiosk.shows("Opens at 13:15"));
    kiosk.touch(Wish::Back);
    kiosk.touch(ChooseService{ServiceId{"s2"}});
    CHECK(kiosk.shows("All numbers of this service are taken"));
    CHECK(kiosk.shows("Opens tomorrow at 08:15"));
    kiosk.touch(Wish::Back);
    kiosk.touch(ChooseService{ServiceId{"s3"}});
    CHECK(kiosk.shows("When it opens again is not known."));
    CHECK(kiosk.program.sent.empty());

    kiosk.touch(Wish::Back);
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    view.services[0].state = ServiceState::Open;
    kiosk.model.view_came(view, kiosk.now());
    kiosk.touch(Wish::TryAgain);
    CHECK(kiosk.screen().page == Page::Service);
}

TEST_CASE("kiosk: while it connects for the first time with the hall of before, no connection is said to be lost") {
    Kiosk kiosk;
    kiosk.reach(Reach::Connecting);
    CHECK(kiosk.screen().banner.empty());
    kiosk.lose_connection();
    CHECK(kiosk.shows("No connection since"));
}

TEST_CASE("kiosk: without connection it says since when, gives no number, and goes on when it is back") {
    Kiosk kiosk;
    kiosk.wait(120'000);
    kiosk.lose_connection();
    CHECK(kiosk.shows("No connection since 08:17"));
    CHECK(kiosk.tile("tile.s1")->badge.empty());  // how many wait is not known any more
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    CHECK(kiosk.shows("No connection to the server"));
    CHECK(kiosk.shows("since 08:17"));
    CHECK(kiosk.screen().banner.empty());       // the page says it already
    CHECK(kiosk.screen().main_button.empty());  // nothing to touch that would do nothing
    kiosk.touch(Wish::TryAgain);
    CHECK(kiosk.shows("No connection to the server"));
    CHECK(kiosk.program.sent.empty());
    kiosk.connect();
    CHECK(kiosk.screen().page == Page::Service);
    CHECK(kiosk.screen().banner.empty());
}

TEST_CASE("kiosk: back online, a service that has closed meanwhile is explained, not the connection") {
    Kiosk kiosk;
    kiosk.lose_connection();
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    kiosk.view.services[0].state = ServiceState::Closed;
    kiosk.model.view_came(kiosk.view, kiosk.now());
    kiosk.connect();
    CHECK(kiosk.shows("This service gives no numbers now"));
}

TEST_CASE("kiosk: the connection lost on a service's page: taking a number explains instead of sending") {
    Kiosk kiosk;
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    kiosk.lose_connection();
    kiosk.touch(TakeNumber{});
    CHECK(kiosk.program.sent.empty());
    CHECK(kiosk.shows("No connection to the server"));
}

TEST_CASE("kiosk: a failed printer leaves number and code on the screen for a photograph") {
    Kiosk kiosk;
    ask_for_number(kiosk);
    kiosk.answer_with_ticket();
    kiosk.model.print_ended(kiosk.program.printed[0].job, PrintOutcome::Failed, kiosk.now());
    CHECK(kiosk.screen().ticket.number == "A012");
    CHECK(kiosk.shows("Please photograph this screen."));
    CHECK(kiosk.shows("Your number is valid without paper."));
    CHECK_FALSE(kiosk.screen().ticket.qr_text.empty());
    kiosk.wait(limits::ticket_shown_ms * 3);
    CHECK(kiosk.screen().page == Page::Ticket);
    kiosk.wait(limits::ticket_to_photograph_ms);
    CHECK(kiosk.screen().page == Page::Tiles);
    CHECK(kiosk.shows("The printer is not working."));
}

TEST_CASE("kiosk: without a printer nothing is broken, and there is time to photograph the number") {
    Kiosk kiosk;
    ask_for_number(kiosk);
    kiosk.answer_with_ticket();
    kiosk.model.print_ended(kiosk.program.printed[0].job, PrintOutcome::NoPrinter, kiosk.now());
    CHECK(kiosk.shows("Please photograph this screen, or remember your number."));
    CHECK(kiosk.shows("Your number is valid without paper."));
    CHECK_FALSE(kiosk.screen().ticket.paper_is_trouble);
    CHECK_FALSE(kiosk.shows("The printer is not working."));
    kiosk.wait(limits::ticket_shown_ms * 3);
    CHECK(kiosk.screen().page == Page::Ticket);
    kiosk.wait(limits::ticket_to_photograph_ms);
    CHECK(kiosk.screen().page == Page::Tiles);
    CHECK_FALSE(kiosk.shows("The printer is not working."));
}

TEST_CASE("kiosk: a silent printer is not called printed") {
    Kiosk kiosk;
    ask_for_number(kiosk);
    kiosk.answer_with_ticket();
    CHECK(kiosk.shows("Your ticket is being printed"));
    kiosk.wait(limits::print_silence_ms);
    CHECK(kiosk.shows("If none comes out, photograph this screen."));
    kiosk.wait(limits::ticket_to_photograph_ms - 1'000);  // there is time to take out a phone
    CHECK(kiosk.shows("If none comes out, photograph this screen."));
    kiosk.model.print_ended(kiosk.program.printed[0].job, PrintOutcome::Printed, kiosk.now());
    CHECK(kiosk.shows("Please take your ticket"));
}

TEST_CASE("kiosk: who reads the help sheet beside the ticket is not sent away") {
    Kiosk kiosk;
    ask_for_number(kiosk);
    kiosk.answer_with_ticket();
    kiosk.model.print_ended(kiosk.program.printed[0].job, PrintOutcome::Printed, kiosk.now());
    kiosk.wait(limits::ticket_shown_ms - 1'000);
    kiosk.touch(Wish::ShowHelp);
    kiosk.wait(3 * limits::ticket_shown_ms);
    CHECK(kiosk.screen().help_sheet.has_value());
    kiosk.touch(Wish::CloseHelp);
    kiosk.wait(limits::ticket_shown_ms + 200);
    CHECK(kiosk.screen().page == Page::Tiles);
}

TEST_CASE("kiosk: without a connection a closed service is said to be closed until it would open") {
    KioskView view = hall_with_services(2);
    view.services[0].state = ServiceState::Closed;
    view.services[0].opens_at = morning + 5 * hour_ms;
    Kiosk kiosk(view);
    kiosk.lose_connection();
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    CHECK(kiosk.shows("This service gives no numbers now"));
    kiosk.touch(Wish::Home);
    kiosk.ms += 5 * hour_ms;
    kiosk.wait(200);
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    CHECK_FALSE(kiosk.shows("This service gives no numbers now"));
}

TEST_CASE("kiosk: a printer whose queue is full counts as failed, and the ticket is valid") {
    Kiosk kiosk;
    ask_for_number(kiosk);
    kiosk.program.printer_takes_jobs = false;
    kiosk.answer_with_ticket();
    CHECK(kiosk.screen().ticket.paper_is_trouble);
    CHECK(kiosk.shows("Your number is valid without paper."));
}

TEST_CASE("kiosk: the result of an earlier person's print does not change this person's ticket") {
    Kiosk kiosk;
    ask_for_number(kiosk);
    kiosk.answer_with_ticket();
    const std::uint64_t first = kiosk.program.printed[0].job;
    kiosk.wait(limits::ticket_guard_ms);
    kiosk.touch(Wish::Home);
    kiosk.touch(ChooseService{ServiceId{"s2"}});
    kiosk.touch(TakeNumber{});
    kiosk.answer_with_ticket("B001");
    kiosk.model.print_ended(first, PrintOutcome::Failed, kiosk.now());
    CHECK(kiosk.shows("Your ticket is being printed"));
}

TEST_CASE("kiosk: a service that disappears under somebody's finger is explained") {
    Kiosk kiosk;
    kiosk.touch(ChooseService{ServiceId{"s4"}});
    kiosk.model.view_came(hall_with_services(2), kiosk.now());
    CHECK(kiosk.shows("This service is no longer offered here"));
    kiosk.touch(ChooseService{ServiceId{"s4"}});
    CHECK(kiosk.screen().page == Page::Problem);
}

TEST_CASE("kiosk: before pairing it shows the code and what to do; when locked out it says so") {
    Kiosk kiosk;
    kiosk.reach(Reach::Pairing);
    CHECK(kiosk.screen().page == Page::Pairing);
    CHECK(kiosk.screen().code == "123 456");
    CHECK(kiosk.shows("motcua device accept 123456"));
    kiosk.reach(Reach::Rejected);
    CHECK(kiosk.screen().page == Page::Rejected);
    CHECK(kiosk.shows("This device was locked out by the administrator."));
    kiosk.reach(Reach::IdentityChanged);
    CHECK(kiosk.shows("the server's identity has changed"));
    kiosk.connect();
    CHECK(kiosk.screen().page == Page::Tiles);
}

TEST_CASE("kiosk: a shown ticket stays while the connection, or even the pairing, is lost") {
    Kiosk kiosk;
    ask_for_number(kiosk);
    kiosk.answer_with_ticket();
    for (const Reach reach : {Reach::Offline, Reach::Rejected, Reach::Pairing}) {
        kiosk.reach(reach);
        CHECK(kiosk.screen().page == Page::Ticket);
    }
}

TEST_CASE("kiosk: a server that was never reached is said so, without tiles to touch in vain") {
    FakeProgram program;
    const Catalogues none({});
    KioskModel model(none, program, "en", {0, morning});
    CHECK(model.screen().page == Page::Starting);
    CHECK(model.screen().has_spinner);
    Connection lost;
    lost.reach = Reach::Offline;
    model.connection_changed(lost, {100, morning});
    CHECK(model.screen().title == "The server cannot be reached");
    CHECK(model.screen().lines.size() == 2);
    lost.trouble = "What answers at the server's address is not this hall's server.";
    model.connection_changed(lost, {110, morning});
    CHECK(model.screen().lines.back() == "For the administrator: " + lost.trouble);
    // Whatever is touched without a view does no harm.
    model.touch(ChooseService{ServiceId{"s1"}}, {200, morning});
    model.touch(TakeNumber{}, {200, morning});
    model.touch(Wish::MoreServices, {200, morning});
    model.touch(Wish::NextPage, {200, morning});
    CHECK(program.sent.empty());
}

TEST_CASE("kiosk: whatever fails at whichever step of a visit, nobody is stuck and no second request goes out") {
    // Steps of a visit; before each of them each fault happens once.
    using Act = void (*)(Kiosk&);
    const Act steps[] = {
        [](Kiosk& kiosk) { kiosk.touch(ChooseLanguage{"vi"}); },
        [](Kiosk& kiosk) { kiosk.touch(ChooseService{ServiceId{"s1"}}); },
        [](Kiosk& kiosk) { kiosk.touch(TakeNumber{}); },
        [](Kiosk& kiosk) {
            if (!kiosk.program.sent.empty())
                kiosk.answer_with_ticket();
        },
        [](Kiosk& kiosk) {
            if (!kiosk.program.printed.empty())
                kiosk.model.print_ended(kiosk.program.printed[0].job, PrintOutcome::Printed, kiosk.now());
        },
    };
    const Act faults[] = {
        [](Kiosk& kiosk) { kiosk.lose_connection(); },
        [](Kiosk& kiosk) { kiosk.reach(Reach::Rejected); },
        [](Kiosk& kiosk) { kiosk.reach(Reach::Pairing); },
        [](Kiosk& kiosk) { kiosk.model.view_came(hall_with_services(0), kiosk.now()); },
        [](Kiosk& kiosk) { kiosk.wait(limits::abandon_ms); },
        [](Kiosk& kiosk) { kiosk.program.printer_takes_jobs = false; },
        [](Kiosk& kiosk) { kiosk.touch(Wish::Home); },
        [](Kiosk& kiosk) { kiosk.model.print_ended(1, PrintOutcome::Failed, kiosk.now()); },
    };
    for (std::size_t fault = 0; fault < std::size(faults); ++fault) {
        for (std::size_t broken = 0; broken <= std::size(steps); ++broken) {
            CAPTURE(fault);
            CAPTURE(broken);
            Kiosk kiosk;
            for (std::size_t step = 0; step < std::size(steps); ++step) {
                if (step == broken)
                    faults[fault](kiosk);
                steps[step](kiosk);
                kiosk.wait(200);
            }
            std::size_t issued = 0;
            for (const auto& sent : kiosk.program.sent)
                issued += std::holds_alternative<IssueTicket>(sent.command) ? 1 : 0;
            CHECK(issued <= 1);
            CHECK(kiosk.program.printed.size() <= 1);
            // All well again: within the longest stay of any screen it is everybody's home, and serves.
            kiosk.connect();
            kiosk.model.view_came(kiosk.view, kiosk.now());
            kiosk.wait(limits::abandon_ms + limits::idle_warning_ms + limits::idle_answer_ms);
            CHECK(kiosk.screen().page == Page::Tiles);
            CHECK(kiosk.tile("tile.s1") != nullptr);
            kiosk.touch(ChooseService{ServiceId{"s1"}});
            CHECK(kiosk.screen().page == Page::Service);
        }
    }
}
