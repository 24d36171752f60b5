#include "kiosk/printer/printer_thread.hpp"

#include <pthread.h>
#include <spdlog/spdlog.h>

#include "kiosk/printer/limits.hpp"
#include "shared/base/text.hpp"

namespace motcua::kiosk {

PrinterThread::PrinterThread(std::unique_ptr<Printer> printer, std::function<void(PrintReport)> on_done)
    : printer_(std::move(printer)), on_done_(std::move(on_done)), thread_([this] { run(); }) {}

PrinterThread::~PrinterThread() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

bool PrinterThread::submit(PrintJob job) {
    {
        const std::lock_guard lock(mutex_);
        if (jobs_.size() >= limits::queued_jobs)
            return false;
        jobs_.push_back(std::move(job));
    }
    wake_.notify_one();
    return true;
}

void PrinterThread::run() {
    ::pthread_setname_np(::pthread_self(), "printer");
    for (;;) {
        PrintJob job;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
            if (stopping_)
                return;
            job = std::move(jobs_.front());
            jobs_.pop_front();
        }
        PrintReport report = printer_->print(job);
        if (!report.detail.empty())
            spdlog::warn("printer: job {}: {}", report.id, escaped_for_log(report.detail));
        on_done_(std::move(report));
    }
}

}  // namespace motcua::kiosk
