// The shapes that scripts rely on, as they are: a change here is a change for every script.
#include "server/cli/json_output.hpp"

#include <doctest/doctest.h>

using namespace motcua;
using namespace motcua::cli;

namespace {

TicketDetail ticket() {
    TicketDetail ticket;
    ticket.number = TicketNumber{'B', 12};
    ticket.token = TicketToken{"abcdefghijklmnopqrstuvwxyz"};
    ticket.service_day = *date_of(2026, 11, 23);
    ticket.service = ServiceId{"land"};
    ticket.state = TicketState::Called;
    ticket.issued_at = Instant{1795420800000};
    ticket.virtual_arrival = ticket.issued_at - 30 * minute_ms;
    ticket.changed_at = ticket.issued_at + 5 * minute_ms;
    ticket.counter = CounterId{"3"};
    CallRecord call;
    call.at = ticket.changed_at;
    call.counter = CounterId{"3"};
    call.virtual_arrival = ticket.virtual_arrival;
    call.recalls = 1;
    call.passed_over_count = 1;
    call.passed_over.push_back(PassedOver{TicketNumber{'B', 11}, ticket.issued_at - minute_ms,
                                          ticket.issued_at - minute_ms, PassedOverReason::HeadStart});
    ticket.calls.push_back(call);
    return ticket;
}

}  // namespace

TEST_CASE("json: done without anything to tell") {
    CHECK(json_text(Outcome{}) == "{\"ok\":true}\n");
}

TEST_CASE("json: a refusal") {
    const Outcome outcome = refused(Language(), Refusal::ServiceClosed, "land");
    CHECK(json_text(outcome) ==
          "{\"ok\":false,\"refusal\":\"service_closed\",\"text\":\"This service gives no numbers at this time.\","
          "\"detail\":\"land\"}\n");
}

TEST_CASE("json: a failure") {
    CHECK(json_text(failure(Exit::Unreachable, "No \"server\"", "refused")) ==
          "{\"ok\":false,\"failure\":\"unreachable\",\"text\":\"No \\\"server\\\"\",\"detail\":\"refused\"}\n");
    CHECK(json_text(failure(Exit::Usage, "x")) ==
          "{\"ok\":false,\"failure\":\"usage\",\"text\":\"x\",\"detail\":\"\"}\n");
}

TEST_CASE("json: bytes that are no UTF-8, as a path may hold, are replaced") {
    Outcome outcome;
    outcome.file =
        "/d\xff/c\xe1\xbb\xad"
        "a\xc3";
    CHECK(json_text(outcome) == "{\"ok\":true,\"file\":\"/d\ufffd/cửa\ufffd\"}\n");
}

TEST_CASE("json: a ticket and its calls") {
    Outcome outcome;
    outcome.ticket = ticket();
    CHECK(json_text(outcome) ==
          "{\"ok\":true,\"ticket\":{\"number\":\"B012\",\"token\":\"abcdefghijklmnopqrstuvwxyz\","
          "\"service_day\":\"2026-11-23\",\"service\":\"land\",\"category\":null,\"state\":\"called\","
          "\"issued_at\":\"2026-11-23T08:00:00.000Z\",\"virtual_arrival\":\"2026-11-23T07:30:00.000Z\","
          "\"changed_at\":\"2026-11-23T08:05:00.000Z\",\"counter\":\"3\",\"reserved_for\":null,\"people_ahead\":0,"
          "\"note\":\"\",\"calls\":[{\"at\":\"2026-11-23T08:05:00.000Z\",\"counter\":\"3\","
          "\"rule\":\"smallest_virtual_arrival\",\"virtual_arrival\":\"2026-11-23T07:30:00.000Z\",\"recalls\":1,"
          "\"passed_over_count\":1,\"passed_over\":[{\"number\":\"B011\",\"arrival\":\"2026-11-23T07:59:00.000Z\","
          "\"virtual_arrival\":\"2026-11-23T07:59:00.000Z\",\"reason\":\"head_start\"}]}]}}\n");
}

