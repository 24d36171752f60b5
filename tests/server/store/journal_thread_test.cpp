#include "server/store/journal_thread.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "server/store/sqlite_journal.hpp"
#include "tests/server/store/store_support.hpp"

namespace motcua::store {
namespace {

using test::has;
using test::problem_of;

/// The hall thread of these tests: the test itself, when it calls run_one().
class Loop {
  public:
    JournalThread::Post post() {
        return [this](std::function<void()> job) {
            const std::lock_guard guard(mutex_);
            jobs_.push_back(std::move(job));
            changed_.notify_one();
        };
    }
    void run_one() {
        std::unique_lock lock(mutex_);
        REQUIRE(changed_.wait_for(lock, std::chrono::seconds(30), [this] { return !jobs_.empty(); }));
        const auto job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        job();
    }
    std::size_t size() {
        const std::lock_guard guard(mutex_);
        return jobs_.size();
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> jobs_;
};

/// Throws where a journal should answer.
struct ThrowingJournal : Journal {
    Result<std::vector<LoadedHall>> load() override { throw std::runtime_error("no memory is left"); }
    Result<void> append(const Batch&) override { throw 7; }
    Result<void> back_up(const std::filesystem::path&) override { throw std::bad_alloc(); }
};

/// A backup that lasts until it is told to stop.
struct EndlessBackup : Journal {
    std::atomic<bool> is_stopping = false;
    Result<std::vector<LoadedHall>> load() override { return std::vector<LoadedHall>{}; }
    Result<void> append(const Batch&) override { return {}; }
    Result<void> back_up(const std::filesystem::path&) override {
        while (!is_stopping)
            std::this_thread::yield();
        return Problem("stopped before it was done");
    }
    void stop_back_up() noexcept override { is_stopping = true; }
};

}  // namespace

TEST_CASE("journal thread: loads, appends, and answers on the hall thread in order") {
    test::TempFolder folder;
    Loop loop;
    test::LivedHall hall("kon-tum");
    std::vector<std::string> said;
    {
        JournalThread journal(std::make_unique<SqliteJournal>(folder.path()), loop.post());
        journal.load([&](auto halls) { said.push_back("load " + problem_of(halls)); });
        journal.append(Batch{{hall.step()}}, [&](auto done) { said.push_back("append " + problem_of(done)); });
        CHECK(said.empty());
        loop.run_one();
        loop.run_one();
        REQUIRE(said == std::vector<std::string>{"load ", "append "});
        const auto here = std::this_thread::get_id();
        // one after the other, each asked in the completion of the one before
        int left = 50;
        std::function<void(Result<void>)> next = [&](Result<void> done) {
            CHECK(problem_of(done) == "");
            CHECK(std::this_thread::get_id() == here);
            if (--left > 0)
                journal.append(Batch{{hall.step()}}, next);
        };
        journal.append(Batch{{hall.step()}}, next);
        while (left > 0)
            loop.run_one();
        journal.back_up(folder.path() / "copy.db", [&](auto done) { said.push_back("backup " + problem_of(done)); });
        loop.run_one();
        CHECK(said.back() == "backup ");
    }
    SqliteJournal journal(folder.path());
    const auto halls = journal.load();
    REQUIRE(problem_of(halls) == "");
    CHECK((test::replayed(halls->at(0)).fingerprint() == hall.hall().fingerprint()));
}

TEST_CASE("journal thread: the log is carried over beside the appends, one checkpoint at a time") {
    struct GrowingLog : Journal {
        std::atomic<int>& begun;
        std::atomic<bool>& may_end;
        GrowingLog(std::atomic<int>& b, std::atomic<bool>& m) : begun(b), may_end(m) {}
        Result<std::vector<LoadedHall>> load() override { return std::vector<LoadedHall>{}; }
        Result<void> append(const Batch&) override { return {}; }
        Result<void> back_up(const std::filesystem::path&) override { return {}; }
        bool wants_checkpoint() override { return true; }
        void checkpoint() noexcept override {
            ++begun;
            while (!may_end)
                std::this_thread::yield();
        }
    };
    std::atomic<int> begun = 0;
    std::atomic<bool> may_end = false;
    Loop loop;
    JournalThread journal(std::make_unique<GrowingLog>(begun, may_end), loop.post());
    const auto append = [&] {
        journal.append(Batch{}, [](auto done) { CHECK(problem_of(done) == ""); });
        loop.run_one();
    };
    append();
    while (begun == 0)
        std::this_thread::yield();
    for (int i = 0; i < 20; ++i)
        append();  // answered while the checkpoint lasts
    CHECK(begun == 1);
    may_end = true;
    while (begun < 2)
        append();
    journal.stop();
}

TEST_CASE("journal thread: what is in hand when it stops is finished, what comes later is refused") {
    test::TempFolder folder;
    Loop loop;
    test::LivedHall hall("kon-tum");
    JournalThread journal(std::make_unique<SqliteJournal>(folder.path()), loop.post());
    std::vector<std::string> said;
    journal.load([&](auto halls) { said.push_back(problem_of(halls)); });
    journal.append(Batch{{hall.step()}}, [&](auto done) { said.push_back(problem_of(done)); });
    journal.stop();
    CHECK(loop.size() == 2);
    loop.run_one();
    loop.run_one();
    CHECK(said == std::vector<std::string>{"", ""});
    journal.load([&](auto halls) { said.push_back(problem_of(halls)); });
    journal.append(Batch{{hall.step()}}, [&](auto done) { said.push_back(problem_of(done)); });
    journal.back_up("x", [&](auto done) { said.push_back(problem_of(done)); });
    while (loop.size() > 0)
        loop.run_one();
    CHECK(said ==
          std::vector<std::string>{"", "", "the journal is closed", "the journal is closed", "the journal is closed"});
}

TEST_CASE("journal thread: no exception crosses it") {
    Loop loop;
    JournalThread journal(std::make_unique<ThrowingJournal>(), loop.post());
    std::vector<std::string> said;
    journal.load([&](auto halls) { said.push_back(problem_of(halls)); });
    journal.append(Batch{}, [&](auto done) { said.push_back(problem_of(done)); });
    loop.run_one();
    loop.run_one();
    journal.back_up("x", [&](auto done) { said.push_back(problem_of(done)); });
    loop.run_one();
    REQUIRE(said.size() == 3);
    CHECK(said[0] == "the journal failed: no memory is left");
    CHECK(said[1] == "the journal failed for an unknown reason");
    CHECK(has(said[2], "the journal failed"));
}

TEST_CASE("journal thread: a second backup is refused while the first lasts, and the first goes on") {
    Loop loop;
    JournalThread journal(std::make_unique<EndlessBackup>(), loop.post());
    std::string first = "not done";
    std::string second;
    journal.back_up("first.db", [&](auto done) { first = problem_of(done); });
    journal.back_up("second.db", [&](auto done) { second = problem_of(done); });
    loop.run_one();
    CHECK(has(second, "second.db: another backup is being made"));
    CHECK(first == "not done");
    journal.stop();
    loop.run_one();
    CHECK(first == "stopped before it was done");
}

TEST_CASE("journal thread: appends go on while a backup lasts, and a stop ends the backup") {
    Loop loop;
    JournalThread journal(std::make_unique<EndlessBackup>(), loop.post());
    std::string copied;
    journal.back_up("x", [&](auto done) { copied = problem_of(done); });
    for (int i = 0; i < 3; ++i) {
        bool is_done = false;
        journal.append(Batch{}, [&](auto) { is_done = true; });
        loop.run_one();
        CHECK(is_done);
    }
    CHECK(copied == "");
    journal.stop();
    loop.run_one();
    CHECK(copied == "stopped before it was done");
}

}  // namespace motcua::store
