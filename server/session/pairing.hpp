#pragma once
// Devices that wait to be accepted, each by a six-digit code on its screen. A code lives for limits::pairing_code_ms,
// is good once, and belongs to one hall. Owned by the reception, on the hall thread; random bytes come from outside.

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "shared/base/secrets.hpp"
#include "shared/base/time.hpp"
#include "shared/vocabulary/commands.hpp"

namespace motcua::session {

using RandomBytes = std::function<void(std::span<std::uint8_t>)>;

struct PairingRequest {
    std::uint64_t session = 0;
    std::string network;  ///< where the device asks from, as of network_of()
    HallId hall;
    Role role = Role::Kiosk;
    std::string name;
    PublicKey key{};
    CounterId counter;
};

class Pairing {
  public:
    explicit Pairing(RandomBytes random) : random_(std::move(random)) {}

    /// A code for this session, an earlier one of it is forgotten. nullopt: limits::pairing_waiting are
    /// waiting, or pairing_waiting_of_network from there.
    std::optional<std::string> add(const PairingRequest& request, Instant now, std::int64_t steady_ms);
    void remove(std::uint64_t session);

    struct Found {
        Refusal refusal = Refusal::None;  ///< else PairingCodeUnknown, PairingCodeExpired
        PairingRequest request;
    };
    Found find(const HallId& hall, const std::string& code, std::int64_t steady_ms) const;
    /// The device with this key was accepted: its codes are used up. The sessions that waited with it.
    std::vector<std::uint64_t> accepted(const HallId& hall, const PublicKey& key);

    /// "kiosk-7f3a": not among `taken`.
    DeviceId new_device_id(Role role, const std::function<bool(const DeviceId&)>& is_taken) const;

    std::vector<DeviceLine> lines(const HallId& hall, std::int64_t steady_ms) const;
    std::size_t size() const { return by_code_.size(); }

  private:
    struct Waiting {
        PairingRequest request;
        Instant since;
        std::int64_t until_ms = 0;
    };
    void retire(const std::string& code, const HallId& hall);

    RandomBytes random_;
    std::map<std::string, Waiting> by_code_;
    std::deque<std::pair<HallId, std::string>> expired_;
};

}  // namespace motcua::session
