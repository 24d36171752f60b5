#pragma once
// Runs a Printer on its own thread, named "printer", so that a printer that hangs never holds up the screen.
// Crossing: a bounded queue in; out, on_done() is called on the printer thread and must only post.

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "kiosk/printer/printer.hpp"

namespace motcua::kiosk {

class PrinterThread {
  public:
    PrinterThread(std::unique_ptr<Printer> printer, std::function<void(PrintReport)> on_done);
    /// Ends after the job in hand, which the limits bound; jobs still queued are dropped.
    ~PrinterThread();

    /// False when the queue is full: the printer hangs, and the job is not taken.
    bool submit(PrintJob job);

  private:
    void run();

    std::unique_ptr<Printer> printer_;
    std::function<void(PrintReport)> on_done_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<PrintJob> jobs_;
    bool stopping_ = false;
    std::thread thread_;  ///< last: starts when the rest stands
};

}  // namespace motcua::kiosk
