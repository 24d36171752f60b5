// A device shows a code, an administrator accepts it, and from then on its key proves it.

#include <doctest/doctest.h>

#include <algorithm>

#include "shared/base/filled.hpp"
#include "tests/support/session_world.hpp"

using namespace motcua;
using namespace motcua::test;

namespace {

protocol::Hello newcomer(const SigningKey& key, Role role = Role::Kiosk) {
    protocol::Hello hello;
    hello.hall = first_hall;
    hello.program = "test";
    hello.version = "1";
    hello.pairing_role = role;
    hello.pairing_name = "door";
    hello.pairing_key = key.public_key();
    return hello;
}

Reply accept(SessionWorld& world, Peer& office, const std::string& code, const RequestId& id,
             const std::string& name = "", const CounterId& counter = {}) {
    office.say(protocol::AcceptPairing{id, code, name, counter});
    world.settle();
    return office.expect<protocol::CommandReply>().reply;
}

}  // namespace

TEST_CASE("pairing: code, acceptance, name, greeting on the same connection") {
    SessionWorld world;
    const SigningKey key = SigningKey::generate();
    Peer device(world, first_hall);
    device.say(newcomer(key));
    const auto code = device.expect<protocol::PairingCode>();
    CHECK(code.code.size() == 6);
    CHECK(code.code.find_first_not_of("0123456789") == std::string::npos);
    CHECK(code.expires_in_ms == session::limits::pairing_code_ms);

    const auto office = world.admin();
    const auto waiting = office->query(ListDevices{}).devices;
    REQUIRE(waiting.size() == 1);
    CHECK(waiting[0].pairing_code == code.code);
    CHECK(waiting[0].id.empty());
    CHECK(waiting[0].name == "door");

    const Reply reply = accept(world, *office, code.code, world.new_id(), "Kiosk at the door");
    CHECK(reply.refusal == Refusal::None);
    CHECK(reply.device.value.starts_with("kiosk-"));
    CHECK(device.expect<protocol::Paired>().device == reply.device);
    const auto welcome = device.greet(reply.device, key);
    CHECK(welcome.role == Role::Kiosk);
    CHECK(welcome.device_name == "Kiosk at the door");

    const auto lines = office->query(ListDevices{}).devices;
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].id == reply.device);
    CHECK(lines[0].connected);
    device.close();
    CHECK_FALSE(office->query(ListDevices{}).devices.at(0).connected);
}

TEST_CASE("pairing: the device hears its name only when its acceptance is durable") {
    SessionWorld world;
    Peer device(world, first_hall);
    device.say(newcomer(SigningKey::generate()));
    const std::string code = device.expect<protocol::PairingCode>().code;
    const auto office = world.admin();
    office->say(protocol::AcceptPairing{world.new_id(), code, "", {}});
    device.expect_nothing();
    office->expect_nothing();
    world.settle();
    device.expect<protocol::Paired>();
}

TEST_CASE("pairing: a code is good once; the same request repeated gets the same answer") {
    SessionWorld world;
    Peer device(world, first_hall);
    device.say(newcomer(SigningKey::generate()));
    const std::string code = device.expect<protocol::PairingCode>().code;
    const auto office = world.admin();
    const RequestId id = world.new_id();
    office->say(protocol::AcceptPairing{id, code, "", {}});
    office->say(protocol::AcceptPairing{world.new_id(), code, "", {}});  // before the first is durable
    CHECK(office->expect<protocol::CommandReply>().reply.refusal == Refusal::PairingCodeUnknown);
    world.settle();
    const Reply first = office->expect<protocol::CommandReply>().reply;
    CHECK(first.refusal == Refusal::None);
    CHECK(accept(world, *office, code, id) == first);
    CHECK(accept(world, *office, code, world.new_id()).refusal == Refusal::PairingCodeUnknown);
    world.restart();
    const auto later = world.admin();
    CHECK(accept(world, *later, code, id) == first);
}

TEST_CASE("pairing: an acceptance that is asked for again does not bring back who was let go since") {
    SessionWorld world;
    const SigningKey key = SigningKey::generate();
    Peer device(world, first_hall);
    device.say(newcomer(key));
    const std::string code = device.expect<protocol::PairingCode>().code;
    const auto office = world.admin();
    const RequestId id = world.new_id();
    const Reply first = accept(world, *office, code, id);
    CHECK(office->ask(RevokeDevice{first.device}).refusal == Refusal::None);
    Peer again(world, first_hall);
    again.say(newcomer(key));
    const std::string new_code = again.expect<protocol::PairingCode>().code;
    CHECK(accept(world, *office, code, id) == first);
    again.expect_nothing();
    CHECK(accept(world, *office, new_code, world.new_id()).refusal == Refusal::None);
    again.expect<protocol::Paired>();
}

