// From the first byte to Welcome: who is let in, who is not, and with which words.

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/session_world.hpp"

using namespace motcua;
using namespace motcua::test;

namespace {

protocol::Hello hello_of(const DeviceId& device) {
    protocol::Hello hello;
    hello.hall = first_hall;
    hello.program = "test";
    hello.version = "1";
    hello.device = device;
    return hello;
}

}  // namespace

TEST_CASE("greeting: a device that proves itself is welcomed with its role, and may send large frames from then on") {
    SessionWorld world;
    const DeviceId kiosk = world.pair(Role::Kiosk);
    Peer peer(world, first_hall);
    CHECK_FALSE(peer.wire.is_limit_raised);
    const protocol::Welcome welcome = peer.greet(kiosk, world.key_of(kiosk));
    CHECK(welcome.role == Role::Kiosk);
    CHECK(welcome.device == kiosk);
    CHECK(welcome.device_name == "new one");
    CHECK(welcome.heartbeat_ms == session::limits::heartbeat_ms);
    CHECK(welcome.server_time == world.now.wall);
    CHECK(welcome.offset_min == 7 * 60);
    CHECK(peer.wire.is_limit_raised);
}

TEST_CASE("greeting: where the machine's clock was set back, a device is told the halls' time") {
    SessionWorld world;
    const DeviceId kiosk = world.pair(Role::Kiosk);
    const Instant before = world.now.wall;
    world.now.wall = world.now.wall + -2 * hour_ms;
    Peer peer(world, first_hall);
    CHECK(peer.greet(kiosk, world.key_of(kiosk)).server_time >= before);
}

TEST_CASE("greeting: the proof must fit the key, the nonce and the server's certificate") {
    SessionWorld world;
    const DeviceId kiosk = world.pair(Role::Kiosk);
    const SigningKey stranger = SigningKey::generate();
    const protocol::CertificateHash other_server{1};
    const auto try_proof = [&](const SigningKey& key, const protocol::CertificateHash& certificate, bool old_nonce) {
        Peer peer(world, first_hall);
        peer.say(hello_of(kiosk));
        Nonce nonce = peer.expect<protocol::Challenge>().nonce;
        if (old_nonce)
            nonce[0] ^= 1;
        peer.say(protocol::Proof{key.sign(protocol::bytes_to_sign(nonce, certificate))});
        peer.expect_goodbye(Refusal::NotAllowed);
        CHECK_FALSE(peer.wire.is_limit_raised);
    };
    try_proof(stranger, test_certificate, false);
    try_proof(world.key_of(kiosk), other_server, false);
    try_proof(world.key_of(kiosk), test_certificate, true);
}

TEST_CASE("greeting: who is refused hears why") {
    SessionWorld world({first_hall, second_hall});
    const DeviceId kiosk = world.pair(Role::Kiosk, "", first_hall);
    const auto refused = [&](protocol::Hello hello, Refusal reason) {
        Peer peer(world, first_hall);
        peer.say(hello);
        peer.expect_goodbye(reason);
    };
    protocol::Hello hello = hello_of(DeviceId{"kiosk-nobody"});
    refused(hello, Refusal::UnknownDevice);
    hello.hall = HallId{"elsewhere"};
    refused(hello, Refusal::UnknownHall);
    hello = hello_of(kiosk);
    hello.major = 2;
    refused(hello, Refusal::VersionMismatch);
    hello = hello_of(kiosk);
    hello.hall = second_hall;  // accepted in the first hall only
    refused(hello, Refusal::UnknownDevice);
    hello = hello_of(kiosk);
    hello.minor = 99;  // newer fields are ignored
    Peer peer(world, first_hall);
    peer.say(hello);
    peer.expect<protocol::Challenge>();
}

