#include <algorithm>
#include <vector>

#include "tests/shared/link/machine_script.hpp"

using namespace motcua;
using namespace motcua::link;
using namespace motcua::link::test;

TEST_CASE("link: a paired device proves itself and is online") {
    Script script;
    script.start();
    CHECK(script.take<Connect>().size() == 1);
    CHECK(script.state() == LinkState::Connecting);
    script.connect();
    const auto hello = script.sent<protocol::Hello>();
    REQUIRE(hello.size() == 1);
    CHECK(hello[0].device == DeviceId{"kiosk-1"});
    CHECK(hello[0].hall == HallId{"kon-tum"});
    CHECK(hello[0].pairing_role == Role::Unproven);

    protocol::Challenge challenge;
    challenge.nonce.fill(9);
    script.hear(challenge);
    const auto proof = script.sent<protocol::Proof>();
    REQUIRE(proof.size() == 1);
    CHECK(
        verify(script.key.public_key(), protocol::bytes_to_sign(challenge.nonce, identity_of(7)), proof[0].signature));
    script.greet();
    CHECK(script.state() == LinkState::Online);
    CHECK(script.machine.status().role == Role::Kiosk);
    CHECK(script.machine.status().device_name == "Door");
    CHECK(script.machine.status().since_ms == script.now);
}

