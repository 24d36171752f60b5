#include "display-board/model/announcement_queue.hpp"

#include <doctest/doctest.h>

#include "tests/display-board/model/board_script.hpp"

namespace motcua::board {
namespace {

std::string number_after(int i) {
    return to_string(TicketNumber{'A', i});
}

TEST_CASE("announcements: at the bound the oldest gives up its voice and the rest keep their order") {
    MiniHall hall;
    AnnouncementQueue queue;
    const int calls = static_cast<int>(announcements_queued) + 3;
    for (int i = 1; i <= calls; ++i) {
        hall.call(number_after(i), i);
        queue.take(hall.view(), hall.at, ViewOrigin::Live);
    }
    CHECK(queue.size() == announcements_queued);
    CHECK(queue.given_up() == 3);
    for (int i = 4; i <= calls; ++i) {
        CHECK(to_string(queue.pop()->number) == number_after(i));
    }
    CHECK(!queue.pop());
}

TEST_CASE("announcements: a call pushed off the view's list by newer ones is still spoken") {
    MiniHall hall;
    AnnouncementQueue queue;
    hall.call("B001", 1);
    queue.take(hall.view(), hall.at, ViewOrigin::Live);
    for (int i = 1; i <= static_cast<int>(limits::board_calls); ++i) {
        hall.call(number_after(i), i + 1);
    }
    const BoardView full = hall.view();
    REQUIRE(full.calls.size() == limits::board_calls);
    queue.take(full, hall.at, ViewOrigin::Live);
    CHECK(queue.size() == 1 + limits::board_calls);
    CHECK(to_string(queue.pop()->number) == "B001");
}

TEST_CASE("announcements: a call pushed off the list and then missed is not spoken") {
    MiniHall hall;
    AnnouncementQueue queue;
    hall.call("B001", 1);
    queue.take(hall.view(), hall.at, ViewOrigin::Live);
    for (int i = 1; i <= static_cast<int>(limits::board_calls); ++i) {
        hall.call(number_after(i), i + 1);
    }
    hall.miss("B001");
    queue.take(hall.view(), hall.at, ViewOrigin::Live);
    CHECK(to_string(queue.pop()->number) == "A001");
}

TEST_CASE("announcements: an age of exactly sixty seconds is spoken, one millisecond more is not") {
    MiniHall hall;
    hall.call("A001", 1);
    AnnouncementQueue at_the_limit;
    at_the_limit.take(hall.view(), hall.at + call_spoken_age_ms, ViewOrigin::FirstAfterConnect);
    CHECK(at_the_limit.size() == 1);
    AnnouncementQueue beyond;
    beyond.take(hall.view(), hall.at + call_spoken_age_ms + 1, ViewOrigin::FirstAfterConnect);
    CHECK(beyond.size() == 0);
}

TEST_CASE("announcements: a hall restored from a backup speaks its new calls although its sequence went back") {
    MiniHall hall;
    AnnouncementQueue queue;
    for (int i = 1; i <= 9; ++i) {
        hall.call(number_after(i), i);
    }
    queue.take(hall.view(), hall.at, ViewOrigin::FirstAfterConnect);
    while (queue.pop()) {
    }
    hall.restore_from_backup();
    hall.call("C001", 1);
    queue.take(hall.view(), hall.at, ViewOrigin::FirstAfterConnect);
    REQUIRE(queue.size() == 1);
    CHECK(to_string(queue.pop()->number) == "C001");
}

}  // namespace
}  // namespace motcua::board
