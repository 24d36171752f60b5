// A clerk's machine: signing in, being taken over, coming back, and passwords that are guessed.

#include <doctest/doctest.h>

#include "tests/support/session_world.hpp"

using namespace motcua;
using namespace motcua::test;

namespace {

struct Office {
    SessionWorld world;
    DeviceId first;
    DeviceId second;

    Office() {
        world.add_staff("an", long_password);
        world.add_staff("binh", long_password);
        first = world.pair(Role::Counter, "c1");
        second = world.pair(Role::Counter, "c1");
    }
    protocol::Welcome greet(Peer& peer, const DeviceId& device) { return peer.greet(device, world.key_of(device)); }
};

}  // namespace

TEST_CASE("staff: signing in opens the counter, and its person works there") {
    Office office;
    const auto peer = office.world.device(office.first);
    CHECK(peer->ask(CallNext{c1}).refusal == Refusal::NotSignedIn);
    CHECK(peer->sign_in("an", long_password, "c1") == Refusal::None);
    CHECK(peer->ask(CallNext{c1}).refusal == Refusal::NobodyWaiting);
    const Reply elsewhere = peer->ask(CallNext{CounterId{"c2"}});
    CHECK(elsewhere.refusal == Refusal::OtherCounter);
    CHECK(elsewhere.detail == "c1");
    peer->watch(Subscription{ViewKind::Counter, "", c1});
    CHECK(std::get<CounterView>(peer->wire.last_view()).staff_name == "Name of an");
    CHECK(peer->ask(CloseCounter{c1}).refusal == Refusal::None);
    CHECK(peer->ask(CallNext{c1}).refusal == Refusal::NotSignedIn);  // a machine without a person again
}

TEST_CASE("staff: of the counter that a machine watched no view leaves behind the answer that ended it") {
    Office office;
    const auto free = office.world.device(office.world.pair(Role::Counter));
    free->watch(Subscription{ViewKind::Counter, "", c1});
    REQUIRE(free->wire.waiting_view);
    const std::size_t views = free->wire.views.size();
    CHECK(free->sign_in("an", long_password, "c2") == Refusal::None);
    CHECK(free->wire.views.size() > views);  // c1's list of counters has another one open
    CHECK_FALSE(free->wire.waiting_view);
}

TEST_CASE("staff: a machine that stands at one counter signs in nowhere else") {
    Office office;
    const auto peer = office.world.device(office.first);
    CHECK(peer->sign_in("an", long_password, "c2") == Refusal::OtherCounter);
    const auto free = office.world.device(office.world.pair(Role::Counter));
    CHECK(free->sign_in("an", long_password, "c2") == Refusal::None);
}

TEST_CASE("staff: a colleague who gets in on the same machine cannot guess on without end") {
    Office office;
    const auto shared = office.world.device(office.world.pair(Role::Counter));
    CHECK(shared->sign_in("an", long_password, "c1") == Refusal::None);
    for (int i = 1; i < session::limits::sign_in_failures; ++i)
        CHECK(shared->sign_in("an", "wrong horse", "c1") == Refusal::SignInFailed);
    CHECK(shared->sign_in("binh", long_password, "c2") == Refusal::None);
    CHECK(shared->sign_in("an", "wrong horse", "c1") == Refusal::SignInFailed);
    CHECK(shared->sign_in("an", "wrong horse", "c1") == Refusal::TooManyAttempts);
}

TEST_CASE("staff: who signs in stops seeing another counter") {
    Office office;
    const auto free = office.world.device(office.world.pair(Role::Counter));
    const CounterId c2{"c2"};
    free->watch(Subscription{ViewKind::Counter, "", c2});
    CHECK(free->sign_in("an", long_password, "c1") == Refusal::None);
    const std::size_t seen = free->wire.views.size();
    const auto other = office.world.device(office.world.pair(Role::Counter));
    CHECK(other->sign_in("binh", long_password, "c2") == Refusal::None);
    CHECK(other->ask(PauseCounter{c2, "tea"}).refusal == Refusal::None);
    CHECK(free->wire.views.size() == seen);
    free->watch(Subscription{ViewKind::Counter, "", c1});
    CHECK(std::get<CounterView>(free->wire.last_view()).counter == c1);
}

