#pragma once
// What the model needs of the program around it. Implemented by counter-client/app, and by a fake in tests.

#include <string>

#include "shared/vocabulary/commands.hpp"

namespace motcua::counter {

class Port {
  public:
    virtual ~Port() = default;
    /// Sent if online, never kept: answered once through CounterModel::reply_came or gave_up.
    virtual RequestId send(Command command) = 0;
    /// Answered likewise. The password is kept nowhere.
    virtual RequestId sign_in(const StaffId& login, const std::string& password, const CounterId& counter,
                              bool take_over) = 0;
};

}  // namespace motcua::counter
