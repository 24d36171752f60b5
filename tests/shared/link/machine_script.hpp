#pragma once
// A machine with its world: a clock that is moved by hand, and what it wished, ready to be asked about.

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "shared/link/limits.hpp"
#include "shared/link/link_machine.hpp"
#include "shared/protocol/proof.hpp"

namespace motcua::link::test {

inline ServerIdentity identity_of(std::uint8_t byte) {
    ServerIdentity identity;
    identity.fill(byte);
    return identity;
}

inline RequestId request_id(std::uint8_t byte) {
    RequestId id;
    id.bytes.fill(byte);
    return id;
}

inline LinkOptions kiosk_options() {
    LinkOptions options;
    options.hall = HallId{"kon-tum"};
    options.program = "motcua-kiosk";
    options.role = Role::Kiosk;
    options.name = "Door";
    return options;
}

inline View view_of(std::uint64_t version) {
    KioskView view;
    view.hall.version = version;
    return view;
}

struct Script {
    explicit Script(Pairing pairing = Pairing{DeviceId{"kiosk-1"}, identity_of(7)}, std::uint64_t seed = 1)
        : key(SigningKey::generate()), machine(kiosk_options(), key, std::move(pairing), seed) {}

    /// Takes the wishes that came up; TellStatus is counted apart.
    void collect() {
        for (auto& action : machine.take_actions()) {
            if (std::holds_alternative<TellStatus>(action))
                ++statuses;
            else
                wishes.push_back(std::move(action));
        }
    }
    template <class Wish>
    std::vector<Wish> take() {
        collect();
        std::vector<Wish> taken;
        for (auto& wish : wishes) {
            if (auto* found = std::get_if<Wish>(&wish))
                taken.push_back(std::move(*found));
        }
        std::erase_if(wishes, [](const Action& wish) { return std::holds_alternative<Wish>(wish); });
        return taken;
    }
    /// The bodies of one kind that were sent since the last question; the others are dropped. The last one's
    /// correlation is kept.
    template <class Body>
    std::vector<Body> sent() {
        std::vector<Body> bodies;
        for (auto& wish : take<SendMessage>()) {
            auto* body = std::get_if<Body>(&wish.message.body);
            if (body == nullptr)
                continue;
            last_correlation = wish.message.correlation;
            bodies.push_back(std::move(*body));
        }
        return bodies;
    }
    template <class Body>
    void hear(Body body, std::uint64_t correlation = 0) {
        machine.message(now, protocol::Message{correlation, std::move(body)});
    }
    void after(std::int64_t ms) {
        now += ms;
        machine.time(now);
    }
    /// To the machine's next deadline.
    void sleep() { after(std::max<std::int64_t>(machine.wake_at() - now, 0)); }

    void start() { machine.start(now); }
    void connect(std::uint8_t server = 7) { machine.connected(now, identity_of(server)); }
    void greet() {
        hear(protocol::Challenge{});
        protocol::Welcome welcome;
        welcome.device = DeviceId{"kiosk-1"};
        welcome.role = Role::Kiosk;
        welcome.device_name = "Door";
        welcome.heartbeat_ms = 1000;
        hear(welcome);
    }
    void go_online() {
        start();
        connect();
        greet();
        REQUIRE(machine.status().is_online());
    }
    /// From wherever it is, by time and a willing server.
    void come_back() {
        for (int i = 0; i < 10 && state() != LinkState::Connecting; ++i)
            sleep();
        connect();
        greet();
        REQUIRE(machine.status().is_online());
    }
    void ask(std::uint8_t id, Keep keep) {
        machine.request(now, protocol::CommandRequest{request_id(id), IssueTicket{ServiceId{"birth"}, {}, {}, {}}},
                        keep);
    }
    void answer(std::uint8_t id, Refusal refusal = Refusal::None) {
        Reply reply;
        reply.refusal = refusal;
        hear(protocol::CommandReply{request_id(id), reply});
    }
    LinkState state() const { return machine.status().state; }

    SigningKey key;
    LinkMachine machine;
    std::int64_t now = 1'000'000;
    std::vector<Action> wishes;
    int statuses = 0;
    std::uint64_t last_correlation = 0;
};

}  // namespace motcua::link::test
