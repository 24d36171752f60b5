#include "server/net/password_worker.hpp"

#include <pthread.h>

#include "server/session/limits.hpp"
#include "shared/base/secrets.hpp"

namespace motcua::net {

PasswordWorker::PasswordWorker(Post post) : post_(std::move(post)), thread_([this] { run(); }) {
    pthread_setname_np(thread_.native_handle(), "passwords");
}

PasswordWorker::~PasswordWorker() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

bool PasswordWorker::add(Job job) {
    {
        const std::lock_guard lock(mutex_);
        if (jobs_.size() >= session::limits::password_jobs)
            return false;
        jobs_.push_back(std::move(job));
    }
    changed_.notify_one();
    return true;
}

bool PasswordWorker::check(std::string password, std::string hash, std::function<void(bool)> completion) {
    return add([this, password = std::move(password), hash = std::move(hash), completion = std::move(completion)] {
        const bool is_right = check_password(password, hash);
        post_([completion, is_right] { completion(is_right); });
    });
}

bool PasswordWorker::hash(std::string password, std::function<void(std::string)> completion) {
    return add([this, password = std::move(password), completion = std::move(completion)] {
        post_([completion, made = hash_password(password)] { completion(made); });
    });
}

void PasswordWorker::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return is_stopping_ || !jobs_.empty(); });
        if (is_stopping_)
            return;
        const Job job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        job();
        lock.lock();
    }
}

}  // namespace motcua::net
