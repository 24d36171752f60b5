#pragma once
// So many turns a second for each network, so that one cannot take what is there for all. On the hall thread.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "server/session/turns.hpp"

namespace motcua::session {

class NetworkTurns {
  public:
    /// `burst`: what a network that was quiet may take at once. Of `kept` networks the turns are remembered; then the
    /// one that was quiet for the longest time is forgotten, and has its burst again.
    NetworkTurns(double per_second, double burst, std::size_t kept)
        : per_second_(per_second), burst_(burst), kept_(kept) {}

    /// Of the network of `address` (network.hpp). Valid until the next call.
    Turns& of(const std::string& address, std::int64_t steady_ms);
    std::size_t networks() const { return turns_.size(); }

  private:
    double per_second_;
    double burst_;
    std::size_t kept_;
    std::map<std::string, Turns> turns_;
};

}  // namespace motcua::session