TEST_CASE("staff: nobody acts in the name of who sat at this machine before") {
    Office office;
    const DeviceId shared = office.world.pair(Role::Counter);
    const auto peer = office.world.device(shared);
    CHECK(peer->sign_in("an", long_password, "c1") == Refusal::None);
    CHECK(peer->sign_in("binh", long_password, "c2") == Refusal::None);
    CHECK(peer->ask(CallNext{c1}).refusal == Refusal::OtherCounter);
    CHECK(peer->ask(CallNext{CounterId{"c2"}}).refusal == Refusal::NobodyWaiting);
    const auto other = office.world.device(office.first);
    CHECK(other->sign_in("an", long_password, "c1") == Refusal::None);  // it is free
}

TEST_CASE("staff: nor who moves to the machine where somebody else sat") {
    Office office;
    const auto own = office.world.device(office.first);
    CHECK(own->sign_in("an", long_password, "c1") == Refusal::None);
    const auto shared = office.world.device(office.world.pair(Role::Counter));
    CHECK(shared->sign_in("binh", long_password, "c2") == Refusal::None);
    CHECK(shared->sign_in("an", long_password, "c1") == Refusal::None);
    CHECK(shared->ask(CallNext{CounterId{"c2"}}).refusal == Refusal::OtherCounter);
    CHECK(shared->ask(CallNext{c1}).refusal == Refusal::NobodyWaiting);
    CHECK(own->ask(CallNext{c1}).refusal == Refusal::NotSignedIn);
}

TEST_CASE("staff: an occupied counter is refused, or taken over where both see it") {
    Office office;
    const auto one = office.world.device(office.first);
    const auto two = office.world.device(office.second);
    CHECK(one->sign_in("an", long_password, "c1") == Refusal::None);
    one->watch(Subscription{ViewKind::Counter, "", c1});
    CHECK(two->sign_in("binh", long_password, "c1") == Refusal::CounterOccupied);
    CHECK(one->ask(PauseCounter{c1, "tea"}).refusal == Refusal::None);
    CHECK(two->sign_in("binh", long_password, "c1", /*take_over=*/true) == Refusal::None);
    CHECK(std::get<CounterView>(one->wire.last_view()).staff_name == "Name of binh");
    CHECK(one->ask(CallNext{c1}).refusal == Refusal::NotSignedIn);
    CHECK(two->ask(CallNext{c1}).refusal == Refusal::NobodyWaiting);
}

TEST_CASE("staff: the same person at another machine of the counter moves there") {
    Office office;
    const auto one = office.world.device(office.first);
    const auto two = office.world.device(office.second);
    CHECK(one->sign_in("an", long_password, "c1") == Refusal::None);
    one->watch(Subscription{ViewKind::Counter, "", c1});
    CHECK(one->ask(PauseCounter{c1, "tea"}).refusal == Refusal::None);
    CHECK(std::get<CounterView>(one->wire.last_view()).device == office.first);
    CHECK(two->sign_in("an", long_password, "c1") == Refusal::None);
    const auto seen = std::get<CounterView>(one->wire.last_view());
    CHECK(seen.device == office.second);
    CHECK(seen.state == CounterState::Paused);  // only the machine changed
    CHECK(seen.pause_reason == "tea");
    CHECK(one->ask(ResumeCounter{c1}).refusal == Refusal::NotSignedIn);
    CHECK(two->ask(ResumeCounter{c1}).refusal == Refusal::None);
    CHECK(two->ask(CallNext{c1}).refusal == Refusal::NobodyWaiting);
}

TEST_CASE("staff: after a restart a person sits at the machine they moved to last") {
    Office office;
    auto one = office.world.device(office.first);
    auto two = office.world.device(office.second);
    CHECK(one->sign_in("an", long_password, "c1") == Refusal::None);
    CHECK(two->sign_in("an", long_password, "c1") == Refusal::None);
    one.reset();
    two.reset();
    office.world.restart();
    Peer first(office.world, first_hall);
    Peer second(office.world, first_hall);
    CHECK(office.greet(first, office.first).role == Role::Counter);
    CHECK(office.greet(second, office.second).role == Role::Staff);
}

