#include <doctest/doctest.h>

#include "kiosk/model/limits.hpp"
#include "tests/kiosk/kiosk_fixture.hpp"

using namespace motcua;
using namespace motcua::kiosk;
using namespace motcua::kiosk::test;

TEST_CASE("kiosk: two touches give a ticket, printed and shown, then the next person begins") {
    Kiosk kiosk;
    CHECK(kiosk.screen().page == Page::Tiles);
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    CHECK(kiosk.screen().page == Page::Service);
    CHECK(kiosk.shows("4 waiting"));
    kiosk.touch(TakeNumber{});

    REQUIRE(kiosk.program.sent.size() == 1);
    const auto& command = std::get<IssueTicket>(kiosk.program.sent[0].command);
    CHECK(command.service == ServiceId{"s1"});
    CHECK(command.category.empty());
    CHECK(command.language == "en");
    CHECK(command.token.empty());

    kiosk.answer_with_ticket("A012", 3);
    CHECK(kiosk.screen().page == Page::Ticket);
    CHECK(kiosk.screen().ticket.number == "A012");
    CHECK(kiosk.screen().ticket.service == "Service 1");
    CHECK(kiosk.shows("3 people are waiting before you"));
    CHECK(kiosk.screen().ticket.qr_text == "http://127.0.0.1:8080/t/abcdefghijklmnopqrstuvwx27");
    REQUIRE(kiosk.program.printed.size() == 1);
    kiosk.model.print_ended(kiosk.program.printed[0].job, PrintOutcome::Printed, kiosk.now());
    CHECK(kiosk.shows("Please take your ticket"));

    kiosk.wait(limits::ticket_shown_ms + 200);
    CHECK(kiosk.screen().page == Page::Tiles);
}

TEST_CASE("kiosk: choosing a group takes the number at once, and the group is nowhere on screen or paper") {
    Kiosk kiosk;
    kiosk.touch(ChooseService{ServiceId{"s2"}});
    REQUIRE(kiosk.tile("category.elderly") != nullptr);
    kiosk.touch(kiosk.tile("category.elderly")->intent);
    REQUIRE(kiosk.program.sent.size() == 1);
    CHECK(std::get<IssueTicket>(kiosk.program.sent[0].command).category == CategoryId{"elderly"});
    kiosk.answer_with_ticket();
    CHECK_FALSE(kiosk.shows("Elderly"));
}

TEST_CASE("kiosk: however often somebody taps, one request goes out and one ticket is printed") {
    Kiosk kiosk;
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    for (int tap = 0; tap < 50; ++tap) {
        kiosk.touch(TakeNumber{});
        kiosk.touch(TakeNumber{CategoryId{"elderly"}});
        kiosk.touch(ChooseService{ServiceId{"s2"}});
        kiosk.touch(Wish::Back);
        kiosk.touch(Wish::Home);
        kiosk.wait(100);
    }
    CHECK(kiosk.program.sent.size() == 1);
    kiosk.answer_with_ticket();
    for (int tap = 0; tap < 5; ++tap)
        kiosk.touch(TakeNumber{});
    CHECK(kiosk.program.sent.size() == 1);
    CHECK(kiosk.program.printed.size() == 1);
}

TEST_CASE("kiosk: the last of a series of taps does not close the ticket, a later touch does") {
    Kiosk kiosk;
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    kiosk.touch(TakeNumber{});
    kiosk.answer_with_ticket();
    kiosk.touch(Wish::Home);
    CHECK(kiosk.screen().page == Page::Ticket);
    kiosk.wait(limits::ticket_guard_ms);
    kiosk.touch(Wish::Home);
    CHECK(kiosk.screen().page == Page::Tiles);
}

TEST_CASE("kiosk: however long somebody taps on, the number stays; the first calm touch closes it") {
    Kiosk kiosk;
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    kiosk.touch(TakeNumber{});
    kiosk.answer_with_ticket();
    for (int tap = 0; tap < 12; ++tap) {
        kiosk.wait(300);
        kiosk.touch(Wish::Home);
    }
    CHECK(kiosk.screen().page == Page::Ticket);
    kiosk.wait(limits::tap_series_ms);
    kiosk.touch(Wish::Home);
    CHECK(kiosk.screen().page == Page::Tiles);
}

