#include "server/session/sign_in_guard.hpp"

namespace motcua::session {

bool SignInGuard::must_wait(const std::string& login, const std::string& machine, std::int64_t steady_ms) const {
    if (by_machine_.must_wait(machine, steady_ms))
        return true;
    const auto own = machine_of_.find(login);
    const bool is_own = own != machine_of_.end() && own->second == machine;
    return !is_own && by_login_.must_wait(login, steady_ms);
}

void SignInGuard::begins(const std::string& login, const std::string& machine, std::int64_t steady_ms) {
    by_login_.failed(login, steady_ms);
    by_machine_.failed(machine, steady_ms);
}

void SignInGuard::succeeded(const std::string& login, const std::string& machine) {
    by_login_.succeeded(login);
    by_machine_.take_back(machine);  // not those before it: a colleague at this machine may be guessing
    if (!machine_of_.contains(login) && machine_of_.size() >= limits::attempts_kept)
        machine_of_.erase(machine_of_.begin());  // whichever: its owner waits like anybody
    machine_of_[login] = machine;
}

void SignInGuard::was_not_checked(const std::string& login, const std::string& machine) {
    by_login_.take_back(login);
    by_machine_.take_back(machine);
}

}  // namespace motcua::session
