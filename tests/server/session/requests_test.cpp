// What a proven peer asks: typed answers, tokens for their holder only, bounds.

#include <doctest/doctest.h>

#include <algorithm>

#include "shared/protocol/limits.hpp"
#include "tests/support/session_world.hpp"

using namespace motcua;
using namespace motcua::test;

namespace {

const IssueTicket issue_civil{ServiceId{"civil"}, {}, {}, ""};

std::string from_hex(std::string_view digits) {
    std::string bytes;
    for (; digits.size() >= 2; digits.remove_prefix(2))
        bytes += static_cast<char>(std::stoi(std::string(digits.substr(0, 2)), nullptr, 16));
    return bytes;
}

}  // namespace

TEST_CASE("session: a kiosk gets a ticket with its token, and the same one when it asks again") {
    SessionWorld world;
    const auto kiosk = world.device(world.pair(Role::Kiosk));
    const RequestId id = world.new_id();
    const Reply first = kiosk->ask(issue_civil, id);
    REQUIRE(first.ticket);
    CHECK(is_ticket_token(first.ticket->token.value));
    CHECK(kiosk->ask(issue_civil, id) == first);
    CHECK(kiosk->ask(IssueTicket{ServiceId{"land"}, {}, {}, ""}, id).refusal == Refusal::RequestIdReused);
    world.restart();
    const auto again = world.device(first.ticket ? world.desk->hall(first_hall)->devices().at(0).id : DeviceId{});
    CHECK(again->ask(issue_civil, id) == first);
    CHECK(again->ask(issue_civil).ticket->token != first.ticket->token);
}

TEST_CASE("session: whoever knows another's request id has neither its answer nor its rights") {
    SessionWorld world;
    const auto kiosk = world.device(world.pair(Role::Kiosk));
    const auto board = world.device(world.pair(Role::Board));
    const auto other = world.device(world.pair(Role::Kiosk));
    const RequestId id = world.new_id();
    REQUIRE(kiosk->ask(issue_civil, id).ticket);
    CHECK(board->ask(issue_civil, id).refusal == Refusal::NotAllowed);
    const Reply guessed = other->ask(issue_civil, id);
    CHECK(guessed.refusal == Refusal::RequestIdReused);
    CHECK(!guessed.ticket);
}

TEST_CASE("session: a machine that was let go and accepted again still has its answers") {
    SessionWorld world;
    const DeviceId before = world.pair(Role::Kiosk);
    const auto kiosk = world.device(before);
    const RequestId id = world.new_id();
    const Reply first = kiosk->ask(issue_civil, id);
    CHECK(world.admin()->ask(RevokeDevice{before}).refusal == Refusal::None);
    const DeviceId after = world.pair_with(world.key_of(before), Role::Kiosk);
    REQUIRE(after != before);
    CHECK(world.device(after)->ask(issue_civil, id) == first);
}

TEST_CASE("session: tokens reach nobody but the kiosk that issued and the administrator who asks for one ticket") {
    SessionWorld world;
    const auto kiosk = world.device(world.pair(Role::Kiosk));
    const Reply issued = kiosk->ask(issue_civil);
    const std::string token = issued.ticket.value().token.value;
    const auto office = world.admin();
    CHECK(office->query(ListTickets{}).tickets.at(0).token.empty());
    CHECK(office->query(ShowTicket{{}, issued.ticket->number}).tickets.at(0).token.value == token);
    CHECK(office->query(ShowTicket{issued.ticket->token, {}}).tickets.at(0).id == issued.ticket->id);
    CHECK(office->query(ShowTicket{{}, TicketNumber{'B', 7}}).refusal == Refusal::UnknownTicket);
    CHECK(office->ask(OpenCounter{CounterId{"c1"}, {}, false}).refusal == Refusal::None);
    const Reply called = office->ask(CallNext{CounterId{"c1"}});
    REQUIRE(called.ticket);
    CHECK(called.ticket->token.empty());

    const auto board = world.device(world.pair(Role::Board));
    board->watch(Subscription{ViewKind::Board, "", {}});
    kiosk->watch(Subscription{ViewKind::Kiosk, "", {}});
    world.settle();
    for (const auto* peer : {board.get(), kiosk.get()})
        for (const auto& frame : peer->wire.views)
            CHECK(frame->find(token) == std::string::npos);
    CHECK(office->ask(HoldTicket{CounterId{"c1"}, ""}).refusal == Refusal::None);
    CHECK(kiosk->ask(CancelTicket{issued.ticket->token}).ticket.value().token.empty());
}

