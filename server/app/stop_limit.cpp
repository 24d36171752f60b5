#include "server/app/stop_limit.hpp"

#include <spdlog/spdlog.h>

#include <cstdlib>

namespace motcua::server {

StopLimit::~StopLimit() {
    {
        const std::lock_guard guard(mutex_);
        is_over_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable())
        thread_.join();
}

void StopLimit::begin(std::chrono::milliseconds limit) {
    thread_ = std::thread([this, until = std::chrono::steady_clock::now() + limit] {
        std::unique_lock lock(mutex_);
        if (changed_.wait_until(lock, until, [this] { return is_over_; }))
            return;
        spdlog::error("stopped although the disk does not answer: what still waits for it was told to nobody");
        spdlog::shutdown();
        std::_Exit(1);
    });
}

}  // namespace motcua::server
