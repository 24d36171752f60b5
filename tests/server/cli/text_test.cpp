#include "server/cli/text_output.hpp"

#include <doctest/doctest.h>

#include "server/cli/run.hpp"
#include "server/cli/table.hpp"
#include "tests/server/cli/english.hpp"

using namespace motcua;
using namespace motcua::cli;

namespace {

constexpr std::int32_t hanoi_min = 7 * 60;

}  // namespace

TEST_CASE("text: columns stand under each other, whatever marks the letters carry") {
    CHECK(table(Row{"A", "B"}, {}).empty());
    CHECK(table(Row{"Số", "Dịch vụ"}, {Row{"A001", "Đất đai"}, Row{"B2", "x"}}) ==
          "Số    Dịch vụ\n"
          "A001  Đất đai\n"
          "B2    x\n");
}

TEST_CASE("text: a ticket's story names who was passed over and why") {
    TicketDetail ticket;
    ticket.number = TicketNumber{'B', 12};
    ticket.service = ServiceId{"land"};
    ticket.category = CategoryId{"elderly"};
    ticket.service_day = *date_of(2026, 11, 23);
    ticket.state = TicketState::Finished;
    ticket.issued_at = Instant{1795395600000};  // 08:00 in Hanoi
    ticket.virtual_arrival = ticket.issued_at - 30 * minute_ms;
    ticket.counter = CounterId{"3"};
    ticket.note = "needs a stamp";
    CallRecord call;
    call.at = ticket.issued_at + 10 * minute_ms;
    call.counter = CounterId{"3"};
    call.virtual_arrival = ticket.virtual_arrival;
    call.recalls = 2;
    call.passed_over_count = 3;
    call.passed_over.push_back(PassedOver{TicketNumber{'B', 9}, ticket.issued_at - 5 * minute_ms,
                                          ticket.issued_at - 5 * minute_ms, PassedOverReason::HeadStart});
    ticket.calls.push_back(call);
    CHECK(ticket_text(ticket, true, english, hanoi_min) ==
          "B012  land  finished  elderly  counter 3\n"
          "  issued 08:00:00 on 23/11/2026, counted from 07:30:00\n"
          "  note: needs a stamp\n"
          "  08:10:00 to counter 3: the earliest counted arrival of those this counter serves (counted from 07:30:00)\n"
          "    called again 2 times\n"
          "    passed over B009 (came 07:55:00, counted from 07:55:00): came earlier, but the called ticket has a head "
          "start\n"
          "    and 2 more\n");
}

TEST_CASE("text: a ticket that was sent on is at no counter") {
    TicketDetail ticket;
    ticket.number = TicketNumber{'A', 3};
    ticket.service = ServiceId{"land"};
    ticket.state = TicketState::Waiting;
    ticket.counter = CounterId{"1"};
    ticket.reserved_for = CounterId{"7"};
    CHECK(ticket_text(ticket, false, english, 0) == "A003  land  waiting  0 people ahead\n");
    Outcome outcome;
    outcome.tickets = {ticket};
    const std::string list = text_of(outcome, Question{ListTickets{}}, english, 0);
    CHECK(list.substr(list.size() - 3) == " 7\n");
}

TEST_CASE("text: lists, empty lists and plain success") {
    Outcome outcome;
    outcome.tickets.emplace();
    CHECK(text_of(outcome, Question{ListTickets{}}, english, 0) == "There are no tickets.\n");
    outcome.tickets->emplace_back();
    outcome.cut_short = true;
    CHECK(text_of(outcome, Question{ListTickets{}}, english, 0).find("more tickets") != std::string::npos);

    Outcome health;
    health.health = {HealthText{"queue", true, "0 commands wait for the store"}};
    CHECK(text_of(health, Question{AskHealth{}}, english, 0).find("more lines") == std::string::npos);
    health.cut_short = true;
    CHECK(text_of(health, Question{AskHealth{}}, english, 0).find("more lines") != std::string::npos);

    CHECK(text_of(Outcome{}, Order{CloseCounter{}, {}}, english, 0) == "Done.\n");
    Outcome backup;
    backup.file = "/srv/b.db";
    CHECK(text_of(backup, MakeBackup{"b.db"}, english, 0) == "The backup is /srv/b.db\n");
    Outcome restored;
    restored.file = "/srv";
    restored.aside = "/srv/old";
    CHECK(text_of(restored, RestoreBackup{}, english, 0) ==
          "The backup is in place in /srv. The former data lie in /srv/old.\n");
}

TEST_CASE("text: a refusal goes to the errors, with when numbers are given again") {
    Outcome outcome = refused(english, Refusal::ServiceClosed, "land");
    outcome.opens_at = Instant{1795395600000};
    CHECK(failure_text(outcome, english) == "motcua: This service gives no numbers at this time. (land)\n");
    CHECK(text_of(outcome, Order{IssueTicket{}, {}}, english, hanoi_min) ==
          "Numbers are given again on 23/11/2026 at 08:00.\n");
    CHECK(failure_text(Outcome{}, english).empty());
}