TEST_CASE("kiosk: a quick answer shows no spinner, a slow one does from 400 ms") {
    Kiosk kiosk;
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    kiosk.touch(TakeNumber{});
    CHECK(kiosk.screen().page == Page::Service);
    CHECK(kiosk.screen().is_busy);
    kiosk.wait(300);
    CHECK(kiosk.screen().page == Page::Service);
    kiosk.wait(100);
    CHECK(kiosk.screen().page == Page::Waiting);
    CHECK(kiosk.screen().has_spinner);
    CHECK_FALSE(kiosk.screen().is_trouble);
}

TEST_CASE("kiosk: more than eight services: the first seven, then all by field, eight on a page") {
    Kiosk kiosk(hall_with_services(20));
    CHECK(kiosk.screen().tiles.size() == 8);
    REQUIRE(kiosk.tile("tile-more") != nullptr);
    CHECK(kiosk.tile("tile-more")->subtitle == "13 more services");
    kiosk.touch(Wish::MoreServices);
    CHECK(kiosk.screen().tiles.size() == 2);
    kiosk.touch(kiosk.tile("group.people")->intent);
    CHECK(kiosk.screen().title == "Civil status");
    CHECK(kiosk.screen().tiles.size() == 8);
    CHECK(kiosk.screen().page_of == "Page 1 of 2");
    kiosk.touch(Wish::PreviousPage);
    CHECK(kiosk.screen().page_of == "Page 1 of 2");
    kiosk.touch(Wish::NextPage);
    CHECK(kiosk.screen().tiles.size() == 2);
    kiosk.touch(Wish::NextPage);
    CHECK(kiosk.screen().page_of == "Page 2 of 2");
    kiosk.touch(ChooseService{ServiceId{"s19"}});
    CHECK(kiosk.screen().page == Page::Service);
    kiosk.touch(Wish::Back);
    CHECK(kiosk.screen().title == "Civil status");
    kiosk.touch(Wish::Back);
    CHECK(kiosk.screen().title == "All services, by field");
    kiosk.touch(Wish::Home);
    CHECK(kiosk.tile("tile-more") != nullptr);
}

TEST_CASE("kiosk: more than eight services without groups are paged; exactly eight need no further page") {
    KioskView view = hall_with_services(20);
    view.groups.clear();
    for (auto& service : view.services)
        service.group = {};
    Kiosk kiosk(view);
    kiosk.touch(Wish::MoreServices);
    CHECK(kiosk.screen().page_of == "Page 1 of 3");
    kiosk.touch(Wish::NextPage);
    kiosk.touch(Wish::NextPage);
    CHECK(kiosk.screen().tiles.size() == 4);

    Kiosk eight(hall_with_services(8));
    CHECK(eight.screen().tiles.size() == 8);
    CHECK(eight.tile("tile-more") == nullptr);
}

TEST_CASE("kiosk: language, large text and contrast work at once and go back after each person") {
    Kiosk kiosk;
    kiosk.touch(ChooseLanguage{"vi"});
    kiosk.touch(Wish::ToggleLargeText);
    kiosk.touch(Wish::ToggleHighContrast);
    CHECK(kiosk.shows("Dịch vụ 1"));
    CHECK(kiosk.screen().has_large_text);
    CHECK(kiosk.screen().has_high_contrast);
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    kiosk.touch(TakeNumber{});
    kiosk.answer_with_ticket();
    CHECK(kiosk.program.printed[0].language == "vi");
    kiosk.model.print_ended(kiosk.program.printed[0].job, PrintOutcome::Printed, kiosk.now());
    kiosk.wait(limits::ticket_shown_ms + 200);
    CHECK(kiosk.screen().page == Page::Ticket);  // more time for who reads large text
    kiosk.wait(limits::ticket_shown_accessible_ms);
    CHECK(kiosk.screen().page == Page::Tiles);
    CHECK(kiosk.shows("Service 1"));
    CHECK_FALSE(kiosk.screen().has_large_text);
    CHECK_FALSE(kiosk.screen().has_high_contrast);
}

TEST_CASE("kiosk: a language that the hall does not have is not chosen") {
    Kiosk kiosk;
    kiosk.touch(ChooseLanguage{"xx"});
    CHECK(kiosk.shows("Service 1"));
}