TEST_CASE("staff: a lost link keeps the counter open, and the machine that comes back soon is signed in") {
    Office office;
    auto peer = office.world.device(office.first);
    CHECK(peer->sign_in("an", long_password, "c1") == Refusal::None);
    CHECK(office.world.admin()->ask(IssueTicket{ServiceId{"civil"}, {}, {}, ""}).refusal == Refusal::None);
    CHECK(peer->ask(CallNext{c1}).refusal == Refusal::None);
    peer.reset();
    office.world.pass(9 * minute_ms);
    Peer back(office.world, first_hall);
    const auto welcome = office.greet(back, office.first);
    CHECK(welcome.role == Role::Staff);
    CHECK(welcome.counter == c1);
    CHECK(back.ask(StartService{c1}).refusal == Refusal::None);
}

TEST_CASE("staff: a machine that comes back late, or as another, has to sign in") {
    Office office;
    auto peer = office.world.device(office.first);
    CHECK(peer->sign_in("an", long_password, "c1") == Refusal::None);
    peer.reset();
    Peer other(office.world, first_hall);
    CHECK(office.greet(other, office.second).role == Role::Counter);
    office.world.pass(session::limits::seat_return_ms + second_ms);
    Peer late(office.world, first_hall);
    CHECK(office.greet(late, office.first).role == Role::Counter);
    CHECK(late.ask(CallNext{c1}).refusal == Refusal::NotSignedIn);
    {
        Peer again(office.world, first_hall);  // being connected without its clerk is no presence of hers
        CHECK(office.greet(again, office.first).role == Role::Counter);
    }
    CHECK(late.sign_in("an", long_password, "c1") == Refusal::None);
    Peer beside(office.world, first_hall);
    CHECK(office.greet(beside, office.first).role == Role::Staff);
    CHECK(late.ask(CallNext{c1}).refusal == Refusal::NobodyWaiting);
}

TEST_CASE("staff: a take-over whose write failed has taken nobody's seat (simulation, seed 7097)") {
    Office office;
    SessionWorld& world = office.world;
    const auto one = world.device(office.first);
    const auto two = world.device(office.second);
    CHECK(one->sign_in("an", long_password, "c1") == Refusal::None);
    world.journal.fail_append();
    two->say(protocol::SignIn{world.new_id(), StaffId{"binh"}, long_password, c1, /*take_over=*/true});
    world.passwords.work();
    one->say(protocol::CommandRequest{world.new_id(), CallNext{c1}});  // asked while the other seems to sit there
    CHECK(one->expect<protocol::CommandReply>().reply.refusal == Refusal::NotSignedIn);
    world.settle();
    CHECK(two->expect<protocol::CommandReply>().reply.refusal == Refusal::StoreUnavailable);
    while (!world.desk->serves())
        world.pass(session::limits::pulse_ms);
    CHECK(one->ask(CallNext{c1}).refusal == Refusal::NobodyWaiting);
    CHECK(two->ask(CallNext{c1}).refusal == Refusal::NotSignedIn);
}

TEST_CASE("staff: a machine that was taken over while it was away is not signed in") {
    Office office;
    auto peer = office.world.device(office.first);
    CHECK(peer->sign_in("an", long_password, "c1") == Refusal::None);
    peer.reset();
    const auto two = office.world.device(office.second);
    CHECK(two->sign_in("binh", long_password, "c1", /*take_over=*/true) == Refusal::None);
    Peer back(office.world, first_hall);
    CHECK(office.greet(back, office.first).role == Role::Counter);
}

TEST_CASE("staff: after a restart of the server the clerk's machine is signed in as before") {
    Office office;
    auto peer = office.world.device(office.first);
    CHECK(peer->sign_in("an", long_password, "c1") == Refusal::None);
    peer.reset();
    office.world.restart();
    Peer back(office.world, first_hall);
    CHECK(office.greet(back, office.first).role == Role::Staff);
    CHECK(back.ask(CallNext{c1}).refusal == Refusal::NobodyWaiting);
}

TEST_CASE("staff: an unknown login and a wrong password get one answer after the same work") {
    Office office;
    const auto peer = office.world.device(office.first);
    CHECK(peer->sign_in("an", "wrong password", "c1") == Refusal::SignInFailed);
    CHECK(office.world.passwords.checks == 1);
    CHECK(peer->sign_in("nobody", "wrong password", "c1") == Refusal::SignInFailed);
    CHECK(office.world.passwords.checks == 2);
}

