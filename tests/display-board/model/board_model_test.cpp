#include <doctest/doctest.h>

#include "tests/display-board/model/board_script.hpp"

namespace motcua::board {
namespace {

using Texts = std::vector<std::string>;

TEST_CASE("board: before the first state it starts, then shows a calm page when nobody is called") {
    MiniBoard board;
    CHECK(board.screen().page == BoardPage::Starting);
    board.connect(MiniHall{});
    CHECK(board.screen().page == BoardPage::Hall);
    CHECK(!board.screen().large);
    CHECK(board.screen().rows.empty());
    CHECK(board.said.empty());
}

TEST_CASE("board: a call is large, spoken once, and stays large while it is open") {
    MiniHall hall;
    MiniBoard board;
    board.connect(hall);
    hall.call("A025", 3);
    board.see(hall);
    CHECK(board.large() == "A025");
    CHECK(board.screen().large->state == LargeState::Announcing);
    CHECK(board.screen().large->is_lit);
    CHECK(board.screen().large->counter_name == "3");
    board.see(hall);  // the same view again
    board.pass(60'000, hall);
    CHECK(board.said == Texts{"A025>3"});
    CHECK(board.large() == "A025");
    CHECK(board.screen().large->state == LargeState::Called);
    CHECK(!board.screen().large->is_lit);
}

TEST_CASE("board: the pulse changes at most twice a second and ends after five seconds") {
    MiniHall hall;
    MiniBoard board;
    board.connect(hall);
    hall.call("A025", 3);
    board.see(hall);
    int changes = 0;
    bool was_lit = true;
    for (int step = 0; step < 700; ++step) {
        board.pass(10, hall);
        const bool is_lit = board.screen().large->is_lit;
        changes += is_lit != was_lit ? 1 : 0;
        was_lit = is_lit;
    }
    CHECK(changes == 9);  // 0.5, 1.0 ... 4.5 s
    CHECK(!was_lit);
}

TEST_CASE("board: calls of a burst are spoken in order, each large for six seconds, none skipped") {
    MiniHall hall;
    MiniBoard board(8'000);
    board.connect(hall);
    for (int i = 1; i <= 5; ++i) {
        hall.call("B00" + std::to_string(i), i);
        board.see(hall);
    }
    CHECK(board.large() == "B001");
    CHECK(board.rows() == Texts{"B005", "B004", "B003", "B002"});
    CHECK(board.screen().calls_to_come == 4);
    board.pass(60'000, hall);
    CHECK(board.said == Texts{"B001>1", "B002>2", "B003>3", "B004>4", "B005>5"});
    REQUIRE(board.large_for_ms.size() == 5);
    for (const std::int64_t ms : board.large_for_ms) {
        CHECK(ms == 8'000);
    }
    CHECK(board.large() == "B005");
}

TEST_CASE("board: a voice that is quicker than six seconds does not shorten the picture") {
    MiniHall hall;
    MiniBoard board(1'500);
    board.connect(hall);
    hall.call("A001", 1);
    hall.call("A002", 2);
    board.see(hall);
    board.pass(5'999, hall);
    CHECK(board.large() == "A001");
    board.pass(1, hall);
    CHECK(board.large() == "A002");
}

TEST_CASE("board: several calls that come in one view are all spoken, the oldest first") {
    MiniHall hall;
    MiniBoard board;
    board.connect(hall);
    hall.call("A001", 1);
    hall.call("A002", 2);
    hall.call("A003", 3);
    board.see(hall);
    board.pass(30'000, hall);
    CHECK(board.said == Texts{"A001>1", "A002>2", "A003>3"});
}

TEST_CASE("board: with calls waiting behind it a call is read once, otherwise twice") {
    MiniHall hall;
    MiniBoard board;
    board.connect(hall);
    for (int i = 1; i <= 5; ++i) {
        hall.call("A00" + std::to_string(i), i);
    }
    const auto first = board.model.on_view(hall.view(), board.now_ms);
    REQUIRE(first.announce);
    CHECK(first.announce->readings == 1);  // four wait behind it
    AnnouncementQueue queue;
    queue.take(hall.view(), hall.at, ViewOrigin::Live);
    CHECK(queue.pop()->readings == 1);
    CHECK(queue.pop()->readings == 1);
    CHECK(queue.pop()->readings == 2);
}

TEST_CASE("board: a recall is spoken again and marked as one") {
    MiniHall hall;
    MiniBoard board;
    board.connect(hall);
    hall.call("A025", 3);
    board.see(hall);
    board.pass(10'000, hall);
    hall.recall("A025");
    board.see(hall);
    CHECK(board.screen().large->is_recall);
    board.pass(10'000, hall);
    CHECK(board.said == Texts{"A025>3", "A025>3!"});
    CHECK(board.screen().large->is_recall);
}

TEST_CASE("board: a recall while its first call is still being spoken comes after it") {
    MiniHall hall;
    MiniBoard board;
    board.connect(hall);
    hall.call("A025", 3);
    board.see(hall);
    board.pass(2'000, hall);
    hall.recall("A025");
    board.see(hall);
    CHECK(!board.screen().large->is_recall);
    CHECK(board.cut_short == 0);
    board.pass(20'000, hall);
    CHECK(board.said == Texts{"A025>3", "A025>3!"});
}

TEST_CASE("board: who has come before being announced is not called any more, but is listed") {
    MiniHall hall;
    MiniBoard board;
    board.connect(hall);
    hall.call("A001", 1);
    hall.call("A002", 2);
    hall.call("A003", 3);
    board.see(hall);
    hall.start("A002");
    hall.finish("A003");
    board.see(hall);
    CHECK(board.rows() == Texts{"A002"});
    board.pass(30'000, hall);
    CHECK(board.said == Texts{"A001>1"});
}

TEST_CASE("board: who comes while being called ends the announcement early, and six seconds still hold") {
    MiniHall hall;
    MiniBoard board(14'000);
    board.connect(hall);
    hall.call("A001", 1);
    board.see(hall);
    board.pass(2'000, hall);
    hall.start("A001");
    board.see(hall);
    CHECK(board.cut_short == 1);
    CHECK(board.large() == "A001");
    CHECK(board.screen().large->state == LargeState::Announcing);
    board.pass(3'999, hall);
    CHECK(board.screen().large->state == LargeState::Announcing);
    board.pass(1, hall);
    CHECK(board.screen().large->state == LargeState::Serving);
    CHECK(board.cut_short == 1);
}

TEST_CASE("board: a ticket called at another counter is announced there, not at the old one") {
    MiniHall hall;
    MiniBoard board;
    board.connect(hall);
    hall.call("A001", 1);
    hall.call("A002", 2);
    board.see(hall);
    hall.call("A002", 7);
    board.see(hall);
    board.pass(30'000, hall);
    CHECK(board.said == Texts{"A001>1", "A002>7"});
}

TEST_CASE("board: the large pane prefers a call that still waits for its citizen") {
    MiniHall hall;
    MiniBoard board;
    board.connect(hall);
    hall.call("A001", 1);
    board.see(hall);
    board.pass(10'000, hall);
    hall.call("A002", 2);
    board.see(hall);
    board.pass(10'000, hall);
    CHECK(board.large() == "A002");
    hall.start("A002");
    board.see(hall);
    CHECK(board.large() == "A001");
    CHECK(board.rows() == Texts{"A002"});
    CHECK(board.screen().rows[0].is_serving);
    hall.finish("A001");
    board.see(hall);
    CHECK(board.large() == "A002");
    CHECK(board.screen().large->state == LargeState::Serving);
    hall.finish("A002");
    board.see(hall);
    CHECK(!board.screen().large);
}

TEST_CASE("board: served leave the list, missed go to their own") {
    MiniHall hall;
    MiniBoard board;
    board.connect(hall);
    hall.call("A001", 1);
    hall.call("A002", 2);
    board.see(hall);
    board.pass(30'000, hall);
    hall.start("A001");
    hall.finish("A001");
    hall.miss("A002");
    board.see(hall);
    CHECK(!board.screen().large);
    CHECK(board.rows().empty());
    REQUIRE(board.screen().missed.size() == 1);
    CHECK(to_string(board.screen().missed[0]) == "A002");
}

TEST_CASE("board: a voice that never reports its end holds the queue up for a bounded time") {
    MiniHall hall;
    MiniBoard board;
    board.voice_answers = false;
    board.connect(hall);
    hall.call("A001", 1);
    hall.call("A002", 2);
    board.see(hall);
    board.pass(announcement_limit_ms - 1, hall);
    CHECK(board.large() == "A001");
    board.pass(1, hall);
    CHECK(board.large() == "A002");
    CHECK(board.cut_short == 1);  // and is told to end, so that it does not talk over the next
}

TEST_CASE("board: without a voice the picture goes on by itself") {
    MiniHall hall;
    MiniBoard board;
    board.voice_answers = false;
    board.model.on_voice(VoiceState::Off, board.now_ms);
    board.connect(hall);
    hall.call("A001", 1);
    hall.call("A002", 2);
    board.see(hall);
    board.pass(call_shown_ms, hall);
    CHECK(board.large() == "A002");
}

TEST_CASE("board: a late end of an earlier announcement does not end the present one") {
    MiniHall hall;
    BoardModel model(VoiceState::Working);
    model.on_connected(hall.at, 0);
    model.on_view(hall.view(), 0);
    hall.call("A001", 1);
    hall.call("A002", 2);
    model.on_view(hall.view(), 10);
    model.on_announced(1, 7'000);
    REQUIRE(to_string(model.screen(7'000).large->number) == "A002");
    model.on_announced(1, 14'000);
    CHECK(to_string(model.screen(14'000).large->number) == "A002");
    CHECK(model.screen(14'000).large->state == LargeState::Announcing);
}

TEST_CASE("board: a view older than the last one of the connection is ignored") {
    MiniHall hall;
    MiniBoard board;
    board.connect(hall);
    const MiniHall earlier = hall;
    hall.call("A001", 1);
    board.see(hall);
    board.see(earlier);
    CHECK(board.large() == "A001");
}

TEST_CASE("board: the clock is the hall's, in its own time zone, and goes on between views") {
    MiniHall hall;
    hall.at = hall_opens + 41 * minute_ms;
    MiniBoard board;
    board.connect(hall);
    REQUIRE(board.screen().clock);
    CHECK(hhmm(board.screen().clock->minute_of_day) == "15:41");
    CHECK(ddmmyyyy(board.screen().clock->date) == "23/11/2026");
    board.pass(19 * minute_ms);
    CHECK(hhmm(board.screen().clock->minute_of_day) == "16:00");
}

TEST_CASE("board: the first view of a quiet hall may be old; the clock is the server's") {
    MiniHall hall;
    MiniBoard board;
    board.model.on_connected(hall.at + 20 * minute_ms, board.now_ms);
    board.see(hall);
    CHECK(hhmm(board.screen().clock->minute_of_day) == "15:20");
}

TEST_CASE("board: a deadline is always ahead, and nothing changes before it") {
    MiniHall hall;
    MiniBoard board;
    board.connect(hall);
    hall.call("A001", 1);
    board.see(hall);
    for (int step = 0; step < 40; ++step) {
        const std::int64_t next_ms = board.model.next_deadline_ms(board.now_ms);
        REQUIRE(next_ms > board.now_ms);
        CHECK(board.model.screen(next_ms - 1) == board.screen());
        board.pass(next_ms - board.now_ms, hall);
    }
}

TEST_CASE("board: pairing shows the code and nothing of a hall; a refusal shows its reason") {
    MiniHall hall;
    MiniBoard board;
    board.connect(hall);
    hall.call("A001", 1);
    hall.call("A002", 2);
    board.see(hall);
    board.model.on_pairing("482913", board.now_ms);
    CHECK(board.screen().page == BoardPage::Pairing);
    CHECK(board.screen().pairing_code == "482913");
    CHECK(board.screen().rows.empty());
    board.pass(60'000, hall);
    CHECK(board.said == Texts{"A001>1"});
    board.model.on_refused(Refusal::DeviceRevoked, board.now_ms);
    CHECK(board.screen().page == BoardPage::Refused);
    CHECK(board.screen().refusal == Refusal::DeviceRevoked);
    CHECK(board.screen().pairing_code.empty());
}

TEST_CASE("board: a zone that the hall does not have is told, until new settings have it") {
    MiniHall hall;
    MiniBoard board;
    board.connect(hall);
    BoardView view = hall.view();
    view.zone = "lfet";
    view.is_zone_unknown = true;
    ++view.hall.version;
    board.model.on_view(view, board.now_ms);
    CHECK(board.screen().page == BoardPage::NoZone);
    CHECK(board.screen().zone == "lfet");
    view.is_zone_unknown = false;
    ++view.hall.version;
    board.model.on_view(view, board.now_ms);
    CHECK(board.screen().page == BoardPage::Hall);
}

}  // namespace
}  // namespace motcua::board
