// Events of the hall's set-up, and the opening of a day.
#include <algorithm>

#include "server/hall/apply.hpp"
#include "server/hall/settings_check.hpp"
#include "shared/base/broken.hpp"

namespace motcua::hall {
namespace {

/// The first revoked device to be forgotten when the list is full: the one accepted longest ago.
std::map<DeviceId, DeviceRecord>::iterator oldest_revoked(std::map<DeviceId, DeviceRecord>& devices) {
    auto oldest = devices.end();
    for (auto it = devices.begin(); it != devices.end(); ++it) {
        if (it->second.revoked && (oldest == devices.end() || it->second.since < oldest->second.since))
            oldest = it;
    }
    return oldest;
}

}  // namespace

bool apply_event(HallState& state, const EventRecord&, const SettingsImported& event) {
    if (!structure_fault(event.settings).empty() || !missing_for_open_tickets(state, event.settings).empty())
        return false;
    for (const auto& [counter, today] : state.day.counters) {
        if (today.state != CounterState::Closed && event.settings.counter(counter) == nullptr)
            return false;
    }
    state.settings = event.settings;
    state.has_settings = true;
    return true;
}

bool apply_event(HallState& state, const EventRecord& record, const DeviceAccepted& event) {
    if (!is_key(event.device.value) || state.devices.contains(event.device))
        return false;
    if (event.role != Role::Kiosk && event.role != Role::Board && event.role != Role::Counter)
        return false;
    if (state.devices.size() >= limits::devices) {
        const auto forgotten = oldest_revoked(state.devices);
        if (forgotten == state.devices.end())
            return false;
        state.devices.erase(forgotten);
    }
    state.devices[event.device] =
        DeviceRecord{event.device, event.role, event.name, event.key, event.counter, record.at, false};
    return true;
}

bool apply_event(HallState& state, const EventRecord&, const DeviceRevoked& event) {
    const auto found = state.devices.find(event.device);
    if (found == state.devices.end() || found->second.revoked)
        return false;
    found->second.revoked = !MOTCUA_BROKEN(LetGoStaysKnown);
    return true;
}

bool apply_event(HallState& state, const EventRecord&, const StaffAdded& event) {
    if (!is_key(event.login.value) || state.staff.contains(event.login) || state.staff.size() >= limits::staff)
        return false;
    state.staff[event.login] = StaffRecord{event.login, event.name, event.password_hash};
    return true;
}

bool apply_event(HallState& state, const EventRecord&, const StaffRemoved& event) {
    if (!state.staff.contains(event.login) || !state.counter_of(event.login).empty())
        return false;
    state.staff.erase(event.login);
    return true;
}

bool apply_event(HallState& state, const EventRecord& record, const DayOpened& event) {
    const bool is_later = !state.day.has_begun || event.day > state.day.date;
    if (!state.has_settings || !is_later || record.service_day != event.day)
        return false;
    if (event.day < local_time(earliest_instant, -24 * 60).date || event.day > local_time(latest_instant, 24 * 60).date)
        return false;
    const auto is_closed = [](const auto& item) { return item.second.state == CounterState::Closed; };
    const auto is_done = [](const Ticket& ticket) { return !is_open_state(ticket.state); };
    if (!std::all_of(state.day.counters.begin(), state.day.counters.end(), is_closed) ||
        !std::all_of(state.day.tickets.begin(), state.day.tickets.end(), is_done))
        return false;
    state.day = Day{};
    state.day.has_begun = true;
    state.day.date = event.day;
    return true;
}

}  // namespace motcua::hall
