// Files that are not what they should be: named at start, never served, never replaced.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

#include "server/store/backup.hpp"
#include "server/store/data_folder.hpp"
#include "server/store/inspection.hpp"
#include "server/store/log_check.hpp"
#include "server/store/sqlite_journal.hpp"
#include "tests/server/store/store_support.hpp"

namespace motcua::store {
namespace {

using test::ask;
using test::has;
using test::problem_of;

/// A closed data file with one lived day; gives the number of events.
std::uint64_t live_a_day(const test::TempFolder& folder, int steps = 200) {
    SqliteJournal journal(folder.path());
    REQUIRE(problem_of(journal.load()) == "");
    test::LivedHall hall("kon-tum");
    for (int i = 0; i < steps; ++i)
        REQUIRE(problem_of(journal.append(Batch{{hall.step()}})) == "");
    return hall.last_sequence();
}

void put(const std::filesystem::path& file, const std::string& content) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
}

std::string problem_at_start(const test::TempFolder& folder) {
    SqliteJournal journal(folder.path());
    return problem_of(journal.load());
}

}  // namespace

TEST_CASE("damage: a file of a newer program is refused and left as it is") {
    test::TempFolder folder;
    live_a_day(folder, 5);
    ask(folder.data_file(), "PRAGMA user_version = 77");
    const std::string before = test::content_of(folder.data_file());
    const std::string problem = problem_at_start(folder);
    CHECK(has(problem, folder.data_file().string()));
    CHECK(has(problem, "newer program"));
    CHECK(has(problem, "77"));
    CHECK(test::content_of(folder.data_file()) == before);
    CHECK(has(problem_of(inspect(folder.data_file())), "newer program"));
}

TEST_CASE("damage: another program's database is refused and left as it is") {
    test::TempFolder folder;
    ask(folder.data_file(), "CREATE TABLE cakes (name TEXT); INSERT INTO cakes VALUES ('bánh mì')");
    const std::string before = test::content_of(folder.data_file());
    CHECK(has(problem_at_start(folder), "another program's database"));
    CHECK(test::content_of(folder.data_file()) == before);
}

TEST_CASE("damage: a file that is no database is refused and left as it is") {
    test::TempFolder folder;
    std::filesystem::copy_file(MOTCUA_SOURCE_DIR "/CMakeLists.txt", folder.data_file());
    const std::string before = test::content_of(folder.data_file());
    CHECK(has(problem_at_start(folder), "not a data file of this program"));
    CHECK(test::content_of(folder.data_file()) == before);
}

TEST_CASE("damage: a file cut anywhere is named") {
    test::TempFolder folder;
    live_a_day(folder);
    const std::string whole = test::content_of(folder.data_file());
    REQUIRE(whole.size() > 20 * 4096);
    for (const std::size_t length :
         {std::size_t{0}, std::size_t{1}, std::size_t{99}, std::size_t{100}, std::size_t{4096}, std::size_t{5000},
          whole.size() / 2, whole.size() - 4096, whole.size() - 1}) {
        CAPTURE(length);
        std::filesystem::resize_file(folder.data_file(), length);
        const std::string problem = problem_at_start(folder);
        CHECK(has(problem, folder.data_file().string()));
        CHECK(has(problem, "restore a backup"));
        CHECK(std::filesystem::file_size(folder.data_file()) == length);
        std::filesystem::remove(folder.data_file());
        std::ofstream(folder.data_file(), std::ios::binary) << whole;
    }
    CHECK(problem_at_start(folder) == "");
}

TEST_CASE("damage: a data file that is gone while its log is there is not made anew") {
    test::TempFolder folder;
    live_a_day(folder, 5);
    std::ofstream(folder.path() / "motcua.db-wal") << "something";
    std::filesystem::remove(folder.data_file());
    CHECK(has(problem_at_start(folder), "is gone but its log is still there"));
    CHECK_FALSE(std::filesystem::exists(folder.data_file()));
}

