// Who is refused for want of a right or a proof is in the journal: who, what, from where, and not without bounds.

#include <doctest/doctest.h>

#include "server/session/limits.hpp"
#include "server/session/refusal_notes.hpp"
#include "tests/support/session_world.hpp"

using namespace motcua;
using namespace motcua::test;

namespace {

struct Kept {
    Actor who;
    hall::RequestRefused refused;
};

std::vector<Kept> kept_in(const SessionWorld& world, const HallId& hall = first_hall) {
    std::vector<Kept> kept;
    for (const auto& batch : world.journal.batches)
        for (const auto& entry : batch.entries)
            for (const auto& record : entry.events)
                if (const auto* refused = std::get_if<hall::RequestRefused>(&record.event))
                    if (entry.hall == hall)
                        kept.push_back(Kept{record.actor, *refused});
    return kept;
}

/// As a device that may be none.
void say_hello(Peer& peer, const DeviceId& device) {
    protocol::Hello hello;
    hello.hall = first_hall;
    hello.program = "test";
    hello.device = device;
    peer.say(hello);
}

}  // namespace

TEST_CASE("a machine that asks for what is not its own is kept, with where it is") {
    SessionWorld world;
    const DeviceId board = world.pair(Role::Board);
    Peer peer(world, first_hall, "10.4.0.7");
    peer.greet(board, world.key_of(board));
    CHECK(peer.ask(CallNext{CounterId{"c1"}}).refusal == Refusal::NotAllowed);
    CHECK(peer.query(ListStaff{}).refusal == Refusal::NotAllowed);
    peer.watch(Subscription{ViewKind::Counter, "", CounterId{"c1"}});
    world.settle();
    const auto kept = kept_in(world);
    REQUIRE(kept.size() == 3);
    CHECK(kept[0].who == Actor{Role::Board, board, {}});
    CHECK(kept[0].refused.request == "call_next");
    CHECK(kept[0].refused.about == "c1");
    CHECK(kept[0].refused.from == "10.4.0.7");
    CHECK(kept[0].refused.refusal == Refusal::NotAllowed);
    CHECK(kept[1].refused.request == "list_staff");
    CHECK(kept[2].refused.request == "subscribe");
    CHECK(kept[2].refused.about == "c1");
}

TEST_CASE("a stranger who begins with what nobody knows is kept, too") {
    SessionWorld world;
    Peer peer(world, first_hall, "10.4.0.9");
    using namespace std::string_view_literals;
    peer.say_raw("\x9A\x06\x00"sv);  // field 99
    peer.expect_goodbye(Refusal::NotAllowed);
    world.settle();
    const auto kept = kept_in(world);
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].refused.request == "unreadable");
    CHECK(kept[0].refused.from == "10.4.0.9");
}

TEST_CASE("a refusal that is the day's work is not kept") {
    SessionWorld world;
    const DeviceId kiosk = world.pair(Role::Kiosk);
    const auto peer = world.device(kiosk);
    CHECK(peer->ask(IssueTicket{ServiceId{"nothing"}, {}, {}, ""}).refusal == Refusal::UnknownService);
    CHECK(kept_in(world).empty());
}

TEST_CASE("wrong passwords are kept by login; what nobody is called is not, it may be a password") {
    SessionWorld world;
    world.add_staff("lan", "correct horse");
    const DeviceId machine = world.pair(Role::Counter);
    const auto peer = world.device(machine);
    CHECK(peer->sign_in("lan", "wrong horse", "c1") == Refusal::SignInFailed);
    CHECK(peer->sign_in("my-secret-pass", "lan", "c1") == Refusal::SignInFailed);
    world.settle();
    const auto kept = kept_in(world);
    REQUIRE(kept.size() == 2);
    CHECK(kept[0].refused.request == "sign_in");
    CHECK(kept[0].refused.about == "lan");
    CHECK(kept[0].who.device == machine);
    CHECK(kept[1].refused.about == "");
}

TEST_CASE("who claims to be a device is kept as one that only claims it") {
    SessionWorld world;
    const DeviceId kiosk = world.pair(Role::Kiosk);
    {
        Peer stranger(world, first_hall, "10.4.0.8");
        say_hello(stranger, kiosk);
        stranger.expect<protocol::Challenge>();
        stranger.say(protocol::Proof{});
        stranger.expect_goodbye(Refusal::NotAllowed);
        Peer unknown(world, first_hall, "10.4.0.8");
        say_hello(unknown, DeviceId{"kiosk-of-old"});
        unknown.expect_goodbye(Refusal::UnknownDevice);
    }
    world.settle();
    const auto kept = kept_in(world);
    REQUIRE(kept.size() == 2);
    CHECK(kept[0].who == Actor{Role::Unproven, kiosk, {}});
    CHECK(kept[0].refused.request == "proof");
    CHECK(kept[1].who == Actor{Role::Unproven, {}, {}});
    CHECK(kept[1].refused.about == "kiosk-of-old");
    CHECK(kept[1].refused.from == "10.4.0.8");
}