TEST_CASE("text: a refusal that was kept has its hall's time, and this terminal's only where that is not known") {
    store::RefusalRow row;
    row.hall = HallId{"kon-tum"};
    row.at = Instant{1795395600000};
    row.offset_min = hanoi_min;
    Outcome outcome;
    outcome.refusals = {row};
    CHECK(text_of(outcome, ListRefusals{}, english, 0).find("23/11/2026 08:00:00") != std::string::npos);
    outcome.refusals->front().offset_min.reset();
    CHECK(text_of(outcome, ListRefusals{}, english, 0).find("23/11/2026 01:00:00") != std::string::npos);
}

TEST_CASE("text: the doctor says what to do") {
    Outcome outcome;
    outcome.exit = Exit::Failure;
    outcome.checks.emplace();
    outcome.checks->push_back(Check{"server", CheckState::Problem, "refused", "Start it."});
    outcome.checks->push_back(Check{"fonts", CheckState::Good, "Noto Sans", ""});
    CHECK(text_of(outcome, Examine{}, english, 0) ==
          "PROBLEM  server: refused\n    -> Start it.\ngood  fonts: Noto Sans\n");
}

TEST_CASE("text: a broken action log names the row, its time and kind; a whole one its head") {
    using store::ChainFault;
    const store::RowSeen seen{41, Instant{1795420800000}, "ticket_issued", hanoi_min};
    Outcome outcome;
    outcome.audit.emplace();
    outcome.audit->halls = {{HallId{"kon-tum"}, 40, {}, {}}, {HallId{"new"}, 0, {}, {}}};
    auto& hall = outcome.audit->halls.front();
    hall.head = store::ChainHead{HallId{"kon-tum"}, 40, {}};
    CHECK(text_of(outcome, VerifyAudit{}, english, 0) ==
          "Whole, from the first row to the head (keep it for --head):\n"
          "Hall     Rows  Head\n"
          "kon-tum  40    kon-tum:40:" +
              std::string(64, '0') + "\nnew      0     -\n");
    outcome.exit = Exit::Failure;
    outcome.audit->halls.pop_back();
    hall.head.reset();
    const auto told = [&](ChainFault fault, std::int64_t row, std::optional<store::RowSeen> by) {
        hall.broken = store::ChainBreak{fault, row, std::move(by)};
        return text_of(outcome, VerifyAudit{}, english, 0);
    };
    CHECK(told(ChainFault::Changed, 41, seen) ==
          "kon-tum: row 41 (23/11/2026 15:00:00, ticket_issued) does not follow from the one before it: changed, put "
          "in or moved.\n");
    CHECK(told(ChainFault::Missing, 40, seen) ==
          "kon-tum: row 40 was removed; the next one is row 41 (23/11/2026 15:00:00, ticket_issued).\n");
    CHECK(told(ChainFault::EndCut, 42, seen) ==
          "kon-tum: the end was cut off, row 42 is gone; the last one is row 41 (23/11/2026 15:00:00, "
          "ticket_issued).\n");
    CHECK(told(ChainFault::OtherHead, 41, seen) ==
          "kon-tum: row 41 (23/11/2026 15:00:00, ticket_issued) has not the head that was kept: it, or a row before "
          "it, is another.\n");
    CHECK(told(ChainFault::EndCut, 1, std::nullopt) ==
          "kon-tum: the whole log is gone, though other tables or a kept head know of it.\n");
}

TEST_CASE("text: names of checks and a ticket's state in a refusal are in the person's language") {
    const Language vietnamese = Catalogues({MOTCUA_BINARY_DIR "/share/locale"}).language("vi");
    CHECK(name_text("store", english) == "store");
    CHECK(name_text("health.hall kon-tum", english) == "health (hall kon-tum)");
    CHECK(name_text("of a newer server", vietnamese) == "of a newer server");
    CHECK(name_text("boards of hall kon-tum", vietnamese) == "bảng hiển thị của trung tâm kon-tum");
    CHECK(name_text("queue", vietnamese) == "hàng đợi");
    CHECK(name_text("health.settings of hall kon-tum", vietnamese) == "tình trạng (thiết lập của trung tâm kon-tum)");
    const Outcome wrong_state = refused(vietnamese, Refusal::WrongState, "no_show");
    CHECK(failure_text(wrong_state, vietnamese).ends_with(" (vắng mặt)\n"));
    CHECK(wrong_state.detail == "no_show");  // as a script knows it
}

TEST_CASE("text: the server's health is said in the person's language, whatever server says it") {
    const Language vietnamese = Catalogues({MOTCUA_BINARY_DIR "/share/locale"}).language("vi");
    Answer answer;
    answer.health = {
        {"queue", true, Problem("{} commands wait for the store", 7)},
        {"moon", true, Problem("a newer server's {}", "word")},
        {"data", false, Problem("the journal cannot be written: {}", Problem("the disk is full; free some space"))},
        {"store", false, {}}};
    answer.cut_short = true;
    const Outcome outcome = outcome_of(AskHealth{}, answer, vietnamese);
    CHECK(outcome.exit == Exit::Failure);
    CHECK(outcome.cut_short);
    REQUIRE(outcome.health);
    CHECK(outcome.health->at(0).detail == "7 lệnh đang chờ được lưu");
    CHECK(outcome.health->at(1).detail == "a newer server's word");
    CHECK(outcome.health->at(2).detail == "không ghi được nhật ký: đĩa đã đầy; hãy giải phóng chỗ trống");
    CHECK(outcome.health->at(3).detail.empty());
}