TEST_CASE("staff: who guesses has to wait, by login on every machine and by machine for every login") {
    Office office;
    const auto peer = office.world.device(office.first);
    for (int i = 0; i < session::limits::sign_in_failures; ++i)
        CHECK(peer->sign_in("an", "wrong password", "c1") == Refusal::SignInFailed);
    CHECK(peer->sign_in("an", long_password, "c1") == Refusal::TooManyAttempts);
    CHECK(peer->sign_in("binh", long_password, "c1") == Refusal::TooManyAttempts);
    const auto other = office.world.device(office.second);
    CHECK(other->sign_in("an", long_password, "c1") == Refusal::TooManyAttempts);
    CHECK(other->sign_in("binh", long_password, "c1") == Refusal::None);
    CHECK(other->ask(CloseCounter{c1}).refusal == Refusal::None);
    const int checks = office.world.passwords.checks;
    CHECK(checks == session::limits::sign_in_failures + 1);
    auto later = office.world.device(office.second);
    office.world.pass(session::limits::attempts_window_ms);
    later = office.world.device(office.second);
    CHECK(later->sign_in("an", long_password, "c1") == Refusal::None);
}

TEST_CASE("staff: who sends many passwords at once has no more of them checked") {
    Office office;
    std::vector<std::unique_ptr<Peer>> peers;
    for (int i = 0; i < 4 * session::limits::sign_in_failures; ++i) {
        peers.push_back(std::make_unique<Peer>(office.world, first_hall));
        office.greet(*peers.back(), office.first);
    }
    for (const auto& peer : peers)
        peer->say(protocol::SignIn{office.world.new_id(), StaffId{"an"}, "wrong password", c1, false});
    office.world.settle();
    CHECK(office.world.passwords.checks == session::limits::sign_in_failures);
}

TEST_CASE("staff: a login that somebody guesses at stays free on its owner's machine") {
    Office office;
    const auto own = office.world.device(office.second);
    CHECK(own->sign_in("an", long_password, "c1") == Refusal::None);
    CHECK(own->ask(CloseCounter{c1}).refusal == Refusal::None);
    const auto guesser = office.world.device(office.first);
    for (int i = 0; i < session::limits::sign_in_failures; ++i)
        CHECK(guesser->sign_in("an", "wrong password", "c1") == Refusal::SignInFailed);
    CHECK(guesser->sign_in("an", long_password, "c1") == Refusal::TooManyAttempts);
    CHECK(own->sign_in("an", long_password, "c1") == Refusal::None);
}

TEST_CASE("staff: one password at a time is checked for a machine, and a full worker is told") {
    Office office;
    const auto peer = office.world.device(office.first);
    peer->say(protocol::SignIn{office.world.new_id(), StaffId{"an"}, long_password, c1, false});
    peer->say(protocol::SignIn{office.world.new_id(), StaffId{"an"}, long_password, c1, false});
    CHECK(peer->expect<protocol::CommandReply>().reply.refusal == Refusal::TooBusy);
    office.world.settle();
    CHECK(peer->expect<protocol::CommandReply>().reply.refusal == Refusal::None);
    CHECK(peer->ask(CloseCounter{c1}).refusal == Refusal::None);
    office.world.passwords.is_full = true;
    CHECK(peer->sign_in("an", long_password, "c1") == Refusal::TooBusy);
    office.world.passwords.is_full = false;
    CHECK(peer->sign_in("an", long_password, "c1") == Refusal::None);
}

TEST_CASE("staff: a person is added once, with a password that is not too short, and no password is journaled") {
    Office office;
    const auto admin = office.world.admin();
    const auto add = [&](const std::string& login, const std::string& secret, const RequestId& id) {
        admin->say(protocol::AddStaffRequest{id, StaffId{login}, "Chi", secret});
        office.world.settle();
        return admin->expect<protocol::CommandReply>().reply.refusal;
    };
    CHECK(add("chi", "short", office.world.new_id()) == Refusal::WeakPassword);
    CHECK(add("chi", "ậậậẫằừợ", office.world.new_id()) == Refusal::WeakPassword);  // seven characters of 21 bytes
    const RequestId id = office.world.new_id();
    CHECK(add("chi", long_password, id) == Refusal::None);
    CHECK(add("chi", long_password, id) == Refusal::None);  // the same request again
    CHECK(add("chi", long_password, office.world.new_id()) == Refusal::LoginTaken);
    const auto lines = admin->query(ListStaff{}).staff;
    CHECK(lines.size() == 3);
    CHECK(admin->ask(RemoveStaff{StaffId{"chi"}}).refusal == Refusal::None);
    CHECK(admin->query(ListStaff{}).staff.size() == 2);
}