TEST_CASE("greeting: anything else is not allowed, whether it is known, well made or neither") {
    SessionWorld world;
    const DeviceId kiosk = world.pair(Role::Kiosk);
    const std::string newer("\x82\xfa\x01\x00", 4);      // body 4000
    const std::string bad_hello("\x52\x02\x08\x01", 4);  // major 1 and nothing else
    const std::string bad_proof("\x62\x00", 2);
    const std::string bad_sign_in("\x82\x02\x00", 3);
    const auto refused = [&](bool has_said_hello, const std::string& payload, Refusal reason) {
        CAPTURE(reason);
        Peer peer(world, first_hall);
        if (has_said_hello) {
            peer.say(hello_of(kiosk));
            peer.expect<protocol::Challenge>();
        }
        peer.say_raw(payload);
        peer.expect_goodbye(reason);
    };
    for (const std::string& other : {newer, bad_proof, bad_sign_in})
        refused(false, other, Refusal::NotAllowed);
    for (const std::string& other : {newer, bad_hello, bad_sign_in})
        refused(true, other, Refusal::NotAllowed);
    refused(false, bad_hello, Refusal::InvalidRequest);
    refused(true, bad_proof, Refusal::InvalidRequest);
}

TEST_CASE("greeting: a revoked device is sent away, at once and when it comes back") {
    SessionWorld world;
    const DeviceId kiosk = world.pair(Role::Kiosk);
    const auto peer = world.device(kiosk);
    const auto office = world.admin();
    CHECK(office->ask(RevokeDevice{kiosk}).refusal == Refusal::None);
    peer->expect_goodbye(Refusal::DeviceRevoked);
    Peer again(world, first_hall);
    again.say(hello_of(kiosk));
    again.expect_goodbye(Refusal::DeviceRevoked);
}

TEST_CASE("greeting: the administrator's key opens every hall, another key none") {
    SessionWorld world({first_hall, second_hall});
    CHECK(world.admin(first_hall)->query(ListStaff{}).refusal == Refusal::None);
    CHECK(world.admin(second_hall)->query(ListStaff{}).refusal == Refusal::None);
    Peer peer(world, first_hall);
    peer.say(hello_of(DeviceId{"admin"}));
    const Nonce nonce = peer.expect<protocol::Challenge>().nonce;
    peer.say(protocol::Proof{SigningKey::generate().sign(protocol::bytes_to_sign(nonce, test_certificate))});
    peer.expect_goodbye(Refusal::NotAllowed);
}

TEST_CASE("greeting: while the journal cannot be written only the administrator gets in, and is told why") {
    SessionWorld world;
    const DeviceId kiosk = world.pair(Role::Kiosk);
    world.journal.fail_append();
    world.journal.fail_loads(100);
    CHECK(world.admin()->ask(OpenCounter{CounterId{"c1"}, {}, false}).refusal == Refusal::StoreUnavailable);
    REQUIRE_FALSE(world.desk->serves());
    Peer device(world, first_hall);
    device.say(hello_of(kiosk));
    device.expect_goodbye(Refusal::StoreUnavailable);

    const auto office = world.admin();
    const Answer told = office->query(AskHealth{});
    CHECK(told.refusal == Refusal::None);
    CHECK(std::any_of(told.health.begin(), told.health.end(),
                      [](const HealthLine& line) { return line.name == "store" && !line.is_good; }));
    CHECK(office->query(ListStaff{}).refusal == Refusal::StoreUnavailable);
    CHECK(office->ask(CallNext{CounterId{"c1"}}).refusal == Refusal::StoreUnavailable);
    Peer stranger(world, first_hall);
    stranger.say(hello_of(DeviceId{"admin"}));
    const Nonce nonce = stranger.expect<protocol::Challenge>().nonce;
    stranger.say(protocol::Proof{SigningKey::generate().sign(protocol::bytes_to_sign(nonce, test_certificate))});
    stranger.expect_goodbye(Refusal::NotAllowed);
}

