#pragma once
// One thread for argon2id: the hall thread never waits for it. Made, called and destroyed on the hall thread; results
// come back through `post`.

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "server/session/ports.hpp"

namespace motcua::net {

class PasswordWorker : public session::PasswordWork {
  public:
    using Job = std::function<void()>;
    /// Runs a job on the hall thread, later; callable from any thread, must not throw.
    using Post = std::function<void(Job)>;

    explicit PasswordWorker(Post post);
    ~PasswordWorker() override;  ///< what waits is dropped, what runs is finished

    bool check(std::string password, std::string hash, std::function<void(bool)> completion) override;
    bool hash(std::string password, std::function<void(std::string)> completion) override;

  private:
    bool add(Job job);
    void run();

    Post post_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> jobs_;
    bool is_stopping_ = false;
    std::thread thread_;  ///< last: everything it touches exists before it
};

}  // namespace motcua::net
