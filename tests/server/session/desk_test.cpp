// What the desk tells and when: nothing before it is durable, one answer for one request, views only when they changed.

#include <doctest/doctest.h>

#include "tests/support/session_world.hpp"

using namespace motcua;
using namespace motcua::test;

namespace {

const Subscription kiosk_view{ViewKind::Kiosk, "", {}};

struct Heard {
    std::vector<Reply> replies;
    session::Desk::Replied into() {
        return [this](const Reply& reply) { replies.push_back(reply); };
    }
};

IssueTicket issue(std::uint64_t n) {
    IssueTicket command{ServiceId{"civil"}, {}, {}, ""};
    std::array<std::uint8_t, 16> bytes{};
    bytes[0] = static_cast<std::uint8_t>(n);
    bytes[1] = static_cast<std::uint8_t>(n >> 8);
    command.token = TicketToken{base32(bytes)};
    return command;
}

struct DeskScript {
    SessionWorld world;
    Heard heard;
    std::uint64_t tokens = 0;

    void submit(std::uint64_t id, const HallId& hall = first_hall, std::uint64_t digest = 1) {
        ask(id, Actor{Role::Kiosk, DeviceId{"k"}, {}}, hall, digest);
    }
    void ask(std::uint64_t id, const Actor& actor, const HallId& hall = first_hall, std::uint64_t digest = 1) {
        world.desk->submit(hall, request_id(id), digest, issue(++tokens), actor, world.now, heard.into());
    }
    std::string number(std::size_t i) { return to_string(heard.replies.at(i).ticket.value().number); }
};

}  // namespace

TEST_CASE("desk: a reply leaves when its batch is durable, not before") {
    DeskScript script;
    script.submit(1);
    CHECK(script.heard.replies.empty());
    CHECK(script.world.journal.waiting() == 1);
    CHECK(script.world.journal.complete_one());
    REQUIRE(script.heard.replies.size() == 1);
    CHECK(script.number(0) == "A001");
}

TEST_CASE("desk: what comes during a write makes the next batch, together and in order") {
    DeskScript script;
    const std::size_t before = script.world.journal.batches.size();
    for (std::uint64_t id = 1; id <= 5; ++id)
        script.submit(id);
    CHECK(script.world.journal.waiting() == 1);
    CHECK(script.world.journal.complete_one());
    CHECK(script.heard.replies.size() == 1);
    CHECK(script.world.journal.complete_one());
    REQUIRE(script.heard.replies.size() == 5);
    REQUIRE(script.world.journal.batches.size() == before + 2);
    CHECK(script.world.journal.batches[before].entries.size() == 1);
    CHECK(script.world.journal.batches[before + 1].entries.size() == 4);
    for (std::size_t i = 0; i < 5; ++i)
        CHECK(script.number(i) == "A00" + std::to_string(i + 1));
}

TEST_CASE("desk: an answer is its asker's, also before it is durable and after a restart") {
    DeskScript script;
    const Actor other{Role::Kiosk, DeviceId{"other"}, {}};
    script.submit(1);
    script.ask(1, other);
    REQUIRE(script.heard.replies.size() == 1);
    CHECK(script.heard.replies.at(0).refusal == Refusal::RequestIdReused);
    CHECK(!script.heard.replies.at(0).ticket);
    script.world.settle();
    script.world.restart();
    script.ask(1, other);
    script.submit(1);
    REQUIRE(script.heard.replies.size() == 4);
    CHECK(script.heard.replies.at(2).refusal == Refusal::RequestIdReused);
    CHECK(script.heard.replies.at(3) == script.heard.replies.at(1));
    CHECK(script.number(3) == "A001");
}

