#pragma once
// What the model needs of the program around it. Implemented by kiosk/app, and by a fake in tests.

#include <cstdint>
#include <optional>
#include <string>

#include "kiosk/model/earlier_run.hpp"
#include "shared/vocabulary/commands.hpp"

namespace motcua::kiosk {

class Port {
  public:
    virtual ~Port() = default;
    /// Sends durably: answered exactly once through KioskModel::reply_came or gave_up, however late.
    virtual RequestId send(Command command) = 0;
    /// Sent when online, once or never; answered likewise.
    virtual RequestId ask(Command command) = 0;
    /// Durable when it returns, sent until the hall has decided. nullopt: it cannot be kept, and is not sent.
    virtual std::optional<RequestId> send_durably(Command command) = 0;
    /// Whether it would be kept, as long as the disk does not fail.
    virtual bool can_send_durably() const = 0;
    /// Durable when it returns true.
    virtual bool keep(const Kept& kept) = 0;
    virtual TicketToken new_token() = 0;
    /// Answered through KioskModel::print_ended. False: the printer's queue is full. `is_own`: given out without a
    /// server, so that nobody knows who waits before it.
    virtual bool print(std::uint64_t job, const TicketDetail& ticket, const std::string& language, bool is_own) = 0;
};

}  // namespace motcua::kiosk
