// What is remembered of peers is bounded: whom it forgets when it is full, and what that changes for them.

#include <doctest/doctest.h>

#include <fmt/format.h>

#include <algorithm>

#include "server/session/attempts.hpp"
#include "server/session/limits.hpp"
#include "server/session/presence.hpp"
#include "server/session/refusal_notes.hpp"
#include "server/session/sign_in_guard.hpp"
#include "tests/support/session_world.hpp"

using namespace motcua;
using namespace motcua::test;

TEST_CASE("attempts: one name more than are kept, and the one that failed longest ago begins anew") {
    session::Attempts attempts(/*most_failures=*/1);
    for (std::size_t i = 0; i < session::limits::attempts_kept; ++i)
        attempts.failed(fmt::format("name {}", i), static_cast<std::int64_t>(i) + 1);
    const auto now_ms = static_cast<std::int64_t>(session::limits::attempts_kept) + 1;
    CHECK(attempts.must_wait("name 0", now_ms));
    attempts.failed("name 0", now_ms);  // heard of again: now "name 1" is the one that was quiet for longest
    attempts.failed("one more", now_ms + 1);
    CHECK(attempts.must_wait("name 0", now_ms + 1));
    CHECK_FALSE(attempts.must_wait("name 1", now_ms + 1));
    CHECK(attempts.must_wait("name 2", now_ms + 1));
    CHECK(attempts.must_wait("one more", now_ms + 1));
}