TEST_CASE("desk: what a device asked as it was let go is done when it is accepted again and asks again") {
    DeskScript script;
    const auto accept = [&](std::uint64_t id, const char* device) {
        AcceptDevice command{DeviceId{device}, Role::Kiosk, "Kiosk", {}, {}};
        command.key[0] = 7;
        script.world.desk->submit(first_hall, request_id(id), 1, command, Actor{Role::Admin, {}, {}}, script.world.now,
                                  script.heard.into());
        script.world.settle();
    };
    accept(100, "k");
    script.submit(1);
    script.world.settle();
    const TicketToken given = script.heard.replies.back().ticket.value().token;
    script.world.desk->submit(first_hall, request_id(101), 1, RevokeDevice{DeviceId{"k"}}, Actor{Role::Admin, {}, {}},
                              script.world.now, script.heard.into());
    const auto give_back = [&](const char* device) {
        Heard answer;
        script.world.desk->submit(first_hall, request_id(2), 1, CancelTicket{given},
                                  Actor{Role::Kiosk, DeviceId{device}, {}}, script.world.now, answer.into());
        script.world.settle();
        return answer.replies.at(0).refusal;
    };
    CHECK(give_back("k") == Refusal::DeviceRevoked);
    accept(102, "k2");
    CHECK(give_back("k2") == Refusal::None);
    CHECK(script.world.desk->hall(first_hall)->ticket_by_token(given)->state == TicketState::Cancelled);
}

TEST_CASE("desk: a device that asks without end waits for its turn, the others do not") {
    DeskScript script;
    const auto most = static_cast<std::uint64_t>(session::limits::asks_burst_of_device);
    const auto refusal_of = [&](std::uint64_t id, const Actor& actor) {
        script.heard.replies.clear();
        script.ask(id, actor);
        script.world.settle();
        return script.heard.replies.at(0).refusal;
    };
    const Actor wild{Role::Kiosk, DeviceId{"k"}, {}};
    const Actor calm{Role::Kiosk, DeviceId{"calm"}, {}};
    for (std::uint64_t id = 1; id <= most; ++id)
        CHECK(refusal_of(id, wild) != Refusal::TooBusy);
    CHECK(refusal_of(most + 1, wild) == Refusal::TooBusy);
    CHECK(refusal_of(1, wild) == Refusal::None);  // a retry takes no turn
    CHECK(refusal_of(most + 2, calm) != Refusal::TooBusy);
    CHECK(refusal_of(most + 3, Actor{Role::Admin, {}, {}}) != Refusal::TooBusy);
    script.world.pass(second_ms);
    CHECK(refusal_of(most + 1, wild) != Refusal::TooBusy);
    CHECK(refusal_of(most + 4, wild) != Refusal::TooBusy);
    CHECK(refusal_of(most + 5, wild) == Refusal::TooBusy);
}

TEST_CASE("desk: a view leaves when what it shows is durable, not before") {
    DeskScript script;
    std::vector<session::Frame> views;
    CHECK(script.world.desk->subscribe(1, first_hall, kiosk_view, script.world.now,
                                       [&](const session::Frame& frame) { views.push_back(frame); }));
    REQUIRE(views.size() == 1);  // all is durable: at once
    script.submit(1);
    CHECK(views.size() == 1);
    script.world.journal.complete_one();
    REQUIRE(views.size() == 2);
    const auto view = std::get<protocol::ViewPush>(FakeWire::message_of(*views.back()).body).view;
    CHECK(std::get<KioskView>(view).services.at(0).waiting == 1);
    CHECK(std::get<KioskView>(view).ticket_url == "http://test/t/");
}

TEST_CASE("desk: a subscriber who comes during a write does not see what is being written") {
    DeskScript script;
    script.submit(1);
    int views = 0;
    script.world.desk->subscribe(1, first_hall, kiosk_view, script.world.now, [&](const session::Frame&) { ++views; });
    CHECK(views == 0);
    script.world.settle();
    CHECK(views >= 1);
}

