// The link and the voice fail at every step of a script; what must hold, holds.

#include <doctest/doctest.h>

#include <functional>
#include <set>

#include "tests/display-board/model/board_script.hpp"

namespace motcua::board {
namespace {

using Texts = std::vector<std::string>;

TEST_CASE("link: a blip is not shown, a lost link greys the state with its time until a view comes") {
    MiniHall hall;
    MiniBoard board;
    board.connect(hall);
    hall.call("A001", 1);
    board.see(hall);
    board.pass(20'000, hall);
    board.lose();
    board.pass(stale_grace_ms - 1, hall);
    CHECK(!board.screen().stale_since);
    board.pass(1, hall);
    REQUIRE(board.screen().stale_since);
    CHECK(hhmm(board.screen().stale_since->minute_of_day) == "15:00");
    CHECK(board.large() == "A001");
    board.pass(10 * minute_ms, hall);
    CHECK(hhmm(board.screen().stale_since->minute_of_day) == "15:00");
    CHECK(hhmm(board.screen().clock->minute_of_day) == "15:10");
    board.model.on_connected(hall.at, board.now_ms);
    CHECK(board.screen().stale_since);  // connected, but still the old state
    board.see(hall);
    CHECK(!board.screen().stale_since);
}

TEST_CASE("link: a board that was let go for a reason keeps it as long as it is away") {
    MiniHall hall;
    MiniBoard board;
    board.connect(hall);
    hall.call("A001", 1);
    board.see(hall);
    board.model.on_connecting(Refusal::StoreUnavailable, board.now_ms);
    board.pass(stale_grace_ms, hall);
    CHECK(board.screen().stale_since);
    CHECK(board.screen().refusal == Refusal::StoreUnavailable);
    board.see(hall);  // it was under way
    CHECK(board.screen().stale_since);
    board.model.on_connected(hall.at, board.now_ms);
    board.see(hall);
    CHECK(!board.screen().stale_since);
    CHECK(board.screen().refusal == Refusal::None);
}

TEST_CASE("link: on return calls older than sixty seconds are shown, not spoken; younger ones are spoken once") {
    MiniHall hall;
    MiniBoard board;
    board.connect(hall);
    hall.call("A001", 1);
    board.see(hall);
    board.pass(20'000, hall);
    board.lose();
    board.pass(10'000, hall);
    hall.call("A002", 2);
    board.pass(61'000, hall);
    hall.call("A003", 3);
    board.pass(5'000, hall);
    board.connect(hall);
    CHECK(board.large() == "A003");
    CHECK(board.rows() == Texts{"A002", "A001"});
    board.pass(60'000, hall);
    CHECK(board.said == Texts{"A001>1", "A003>3"});
}

TEST_CASE("link: a board that starts in mid-day is silent about old calls") {
    MiniHall hall;
    hall.call("A001", 1);
    hall.at = hall.at + 10 * minute_ms;
    MiniBoard board;
    board.model.on_connected(hall.at, board.now_ms);
    BoardView view = hall.view();
    view.hall.at = hall_opens;  // made when the last thing happened
    CHECK(!board.model.on_view(view, board.now_ms).announce);
    CHECK(board.large() == "A001");
}

TEST_CASE("link: what waits to be announced goes on without a link for sixty seconds at most") {
    MiniHall hall;
    MiniBoard board(14'000);
    board.connect(hall);
    for (int i = 1; i <= 9; ++i) {
        hall.call("A00" + std::to_string(i), i);
    }
    board.see(hall);
    board.lose();
    board.pass(200'000, hall);
    CHECK(board.said == Texts{"A001>1", "A002>2", "A003>3", "A004>4", "A005>5"});  // at 0, 14, 28, 42 and 56 s
    board.connect(hall);
    board.pass(60'000, hall);
    CHECK(board.said.size() == 5);
}

TEST_CASE("link: a blip silences none of those who still wait to be announced, however long they have waited") {
    MiniHall hall;
    MiniBoard board(14'000);
    board.connect(hall);
    for (int i = 1; i <= 9; ++i)
        hall.call("A00" + std::to_string(i), i);
    board.see(hall);
    board.pass(65'000, hall);
    board.lose();
    board.pass(300, hall);
    board.connect(hall);
    board.pass(120'000, hall);
    CHECK(board.said.size() == 9);
}

struct Step {
    std::string name;
    std::function<void(MiniHall&)> act;
};

std::vector<Step> morning() {
    return {{"call 1", [](MiniHall& hall) { hall.call("A001", 1); }},
            {"call 2", [](MiniHall& hall) { hall.call("B002", 2); }},
            {"recall 1", [](MiniHall& hall) { hall.recall("A001"); }},
            {"serve 2", [](MiniHall& hall) { hall.start("B002"); }},
            {"call 3", [](MiniHall& hall) { hall.call("A003", 3); }},
            {"miss 1", [](MiniHall& hall) { hall.miss("A001"); }},
            {"finish 2", [](MiniHall& hall) { hall.finish("B002"); }},
            {"call 4", [](MiniHall& hall) { hall.call("C004", 2); }},
            {"move 3", [](MiniHall& hall) { hall.call("A003", 4); }},
            {"serve 4", [](MiniHall& hall) { hall.start("C004"); }}};
}

void check_truth(MiniBoard& board, const MiniHall& hall) {
    std::multiset<std::string> shown;
    if (const auto large = board.screen().large) {
        shown.insert(to_string(large->number));
    }
    for (const std::string& row : board.rows()) {
        shown.insert(row);
    }
    std::multiset<std::string> open;
    for (const BoardCall& call : hall.view().calls) {
        open.insert(to_string(call.number));
    }
    CHECK(shown == open);
    CHECK(std::set<std::string>(board.said.begin(), board.said.end()).size() == board.said.size());
    for (const std::int64_t ms : board.large_for_ms) {
        CHECK(ms >= call_shown_ms);
        CHECK(ms <= announcement_limit_ms);
    }
}

TEST_CASE("link: lost and found at any step, for any time, nothing is said twice and the end is the truth") {
    const auto steps = morning();
    for (std::size_t lost_at = 0; lost_at < steps.size(); ++lost_at) {
        for (std::size_t found_at = lost_at; found_at < steps.size(); ++found_at) {
            for (const std::int64_t pace_ms : {100, 3'000, 9'000, 40'000}) {
                CAPTURE(lost_at);
                CAPTURE(found_at);
                CAPTURE(pace_ms);
                MiniHall hall;
                MiniBoard board;
                board.connect(hall);
                bool is_linked = true;
                for (std::size_t i = 0; i < steps.size(); ++i) {
                    if (i == lost_at) {
                        board.lose();
                        is_linked = false;
                    }
                    steps[i].act(hall);
                    if (is_linked) {
                        board.see(hall);
                    }
                    board.pass(pace_ms, hall);
                    if (i == found_at) {
                        board.connect(hall);
                        is_linked = true;
                    }
                }
                board.pass(200'000, hall);
                check_truth(board, hall);
            }
        }
    }
}

TEST_CASE("voice: failing from any step on, the picture still shows every call in turn") {
    const auto steps = morning();
    for (std::size_t failing_from = 0; failing_from < steps.size(); ++failing_from) {
        CAPTURE(failing_from);
        MiniHall hall;
        MiniBoard board;
        board.connect(hall);
        for (std::size_t i = 0; i < steps.size(); ++i) {
            board.voice_answers = i < failing_from;
            steps[i].act(hall);
            board.see(hall);
            board.pass(2'000, hall);
        }
        board.pass(10 * announcement_limit_ms, hall);
        check_truth(board, hall);
    }
}

}  // namespace
}  // namespace motcua::board
