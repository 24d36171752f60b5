// Every write and every sync of a scenario fails, one after the other; and a disk that is full for a while.
#include <doctest/doctest.h>
#include <sqlite3.h>

#include "server/store/data_folder.hpp"
#include "server/store/inspection.hpp"
#include "server/store/sqlite_journal.hpp"
#include "tests/server/store/store_support.hpp"
#include "tests/support/failing_vfs.hpp"

namespace motcua::store {
namespace {

using test::FailingVfs;
using test::has;
using test::problem_of;

/// The batches of the scenario: the same each time.
std::vector<Batch> scenario() {
    std::vector<Batch> batches;
    test::LivedHall hall("kon-tum", 3);
    for (int batch = 0; batch < 12; ++batch) {
        batches.emplace_back();
        for (int i = 0; i <= batch % 4; ++i)
            batches.back().entries.push_back(hall.step());
        if (batch == 8)
            hall.sleep_until_next_day();
    }
    return batches;
}

std::uint64_t events_of(const Batch& batch) {
    std::uint64_t events = 0;
    for (const Entry& entry : batch.entries)
        events += entry.events.size();
    return events;
}

std::uint64_t last_sequence(const std::vector<LoadedHall>& halls) {
    return halls.empty() ? 0 : halls.front().last_sequence;
}

/// The folder as a kill -9 leaves it.
void copy_to(const test::TempFolder& left, const test::TempFolder& folder) {
    std::filesystem::copy_file(folder.data_file(), left.data_file());
    for (const auto& [from, to] : {std::pair(log_of(folder.data_file()), log_of(left.data_file())),
                                   std::pair(in_use_mark_of(folder.data_file()), in_use_mark_of(left.data_file()))})
        if (std::filesystem::exists(from))
            std::filesystem::copy_file(from, to);
}

/// What a program finds that is started anew after a kill -9 of the one that has the folder open.
std::uint64_t found_after_kill(const test::TempFolder& folder) {
    test::TempFolder left;
    copy_to(left, folder);
    SqliteJournal journal(left.path());
    const auto halls = journal.load();
    REQUIRE(problem_of(halls) == "");
    return last_sequence(*halls);
}

/// And when somebody took the log away: it is missed, or nothing of it was needed any more.
bool is_told_of_loss(const test::TempFolder& folder, std::uint64_t acknowledged) {
    test::TempFolder left;
    copy_to(left, folder);
    std::filesystem::remove(log_of(left.data_file()));
    SqliteJournal journal(left.path());
    const auto halls = journal.load();
    return halls.has_error() ? has(problem_of(halls), "the data file's log is gone")
                             : last_sequence(*halls) >= acknowledged;
}

/// Loads until it goes well, and heals the disk after the first failure. The result must be what was acknowledged.
void load_again(const test::TempFolder& folder, SqliteJournal& journal, FailingVfs& vfs, std::uint64_t acknowledged) {
    auto halls = journal.load();
    if (halls.has_error()) {
        if (acknowledged > 0) {
            CHECK(is_told_of_loss(folder, acknowledged));
            CHECK(found_after_kill(folder) >= acknowledged);
        }
        CHECK(problem_of(journal.append(scenario().front())) != "");
        vfs.heal();
        halls = journal.load();
    }
    REQUIRE(problem_of(halls) == "");
    REQUIRE(last_sequence(*halls) == acknowledged);
}

/// Somebody who reads the data, from one moment on, as reports do: read-only.
class Reader {
  public:
    explicit Reader(const std::filesystem::path& file) {
        REQUIRE(sqlite3_open_v2(file.c_str(), &database_, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK);
        REQUIRE(sqlite3_exec(database_, "BEGIN; SELECT count(*) FROM events", nullptr, nullptr, nullptr) == SQLITE_OK);
    }
    ~Reader() { sqlite3_close(database_); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

  private:
    sqlite3* database_ = nullptr;
};

/// Pages of the log reach the data file and are lost before they are synced.
void lose_pages(SqliteJournal& journal, test::LivedHall& hall, const test::TempFolder& folder, FailingVfs& vfs) {
    {
        const Reader reader(folder.data_file());
        test::live(journal, hall, 10);
        journal.checkpoint();  // as far as the reader lets it: written, and not synced
    }
    vfs.fail(FailingVfs::Call::Sync, 2, FailingVfs::Lasting::Once);  // the first is the log's
    journal.checkpoint();
}

/// Appends that failed: whether their batch could be taken off.
struct Failed {
    int taken_off = 0;
    int unsure = 0;
};
Failed failed_appends;

/// The scenario with one fault ordered before; gives how many calls reported it.
int run_with_fault(FailingVfs& vfs, FailingVfs::Call call, int n, FailingVfs::Lasting lasting,
                   FailingVfs::Reached reached = FailingVfs::Reached::Nothing) {
    test::TempFolder folder;
    const auto batches = scenario();
    int failures = 0;
    std::uint64_t acknowledged = 0;
    {
        SqliteJournal journal(folder.path(), {vfs.name(), /*wal_pages_per_checkpoint=*/20, /*wal_pages=*/20});
        vfs.fail(call, n, lasting, FailingVfs::Error::Io, reached);
        load_again(folder, journal, vfs, 0);
        for (std::size_t i = 0; i < batches.size();) {
            const auto appended = journal.append(batches[i]);
            if (appended.has_value()) {
                acknowledged += events_of(batches[i++]);
                continue;
            }
            // A load may go well on a disk that still cannot sync: it has nothing to write.
            if (++failures == 3)
                vfs.heal();
            REQUIRE(failures <= 3);
            const std::string told = problem_of(appended);
            CHECK((has(told, "input/output error") || has(told, "did not keep")));
            CHECK(is_told_of_loss(folder, acknowledged));
            const std::uint64_t found = found_after_kill(folder);
            if (journal.may_come_back()) {
                ++failed_appends.unsure;
                REQUIRE((found == acknowledged || found == acknowledged + events_of(batches[i])));
            } else {
                ++failed_appends.taken_off;
                REQUIRE(found == acknowledged);
            }
            CHECK(has(problem_of(journal.append(batches[i])), "until the journal was loaded again"));
            load_again(folder, journal, vfs, acknowledged);
        }
        vfs.heal();
    }
    const auto found = inspect(folder.data_file());
    REQUIRE(problem_of(found) == "");
    CHECK(test::first_found(*found) == "");
    CHECK(found->halls.at(0).events == acknowledged);
    CHECK(test::broken_chain(folder.data_file()) == "");
    return failures;
}

/// A journal after ten steps of a hall, and the next one.
struct AtWork {
    FailingVfs vfs;
    test::TempFolder folder;
    SqliteJournal journal{folder.path(), {vfs.name()}};
    std::uint64_t acknowledged = 0;
    Entry next;

    AtWork() {
        REQUIRE(problem_of(journal.load()) == "");
        test::LivedHall hall("kon-tum");
        for (int i = 0; i < 10; ++i)
            REQUIRE(problem_of(journal.append(Batch{{hall.step()}})) == "");
        acknowledged = hall.last_sequence();
        next = hall.issue();
    }

    /// After a failure: what was acknowledged is there, no more, and the next step can be taken.
    void goes_on() {
        const auto halls = journal.load();
        REQUIRE(problem_of(halls) == "");
        CHECK(last_sequence(*halls) == acknowledged);
        CHECK(problem_of(journal.append(Batch{{next}})) == "");
    }
};

}  // namespace

TEST_CASE("faults: any write or sync that fails is told, and a load gives what was acknowledged, no more, no less") {
    FailingVfs vfs;
    run_with_fault(vfs, FailingVfs::Call::Write, 1'000'000, FailingVfs::Lasting::Once);
    const int writes = vfs.writes();
    const int syncs = vfs.syncs();
    REQUIRE(writes > 50);
    REQUIRE(syncs > 12);
    int failures = 0;
    using Reached = FailingVfs::Reached;
    for (const auto lasting : {FailingVfs::Lasting::Once, FailingVfs::Lasting::UntilHealed}) {
        CAPTURE(static_cast<int>(lasting));
        for (const auto reached : {Reached::Nothing, Reached::FirstSectors, Reached::All}) {
            CAPTURE(static_cast<int>(reached));
            for (int n = 1; n <= writes; ++n) {
                CAPTURE(n);
                failures += run_with_fault(vfs, FailingVfs::Call::Write, n, lasting, reached);
            }
        }
        for (int n = 1; n <= syncs; ++n) {
            CAPTURE(n);
            failures += run_with_fault(vfs, FailingVfs::Call::Sync, n, lasting);
        }
    }
    MESSAGE("faults walked: ", 2 * (3 * writes + syncs), " of which ", failures, " hit an append; ",
            failed_appends.taken_off, " batches were taken off, ", failed_appends.unsure, " were not");
    CHECK(failures > 50);
    CHECK(failed_appends.taken_off > 50);
    CHECK(failed_appends.unsure > 0);
}

TEST_CASE("faults: pages that the disk lost before they were synced are written anew from the log") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        FailingVfs vfs;
        test::TempFolder folder;
        test::LivedHall hall("kon-tum", seed);
        const SqliteOptions options{vfs.name(), /*wal_pages_per_checkpoint=*/100'000, /*wal_pages=*/100'000};
        {
            SqliteJournal journal(folder.path(), options);
            REQUIRE(problem_of(journal.load()) == "");
            test::live(journal, hall, 30);
            lose_pages(journal, hall, folder, vfs);
            const Batch next{{hall.step()}};
            CHECK(has(problem_of(journal.append(next)), "the disk did not keep what was written"));
            {
                const Reader reader(folder.data_file());  // what counts those pages as carried is kept while it reads
                CHECK(has(problem_of(journal.load()), "another program"));
            }
            REQUIRE(problem_of(journal.load()) == "");
            REQUIRE(problem_of(journal.append(next)) == "");
            if (seed % 2 == 0)
                journal.checkpoint();
            vfs.cut_power();
        }
        vfs.lose_unsynced(seed);
        SqliteJournal journal(folder.path(), options);
        const auto halls = journal.load();
        REQUIRE(problem_of(halls) == "");
        CHECK(last_sequence(*halls) == hall.last_sequence());
        CHECK(test::broken_chain(folder.data_file()) == "");
    }
}

TEST_CASE("faults: a program that ends after its disk lost pages leaves the log, which has them") {
    FailingVfs vfs;
    test::TempFolder folder;
    test::LivedHall hall("kon-tum");
    {
        SqliteJournal journal(folder.path(), {vfs.name()});
        REQUIRE(problem_of(journal.load()) == "");
        test::live(journal, hall, 30);
        lose_pages(journal, hall, folder, vfs);
    }
    CHECK(std::filesystem::file_size(log_of(folder.data_file())) > 0);
    vfs.lose_unsynced(1);
    SqliteJournal journal(folder.path(), {vfs.name()});
    const auto halls = journal.load();
    REQUIRE(problem_of(halls) == "");
    CHECK(last_sequence(*halls) == hall.last_sequence());
    CHECK(test::broken_chain(folder.data_file()) == "");
}

TEST_CASE("faults: an upgrade that fails at any write or sync is whole at the next start, or not begun") {
    FailingVfs vfs;
    test::TempFolder folder;
    {
        SqliteJournal journal(folder.path());
        REQUIRE(problem_of(journal.load()) == "");
        for (const Batch& batch : scenario())
            REQUIRE(problem_of(journal.append(batch)) == "");
    }
    const auto audit = verify_chain(folder.data_file());
    REQUIRE(problem_of(audit) == "");
    const std::vector<ChainHead> heads{audit->halls.at(0).head.value()};
    test::make_version_one(folder.data_file());
    const auto old = folder.path() / "old.db";
    std::filesystem::rename(folder.data_file(), old);
    int failures = 0;
    using Lasting = FailingVfs::Lasting;
    using Reached = FailingVfs::Reached;
    const auto upgrade = [&](FailingVfs::Call call, int n, Lasting lasting = Lasting::UntilHealed,
                             Reached reached = Reached::Nothing) {
        std::filesystem::copy_file(old, folder.data_file(), std::filesystem::copy_options::overwrite_existing);
        {
            SqliteJournal journal(folder.path(), {vfs.name()});
            vfs.fail(call, n, lasting, FailingVfs::Error::Io, reached);
            failures += journal.load().has_error();
            vfs.heal();
        }
        SqliteJournal journal(folder.path(), {vfs.name()});
        REQUIRE(problem_of(journal.load()) == "");
        REQUIRE(test::broken_chain(folder.data_file(), heads) == "");
    };
    vfs.forget_counts();
    upgrade(FailingVfs::Call::Write, 1'000'000);
    const int writes = vfs.writes();
    const int syncs = vfs.syncs();
    for (const auto lasting : {Lasting::Once, Lasting::UntilHealed}) {
        for (const auto reached : {Reached::Nothing, Reached::FirstSectors, Reached::All})
            for (int n = 1; n <= writes; ++n)
                upgrade(FailingVfs::Call::Write, n, lasting, reached);
        for (int n = 1; n <= syncs; ++n)
            upgrade(FailingVfs::Call::Sync, n, lasting);
    }
    MESSAGE("of ", 2 * (3 * writes + syncs), " faults ", failures, " were told by the start");
    CHECK(failures > 3);
}

TEST_CASE("faults: a failed append takes nothing off the log that somebody else has written") {
    AtWork at_work;
    auto& [vfs, folder, journal, acknowledged, next] = at_work;

    SUBCASE("a change that was committed before the append") {
        test::ask(folder.data_file(), "CREATE TABLE cakes (name TEXT); INSERT INTO cakes VALUES ('bánh mì')");
        vfs.fail(FailingVfs::Call::Sync, 1, FailingVfs::Lasting::Once);
        CHECK(problem_of(journal.append(Batch{{next}})) != "");
        CHECK(journal.may_come_back());  // what is behind its own last commit is not its own alone
    }
    SUBCASE("a change that is being written while the append waits for its turn") {
        sqlite3* other = nullptr;
        REQUIRE(sqlite3_open(folder.data_file().c_str(), &other) == SQLITE_OK);
        const auto run = [&](const char* sql) { return sqlite3_exec(other, sql, nullptr, nullptr, nullptr); };
        // More than the other's memory holds: it writes into the log before it commits.
        REQUIRE(run("PRAGMA cache_size = 5; BEGIN IMMEDIATE; CREATE TABLE cakes (name TEXT)") == SQLITE_OK);
        REQUIRE(run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) "
                    "INSERT INTO cakes SELECT hex(zeroblob(1000)) FROM n") == SQLITE_OK);
        CHECK(has(problem_of(journal.append(Batch{{next}})), "another program is using"));
        CHECK_FALSE(journal.may_come_back());
        CHECK(run("INSERT INTO cakes VALUES ('bánh mì'); COMMIT") == SQLITE_OK);
        sqlite3_close(other);
    }
    at_work.goes_on();
    CHECK(test::ask(folder.data_file(), "SELECT count(*) FROM cakes WHERE name = 'bánh mì'") ==
          std::vector<std::string>{"1"});
    CHECK(test::ask(folder.data_file(), "PRAGMA integrity_check") == std::vector<std::string>{"ok"});
}

