#include "server/hall/events.hpp"

namespace motcua::hall {
namespace {

constexpr std::string_view names[] = {"settings_imported", "device_accepted",    "device_revoked",   "staff_added",
                                      "staff_removed",     "day_opened",         "ticket_issued",    "ticket_called",
                                      "ticket_recalled",   "service_started",    "service_finished", "ticket_missed",
                                      "ticket_held",       "ticket_transferred", "ticket_cancelled", "counter_opened",
                                      "counter_closed",    "counter_paused",     "counter_resumed",  "numbers_reserved",
                                      "request_refused"};
static_assert(std::size(names) == std::variant_size_v<Event>);

}  // namespace

std::string_view name_of(const Event& event) {
    return names[event.index()];
}

Scope scope_of(const Event& event) {
    const bool is_setup = std::holds_alternative<SettingsImported>(event) ||
                          std::holds_alternative<DeviceAccepted>(event) ||
                          std::holds_alternative<DeviceRevoked>(event) || std::holds_alternative<StaffAdded>(event) ||
                          std::holds_alternative<StaffRemoved>(event);
    return is_setup ? Scope::Setup : Scope::Day;
}

const std::vector<std::string_view>& setup_kinds() {
    static const auto kinds = []<std::size_t... index>(std::index_sequence<index...>) {
        std::vector<std::string_view> found;
        for (const Event& event : {Event(std::in_place_index<index>)...})
            if (scope_of(event) == Scope::Setup)
                found.push_back(name_of(event));
        return found;
    }
    (std::make_index_sequence<std::variant_size_v<Event>>());
    return kinds;
}

bool is_note(const Event& event) {
    return std::holds_alternative<RequestRefused>(event);
}

}  // namespace motcua::hall