TEST_CASE("pairing: a code runs out and is replaced on the screen") {
    SessionWorld world;
    Peer device(world, first_hall);
    device.say(newcomer(SigningKey::generate()));
    const std::string code = device.expect<protocol::PairingCode>().code;
    for (int beat = 0; beat < 61; ++beat) {
        world.pass(5'000);
        device.say(protocol::Ping{1});
    }
    std::string replacement;
    while (!device.wire.inbox.empty()) {
        if (const auto* renewed = std::get_if<protocol::PairingCode>(&device.wire.inbox.front().body))
            replacement = renewed->code;
        device.wire.inbox.pop_front();
    }
    CHECK_FALSE(replacement.empty());
    CHECK(replacement != code);
    const auto office = world.admin();
    CHECK(accept(world, *office, code, world.new_id()).refusal == Refusal::PairingCodeExpired);
    CHECK(accept(world, *office, replacement, world.new_id()).refusal == Refusal::None);
}

TEST_CASE("pairing: a device accepted while its connection was lost hears its name when it asks again") {
    SessionWorld world;
    const SigningKey key = SigningKey::generate();
    Peer device(world, first_hall);
    device.say(newcomer(key));
    const std::string code = device.expect<protocol::PairingCode>().code;
    const auto office = world.admin();
    office->say(protocol::AcceptPairing{world.new_id(), code, "", {}});
    device.close();
    world.settle();
    const Reply reply = office->expect<protocol::CommandReply>().reply;
    CHECK(reply.refusal == Refusal::None);
    Peer again(world, first_hall);
    again.say(newcomer(key));
    CHECK(again.expect<protocol::Paired>().device == reply.device);
    CHECK(again.greet(reply.device, key).role == Role::Kiosk);
}

TEST_CASE("pairing: who asks again while its acceptance is being written hears its name only when that is durable") {
    SessionWorld world;
    const SigningKey key = SigningKey::generate();
    Peer device(world, first_hall);
    device.say(newcomer(key));
    const std::string code = device.expect<protocol::PairingCode>().code;
    const auto office = world.admin();
    SUBCASE("it becomes so") {
        office->say(protocol::AcceptPairing{world.new_id(), code, "", {}});
        device.close();
        Peer again(world, first_hall);
        again.say(newcomer(key));
        again.expect_nothing();
        world.settle();
        const Reply reply = office->expect<protocol::CommandReply>().reply;
        CHECK(again.expect<protocol::Paired>().device == reply.device);
        CHECK(again.greet(reply.device, key).role == Role::Kiosk);
    }
    SUBCASE("it never does") {
        world.journal.fail_append();
        office->say(protocol::AcceptPairing{world.new_id(), code, "", {}});
        device.close();
        Peer again(world, first_hall);
        again.say(newcomer(key));
        again.expect_nothing();
        world.settle();
        again.expect_goodbye(Refusal::StoreUnavailable);
        world.pass(1'000);
        Peer later(world, first_hall);
        later.say(newcomer(key));
        later.expect<protocol::PairingCode>();
    }
}

TEST_CASE("pairing: who was revoked hears of it only when that is durable, and does not wait for ever") {
    SessionWorld world;
    const DeviceId kiosk = world.pair(Role::Kiosk);
    const auto office = world.admin();
    bool hangs = false;
    SUBCASE("the write fails") {}
    SUBCASE("the write hangs") {
        hangs = true;
    }
    if (!hangs)
        world.journal.fail_append();
    office->say(protocol::CommandRequest{world.new_id(), RevokeDevice{kiosk}});
    Peer device(world, first_hall);
    protocol::Hello hello;
    hello.hall = first_hall;
    hello.program = "test";
    hello.version = "1";
    hello.device = kiosk;
    device.say(hello);
    device.expect_nothing();
    if (hangs) {
        world.now.steady_ms += session::limits::greeting_ms;
        world.reception->on_time(world.now);
        device.expect_goodbye(Refusal::StoreUnavailable);
        world.settle();
        device.expect_nothing();
        return;
    }
    world.settle();
    device.expect_goodbye(Refusal::StoreUnavailable);
    world.pass(1'000);
    Peer later(world, first_hall);
    CHECK(later.greet(kiosk, world.key_of(kiosk)).role == Role::Kiosk);
}

TEST_CASE("pairing: a device that is accepted without its session hearing of it gets in when its code runs out") {
    SessionWorld world;
    const SigningKey key = SigningKey::generate();
    Peer device(world, first_hall);
    device.say(newcomer(key));
    device.expect<protocol::PairingCode>();
    const DeviceId id{"kiosk-0001"};
    world.desk->submit_own(first_hall, AcceptDevice{id, Role::Kiosk, "door", key.public_key(), {}}, world.now,
                           [](const Reply& reply) { REQUIRE(reply.refusal == Refusal::None); });
    world.settle();
    for (std::int64_t waited = 0; waited < session::limits::pairing_code_ms; waited += 5'000) {
        device.say(protocol::Pong{});
        world.pass(5'000);
    }
    CHECK(device.expect<protocol::Paired>().device == id);
    CHECK(device.greet(id, key).role == Role::Kiosk);
}

TEST_CASE("pairing: an answer to a heartbeat that crosses the acceptance does no harm") {
    SessionWorld world;
    const SigningKey key = SigningKey::generate();
    Peer device(world, first_hall);
    device.say(newcomer(key));
    const std::string code = device.expect<protocol::PairingCode>().code;
    world.pass(session::limits::heartbeat_ms);
    const auto heartbeat = device.expect<protocol::Ping>();
    const auto office = world.admin();
    const Reply reply = accept(world, *office, code, world.new_id());
    device.say(protocol::Pong{heartbeat.value});
    CHECK(device.expect<protocol::Paired>().device == reply.device);
    CHECK(device.greet(reply.device, key).role == Role::Kiosk);
}

TEST_CASE("pairing: when the acceptance cannot be written, the code stays good") {
    SessionWorld world;
    Peer device(world, first_hall);
    device.say(newcomer(SigningKey::generate()));
    const std::string code = device.expect<protocol::PairingCode>().code;
    const auto office = world.admin();
    world.journal.fail_append();
    CHECK(accept(world, *office, code, world.new_id()).refusal == Refusal::StoreUnavailable);
    device.expect_nothing();
    world.pass(1'000);
    CHECK(accept(world, *office, code, world.new_id()).refusal == Refusal::None);
    device.expect<protocol::Paired>();
}

TEST_CASE("pairing: a code of one hall is unknown in another") {
    SessionWorld world({first_hall, second_hall});
    Peer device(world, first_hall);
    device.say(newcomer(SigningKey::generate()));
    const std::string code = device.expect<protocol::PairingCode>().code;
    const auto other = world.admin(second_hall);
    CHECK(other->query(ListDevices{}).devices.empty());
    CHECK(accept(world, *other, code, world.new_id()).refusal == Refusal::PairingCodeUnknown);
}

TEST_CASE("pairing: codes differ, and only so many wait") {
    SessionWorld world;
    std::vector<std::unique_ptr<Peer>> waiting;
    std::set<std::string> codes;
    for (std::size_t i = 0; i < limits::pairing_waiting; ++i) {
        waiting.push_back(std::make_unique<Peer>(world, first_hall, "10.0.1." + std::to_string(i)));
        waiting.back()->say(newcomer(SigningKey::generate()));
        codes.insert(waiting.back()->expect<protocol::PairingCode>().code);
    }
    CHECK(codes.size() == limits::pairing_waiting);
    Peer late(world, first_hall);
    late.say(newcomer(SigningKey::generate()));
    late.expect_goodbye(Refusal::TooManyPairings);
    const auto health = world.reception->health(world.now);
    CHECK(std::all_of(health.begin(), health.end(), [](const HealthLine& line) { return line.is_good; }));
    CHECK(health.back().what.text == "64 devices wait to be accepted, no more are taken");
    waiting.pop_back();
    Peer again(world, first_hall);
    again.say(newcomer(SigningKey::generate()));
    again.expect<protocol::PairingCode>();
}

TEST_CASE("pairing: one address cannot take all places") {
    SessionWorld world;
    std::vector<std::unique_ptr<Peer>> waiting;
    for (std::ptrdiff_t i = 0; i < session::limits::pairing_waiting_of_network; ++i) {
        waiting.push_back(std::make_unique<Peer>(world, first_hall, "10.0.0.66"));
        waiting.back()->say(newcomer(SigningKey::generate()));
        waiting.back()->expect<protocol::PairingCode>();
    }
    Peer one_more(world, first_hall, "10.0.0.66");
    one_more.say(newcomer(SigningKey::generate()));
    one_more.expect_goodbye(Refusal::TooManyPairings);
    Peer kiosk(world, first_hall, "10.0.0.67");
    kiosk.say(newcomer(SigningKey::generate()));
    kiosk.expect<protocol::PairingCode>();
}

TEST_CASE("pairing: only machines are paired, never an administrator or a person") {
    SessionWorld world;
    for (const Role role : {Role::Admin, Role::Staff, Role::Unproven}) {
        Peer device(world, first_hall);
        device.say(newcomer(SigningKey::generate(), role));
        const auto goodbye = device.expect<protocol::Goodbye>();
        CHECK((goodbye.reason == Refusal::NotAllowed || goodbye.reason == Refusal::InvalidRequest));
    }
}

TEST_CASE("pairing: an administrator who guesses codes has to wait") {
    SessionWorld world;
    const auto office = world.admin();
    for (int i = 0; i < session::limits::pairing_wrong_codes; ++i)
        CHECK(accept(world, *office, "000001", world.new_id()).refusal == Refusal::PairingCodeUnknown);
    CHECK(accept(world, *office, "000001", world.new_id()).refusal == Refusal::TooManyAttempts);
}
