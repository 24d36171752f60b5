#pragma once
// Counts failures by name (a login, a machine) and says when a name has to wait. Bounded; the oldest is forgotten.
// Owned by the reception, on the hall thread.

#include <cstdint>
#include <map>
#include <string>

namespace motcua::session {

class Attempts {
  public:
    explicit Attempts(std::int32_t most_failures) : most_failures_(most_failures) {}

    /// After most_failures failures a name waits for limits::attempts_window_ms, counted from the last of them. One
    /// failure is forgiven in each such time, all with a success.
    bool must_wait(const std::string& name, std::int64_t steady_ms) const;
    void failed(const std::string& name, std::int64_t steady_ms);
    void succeeded(const std::string& name);
    void take_back(const std::string& name);  ///< the last failure was none

  private:
    struct Count {
        std::int32_t failures = 0;
        std::int64_t last_ms = 0;
        std::int64_t last_but_one_ms = 0;  ///< what last_ms was before the failure that may be taken back
    };
    std::int32_t most_failures_;
    std::map<std::string, Count> by_name_;
};

}  // namespace motcua::session