TEST_CASE("who is refused before a hall is known is kept by the server's first hall") {
    SessionWorld world;
    Peer rude(world, first_hall, "10.4.0.9");
    rude.say(protocol::CommandRequest{world.new_id(), CallNext{CounterId{"c1"}}});
    rude.expect_goodbye(Refusal::NotAllowed);
    Peer lost(world, first_hall, "10.4.0.10");
    protocol::Hello hello;
    hello.hall = HallId{"elsewhere"};
    hello.device = DeviceId{"kiosk-1"};
    hello.program = "test";
    lost.say(hello);
    lost.expect_goodbye(Refusal::UnknownHall);
    world.settle();
    const auto kept = kept_in(world);
    REQUIRE(kept.size() == 2);
    CHECK(kept[0].who == Actor{Role::Unproven, {}, {}});
    CHECK(kept[0].refused.request == "command_request");
    CHECK(kept[0].refused.from == "10.4.0.9");
    CHECK(kept[1].refused.refusal == Refusal::UnknownHall);
    CHECK(kept[1].refused.about == "elsewhere");
}

TEST_CASE("a kiosk that tells of a number which is not its own is kept") {
    SessionWorld world;
    const DeviceId kiosk = world.pair(Role::Kiosk);
    const auto peer = world.device(kiosk);
    CHECK(peer->ask(IssueTicket{ServiceId{"civil"}, {}, {}, ""}).refusal == Refusal::None);  // the day has begun
    IssueReserved stolen;
    stolen.service = ServiceId{"civil"};
    stolen.number = TicketNumber{'A', 7};
    stolen.token = TicketToken{"aaaaaaaaaaaaaaaaaaaaaaaaaa"};
    stolen.service_day = world.desk->hall(first_hall)->service_day();
    stolen.issued_at = world.now.wall;
    CHECK(peer->ask(stolen).refusal == Refusal::NotReserved);
    const auto kept = kept_in(world);
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].who.device == kiosk);
    CHECK(kept[0].refused.request == "issue_reserved");
    CHECK(kept[0].refused.about == "A007");
}

TEST_CASE("a guessed pairing code is kept") {
    SessionWorld world;
    const auto admin = world.admin();
    admin->say(protocol::AcceptPairing{world.new_id(), "000000", "", {}});
    CHECK(admin->expect<protocol::CommandReply>().reply.refusal == Refusal::PairingCodeUnknown);
    world.settle();
    const auto kept = kept_in(world);
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].who.role == Role::Admin);
    CHECK(kept[0].refused.request == "accept_pairing");
}

TEST_CASE("refusals that are kept are there after a restart, and change nothing else") {
    SessionWorld world;
    const DeviceId board = world.pair(Role::Board);
    world.device(board)->ask(CallNext{CounterId{"c1"}});
    world.settle();
    world.restart();
    CHECK(kept_in(world).size() == 1);
    CHECK(world.device(board)->ask(CallNext{CounterId{"c1"}}).refusal == Refusal::NotAllowed);
}

TEST_CASE("a flood of refusals is counted, and hides nobody at another address") {
    SessionWorld world;
    const DeviceId board = world.pair(Role::Board);
    Peer noisy(world, first_hall, "10.4.0.7");
    noisy.greet(board, world.key_of(board));
    for (int i = 0; i < 500; ++i)
        noisy.ask(CallNext{CounterId{"c1"}});
    const auto most = static_cast<std::size_t>(session::limits::noted_burst_of_address);
    CHECK(kept_in(world).size() == most);
    const DeviceId kiosk = world.pair(Role::Kiosk);
    Peer other(world, first_hall, "10.4.0.8");
    other.greet(kiosk, world.key_of(kiosk));
    other.ask(CallNext{CounterId{"c2"}});
    world.settle();
    const auto kept = kept_in(world);
    REQUIRE(kept.size() == most + 1);
    CHECK(kept.back().refused.from == "10.4.0.8");
    CHECK(kept.back().refused.left_out == 500 - static_cast<int>(most));
}

TEST_CASE("strangers with many addresses hide no machine of the hall") {
    SessionWorld world;
    for (int address = 0; address < 40; ++address) {
        for (int i = 0; i < 5; ++i) {
            Peer stranger(world, first_hall, "10.9.0." + std::to_string(address));
            protocol::Hello hello;
            hello.hall = first_hall;
            hello.device = DeviceId{"kiosk-" + std::to_string(address * 100 + i)};
            stranger.say(hello);
        }
    }
    world.settle();
    const auto strangers = kept_in(world).size();
    CHECK(strangers == static_cast<std::size_t>(session::limits::noted_burst_of_hall));
    const auto board = world.device(world.pair(Role::Board));
    CHECK(board->ask(CallNext{CounterId{"c1"}}).refusal == Refusal::NotAllowed);
    world.settle();
    REQUIRE(kept_in(world).size() == strangers + 1);
    CHECK(kept_in(world).back().refused.refusal == Refusal::NotAllowed);
}