TEST_CASE("damage: a data file that is gone is missed, also after an orderly end; who wants to begins anew") {
    test::TempFolder folder;
    CHECK(problem_at_start(folder) == "");  // nothing was there
    live_a_day(folder, 5);
    std::filesystem::rename(folder.data_file(), folder.path() / "moved");
    for (int start = 0; start < 2; ++start) {
        CHECK(has(problem_at_start(folder), "the data file is gone; put it back, or restore a backup"));
        CHECK_FALSE(std::filesystem::exists(folder.data_file()));
    }
    std::filesystem::rename(folder.path() / "moved", folder.data_file());
    CHECK(problem_at_start(folder) == "");
    std::filesystem::remove(folder.data_file());
    std::filesystem::remove(folder.path() / "motcua.lock");
    CHECK(problem_at_start(folder) == "");
}

TEST_CASE("damage: a log that is gone after a crash is missed; after an orderly end there is none to miss") {
    test::TempFolder folder;
    std::string data;
    std::string log;
    {
        SqliteJournal journal(folder.path());
        REQUIRE(problem_of(journal.load()) == "");
        test::LivedHall hall("kon-tum");
        for (int i = 0; i < 5; ++i)
            REQUIRE(problem_of(journal.append(Batch{{hall.step()}})) == "");
        CHECK(std::filesystem::exists(in_use_mark_of(folder.data_file())));
        data = test::content_of(folder.data_file());
        log = test::content_of(log_of(folder.data_file()));
    }
    CHECK_FALSE(std::filesystem::exists(in_use_mark_of(folder.data_file())));
    CHECK(problem_at_start(folder) == "");

    const auto crash = [&] {
        put(folder.data_file(), data);
        put(in_use_mark_of(folder.data_file()), "");
    };
    crash();
    for (int start = 0; start < 2; ++start) {
        CHECK(has(problem_at_start(folder), "motcua.db-wal: the data file's log is gone"));
        CHECK(test::content_of(folder.data_file()) == data);
    }
    put(log_of(folder.data_file()), "");
    CHECK(has(problem_at_start(folder), "motcua.db-wal: the data file's log is gone"));
    const auto copy = folder.path() / "copy.db";  // of the folder, without the log
    put(copy, data);
    put(in_use_mark_of(copy), "");
    CHECK(has(problem_of(restore(copy, folder.path(), "x")), "not a finished backup"));

    put(log_of(folder.data_file()), log);
    CHECK(problem_at_start(folder) == "");
    crash();
    std::filesystem::remove(in_use_mark_of(folder.data_file()));             // as it is told
    CHECK(has(problem_at_start(folder), "the data hold no hall any more"));  // everything was in the log
    crash();
    std::filesystem::remove(folder.data_file());
    std::filesystem::remove(folder.path() / "motcua.lock");
    CHECK(problem_at_start(folder) == "");  // begun anew
}

TEST_CASE("damage: a log that is gone is no matter once a backup was put back") {
    test::TempFolder folder;
    const auto backup = folder.path() / "backup.db";
    live_a_day(folder, 5);
    std::filesystem::copy_file(folder.data_file(), backup);
    put(in_use_mark_of(folder.data_file()), "");
    CHECK(has(problem_at_start(folder), "log is gone"));
    CHECK(problem_of(restore(backup, folder.path(), "x")) == "");
    CHECK(problem_at_start(folder) == "");
    CHECK(std::filesystem::exists(in_use_mark_of(folder.path() / "motcua.db.x")));  // it is still without its log
    CHECK(has(problem_of(restore(folder.path() / "motcua.db.x", folder.path(), "y")), "not a finished backup"));
}

