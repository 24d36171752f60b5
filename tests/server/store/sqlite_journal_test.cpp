#include "server/store/sqlite_journal.hpp"
#include "server/store/limits.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "tests/server/store/store_support.hpp"
#include "tests/support/failing_vfs.hpp"

namespace motcua::store {
namespace {

using test::ask;
using test::has;
using test::live;
using test::LivedHall;
using test::problem_of;

/// Loads and asserts that it went well.
std::vector<LoadedHall> loaded(SqliteJournal& journal) {
    auto halls = journal.load();
    REQUIRE(problem_of(halls) == "");
    return std::move(*halls);
}

void append(SqliteJournal& journal, std::vector<Entry> entries) {
    REQUIRE(problem_of(journal.append(Batch{std::move(entries)})) == "");
}

}  // namespace

TEST_CASE("journal: a new folder has no halls") {
    test::TempFolder folder;
    SqliteJournal journal(folder.path() / "data");
    CHECK(loaded(journal).empty());
    CHECK((std::filesystem::status(folder.path() / "data" / "motcua.db").permissions() &
           std::filesystem::perms::others_all) == std::filesystem::perms::none);
}

TEST_CASE("journal: two halls come back as they were, with their answers") {
    test::TempFolder folder;
    LivedHall kon_tum("kon-tum", 1);
    LivedHall gia_lai("gia-lai", 2);
    std::vector<StoredOutcome> outcomes;
    {
        SqliteJournal journal(folder.path());
        loaded(journal);
        for (int i = 0; i < 300; ++i) {
            Entry mine = kon_tum.step();
            outcomes.push_back(*mine.outcome);
            append(journal, {std::move(mine), gia_lai.step()});
        }
    }
    SqliteJournal journal(folder.path());
    const auto halls = loaded(journal);
    REQUIRE(halls.size() == 2);
    CHECK(halls[0].hall.value == "gia-lai");
    CHECK((test::replayed(halls[0]).fingerprint() == gia_lai.hall().fingerprint()));
    CHECK((test::replayed(halls[1]).fingerprint() == kon_tum.hall().fingerprint()));
    CHECK(halls[1].last_sequence == kon_tum.last_sequence());
    REQUIRE(halls[1].outcomes.size() == outcomes.size());
    const auto by_id = [](const StoredOutcome& left, const StoredOutcome& right) { return left.id < right.id; };
    auto kept = halls[1].outcomes;
    std::sort(kept.begin(), kept.end(), by_id);
    std::sort(outcomes.begin(), outcomes.end(), by_id);
    for (std::size_t i = 0; i < kept.size(); ++i) {
        CHECK(kept[i].id == outcomes[i].id);
        CHECK(kept[i].digest == outcomes[i].digest);
        CHECK(kept[i].asker == outcomes[i].asker);
        CHECK(kept[i].at == outcomes[i].at);
        CHECK(kept[i].reply == outcomes[i].reply);
    }
    // and it goes on from there
    append(journal, {kon_tum.issue()});
}

TEST_CASE("journal: of earlier days only the set-up is loaded, and answers of fourteen days") {
    test::TempFolder folder;
    SqliteJournal journal(folder.path());
    loaded(journal);
    LivedHall hall("kon-tum");
    std::vector<std::size_t> answers_of_day;
    for (int day = 0; day < limits::outcome_days + 2; ++day) {
        live(journal, hall, 50);
        hall.sleep_until_next_day();
    }
    append(journal, {hall.run(AddStaff{StaffId{"minh"}, "Anh Minh", "$hash"})});
    append(journal, {hall.issue()});
    const auto halls = loaded(journal);
    REQUIRE(halls.size() == 1);
    std::size_t days = 0;
    for (const auto& record : halls[0].events) {
        days += std::holds_alternative<hall::DayOpened>(record.event);
        if (hall::scope_of(record.event) == hall::Scope::Day)
            CHECK(record.service_day == hall.hall().service_day());
    }
    CHECK(days == 1);
    CHECK(halls[0].last_sequence == hall.last_sequence());
    CHECK(test::replayed(halls[0]).staff(StaffId{"minh"}) != nullptr);
    auto replayed = test::replayed(halls[0]);
    CHECK(replayed.tickets(false, {}, 1000, *std::make_unique<std::size_t>()) ==
          hall.hall().tickets(false, {}, 1000, *std::make_unique<std::size_t>()));
    // answers: of the last days, today among them; older ones are gone from the file too
    const auto kept = ask(folder.data_file(), "SELECT count(*) FROM outcomes");
    CHECK(kept == std::vector<std::string>{std::to_string(halls[0].outcomes.size())});
    CHECK(halls[0].outcomes.size() > 50 * (limits::outcome_days - 1));
    CHECK(halls[0].outcomes.size() < 55 * limits::outcome_days);
}

TEST_CASE("journal: of very many answers those of whoever asked most are left out, the oldest first") {
    constexpr std::size_t more = 3;
    constexpr Instant later{4'102'444'800'000};  // than the answers before: the year 2100
    test::TempFolder folder;
    SqliteJournal journal(folder.path());
    loaded(journal);
    LivedHall hall("kon-tum");
    live(journal, hall, 5);
    const std::size_t before = loaded(journal).at(0).outcomes.size();
    std::vector<Entry> flood;
    for (std::size_t i = 0; i < outcomes_kept - before + more; ++i) {
        StoredOutcome outcome;
        for (std::size_t byte = 0; byte < 4; ++byte)
            outcome.id.bytes[byte] = static_cast<std::uint8_t>(i >> (8 * (3 - byte)));
        outcome.asker = "gone wild";
        outcome.at = later + static_cast<std::int64_t>(i);
        flood.push_back({hall.hall().id(), hall.last_sequence() + 1, {}, outcome});
    }
    append(journal, flood);
    auto kept = loaded(journal).at(0).outcomes;
    REQUIRE(kept.size() == outcomes_kept);
    for (std::size_t i = 0; i < before; ++i)
        CHECK(kept[i].asker == "machine-1");
    CHECK(kept[before].at == later + static_cast<std::int64_t>(more));
    CHECK(kept.back().id == flood.back().outcome->id);
    // One that was forgotten is new when it is asked again, though its row is still there.
    Entry again = flood.front();
    again.outcome->digest = 7;
    again.outcome->at = later + static_cast<std::int64_t>(2 * outcomes_kept);
    append(journal, {again});
    kept = loaded(journal).at(0).outcomes;
    CHECK(kept.size() == outcomes_kept);
    CHECK(kept.back().digest == 7);
}

TEST_CASE("journal: a number is never issued twice, whatever a batch says") {
    test::TempFolder folder;
    SqliteJournal journal(folder.path());
    loaded(journal);
    LivedHall hall("kon-tum");
    live(journal, hall, 40);
    append(journal, {hall.issue()});
    // The last ticket again under another id and token, after a good one in the same batch.
    Entry good = hall.issue();
    Entry forged = hall.issue();
    auto& issued = std::get<hall::TicketIssued>(forged.events.back().event);
    issued.number = std::get<hall::TicketIssued>(good.events.back().event).number;
    const auto refused = journal.append(Batch{{good, forged}});
    CHECK(has(problem_of(refused), "contradicts what is already kept"));
    CHECK(has(problem_of(refused), "tickets.serial"));
    CHECK(has(problem_of(journal.append(Batch{{good}})), "until the journal was loaded again"));
    const auto halls = loaded(journal);
    CHECK(halls[0].last_sequence == good.first_sequence - 1);
    append(journal, {good});
}

TEST_CASE("journal: a token of another day or hall may come again, also in data of the version before") {
    test::TempFolder folder;
    LivedHall hall("kon-tum");
    LivedHall other("gia-lai");
    std::optional<SqliteJournal> journal(folder.path());
    loaded(*journal);
    live(*journal, hall, 40);
    live(*journal, other, 40);
    /// A kiosk chooses the tokens of its own numbers.
    std::optional<TicketToken> chosen;
    const auto issue_with_it = [&](LivedHall& where) {
        Entry entry = where.issue();
        REQUIRE(!entry.events.empty());
        auto& issued = std::get<hall::TicketIssued>(entry.events.back().event);
        if (!chosen)
            chosen = issued.token;
        issued.token = *chosen;
        append(*journal, {entry});
    };
    issue_with_it(hall);
    SUBCASE("in new data") {}
    SUBCASE("in data of the version before") {
        journal.reset();
        const auto file = folder.data_file();
        const std::string tickets = ask(file, "SELECT count(*) FROM tickets").at(0);
        test::make_version_five(file);
        journal.emplace(folder.path());
        loaded(*journal);
        CHECK(ask(file, "SELECT count(*) FROM tickets").at(0) == tickets);
    }
    issue_with_it(other);
    hall.sleep_until_next_day();
    issue_with_it(hall);
    CHECK(loaded(*journal).size() == 2);
    CHECK(ask(folder.data_file(), "SELECT count(*) FROM tickets WHERE token = '" + chosen->value + "'").at(0) == "3");
}

TEST_CASE("journal: a batch that does not follow is refused whole") {
    test::TempFolder folder;
    SqliteJournal journal(folder.path());
    loaded(journal);
    LivedHall hall("kon-tum");
    live(journal, hall, 10);
    Entry next = hall.issue();
    Entry ahead = hall.issue();
    CHECK(has(problem_of(journal.append(Batch{{ahead}})), "does not follow"));
    loaded(journal);
    append(journal, {next, ahead});
    CHECK(has(problem_of(journal.append(Batch{{next}})), "does not follow"));
    CHECK(loaded(journal)[0].last_sequence == hall.last_sequence());
}

TEST_CASE("journal: nothing is written before the first load") {
    test::TempFolder folder;
    SqliteJournal journal(folder.path());
    CHECK(problem_of(journal.append(Batch{{LivedHall("kon-tum").step()}})) != "");
    CHECK_FALSE(std::filesystem::exists(folder.data_file()));
}

TEST_CASE("journal: nothing is written to a file that was taken away, and it goes on when it is put back") {
    test::TempFolder folder;
    LivedHall hall("kon-tum");
    SqliteJournal journal(folder.path());
    loaded(journal);
    live(journal, hall, 20);
    const auto aside = folder.path() / "aside.db";
    std::filesystem::rename(folder.data_file(), aside);
    LivedHall other("gia-lai");
    CHECK(has(problem_of(journal.append(Batch{{other.step()}})), "the data file is gone"));
    CHECK(has(problem_of(journal.load()), "the data file is gone"));
    std::filesystem::copy_file(aside, folder.data_file());
    CHECK(has(problem_of(journal.load()), "another file stands"));
    std::filesystem::rename(aside, folder.data_file());
    REQUIRE(loaded(journal).size() == 1);
    live(journal, hall, 20);
    CHECK(loaded(journal).front().last_sequence == hall.last_sequence());
}

TEST_CASE("journal: two servers cannot share a folder") {
    test::TempFolder folder;
    auto first = std::make_unique<SqliteJournal>(folder.path());
    loaded(*first);
    SqliteJournal second(folder.path());
    CHECK(has(problem_of(second.load()), "a server is using this data folder"));
    first.reset();
    CHECK(problem_of(second.load()) == "");
}

TEST_CASE("journal: somebody who reads meanwhile disturbs nothing") {
    test::TempFolder folder;
    SqliteJournal journal(folder.path());
    loaded(journal);
    LivedHall hall("kon-tum");
    live(journal, hall, 20);
    CHECK(ask(folder.data_file(), "SELECT max(sequence) FROM events")[0] == std::to_string(hall.last_sequence()));
    live(journal, hall, 20);
    CHECK(loaded(journal)[0].last_sequence == hall.last_sequence());
}

TEST_CASE("journal: a refusal before the hall has any event is kept too") {
    test::TempFolder folder;
    SqliteJournal journal(folder.path());
    loaded(journal);
    LivedHall hall("kon-tum");
    const Entry refused = hall.run(CallNext{CounterId{"1"}});
    REQUIRE(refused.events.empty());
    append(journal, {refused});
    const auto halls = loaded(journal);
    REQUIRE(halls.size() == 1);
    CHECK(halls[0].last_sequence == 0);
    REQUIRE(halls[0].outcomes.size() == 1);
    CHECK(halls[0].outcomes[0].reply == refused.outcome->reply);
}

TEST_CASE("journal: ten thousand tickets of a day are loaded whole") {
    test::TempFolder folder;
    SqliteJournal journal(folder.path());
    loaded(journal);
    // A hall has at most 999 numbers a letter: ten thousand tickets are those of many halls.
    std::vector<LivedHall> halls;
    for (int i = 0; i < 10; ++i)
        halls.emplace_back("hall-" + std::to_string(i), static_cast<std::uint64_t>(i));
    for (auto& each : halls)
        append(journal, {each.step()});
    for (int i = 0; i < 1000; ++i) {
        std::vector<Entry> batch;
        for (auto& each : halls)
            batch.push_back(each.issue());
        append(journal, std::move(batch));
    }
    const auto begin = std::chrono::steady_clock::now();
    const auto back = loaded(journal);
    const auto took = std::chrono::steady_clock::now() - begin;
    MESSAGE("10,000 tickets loaded in ", std::chrono::duration_cast<std::chrono::milliseconds>(took).count(), " ms");
    CHECK(ask(folder.data_file(), "SELECT count(*) FROM tickets")[0] == "10000");
    REQUIRE(back.size() == 10);
    CHECK((test::replayed(back[2]).fingerprint() == halls[2].hall().fingerprint()));
}

TEST_CASE("journal: the log is carried over beside the commits, and begins anew") {
    test::TempFolder folder;
    SqliteJournal journal(folder.path(), {"", /*wal_pages_per_checkpoint=*/40, /*wal_pages=*/100'000});
    LivedHall hall("kon-tum");
    loaded(journal);
    const std::filesystem::path log = folder.data_file().string() + "-wal";
    std::uintmax_t longest = 0;
    int wishes = 0;
    for (int i = 0; i < 400; ++i) {
        append(journal, {hall.step()});
        if (journal.wants_checkpoint()) {
            ++wishes;
            CHECK_FALSE(journal.wants_checkpoint());  // once for each stretch of the log
            journal.checkpoint();
        }
        longest = std::max(longest, std::filesystem::file_size(log));
    }
    CHECK(wishes > 5);
    CHECK(longest < 100 * 4096);
    CHECK(test::replayed(loaded(journal).at(0)).fingerprint() == hall.hall().fingerprint());
}

TEST_CASE("journal: a log that nobody carries over is bounded by the commits themselves") {
    test::TempFolder folder;
    SqliteJournal journal(folder.path(), {"", /*wal_pages_per_checkpoint=*/20, /*wal_pages=*/60});
    LivedHall hall("kon-tum");
    loaded(journal);
    std::uintmax_t longest = 0;
    for (int i = 0; i < 400; ++i) {
        append(journal, {hall.step()});
        longest = std::max(longest, std::filesystem::file_size(folder.data_file().string() + "-wal"));
    }
    CHECK(longest < 120 * 4200);
}

TEST_CASE("journal: a checkpoint while batches are written, and while the journal is loaded again") {
    test::TempFolder folder;
    SqliteJournal journal(folder.path(), {"", /*wal_pages_per_checkpoint=*/20, /*wal_pages=*/100'000});
    LivedHall hall("kon-tum");
    loaded(journal);
    std::atomic<bool> is_over = false;
    std::atomic<int> checkpoints = 0;
    std::thread beside([&] {
        while (!is_over) {
            journal.checkpoint();
            ++checkpoints;
        }
    });
    for (int round = 0; round < 4; ++round) {
        live(journal, hall, 60);
        CHECK(test::replayed(loaded(journal).at(0)).fingerprint() == hall.hall().fingerprint());
    }
    while (checkpoints < 4)
        std::this_thread::yield();
    is_over = true;
    beside.join();
    CHECK(ask(folder.data_file(), "PRAGMA integrity_check") == std::vector<std::string>{"ok"});
}

TEST_CASE("journal: a checkpoint that the disk refuses loses nothing") {
    test::TempFolder folder;
    LivedHall hall("kon-tum");
    {
        test::FailingVfs vfs;
        SqliteJournal journal(folder.path(), {vfs.name(), /*wal_pages_per_checkpoint=*/20, /*wal_pages=*/100'000});
        loaded(journal);
        for (const auto call : {test::FailingVfs::Call::Write, test::FailingVfs::Call::Sync})
            for (int n = 1; n <= 6; ++n) {
                live(journal, hall, 10);
                vfs.fail(call, n, test::FailingVfs::Lasting::UntilHealed);
                journal.checkpoint();
                vfs.heal();
                loaded(journal);
                live(journal, hall, 10);
            }
    }
    SqliteJournal journal(folder.path());
    CHECK(test::replayed(loaded(journal).at(0)).fingerprint() == hall.hall().fingerprint());
}

}  // namespace motcua::store