TEST_CASE("kiosk: who is quiet for 45 s is asked, has 20 s, and then the next person begins") {
    Kiosk kiosk;
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    kiosk.wait(limits::idle_warning_ms - 200);
    CHECK_FALSE(kiosk.screen().idle.has_value());
    kiosk.wait(200);
    REQUIRE(kiosk.screen().idle.has_value());
    CHECK(kiosk.screen().idle->leave == kiosk.screen().home);  // one thing, one name
    CHECK(kiosk.screen().idle->seconds_left == 20);
    kiosk.wait(10'000);
    CHECK(kiosk.screen().idle->seconds_left == 10);

    kiosk.touch(Wish::StayHere);
    CHECK_FALSE(kiosk.screen().idle.has_value());
    CHECK(kiosk.screen().page == Page::Service);

    kiosk.wait(limits::idle_warning_ms + 15'000);
    CHECK(kiosk.screen().idle->seconds_left == 5);
    kiosk.model.activity(kiosk.now());  // beside the buttons
    CHECK(kiosk.screen().idle->seconds_left == 20);
    kiosk.wait(15'000);
    CHECK(kiosk.screen().page == Page::Service);
    kiosk.touch(Wish::StayHere);

    kiosk.wait(limits::idle_warning_ms + limits::idle_answer_ms + 200);
    CHECK_FALSE(kiosk.screen().idle.has_value());
    CHECK(kiosk.screen().page == Page::Tiles);
}

TEST_CASE("kiosk: with large text the warning comes after 90 s and leaves 30 s") {
    Kiosk kiosk;
    kiosk.touch(Wish::ToggleLargeText);
    kiosk.wait(limits::idle_warning_ms + 1000);
    CHECK_FALSE(kiosk.screen().idle.has_value());
    kiosk.wait(limits::idle_warning_accessible_ms - limits::idle_warning_ms);
    REQUIRE(kiosk.screen().idle.has_value());
    CHECK(kiosk.screen().idle->seconds_left > 20);
    kiosk.wait(limits::idle_answer_accessible_ms);
    CHECK_FALSE(kiosk.screen().has_large_text);
}

TEST_CASE("kiosk: an untouched home screen is never interrupted") {
    Kiosk kiosk;
    kiosk.wait(300'000);
    CHECK_FALSE(kiosk.screen().idle.has_value());
    CHECK(kiosk.screen().page == Page::Tiles);
}

TEST_CASE("kiosk: help opens everywhere and closes to where the person was") {
    Kiosk kiosk;
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    kiosk.touch(Wish::ShowHelp);
    REQUIRE(kiosk.screen().help_sheet.has_value());
    CHECK(kiosk.screen().help_sheet->lines.size() >= 3);
    // It names the button that is really there.
    CHECK(kiosk.screen().help_sheet->lines[1].find("\"" + kiosk.screen().main_button + "\"") != std::string::npos);
    kiosk.touch(Wish::CloseHelp);
    CHECK_FALSE(kiosk.screen().help_sheet.has_value());
    CHECK(kiosk.screen().page == Page::Service);
}

TEST_CASE("kiosk: nothing changes on the screen when nothing happens") {
    Kiosk kiosk;
    kiosk.model.take_changed();
    kiosk.wait(5'000);
    kiosk.model.view_came(kiosk.view, kiosk.now());
    CHECK_FALSE(kiosk.model.take_changed());
    kiosk.wait(60'000);  // the clock's minute
    CHECK(kiosk.model.take_changed());
}

TEST_CASE("kiosk: a panel with room for fewer tiles shows the first of them and leads to the rest") {
    Kiosk kiosk(hall_with_services(8));
    CHECK(kiosk.screen().tiles.size() == 8);
    kiosk.model.set_tiles_on_page(6);
    REQUIRE(kiosk.screen().tiles.size() == 6);
    CHECK(kiosk.tile("tile.s5") != nullptr);
    CHECK(kiosk.screen().tiles.back().id == "tile-more");
    kiosk.model.set_tiles_on_page(0);
    CHECK(kiosk.screen().tiles.size() == limits::least_tiles_on_page);
}
