// Killed programs and power cuts: whatever was acknowledged is there afterwards, and nothing is there in part.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <map>

#include "server/store/inspection.hpp"
#include "server/store/sqlite_journal.hpp"
#include "tests/server/store/store_support.hpp"
#include "tests/support/failing_vfs.hpp"

namespace motcua::store {
namespace {

using test::problem_of;

/// Appends for ever and writes each acknowledged last sequence to the pipe. Runs in a child; never returns.
[[noreturn]] void append_until_killed(const std::filesystem::path& folder, int pipe, std::uint64_t seed) {
    SqliteJournal journal(folder);
    auto loaded = journal.load();
    if (loaded.has_error())
        ::_exit(3);
    // A hall of its own each round: the journal grows, and every earlier hall must stay as it was.
    test::LivedHall hall("hall-" + std::to_string(seed), seed);
    for (;;) {
        Batch batch;
        for (int i = 0; i < 3; ++i)
            batch.entries.push_back(hall.step());
        if (journal.append(batch).has_error())
            ::_exit(4);
        const std::uint64_t acknowledged = hall.last_sequence();
        if (::write(pipe, &acknowledged, sizeof acknowledged) != sizeof acknowledged)
            ::_exit(5);
    }
}

}  // namespace

TEST_CASE("crash: what a killed server acknowledged is there, and nothing in part") {
    test::TempFolder folder;
    std::map<std::string, std::uint64_t> acknowledged;
    for (std::uint64_t round = 1; round <= 12; ++round) {
        CAPTURE(round);
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0)
            append_until_killed(folder.path(), ends[1], round);
        ::close(ends[1]);
        std::uint64_t last = 0;
        for (std::uint64_t i = 0; i < 5 + 7 * round; ++i)
            REQUIRE(::read(ends[0], &last, sizeof last) == sizeof last);
        REQUIRE(::kill(child, SIGKILL) == 0);
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        REQUIRE(WIFSIGNALED(status));
        while (::read(ends[0], &last, sizeof last) == sizeof last) {
        }
        ::close(ends[0]);
        acknowledged["hall-" + std::to_string(round)] = last;

        SqliteJournal journal(folder.path());
        const auto halls = journal.load();
        REQUIRE(problem_of(halls) == "");
        REQUIRE(halls->size() == acknowledged.size());
        for (const LoadedHall& hall : *halls) {
            CAPTURE(hall.hall.value);
            REQUIRE(hall.last_sequence >= acknowledged[hall.hall.value]);
            acknowledged[hall.hall.value] = hall.last_sequence;  // committed before the kill, not yet said
            test::replayed(hall);
        }
    }
    const auto found = inspect(folder.data_file());
    REQUIRE(problem_of(found) == "");
    CHECK(test::first_found(*found) == "");
    CHECK(test::broken_chain(folder.data_file()) == "");
}

TEST_CASE("crash: after a power cut that loses, tears and mixes unsynced sectors, all acknowledged batches are there") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        CAPTURE(seed);
        test::FailingVfs vfs;
        test::TempFolder folder;
        // The log is carried over by commits, by checkpoints between them, or by both.
        const int wal_pages = seed % 2 == 0 ? 15 : 60;
        const SqliteOptions options{vfs.name(), /*wal_pages_per_checkpoint=*/14, wal_pages};
        Random random(seed);
        test::LivedHall hall("kon-tum", seed);
        std::uint64_t acknowledged = 0;
        std::uint64_t asked = 0;
        {
            SqliteJournal journal(folder.path(), options);
            REQUIRE(problem_of(journal.load()) == "");
            const auto until = 1 + random.below(30);
            for (std::uint64_t i = 0; i < until; ++i) {
                REQUIRE(problem_of(journal.append(Batch{{hall.step(), hall.step()}})) == "");
                acknowledged = asked = hall.last_sequence();
                if (journal.wants_checkpoint())
                    journal.checkpoint();
            }
            // The power goes at a random sync of what follows, with writes before it on their way.
            vfs.fail(test::FailingVfs::Call::Sync, 1 + static_cast<int>(random.below(3)),
                     test::FailingVfs::Lasting::UntilHealed);
            for (int i = 0; i < 5; ++i) {
                const Batch batch{{hall.step(), hall.step()}};
                asked = hall.last_sequence();
                if (journal.append(batch).has_error())
                    break;
                acknowledged = asked;
                if (journal.wants_checkpoint())
                    journal.checkpoint();
            }
            vfs.cut_power();
        }
        vfs.lose_unsynced(seed);
        SqliteJournal journal(folder.path(), options);
        const auto halls = journal.load();
        REQUIRE(problem_of(halls) == "");
        const auto last = halls->at(0).last_sequence;
        // The batch in hand when the power went was never acknowledged: it is there whole or not at all.
        REQUIRE((last == acknowledged || last == asked));
        test::replayed(halls->at(0));
        REQUIRE(test::broken_chain(folder.data_file()) == "");
    }
}

}  // namespace motcua::store