TEST_CASE("presence: who left longest ago is forgotten, never who is connected") {
    const HallId hall{"h"};
    session::Presence presence(/*start_ms=*/0);
    const auto machine = [](std::size_t i) { return DeviceId{fmt::format("pc-{}", i)}; };
    for (std::size_t i = 0; i < session::limits::machines_remembered; ++i)
        presence.arrived(hall, machine(i));
    presence.left(hall, machine(7), 100);
    presence.left(hall, machine(3), 200);
    presence.arrived(hall, DeviceId{"one-more"});
    CHECK(presence.absent_ms(hall, machine(3), 1'000) == 800);
    CHECK(presence.absent_ms(hall, machine(7), 1'000) == 1'000);  // as one that nobody knows: since the start
    CHECK(presence.is_connected(hall, machine(0)));
    CHECK(presence.is_connected(hall, DeviceId{"one-more"}));

    presence.arrived(hall, machine(3));
    presence.arrived(hall, DeviceId{"another"});  // all are connected: nobody is forgotten
    for (std::size_t i = 0; i < session::limits::machines_remembered; ++i)
        REQUIRE(presence.is_connected(hall, machine(i)) == (i != 7));
    presence.left(hall, machine(7), 2'000);  // of a forgotten one too
    CHECK_FALSE(presence.is_connected(hall, machine(7)));
}

TEST_CASE("refusals: the same knock is kept once an hour, as long as not too many others were kept since") {
    session::RefusalNotes notes;
    const auto is_kept = [&notes](std::size_t i, std::size_t at_ms) {
        return notes
            .take_turn(HallId{fmt::format("h{}", i % 16)}, fmt::format("10.{}.{}.1", i / 250, i % 250),
                       fmt::format("device {}", i), static_cast<std::int64_t>(at_ms))
            .has_value();
    };
    const std::size_t most = session::limits::knocks_remembered;
    for (std::size_t i = 0; i < most; ++i)
        REQUIRE(is_kept(i, i));
    CHECK_FALSE(is_kept(0, most));
    CHECK_FALSE(is_kept(most - 1, most));
    CHECK(is_kept(most, most));
    CHECK(is_kept(0, most + 1));  // forgotten, and now remembered instead of the next
    CHECK_FALSE(is_kept(2, most + 2));
    CHECK(is_kept(1, most + 3));
}

TEST_CASE("sign-in guard: a login that was forgotten for too many others waits like anybody") {
    session::SignInGuard guard;
    guard.succeeded("a", "desk of a");
    for (int i = 0; i < session::limits::sign_in_failures; ++i)
        guard.begins("a", fmt::format("stranger {}", i), 1'000);
    CHECK(guard.must_wait("a", "elsewhere", 1'001));
    CHECK_FALSE(guard.must_wait("a", "desk of a", 1'001));
    for (std::size_t i = 0; i + 1 < session::limits::attempts_kept; ++i)
        guard.succeeded(fmt::format("b {}", i), "desk of b");
    CHECK_FALSE(guard.must_wait("a", "desk of a", 1'001));
    guard.succeeded("c", "desk of c");
    CHECK(guard.must_wait("a", "desk of a", 1'001));
    CHECK_FALSE(guard.must_wait("a", "desk of a", 1'001 + session::limits::attempts_window_ms));
}

TEST_CASE("sign-in guard: right passwords at the same machine neither wipe out failures nor prolong them") {
    constexpr std::int64_t window_ms = session::limits::attempts_window_ms;
    session::SignInGuard guard;
    for (int i = 0; i < session::limits::sign_in_failures; ++i)
        guard.begins("an", "shared", 1'000);
    CHECK(guard.must_wait("an", "shared", 2'000));
    for (int i = 0; i < 5; ++i) {  // a colleague gets in, again and again
        guard.begins("binh", "shared", 2'000 + window_ms);
        guard.succeeded("binh", "shared");
    }
    CHECK_FALSE(guard.must_wait("chi", "shared", 2'000 + window_ms));
    guard.begins("chi", "shared", 2'000 + window_ms);  // one guess is forgiven in each window, not five
    CHECK(guard.must_wait("dung", "shared", 2'000 + window_ms));
    // And whoever fails seldom is never made to wait, however often others get in.
    session::SignInGuard seldom;
    for (std::int64_t at_ms = 0; at_ms < 20 * window_ms; at_ms += window_ms / 4) {
        if (at_ms % window_ms == 0)
            seldom.begins("an", "shared", at_ms);
        seldom.begins("binh", "shared", at_ms);
        seldom.succeeded("binh", "shared");
        CHECK_FALSE(seldom.must_wait("binh", "shared", at_ms));
    }
}

TEST_CASE("pairing: of the codes that ran out only so many are told apart from unknown ones") {
    std::uint64_t drawn = 0;
    session::Pairing pairing([&drawn](std::span<std::uint8_t> bytes) {
        std::fill(bytes.begin(), bytes.end(), std::uint8_t{0});
        bytes.back() = static_cast<std::uint8_t>(++drawn);
    });
    const HallId hall{"h"};
    std::vector<std::string> codes;
    std::int64_t now_ms = 0;
    for (std::size_t i = 0; i < session::limits::pairing_expired_kept + 2;
         ++i) {  // each comes when the one before has run out
        now_ms += session::limits::pairing_code_ms;
        session::PairingRequest request;
        request.session = i + 1;
        request.hall = hall;
        codes.push_back(pairing.add(request, Instant{0}, now_ms).value());
        CHECK(pairing.size() == 1);
        CHECK(pairing.find(hall, codes.back(), now_ms).refusal == Refusal::None);
        CHECK(pairing.find(HallId{"other"}, codes.back(), now_ms).refusal == Refusal::PairingCodeUnknown);
        CHECK(pairing.find(hall, codes.back(), now_ms + session::limits::pairing_code_ms).refusal ==
              Refusal::PairingCodeExpired);
    }
    CHECK(pairing.find(hall, codes[0], now_ms).refusal == Refusal::PairingCodeUnknown);
    CHECK(pairing.find(hall, codes[1], now_ms).refusal == Refusal::PairingCodeExpired);
    CHECK(pairing.find(HallId{"other"}, codes[1], now_ms).refusal == Refusal::PairingCodeUnknown);
}

TEST_CASE("session: with all its places taken a question and a new person are told to wait, and served afterwards") {
    SessionWorld world;
    const auto office = world.admin();
    for (std::size_t i = 0; i < session::limits::requests_in_flight; ++i)
        office->say(protocol::CommandRequest{world.new_id(), IssueTicket{ServiceId{"civil"}, {}, {}, "vi"}}, i + 1);
    office->say(protocol::QueryRequest{AskHealth{}}, 900);
    CHECK(office->expect<protocol::QueryAnswer>().answer.refusal == Refusal::TooBusy);
    office->say(protocol::AddStaffRequest{world.new_id(), StaffId{"binh"}, "Bình", long_password}, 901);
    CHECK(office->expect<protocol::CommandReply>().reply.refusal == Refusal::TooBusy);
    world.settle();
    for (std::size_t i = 0; i < session::limits::requests_in_flight; ++i)
        CHECK(office->expect<protocol::CommandReply>().reply.refusal == Refusal::None);
    CHECK(office->query(AskHealth{}).refusal == Refusal::None);
}
