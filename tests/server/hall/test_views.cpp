#include <doctest/doctest.h>

#include "shared/vocabulary/limits.hpp"
#include "tests/server/hall/script.hpp"

using namespace motcua;
using namespace motcua::hall;
using namespace motcua::hall::test;

namespace {

std::string numbers(const std::vector<BoardCall>& calls) {
    std::string all;
    for (const BoardCall& call : calls)
        all += (all.empty() ? "" : " ") + to_string(call.number);
    return all;
}

std::string numbers(const std::vector<TicketNumber>& list) {
    std::string all;
    for (const TicketNumber& each : list)
        all += (all.empty() ? "" : " ") + to_string(each);
    return all;
}

std::string numbers(const std::vector<CounterTicket>& list) {
    std::string all;
    for (const CounterTicket& each : list)
        all += (all.empty() ? "" : " ") + to_string(each.number);
    return all;
}

}  // namespace

TEST_CASE("board: the newest call first, a recall makes a call new again") {
    HallScript s;
    s.open("c1");
    s.open("c2");
    s.issue("civil");
    s.issue("civil");
    s.call("c1");
    s.pass(second_ms);
    s.call("c2");
    CHECK(numbers(s.board("").calls) == "A002 A001");
    const std::uint64_t before = s.board("").calls[1].sequence;
    s.pass(second_ms);
    s.ask(Recall{c1});
    const BoardView board = s.board("");
    CHECK(numbers(board.calls) == "A001 A002");
    CHECK(board.calls[0].sequence > before);
    CHECK(board.calls[0].recalls == 1);
    CHECK(board.calls[0].called_at == s.now());
    CHECK(board.calls[0].counter_label == text("Quầy c1"));
    CHECK_FALSE(board.calls[0].is_serving);
    s.ask(StartService{c1});
    CHECK(s.board("").calls[0].is_serving);
    CHECK(s.board("").calls[0].sequence == board.calls[0].sequence);
    s.ask(FinishService{c1});
    CHECK(numbers(s.board("").calls) == "A002");
}

TEST_CASE("board: call sequences grow over days") {
    HallScript s;
    s.open("c1");
    s.issue("civil");
    s.call("c1");
    s.ask(Recall{c1});
    const std::uint64_t monday_call = s.board("").calls[0].sequence;
    s.on(Date{monday.days + 1}, "08:00");
    s.open("c1");
    s.issue("civil");
    s.call("c1");
    CHECK(s.board("").calls[0].sequence > monday_call);
}

TEST_CASE("board: a zone shows its own counters, and the empty zone shows all") {
    HallScript s;
    s.open("c1");
    s.open("c4");
    s.issue("civil");
    s.issue("civil");
    s.issue("land");
    s.issue("civil");
    s.call("c4");
    s.call("c1");
    CHECK(numbers(s.board("upstairs").calls) == "A001");
    CHECK(numbers(s.board("").calls) == "A002 A001");
    CHECK(numbers(s.board("upstairs").coming) == "A003");
    CHECK(s.board("upstairs").waiting == 1);
    CHECK(s.board("").waiting == 2);
    CHECK(s.board("cellar").calls.empty());
    CHECK(s.board("cellar").is_zone_unknown);
    CHECK_FALSE(s.board("upstairs").is_zone_unknown);
    CHECK_FALSE(s.board("").is_zone_unknown);
    CHECK_FALSE(hall::Hall(HallId{"new"}).board_view("cellar", Instant{}).is_zone_unknown);
    CHECK(s.board("upstairs").zone == "upstairs");
}

TEST_CASE("board: who comes next is shown over the lines of open counters, each line once") {
    HallScript s;
    s.issue("land");
    s.issue("civil");
    CHECK(s.board("").coming.empty());
    s.open("c1");
    CHECK(numbers(s.board("").coming) == "A001");
    s.open("c2");
    CHECK(numbers(s.board("").coming) == "B001 A001");
    for (std::size_t i = 0; i < 2 * limits::board_coming; ++i)
        s.issue("civil");
    CHECK(s.board("").coming.size() == limits::board_coming);
    CHECK(s.board("").waiting == static_cast<std::int32_t>(2 + 2 * limits::board_coming));
}