TEST_CASE("a flood of refusals hides no guess at a password from the same machine") {
    SessionWorld world;
    world.add_staff("lan", "correct horse");
    const auto noisy = world.device(world.pair(Role::Counter));
    for (int i = 0; i < 100; ++i)
        noisy->ask(CallNext{CounterId{"c1"}});  // nobody is signed in
    CHECK(noisy->sign_in("lan", "wrong horse", "c1") == Refusal::SignInFailed);
    world.settle();
    const auto kept = kept_in(world);
    REQUIRE(kept.size() > 1);
    CHECK(kept.back().refused.refusal == Refusal::SignInFailed);
    CHECK(kept.back().refused.about == "lan");
    CHECK(kept.back().refused.left_out == 0);
}

TEST_CASE("turns of refusals: by hall and by address, and they come back with time") {
    session::RefusalNotes notes;
    const auto of_hall = static_cast<int>(session::limits::noted_burst_of_hall);
    int kept = 0;
    for (int i = 0; i < 1000; ++i)  // each from another address
        kept += notes.take_turn(first_hall, std::to_string(i), "", 1'000).has_value() ? 1 : 0;
    CHECK(kept == of_hall);
    CHECK(notes.take_turn(second_hall, "x", "", 1'000) == 0);
    CHECK(!notes.take_turn(first_hall, "new", "", 1'000));
    CHECK(notes.take_turn(first_hall, "new", "", 1'000 + 10'000) == 1000 - of_hall + 1);
    CHECK(!notes.take_turn(first_hall, "new", "", 1'000 + 10'000));
}

TEST_CASE("turns of refusals: all of an IPv6 network are one") {
    session::RefusalNotes notes;
    int kept = 0;
    for (int i = 0; i < 100; ++i)
        kept += notes.take_turn(first_hall, "2001:db8:1:2::" + std::to_string(i), "", 1'000).has_value() ? 1 : 0;
    CHECK(kept == static_cast<int>(session::limits::noted_burst_of_address));
    CHECK(notes.take_turn(first_hall, "2001:db8:1:3::1", "", 1'000).has_value());
}

TEST_CASE("a device that was let go and knocks every few seconds is kept once an hour") {
    SessionWorld world;
    const DeviceId kiosk = world.pair(Role::Kiosk);
    world.admin()->ask(RevokeDevice{kiosk});
    const auto knock = [&] {
        Peer peer(world, first_hall, "10.4.0.7");
        say_hello(peer, kiosk);
        peer.expect_goodbye(Refusal::DeviceRevoked);
        world.settle();
    };
    for (int i = 0; i < 100; ++i)
        knock();
    CHECK(kept_in(world).size() == 1);
    world.now.steady_ms += session::limits::knock_again_ms;
    knock();
    REQUIRE(kept_in(world).size() == 2);
    CHECK(kept_in(world).back().refused.left_out == 99);
}

TEST_CASE("who is sent away while it asks for nothing was refused nothing") {
    SessionWorld world;
    const DeviceId kiosk = world.pair(Role::Kiosk);
    const auto peer = world.device(kiosk);
    CHECK(peer->ask(IssueTicket{ServiceId{"civil"}, {}, {}, ""}).refusal == Refusal::None);
    world.admin()->ask(RevokeDevice{kiosk});
    peer->expect_goodbye(Refusal::DeviceRevoked);
    world.settle();
    CHECK(kept_in(world).empty());
}

TEST_CASE("what is refused while nothing can be written spends no turn and loses no count") {
    SessionWorld world;
    const DeviceId board = world.pair(Role::Board);
    const auto peer = world.device(board);
    for (int i = 0; i < 20; ++i)
        peer->ask(CallNext{CounterId{"c1"}});
    const auto before = kept_in(world).size();
    world.journal.fail_append();
    world.journal.fail_loads(1);
    world.admin()->ask(IssueTicket{ServiceId{"civil"}, {}, {}, ""});
    REQUIRE(!world.desk->serves());
    peer->ask(CallNext{CounterId{"c1"}});
    world.pass(10'000);
    REQUIRE(world.desk->serves());
    Peer other(world, first_hall, "10.4.0.8");
    other.greet(board, world.key_of(board));
    other.ask(CallNext{CounterId{"c1"}});
    world.settle();
    REQUIRE(kept_in(world).size() == before + 1);
    CHECK(kept_in(world).back().refused.left_out == 20 - static_cast<int>(before));
}