TEST_CASE("desk: who asks again and again during a write gets one view, and nothing is kept of the others") {
    DeskScript script;
    script.submit(1);
    int views = 0;
    for (int i = 0; i < 1'000; ++i)
        script.world.desk->subscribe(1, first_hall, kiosk_view, script.world.now,
                                     [&](const session::Frame&) { ++views; });
    script.world.journal.complete_one();
    CHECK(views == 1);
}

TEST_CASE("desk: who comes between two commands of one batch sees the second, also when it undoes the first") {
    DeskScript script;
    std::vector<session::Frame> of_one, of_two;
    const auto waiting_in = [](const std::vector<session::Frame>& views) {
        const auto view = std::get<protocol::ViewPush>(FakeWire::message_of(*views.back()).body).view;
        return std::get<KioskView>(view).services.at(0).waiting;
    };
    script.world.desk->subscribe(1, first_hall, kiosk_view, script.world.now,
                                 [&](const session::Frame& frame) { of_one.push_back(frame); });
    script.submit(1);
    script.world.settle();
    script.submit(2);  // this write is under way while the rest comes
    const Actor office{Role::Admin, {}, {}};
    const TicketToken first = script.heard.replies.at(0).ticket.value().token;
    script.world.desk->submit(first_hall, request_id(3), 1, CancelTicket{first}, office, script.world.now,
                              script.heard.into());
    script.world.desk->subscribe(2, first_hall, kiosk_view, script.world.now,
                                 [&](const session::Frame& frame) { of_two.push_back(frame); });
    script.submit(4);
    script.world.settle();
    CHECK(waiting_in(of_one) == 2);
    CHECK(waiting_in(of_two) == 2);
}

TEST_CASE("desk: what time changed during a write comes after what the write shows") {
    SessionWorld world;
    CentreSettings centre = world.desk->hall(first_hall)->settings();
    for (ServiceSettings& service : centre.services)
        for (auto& day : service.hours.days)
            day = {Session{0, 12 * 60}};
    world.desk->submit_own(first_hall, ImportSettings{centre}, world.now, [](const Reply&) {});
    world.settle();
    std::vector<KioskView> seen;
    world.desk->subscribe(1, first_hall, kiosk_view, world.now, [&](const session::Frame& frame) {
        seen.push_back(std::get<KioskView>(std::get<protocol::ViewPush>(FakeWire::message_of(*frame).body).view));
    });
    Heard heard;
    const auto is_open = [](const KioskView& view) {
        return std::any_of(view.services.begin(), view.services.end(),
                           [](const KioskService& each) { return each.state == ServiceState::Open; });
    };
    REQUIRE(seen.size() == 1);
    REQUIRE(is_open(seen.back()));
    // Just before the doors close a number is being written; they close before it is.
    const auto closes = world.desk->hall(first_hall)->next_change_after(world.now.wall);
    REQUIRE(closes);
    world.desk->submit(first_hall, request_id(1), 1, issue(1), Actor{Role::Kiosk, DeviceId{"k"}, {}}, world.now,
                       heard.into());
    const std::int64_t wait_ms = *closes - world.now.wall + 1;
    world.now.wall = world.now.wall + wait_ms;
    world.now.steady_ms += wait_ms;
    world.desk->on_time(world.now);
    while (world.journal.complete_one()) {
    }
    CHECK(heard.replies.size() == 1);
    CHECK(seen.back().hall.at >= *closes);
    CHECK_FALSE(is_open(seen.back()));
    for (std::size_t i = 1; i < seen.size(); ++i)
        CHECK(seen[i].hall.at >= seen[i - 1].hall.at);
}

TEST_CASE("desk: an equal view is not sent again") {
    DeskScript script;
    int views = 0;
    script.world.desk->subscribe(1, first_hall, kiosk_view, script.world.now, [&](const session::Frame&) { ++views; });
    script.world.settle();
    const int before = views;
    script.world.desk->submit(first_hall, request_id(1), 1, OpenCounter{CounterId{"c1"}, {}, false},
                              Actor{Role::Admin, {}, {}}, script.world.now, script.heard.into());
    script.world.settle();
    CHECK(script.heard.replies.at(0).refusal == Refusal::None);
    CHECK(views <= before + 1);  // the first change is compared with nothing yet
    const int after = views;
    script.world.desk->submit(first_hall, request_id(2), 1, PauseCounter{CounterId{"c1"}, "tea"},
                              Actor{Role::Admin, {}, {}}, script.world.now, script.heard.into());
    script.world.settle();
    CHECK(views == after);  // an open or paused counter is nothing to a kiosk
    script.submit(3);
    script.world.settle();
    CHECK(views == after + 1);
}

TEST_CASE("desk: one view is encoded once for all who watch the same") {
    DeskScript script;
    std::vector<session::Frame> views;
    for (std::uint64_t who = 1; who <= 3; ++who)
        script.world.desk->subscribe(who, first_hall, kiosk_view, script.world.now,
                                     [&](const session::Frame& frame) { views.push_back(frame); });
    views.clear();
    script.submit(1);
    script.world.settle();
    REQUIRE(views.size() == 3);
    CHECK(views[0].get() == views[1].get());
    CHECK(views[1].get() == views[2].get());
}

TEST_CASE("desk: versions of views grow over the hall's whole life, also over a restart") {
    DeskScript script;
    std::uint64_t version = 0;
    const auto watch = [&] {
        script.world.desk->subscribe(1, first_hall, kiosk_view, script.world.now, [&](const session::Frame& frame) {
            const auto view = std::get<protocol::ViewPush>(FakeWire::message_of(*frame).body).view;
            CHECK(header_of(view).version >= version);
            version = header_of(view).version;
        });
    };
    watch();
    script.submit(1);
    script.world.settle();
    const std::uint64_t before = version;
    script.world.pass(day_ms);  // the day turns: a new one is replayed from its start
    script.world.restart();
    watch();
    script.submit(2);
    script.world.settle();
    CHECK(version > before);
}

TEST_CASE("desk: the same request gets the same answer and is done once") {
    DeskScript script;
    script.submit(1);
    script.submit(1);
    CHECK(script.heard.replies.empty());  // both wait for the same write
    script.world.settle();
    script.submit(1);  // durable: at once
    REQUIRE(script.heard.replies.size() == 3);
    CHECK(script.heard.replies[0] == script.heard.replies[1]);
    CHECK(script.heard.replies[0] == script.heard.replies[2]);
    script.submit(2);
    script.world.settle();
    CHECK(script.number(3) == "A002");
}

TEST_CASE("desk: the same request gets the same answer after a restart") {
    DeskScript script;
    script.submit(1);
    script.world.settle();
    script.world.restart();
    script.submit(1);
    REQUIRE(script.heard.replies.size() == 2);
    CHECK(script.heard.replies[0] == script.heard.replies[1]);
}

TEST_CASE("desk: a refusal is an answer that is kept as well") {
    DeskScript script;
    const auto call = [&] {
        script.world.desk->submit(first_hall, request_id(9), 9, CallNext{CounterId{"c1"}}, Actor{Role::Admin, {}, {}},
                                  script.world.now, script.heard.into());
        script.world.settle();
    };
    call();
    REQUIRE(script.heard.replies.at(0).refusal == Refusal::CounterClosed);
    script.world.desk->submit(first_hall, request_id(10), 1, OpenCounter{CounterId{"c1"}, {}, false},
                              Actor{Role::Admin, {}, {}}, script.world.now, [](const Reply&) {});
    script.world.settle();
    call();  // the counter is open now, but this request was answered
    CHECK(script.heard.replies.at(1).refusal == Refusal::CounterClosed);
    script.world.restart();
    call();
    CHECK(script.heard.replies.at(2).refusal == Refusal::CounterClosed);
}

TEST_CASE("desk: another request under a used id is refused") {
    DeskScript script;
    script.submit(1, first_hall, /*digest=*/1);
    script.submit(1, first_hall, /*digest=*/2);
    REQUIRE(script.heard.replies.size() == 1);
    CHECK(script.heard.replies[0].refusal == Refusal::RequestIdReused);
}

TEST_CASE("desk: more commands than it takes at once are refused, and the others are answered") {
    DeskScript script;
    const std::size_t most = session::limits::commands_in_flight;
    for (std::uint64_t id = 1; id <= most + 3; ++id)
        script.submit(id);
    REQUIRE(script.heard.replies.size() == 3);
    for (const auto& reply : script.heard.replies)
        CHECK(reply.refusal == Refusal::TooBusy);
    script.world.settle();
    CHECK(script.heard.replies.size() == most + 3);
    script.submit(most + 1);  // too busy was not kept: it can be asked again
    script.world.settle();
    CHECK(script.heard.replies.back().refusal != Refusal::TooBusy);
}

TEST_CASE("desk: what a question saw is told when it is durable") {
    DeskScript script;
    std::vector<Refusal> told;
    const auto durable = [&](Refusal refusal) { told.push_back(refusal); };
    script.world.desk->when_durable(durable);
    CHECK(told.size() == 1);
    script.submit(1);
    script.submit(2);
    CHECK(script.world.desk->hall(first_hall)->ticket_by_number({'A', 2}));
    script.world.desk->when_durable(durable);
    script.world.journal.complete_one();
    CHECK(told.size() == 1);
    script.world.journal.complete_one();
    CHECK(told.size() == 2);
    CHECK(told.back() == Refusal::None);
}

TEST_CASE("desk: two halls have each their numbers, and nobody sees another's") {
    SessionWorld world({first_hall, second_hall});
    Heard heard;
    const auto issue_in = [&](const HallId& hall, std::uint64_t id) {
        world.desk->submit(hall, request_id(id), 1, issue(id), Actor{Role::Kiosk, DeviceId{"k"}, {}}, world.now,
                           heard.into());
        world.settle();
    };
    int second_views = 0;
    world.desk->subscribe(1, second_hall, kiosk_view, world.now, [&](const session::Frame& frame) {
        ++second_views;
        const auto view = std::get<protocol::ViewPush>(FakeWire::message_of(*frame).body).view;
        CHECK(header_of(view).agency.in("vi") == "Centre second");
    });
    CHECK(second_views == 1);
    issue_in(first_hall, 1);
    issue_in(first_hall, 2);
    CHECK(second_views == 1);
    issue_in(second_hall, 1);  // the same id in another hall is another request
    CHECK(second_views == 2);
    CHECK(to_string(heard.replies.at(2).ticket->number) == "A001");
    CHECK(world.desk->hall(second_hall)->ticket_by_token(heard.replies.at(1).ticket->token) == std::nullopt);
    const auto found = world.desk->find_ticket(heard.replies.at(1).ticket->token);
    REQUIRE(found);
    CHECK(found->hall->id() == first_hall);
    world.desk->submit(HallId{"third"}, request_id(7), 1, Tick{}, {}, world.now, heard.into());
    CHECK(heard.replies.back().refusal == Refusal::UnknownHall);
}

TEST_CASE("desk: the service day turns by itself where nobody asks anything") {
    DeskScript script;
    script.submit(1);
    script.world.settle();
    const Date day = script.world.desk->hall(first_hall)->service_day();
    script.world.pass(day_ms);
    CHECK(script.world.desk->hall(first_hall)->service_day().days == day.days + 1);
    script.submit(2);
    script.world.settle();
    CHECK(script.number(1) == "A001");
}

TEST_CASE("desk: draining answers what is in hand and refuses what comes") {
    DeskScript script;
    script.submit(1);
    script.submit(2);
    bool is_drained = false;
    script.world.desk->drain([&] { is_drained = true; });
    script.submit(3);
    REQUIRE(script.heard.replies.size() == 1);
    CHECK(script.heard.replies[0].refusal == Refusal::ShuttingDown);
    CHECK_FALSE(is_drained);
    script.world.settle();
    CHECK(is_drained);
    CHECK(script.heard.replies.size() == 3);
    CHECK(script.number(1) == "A001");
    CHECK(script.number(2) == "A002");
}