TEST_CASE("faults: a full disk is told in plain words, and work goes on when there is space again") {
    AtWork at_work;
    auto& [vfs, folder, journal, acknowledged, next] = at_work;
    vfs.fail(FailingVfs::Call::Write, 1, FailingVfs::Lasting::UntilHealed, FailingVfs::Error::DiskFull);
    CHECK(has(problem_of(journal.append(Batch{{next}})), "the disk is full; free some space"));
    CHECK_FALSE(journal.may_come_back());  // who asked can be told at once
    for (int tries = 0; tries < 3; ++tries) {
        CHECK(has(problem_of(journal.load()), "the disk is full; free some space"));
        CHECK(is_told_of_loss(folder, acknowledged));
    }
    vfs.heal();
    at_work.goes_on();
}

TEST_CASE("faults: a log that this program empties itself is not missed, and one that is needed is") {
    AtWork at_work;
    auto& [vfs, folder, journal, acknowledged, next] = at_work;
    const auto is_as_it_should_be = [&at_work] {
        CHECK(is_told_of_loss(at_work.folder, at_work.acknowledged));
        CHECK(found_after_kill(at_work.folder) == at_work.acknowledged);
    };

    SUBCASE("a reader holds the log while the journal recovers") {
        sqlite3* other = nullptr;
        REQUIRE(sqlite3_open(folder.data_file().c_str(), &other) == SQLITE_OK);
        REQUIRE(sqlite3_exec(other, "BEGIN; SELECT count(*) FROM events", nullptr, nullptr, nullptr) == SQLITE_OK);
        REQUIRE(problem_of(journal.append(Batch{{next}})) == "");
        acknowledged += events_of(Batch{{next}});
        next.events.clear();  // a refusal is kept too
        vfs.fail(FailingVfs::Call::Sync, 1, FailingVfs::Lasting::Once);
        CHECK(problem_of(journal.append(Batch{{next}})) != "");
        is_as_it_should_be();
        CHECK(problem_of(journal.load()) == "");
        is_as_it_should_be();
        sqlite3_close(other);
        CHECK(problem_of(journal.load()) == "");
        is_as_it_should_be();
    }
    SUBCASE("the first write or sync of a recovery fails, the next goes well") {
        for (const auto call : {FailingVfs::Call::Write, FailingVfs::Call::Sync}) {
            vfs.fail(call, 1, FailingVfs::Lasting::Once);
            for (int loads = 0; loads < 3; ++loads) {
                const auto halls = journal.load();
                if (halls.has_value()) {
                    CHECK(last_sequence(*halls) == acknowledged);
                } else {
                    CHECK(has(problem_of(halls), "input/output error"));
                }
                is_as_it_should_be();
            }
            CHECK(problem_of(journal.load()) == "");
        }
    }
}

