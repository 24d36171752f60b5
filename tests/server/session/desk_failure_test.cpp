// A journal that cannot be written: nothing is acknowledged, nothing undone was seen, and it goes on by itself.

#include <doctest/doctest.h>

#include "tests/support/session_world.hpp"

using namespace motcua;
using namespace motcua::test;

namespace {

struct FailureScript {
    SessionWorld world;
    std::vector<Reply> replies;
    std::uint64_t tokens = 0;

    void submit(std::uint64_t id) {
        std::array<std::uint8_t, 16> bytes{};
        bytes[0] = static_cast<std::uint8_t>(++tokens);
        world.desk->submit(
            first_hall, request_id(id), 1, IssueTicket{ServiceId{"civil"}, {}, TicketToken{base32(bytes)}, ""},
            Actor{Role::Kiosk, DeviceId{"k"}, {}}, world.now, [this](const Reply& reply) { replies.push_back(reply); });
    }
};

const HealthLine& line(const std::vector<HealthLine>& lines, std::string_view name) {
    for (const auto& one : lines)
        if (one.name == name)
            return one;
    throw std::runtime_error("no such line");
}

}  // namespace

TEST_CASE("desk: when a write fails, all that waited is refused and the hall is what the journal holds") {
    FailureScript script;
    script.submit(1);
    script.world.settle();
    const std::string before = script.world.desk->hall(first_hall)->fingerprint();
    script.world.journal.fail_append();
    script.submit(2);  // in the batch that fails
    script.submit(3);  // waits behind it
    std::vector<Refusal> told;
    script.world.desk->when_durable([&](Refusal refusal) { told.push_back(refusal); });
    int views = 0;
    script.world.desk->subscribe(1, first_hall, Subscription{ViewKind::Kiosk, "", {}}, script.world.now,
                                 [&](const session::Frame&) { ++views; });
    script.world.journal.complete_all();
    REQUIRE(script.replies.size() == 3);
    CHECK(script.replies[1].refusal == Refusal::StoreUnavailable);
    CHECK(script.replies[2].refusal == Refusal::StoreUnavailable);
    CHECK(told == std::vector{Refusal::StoreUnavailable});
    CHECK(views == 0);

    CHECK_FALSE(script.world.desk->serves());
    CHECK(script.world.desk->hall(first_hall) == nullptr);
    CHECK_FALSE(line(script.world.desk->health(script.world.now), "store").is_good);
    script.submit(4);
    CHECK(script.replies.back().refusal == Refusal::StoreUnavailable);
    script.submit(1);  // its answer is durable
    CHECK(script.replies.back() == script.replies.front());

    script.world.pass(1000);
    CHECK(script.world.desk->serves());
    CHECK(script.world.desk->is_ready(script.world.now));
    CHECK(script.world.desk->hall(first_hall)->fingerprint() == before);
    CHECK(views == 1);  // sent anew
    script.submit(2);   // never happened: done now
    script.world.settle();
    CHECK(to_string(script.replies.back().ticket.value().number) == "A002");
}