TEST_CASE("damage: a byte changed anywhere in a page is found by the start or by the doctor") {
    test::TempFolder folder;
    live_a_day(folder);
    const std::string whole = test::content_of(folder.data_file());
    Random random(5);
    int found_at_start = 0;
    int found_by_doctor = 0;
    int harmless = 0;
    for (int round = 0; round < 120; ++round) {
        test::flip_byte(folder.data_file(), 4096 + random.below(whole.size() - 4096));
        const std::string at_start = problem_at_start(folder);
        const auto inspected = inspect(folder.data_file());
        const bool doctor_minds = inspected.has_error() || !inspected->problems.empty();
        if (at_start != "")
            ++found_at_start;
        else if (doctor_minds)
            ++found_by_doctor;
        else
            ++harmless;  // in unused space, or in a column that no hall is built from
        std::ofstream(folder.data_file(), std::ios::binary | std::ios::trunc) << whole;
    }
    MESSAGE("of 120 changed bytes: ", found_at_start, " found at start, ", found_by_doctor, " by the doctor, ",
            harmless, " harmless");
    CHECK(found_at_start > 20);
    CHECK(problem_at_start(folder) == "");
}

/// A bit in an index, or in a column that only an index is made of, must not bring a removed clerk back.
TEST_CASE("damage: whatever byte changes in the way to the set-up, no start is without part of it") {
    test::TempFolder folder;
    test::LivedHall hall("kon-tum");
    {
        SqliteJournal journal(folder.path());
        REQUIRE(problem_of(journal.load()) == "");
        for (int day = 0; day < 2; ++day) {
            for (int i = 0; i < 30; ++i)
                REQUIRE(problem_of(journal.append(Batch{{hall.step()}})) == "");
            hall.sleep_until_next_day();
        }
        REQUIRE(problem_of(journal.append(Batch{{hall.run(AddStaff{StaffId{"lan"}, "Lan", "x"})}})) == "");
        REQUIRE(problem_of(journal.append(Batch{{hall.run(RemoveStaff{StaffId{"lan"}})}})) == "");
        hall.sleep_until_next_day();
        for (int i = 0; i < 30; ++i)
            REQUIRE(problem_of(journal.append(Batch{{hall.step()}})) == "");
    }
    const auto rebuilt = [&folder] {
        SqliteJournal journal(folder.path());
        const auto halls = journal.load();
        if (!halls)
            return halls.error().text;
        hall::Hall again(HallId{"kon-tum"});
        for (const auto& record : halls->front().events)
            if (!again.apply(record))  // then the desk names it, and says: restore a backup
                return std::string("cannot be replayed; restore a backup");
        return again.fingerprint();
    };
    const std::string whole = test::content_of(folder.data_file());
    const std::string as_it_was = rebuilt();
    REQUIRE((as_it_was == hall.hall().fingerprint()));
    int named = 0;
    for (const char* index : {"events_setup", "events_day_opened"}) {
        const auto page =
            std::stoull(test::ask(folder.data_file(),
                                  std::string("SELECT rootpage FROM sqlite_schema WHERE name = '") + index + "'")
                            .at(0));
        for (std::uint64_t byte = 0; byte < 4096; ++byte) {
            const std::uint64_t at = (page - 1) * 4096 + byte;
            if (whole[at] == 0)
                continue;  // unused, or the high half of a small number
            test::flip_byte(folder.data_file(), at);
            const std::string found = rebuilt();
            CAPTURE(index);
            CAPTURE(byte);
            CHECK((found == as_it_was || has(found, "restore")));
            named += found != as_it_was ? 1 : 0;
            put(folder.data_file(), whole);
        }
    }
    CHECK(named > 20);
    for (const char* scope : {"0", "2"}) {  // in the table and the index alike
        test::ask(folder.data_file(),
                  std::string("UPDATE events SET scope = ") + scope + " WHERE kind = 'staff_removed'");
        CHECK(has(rebuilt(), "the set-up of hall kon-tum"));
        put(folder.data_file(), whole);
    }
    CHECK(rebuilt() == as_it_was);
}

