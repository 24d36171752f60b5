#pragma once
// A limit for the whole of a stop, watched from a thread of its own.

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace motcua::server {

/// Ends the process where its stop takes too long, with exit status 1: a disk that hangs would keep it for ever, be it
/// in a commit, in the log's carrying over or in the last close of the data. What was told to anybody is durable by
/// then.
class StopLimit {
  public:
    StopLimit() = default;
    ~StopLimit();  ///< it has stopped in time
    StopLimit(const StopLimit&) = delete;
    StopLimit& operator=(const StopLimit&) = delete;

    /// From now on; once.
    void begin(std::chrono::milliseconds limit);

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_over_ = false;
    std::thread thread_;
};

}  // namespace motcua::server
