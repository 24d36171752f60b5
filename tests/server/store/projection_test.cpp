#include <doctest/doctest.h>

#include <map>

#include "server/store/inspection.hpp"
#include "server/store/sqlite_journal.hpp"
#include "tests/server/store/store_support.hpp"

namespace motcua::store {
namespace {

using test::ask;
using test::LivedHall;
using test::problem_of;

/// A ticket as the table has it and as the hall has it, in one line.
std::vector<std::string> table_lines(const test::TempFolder& folder) {
    return ask(folder.data_file(),
               "SELECT letter || serial || ' ' || token || ' ' || service || ' ' || category || ' ' || state || ' ' || "
               "issued_at || ' ' || virtual_arrival || ' ' || changed_at || ' ' || counter || ' ' || reserved_for || "
               "' ' || calls || ' ' || recalls FROM tickets "
               "WHERE service_day = (SELECT max(service_day) FROM tickets) ORDER BY ticket");
}
std::vector<std::string> hall_lines(const hall::Hall& hall) {
    std::size_t total = 0;
    std::vector<std::string> lines;
    for (const auto& ticket : hall.tickets(false, {}, 10'000, total)) {
        std::int32_t recalls = 0;
        for (const auto& call : ticket.calls)
            recalls += call.recalls;
        std::string line = std::string(1, ticket.number.letter) + std::to_string(ticket.number.serial);
        for (const std::string& part :
             {ticket.token.value, ticket.service.value, ticket.category.value, std::string(name_of(ticket.state)),
              std::to_string(ticket.issued_at.ms), std::to_string(ticket.virtual_arrival.ms),
              std::to_string(ticket.changed_at.ms), ticket.counter.value, ticket.reserved_for.value,
              std::to_string(ticket.calls.size()), std::to_string(recalls)})
            line += ' ' + part;
        lines.push_back(line);
    }
    return lines;
}

}  // namespace

TEST_CASE("tables: tickets, calls and counters are those of the hall, over days lived at random") {
    for (const std::uint64_t seed : {11, 12, 13}) {
        CAPTURE(seed);
        test::TempFolder folder;
        SqliteJournal journal(folder.path());
        REQUIRE(problem_of(journal.load()) == "");
        LivedHall hall("kon-tum", seed);
        for (int day = 0; day < 3; ++day) {
            for (int i = 0; i < 500; ++i)
                REQUIRE(problem_of(journal.append(Batch{{hall.step()}})) == "");
            if (day < 2)
                hall.sleep_until_next_day();
        }
        const auto lines = hall_lines(hall.hall());
        REQUIRE(lines.size() > 60);
        // every kind of event of a day was lived through
        CHECK(ask(folder.data_file(), "SELECT count(DISTINCT kind) FROM events WHERE scope = 2")[0] == "14");
        CHECK(table_lines(folder) == lines);
        // nothing of an earlier day is left open
        CHECK(ask(folder.data_file(),
                  "SELECT count(*) FROM tickets WHERE service_day < (SELECT max(service_day) FROM tickets) AND state "
                  "IN ('waiting', 'called', 'serving', 'held')")[0] == "0");
        CHECK(ask(folder.data_file(), "SELECT count(*) FROM calls")[0] ==
              ask(folder.data_file(), "SELECT count(*) FROM events WHERE kind = 'ticket_called'")[0]);
        CHECK(ask(folder.data_file(), "SELECT sum(recalls) FROM calls")[0] ==
              ask(folder.data_file(), "SELECT sum(recalls) FROM tickets")[0]);
        CHECK(ask(folder.data_file(), "SELECT count(*) FROM tickets WHERE served_ms < 0")[0] == "0");
        for (const char* counter : {"1", "2", "3"}) {
            const auto view = hall.hall().counter_view(CounterId{counter}, hall.hall().time());
            REQUIRE(view);
            const auto row = ask(folder.data_file(), std::string("SELECT state || ' ' || staff || ' ' || pause_reason "
                                                                 "FROM counters WHERE counter = '") +
                                                         counter + "'");
            if (!row.empty())
                CHECK(row[0] == std::string(name_of(view->state)) + ' ' + view->staff.value + ' ' + view->pause_reason);
        }
        const auto found = inspect(folder.data_file());
        REQUIRE(problem_of(found) == "");
        CHECK(test::first_found(*found) == "");
    }
}

TEST_CASE("tables: why a call was made can be asked in SQL") {
    test::TempFolder folder;
    SqliteJournal journal(folder.path());
    REQUIRE(problem_of(journal.load()) == "");
    hall::Hall hall(HallId{"kon-tum"});
    const Instant at{1795395600000};
    const Date day{20780};
    const auto record = [&](std::int64_t ms, hall::Event event) {
        return hall::EventRecord{at + ms, day, Actor{Role::Staff, {}, StaffId{"lan"}}, std::move(event)};
    };
    const TicketToken tokens[] = {TicketToken{"aaaaaaaaaaaaaaaaaaaaaaaaaa"}, TicketToken{"bbbbbbbbbbbbbbbbbbbbbbbbbb"}};
    Entry entry{HallId{"kon-tum"}, 1, {}, {}};
    entry.events = {
        record(0, hall::DayOpened{day}),
        record(1, hall::TicketIssued{TicketId{1}, {'A', 1}, tokens[0], ServiceId{"a"}, {}, at + 1, "vi"}),
        record(2,
               hall::TicketIssued{
                   TicketId{2}, {'A', 2}, tokens[1], ServiceId{"a"}, CategoryId{"elderly"}, at - 900'000, "vi"}),
        record(3, hall::TicketCalled{TicketId{2},
                                     CounterId{"1"},
                                     CallRule::SmallestVirtualArrival,
                                     at - 900'000,
                                     {{{'A', 1}, at + 1, at + 1, PassedOverReason::HeadStart}},
                                     1,
                                     {}}),
        record(5, hall::TicketRecalled{TicketId{2}, CounterId{"1"}}),
        record(10, hall::ServiceStarted{TicketId{2}, CounterId{"1"}}),
        record(110, hall::ServiceFinished{TicketId{2}, CounterId{"1"}, false}),
    };
    REQUIRE(problem_of(journal.append(Batch{{entry}})) == "");
    CHECK(ask(folder.data_file(),
              "SELECT e.value ->> 'number' || ' ' || (e.value ->> 'reason') || ' ' || c.rule || ' ' || c.staff || ' ' "
              "|| c.recalls FROM calls AS c, json_each(c.passed_over) AS e") ==
          std::vector<std::string>{"A001 head_start smallest_virtual_arrival lan 1"});
    CHECK(ask(folder.data_file(),
              "SELECT served_ms || ' ' || (finished_at - issued_at) FROM tickets WHERE serial = 2")[0] == "100 108");
}

TEST_CASE("tables: a transfer that its counter took back leaves the service as it was, of the ticket and of the call") {
    test::TempFolder folder;
    SqliteJournal journal(folder.path());
    REQUIRE(problem_of(journal.load()) == "");
    const Instant at{1795395600000};
    const Date day{20780};
    const auto record = [&](std::int64_t ms, hall::Event event) {
        return hall::EventRecord{at + ms, day, Actor{Role::Staff, {}, StaffId{"lan"}}, std::move(event)};
    };
    const TicketToken token{"aaaaaaaaaaaaaaaaaaaaaaaaaa"};
    const auto called = [&](CallRule rule, ServiceId back_to) {
        return hall::TicketCalled{TicketId{1}, CounterId{"1"}, rule, at, {}, 0, std::move(back_to)};
    };
    Entry entry{HallId{"kon-tum"}, 1, {}, {}};
    entry.events = {
        record(0, hall::DayOpened{day}),
        record(0, hall::TicketIssued{TicketId{1}, {'A', 1}, token, ServiceId{"a"}, {}, at, "vi"}),
        record(1, called(CallRule::SmallestVirtualArrival, {})),
        record(2, hall::TicketTransferred{TicketId{1}, CounterId{"1"}, ServiceId{"b"}, {}, ""}),
        record(3, called(CallRule::ChosenByStaff, ServiceId{"a"})),
    };
    REQUIRE(problem_of(journal.append(Batch{{entry}})) == "");
    CHECK(ask(folder.data_file(), "SELECT service FROM tickets") == std::vector<std::string>{"a"});
    CHECK(ask(folder.data_file(), "SELECT service FROM calls ORDER BY sequence") == std::vector<std::string>{"a", "a"});
}

TEST_CASE("tables: devices and staff as last said") {
    test::TempFolder folder;
    SqliteJournal journal(folder.path());
    REQUIRE(problem_of(journal.load()) == "");
    const auto record = [](hall::Event event) { return hall::EventRecord{Instant{7}, Date{}, {}, std::move(event)}; };
    Entry entry{HallId{"kon-tum"}, 1, {}, {}};
    entry.events = {record(hall::DeviceAccepted{DeviceId{"k1"}, Role::Kiosk, "Ki-ốt", {}, {}}),
                    record(hall::DeviceAccepted{DeviceId{"k2"}, Role::Kiosk, "Ki-ốt 2", {}, {}}),
                    record(hall::DeviceRevoked{DeviceId{"k1"}}),
                    record(hall::StaffAdded{StaffId{"lan"}, "Lan", "$1"}),
                    record(hall::StaffAdded{StaffId{"minh"}, "Minh", "$2"}),
                    record(hall::StaffAdded{StaffId{"lan"}, "Chị Lan", "$3"}),
                    record(hall::StaffRemoved{StaffId{"minh"}})};
    REQUIRE(problem_of(journal.append(Batch{{entry}})) == "");
    CHECK(ask(folder.data_file(), "SELECT device || ' ' || coalesce(revoked_at, '') FROM devices ORDER BY device") ==
          std::vector<std::string>{"k1 7", "k2 "});
    CHECK(ask(folder.data_file(), "SELECT login || name || password_hash FROM staff") ==
          std::vector<std::string>{"lanChị Lan$3"});
    // about somebody who was never there: the batch is refused
    Entry wrong{HallId{"kon-tum"}, 8, {record(hall::StaffRemoved{StaffId{"nobody"}})}, {}};
    CHECK(test::has(problem_of(journal.append(Batch{{wrong}})), "does not fit the tables"));
}

}  // namespace motcua::store
