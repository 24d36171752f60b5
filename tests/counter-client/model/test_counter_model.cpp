#include <doctest/doctest.h>

#include "shared/language/refusal_text.hpp"
#include "tests/counter-client/model/counter_script.hpp"

using namespace motcua;
using namespace motcua::counter;

TEST_CASE("counter: from nothing to work, page by page") {
    CounterScript script;
    CHECK(script.screen().page == Page::Starting);
    CHECK(script.screen().lines.empty());
    script.connection.trouble = "The server cannot be reached. Trying again.";
    script.reach(Reach::Connecting, Role::Unproven);
    CHECK(script.screen().lines == std::vector<std::string>{"The server cannot be reached. Trying again."});
    script.connection.trouble.clear();
    script.connection.pairing_code = "123456";
    script.reach(Reach::Pairing, Role::Unproven);
    CHECK(script.screen().page == Page::Pairing);
    CHECK(script.screen().code == "123456");
    script.reach(Reach::Online);
    script.show();
    CHECK(script.screen().page == Page::SignIn);
    CHECK(script.screen().title == "Sign in at Counter 3");
    script.wish(SignInAs{"lan", "secret"});
    REQUIRE(script.port.asked.size() == 1);
    CHECK(script.port.asked[0].login == StaffId{"lan"});
    script.signed_in();
    script.reply();
    CHECK(script.screen().page == Page::Work);
    CHECK(script.screen().staff == "Lan");
}

TEST_CASE("counter: a refused sign-in is told in words and can be tried again") {
    CounterScript script;
    script.reach(Reach::Online);
    script.show();
    script.wish(SignInAs{"lan", "wrong"});
    CHECK(!script.screen().can_sign_in);
    script.wish(SignInAs{"lan", ""});  // Enter once more: the password is on its way
    CHECK(script.port.asked.size() == 1);
    CHECK(script.screen().banner.empty());
    script.reply(Refusal::SignInFailed);
    CHECK(script.screen().banner == "The name or the password is wrong.");
    CHECK(script.screen().can_sign_in);
    script.wish(SignInAs{"", ""});
    CHECK(script.port.asked.size() == 1);
    CHECK(script.screen().banner == "Please type your login and your password.");
}

TEST_CASE("counter: an occupied counter asks before it is taken over") {
    CounterScript script;
    script.view.state = CounterState::Open;
    script.view.staff_name = "Minh";
    script.reach(Reach::Online);
    script.show();
    CHECK(script.screen().lines.at(0) == "Minh is signed in here now.");
    script.wish(SignInAs{"lan", "secret"});
    script.reply(Refusal::CounterOccupied);
    REQUIRE(script.screen().sheet);
    CHECK(script.screen().sheet->id == "take-over");
    CHECK(script.screen().sheet->title == "Minh is signed in here now.");
    script.view.state = CounterState::Closed;
    script.view.staff_name.clear();
    script.show();
    CHECK(script.screen().sheet->title == "Nobody is signed in here any more.");
    CHECK(script.screen().sheet->choices.at(0).label == "Sign in");
    script.wish(script.screen().sheet->choices.at(0).intent);
    REQUIRE(script.port.asked.size() == 2);
    CHECK(script.port.asked[1].take_over);
}

TEST_CASE("counter: a counter that the office opened without a person is told as that") {
    CounterScript script;
    script.view.state = CounterState::Open;
    script.view.staff = StaffId{};
    script.view.staff_name.clear();
    script.reach(Reach::Online);
    script.show();
    CHECK(script.screen().lines.at(0) == "The office has opened this counter.");
    script.wish(SignInAs{"lan", "secret"});
    script.reply(Refusal::CounterOccupied);
    REQUIRE(script.screen().sheet);
    CHECK(script.screen().sheet->title == "The office has opened this counter.");
    CHECK(script.screen().sheet->lines.at(0) == "Take over this counter?");
}

