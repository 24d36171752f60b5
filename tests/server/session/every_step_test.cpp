// The whole visit of a day as one script, cut off at every step: the connection closes, or the journal fails, after the
// n-th message; then everybody comes back, asks again under the same ids, and the visit ends as if nothing had been.

#include <doctest/doctest.h>

#include "tests/support/session_world.hpp"

using namespace motcua;
using namespace motcua::test;

namespace {

enum class Fault { Close, FailedAppend, Restart };

/// Requests of one visit, each under an id that its retries keep.
class Visit {
  public:
    Visit(Fault fault, int at_step) : fault_(fault), at_step_(at_step) {
        world_.add_staff("an", long_password);
        kiosk_ = world_.pair(Role::Kiosk);
        counter_ = world_.pair(Role::Counter, "c1");
    }

    /// Number of steps taken.
    int run() {
        const TicketDetail ticket = step(kiosk_, IssueTicket{ServiceId{"civil"}, {}, {}, ""}).ticket.value();
        sign_in();
        CHECK(step(counter_, CallNext{c1}).ticket.value().id == ticket.id);
        CHECK(step(counter_, Recall{c1}).ticket.value().id == ticket.id);
        CHECK(step(counter_, StartService{c1}).ticket.value().state == TicketState::Serving);
        CHECK(step(counter_, FinishService{c1}).ticket.value().state == TicketState::Finished);
        step(counter_, CloseCounter{c1});
        const auto kept = world_.desk->hall(first_hall)->ticket(ticket.id);
        REQUIRE(kept);
        CHECK(kept->state == TicketState::Finished);
        CHECK(kept->calls.size() == 1);
        CHECK(kept->calls[0].recalls == 1);
        std::size_t total = 0;
        world_.desk->hall(first_hall)->tickets(false, {}, 100, total);
        CHECK(total == 1);
        return steps_;
    }

  private:
    Reply step(const DeviceId& device, const Command& command) {
        return insist(device, protocol::CommandRequest{world_.new_id(), command});
    }
    void sign_in() { insist(counter_, protocol::SignIn{world_.new_id(), StaffId{"an"}, long_password, c1, false}); }

    /// Sends until an answer comes that is no trouble of the server's.
    Reply insist(const DeviceId& device, const protocol::Body& request) {
        bool is_faulty = ++steps_ == at_step_;
        for (int attempt = 0; attempt < 60; ++attempt) {
            if (const auto reply = try_once(device, request, std::exchange(is_faulty, false)))
                return *reply;
            world_.pass(500);
        }
        FAIL("no answer after many attempts");
        return {};
    }

    std::optional<Reply> try_once(const DeviceId& device, const protocol::Body& request, bool is_faulty) {
        if (!world_.desk->serves())
            return std::nullopt;
        Peer peer(world_, first_hall);
        peer.greet(device, world_.key_of(device));
        if (is_faulty && fault_ == Fault::FailedAppend)
            world_.journal.fail_append();
        peer.say(request);
        if (is_faulty && fault_ == Fault::Close) {
            peer.close();  // the answer finds nobody
            world_.settle();
            return std::nullopt;
        }
        world_.settle();
        if (is_faulty && fault_ == Fault::Restart) {
            peer.close();
            world_.restart();
            return std::nullopt;
        }
        const Reply reply = peer.expect<protocol::CommandReply>().reply;
        if (reply.refusal == Refusal::StoreUnavailable)
            return std::nullopt;
        CHECK(name_of(reply.refusal) == name_of(Refusal::None));
        return reply;
    }

    SessionWorld world_;
    Fault fault_;
    int at_step_;
    int steps_ = 0;
    DeviceId kiosk_;
    DeviceId counter_;
};

void every_step(Fault fault) {
    const int steps = Visit(fault, 0).run();
    for (int step = 1; step <= steps; ++step) {
        CAPTURE(step);
        CHECK(Visit(fault, step).run() == steps);
    }
}

}  // namespace

TEST_CASE("every step: the connection closes before the answer") {
    every_step(Fault::Close);
}

TEST_CASE("every step: the journal fails") {
    every_step(Fault::FailedAppend);
}

TEST_CASE("every step: the server is killed and starts again") {
    every_step(Fault::Restart);
}

TEST_CASE("every step: a connection closed at any moment of the greeting or the pairing leaves nothing behind") {
    SessionWorld world;
    const DeviceId kiosk = world.pair(Role::Kiosk);
    for (int step = 0; step < 4; ++step) {
        CAPTURE(step);
        Peer peer(world, first_hall);
        protocol::Hello hello;
        hello.hall = first_hall;
        hello.program = "test";
        hello.version = "1";
        if (step == 1) {
            hello.pairing_role = Role::Board;
            hello.pairing_name = "b";
            hello.pairing_key = SigningKey::generate().public_key();
        } else {
            hello.device = kiosk;
        }
        if (step > 0)
            peer.say(hello);
        if (step == 3) {
            const auto challenge = peer.expect<protocol::Challenge>();
            peer.say(
                protocol::Proof{world.key_of(kiosk).sign(protocol::bytes_to_sign(challenge.nonce, test_certificate))});
            peer.watch(Subscription{ViewKind::Kiosk, "", {}});
        }
        peer.close();
        world.settle();
        world.pass(1000);
        CHECK(world.reception->session_count() == 0);
    }
    const auto office = world.admin();
    const auto devices = office->query(ListDevices{}).devices;
    REQUIRE(devices.size() == 1);
    CHECK_FALSE(devices[0].connected);
}
