// The kiosk without its server: numbers of its own.
#include <doctest/doctest.h>

#include "kiosk/app/own_numbers_file.hpp"
#include "kiosk/model/limits.hpp"
#include "tests/kiosk/kiosk_fixture.hpp"

using namespace motcua;
using namespace motcua::kiosk;
using namespace motcua::kiosk::test;

namespace {

const Date today = local_time(morning, 7 * 60).date;

std::vector<ReservedNumbers> runs(std::int32_t first = 980, std::int32_t last = 999) {
    return {{today, ServiceId{"s1"}, 'A', first, last}, {today, ServiceId{"s2"}, 'B', first, last}};
}

/// The hall's answer to the request for numbers.
void give(Kiosk& kiosk, std::vector<ReservedNumbers> given) {
    REQUIRE_FALSE(kiosk.program.asked.empty());
    Reply reply;
    reply.reserved = std::move(given);
    kiosk.model.reply_came(kiosk.program.asked.back().id, reply, kiosk.now());
}

/// Has numbers, and has lost its server.
struct Alone : Kiosk {
    Alone() {
        wait(100);
        give(*this, runs());
        wait(1'000);
        lose_connection();
    }
    void take(const char* service = "s1") {
        touch(ChooseService{ServiceId{service}});
        touch(TakeNumber{});
    }
    const IssueReserved& last() const { return std::get<IssueReserved>(program.sent.back().command); }
    void next_person() {
        wait(2'000);
        touch(Wish::Home);
    }
};

/// Started again with what an earlier run kept, as whom it is paired now, and without a server.
struct StartedAlone {
    StartedAlone(OwnNumbers found, Owner owner)
        : StartedAlone(EarlierRun{Kept{std::move(found), {}}, {}, morning, {}}, std::move(owner)) {}
    StartedAlone(EarlierRun run, Owner owner) {
        program.run = 1;
        if (run.kept)
            program.kept = *run.kept;
        model.earlier_run_found(std::move(run), now);
        model.view_came(hall_with_services(4), now);
        connection.owner = std::move(owner);
        reach(Reach::Offline);
    }
    void reach(Reach reached, Refusal refusal = Refusal::None) {
        connection.reach = reached;
        connection.refusal = refusal;
        model.connection_changed(connection, now);
    }
    /// As the link tells it.
    void reply(RequestId id, const Reply& reply) {  // a copy: the list it may be from grows
        model.reply_is_coming(id, reply, now);
        model.reply_came(id, reply, now);
    }
    void take() {
        model.touch(ChooseService{ServiceId{"s1"}}, now);
        model.touch(TakeNumber{}, now);
    }
    void wait(std::int64_t for_ms) {
        now.steady_ms += for_ms;
        now.wall = now.wall + for_ms;
        model.advance(now);
    }

    Catalogues catalogues{{}};
    FakeProgram program;
    Now now{0, morning};
    Connection connection;
    KioskModel model{catalogues, program, "en", now};
};

const Owner first_pairing{DeviceId{"kiosk-1"}, std::string(64, 'a')};

}  // namespace

TEST_CASE("kiosk alone: it asks for numbers of its own before it needs them, and not again while it has enough") {
    Kiosk kiosk;
    kiosk.wait(100);
    REQUIRE(kiosk.program.asked.size() == 1);
    CHECK(std::holds_alternative<ReserveNumbers>(kiosk.program.asked[0].command));
    kiosk.wait(60'000);
    CHECK(kiosk.program.asked.size() == 1);  // one at a time
    give(kiosk, {});
    kiosk.wait(limits::fill_up_again_ms + 200);
    CHECK(kiosk.program.asked.size() == 2);  // none came: asked again, not in a hurry
    std::vector<ReservedNumbers> all = runs();
    all.push_back({today, ServiceId{"s3"}, 'C', 980, 999});
    all.push_back({today, ServiceId{"s4"}, 'D', 980, 999});
    give(kiosk, all);
    CHECK(kiosk.program.kept.own.runs() == all);
    kiosk.wait(600'000);
    CHECK(kiosk.program.asked.size() == 2);
}

TEST_CASE("kiosk alone: on every new connection the hall says what it holds, and only that is given out from then on") {
    Kiosk kiosk(hall_with_services(2));  // enough of each, as after a copy of earlier was put back
    kiosk.wait(100);
    give(kiosk, runs());
    kiosk.lose_connection();
    kiosk.connect();
    kiosk.wait(100);
    REQUIRE(kiosk.program.asked.size() == 2);
    CHECK(std::holds_alternative<ReserveNumbers>(kiosk.program.asked[1].command));
    SUBCASE("the answer is what counts, also in what is kept") {
        give(kiosk, runs(985, 999));
        CHECK(kiosk.program.kept.own.runs() == runs(985, 999));
        kiosk.lose_connection();
        kiosk.touch(ChooseService{ServiceId{"s1"}});
        kiosk.touch(TakeNumber{});
        REQUIRE(kiosk.program.printed.size() == 1);
        CHECK(kiosk.program.printed[0].ticket.number == TicketNumber{'A', 985});
        CHECK(kiosk.program.asked.size() == 2);  // once a connection
    }
    SUBCASE("a question that was not answered is asked again, on the next connection at once") {
        kiosk.model.gave_up(kiosk.program.asked.back().id, kiosk.now());
        kiosk.wait(limits::fill_up_retry_ms - 200);
        CHECK(kiosk.program.asked.size() == 2);
        kiosk.wait(400);
        CHECK(kiosk.program.asked.size() == 3);
        kiosk.model.gave_up(kiosk.program.asked.back().id, kiosk.now());
        kiosk.lose_connection();
        kiosk.connect();
        kiosk.wait(100);
        CHECK(kiosk.program.asked.size() == 4);
    }
}

TEST_CASE("kiosk alone: a service for which the hall has no numbers to give is not asked for again and again") {
    Kiosk kiosk;
    kiosk.wait(100);
    give(kiosk, runs());  // two of four services
    kiosk.wait(limits::fill_up_again_ms / 2);
    CHECK(kiosk.program.asked.size() == 1);
    kiosk.lose_connection();
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    kiosk.touch(TakeNumber{});
    kiosk.connect();
    kiosk.wait(200);
    CHECK(kiosk.program.asked.size() == 2);  // one is spent: there is something to make up for
    kiosk.model.gave_up(kiosk.program.asked.back().id, kiosk.now());
    kiosk.wait(limits::fill_up_retry_ms + 200);
    CHECK(kiosk.program.asked.size() == 3);
}

TEST_CASE("kiosk alone: a person gets a number, on paper too, and is told how it was given") {
    Alone kiosk;
    CHECK(kiosk.shows("You get a number all the same."));
    kiosk.take();
    CHECK(kiosk.screen().page == Page::Ticket);
    CHECK(kiosk.shows("A980"));
    CHECK(kiosk.shows("Given while the system is interrupted"));
    REQUIRE(kiosk.program.printed.size() == 1);
    CHECK(kiosk.program.printed[0].is_own);
    CHECK(kiosk.last().number == TicketNumber{'A', 980});
    CHECK(kiosk.last().service_day == today);
    CHECK(kiosk.last().issued_at == kiosk.now().wall);
    CHECK(kiosk.last().token == kiosk.program.printed[0].ticket.token);
    CHECK(kiosk.program.kept.own.is_spent({'A', 980}, today));
    kiosk.next_person();
    kiosk.take();
    CHECK(kiosk.last().number == TicketNumber{'A', 981});
    kiosk.next_person();
    kiosk.take("s2");
    CHECK(kiosk.last().number == TicketNumber{'B', 980});
}

TEST_CASE("kiosk alone: what the hall answers later is neither shown nor printed a second time") {
    Alone kiosk;
    kiosk.take();
    const RequestId id = kiosk.program.sent.back().id;
    kiosk.next_person();
    kiosk.connect();
    Reply merged;
    merged.ticket = ticket_of(ServiceId{"s1"}, {'A', 980}, 2);
    merged.ticket->service_day = today;
    kiosk.reply(id, merged);
    CHECK(kiosk.screen().page == Page::Tiles);
    CHECK(kiosk.program.printed.size() == 1);
}

TEST_CASE("kiosk alone: a number is given once, even when an old answer of the server lists it again") {
    Kiosk kiosk;
    kiosk.wait(100);
    give(kiosk, runs());
    kiosk.wait(limits::fill_up_again_ms + 200);  // services without numbers: it asks again
    REQUIRE(kiosk.program.asked.size() == 2);
    kiosk.lose_connection();
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    kiosk.touch(TakeNumber{});
    kiosk.connect();
    give(kiosk, runs());  // made before the number was known to be gone
    kiosk.wait(2'000);
    kiosk.touch(Wish::Home);
    kiosk.lose_connection();
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    kiosk.touch(TakeNumber{});
    CHECK(std::get<IssueReserved>(kiosk.program.sent.back().command).number == TicketNumber{'A', 981});
}

TEST_CASE("kiosk alone: a server that cannot save is as good as away") {
    Kiosk kiosk;
    kiosk.wait(100);
    give(kiosk, runs());
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    kiosk.touch(TakeNumber{CategoryId{"elderly"}});
    kiosk.refuse(Refusal::StoreUnavailable);
    CHECK(kiosk.shows("A980"));
    REQUIRE(kiosk.program.printed.size() == 1);
    CHECK(kiosk.program.printed[0].is_own);
    const auto& told = std::get<IssueReserved>(kiosk.program.sent.back().command);
    CHECK(told.category == CategoryId{"elderly"});
    kiosk.wait(2'000);
    kiosk.touch(Wish::Home);
    kiosk.touch(ChooseService{ServiceId{"s3"}});  // of which it has none
    kiosk.touch(TakeNumber{});
    kiosk.refuse(Refusal::StoreUnavailable);
    CHECK(kiosk.screen().page == Page::Problem);
}

TEST_CASE("kiosk alone: nothing is shown that is not kept first") {
    SUBCASE("the file of its numbers cannot be written") {
        Alone kiosk;
        kiosk.program.can_keep = false;
        kiosk.take();
        CHECK(kiosk.screen().page == Page::Problem);
        CHECK(kiosk.program.sent.empty());
        CHECK(kiosk.program.printed.empty());
    }
    SUBCASE("the outbox cannot be written") {
        Alone kiosk;
        kiosk.program.outbox_fails = true;
        kiosk.take();
        CHECK(kiosk.screen().page == Page::Problem);
        CHECK(kiosk.program.printed.empty());
        for (int person = 0; person < 5; ++person) {  // who comes now costs no further number
            kiosk.touch(Wish::Home);
            CHECK(kiosk.shows("Numbers cannot be given at the moment"));
            kiosk.take();
            CHECK(kiosk.screen().page == Page::Problem);
        }
        kiosk.program.outbox_fails = false;
        kiosk.wait(limits::promise_again_ms);
        CHECK(kiosk.screen().page == Page::Service);  // it goes on by itself
        kiosk.touch(TakeNumber{});
        CHECK(kiosk.last().number == TicketNumber{'A', 981});  // the first may be in the outbox after all
    }
}

TEST_CASE("kiosk alone: where no promise can be kept none is made, no number is lost, and it gives again afterwards") {
    Alone kiosk;
    REQUIRE(kiosk.shows("You get a number all the same"));
    const auto nobody_gets_one = [&kiosk] {
        for (int person = 0; person < 20; ++person) {
            kiosk.take();
            CHECK(kiosk.screen().page == Page::Problem);
            kiosk.next_person();
        }
        CHECK(kiosk.shows("Numbers cannot be given at the moment"));
    };
    SUBCASE("the outbox is full") {
        kiosk.program.outbox_has_room = false;
        nobody_gets_one();
        kiosk.program.outbox_has_room = true;
    }
    SUBCASE("the disk is full") {
        kiosk.program.can_keep = false;
        nobody_gets_one();
        kiosk.program.can_keep = true;
        kiosk.wait(limits::keep_again_ms + 200);
    }
    CHECK_FALSE(kiosk.program.kept.own.is_spent({'A', 980}, today));
    kiosk.take();
    REQUIRE(kiosk.program.printed.size() == 1);
    CHECK(kiosk.program.printed[0].ticket.number == TicketNumber{'A', 980});
}

TEST_CASE("kiosk alone: whoever waits for the server goes on waiting where no number of its own can be kept") {
    Kiosk kiosk;
    kiosk.wait(100);
    give(kiosk, runs());
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    kiosk.touch(TakeNumber{});
    kiosk.lose_connection();
    SUBCASE("the outbox is full") {
        kiosk.program.outbox_has_room = false;
    }
    SUBCASE("the disk is full") {
        kiosk.program.can_keep = false;
    }
    SUBCASE("the outbox cannot be written") {
        kiosk.program.outbox_fails = true;
    }
    kiosk.wait(limits::alone_after_ms + 200);
    CHECK_FALSE(kiosk.program.kept.own.is_spent({'A', 981}, today));
    CHECK(kiosk.screen().page != Page::Problem);
    kiosk.connect();
    kiosk.answer_with_ticket("A012");
    REQUIRE(kiosk.program.printed.size() == 1);
    CHECK(kiosk.shows("A012"));
}

TEST_CASE("kiosk alone: who asked before it knew that the server is away goes on by itself") {
    Kiosk kiosk;
    kiosk.wait(100);
    give(kiosk, runs());
    kiosk.lose_connection();
    kiosk.program.outbox_has_room = false;
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    CHECK(kiosk.screen().page == Page::Problem);
    kiosk.program.outbox_has_room = true;
    kiosk.wait(200);
    CHECK(kiosk.screen().page == Page::Service);
    kiosk.touch(TakeNumber{});
    CHECK(kiosk.shows("A980"));
}

TEST_CASE("kiosk alone: whoever waits and touches the screen is not sent away") {
    Kiosk kiosk;
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    kiosk.touch(TakeNumber{});
    kiosk.lose_connection();
    for (int touches = 0; touches < 5; ++touches) {
        kiosk.wait(limits::abandon_ms / 4);
        kiosk.model.activity(kiosk.now());
    }
    CHECK(kiosk.screen().page != Page::Tiles);
    kiosk.wait(limits::abandon_ms + 200);
    CHECK(kiosk.screen().page == Page::Tiles);
}

TEST_CASE("kiosk alone: no number without a reserve, after closing time, on another day, or when it was let go") {
    SUBCASE("the service has none") {
        Alone kiosk;
        kiosk.take("s3");
        CHECK(kiosk.screen().page == Page::Problem);
    }
    SUBCASE("all are spent") {
        Kiosk kiosk;
        kiosk.wait(100);
        give(kiosk, runs(999, 999));
        kiosk.lose_connection();
        kiosk.touch(ChooseService{ServiceId{"s1"}});
        kiosk.touch(TakeNumber{});
        CHECK(kiosk.shows("A999"));
        kiosk.wait(2'000);
        kiosk.touch(Wish::Home);
        kiosk.touch(ChooseService{ServiceId{"s1"}});
        CHECK(kiosk.screen().page == Page::Problem);
    }
    SUBCASE("the session has ended meanwhile") {
        Kiosk kiosk;
        kiosk.view.services[0].closes_at = morning + 60'000;
        kiosk.model.view_came(kiosk.view, kiosk.now());
        kiosk.wait(100);
        give(kiosk, runs());
        kiosk.lose_connection();
        kiosk.wait(60'000);
        kiosk.touch(ChooseService{ServiceId{"s1"}});
        CHECK(kiosk.screen().page == Page::Problem);
        CHECK(kiosk.program.sent.empty());
    }
    SUBCASE("the day is over") {
        Alone kiosk;
        kiosk.ms += day_ms;
        kiosk.take();
        CHECK(kiosk.program.sent.empty());
    }
    SUBCASE("an administrator has let it go") {
        Alone kiosk;
        kiosk.reach(Reach::Rejected);
        kiosk.take();
        CHECK(kiosk.program.sent.empty());
        CHECK(kiosk.screen().page == Page::Rejected);
        kiosk.lose_connection();  // the server that has let it go is gone: no way back
        kiosk.take();
        CHECK(kiosk.program.sent.empty());
        CHECK(kiosk.program.printed.empty());
        CHECK(kiosk.program.kept.own.runs().empty());
    }
}

TEST_CASE("kiosk alone: not let in any more, it names the numbers that people hold and the hall may not know") {
    Kiosk kiosk;
    Connection connection;
    connection.reach = Reach::Rejected;
    connection.refusal = Refusal::DeviceRevoked;
    kiosk.model.connection_changed(connection, kiosk.now());
    CHECK_FALSE(kiosk.shows("without a connection"));
    const Date yesterday{today.days - 1};
    connection.untaken = {{yesterday, {'C', 999}}, {today, {'A', 980}}, {today, {'A', 981}}, {today, {'B', 980}}};
    kiosk.model.connection_changed(connection, kiosk.now());
    CHECK(kiosk.shows("not known to the hall: A980, A981, B980. Whoever"));
    connection.untaken.clear();
    for (std::int32_t serial = 900; serial < 999; ++serial)
        connection.untaken.push_back({today, {'A', serial}});
    kiosk.model.connection_changed(connection, kiosk.now());
    CHECK(kiosk.shows("A910, A911 and 87 more. Whoever"));
    CHECK_FALSE(kiosk.shows("A912"));
    kiosk.ms += day_ms;
    kiosk.wait(100);  // nobody waits with them any more, and other people may hold the same numbers
    CHECK_FALSE(kiosk.shows("without a connection"));
}

TEST_CASE("kiosk alone: each new connection tells which numbers are still its own") {
    Kiosk kiosk;
    std::vector<ReservedNumbers> all = runs();
    all.push_back({today, ServiceId{"s3"}, 'C', 980, 999});
    all.push_back({today, ServiceId{"s4"}, 'D', 980, 999});
    kiosk.wait(100);
    give(kiosk, all);
    kiosk.wait(600'000);
    REQUIRE(kiosk.program.asked.size() == 1);
    kiosk.lose_connection();
    kiosk.connect();
    kiosk.wait(200);
    REQUIRE(kiosk.program.asked.size() == 2);
    all[0].first = 985;  // five were given out by whoever had this kiosk's files before
    give(kiosk, all);
    kiosk.lose_connection();
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    kiosk.touch(TakeNumber{});
    CHECK(kiosk.shows("A985"));
}

TEST_CASE("kiosk alone: let go, it gives none of its numbers, whatever comes then, nor does the next start") {
    const OwnNumbers found(first_pairing, runs(), {}, {});
    StartedAlone kiosk(found, first_pairing);
    for (const Refusal refusal : {Refusal::NotAllowed, Refusal::VersionMismatch, Refusal::UnknownHall}) {
        kiosk.reach(Reach::Rejected, refusal);
        CHECK(kiosk.program.kept.own.runs() == runs());  // may be put right again, and the hall holds them still
    }
    SUBCASE("revoked") {
        kiosk.reach(Reach::Rejected, Refusal::DeviceRevoked);
    }
    SUBCASE("unknown to the server") {
        kiosk.reach(Reach::Rejected, Refusal::UnknownDevice);
    }
    SUBCASE("unknown to the hall when it asks for numbers") {
        kiosk.reach(Reach::Online);
        kiosk.wait(100);
        REQUIRE_FALSE(kiosk.program.asked.empty());
        Reply reply;
        reply.refusal = Refusal::UnknownDevice;
        kiosk.model.reply_came(kiosk.program.asked.back().id, reply, kiosk.now);
    }
    kiosk.reach(Reach::Offline);
    kiosk.take();
    CHECK(kiosk.program.sent.empty());
    CHECK(kiosk.program.printed.empty());
    StartedAlone again(kiosk.program.kept.own, first_pairing);
    again.take();
    CHECK(again.program.sent.empty());
    CHECK(again.program.printed.empty());
}

TEST_CASE("kiosk alone: the connection is lost while a number is asked for: the person gets one, and only one counts") {
    Kiosk kiosk;
    kiosk.wait(100);
    give(kiosk, runs());
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    kiosk.touch(TakeNumber{CategoryId{"elderly"}});
    const RequestId asked = kiosk.program.sent.back().id;
    kiosk.lose_connection();
    kiosk.wait(limits::alone_after_ms + 200);
    CHECK(kiosk.shows("A980"));
    CHECK(std::get<IssueReserved>(kiosk.program.sent.back().command).category == CategoryId{"elderly"});
    kiosk.connect();
    Reply late;
    late.ticket = ticket_of(ServiceId{"s1"}, {'A', 12}, 0);
    kiosk.reply(asked, late);
    REQUIRE(std::holds_alternative<CancelTicket>(kiosk.program.sent.back().command));
    CHECK(std::get<CancelTicket>(kiosk.program.sent.back().command).token == late.ticket->token);
    CHECK(kiosk.shows("A980"));
    CHECK(kiosk.program.printed.size() == 1);
}

TEST_CASE("own numbers: the file gives back what was kept, and a damaged one gives nothing") {
    OwnNumbers numbers({DeviceId{"kiosk-1"}, std::string(64, 'a')}, runs(), {}, {});
    numbers.spend({'A', 980}, today);
    numbers.spend({'B', 999}, today);
    RequestId first, second;
    first.bytes.fill(0xa1);
    second.bytes.fill(7);
    const Kept kept{numbers, {first, second}};
    const std::string text = to_json(kept);
    const auto read = parse_own_numbers(text);
    REQUIRE(read.has_value());
    CHECK(*read == kept);
    for (std::size_t length = 0; length < text.size(); ++length)
        CHECK_FALSE(parse_own_numbers(std::string_view(text).substr(0, length)).has_value());
    for (const char* bad :
         {"{}", "[]", R"({"runs":[{"day":1,"service":"a","first":"A010","last":9}],"spent_day":1,"spent":[]})",
          R"({"runs":[{"day":1,"service":"a b","first":"A010","last":19}],"spent_day":1,"spent":[]})",
          R"({"runs":[],"spent_day":1,"spent":["?"]})", R"({"runs":[],"spent_day":1,"spent":[],"abandoned":["a1"]})"})
        CHECK_FALSE(parse_own_numbers(bad).has_value());
}

TEST_CASE("own numbers: a new day forgets what was spent, and old numbers are not given") {
    OwnNumbers numbers;
    numbers.replace(runs());
    numbers.spend({'A', 980}, today);
    CHECK(numbers.left(ServiceId{"s1"}, today) == 19);
    const Date tomorrow{today.days + 1};
    CHECK_FALSE(numbers.next(ServiceId{"s1"}, tomorrow).has_value());
    numbers.replace({{tomorrow, ServiceId{"s1"}, 'A', 980, 999}});
    CHECK(numbers.next(ServiceId{"s1"}, tomorrow) == TicketNumber{'A', 980});
}

TEST_CASE("kiosk alone: at its very first start there is no file, and nothing wrong") {
    const auto none = read_own_numbers("/nonexistent/own-numbers.json");
    REQUIRE(none.has_value());
    CHECK(none->own.runs().empty());
}

TEST_CASE("kiosk alone: started without its server, it gives numbers by the view and the numbers that it kept") {
    Catalogues catalogues({});
    FakeProgram program;
    Now now{0, morning};
    KioskModel model(catalogues, program, "en", now);
    model.earlier_run_found({Kept{OwnNumbers({}, runs(), {}, {}), {}}, {}, morning, {}}, now);
    KioskView view = hall_with_services(4);
    view.services[0].closes_at = Instant{morning.ms + minute_ms};
    model.view_came(view, now);
    Connection offline;
    offline.reach = Reach::Offline;
    model.connection_changed(offline, now);
    const auto take = [&] {
        model.touch(ChooseService{ServiceId{"s1"}}, now);
        model.touch(TakeNumber{}, now);
    };
    take();
    REQUIRE(program.sent.size() == 1);
    CHECK(std::get<IssueReserved>(program.sent[0].command).number == TicketNumber{'A', 980});
    now.steady_ms += 10 * minute_ms;  // the session that the view knew of has ended meanwhile
    now.wall = now.wall + 10 * minute_ms;
    model.advance(now);
    model.touch(Wish::Home, now);
    take();
    CHECK(program.sent.size() == 1);
}

TEST_CASE("kiosk alone: the numbers of another pairing, or of another server, are given to nobody, nor kept") {
    const OwnNumbers found(first_pairing, runs(), today, {{'A', 980}});
    {
        StartedAlone same(found, first_pairing);
        same.take();
        CHECK(same.program.printed.size() == 1);
    }
    const Owner others[] = {
        {DeviceId{"kiosk-2"}, first_pairing.server}, {first_pairing.device, std::string(64, 'b')}, {}};
    for (const Owner& other : others) {
        CAPTURE(other.device.value);
        StartedAlone kiosk(found, other);
        CHECK(kiosk.program.kept.own.runs().empty());
        CHECK(kiosk.program.kept.own.is_spent({'A', 980}, today));
        kiosk.take();
        CHECK(kiosk.program.sent.empty());
        CHECK(kiosk.program.printed.empty());
    }
}

TEST_CASE("kiosk alone: numbers that could not be taken off the disk are taken off as soon as it can be written") {
    StartedAlone kiosk(OwnNumbers(first_pairing, runs(), {}, {}), first_pairing);
    kiosk.program.can_keep = false;
    kiosk.connection.owner = {};
    kiosk.reach(Reach::Pairing);
    CHECK_FALSE(kiosk.program.kept.own.runs().empty());
    kiosk.program.can_keep = true;
    kiosk.wait(limits::keep_again_ms);
    CHECK(kiosk.program.kept.own.runs().empty());
}

TEST_CASE("own numbers: a file of an earlier version names no owner, and its numbers are nobody's") {
    const auto read =
        parse_own_numbers(R"({"runs":[{"day":1,"service":"a","first":"A010","last":19}],"spent_day":1,"spent":[]})");
    REQUIRE(read.has_value());
    OwnNumbers numbers = read->own;
    CHECK(numbers.owner() == Owner{});
    numbers.belong_to(first_pairing);
    CHECK(numbers.runs().empty());
}

namespace {

/// A number was asked for, the server is silent, and the power goes: what the next run finds.
EarlierRun power_cut(const FakeProgram& program) {
    EarlierRun run{program.kept, {}, morning, {}};
    for (const auto& sent : program.sent) {
        if (std::holds_alternative<IssueTicket>(sent.command))
            run.asked.push_back(sent.id);
        else if (const auto* given = std::get_if<IssueReserved>(&sent.command))
            run.given.push_back(*given);
    }
    return run;
}

/// The hall has issued A001 for the first request of the run before.
void answer_late(StartedAlone& kiosk, const RequestId& id) {
    kiosk.reach(Reach::Online);
    Reply late;
    late.ticket = ticket_of(ServiceId{"s1"}, {'A', 1}, 0);
    kiosk.reply(id, late);
}

bool is_cancelled(const StartedAlone& kiosk) {
    const auto* cancel =
        kiosk.program.sent.empty() ? nullptr : std::get_if<CancelTicket>(&kiosk.program.sent.back().command);
    return cancel != nullptr && cancel->token == ticket_of(ServiceId{"s1"}, {'A', 1}, 0).token;
}

void ask(Kiosk& kiosk) {
    kiosk.wait(100);
    give(kiosk, runs());
    kiosk.touch(ChooseService{ServiceId{"s1"}});
    kiosk.touch(TakeNumber{});
}

}  // namespace

TEST_CASE("kiosk alone: who got a number of the kiosk's own gets no second one after a power cut") {
    Kiosk kiosk;
    ask(kiosk);
    kiosk.lose_connection();
    SUBCASE("the number was given") {
        kiosk.wait(limits::alone_after_ms + 200);
        CHECK(kiosk.shows("A980"));
    }
    SUBCASE("the power went just before the outbox had it: what is asked of the server is given up first") {
        kiosk.program.loses_power_at_outbox = true;
        kiosk.wait(limits::alone_after_ms + 200);
        CHECK(kiosk.program.printed.empty());
    }
    StartedAlone again(power_cut(kiosk.program), {});
    answer_late(again, kiosk.program.sent[0].id);
    CHECK(again.program.printed.empty());
    CHECK(is_cancelled(again));
}

TEST_CASE("kiosk alone: whoever stopped waiting gets no ticket after a power cut either") {
    Kiosk kiosk;
    ask(kiosk);
    SUBCASE("by a touch") {
        kiosk.wait(limits::late_reply_ms);
        kiosk.touch(Wish::StopWaiting);
    }
    SUBCASE("by a touch, while the disk was full for a moment") {
        kiosk.program.can_keep = false;
        kiosk.wait(limits::late_reply_ms);
        kiosk.touch(Wish::StopWaiting);
        kiosk.program.can_keep = true;
        kiosk.wait(limits::keep_again_ms + 200);
    }
    SUBCASE("by going away") {
        kiosk.wait(limits::abandon_ms);
    }
    StartedAlone again(power_cut(kiosk.program), {});
    answer_late(again, kiosk.program.sent[0].id);
    CHECK(again.program.printed.empty());
    CHECK(is_cancelled(again));
}

TEST_CASE("kiosk alone: a ticket of before a power cut is for whoever still stands there, and for nobody else") {
    Kiosk kiosk;
    ask(kiosk);
    EarlierRun run = power_cut(kiosk.program);
    const RequestId id = kiosk.program.sent[0].id;
    SUBCASE("the same person, a moment later") {
        StartedAlone again(run, {});
        answer_late(again, id);
        CHECK(again.program.printed.size() == 1);
        CHECK(again.program.sent.empty());
    }
    SUBCASE("somebody is doing something else") {
        StartedAlone again(run, {});
        again.model.touch(ChooseService{ServiceId{"s2"}}, again.now);
        answer_late(again, id);
        CHECK(again.program.printed.empty());
        CHECK(is_cancelled(again));
    }
    SUBCASE("a number of the kiosk's own was given meanwhile, and another power cut came") {
        StartedAlone between(run, {});
        between.take();
        CHECK(between.program.printed.size() == 1);
        EarlierRun second = power_cut(between.program);
        second.asked.push_back(id);
        StartedAlone again(second, {});
        answer_late(again, id);
        CHECK(again.program.printed.empty());
        CHECK(is_cancelled(again));
    }
    SUBCASE("another number was asked for meanwhile") {
        StartedAlone again(run, {});
        again.reach(Reach::Online);
        again.take();
        again.model.touch(Wish::StopWaiting, again.now);
        again.program.sent.clear();
        answer_late(again, id);
        CHECK(again.program.printed.empty());
        CHECK(is_cancelled(again));
    }
    SUBCASE("two minutes later nobody does, counted over the power cut") {
        run.asked_at = morning + -(limits::abandon_ms - 1'000);
        StartedAlone again(run, {});
        again.wait(1'000);
        answer_late(again, id);
        CHECK(again.program.printed.empty());
        CHECK(is_cancelled(again));
    }
    SUBCASE("the clock says that it was asked for later than now: how long ago is not known") {
        run.asked_at = morning + hour_ms;
        StartedAlone again(run, {});
        again.wait(1);
        answer_late(again, id);
        CHECK(again.program.printed.empty());
        CHECK(is_cancelled(again));
    }
    SUBCASE("the clock lost the night: by the server's the ticket is of yesterday") {
        StartedAlone again(run, {});
        again.connection.server_time = morning + 15 * hour_ms;
        answer_late(again, id);
        CHECK(again.program.printed.empty());
        CHECK(is_cancelled(again));
    }
    SUBCASE("the server's clock is that of the kiosk") {
        StartedAlone again(run, {});
        again.connection.server_time = morning + 20'000;
        answer_late(again, id);
        CHECK(again.program.printed.size() == 1);
    }
    SUBCASE("it cannot be read whether they got another number") {
        run.kept.reset();
        StartedAlone again(run, {});
        answer_late(again, id);
        CHECK(again.program.printed.empty());
        CHECK(is_cancelled(again));
    }
}

TEST_CASE(
    "kiosk alone: what waits in the outbox is spent, also when the list of its numbers is a copy of earlier or gone") {
    Alone kiosk;
    kiosk.take();
    const RequestId told = kiosk.program.sent.back().id;
    EarlierRun run = power_cut(kiosk.program);
    run.kept = Kept{OwnNumbers({}, runs(), {}, {}), {}};
    {
        StartedAlone again(run, {});
        CHECK(again.program.kept.own.is_spent({'A', 980}, today));
        again.take();
        REQUIRE(again.program.printed.size() == 1);
        CHECK(again.program.printed[0].ticket.number == TicketNumber{'A', 981});
    }
    run.kept.reset();
    StartedAlone again(run, {});
    again.reach(Reach::Online);
    Reply merged;
    merged.ticket = ticket_of(ServiceId{"s1"}, {'A', 980}, 2);
    again.reply(told, merged);  // its person holds it already
    CHECK(again.program.printed.empty());
    CHECK(again.program.sent.empty());
}

TEST_CASE("kiosk alone: of an older day in the outbox nothing is spent today") {
    IssueReserved old{ServiceId{"s1"}, {}, {'A', 981}, {}, Date{today.days - 1}, morning, "vi"};
    StartedAlone kiosk(EarlierRun{Kept{OwnNumbers({}, runs(), today, {{'A', 980}}), {}}, {}, morning, {old}}, {});
    kiosk.take();
    REQUIRE(kiosk.program.printed.size() == 1);
    CHECK(kiosk.program.printed[0].ticket.number == TicketNumber{'A', 981});
}

TEST_CASE("kiosk: where the server can save nothing, it says that and gives numbers of its own") {
    Alone kiosk;
    Connection connection;
    connection.reach = Reach::Offline;
    connection.refusal = Refusal::StoreUnavailable;
    connection.since = morning;
    kiosk.model.connection_changed(connection, kiosk.now());
    CHECK(kiosk.screen().banner == "The system has been unable to save since 08:15. You get a number all the same.");
    kiosk.take();
    CHECK(kiosk.screen().page == Page::Ticket);
    CHECK(kiosk.last().service == ServiceId{"s1"});
}
