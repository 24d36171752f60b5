#include "server/store/journal_thread.hpp"

#include <pthread.h>

#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "shared/base/assert.hpp"

namespace motcua::store {
namespace {

/// Work for one thread: at most one call of each kind waits or runs, so two places are enough.
class Worker {
  public:
    explicit Worker(const char* name) : thread_([this, name] { run(name); }) {}
    ~Worker() { stop(); }

    void add(std::function<void()> job) {
        {
            const std::lock_guard guard(mutex_);
            MOTCUA_ASSERT(waiting_ < std::size(jobs_));
            jobs_[(first_ + waiting_++) % std::size(jobs_)] = std::move(job);
        }
        changed_.notify_one();  // unlocked: the thread that wakes would wait for the lock at once
    }

    /// What was added is done first.
    void stop() {
        {
            const std::lock_guard guard(mutex_);
            is_stopping_ = true;
            changed_.notify_one();
        }
        if (thread_.joinable())
            thread_.join();
    }

  private:
    void run(const char* name) {
        ::pthread_setname_np(::pthread_self(), name);
        std::unique_lock lock(mutex_);
        for (;;) {
            changed_.wait(lock, [this] { return waiting_ > 0 || is_stopping_; });
            if (waiting_ == 0)
                return;
            const std::function<void()> job = std::exchange(jobs_[first_], nullptr);
            first_ = (first_ + 1) % std::size(jobs_);
            --waiting_;
            lock.unlock();
            job();
            lock.lock();
        }
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::function<void()> jobs_[2];
    std::size_t first_ = 0;
    std::size_t waiting_ = 0;
    bool is_stopping_ = false;
    std::thread thread_;  // last: it uses all of the above
};

/// No exception leaves a thread.
template <class Work>
auto guarded(Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const std::exception& error) {
        return Problem("the journal failed: {}", error.what());
    } catch (...) {
        return Problem("the journal failed for an unknown reason");
    }
}

}  // namespace

struct JournalThread::Shared {
    Shared(std::unique_ptr<Journal> kept, Post given) : journal(std::move(kept)), post(std::move(given)) {}

    const std::unique_ptr<Journal> journal;
    const Post post;
    std::atomic<bool> is_loading = false;
    std::atomic<bool> is_appending = false;
    std::atomic<bool> is_backing_up = false;
    std::atomic<bool> is_checkpointing = false;
    std::atomic<bool> may_come_back = false;
    std::unique_ptr<Worker> checkpointer;  // the writer's; ends after it
    std::unique_ptr<Worker> writer = std::make_unique<Worker>("journal");
    std::unique_ptr<Worker> copier;  // hall thread only

    /// Writer's thread only.
    void check_point() {
        if (is_checkpointing.exchange(true))
            return;
        if (!checkpointer)
            checkpointer = std::make_unique<Worker>("checkpoint");
        checkpointer->add([this] {
            journal->checkpoint();
            is_checkpointing = false;
        });
    }
};

JournalThread::JournalThread(std::unique_ptr<Journal> journal, Post post)
    : shared_(std::make_unique<Shared>(std::move(journal), std::move(post))) {}

JournalThread::~JournalThread() {
    stop();
}

void JournalThread::load(Loaded completion) {
    Shared& shared = *shared_;
    if (!shared.writer)
        return shared.post([completion = std::move(completion)] { completion(Problem("the journal is closed")); });
    MOTCUA_ASSERT(!shared.is_loading.exchange(true));
    shared.writer->add([&shared, completion = std::move(completion)] {
        auto result =
            std::make_shared<Result<std::vector<LoadedHall>>>(guarded([&] { return shared.journal->load(); }));
        shared.is_loading = false;
        shared.post([completion, result] { completion(std::move(*result)); });
    });
}

void JournalThread::append(Batch batch, Done completion) {
    Shared& shared = *shared_;
    if (!shared.writer)
        return finish_later(std::move(completion), Problem("the journal is closed"));
    MOTCUA_ASSERT(!shared.is_appending.exchange(true));
    shared.writer->add([this, &shared, batch = std::move(batch), completion = std::move(completion)] {
        auto result = guarded([&] { return shared.journal->append(batch); });
        shared.may_come_back = result.has_error() && shared.journal->may_come_back();
        shared.is_appending = false;
        finish_later(completion, std::move(result));
        if (shared.journal->wants_checkpoint())
            shared.check_point();
    });
}

bool JournalThread::may_come_back() const {
    return shared_->may_come_back;
}

void JournalThread::back_up(std::filesystem::path file, Done completion) {
    Shared& shared = *shared_;
    if (!shared.writer)
        return finish_later(std::move(completion), Problem("the journal is closed"));
    if (shared.is_backing_up.exchange(true))
        return finish_later(std::move(completion),
                            Problem("{}: another backup is being made; try again when it is done", file));
    if (!shared.copier)
        shared.copier = std::make_unique<Worker>("backup");
    shared.copier->add([this, &shared, file = std::move(file), completion = std::move(completion)] {
        auto result = guarded([&] { return shared.journal->back_up(file); });
        shared.is_backing_up = false;
        finish_later(completion, std::move(result));
    });
}

void JournalThread::stop() {
    shared_->journal->stop_back_up();
    shared_->writer.reset();
    shared_->checkpointer.reset();
    shared_->copier.reset();
}

void JournalThread::finish_later(Done completion, Result<void> result) {
    shared_->post([completion = std::move(completion), result = std::move(result)] { completion(result); });
}

}  // namespace motcua::store