TEST_CASE("board: a long line hides nobody who comes next at another counter, and a counter on a break calls nobody") {
    HallScript s;
    s.open("c1");
    s.open("c3");
    for (std::size_t i = 0; i < 2 * limits::board_coming; ++i)
        s.issue("civil");
    s.issue("land");
    CHECK(numbers(s.board("").coming).substr(0, 19) == "A001 B001 A002 A003");
    CHECK(s.board("").coming.size() == limits::board_coming);
    s.ask(PauseCounter{c1, "trưa"});
    const std::string left = numbers(s.board("").coming);
    CHECK(left.find("B001") != std::string::npos);
    s.ask(PauseCounter{CounterId{"c3"}, "trưa"});
    CHECK(s.board("").coming.empty());
    s.ask(ResumeCounter{c1});
    CHECK(numbers(s.board("").coming).substr(0, 9) == "A001 A002");
}

TEST_CASE("board: missed numbers stay while they may return, newest first") {
    HallScript s;
    s.open("c1");
    for (int i = 0; i < 3; ++i)
        s.issue("civil");
    const TicketDetail first = s.ticket_of(CallNext{c1});
    s.ask(MarkNoShow{c1});
    s.pass(30 * minute_ms);
    s.call("c1");
    s.ask(MarkNoShow{c1});
    CHECK(numbers(s.board("").missed) == "A002 A001");
    CHECK(s.board("upstairs").missed.empty());
    s.pass(31 * minute_ms);
    s.call("c1");
    CHECK(numbers(s.board("").missed) == "A002");
    CHECK(numbers(s.counter("c1").missed) == "A002");
    CHECK(s.see(first).state == TicketState::NoShow);
}

TEST_CASE("board: everybody who was called and is still to come is told, of the others as many as fit") {
    HallScript s(HallScript::Start::Empty);
    CentreSettings centre = sample_centre();
    const int counters = 20;
    for (int i = 0; i < counters; ++i)
        centre.counters.push_back(counter("m" + std::to_string(i), {"civil"}));
    s.import(centre);
    for (int i = 0; i < counters; ++i) {
        s.open("m" + std::to_string(i));
        s.issue("civil");
        s.call("m" + std::to_string(i));
    }
    CHECK(s.board("").calls.size() == counters);
    CHECK(to_string(s.board("").calls[0].number) == "A020");
    for (int i = counters - 5; i < counters; ++i)  // the newest have come
        s.ask(StartService{CounterId{"m" + std::to_string(i)}});
    CHECK(s.board("").calls.size() == counters - 5);
    for (int i = 3; i < counters - 5; ++i)
        s.ask(StartService{CounterId{"m" + std::to_string(i)}});
    const BoardView board = s.board("");
    CHECK(board.calls.size() == limits::board_calls_listed);
    CHECK(to_string(board.calls[0].number) == "A020");
    CHECK(numbers(board.calls).ends_with("A003 A002 A001"));  // called first, and still to come
}

TEST_CASE("views: a missed number goes by itself when it may no longer come back") {
    HallScript s;
    s.open("c1");
    const TicketDetail ticket = s.issue("civil");
    s.call("c1");
    s.ask(MarkNoShow{CounterId{"c1"}});
    const std::int64_t allowed_ms = std::int64_t{s.hall().settings().missed_return_min} * minute_ms;
    const Instant last = s.see(ticket).changed_at + allowed_ms;
    CHECK(s.hall().next_change_after(s.now()) == last + 1);
    CHECK(s.hall().board_view("", last).missed.size() == 1);
    CHECK(s.hall().counter_view(CounterId{"c1"}, last)->missed.size() == 1);
    CHECK(s.hall().board_view("", last + 1).missed.empty());
    CHECK(s.hall().counter_view(CounterId{"c1"}, last + 1)->missed.empty());
    CHECK(s.hall().next_change_after(last + 1) != last + 1);
}

TEST_CASE("missed: a wrong no-show is taken back at once even where nobody may come back") {
    HallScript s(HallScript::Start::Empty);
    CentreSettings centre = sample_centre();
    centre.missed_return_min = 0;
    s.import(centre);
    s.open("c1");
    for (int i = 0; i < 2; ++i)
        s.issue("civil");
    const TicketDetail first = s.ticket_of(CallNext{CounterId{"c1"}});
    s.ask(MarkNoShow{CounterId{"c1"}});
    s.pass(limits::undo_ms);
    CHECK(s.refusal(TakeBack{CounterId{"c1"}, first.id}) == Refusal::None);
    s.ask(MarkNoShow{CounterId{"c1"}});
    s.pass(limits::undo_ms + 1);
    CHECK(s.refusal(TakeBack{CounterId{"c1"}, first.id}) == Refusal::ReturnTooLate);
}