TEST_CASE("session: a body of a newer version is answered, not cut off") {
    SessionWorld world;
    const auto peer = world.admin();
    // Correlation 9, then field 4000 with an empty message.
    const std::string unknown = std::string("\x08\x09", 2) + std::string("\x82\xfa\x01\x00", 4);
    peer->say_raw(unknown);
    CHECK(peer->expect<protocol::Unsupported>().field == 4000);
    CHECK(peer->query(ListStaff{}).refusal == Refusal::None);
}

TEST_CASE("session: a request with a bad field is refused by its name, and the session goes on") {
    SessionWorld world;
    const auto kiosk = world.device(world.pair(Role::Kiosk));
    kiosk->say(protocol::CommandRequest{world.new_id(), IssueTicket{ServiceId{"Not A Key!"}, {}, {}, ""}});
    world.settle();
    const Reply reply = kiosk->expect<protocol::CommandReply>().reply;
    CHECK(reply.refusal == Refusal::InvalidRequest);
    CHECK_FALSE(reply.detail.empty());
    CHECK(kiosk->ask(issue_civil).refusal == Refusal::None);
}

TEST_CASE("session: a view of a newer version is answered as a body of one") {
    SessionWorld world;
    const auto peer = world.device(world.pair(Role::Board));
    peer->say_raw(std::string("\x08\x09\xa2\x01\x02\x08\x07", 7));  // Subscribe, kind 7
    CHECK(peer->expect<protocol::Unsupported>().field == 20);
    peer->watch(Subscription{ViewKind::Board, "", {}});
    CHECK(std::holds_alternative<BoardView>(peer->wire.last_view()));
}

TEST_CASE("session: a greeting, and what only a server says, ends the session whatever is in it") {
    SessionWorld world;
    // Hello of major 1 and nothing else; Challenge to Welcome, a view, both answers without any field.
    for (const char* body : {"52020801", "5a00", "6200", "6a00", "7200", "7a00", "aa0100", "fa0100", "ca0200"}) {
        CAPTURE(body);
        const auto peer = world.admin();
        peer->say_raw(from_hex(body));
        peer->expect_goodbye(Refusal::InvalidRequest);
    }
    const auto peer = world.admin();
    protocol::Hello hello;
    hello.hall = first_hall;
    hello.program = "test";
    hello.version = "1";
    hello.device = DeviceId{"admin"};
    peer->say(hello);
    peer->expect_goodbye(Refusal::InvalidRequest);
}

TEST_CASE("session: only so many requests are in flight, and each is answered") {
    SessionWorld world;
    const auto kiosk = world.device(world.pair(Role::Kiosk));
    const std::size_t most = session::limits::requests_in_flight;
    for (std::size_t i = 0; i < most + 2; ++i)
        kiosk->say(protocol::CommandRequest{world.new_id(), issue_civil}, i + 1);
    CHECK(kiosk->expect<protocol::CommandReply>().reply.refusal == Refusal::TooBusy);
    CHECK(kiosk->expect<protocol::CommandReply>().reply.refusal == Refusal::TooBusy);
    kiosk->expect_nothing();
    world.settle();
    std::set<std::string> numbers;
    for (std::size_t i = 0; i < most; ++i)
        numbers.insert(to_string(kiosk->expect<protocol::CommandReply>().reply.ticket.value().number));
    CHECK(numbers.size() == most);
}

TEST_CASE("session: a newer subscription replaces the older, and none ends it") {
    SessionWorld world;
    const auto office = world.admin();
    office->watch(Subscription{ViewKind::Kiosk, "", {}});
    CHECK(std::holds_alternative<KioskView>(office->wire.last_view()));
    office->watch(Subscription{ViewKind::Counter, "", CounterId{"c2"}});
    CHECK(std::get<CounterView>(office->wire.last_view()).counter.value == "c2");
    office->watch(Subscription{ViewKind::Counter, "", CounterId{"c99"}});
    CHECK(office->expect<protocol::CommandReply>().reply.refusal == Refusal::UnknownCounter);
    office->watch(Subscription{});
    const std::size_t seen = office->wire.views.size();
    CHECK(office->ask(issue_civil).refusal == Refusal::None);
    CHECK(office->wire.views.size() == seen);
}

