#include "server/session/attempts.hpp"

#include <algorithm>

#include "server/session/limits.hpp"

namespace motcua::session {

bool Attempts::must_wait(const std::string& name, std::int64_t steady_ms) const {
    const auto found = by_name_.find(name);
    return found != by_name_.end() && found->second.failures >= most_failures_ &&
           steady_ms - found->second.last_ms < limits::attempts_window_ms;
}

void Attempts::failed(const std::string& name, std::int64_t steady_ms) {
    Count& count = by_name_[name];
    // One is forgiven in each window, not all of them: whoever guesses on has one guess in it.
    const std::int64_t windows = (steady_ms - count.last_ms) / limits::attempts_window_ms;
    count.failures = static_cast<std::int32_t>(std::max<std::int64_t>(count.failures - windows, 0)) + 1;
    count.last_but_one_ms = count.last_ms + windows * limits::attempts_window_ms;  // what was forgiven stays so
    count.last_ms = steady_ms;
    if (by_name_.size() <= limits::attempts_kept)
        return;
    by_name_.erase(std::min_element(by_name_.begin(), by_name_.end(),
                                    [](const auto& a, const auto& b) { return a.second.last_ms < b.second.last_ms; }));
}

void Attempts::take_back(const std::string& name) {
    const auto found = by_name_.find(name);
    if (found == by_name_.end())
        return;
    found->second.last_ms = found->second.last_but_one_ms;  // it does not prolong those before it
    if (--found->second.failures <= 0)
        by_name_.erase(found);
}

void Attempts::succeeded(const std::string& name) {
    by_name_.erase(name);
}

}  // namespace motcua::session
