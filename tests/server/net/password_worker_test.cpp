// Real threads and real hashes: results come in order, a full queue refuses, and ending waits for nobody in line.

#include "server/net/password_worker.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "server/session/limits.hpp"

using namespace motcua;

namespace {

constexpr std::chrono::seconds long_enough{60};

/// Takes what the worker posts; while it is shut the worker stands in post().
class Mailbox {
  public:
    net::PasswordWorker::Post post() {
        return [this](net::PasswordWorker::Job job) {
            std::unique_lock lock(mutex_);
            ++arrived_;
            changed_.notify_all();
            CHECK(changed_.wait_for(lock, long_enough, [this] { return is_open_; }));
            jobs_.push_back(std::move(job));
            changed_.notify_all();
        };
    }
    void shut() {
        const std::lock_guard lock(mutex_);
        is_open_ = false;
    }
    void open() {
        const std::lock_guard lock(mutex_);
        is_open_ = true;
        changed_.notify_all();
    }
    void wait_for_arrivals(int count) {
        std::unique_lock lock(mutex_);
        REQUIRE(changed_.wait_for(lock, long_enough, [&] { return arrived_ >= count; }));
    }
    /// Runs the next job that came through.
    void run_one() {
        std::unique_lock lock(mutex_);
        REQUIRE(changed_.wait_for(lock, long_enough, [this] { return !jobs_.empty(); }));
        const auto job = std::move(jobs_.front());
        jobs_.erase(jobs_.begin());
        lock.unlock();
        job();
    }
    int arrived() {
        const std::lock_guard lock(mutex_);
        return arrived_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<net::PasswordWorker::Job> jobs_;
    bool is_open_ = true;
    int arrived_ = 0;
};

}  // namespace

TEST_CASE("passwords: hashed and checked on a thread of their own, answered in the order of asking") {
    Mailbox mailbox;
    net::PasswordWorker worker(mailbox.post());
    std::string made;
    REQUIRE(worker.hash("correct horse", [&made](std::string hash) { made = std::move(hash); }));
    mailbox.run_one();
    REQUIRE_FALSE(made.empty());
    std::vector<bool> answers;
    const auto note = [&answers](bool is_right) { answers.push_back(is_right); };
    REQUIRE(worker.check("correct horse", made, note));
    REQUIRE(worker.check("wrong horse", made, note));
    REQUIRE(worker.check("correct horse", "", note));  // a login that nobody has
    for (int i = 0; i < 3; ++i)
        mailbox.run_one();
    CHECK(answers == std::vector<bool>{true, false, false});
}

TEST_CASE("passwords: a full queue refuses, has room again, and ending drops what waits") {
    Mailbox mailbox;
    mailbox.shut();
    {
        net::PasswordWorker worker(mailbox.post());
        const auto hash = [&worker] { return worker.hash("a long password", [](const std::string&) {}); };
        REQUIRE(hash());
        mailbox.wait_for_arrivals(1);  // the worker stands at the door, and its queue is empty
        for (std::size_t i = 0; i < session::limits::password_jobs; ++i)
            REQUIRE(hash());
        CHECK_FALSE(hash());
        CHECK_FALSE(worker.check("a long password", "", [](bool) {}));
        mailbox.open();
        mailbox.wait_for_arrivals(2);
        mailbox.shut();
        CHECK(hash());
        mailbox.open();
    }
    CHECK(mailbox.arrived() < static_cast<int>(session::limits::password_jobs) + 2);
}