TEST_CASE("damage: an event's changed payload is named by hall and sequence") {
    test::TempFolder folder;
    const auto last = live_a_day(folder);
    ask(folder.data_file(),
        "UPDATE events SET payload = CAST(substr(payload, 1, length(payload) - 1) || x'00' AS BLOB) "
        "WHERE sequence = " +
            std::to_string(last - 3));
    CHECK(has(problem_at_start(folder), "event " + std::to_string(last - 3) + " of hall kon-tum is damaged"));
    const auto inspected = inspect(folder.data_file());
    REQUIRE(problem_of(inspected) == "");
    REQUIRE(inspected->problems.size() == 1);
    CHECK(has(test::first_found(*inspected), "event " + std::to_string(last - 3) + " of hall kon-tum"));
}

TEST_CASE("damage: a missing event is named, in any day") {
    test::TempFolder folder;
    live_a_day(folder);
    for (const char* sequence : {"1", "2", "60"}) {
        test::TempFolder copy;
        std::filesystem::copy_file(folder.data_file(), copy.data_file());
        ask(copy.data_file(), std::string("DELETE FROM events WHERE sequence = ") + sequence);
        CHECK(has(problem_at_start(copy), std::string("event ") + sequence + " of hall kon-tum is missing"));
    }
}

TEST_CASE("damage: a file without its events is named, at start and by the doctor, and is no backup to be put back") {
    test::TempFolder folder;
    live_a_day(folder, 5);
    const auto backup = folder.path() / "backup.db";
    std::filesystem::copy_file(folder.data_file(), backup);
    ask(backup, "DROP TABLE events");
    const std::string before = test::content_of(folder.data_file());
    CHECK(has(problem_of(restore(backup, folder.path(), "x")), "the backup is damaged"));
    CHECK(test::content_of(folder.data_file()) == before);
    const auto inspected = inspect(backup);
    REQUIRE(problem_of(inspected) == "");
    REQUIRE_FALSE(inspected->problems.empty());
    CHECK(has(test::first_found(*inspected), "no such table"));
    ask(folder.data_file(), "DROP TABLE events");
    CHECK(has(problem_at_start(folder), "no such table"));
}

TEST_CASE("damage: rows that are all gone are missed at the start, and nobody begins anew over them") {
    test::TempFolder folder;
    live_a_day(folder, 5);
    std::string wipe;
    for (const char* table : {"events", "outcomes", "tickets", "calls", "counters", "devices", "staff", "heads"})
        wipe += std::string("DELETE FROM ") + table + ";";
    test::ask(folder.data_file(), wipe);
    CHECK(has(problem_at_start(folder), "the data hold no hall any more"));
    std::filesystem::remove(folder.path() / "motcua.lock");  // as its words say
    CHECK(problem_at_start(folder) == "");
}

TEST_CASE("damage: a table that differs from the journal is found by the doctor") {
    test::TempFolder folder;
    live_a_day(folder);
    CHECK(inspect(folder.data_file())->problems.empty());
    ask(folder.data_file(), "UPDATE tickets SET state = 'finished', changed_at = 1 WHERE letter = 'A' AND serial = 2");
    const auto inspected = inspect(folder.data_file());
    REQUIRE(inspected->problems.size() == 1);
    CHECK(has(test::first_found(*inspected), "ticket A002 of hall kon-tum differs"));
}

namespace {

/// What a power cut leaves of a running server's folder: the data file and a log of `commits` commits.
struct CutFolder {
    explicit CutFolder(int commits) {
        test::TempFolder running;
        test::LivedHall hall("kon-tum");
        SqliteJournal journal(running.path());
        REQUIRE(problem_of(journal.load()) == "");
        for (int i = 0; i < commits; ++i) {
            ends.push_back(std::filesystem::file_size(log_of(running.data_file())));
            REQUIRE(problem_of(journal.append(Batch{{hall.issue()}})) == "");
            sequences.push_back(hall.last_sequence());
        }
        data = test::content_of(running.data_file());
        log = test::content_of(log_of(running.data_file()));
    }