TEST_CASE("greeting: before the proof nothing but the greeting is accepted") {
    SessionWorld world;
    const std::vector<protocol::Body> others = {
        protocol::Subscribe{Subscription{ViewKind::Board, "", {}}},
        protocol::CommandRequest{request_id(1), CallNext{CounterId{"c1"}}},
        protocol::QueryRequest{ListTickets{}},
        protocol::AcceptPairing{request_id(1), "123456", "x", {}},
        protocol::AddStaffRequest{request_id(1), StaffId{"an"}, "An", "a long password"},
        protocol::SignIn{request_id(1), StaffId{"an"}, "a long password", CounterId{"c1"}, false},
        protocol::Proof{},
        protocol::Ping{1}};
    for (const auto& body : others) {
        CAPTURE(protocol::name_of(body));
        Peer first(world, first_hall);
        first.say(body);
        first.expect_goodbye(Refusal::NotAllowed);
        if (std::holds_alternative<protocol::Proof>(body))
            continue;
        Peer between(world, first_hall);
        between.say(hello_of(DeviceId{"admin"}));
        between.expect<protocol::Challenge>();
        between.say(body);
        between.expect_goodbye(Refusal::NotAllowed);
    }
}

TEST_CASE("greeting: bytes that are no message, and frames that are too long, end the connection with a reason") {
    SessionWorld world;
    for (const std::string& bytes : {std::string("exit\r\n"), std::string("\x08", 1), std::string(4000, '\xff')}) {
        Peer peer(world, first_hall);
        peer.say_raw(bytes);
        peer.expect_goodbye(Refusal::InvalidRequest);
        peer.say(hello_of(DeviceId{"admin"}));  // too late
        peer.expect_nothing();
    }
    const auto proven = world.admin();
    proven->say_raw("exit\r\n");
    proven->expect_goodbye(Refusal::InvalidRequest);
}

TEST_CASE("session: a goodbye for a reason that is not known yet is a goodbye, before and after the greeting") {
    SessionWorld world;
    const std::string unknown_reason = std::string("\x82\x01\x03\x08\xc8\x01");  // Goodbye{reason 200}
    Peer stranger(world, first_hall);
    stranger.say_raw(unknown_reason);
    CHECK(stranger.wire.is_closing);
    stranger.expect_nothing();
    const auto proven = world.admin();
    proven->say_raw(unknown_reason);
    CHECK(proven->wire.is_closing);
    proven->expect_nothing();
}

TEST_CASE("greeting: who does not greet within five seconds is sent away, at each step") {
    SessionWorld world;
    Peer silent(world, first_hall);
    Peer half(world, first_hall);
    half.say(hello_of(DeviceId{"admin"}));
    half.expect<protocol::Challenge>();
    world.pass(4'500);
    CHECK_FALSE(silent.wire.is_closing);
    world.pass(500);
    silent.expect_goodbye(Refusal::InvalidRequest);
    half.expect_goodbye(Refusal::InvalidRequest);
}

TEST_CASE("heartbeat: a quiet peer is pinged, a silent one is closed after three beats") {
    SessionWorld world;
    const auto peer = world.admin();
    world.pass(5'000);
    peer->expect<protocol::Ping>();
    world.pass(9'500);
    CHECK_FALSE(peer->wire.is_closing);
    world.pass(500);
    CHECK(peer->wire.is_closing);

    const auto lively = world.admin();
    for (int beat = 0; beat < 10; ++beat) {
        world.pass(5'000);
        lively->say(protocol::Ping{7}, 5);
        CHECK(lively->expect<protocol::Pong>().value == 7);
    }
    CHECK_FALSE(lively->wire.is_closing);
}

TEST_CASE("session: a peer that says goodbye is let go") {
    SessionWorld world;
    const auto peer = world.admin();
    peer->say(protocol::Goodbye{});
    CHECK(peer->wire.is_closing);
    peer->expect_nothing();
}

TEST_CASE("session: draining says goodbye to everybody") {
    SessionWorld world;
    const auto proven = world.admin();
    Peer unproven(world, first_hall);
    bool is_drained = false;
    world.reception->drain(world.now, [&] { is_drained = true; });
    CHECK(is_drained);
    proven->expect_goodbye(Refusal::ShuttingDown);
    unproven.expect_goodbye(Refusal::ShuttingDown);
}