TEST_CASE("counter view: who waits here in the order of their calls, with all the names") {
    HallScript s;
    s.open("c2", "an");
    s.issue("land");
    s.pass(minute_ms);
    s.issue("civil");
    s.issue("small");
    s.issue("civil", "elderly");
    const CounterView view = s.counter("c2");
    CHECK(numbers(view.waiting) == "A002 B001 A001");
    CHECK(view.waiting_count == 3);
    CHECK(view.waiting[0].category.value == "elderly");
    CHECK(view.services.size() == 5);
    CHECK(view.services[0].is_mine);
    CHECK_FALSE(view.services[2].is_mine);
    CHECK(view.counters.size() == 4);
    CHECK(view.counters[1].state == CounterState::Open);
    CHECK(view.categories.size() == 2);
    CHECK(view.staff_name == "Person an");
    CHECK(view.hall.version == s.hall().version());
    CHECK(view.hall.offset_min == 7 * 60);
    CHECK(view.label == text("Quầy c2"));
}

TEST_CASE("views: a counter knows which services somebody is there for; a break is no leaving") {
    HallScript s;
    s.open("c2", "an");
    const auto is_served = [&](std::size_t which) { return !s.counter("c2").services[which].is_unserved; };
    CHECK(is_served(0));        // civil
    CHECK(is_served(1));        // land
    CHECK_FALSE(is_served(2));  // small: only c3 has it
    s.open("c3", "binh");
    CHECK(is_served(2));
    REQUIRE(s.refusal(PauseCounter{CounterId{"c3"}, "lunch"}) == Refusal::None);
    CHECK(is_served(2));
    REQUIRE(s.refusal(ResumeCounter{CounterId{"c3"}}) == Refusal::None);
    REQUIRE(s.refusal(CloseCounter{CounterId{"c3"}}) == Refusal::None);
    CHECK_FALSE(is_served(2));
}

TEST_CASE("counter view: lists are cut, the count is not") {
    HallScript s;
    s.open("c1");
    for (std::size_t i = 0; i < limits::counter_listed + 10; ++i)
        s.issue("civil");
    CHECK(s.counter("c1").waiting.size() == limits::counter_listed);
    CHECK(s.counter("c1").waiting_count == static_cast<std::int32_t>(limits::counter_listed) + 10);
}

TEST_CASE("counter view: held people are seen where they were and where their service is served, oldest first") {
    HallScript s;
    s.open("c1");
    s.issue("civil");
    s.issue("civil");
    for (int i = 0; i < 2; ++i) {
        s.pass(minute_ms);
        s.call("c1");
        s.ask(HoldTicket{c1, "giấy tờ"});
    }
    CHECK(numbers(s.counter("c1").held) == "A001 A002");
    CHECK(numbers(s.counter("c2").held) == "A001 A002");
    CHECK(s.counter("c3").held.empty());
    CHECK(s.counter("c2").held[0].note == "giấy tờ");
    CHECK(s.counter("c2").held[0].last_counter == c1);
}

TEST_CASE("counter view: the median of what was served here today") {
    HallScript s;
    s.open("c1");
    CHECK(s.counter("c1").median_service_ms == 0);
    const std::int64_t minutes[] = {9, 1, 5, 2};
    const std::int64_t medians[] = {9 * minute_ms, 5 * minute_ms, 5 * minute_ms, 7 * minute_ms / 2};
    for (std::size_t i = 0; i < 4; ++i) {
        s.issue("civil");
        s.call("c1");
        s.pass(minute_ms);
        s.ask(StartService{c1});
        s.pass(minutes[i] * minute_ms);
        s.ask(FinishService{c1});
        CHECK(s.counter("c1").median_service_ms == medians[i]);
    }
    CHECK(s.counter("c1").served_today == 4);
}

TEST_CASE("views: equal but for their time when nothing changed, and the version grows with each change") {
    HallScript s;
    s.open("c1");
    BoardView before = s.board("");
    s.pass(minute_ms);
    s.ask(Tick{});
    before.hall.at = s.now();
    CHECK(s.board("") == before);
    s.issue("civil");
    CHECK(s.board("").hall.version > before.hall.version);
    KioskView later = s.hall().kiosk_view(s.now() + second_ms);
    later.hall.at = s.now();
    CHECK(s.hall().kiosk_view(s.now()) == later);
    CHECK(s.hall().kiosk_view(s.now()).services[0].waiting == 1);
}

TEST_CASE("views: tell when they were made, also long after what happened last, and never before it") {
    HallScript s;
    s.open("c1");
    const Instant last = s.now();
    const Instant later = last + 20 * minute_ms;
    CHECK(s.hall().board_view("", later).hall.at == later);
    CHECK(s.hall().kiosk_view(later).hall.at == later);
    CHECK(s.hall().counter_view(CounterId{"c1"}, later)->hall.at == later);
    CHECK(s.hall().board_view("", last - minute_ms).hall.at == last);
}
