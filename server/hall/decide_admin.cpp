// What an administrator asks: settings, devices, people. And time itself.
#include <algorithm>

#include "server/hall/rules.hpp"
#include "server/hall/settings_check.hpp"
#include "shared/base/text.hpp"

namespace motcua::hall {
namespace {

constexpr std::size_t password_hash_bytes = 256;

bool is_name(const std::string& name) {
    return !is_blank(name) && is_clean_line(name, limits::name_bytes);
}

bool is_spent(const HallState& state, const Reserve& reserve) {
    for (std::int32_t serial = reserve.first; serial <= reserve.last; ++serial)
        if (!state.is_given_out(TicketNumber{reserve.letter, serial}))
            return false;
    return true;
}

/// A service of which a kiosk that may be without the server has numbers: somebody may hold one. "" = none would
/// vanish.
std::string missing_for_reserves(const HallState& state, const CentreSettings& settings) {
    for (const Reserve& reserve : state.day.reserves) {
        const auto kiosk = state.devices.find(reserve.device);
        const bool may_tell = kiosk != state.devices.end() && !kiosk->second.revoked;
        if (may_tell && !is_spent(state, reserve) && settings.service(reserve.service) == nullptr)
            return reserve.service.value;
    }
    return {};
}

}  // namespace

Decision decide_on(const HallState& state, const ImportSettings& command, const Asked& asked) {
    if (state.has_settings && command.settings == state.settings)
        return granted(state, asked, TicketId{});
    if (std::string fault = settings_fault(command.settings); !fault.empty())
        return refused(Refusal::SettingsInvalid, std::move(fault));
    if (std::string missing = missing_for_open_tickets(state, command.settings); !missing.empty())
        return refused(Refusal::CounterInUse, std::move(missing));
    if (std::string missing = missing_for_reserves(state, command.settings); !missing.empty())
        return refused(Refusal::CounterInUse, std::move(missing));
    std::vector<Event> events;
    for (const auto& [counter, today] : state.day.counters) {
        if (today.state != CounterState::Closed && command.settings.counter(counter) == nullptr)
            events.emplace_back(CounterClosed{counter, /*day_end=*/false});
    }
    events.emplace_back(SettingsImported{command.settings});
    return granted(state, asked, TicketId{}, std::move(events));
}

Decision decide_on(const HallState& state, const AcceptDevice& command, const Asked& asked) {
    const bool is_device_role =
        command.role == Role::Kiosk || command.role == Role::Board || command.role == Role::Counter;
    if (!is_key(command.device.value) || !is_device_role || !is_clean_line(command.name, limits::name_bytes))
        return refused(Refusal::InvalidRequest);
    if (!command.counter.empty() && command.role != Role::Counter)
        return refused(Refusal::InvalidRequest, "counter");
    if (!command.counter.empty() && state.settings.counter(command.counter) == nullptr)
        return refused(Refusal::UnknownCounter);
    if (state.devices.contains(command.device))
        return refused(Refusal::InvalidRequest, "device");
    // A full list makes room by forgetting a revoked device.
    const bool has_room =
        state.devices.size() < limits::devices ||
        std::any_of(state.devices.begin(), state.devices.end(), [](const auto& item) { return item.second.revoked; });
    if (!has_room)
        return refused(Refusal::TooManyDevices, std::to_string(limits::devices));
    Decision decision =
        granted(state, asked, TicketId{},
                {DeviceAccepted{command.device, command.role, command.name, command.key, command.counter}});
    decision.reply.device = command.device;
    return decision;
}

Decision decide_on(const HallState& state, const RevokeDevice& command, const Asked& asked) {
    const auto found = state.devices.find(command.device);
    if (found == state.devices.end())
        return refused(Refusal::UnknownDevice);
    if (found->second.revoked)
        return granted(state, asked, TicketId{});
    return granted(state, asked, TicketId{}, {DeviceRevoked{command.device}});
}

Decision decide_on(const HallState& state, const AddStaff& command, const Asked& asked) {
    if (!is_key(command.login.value) || command.login.value.size() > limits::login_bytes || !is_name(command.name) ||
        command.password_hash.empty() || command.password_hash.size() > password_hash_bytes)
        return refused(Refusal::InvalidRequest);
    if (state.staff.contains(command.login))
        return refused(Refusal::LoginTaken);
    if (state.staff.size() >= limits::staff)
        return refused(Refusal::TooManyStaff, std::to_string(limits::staff));
    return granted(state, asked, TicketId{}, {StaffAdded{command.login, command.name, command.password_hash}});
}

Decision decide_on(const HallState& state, const RemoveStaff& command, const Asked& asked) {
    if (!state.staff.contains(command.login))
        return refused(Refusal::UnknownStaff);
    std::vector<Event> events;
    if (const CounterId counter = state.counter_of(command.login); !counter.empty()) {
        if (state.current_at(counter) != nullptr)
            return refused(Refusal::CounterBusy, counter.value);
        events.emplace_back(CounterClosed{counter, /*day_end=*/false});
    }
    events.emplace_back(StaffRemoved{command.login});
    return granted(state, asked, TicketId{}, std::move(events));
}

/// Whoever went away without signing out does not leave the counter to the next passer-by. Longer than a lunch
/// hour, and never while a person is there. One that an administrator opened has no machine to be abused, and is left
/// alone.
Decision decide_on(const HallState& state, const Tick&, const Asked& asked) {
    std::vector<Event> events;
    for (const auto& [counter, today] : state.day.counters)
        if (const auto at = state.signed_out_at(today); at && *at <= asked.at)
            events.emplace_back(CounterClosed{counter, /*day_end=*/false});
    return granted(state, asked, TicketId{}, std::move(events));
}

}  // namespace motcua::hall
