// One long script, broken at every step, then continued: whatever happens in between, the machine ends online, every
// request is answered exactly once, and nothing is asked of a connection that is closed.
#include <map>
#include <set>
#include <utility>

#include "tests/shared/link/machine_script.hpp"

using namespace motcua;
using namespace motcua::link;
using namespace motcua::link::test;

namespace {

/// A server that answers what it is sent, and a network that may break before the n-th thing it carries.
struct World {
    World(int break_before, int kind, Pairing pairing)
        : script(std::move(pairing)), break_at(break_before), fault(kind) {}

    void deliver(protocol::Body body, std::uint64_t correlation = 0) {
        if (!is_connected)
            return;
        if (++step == break_at)
            return break_now();
        script.machine.message(script.now, protocol::Message{correlation, std::move(body)});
        obey();
    }

    void break_now() {
        switch (fault) {
            case 0:
                script.machine.failed(script.now, Trouble::ConnectionLost, "reset");
                break;
            case 1:  // silence: only time ends it
                is_silent = true;
                break;
            case 2:
                script.machine.message(script.now, protocol::Message{0, protocol::Goodbye{Refusal::TooBusy, ""}});
                break;
            case 3:
                script.machine.failed(script.now, Trouble::NotUnderstood, "garbage");
                break;
        }
        obey();
    }

    void obey() {
        while (true) {
            script.collect();
            if (script.wishes.empty())
                return;
            const auto wishes = std::exchange(script.wishes, {});
            for (const auto& wish : wishes)
                act(wish);
        }
    }

    void act(const Action& wish) {
        if (std::holds_alternative<Connect>(wish)) {
            CHECK(!is_connected);
            is_connected = true;
            is_silent = false;
            if (++step == break_at)
                return fault == 1 ? static_cast<void>(is_silent = true)
                                  : script.machine.failed(script.now, Trouble::Unreachable, "refused");
            script.machine.connected(script.now, identity_of(7));
        } else if (std::holds_alternative<Disconnect>(wish)) {
            is_connected = false;
        } else if (const auto* send = std::get_if<SendMessage>(&wish)) {
            CHECK(is_connected);
            if (!is_silent)
                inbox.push_back(send->message);
        } else if (const auto* reply = std::get_if<GiveReply>(&wish)) {
            ++replies[reply->id];
        }
    }

    void serve(const protocol::Message& message) {
        if (const auto* hello = std::get_if<protocol::Hello>(&message.body)) {
            if (hello->device.empty()) {
                deliver(protocol::PairingCode{"123456", 60'000});
                deliver(protocol::Paired{DeviceId{"kiosk-1"}});
            } else {
                deliver(protocol::Challenge{});
            }
        } else if (std::holds_alternative<protocol::Proof>(message.body)) {
            protocol::Welcome welcome;
            welcome.device = DeviceId{"kiosk-1"};
            welcome.role = Role::Kiosk;
            welcome.heartbeat_ms = 1000;
            deliver(welcome);
        } else if (std::holds_alternative<protocol::Subscribe>(message.body)) {
            deliver(protocol::ViewPush{view_of(1)});
        } else if (const auto* request = std::get_if<protocol::CommandRequest>(&message.body)) {
            done.insert(request->id);
            deliver(protocol::CommandReply{request->id, Reply{}});
        } else if (const auto* ping = std::get_if<protocol::Ping>(&message.body)) {
            deliver(protocol::Pong{ping->value});
        }
    }

    void run(std::int64_t until_ms) {
        while (script.now < until_ms) {
            obey();
            while (!inbox.empty()) {
                const auto messages = std::exchange(inbox, {});
                for (const auto& message : messages) {
                    if (is_connected && !is_silent)
                        serve(message);
                }
            }
            script.now = std::clamp(script.machine.wake_at(), script.now + 1, until_ms);
            script.machine.time(script.now);
        }
        obey();
    }

    Script script;
    int break_at;
    int fault;
    int step = 0;
    bool is_connected = false;
    bool is_silent = false;
    std::vector<protocol::Message> inbox;
    std::map<RequestId, int> replies;
    std::set<RequestId> done;
};

}  // namespace

TEST_CASE("link: broken at any step in any way, it comes back and every request is answered once") {
    for (const bool is_paired : {true, false}) {
        for (int fault = 0; fault < 4; ++fault) {
            for (int at = 1; at <= 16; ++at) {
                CAPTURE(is_paired);
                CAPTURE(fault);
                CAPTURE(at);
                World world(at, fault, is_paired ? Pairing{DeviceId{"kiosk-1"}, identity_of(7)} : Pairing{});
                world.script.machine.subscribe(world.script.now, Subscription{ViewKind::Kiosk, {}, {}});
                for (std::uint8_t id = 1; id <= 4; ++id)
                    world.script.ask(id, Keep::UntilAnswered);
                const std::int64_t start = world.script.now;
                world.script.start();
                // Longest: a silent server while it waits for a person to accept the device.
                world.run(start + pairing_silence_ms + 10'000);
                CHECK(world.script.state() == LinkState::Online);
                CHECK(world.script.machine.status().unanswered == 0);
                CHECK(world.replies.size() == 4);
                for (const auto& [id, times] : world.replies)
                    CHECK(times == 1);
            }
        }
    }
}