TEST_CASE("json: lists, also empty ones") {
    Outcome outcome;
    outcome.tickets.emplace();
    CHECK(json_text(outcome) == "{\"ok\":true,\"tickets\":[],\"cut_short\":false}\n");
    // The server fills note and calls where it answers with one ticket only: a script would take "" for no note.
    for (const std::size_t count : {1, 2}) {
        outcome.tickets->assign(count, ticket());
        const std::string text = json_text(outcome);
        CHECK(text.find("\"people_ahead\":0}") != std::string::npos);
        CHECK(text.find("\"note\"") == std::string::npos);
        CHECK(text.find("\"calls\"") == std::string::npos);
    }
    outcome.tickets->clear();

    outcome = Outcome{};
    outcome.devices.emplace();
    outcome.devices->push_back(DeviceLine{{}, "Cửa", Role::Kiosk, {}, "123456", Instant{1000}, true, false});
    outcome.devices->push_back(DeviceLine{{"c-1"}, "Q3", Role::Counter, {"3"}, "", Instant{}, false, true});
    CHECK(json_text(outcome) ==
          "{\"ok\":true,\"devices\":[{\"id\":null,\"name\":\"Cửa\",\"role\":\"kiosk\",\"counter\":null,"
          "\"pairing_code\":\"123456\",\"since\":\"1970-01-01T00:00:01.000Z\",\"connected\":true,\"revoked\":false},"
          "{\"id\":\"c-1\",\"name\":\"Q3\",\"role\":\"counter\",\"counter\":\"3\",\"pairing_code\":null,"
          "\"since\":null,\"connected\":false,\"revoked\":true}]}\n");

    outcome = Outcome{};
    outcome.staff.emplace();
    outcome.staff->push_back(StaffLine{{"lan"}, "Lan", {}});
    CHECK(json_text(outcome) == "{\"ok\":true,\"staff\":[{\"login\":\"lan\",\"name\":\"Lan\",\"at_counter\":null}]}\n");
}

TEST_CASE("json: health, the doctor, a backup, a settings file") {
    Outcome outcome;
    outcome.exit = Exit::Failure;
    outcome.health.emplace();
    outcome.health->push_back(HealthText{"store", false, "disk full"});
    CHECK(json_text(outcome) ==
          "{\"ok\":false,\"failure\":\"failure\",\"text\":\"\",\"detail\":\"\","
          "\"health\":[{\"name\":\"store\",\"good\":false,\"detail\":\"disk full\"}],\"cut_short\":false}\n");
    outcome.cut_short = true;
    CHECK(json_text(outcome).ends_with("],\"cut_short\":true}\n"));

    outcome = Outcome{};
    outcome.checks.emplace();
    outcome.checks->push_back(Check{"voice", CheckState::Note, "none", "install"});
    CHECK(json_text(outcome) ==
          "{\"ok\":true,\"checks\":[{\"name\":\"voice\",\"state\":\"note\",\"detail\":\"none\",\"advice\":\"install\"}]"
          "}\n");

    outcome = Outcome{};
    outcome.file = "/srv/b.db";
    outcome.aside = "/srv/motcua.db.1";
    CHECK(json_text(outcome) == "{\"ok\":true,\"file\":\"/srv/b.db\",\"aside\":\"/srv/motcua.db.1\"}\n");

    outcome = Outcome{};
    outcome.audit.emplace();
    auto& hall = outcome.audit->halls.emplace_back(store::HallChain{HallId{"kon-tum"}, 2, {}, {}});
    hall.head = store::ChainHead{HallId{"kon-tum"}, 2, {}};
    CHECK(json_text(outcome) == "{\"ok\":true,\"audit\":[{\"hall\":\"kon-tum\",\"rows\":2,\"head\":\"kon-tum:2:" +
                                    std::string(64, '0') + "\",\"broken\":null}]}\n");
    hall.head.reset();
    hall.broken = store::ChainBreak{store::ChainFault::EndCut, 3,
                                    store::RowSeen{2, Instant{1795420800000}, "ticket_issued", std::nullopt}};
    CHECK(json_text(outcome) ==
          "{\"ok\":true,\"audit\":[{\"hall\":\"kon-tum\",\"rows\":2,\"head\":null,\"broken\":{\"fault\":\"end_cut\","
          "\"row\":3,\"seen\":{\"row\":2,\"at\":\"2026-11-23T08:00:00.000Z\",\"kind\":\"ticket_issued\"}}}]}\n");
    hall.broken->seen.reset();
    CHECK(json_text(outcome).find("\"row\":3,\"seen\":null") != std::string::npos);

    outcome = failure(Exit::Failure, "bad");
    outcome.problems = {"x.toml:1:1: no"};
    CHECK(json_text(outcome) ==
          "{\"ok\":false,\"failure\":\"failure\",\"text\":\"bad\",\"detail\":\"\","
          "\"problems\":[\"x.toml:1:1: no\"]}\n");

    outcome = refused(Language(), Refusal::ServiceClosed, "");
    outcome.opens_at = Instant{1795420800000};
    CHECK(json_text(outcome).find("\"opens_at\":\"2026-11-23T08:00:00.000Z\"") != std::string::npos);
}
