#pragma once
// What the model needs of the program around it. Implemented by kiosk/app, and by a fake in tests.

#include <cstdint>
#include <string>

#include "shared/vocabulary/commands.hpp"

namespace motcua::kiosk {

class Port {
  public:
    virtual ~Port() = default;
    /// Sends durably: answered exactly once through KioskModel::reply_came or gave_up, however late.
    virtual RequestId send(Command command) = 0;
    /// Answered through KioskModel::print_ended. False: the printer's queue is full.
    virtual bool print(std::uint64_t job, const TicketDetail& ticket, const std::string& language) = 0;
};

}  // namespace motcua::kiosk
