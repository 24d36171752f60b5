#include "server/store/backup.hpp"

#include <doctest/doctest.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "server/store/sqlite_journal.hpp"
#include "tests/server/store/store_support.hpp"

namespace motcua::store {
namespace {

using test::has;
using test::LivedHall;
using test::problem_of;

/// The names that files of a folder are renamed from, in order.
class Renames {
  public:
    explicit Renames(const std::filesystem::path& folder) : descriptor_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
        REQUIRE(::inotify_add_watch(descriptor_, folder.c_str(), IN_MOVED_FROM) >= 0);
    }
    ~Renames() { ::close(descriptor_); }
    Renames(const Renames&) = delete;
    Renames& operator=(const Renames&) = delete;

    std::vector<std::string> seen() const {
        alignas(inotify_event) char buffer[4096];
        const ssize_t size = ::read(descriptor_, buffer, sizeof buffer);
        std::vector<std::string> names;
        for (ssize_t place = 0; place < size;) {
            const auto* event = reinterpret_cast<const inotify_event*>(buffer + place);
            names.emplace_back(event->name);
            place += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
        }
        return names;
    }

  private:
    const int descriptor_;
};

std::filesystem::path backup_of_a_hall(const test::TempFolder& folder) {
    auto backup = folder.path() / "backup.db";
    SqliteJournal journal(folder.path() / "data");
    REQUIRE(problem_of(journal.load()) == "");
    LivedHall hall("kon-tum");
    live(journal, hall, 20);
    REQUIRE(problem_of(journal.back_up(backup)) == "");
    return backup;
}

/// The data folder of another user than root.
std::filesystem::path folder_of_another(const test::TempFolder& folder, uid_t other) {
    auto theirs = folder.path() / "theirs";
    std::filesystem::create_directory(theirs);
    REQUIRE(::chown(theirs.c_str(), other, other) == 0);
    return theirs;
}

/// Data of a hall that lived so many steps, closed, and a backup of them.
void live_and_back_up(const std::filesystem::path& data, const std::filesystem::path& backup, int steps) {
    SqliteJournal journal(data);
    REQUIRE(problem_of(journal.load()) == "");
    LivedHall hall("kon-tum");
    live(journal, hall, steps);
    REQUIRE(problem_of(journal.back_up(backup)) == "");
}

}  // namespace

TEST_CASE("backup: made while batches are written, it is one moment of the journal, and can be put back") {
    test::TempFolder folder;
    const auto backup = folder.path() / "monday.db";
    std::string fingerprint_at_end;
    {
        SqliteJournal journal(folder.path() / "data");
        REQUIRE(problem_of(journal.load()) == "");
        LivedHall hall("kon-tum");
        live(journal, hall, 300);
        const std::uint64_t before = hall.last_sequence();
        std::string copied = "not done";
        std::thread copier([&] { copied = problem_of(journal.back_up(backup)); });
        live(journal, hall, 300);
        copier.join();
        CHECK(copied == "");
        const auto found = inspect(backup);
        REQUIRE(problem_of(found) == "");
        CHECK(found->problems.empty());
        CHECK(found->halls[0].events >= before);
        CHECK(found->halls[0].events <= hall.last_sequence());
        CHECK_FALSE(std::filesystem::exists(backup.string() + ".partial"));
        CHECK((std::filesystem::status(backup).permissions() & std::filesystem::perms::others_all) ==
              std::filesystem::perms::none);
        CHECK(has(problem_of(journal.back_up(backup)), "a file of this name already"));
        CHECK(has(problem_of(restore(backup, folder.path() / "data", "now")), "a server is using"));
        fingerprint_at_end = hall.hall().fingerprint();
    }
    const auto restored = restore(backup, folder.path() / "data", "2026-11-24T00-00-00Z");
    REQUIRE(problem_of(restored) == "");
    CHECK(restored->aside == folder.path() / "data" / "motcua.db.2026-11-24T00-00-00Z");
    {
        SqliteJournal journal(folder.path() / "data");
        const auto halls = journal.load();
        REQUIRE(problem_of(halls) == "");
        CHECK(halls->front().last_sequence == restored->data.halls[0].events);
    }
    // and back again: what was moved aside is whole
    REQUIRE(problem_of(restore(restored->aside, folder.path() / "data", "later")) == "");
    CHECK_FALSE(std::filesystem::exists(folder.path() / "data" / "motcua.db.restoring-wal"));
    CHECK_FALSE(std::filesystem::exists(folder.path() / "data" / "motcua.db.restoring-shm"));
    SqliteJournal journal(folder.path() / "data");
    const auto halls = journal.load();
    REQUIRE(problem_of(halls) == "");
    CHECK((test::replayed(halls->front()).fingerprint() == fingerprint_at_end));
}