TEST_CASE("link: an unpaired device shows its code and goes on with the same connection once it is accepted") {
    Script script{Pairing{}};
    script.start();
    script.connect(3);
    const auto hello = script.sent<protocol::Hello>();
    REQUIRE(hello.size() == 1);
    CHECK(hello[0].device.empty());
    CHECK(hello[0].pairing_role == Role::Kiosk);
    CHECK(hello[0].pairing_name == "Door");
    CHECK(hello[0].pairing_key == script.key.public_key());

    script.hear(protocol::PairingCode{"042137", 60'000});
    CHECK(script.state() == LinkState::Pairing);
    CHECK(script.machine.status().pairing_code == "042137");
    CHECK(script.machine.status().pairing_ends_ms == script.now + 60'000);
    CHECK(script.take<Disconnect>().empty());

    script.after(pairing_silence_ms - 1);
    script.hear(protocol::Paired{DeviceId{"kiosk-1"}});
    const auto kept = script.take<KeepPairing>();
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].pairing == Pairing{DeviceId{"kiosk-1"}, identity_of(3)});
    const auto second = script.sent<protocol::Hello>();
    REQUIRE(second.size() == 1);
    CHECK(second[0].device == DeviceId{"kiosk-1"});
    CHECK(script.machine.status().device == DeviceId{"kiosk-1"});
    CHECK(script.machine.status().server == identity_of(3));
    script.greet();
    CHECK(script.state() == LinkState::Online);
    CHECK(script.machine.status().pairing_code.empty());
    CHECK(script.take<Connect>().size() == 1);
}

TEST_CASE("link: a pairing code that ran out is replaced by a new one") {
    Script script{Pairing{}};
    script.start();
    script.connect();
    script.hear(protocol::PairingCode{"111111", 60'000});
    script.take<Connect>();
    SUBCASE("the server says so") {
        script.hear(protocol::Goodbye{Refusal::PairingCodeExpired, ""});
    }
    SUBCASE("the server falls silent") {
        script.after(pairing_silence_ms / 2);
        script.hear(protocol::Ping{1});
        script.sleep();
        CHECK(script.now == script.machine.status().since_ms + pairing_silence_ms / 2 + pairing_silence_ms);
        CHECK(script.machine.status().trouble == Trouble::NoAnswer);
    }
    CHECK(script.state() == LinkState::Offline);
    CHECK(script.machine.status().pairing_code.empty());
    script.sleep();
    CHECK(script.take<Connect>().size() == 1);
    script.connect();
    script.hear(protocol::PairingCode{"222222", 60'000});
    CHECK(script.machine.status().pairing_code == "222222");
}

TEST_CASE("link: another server's identity is refused before a word is said") {
    Script script;
    script.start();
    script.connect(8);
    CHECK(script.state() == LinkState::Rejected);
    CHECK(script.machine.status().trouble == Trouble::IdentityChanged);
    CHECK(script.machine.status().detail == to_hex(identity_of(7)) + " -> " + to_hex(identity_of(8)));
    CHECK(script.sent<protocol::Hello>().empty());
    CHECK(script.take<Disconnect>().size() == 1);

    // It looks again now and then, and the screen does not flicker meanwhile.
    const std::int64_t before = script.now;
    script.take<Connect>();
    script.sleep();
    CHECK(script.now - before == rejected_retry_ms);
    CHECK(script.take<Connect>().size() == 1);
    CHECK(script.state() == LinkState::Rejected);
    script.connect(7);
    script.greet();
    CHECK(script.state() == LinkState::Online);
}

TEST_CASE("link: an identity pinned by the settings holds before pairing") {
    LinkOptions options = kiosk_options();
    options.server_identity = identity_of(5);
    LinkMachine machine(options, SigningKey::generate(), Pairing{}, 1);
    machine.start(0);
    machine.connected(0, identity_of(6));
    CHECK(machine.status().trouble == Trouble::IdentityChanged);
}

TEST_CASE("link: a definite no is shown and tried again slowly, another one quickly") {
    for (const Refusal refusal : {Refusal::UnknownDevice, Refusal::DeviceRevoked, Refusal::VersionMismatch,
                                  Refusal::UnknownHall, Refusal::ShuttingDown, Refusal::TooBusy}) {
        CAPTURE(name_of(refusal));
        Script script;
        script.start();
        script.connect();
        script.hear(protocol::Goodbye{refusal, "why"});
        const bool is_definite = refusal != Refusal::ShuttingDown && refusal != Refusal::TooBusy;
        CHECK(script.state() == (is_definite ? LinkState::Rejected : LinkState::Offline));
        CHECK(script.machine.status().refusal == refusal);
        CHECK(script.machine.status().trouble == Trouble::Refused);
        CHECK(script.machine.status().detail == "why");
        const std::int64_t wait = script.machine.wake_at() - script.now;
        CHECK(wait == (is_definite ? rejected_retry_ms : wait));
        CHECK((is_definite || wait <= first_retry_ms));
    }
}

TEST_CASE("link: retries wait longer and longer up to the bound, the same for the same seed") {
    const auto waits = [](std::uint64_t seed) {
        Script script{Pairing{DeviceId{"kiosk-1"}, identity_of(7)}, seed};
        script.start();
        std::vector<std::int64_t> list;
        for (int i = 0; i < 12; ++i) {
            script.machine.failed(script.now, Trouble::Unreachable, "refused");
            list.push_back(script.machine.wake_at() - script.now);
            script.sleep();
        }
        return list;
    };
    const auto list = waits(42);
    CHECK(list == waits(42));
    CHECK(list != waits(43));
    std::int64_t step = first_retry_ms;
    for (const auto wait : list) {
        CHECK(wait >= step / 2);
        CHECK(wait <= step);
        step = std::min(2 * step, longest_retry_ms);
    }
}

TEST_CASE("link: after a good while online the first retry is fast; flapping is not") {
    Script script;
    script.go_online();
    SUBCASE("stable") {
        script.now += stable_ms;
        script.machine.failed(script.now, Trouble::ConnectionLost, "");
        CHECK(script.machine.wake_at() - script.now <= first_retry_ms);
    }
    SUBCASE("flapping") {
        for (int i = 0; i < 6; ++i) {
            script.machine.failed(script.now, Trouble::ConnectionLost, "");
            script.come_back();
        }
        script.machine.failed(script.now, Trouble::ConnectionLost, "");
        CHECK(script.machine.wake_at() - script.now >= longest_retry_ms / 2);
    }
}

TEST_CASE("link: says since when it is offline, through every attempt") {
    Script script;
    script.go_online();
    script.now += 10'000;
    const std::int64_t lost = script.now;
    script.machine.failed(script.now, Trouble::ConnectionLost, "reset");
    CHECK(script.machine.status().since_ms == lost);
    for (int i = 0; i < 5; ++i) {
        script.sleep();
        script.machine.failed(script.now, Trouble::Unreachable, "refused");
    }
    CHECK(script.machine.status().since_ms == lost);
    CHECK(script.machine.status().trouble == Trouble::Unreachable);
    CHECK(script.machine.status().was_online);
    script.come_back();
    CHECK(script.machine.status().since_ms == script.now);
    CHECK(script.machine.status().trouble == Trouble::None);
}

TEST_CASE("link: sends a ping when it has nothing to say, and leaves a silent server") {
    Script script;
    script.go_online();
    script.take<SendMessage>();
    const std::int64_t start = script.now;
    script.sleep();
    CHECK(script.now - start == 1000);
    CHECK(script.sent<protocol::Ping>().size() == 1);
    script.hear(protocol::Pong{1});
    for (int i = 0; i < 3; ++i)
        script.sleep();
    CHECK(script.now - start == 1000 + silent_heartbeats * 1000);
    CHECK(script.state() == LinkState::Offline);
    CHECK(script.machine.status().trouble == Trouble::NoAnswer);
    CHECK(script.take<Disconnect>().size() == 1);
}

TEST_CASE("link: answers the server's ping") {
    Script script;
    script.go_online();
    script.hear(protocol::Ping{77});
    const auto pongs = script.sent<protocol::Pong>();
    REQUIRE(pongs.size() == 1);
    CHECK(pongs[0].value == 77);
}

TEST_CASE("link: subscribes again after every reconnect, with the newest wish") {
    Script script;
    script.machine.subscribe(script.now, Subscription{ViewKind::Kiosk, {}, {}});
    CHECK(script.sent<protocol::Subscribe>().empty());
    script.go_online();
    CHECK(script.sent<protocol::Subscribe>().size() == 1);
    script.machine.subscribe(script.now, Subscription{ViewKind::Board, "east", {}});
    CHECK(script.sent<protocol::Subscribe>().size() == 1);
    script.machine.failed(script.now, Trouble::ConnectionLost, "");
    script.come_back();
    const auto again = script.sent<protocol::Subscribe>();
    REQUIRE(again.size() == 1);
    CHECK(again[0].subscription.zone == "east");
}

TEST_CASE("link: a refused subscription is told, until another is wished") {
    Script script;
    script.machine.subscribe(script.now, Subscription{ViewKind::Counter, {}, CounterId{"c9"}});
    script.go_online();
    script.sent<protocol::Subscribe>();
    Reply reply;
    reply.refusal = Refusal::UnknownCounter;
    script.hear(protocol::CommandReply{RequestId{}, reply}, script.last_correlation);
    CHECK(script.machine.status().subscription_refusal == Refusal::UnknownCounter);
    CHECK(script.state() == LinkState::Online);
    const Status shown = as_shown(script.machine.status());
    CHECK(shown.state == LinkState::Rejected);
    CHECK(shown.trouble == Trouble::Refused);
    CHECK(shown.refusal == Refusal::UnknownCounter);
    // The counter may come with new settings: it asks again now and then, and shows the last answer meanwhile.
    const auto asked_within = [&](std::int64_t ms) {
        std::size_t times = 0;
        for (std::int64_t passed = 0; passed < ms; passed += 500) {
            script.after(500);
            script.hear(protocol::Pong{1});
            times += script.sent<protocol::Subscribe>().size();
        }
        return times;
    };
    CHECK(asked_within(subscribe_again_ms - 500) == 0);
    CHECK(asked_within(500) == 1);
    CHECK(asked_within(2 * subscribe_again_ms) == 0);  // one question at a time
    CHECK(script.machine.status().subscription_refusal == Refusal::UnknownCounter);
    script.hear(protocol::CommandReply{RequestId{}, reply}, script.last_correlation);
    CHECK(asked_within(subscribe_again_ms) == 1);
    script.hear(protocol::ViewPush{CounterView{}});
    CHECK(script.machine.status().subscription_refusal == Refusal::None);
    CHECK(asked_within(2 * subscribe_again_ms) == 0);
    script.machine.subscribe(script.now, Subscription{ViewKind::Counter, {}, CounterId{"c1"}});
    CHECK(script.machine.status().subscription_refusal == Refusal::None);
    CHECK(as_shown(script.machine.status()) == script.machine.status());
    script.sent<protocol::Subscribe>();
    script.hear(protocol::Unsupported{20}, script.last_correlation);
    CHECK(script.machine.status().subscription_refusal == Refusal::Unsupported);
}

TEST_CASE("link: a server that can save nothing is told as none, and asked for a view when it can again") {
    Script script;
    script.machine.subscribe(script.now, Subscription{ViewKind::Board, {}, {}});
    script.go_online();
    script.sent<protocol::Subscribe>();
    script.hear(protocol::ServerState{true});  // no news
    CHECK(script.sent<protocol::Subscribe>().empty());
    script.now += 1'000;
    const std::int64_t since = script.now;
    script.hear(protocol::ServerState{false});
    script.now += 500;
    script.hear(protocol::ServerState{false});
    CHECK(script.state() == LinkState::Online);
    Status shown = as_shown(script.machine.status());
    CHECK(shown.state == LinkState::Offline);
    CHECK(shown.trouble == Trouble::Refused);
    CHECK(shown.refusal == Refusal::StoreUnavailable);
    CHECK(shown.since_ms == since);
    script.hear(protocol::ServerState{true});
    CHECK(script.sent<protocol::Subscribe>().size() == 1);
    CHECK(as_shown(script.machine.status()).state == LinkState::Online);
    script.hear(protocol::ServerState{false});
    script.machine.failed(script.now, Trouble::ConnectionLost, "");
    script.come_back();
    CHECK(as_shown(script.machine.status()).state == LinkState::Online);  // a connection begins with "can"
}

TEST_CASE("link: a view never goes back within a connection, and anything is the truth after a restart") {
    Script script;
    script.go_online();
    script.hear(protocol::ViewPush{view_of(10)});
    script.hear(protocol::ViewPush{view_of(9)});
    script.hear(protocol::ViewPush{view_of(10)});
    script.hear(protocol::ViewPush{view_of(12)});
    auto shown = script.take<ShowView>();
    REQUIRE(shown.size() == 3);
    CHECK(header_of(shown[2].view).version == 12);
    script.machine.failed(script.now, Trouble::ConnectionLost, "");
    script.come_back();
    script.hear(protocol::ViewPush{view_of(3)});
    shown = script.take<ShowView>();
    REQUIRE(shown.size() == 1);
    CHECK(header_of(shown[0].view).version == 3);
}

TEST_CASE("link: of two views of one version the one that was made later is shown") {
    Script script;
    script.go_online();
    const auto made = [](std::int64_t at_ms) {
        BoardView view;
        view.hall.version = 10;
        view.hall.at = Instant{at_ms};
        return protocol::ViewPush{view};
    };
    script.hear(made(1'000));
    script.hear(made(2'000));  // a missed number is gone
    script.hear(made(1'000));
    auto shown = script.take<ShowView>();
    REQUIRE(shown.size() == 2);
    CHECK(header_of(shown[1].view).at == Instant{2'000});
}

TEST_CASE("link: each attempt begins at another address until one was good; that one is left seldom") {
    Script script;
    std::vector<std::size_t> turns;
    const auto attempt = [&] {
        for (int i = 0; i < 10 && script.state() != LinkState::Connecting; ++i)
            script.sleep();
        const auto tried = script.take<Connect>();
        REQUIRE(tried.size() == 1);
        turns.push_back(tried.front().address_turn);
    };
    script.start();
    for (int i = 0; i < 3; ++i) {
        attempt();
        if (i < 2)
            script.machine.failed(script.now, Trouble::Unreachable, "");
    }
    CHECK(turns == std::vector<std::size_t>{0, 1, 2});
    script.connect();
    script.greet();
    turns.clear();
    for (int i = 0; i < failures_before_another_address + 1; ++i) {
        script.machine.failed(script.now, Trouble::ConnectionLost, "");
        attempt();
    }
    CHECK(std::count(turns.begin(), turns.end(), 2) == failures_before_another_address);
    CHECK(turns.back() == 3);
}

TEST_CASE("link: pairing again forgets the device and the pinned server") {
    Script script;
    script.go_online();
    script.take<SendMessage>();
    script.machine.pair_again(script.now);
    const auto kept = script.take<KeepPairing>();
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].pairing == Pairing{});
    CHECK(script.machine.status().device.empty());
    CHECK_FALSE(script.machine.status().server.has_value());
    script.connect(9);
    const auto hello = script.sent<protocol::Hello>();
    REQUIRE(hello.size() == 1);
    CHECK(hello[0].device.empty());
    script.hear(protocol::PairingCode{"123456", 1000});
    CHECK(script.state() == LinkState::Pairing);
}

TEST_CASE("link: tells its status when it changed, and only then") {
    Script script;
    script.start();
    script.collect();
    CHECK(script.statuses == 1);
    script.collect();
    CHECK(script.statuses == 1);
    script.connect();
    script.collect();
    CHECK(script.statuses == 2);
    script.greet();
    script.collect();
    CHECK(script.statuses == 3);
    script.hear(protocol::Ping{1});
    script.collect();
    CHECK(script.statuses == 3);
}