TEST_CASE("desk: what may have been written is answered when the journal was read again, retries of it too") {
    for (const bool comes_back : {false, true}) {
        CAPTURE(comes_back);
        FailureScript script;
        script.world.journal.fail_append_unsurely();
        script.world.journal.fail_loads(1);
        script.submit(1);  // in the batch that fails
        script.submit(2);  // waits behind it, and was never written
        script.world.journal.complete_all();
        REQUIRE(script.replies.size() == 1);
        CHECK(script.replies[0].refusal == Refusal::StoreUnavailable);
        script.submit(1);  // its asker has connected anew
        script.submit(3);
        REQUIRE(script.replies.size() == 2);
        CHECK(script.replies[1].refusal == Refusal::StoreUnavailable);
        if (comes_back)
            script.world.journal.bring_back();
        script.world.pass(3'000);
        CHECK(script.world.desk->serves());
        REQUIRE(script.replies.size() == 4);
        for (std::size_t i : {2, 3}) {
            CHECK(script.replies[i].refusal == (comes_back ? Refusal::None : Refusal::StoreUnavailable));
            CHECK(script.replies[i].ticket.has_value() == comes_back);
        }
        script.submit(1);
        script.world.settle();
        CHECK(to_string(script.replies.back().ticket.value().number) == "A001");
    }
}

TEST_CASE("desk: a server that stops while it does not know what was written tells nobody that it was not") {
    FailureScript script;
    script.world.journal.fail_append_unsurely();
    script.submit(1);
    bool is_drained = false;
    script.world.desk->drain([&] { is_drained = true; });
    script.world.journal.complete_all();
    CHECK(is_drained);
    CHECK(script.replies.empty());
}

TEST_CASE("desk: it tries to open the journal again until it can, less and less often") {
    FailureScript script;
    script.world.journal.fail_append();
    script.world.journal.fail_loads(4);
    script.submit(1);
    script.world.journal.complete_all();
    script.world.pass(400);
    CHECK(script.world.journal.waiting() == 0);
    script.world.pass(10'600);  // it tried after 0.5, 1, 2 and 4 s, and will every 4 s from now on
    CHECK_FALSE(script.world.desk->serves());
    CHECK(line(script.world.desk->health(script.world.now), "store").what ==
          Problem("the journal cannot be written: {}", Problem("the disk is full; free some space")));
    script.world.pass(1'000);
    CHECK(script.world.desk->serves());
    script.submit(1);
    script.world.settle();
    CHECK(script.replies.back().refusal == Refusal::None);
}

TEST_CASE("desk: whichever append fails, acknowledged tickets stay and each request gets one number") {
    for (int failing = 1; failing <= 12; ++failing) {
        CAPTURE(failing);
        FailureScript script;
        script.world.journal.fail_append(failing);
        std::map<std::uint64_t, Reply> acknowledged;
        for (std::uint64_t id = 1; id <= 12; ++id) {
            for (int attempt = 0; attempt < 50 && !acknowledged.contains(id); ++attempt) {
                script.submit(id);
                script.world.settle();
                if (script.replies.back().refusal == Refusal::None)
                    acknowledged[id] = script.replies.back();
                else
                    script.world.pass(500);
            }
        }
        REQUIRE(acknowledged.size() == 12);
        script.world.restart();
        std::set<std::string> numbers;
        for (const auto& [id, reply] : acknowledged) {
            numbers.insert(to_string(reply.ticket->number));
            const auto ticket = script.world.desk->hall(first_hall)->ticket(reply.ticket->id);
            REQUIRE(ticket);
            CHECK(ticket->number == reply.ticket->number);
            script.submit(id);
            CHECK(script.replies.back() == reply);
        }
        CHECK(numbers.size() == 12);
    }
}

TEST_CASE("desk: a server that stops while the journal cannot be written does stop") {
    FailureScript script;
    script.world.journal.fail_append();
    script.submit(1);
    bool is_drained = false;
    script.world.desk->drain([&] { is_drained = true; });
    CHECK_FALSE(is_drained);
    script.world.journal.complete_all();
    CHECK(is_drained);
    CHECK(script.replies.back().refusal == Refusal::StoreUnavailable);
}

TEST_CASE("desk: a write that hangs is told on the health page, and nobody gets two numbers for it") {
    FailureScript script;
    script.submit(1);
    script.world.now.steady_ms += 5000;
    CHECK_FALSE(line(script.world.desk->health(script.world.now), "store").is_good);
    script.submit(1);
    script.world.settle();
    REQUIRE(script.replies.size() == 2);
    CHECK(script.replies[0] == script.replies[1]);
    CHECK(script.world.desk->is_ready(script.world.now));
}

TEST_CASE("desk: nothing happens to who waits after the desk is gone") {
    SessionWorld world;
    world.desk->submit(first_hall, request_id(1), 1, CallNext{CounterId{"c1"}}, {}, world.now,
                       [](const Reply&) { FAIL("called after the end"); });
    world.reception.reset();
    world.desk.reset();
    world.journal.complete_all();
}

TEST_CASE("desk: a damaged journal keeps a server from starting, with a reason") {
    SessionWorld world;
    world.desk->submit(first_hall, request_id(1), 1, OpenCounter{CounterId{"c1"}, {}, false},
                       Actor{Role::Admin, {}, {}}, world.now, [](const Reply&) {});
    world.settle();
    world.reception.reset();
    world.desk.reset();
    world.journal.batches.front().entries.clear();  // its settings are gone
    session::Desk::Settings settings;
    settings.halls = {first_hall};
    session::Desk desk(settings, world.journal);
    std::string problem;
    desk.open(world.now, [&](Result<void> result) { problem = result.has_error() ? result.error().text : ""; });
    world.journal.complete_all();
    CHECK(problem.find("damaged") != std::string::npos);
    CHECK_FALSE(desk.serves());
}

TEST_CASE("session: screens are told that nothing can be saved, and that it can again; who shows nothing is not") {
    SessionWorld world;
    const auto board = world.device(world.pair(Role::Board));
    board->watch(Subscription{ViewKind::Board, "", {}});
    const auto office = world.admin();
    const auto told = [](Peer& peer) {
        std::vector<bool> can_save;
        for (const protocol::Message& message : std::exchange(peer.wire.inbox, {}))
            if (const auto* state = std::get_if<protocol::ServerState>(&message.body))
                can_save.push_back(state->can_save);
        return can_save;
    };
    using Told = std::vector<bool>;
    world.pass(1'000);
    CHECK(told(*board) == Told{});
    world.journal.fail_append();
    world.journal.fail_loads(3);
    CHECK(office->ask(IssueTicket{ServiceId{"civil"}, {}, {}, ""}).refusal == Refusal::StoreUnavailable);
    CHECK(told(*board) == Told{false});
    board->watch(Subscription{ViewKind::Board, "east", {}});
    CHECK(told(*board) == Told{});  // it has heard it
    office->watch(Subscription{ViewKind::Board, "", {}});
    CHECK(told(*office) == Told{false});  // whoever comes now has not
    office->watch(Subscription{});
    const std::size_t views = board->wire.views.size();
    while (!world.desk->serves())
        world.pass(session::limits::pulse_ms);
    world.pass(session::limits::pulse_ms);
    CHECK(told(*board) == Told{true});
    CHECK(board->wire.views.size() > views);
    CHECK(told(*office) == Told{});
    office->watch(Subscription{ViewKind::Board, "", {}});
    CHECK(told(*office) == Told{true});
}

TEST_CASE("session: that it can be saved again is told before what waited for it") {
    SessionWorld world;
    const auto kiosk = world.device(world.pair(Role::Kiosk));
    kiosk->watch(Subscription{ViewKind::Kiosk, "", {}});
    world.settle();
    kiosk->wire.inbox.clear();
    world.journal.fail_append_unsurely();
    world.journal.fail_loads(1);
    kiosk->say(protocol::CommandRequest{world.new_id(), IssueTicket{ServiceId{"civil"}, {}, {}, ""}});
    world.settle();
    CHECK_FALSE(kiosk->expect<protocol::ServerState>().can_save);
    kiosk->expect_nothing();
    while (!world.desk->serves())
        world.pass(session::limits::pulse_ms);
    CHECK(kiosk->expect<protocol::ServerState>().can_save);
    kiosk->expect<protocol::CommandReply>();
}