TEST_CASE("backup: commits go on while it is being made") {
    test::TempFolder folder;
    SqliteJournal journal(folder.path() / "data");
    REQUIRE(problem_of(journal.load()) == "");
    LivedHall hall("kon-tum");
    live(journal, hall, 1'000);
    bool was_seen = false;  // a commit that began and ended within a backup
    for (int n = 0; n < 20 && !was_seen; ++n) {
        const auto backup = folder.path() / (std::to_string(n) + ".db");
        const std::filesystem::path partial = folder.path() / ("." + std::to_string(n) + ".db.partial");
        std::atomic<bool> is_done = false;
        std::string copied = "not done";
        std::thread copier([&] {
            copied = problem_of(journal.back_up(backup));
            is_done = true;
        });
        while (!is_done) {
            const bool had_begun = std::filesystem::exists(partial);
            live(journal, hall, 1);
            was_seen = was_seen || (had_begun && std::filesystem::exists(partial));
        }
        copier.join();
        REQUIRE(copied == "");
        const auto found = inspect(backup);  // integrity_check, and a replay
        REQUIRE(problem_of(found) == "");
        CHECK(found->problems.empty());
    }
    CHECK(was_seen);
}

TEST_CASE("restore: what root puts into another's folder is theirs") {
    if (::geteuid() != 0)
        return;  // only root works in another's folder
    constexpr uid_t other = 65534;
    test::TempFolder folder;
    const auto backup = backup_of_a_hall(folder);
    const auto theirs = folder_of_another(folder, other);
    REQUIRE(problem_of(restore(backup, theirs, "now")) == "");
    for (const char* name : {"motcua.db", "motcua.lock"}) {
        struct stat found {};
        REQUIRE(::stat((theirs / name).c_str(), &found) == 0);
        CHECK(found.st_uid == other);
        CHECK(found.st_gid == other);
    }
}

TEST_CASE("restore: root gives nothing away that a link in the folder leads to") {
    if (::geteuid() != 0)
        return;  // only root works in another's folder
    constexpr uid_t other = 65534;
    test::TempFolder folder;
    const auto backup = backup_of_a_hall(folder);
    const auto theirs = folder_of_another(folder, other);
    std::ofstream(folder.path() / "shadow") << "root's own";
    std::filesystem::create_symlink(folder.path() / "shadow", theirs / "motcua.lock");
    CHECK(problem_of(restore(backup, theirs, "now")) != "");
    std::filesystem::remove(theirs / "motcua.lock");
    std::filesystem::create_hard_link(folder.path() / "shadow", theirs / "motcua.lock");
    static_cast<void>(restore(backup, theirs, "now"));
    struct stat found {};
    REQUIRE(::stat((folder.path() / "shadow").c_str(), &found) == 0);
    CHECK(found.st_uid == 0);
}

TEST_CASE("backup: one that was told to stop leaves nothing") {
    test::TempFolder folder;
    SqliteJournal journal(folder.path());
    REQUIRE(problem_of(journal.load()) == "");
    LivedHall hall("kon-tum");
    live(journal, hall, 300);
    journal.stop_back_up();
    CHECK(has(problem_of(journal.back_up(folder.path() / "copy.db")), "stopped"));
    CHECK_FALSE(std::filesystem::exists(folder.path() / "copy.db"));
    CHECK_FALSE(std::filesystem::exists(folder.path() / ".copy.db.partial"));
    live(journal, hall, 1);
}

TEST_CASE("backup: what was left unfinished is gone with the next start, what was finished is not") {
    test::TempFolder folder;
    const auto backups = folder.path() / "backups";
    std::filesystem::create_directories(backups);
    for (const char* name : {".a.db.partial", ".b.db.partial-journal", "kept.db", "monday.partial"})
        std::ofstream(backups / name) << "x";
    SqliteJournal journal(folder.path());
    REQUIRE(problem_of(journal.load()) == "");
    CHECK_FALSE(std::filesystem::exists(backups / ".a.db.partial"));
    CHECK_FALSE(std::filesystem::exists(backups / ".b.db.partial-journal"));
    CHECK(std::filesystem::exists(backups / "kept.db"));
    CHECK(std::filesystem::exists(backups / "monday.partial"));  // somebody named it so
}

TEST_CASE("restore: who looked at the file first has not made it another; a log that is not whole is told") {
    test::TempFolder folder;
    const auto data = folder.path() / "data";
    const auto backup = folder.path() / "backup.db";
    live_and_back_up(data, backup, 50);
    const auto first = restore(backup, data, "x");
    REQUIRE(problem_of(first) == "");
    REQUIRE(first->audit);
    CHECK(first->audit->is_whole());
    REQUIRE(problem_of(verify_chain(first->aside)) == "");  // reading leaves an empty log beside it
    CHECK(problem_of(restore(first->aside, data, "y")) == "");
    test::ask(backup, "UPDATE events SET service_day = service_day + 1 WHERE sequence = 20");
    const auto changed = restore(backup, data, "z");
    REQUIRE(problem_of(changed) == "");
    REQUIRE(changed->audit);
    CHECK_FALSE(changed->audit->is_whole());
}

TEST_CASE("backup: a folder that is not there is a problem") {
    test::TempFolder folder;
    SqliteJournal journal(folder.path());
    REQUIRE(problem_of(journal.load()) == "");
    CHECK(has(problem_of(journal.back_up(folder.path() / "no" / "copy.db")), "No such file"));
}

TEST_CASE("restore: the log of a server that was killed is moved aside with its file") {
    test::TempFolder folder;
    const auto data = folder.path() / "data";
    const auto killed = folder.path() / "killed";
    const auto backup = folder.path() / "backup.db";
    LivedHall hall("kon-tum");
    std::filesystem::create_directories(killed);
    {
        SqliteJournal journal(data);
        REQUIRE(problem_of(journal.load()) == "");
        live(journal, hall, 50);
        REQUIRE(problem_of(journal.back_up(backup)) == "");
        live(journal, hall, 50);
        // as a kill -9 would leave them
        for (const char* name : {"motcua.db", "motcua.db-wal"})
            std::filesystem::copy_file(data / name, killed / name);
    }
    const Renames renames(killed);
    REQUIRE(problem_of(restore(backup, killed, "x")) == "");
    // Wherever the power goes, no data file stands in its place without the log that belongs to it.
    CHECK(renames.seen() == std::vector<std::string>{"motcua.db", "motcua.db-wal", "motcua.db.restoring"});
    CHECK(std::filesystem::exists(killed / "motcua.db.x-wal"));
    CHECK_FALSE(std::filesystem::exists(killed / "motcua.db-wal"));
    const auto aside = inspect(killed / "motcua.db.x");
    REQUIRE(problem_of(aside) == "");
    CHECK(aside->halls[0].events == hall.last_sequence());
    CHECK(has(problem_of(restore(killed / "motcua.db.x", data, "y")), "not a finished backup"));
}

TEST_CASE("restore: one that was cut short between the file and its log is named at start, and can be run again") {
    test::TempFolder folder;
    const auto data = folder.path() / "data";
    const auto backup = folder.path() / "backup.db";
    std::uint64_t last_sequence = 0;
    {
        SqliteJournal journal(data);
        REQUIRE(problem_of(journal.load()) == "");
        LivedHall hall("kon-tum");
        live(journal, hall, 20);
        REQUIRE(problem_of(journal.back_up(backup)) == "");
        live(journal, hall, 20);
        last_sequence = hall.last_sequence();
        std::filesystem::copy_file(data / "motcua.db", folder.path() / "file");
        std::filesystem::copy_file(data / "motcua.db-wal", folder.path() / "log");
    }
    std::filesystem::remove(data / "motcua.db");
    std::filesystem::rename(folder.path() / "file", data / "motcua.db.20261130-120000-001");
    std::filesystem::rename(folder.path() / "log", data / "motcua.db-wal");
    std::filesystem::copy_file(backup, data / "motcua.db.restoring");
    {
        SqliteJournal journal(data);
        CHECK(has(problem_of(journal.load()), "a restore was cut short"));
    }
    std::filesystem::copy_file(backup, data / "motcua.db.old");  // somebody's own copy
    std::ofstream(folder.path() / "no-backup.db") << std::string(5000, 'x');
    CHECK(restore(folder.path() / "no-backup.db", data, "20261130-120100-000").has_error());
    const auto damaged = folder.path() / "damaged.db";
    std::filesystem::copy_file(backup, damaged);
    test::flip_byte(damaged, std::filesystem::file_size(damaged) / 2);
    CHECK(restore(damaged, data, "20261130-120200-000").has_error());
    const auto again = restore(backup, data, "20261130-120300-000");
    REQUIRE(problem_of(again) == "");
    CHECK_FALSE(std::filesystem::exists(data / "motcua.db-wal"));  // it went to the file that it belongs to
    const auto set_aside = inspect(data / "motcua.db.20261130-120000-001");
    REQUIRE(problem_of(set_aside) == "");
    CHECK(set_aside->halls[0].events == last_sequence);
    SqliteJournal journal(data);
    const auto halls = journal.load();
    REQUIRE(problem_of(halls) == "");
    CHECK(halls->front().last_sequence == again->data.halls[0].events);
}

TEST_CASE("restore: a damaged backup is refused, and the data stay as they are") {
    test::TempFolder folder;
    const auto data = folder.path() / "data";
    const auto backup = folder.path() / "backup.db";
    live_and_back_up(data, backup, 100);
    const std::string before = test::content_of(data / "motcua.db");
    test::ask(backup, "DELETE FROM events WHERE sequence = 20");
    CHECK(has(problem_of(restore(backup, data, "x")), "event 20 of hall kon-tum is missing"));
    std::filesystem::resize_file(backup, 5000);
    CHECK(problem_of(restore(backup, data, "x")) != "");
    std::filesystem::resize_file(backup, 0);
    CHECK(problem_of(restore(backup, data, "x")) != "");
    CHECK(has(problem_of(restore(folder.path() / "nothing.db", data, "x")), "there is no such backup"));
    const auto other = folder.path() / "other.db";
    std::ofstream(other) << "root:x:0:0:root:/root:/bin/bash\n";
    CHECK(has(problem_of(restore(other, data, "x")), other.string() + ": this is no backup of this program"));
    std::filesystem::resize_file(other, 0);
    test::ask(other, "CREATE TABLE a(b)");
    CHECK(problem_of(restore(other, data, "x")) ==
          other.string() + ": this is another program's database, not a data file of this one; take another backup");
    CHECK(test::content_of(data / "motcua.db") == before);
    CHECK_FALSE(std::filesystem::exists(data / "motcua.db.x"));
    CHECK_FALSE(std::filesystem::exists(data / "motcua.db.restoring"));
    SqliteJournal journal(data);
    CHECK(problem_of(journal.load()) == "");
}

TEST_CASE("restore: into an empty folder, and a restore that was cut short is named at start") {
    test::TempFolder folder;
    const auto backup = backup_of_a_hall(folder);
    std::filesystem::create_directories(folder.path() / "fresh");
    std::filesystem::copy_file(backup, folder.path() / "fresh" / "motcua.db.restoring");
    {
        SqliteJournal journal(folder.path() / "fresh");
        CHECK(has(problem_of(journal.load()), "a restore was cut short"));
    }
    const auto restored = restore(backup, folder.path() / "fresh", "x");
    REQUIRE(problem_of(restored) == "");
    CHECK(restored->aside.empty());
    SqliteJournal journal(folder.path() / "fresh");
    CHECK(problem_of(journal.load()) == "");
}

}  // namespace motcua::store