    /// The folder with this log, opened; the last event that the journal then knows of, or its problem.
    std::string start_with(const std::string& with) const {
        test::TempFolder folder;
        put(folder.data_file(), data);
        put(log_of(folder.data_file()), with);
        SqliteJournal journal(folder.path());
        const auto halls = journal.load();
        if (halls.has_error()) {
            CHECK(test::content_of(log_of(folder.data_file())) == with);  // nothing of it was thrown away
            return halls.error().text;
        }
        return "up to " + std::to_string(halls->empty() ? 0 : halls->front().last_sequence);
    }

    std::optional<LogDamage> damage_of(const std::string& changed) const {
        test::TempFolder folder;
        put(folder.path() / "log", changed);
        return find_damage(folder.path() / "log");
    }

    std::string data;
    std::string log;
    std::vector<std::uint64_t> ends;       ///< the log's bytes before each commit
    std::vector<std::uint64_t> sequences;  ///< of the last event of each commit
};

std::string with_byte_changed(std::string log, std::uint64_t offset) {
    log[offset] = static_cast<char>(log[offset] ^ 0x10);
    return log;
}

}  // namespace

TEST_CASE("damage: a byte changed anywhere in the log loses no commit in silence but the last") {
    const CutFolder cut(6);
    const std::string last = "up to " + std::to_string(cut.sequences.back());
    REQUIRE(cut.start_with(cut.log) == last);
    REQUIRE_FALSE(cut.damage_of(cut.log));
    std::uint64_t found = 0;
    std::uint64_t of_last = 0;
    for (std::uint64_t offset = 0; offset < cut.log.size(); offset += offset < 60 ? 1 : 4120 / 16) {
        CAPTURE(offset);
        const auto damage = cut.damage_of(with_byte_changed(cut.log, offset));
        const bool is_last = offset >= cut.ends.back();
        CHECK(damage.has_value() != is_last);
        found += damage ? 1 : 0;
        of_last += is_last ? 1 : 0;
        if (damage && offset >= 32)
            CHECK(damage->offset == offset - (offset - 32) % 4120);
    }
    CHECK(found > 60);
    CHECK(of_last >= 16);

    const std::string problem = cut.start_with(with_byte_changed(cut.log, cut.ends[2] + 100));
    CHECK(has(problem, "motcua.db-wal: the data file's log is damaged at byte " + std::to_string(cut.ends[2])));
    CHECK(has(problem, "4 commits behind it cannot be read"));
    // Six batches, and the try at the start whether the disk takes anything.
    CHECK(has(cut.start_with(with_byte_changed(cut.log, 17)), "damaged at byte 0, and 7 commits"));
    CHECK(has(cut.start_with(std::string(512, '\0') + cut.log.substr(512)), "damaged at byte 0, and 6 commits"));
    CHECK(cut.start_with(with_byte_changed(cut.log, cut.log.size() - 1)) ==
          "up to " + std::to_string(cut.sequences[cut.sequences.size() - 2]));
}

TEST_CASE("damage: a log that a power cut tore is no damage, wherever its last commit was torn") {
    const CutFolder cut(4);
    const std::string before_last = "up to " + std::to_string(cut.sequences[2]);
    for (std::uint64_t size = cut.ends.back(); size < cut.log.size(); size += 1021) {
        CAPTURE(size);
        CHECK(cut.start_with(cut.log.substr(0, size)) == before_last);
    }
    // A disk writes the pages of one commit in any order.
    for (std::uint64_t frame = cut.ends.back(); frame < cut.log.size(); frame += 4120) {
        CAPTURE(frame);
        std::string torn = cut.log;
        std::fill_n(torn.begin() + static_cast<std::ptrdiff_t>(frame), 4120, '\0');
        CHECK(cut.start_with(torn) == before_last);
    }
    CHECK_FALSE(cut.damage_of(""));
    CHECK_FALSE(cut.damage_of(cut.log.substr(0, 32)));
}

}  // namespace motcua::store