TEST_CASE("faults: after an orderly end beside a reader the log stays, and that it is needed") {
    FailingVfs vfs;
    test::TempFolder folder;
    test::LivedHall hall("kon-tum");
    sqlite3* other = nullptr;
    {
        SqliteJournal journal(folder.path(), {vfs.name()});
        REQUIRE(problem_of(journal.load()) == "");
        REQUIRE(problem_of(journal.append(Batch{{hall.step()}})) == "");
        REQUIRE(sqlite3_open_v2(folder.data_file().c_str(), &other, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK);
        REQUIRE(sqlite3_exec(other, "BEGIN; SELECT count(*) FROM events", nullptr, nullptr, nullptr) == SQLITE_OK);
        for (int i = 0; i < 10; ++i)
            REQUIRE(problem_of(journal.append(Batch{{hall.step()}})) == "");
    }
    for (int end = 0; end < 2; ++end) {
        CHECK(is_told_of_loss(folder, hall.last_sequence()));
        CHECK(found_after_kill(folder) == hall.last_sequence());
        sqlite3_close(std::exchange(other, nullptr));
    }
}

TEST_CASE("faults: an orderly end on a full disk leaves the log, and that it is needed") {
    FailingVfs vfs;
    test::TempFolder folder;
    test::LivedHall hall("kon-tum");
    {
        SqliteJournal journal(folder.path(), {vfs.name()});
        REQUIRE(problem_of(journal.load()) == "");
        for (int i = 0; i < 10; ++i)
            REQUIRE(problem_of(journal.append(Batch{{hall.step()}})) == "");
        vfs.fail(FailingVfs::Call::Write, 1, FailingVfs::Lasting::UntilHealed, FailingVfs::Error::DiskFull);
    }
    vfs.heal();
    CHECK(is_told_of_loss(folder, hall.last_sequence()));
    CHECK(std::filesystem::exists(in_use_mark_of(folder.data_file())));
    CHECK(found_after_kill(folder) == hall.last_sequence());
}

}  // namespace motcua::store
