// Names of variants and enums for scripts, logs and errors.
#include "shared/vocabulary/commands.hpp"
#include "shared/vocabulary/views.hpp"

namespace motcua {
namespace {

constexpr std::string_view command_names[] = {
    "issue_ticket",  "cancel_ticket",   "open_counter",    "close_counter", "call_next",     "recall",
    "start_service", "finish_service",  "mark_no_show",    "hold_ticket",   "take_back",     "transfer_ticket",
    "pause_counter", "resume_counter",  "import_settings", "accept_device", "revoke_device", "add_staff",
    "remove_staff",  "reserve_numbers", "issue_reserved",  "tick"};
static_assert(std::size(command_names) == std::variant_size_v<Command>);

constexpr std::string_view query_names[] = {"list_tickets", "show_ticket", "list_devices",
                                            "list_staff",   "ask_health",  "back_up"};
static_assert(std::size(query_names) == std::variant_size_v<Query>);

}  // namespace

std::string_view name_of(const Command& command) {
    return command_names[command.index()];
}
std::string_view name_of(const Query& query) {
    return query_names[query.index()];
}

std::string_view name_of(Role role) {
    switch (role) {
        case Role::Unproven:
            return "unproven";
        case Role::Kiosk:
            return "kiosk";
        case Role::Board:
            return "board";
        case Role::Counter:
            return "counter";
        case Role::Staff:
            return "staff";
        case Role::Admin:
            return "admin";
    }
    return "unknown";
}

std::string_view name_of(CounterState state) {
    switch (state) {
        case CounterState::Closed:
            return "closed";
        case CounterState::Open:
            return "open";
        case CounterState::Paused:
            return "paused";
    }
    return "unknown";
}

const HallHeader& header_of(const View& view) {
    return std::visit([](const auto& shown) -> const HallHeader& { return shown.hall; }, view);
}

}  // namespace motcua