TEST_CASE("counter: when another person takes over, this window says so and asks to sign in") {
    CounterScript script;
    script.signed_in();
    script.view.staff = StaffId{"mai"};
    script.view.staff_name = "Mai";
    script.view.device = DeviceId{"counter-2"};
    script.show();
    CHECK(script.screen().page == Page::SignIn);
    CHECK(script.screen().banner == "Somebody else signed in at this counter. Your tickets are safe.");
    CHECK(script.screen().lines.at(0) == "Mai is signed in here now.");
}

TEST_CASE("counter: the same person at another machine signs this window out, and it says so") {
    CounterScript script;
    script.signed_in();
    script.view.device = DeviceId{"counter-2"};
    script.show();
    CHECK(script.screen().page == Page::SignIn);
    CHECK(script.screen().banner ==
          "You signed in at another machine. This window is signed out; your tickets are safe.");
}

TEST_CASE("counter: every key asks what it says, and only where it makes sense") {
    CounterScript script;
    script.signed_in();
    for (const Act act : {Act::Recall, Act::Start, Act::Finish, Act::NoShow, Act::Hold, Act::OpenTransfer, Act::Undo})
        script.wish(act);
    CHECK(script.port.asked.empty());
    script.wish(Act::Next);
    CHECK(script.port.asked.empty());
    CHECK(script.screen().message == "Nobody is waiting for this counter.");
    CHECK(script.screen().banner.empty());

    script.waits(12);
    CHECK(script.action("work.next").is_enabled);
    CHECK(script.action("work.next").is_main);
    script.wish(Act::Next);
    CHECK(script.last_is<CallNext>());
    script.reply();
    script.has(12, TicketState::Called);
    CHECK(script.action("work.start").is_main);
    script.wish(Act::Recall);
    CHECK(script.last_is<Recall>());
    script.reply();
    script.wish(Act::Start);
    CHECK(script.last_is<StartService>());
    script.reply();
    script.has(12, TicketState::Serving);
    CHECK(!script.action("work.recall").is_enabled);
    CHECK(!script.action("work.no-show").is_enabled);
    CHECK(script.action("work.finish").is_main);
    script.wish(Act::Finish);
    CHECK(script.last_is<FinishService>());
}

TEST_CASE("counter: what is done to a ticket names the one on the screen") {
    CounterScript script;
    script.signed_in();
    const auto named = [&](const Intent& intent) {
        script.wish(intent);
        const Command command = *script.port.asked.back().command;
        script.reply();
        return std::visit(
            [](const auto& each) -> std::uint64_t {
                if constexpr (requires { each.ticket; })
                    return each.ticket.value;
                else
                    return 0;
            },
            command);
    };
    script.has(12, TicketState::Called);
    CHECK(named(Act::Recall) == 12);
    CHECK(named(Act::Start) == 12);
    CHECK(named(Act::NoShow) == 12);
    CHECK(named(Act::Hold) == 12);
    script.has(13, TicketState::Serving);
    CHECK(named(Act::Finish) == 13);
    script.wish(Act::OpenTransfer);
    CHECK(named(TransferTo{ServiceId{"civil"}, {}, ""}) == 13);
    script.wish(Act::Next);  // asks first
    script.pass(400);
    script.wish(Act::Next);
    REQUIRE(script.last_is<FinishService>());
    CHECK(std::get<FinishService>(*script.port.asked.back().command).ticket == TicketId{13});
}

TEST_CASE("counter: one request at a time, whatever is pressed") {
    CounterScript script;
    script.signed_in();
    script.waits(1);
    for (int i = 0; i < 50; ++i)
        script.wish(Act::Next);
    CHECK(script.port.asked.size() == 1);
    CHECK(!script.screen().has_spinner);
    script.pass(400);
    CHECK(script.screen().has_spinner);
    script.pass(8000);
    CHECK(script.screen().banner == "This takes longer than usual. Please wait.");
}

