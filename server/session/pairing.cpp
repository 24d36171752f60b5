#include "server/session/pairing.hpp"

#include <algorithm>
#include <array>

#include "server/session/limits.hpp"

namespace motcua::session {

namespace {

std::uint64_t random_number(const RandomBytes& random) {
    std::array<std::uint8_t, 8> bytes{};
    random(bytes);
    std::uint64_t number = 0;
    for (const auto byte : bytes)
        number = number << 8 | byte;
    return number;
}

}  // namespace

std::optional<std::string> Pairing::add(const PairingRequest& request, Instant now, std::int64_t steady_ms) {
    for (auto it = by_code_.begin(); it != by_code_.end();) {
        const bool is_over = it->second.until_ms <= steady_ms;
        if (is_over)
            retire(it->first, it->second.request.hall);
        it = is_over || it->second.request.session == request.session ? by_code_.erase(it) : std::next(it);
    }
    const auto of_network = std::count_if(by_code_.begin(), by_code_.end(), [&](const auto& one) {
        return one.second.request.network == request.network;
    });
    if (by_code_.size() >= motcua::limits::pairing_waiting || of_network >= limits::pairing_waiting_of_network)
        return std::nullopt;
    std::string code;
    do {  // at most pairing_waiting of a million are taken
        code = std::to_string(random_number(random_) % 1'000'000);
        code.insert(0, 6 - code.size(), '0');
    } while (by_code_.contains(code));
    by_code_.emplace(code, Waiting{request, now, steady_ms + limits::pairing_code_ms});
    return code;
}

void Pairing::remove(std::uint64_t session) {
    std::erase_if(by_code_, [&](const auto& one) { return one.second.request.session == session; });
}

void Pairing::retire(const std::string& code, const HallId& hall) {
    expired_.emplace_back(hall, code);
    if (expired_.size() > limits::pairing_expired_kept)
        expired_.pop_front();
}

Pairing::Found Pairing::find(const HallId& hall, const std::string& code, std::int64_t steady_ms) const {
    const auto found = by_code_.find(code);
    if (found != by_code_.end() && found->second.request.hall == hall) {
        if (found->second.until_ms > steady_ms)
            return {Refusal::None, found->second.request};
        return {Refusal::PairingCodeExpired, {}};
    }
    const bool was_here = std::find(expired_.begin(), expired_.end(), std::pair{hall, code}) != expired_.end();
    return {was_here ? Refusal::PairingCodeExpired : Refusal::PairingCodeUnknown, {}};
}

std::vector<std::uint64_t> Pairing::accepted(const HallId& hall, const PublicKey& key) {
    std::vector<std::uint64_t> sessions;
    std::erase_if(by_code_, [&](const auto& one) {
        const PairingRequest& request = one.second.request;
        if (request.hall != hall || request.key != key)
            return false;
        sessions.push_back(request.session);
        return true;
    });
    return sessions;
}

DeviceId Pairing::new_device_id(Role role, const std::function<bool(const DeviceId&)>& is_taken) const {
    constexpr std::string_view hex = "0123456789abcdef";
    for (int attempt = 0;; ++attempt) {
        const int digits = attempt < 8 ? 4 : 8;
        std::uint64_t number = random_number(random_);
        DeviceId id{std::string(name_of(role)) + "-"};
        for (int i = 0; i < digits; ++i, number >>= 4)
            id.value.push_back(hex[number & 15]);
        if (!is_taken(id))
            return id;
    }
}

std::vector<DeviceLine> Pairing::lines(const HallId& hall, std::int64_t steady_ms) const {
    std::vector<DeviceLine> lines;
    for (const auto& [code, waiting] : by_code_) {
        if (waiting.request.hall != hall || waiting.until_ms <= steady_ms)
            continue;
        DeviceLine line;
        line.name = waiting.request.name;
        line.role = waiting.request.role;
        line.counter = waiting.request.counter;
        line.pairing_code = code;
        line.since = waiting.since;
        line.connected = true;
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace motcua::session
