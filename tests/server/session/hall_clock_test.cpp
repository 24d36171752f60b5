#include "server/session/hall_clock.hpp"

#include <doctest/doctest.h>

#include "tests/support/session_world.hpp"

using namespace motcua;
using namespace motcua::test;
using session::HallClock;
using session::Now;

namespace {

Now reading(std::int64_t wall_ms, std::int64_t steady_ms) {
    return {Instant{wall_ms}, steady_ms};
}

}  // namespace

TEST_CASE("clock: it follows the wall, also ahead") {
    HallClock clock;
    CHECK(clock.read(reading(1000, 5)) == Instant{1000});
    CHECK(clock.read(reading(1010, 15)) == Instant{1010});
    CHECK(clock.read(reading(900'000, 16)) == Instant{900'000});
    CHECK(clock.ahead_of_wall_ms(reading(900'001, 17)) == 0);
}

TEST_CASE("clock: set back, it goes on at half speed and meets the wall again") {
    HallClock clock;
    clock.read(reading(hour_ms, 0));
    CHECK(clock.read(reading(0, 10)) == Instant{hour_ms + 5});
    CHECK(clock.read(reading(1, 11)) == Instant{hour_ms + 5});  // no millisecond is lost in halves
    CHECK(clock.read(reading(2, 12)) == Instant{hour_ms + 6});
    CHECK(clock.ahead_of_wall_ms(reading(2, 12)) == hour_ms + 4);
    CHECK(clock.read(reading(hour_ms, hour_ms + 10)) == Instant{hour_ms + hour_ms / 2 + 5});
    CHECK(clock.read(reading(2 * hour_ms + 20, 2 * hour_ms + 30)) == Instant{2 * hour_ms + 20});
    CHECK(clock.read(reading(2 * hour_ms + 21, 2 * hour_ms + 31)) == Instant{2 * hour_ms + 21});
}

TEST_CASE("clock: after a start it is never before the journal's end, and moves on from there") {
    HallClock clock;
    clock.start_at_least(Instant{hour_ms});
    CHECK(clock.at(reading(0, 100)) == Instant{hour_ms});
    CHECK(clock.read(reading(0, 100)) == Instant{hour_ms});
    CHECK(clock.read(reading(0, 300)) == Instant{hour_ms + 100});
}

TEST_CASE("clock: wherever the wall jumps, time never runs back and never stands still for long") {
    HallClock clock;
    std::uint64_t state = 7;
    Instant before;
    std::int64_t wall_ms = 50 * hour_ms;
    for (std::int64_t steady_ms = 0; steady_ms < 200'000; steady_ms += 100) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        if (state >> 60 == 0)
            wall_ms += static_cast<std::int64_t>(state >> 40 & 0xFFFFF) - 0x80000;
        wall_ms += 100;
        const Instant time = clock.read(reading(wall_ms, steady_ms));
        if (steady_ms > 0)
            CHECK(time - before >= 50);
        before = time;
    }
}

TEST_CASE("desk: a clock that was set back does not let a late head start pass those who came long before") {
    SessionWorld world;
    const auto issue = [&](std::uint64_t id, const char* category) {
        IssueTicket command{ServiceId{"civil"}, CategoryId{category}, {}, ""};
        std::array<std::uint8_t, 16> bytes{};
        bytes[0] = static_cast<std::uint8_t>(id);
        command.token = TicketToken{base32(bytes)};
        Reply told;
        world.desk->submit(first_hall, request_id(id), 1, command, Actor{Role::Kiosk, DeviceId{"k"}, {}}, world.now,
                           [&](const Reply& reply) { told = reply; });
        world.settle();
        return told.ticket.value();
    };
    issue(1, "");
    world.now.wall = world.now.wall + -3 * hour_ms;  // it was three hours ahead
    world.pass(minute_ms);
    const TicketDetail second = issue(2, "");
    world.pass(hour_ms);
    const TicketDetail late = issue(3, "elderly");
    CHECK(second.virtual_arrival < late.virtual_arrival);
    CHECK(late.issued_at - second.issued_at >= 30 * minute_ms);
}