TEST_CASE("session: who subscribes without end gets no view for each, and one again a moment later") {
    SessionWorld world;
    const auto board = world.device(world.pair(Role::Board));
    const auto subscribe = [&] { board->say(protocol::Subscribe{Subscription{ViewKind::Board, "", {}}}); };
    constexpr int asked = 1'000;
    for (int i = 0; i < asked; ++i)
        subscribe();
    const std::size_t refused = board->wire.inbox.size();
    for (const auto& message : board->wire.inbox)
        CHECK(std::get<protocol::CommandReply>(message.body).reply.refusal == Refusal::TooBusy);
    CHECK(refused == asked - static_cast<std::size_t>(session::limits::subscribes_burst));
    CHECK(board->wire.views.size() + refused <= asked);
    const std::size_t views = board->wire.views.size();
    world.pass(1'000);
    subscribe();
    CHECK(board->wire.inbox.size() == refused);
    CHECK(board->wire.views.size() == views + 1);
}

TEST_CASE("session: while the journal cannot be written, requests are refused with the reason and greetings too") {
    SessionWorld world;
    const DeviceId kiosk_id = world.pair(Role::Kiosk);
    const auto kiosk = world.device(kiosk_id);
    kiosk->watch(Subscription{ViewKind::Kiosk, "", {}});
    world.journal.fail_append();
    world.journal.fail_loads(2);
    CHECK(kiosk->ask(issue_civil).refusal == Refusal::StoreUnavailable);
    CHECK(kiosk->ask(issue_civil).refusal == Refusal::StoreUnavailable);
    CHECK(kiosk->wire.views.size() == 1);
    Peer late(world, first_hall);
    protocol::Hello hello;
    hello.hall = first_hall;
    hello.program = "test";
    hello.version = "1";
    hello.device = kiosk_id;
    late.say(hello);
    late.expect_goodbye(Refusal::StoreUnavailable);
    for (int beat = 0; beat < 3; ++beat) {
        world.pass(4'000);
        kiosk->say(protocol::Ping{1});
        kiosk->expect<protocol::Pong>();
    }
    CHECK(kiosk->ask(issue_civil).refusal == Refusal::None);
    CHECK(kiosk->wire.views.size() >= 2);
}

TEST_CASE("session: a counter's machine sees its own counter alone, also if it asks while nothing can be written") {
    SessionWorld world;
    const auto machine = world.device(world.pair(Role::Counter, "c1"));
    world.journal.fail_append();
    world.journal.fail_loads(2);
    CHECK(world.admin()->ask(issue_civil).refusal == Refusal::StoreUnavailable);
    machine->watch(Subscription{ViewKind::Counter, "", CounterId{"c2"}});
    CHECK(machine->expect<protocol::CommandReply>().reply.refusal == Refusal::OtherCounter);
    world.pass(12'000);
    CHECK(world.admin()->ask(issue_civil).refusal == Refusal::None);
    CHECK(machine->wire.views.empty());
}

TEST_CASE("session: a counter that new settings take away is told to who watches it, and is there again with them") {
    SessionWorld world;
    const auto machine = world.device(world.pair(Role::Counter, "c1"));
    machine->watch(Subscription{ViewKind::Counter, "", CounterId{"c1"}});
    const auto shown = [&] { return std::get<CounterView>(machine->wire.last_view()); };
    const auto is_listed = [&] {
        const auto counters = shown().counters;
        return std::any_of(counters.begin(), counters.end(),
                           [](const NamedCounter& each) { return each.id == CounterId{"c1"}; });
    };
    const auto import = [&](const CentreSettings& centre) {
        Refusal told = Refusal::ShuttingDown;
        world.desk->submit_own(first_hall, ImportSettings{centre}, world.now,
                               [&](const Reply& reply) { told = reply.refusal; });
        world.settle();
        return told;
    };
    const CentreSettings with = world.desk->hall(first_hall)->settings();
    CentreSettings without = with;
    std::erase_if(without.counters, [](const CounterSettings& each) { return each.id == CounterId{"c1"}; });
    CHECK(is_listed());
    REQUIRE(import(without) == Refusal::None);
    CHECK(shown().state == CounterState::Closed);
    CHECK_FALSE(is_listed());
    REQUIRE(import(with) == Refusal::None);
    CHECK(is_listed());
}

TEST_CASE("session: a fault of a hall's settings file is told until it is mended; the desk stays good") {
    SessionWorld world;
    const auto office = world.admin();
    const Problem fault("{}: cannot be read", "kon-tum.toml");
    const auto is_told = [&] {
        const auto lines = office->query(AskHealth{}).health;
        return std::any_of(lines.begin(), lines.end(), [&](const HealthLine& line) {
            return line.name == "settings of hall kon-tum" && !line.is_good &&
                   line.what == Problem("not taken: {}", fault);
        });
    };
    CHECK_FALSE(is_told());
    world.reception->note_settings_fault(HallId{"kon-tum"}, fault);
    CHECK(is_told());
    CHECK(world.desk->is_ready(world.now));
    world.reception->note_settings_fault(HallId{"kon-tum"}, {});
    CHECK_FALSE(is_told());
}

TEST_CASE("session: of more lines of health than an answer holds, only good ones are left out") {
    std::vector<HallId> halls;
    for (std::size_t i = 0; i < protocol::limits::health_lines; ++i)
        halls.push_back(HallId{"hall-" + std::to_string(i)});
    SessionWorld world(halls);
    world.reception->note_settings_fault(halls.back(), Problem("{}: cannot be read", "hall.toml"));
    const auto all = world.reception->health(world.now);
    const auto bad = std::find_if(all.begin(), all.end(), [](const HealthLine& line) { return !line.is_good; });
    REQUIRE(bad != all.end());
    REQUIRE(static_cast<std::size_t>(bad - all.begin()) >= protocol::limits::health_lines);
    const Answer answer = world.admin(halls.front())->query(AskHealth{});
    CHECK(answer.cut_short);
    REQUIRE(answer.health.size() == protocol::limits::health_lines);
    CHECK(answer.health.front() == *bad);
    CHECK(std::equal(answer.health.begin() + 1, answer.health.end(), all.begin(),
                     [](const HealthLine& told, const HealthLine& line) { return told.name == line.name; }));
}

TEST_CASE("session: a board whose zone the hall does not have is told on the health page and does not stop the hall") {
    SessionWorld world;
    const auto board = world.device(world.pair(Role::Board));
    const auto faults = [&] {
        std::string text;
        for (const HealthLine& line : world.admin()->query(AskHealth{}).health)
            if (!line.is_good)
                text += line.name + ": " + line.what.parts.at(0).text + "\n";
        return text;
    };
    board->watch(Subscription{ViewKind::Board, "lfet", {}});
    CHECK(std::get<BoardView>(board->wire.last_view()).is_zone_unknown);
    CHECK(faults() == "boards of hall first: lfet\n");
    CHECK(world.desk->is_ready(world.now));
    board->watch(Subscription{ViewKind::Board, "", {}});
    CHECK_FALSE(std::get<BoardView>(board->wire.last_view()).is_zone_unknown);
    CHECK(faults().empty());
}

TEST_CASE("session: health and backups for the administrator") {
    SessionWorld world;
    const auto office = world.admin();
    const auto health = office->query(AskHealth{}).health;
    CHECK(health.size() >= 5);
    for (const auto& line : health) {
        CAPTURE(line.name);
        CHECK(line.is_good);
    }
    CHECK(office->query(BackUp{"today.db"}).file == "backups/today.db");
    CHECK(world.journal.backups.size() == 1);
    const Answer twice = office->query(BackUp{"today.db"});
    CHECK(twice.refusal != Refusal::None);
    CHECK_FALSE(twice.detail.empty());
    CHECK(twice.reason.text == twice.detail);
    CHECK(office->query(BackUp{"../../etc/passwd"}).refusal == Refusal::InvalidRequest);
    CHECK(office->query(BackUp{".hidden"}).refusal == Refusal::InvalidRequest);
}