TEST_CASE("counter: next with an open ticket asks once, then finishes it and calls the next") {
    CounterScript script;
    script.signed_in();
    script.waits(13);
    script.has(12, TicketState::Serving);
    script.wish(Act::Next);
    CHECK(script.port.asked.empty());
    CHECK(script.screen().message == "A012 is still open. Press again to finish it and call the next.");
    script.pass(3001);
    script.wish(Act::Next);
    CHECK(script.port.asked.empty());
    script.pass(100);
    script.wish(Act::Next);  // the hand trembled: nobody has read the question
    CHECK(script.port.asked.empty());
    script.pass(400);
    script.wish(Act::Next);
    CHECK(script.last_is<FinishService>());
    script.reply();
    CHECK(script.last_is<CallNext>());
    CHECK(script.port.asked.size() == 2);
}

TEST_CASE("counter: next never finishes somebody who was called and has perhaps not come") {
    CounterScript script;
    script.signed_in();
    script.waits(13);
    script.has(12, TicketState::Called);
    script.wish(Act::Next);
    CHECK(script.screen().message == "A012 was called. Did they come? F9 starts, F4 says that nobody came.");
    script.wish(Act::Next);
    CHECK(script.port.asked.empty());
}

TEST_CASE("counter: a key without a connection is answered, then the lost connection is told again") {
    CounterScript script;
    script.signed_in();
    script.has(12, TicketState::Serving);
    script.reach(Reach::Offline, Role::Staff);
    const std::string lost = script.screen().banner;
    script.wish(Act::Finish);
    CHECK(script.port.asked.empty());
    CHECK(script.screen().banner != lost);
    script.pass(10'000);
    CHECK(script.screen().banner == lost);
}

TEST_CASE("counter: a sheet opens in the full window, and the small one comes back after it") {
    CounterScript script;
    script.signed_in();
    script.has(12, TicketState::Serving);
    script.wish(Act::MinimalWindow);
    CHECK(script.screen().size == WindowSize::Minimal);
    script.wish(Act::OpenTransfer);
    REQUIRE(script.screen().sheet);
    CHECK(script.screen().size == WindowSize::Full);
    script.wish(Act::CloseSheet);
    CHECK(script.screen().size == WindowSize::Minimal);
}

TEST_CASE("counter: a wrong no-show is undone with one key within ten seconds") {
    CounterScript script;
    script.signed_in();
    script.did_not_come(12);
    CHECK(script.action("work.take-back").label == "Undo");
    CHECK(script.screen().idle_detail == "Ctrl+Z brings A012 back.");
    script.wish(Act::Undo);
    REQUIRE(script.last_is<TakeBack>());
    CHECK(std::get<TakeBack>(*script.port.asked.back().command).ticket == TicketId{12});
    script.reply(Refusal::WrongState);
    CHECK(script.screen().banner == "The ticket cannot do this in its present state.");
    script.pass(10'000);
    CHECK(script.action("work.take-back").label == "Take back");
    const auto before = script.port.asked.size();
    script.wish(Act::Undo);
    CHECK(script.port.asked.size() == before);
}

TEST_CASE("counter: who was being served and set aside by mistake is being served again after an undo") {
    CounterScript script;
    script.signed_in();
    script.has(12, TicketState::Serving);
    script.wish(Act::Hold);
    script.view.current.reset();
    script.show();
    script.reply(Refusal::None, CounterScript::detail(12));
    script.wish(Act::Undo);
    REQUIRE(script.last_is<TakeBack>());
    script.reply(Refusal::None, CounterScript::detail(12));
    REQUIRE(script.last_is<StartService>());
    CHECK(std::get<StartService>(*script.port.asked.back().command).ticket == TicketId{12});
}

TEST_CASE("counter: a transfer says where to, and is undone with the same key") {
    CounterScript script;
    script.signed_in();
    script.has(12, TicketState::Serving);
    script.wish(Act::OpenTransfer);
    script.wish(TransferTo{ServiceId{}, CounterId{"4"}, ""});
    script.view.current.reset();
    script.show();
    TicketDetail sent = CounterScript::detail(12);
    sent.service = ServiceId{"land"};
    sent.reserved_for = CounterId{"4"};
    script.reply(Refusal::None, sent);
    CHECK(script.screen().message == "A012 was sent to Counter 4.");
    CHECK(script.screen().idle_detail == "Ctrl+Z brings A012 back.");
    script.has(13, TicketState::Called);
    script.wish(Act::Undo);
    CHECK(script.screen().message == "Please finish A013 first.");  // nobody who was sent on is on the list of F7
    script.view.current.reset();
    script.show();
    script.wish(Act::Undo);
    REQUIRE(script.last_is<TakeBack>());
    CHECK(std::get<TakeBack>(*script.port.asked.back().command).ticket == TicketId{12});
    script.reply(Refusal::None, CounterScript::detail(12));
    CHECK(script.last_is<StartService>());
}

TEST_CASE("counter: who marks somebody absent and calls on is told how the first comes back") {
    CounterScript script;
    script.signed_in();
    script.did_not_come(12);
    script.has(13, TicketState::Called);
    const auto before = script.port.asked.size();
    script.wish(Act::Undo);
    CHECK(script.port.asked.size() == before);
    CHECK(script.screen().message == "A013 is at the counter. F6 sets A013 aside, then F7 brings A012 back.");
    script.view.current.reset();
    script.show();
    CHECK(script.screen().idle_detail == "Ctrl+Z brings A012 back.");
}

TEST_CASE("counter: a transfer is chosen from a sheet with keys, carries its note, and needs a ticket") {
    CounterScript script;
    script.signed_in();
    script.has(12, TicketState::Serving);
    script.wish(Act::OpenTransfer);
    REQUIRE(script.screen().sheet);
    const auto sheet = *script.screen().sheet;
    REQUIRE(sheet.choices.size() == 2);  // the other service, the other counter
    CHECK(sheet.choices[0].id == "transfer.service.civil");
    CHECK(sheet.choices[0].key == "1");
    CHECK(sheet.choices[1].id == "transfer.counter.4");
    script.wish(TransferTo{ServiceId{}, CounterId{"4"}, "thiếu bản sao"});
    REQUIRE(script.last_is<TransferTicket>());
    const auto asked = std::get<TransferTicket>(*script.port.asked.back().command);
    CHECK(asked.to_counter == CounterId{"4"});
    CHECK(asked.note == "thiếu bản sao");
    CHECK(!script.screen().sheet);
    script.reply();
    script.view.current.reset();
    script.show();
    script.wish(TransferTo{ServiceId{}, CounterId{"4"}, ""});
    CHECK(script.port.asked.size() == 1);
}

TEST_CASE("counter: whoever is sent to a service at which nobody is can be told so") {
    const auto said_of = [](const char* service, const char* counter) {
        CounterScript script;
        script.signed_in();
        script.has(12, TicketState::Serving);
        script.wish(Act::OpenTransfer);
        script.wish(TransferTo{ServiceId{service}, CounterId{counter}, ""});
        TicketDetail sent = CounterScript::detail(12);
        sent.service = ServiceId{*service != '\0' ? service : "civil"};
        sent.reserved_for = CounterId{counter};
        script.reply(Refusal::None, sent);
        return script.screen().banner;
    };
    CHECK(said_of("civil", "") == "A012 waits, but no counter is open for \"Service civil\" now.");
    CHECK(said_of("land", "").empty());
    CHECK(said_of("", "4").empty());
}

TEST_CASE("counter: a break takes its reason, shows it in any language, and ends with the same key") {
    CounterScript script;
    script.signed_in();
    script.wish(Act::OpenPause);
    REQUIRE(script.screen().sheet);
    script.wish(script.screen().sheet->choices.at(0).intent);
    REQUIRE(script.last_is<PauseCounter>());
    CHECK(std::get<PauseCounter>(*script.port.asked.back().command).reason ==
          "lunch");  // no words: others show it in their own language
    script.reply();
    script.view.state = CounterState::Paused;
    script.view.pause_reason = "lunch";
    script.show();
    CHECK(script.screen().state == "On a break: Lunch");
    script.view.pause_reason = "Họp giao ban";
    ++script.view.hall.version;
    script.show();
    CHECK(script.screen().state == "On a break: Họp giao ban");
    CHECK(script.action("work.pause").label == "Go on");
    script.wish(Act::Resume);
    CHECK(script.last_is<ResumeCounter>());
}

TEST_CASE("counter: held and missed people are listed with their age and can be called back") {
    CounterScript script;
    script.signed_in();
    script.view.held.push_back(CounterScript::ticket(5, TicketState::Held, script.at - 6 * minute_ms));
    script.view.missed.push_back(CounterScript::ticket(7, TicketState::NoShow, script.at - 61 * second_ms));
    script.show();
    REQUIRE(script.screen().aside.size() == 2);
    CHECK(script.screen().aside[0].since == "6 min");
    CHECK(script.screen().aside[1].since == "1 min");
    script.wish(Act::OpenTakeBack);
    REQUIRE(script.screen().sheet);
    script.wish(script.screen().sheet->choices.at(1).intent);
    REQUIRE(script.last_is<TakeBack>());
    CHECK(std::get<TakeBack>(*script.port.asked.back().command).ticket == TicketId{7});
}

TEST_CASE("counter: while the sheet is open, each key keeps its person") {
    CounterScript script;
    script.signed_in();
    script.view.held.push_back(CounterScript::ticket(5, TicketState::Held, script.at - 6 * minute_ms));
    script.view.missed.push_back(CounterScript::ticket(7, TicketState::NoShow, script.at - 2 * minute_ms));
    script.show();
    script.wish(Act::OpenTakeBack);
    REQUIRE(script.screen().sheet->choices.size() == 2);
    const std::string key = script.screen().sheet->choices.at(1).key;
    // A colleague takes the first one back and marks another, who is newer than the second.
    script.view.held.clear();
    script.view.missed.insert(script.view.missed.begin(),
                              CounterScript::ticket(9, TicketState::NoShow, script.at - 1 * second_ms));
    ++script.view.hall.version;
    script.show();
    const auto choices = script.screen().sheet->choices;
    REQUIRE(choices.size() == 3);
    CHECK_FALSE(choices.at(0).is_enabled);
    CHECK(choices.at(1).key == key);
    script.wish(choices.at(1).intent);
    REQUIRE(script.last_is<TakeBack>());
    CHECK(std::get<TakeBack>(*script.port.asked.back().command).ticket == TicketId{7});
    script.reply();
    script.wish(Act::OpenTakeBack);  // opened anew it lists who is there now
    CHECK(script.screen().sheet->choices.size() == 2);
}

TEST_CASE("counter: the timer runs and turns to words at the norm") {
    CounterScript script;
    script.signed_in();
    script.has(12, TicketState::Serving);
    script.pass(9 * minute_ms + 59 * second_ms);
    CHECK(script.screen().current->timer == "09:59");
    CHECK(script.screen().current->over.empty());
    script.pass(second_ms);
    CHECK(script.screen().current->over == "Longer than the usual 10 min");
    script.at = script.at - hour_ms;  // a hall that steps back shows no negative time
    script.show();
    CHECK(script.screen().current->timer == "00:00");
}

TEST_CASE("counter: ages and the clock are the hall's, whether this machine's clock is right, ahead or behind") {
    for (const std::int64_t ahead_ms : {std::int64_t{0}, 15 * minute_ms, -15 * minute_ms}) {
        CAPTURE(ahead_ms);
        CounterScript script;
        CHECK(script.screen().clock == "");
        script.now.steady_ms += ahead_ms;
        script.signed_in();
        script.view.held.push_back(CounterScript::ticket(5, TicketState::Held, script.at - 6 * minute_ms));
        script.has(12, TicketState::Serving);
        CHECK(script.screen().current->waited == "Has just come");
        CHECK(script.screen().current->timer == "00:00");
        CHECK(script.screen().aside.at(0).since == "6 min");
        CHECK(script.screen().clock == "15:00");
        script.pass(4 * minute_ms + 12 * second_ms);  // without a view
        CHECK(script.screen().current->waited == "In the hall for 4 min");
        CHECK(script.screen().current->timer == "04:12");
        CHECK(script.screen().aside.at(0).since == "10 min");
        CHECK(script.screen().clock == "15:04");
        script.show();
        CHECK(script.screen().current->timer == "04:12");
    }
}

TEST_CASE("counter: the first view of a connection may be old; the time is the server's, also without a connection") {
    CounterScript script;
    script.signed_in();
    script.has(12, TicketState::Serving);
    const CounterView last = script.view;
    script.pass(10 * minute_ms);
    script.reach(Reach::Offline, Role::Staff);
    script.pass(10 * minute_ms);
    CHECK(script.screen().banner == "No connection since 15:10. Trying again; nothing is lost.");
    CHECK(script.screen().clock == "15:20");
    script.reach(Reach::Online, Role::Staff);
    script.model.view_came(last, script.now);  // nothing has happened meanwhile
    CHECK(script.screen().current->timer == "20:00");
    CHECK(script.screen().clock == "15:20");
}

TEST_CASE("counter: a hall's clock that goes slower than this machine's is followed from view to view") {
    CounterScript script;
    script.signed_in();
    script.has(12, TicketState::Serving);
    script.pass(4 * minute_ms);
    script.at = script.at - 2 * minute_ms;  // half of them have passed in the hall, whose clock was set back
    script.show();
    CHECK(script.screen().current->timer == "02:00");
    script.reach(Reach::Online, Role::Staff);  // a change that is no new connection
    CHECK(script.screen().current->timer == "02:00");
}

TEST_CASE("counter: link lost: the ticket stays, a banner says since when, keys refuse clearly") {
    CounterScript script;
    script.signed_in();
    script.has(12, TicketState::Serving);
    script.reach(Reach::Offline, Role::Staff);
    CHECK(script.screen().current->number == "A012");
    CHECK(script.screen().banner.rfind("No connection since ", 0) == 0);
    CHECK(!script.action("work.finish").is_enabled);
    script.wish(Act::Finish);
    CHECK(script.port.asked.empty());
    script.reach(Reach::Online, Role::Staff);
    CHECK(script.action("work.finish").is_enabled);
}

TEST_CASE("counter: at each step of a visit a lost link or a refusal leaves a window that goes on") {
    const std::vector<Act> steps = {Act::Next, Act::Recall, Act::Start, Act::Finish};
    for (std::size_t failing = 0; failing < steps.size(); ++failing) {
        for (const bool is_lost : {true, false}) {
            CounterScript script;
            script.signed_in();
            script.waits(12);
            for (std::size_t i = 0; i < steps.size(); ++i) {
                script.wish(steps[i]);
                REQUIRE(script.port.asked.size() >= 1);
                if (i == failing) {
                    if (is_lost) {
                        script.reach(Reach::Offline, Role::Staff);
                        script.model.gave_up(script.port.asked.back().id, script.now);
                        CHECK(!script.screen().banner.empty());
                        script.reach(Reach::Online, Role::Staff);
                    } else {
                        script.reply(Refusal::StoreUnavailable);
                        CHECK(script.screen().banner ==
                              "The system cannot save at the moment. Nothing was lost. Please wait.");
                    }
                    const auto before = script.port.asked.size();
                    script.wish(steps[i]);  // the same key again does it
                    CHECK(script.port.asked.size() == before + 1);
                }
                script.reply();
                if (steps[i] == Act::Next)
                    script.has(12, TicketState::Called);
                if (steps[i] == Act::Start)
                    script.has(12, TicketState::Serving);
            }
            CHECK(script.last_is<FinishService>());
        }
    }
}

TEST_CASE("counter: signing out is asked first, not while a ticket is open, and ends a demonstration's own sign-in") {
    CounterScript script;
    script.model.sign_in_by_itself({"lan", "secret"}, script.now);
    script.reach(Reach::Online);
    script.show();
    REQUIRE(script.port.asked.size() == 1);
    CHECK(script.port.asked[0].login == StaffId{"lan"});
    script.reply(Refusal::CounterOccupied);
    script.pass(4000);
    CHECK(script.port.asked.size() == 1);
    script.pass(1000);
    CHECK(script.port.asked.size() == 2);
    script.signed_in();
    script.reply();
    script.has(1, TicketState::Called);
    script.wish(Act::OpenSignOut);
    CHECK(!script.screen().sheet);
    script.view.current.reset();
    script.show();
    script.wish(Act::OpenSignOut);
    REQUIRE(script.screen().sheet);
    script.wish(Act::SignOut);
    CHECK(script.last_is<CloseCounter>());
    script.reply();
    script.view.state = CounterState::Closed;
    script.show();
    script.reach(Reach::Online, Role::Counter);
    const auto before = script.port.asked.size();
    script.pass(60'000);
    CHECK(script.port.asked.size() == before);
}

TEST_CASE(
    "counter: a demonstration's own sign-in with a wrong password is tried once: more would lock the person out") {
    CounterScript script;
    script.model.sign_in_by_itself({"lan", "wrong"}, script.now);
    script.reach(Reach::Online);
    script.show();
    REQUIRE(script.port.asked.size() == 1);
    script.reply(Refusal::SignInFailed);
    script.pass(60'000);
    CHECK(script.port.asked.size() == 1);
}

TEST_CASE("counter: language and window size change at once and a screen changes only when something did") {
    CounterScript script;
    script.signed_in();
    CHECK(script.model.take_changed());
    CHECK(!script.model.take_changed());
    script.pass(100);
    CHECK(!script.model.take_changed());
    script.wish(Act::CompactWindow);
    CHECK(script.screen().size == WindowSize::Compact);
    CHECK(script.model.take_changed());
    script.wish(Act::Recall);
    CHECK(script.screen().banner + script.screen().message != "");
    script.wish(Act::NextLanguage);
    CHECK(script.model.state().shown_language() == "vi");
    CHECK(script.screen().banner + script.screen().message == "");  // no words of the language before
}

TEST_CASE("counter: a counter that new settings took away says so, and goes on when it is back") {
    CounterScript script;
    script.signed_in();
    const CounterView before = script.view;
    script.view.state = CounterState::Closed;
    script.view.staff = {};
    script.view.device = {};
    std::erase_if(script.view.counters, [](const NamedCounter& each) { return each.id == CounterId{"3"}; });
    script.show();
    CHECK(script.screen().page == Page::Rejected);
    REQUIRE(script.screen().lines.size() == 1);
    CHECK(script.screen().lines[0] == "There is no such counter.");
    CHECK(script.screen().staff == "");
    script.view.counters = before.counters;
    script.show();
    CHECK(script.screen().page == Page::SignIn);
}

TEST_CASE("counter: a machine that is not let in any more shows nobody as signed in") {
    CounterScript script;
    script.signed_in();
    CHECK(script.screen().staff != "");
    script.wish(Act::Recall);
    CHECK(script.screen().banner + script.screen().message != "");
    script.wish(Act::OpenPause);
    CHECK(script.screen().sheet.has_value());
    script.connection.refusal = Refusal::DeviceRevoked;
    script.reach(Reach::Rejected);
    CHECK(script.screen().page == Page::Rejected);
    CHECK_FALSE(script.screen().sheet.has_value());
    CHECK(script.screen().banner + script.screen().message == "");
    CHECK(script.screen().staff == "");
    CHECK(script.screen().state == "");
    CHECK(script.screen().day == "");
}

TEST_CASE("counter: somebody who is signed out from elsewhere is told; who signs out here is not") {
    CounterScript script;
    script.signed_in();
    script.view.state = CounterState::Closed;
    script.view.staff = {};
    script.show();
    CHECK(script.screen().banner ==
          "You are signed out here: you signed in at another counter, the office did it, or nothing was done "
          "here for four hours.");
    script.pass(3 * hour_ms);  // it happened while nobody sat there
    CHECK_FALSE(script.screen().banner.empty());
    script.reach(Reach::Offline);
    CHECK(script.screen().banner.find("No connection since") == 0);
    script.reach(Reach::Online, Role::Counter);
    CHECK(script.screen().banner.find("You are signed out here") == 0);
    script.signed_in();
    script.view.state = CounterState::Open;
    CHECK(script.screen().banner.empty());
    script.wish(Act::OpenSignOut);
    script.wish(Act::SignOut);
    script.view.state = CounterState::Closed;
    script.show();
    script.reply();
    CHECK(script.screen().banner.empty());
}

TEST_CASE("counter: a key that cannot do anything now says why") {
    CounterScript script;
    script.signed_in();
    const auto said = [&](Act act) {
        script.pass(10'000);
        script.wish(act);
        return script.screen().message;
    };
    CHECK(said(Act::Finish) == "There is no ticket at this counter now.");
    CHECK(said(Act::OpenTakeBack) == "Nobody is set aside, and nobody has missed their call.");
    CHECK(said(Act::Undo) == "There is nothing to take back.");
    script.has(12, TicketState::Serving);
    CHECK(said(Act::OpenPause) == "Please finish A012 first.");
    CHECK(said(Act::OpenSignOut) == "Please finish A012 first.");
    CHECK(said(Act::Recall) == "The ticket cannot do this in its present state.");
    CHECK(script.port.asked.empty());
}

TEST_CASE("counter: without a connection a transfer's sheet stays with what was typed") {
    CounterScript script;
    script.signed_in();
    script.has(12, TicketState::Serving);
    script.wish(Act::OpenTransfer);
    script.reach(Reach::Offline, Role::Staff);
    script.wish(TransferTo{ServiceId{"civil"}, {}, "note"});
    CHECK(script.screen().sheet.has_value());
    CHECK(script.screen().banner == "No connection: this cannot be done now.");
    CHECK(script.port.asked.empty());
}

TEST_CASE("counter: more targets than a sheet holds leave closed counters out first, and say so") {
    CounterScript script;
    for (int i = 10; i < 100; ++i)
        script.view.counters.push_back({CounterId{std::to_string(i)},
                                        {{{"en", "Counter " + std::to_string(i)}}},
                                        i % 2 == 0 ? CounterState::Closed : CounterState::Open});
    script.signed_in();
    script.has(12, TicketState::Serving);
    script.wish(Act::OpenTransfer);
    const SheetText& sheet = *script.screen().sheet;
    CHECK(sheet.choices.size() == 1 + 1 + 45);
    for (const auto& choice : sheet.choices)
        CHECK(choice.is_enabled);
    REQUIRE(sheet.lines.size() == 1);
    CHECK(sheet.lines[0] == "and 45 further choices");
}

TEST_CASE("counter: a server that can save nothing is said so") {
    CounterScript script;
    script.signed_in();
    script.connection.refusal = Refusal::StoreUnavailable;
    script.reach(Reach::Offline, Role::Staff);
    CHECK(script.screen().banner.starts_with("The server has been unable to save since"));
    script.has(12, TicketState::Serving);
    script.wish(Act::Finish);
    CHECK(script.port.asked.empty());
    CHECK(script.screen().banner == refusal_text(Language(), Refusal::StoreUnavailable));
    script.pass(10'000);
    script.connection.refusal = Refusal::None;
    script.reach(Reach::Online, Role::Staff);
    CHECK(script.screen().banner.empty());
}
