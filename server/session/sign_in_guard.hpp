#pragma once
// Slows down who guesses passwords. Failures count for the login and for the machine, where somebody else's right
// password wipes none of them out; a login that others guess at stays free on the machine where its owner last got in.
// Bounded. Owned by the reception, on the hall thread.

#include <cstdint>
#include <map>
#include <string>

#include "server/session/attempts.hpp"
#include "server/session/limits.hpp"

namespace motcua::session {

class SignInGuard {
  public:
    bool must_wait(const std::string& login, const std::string& machine, std::int64_t steady_ms) const;
    /// A password goes to be checked. It counts as a failure until it is found to be right, or was not looked at: else
    /// whoever sends many at once has them all checked.
    void begins(const std::string& login, const std::string& machine, std::int64_t steady_ms);
    void succeeded(const std::string& login, const std::string& machine);
    void was_not_checked(const std::string& login, const std::string& machine);

  private:
    Attempts by_login_{limits::sign_in_failures};
    Attempts by_machine_{limits::sign_in_failures};
    std::map<std::string, std::string> machine_of_;  ///< of each login, the last one it got in at
};

}  // namespace motcua::session
