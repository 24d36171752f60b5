#pragma once
// What a role may do: one table, default deny. Pure; any thread.

#include <cstdint>
#include <string_view>

#include "shared/vocabulary/commands.hpp"
#include "shared/vocabulary/views.hpp"

namespace motcua::session {

/// What an administrator comes as, in every hall. Nobody pairs it.
extern const DeviceId admin_device;

/// Everything that a peer can ask for. Commands and queries in the order of their variants.
enum class Deed : std::uint8_t {
    IssueTicket,
    CancelTicket,
    OpenCounter,
    CloseCounter,
    CallNext,
    Recall,
    StartService,
    FinishService,
    MarkNoShow,
    HoldTicket,
    TakeBack,
    TransferTicket,
    PauseCounter,
    ResumeCounter,
    ImportSettings,
    AcceptDevice,
    RevokeDevice,
    AddStaff,
    RemoveStaff,
    ReserveNumbers,
    IssueReserved,
    Tick,
    ListTickets,
    ShowTicket,
    ListDevices,
    ListStaff,
    AskHealth,
    BackUp,
    SignIn,
    AcceptPairing,
    AddStaffRequest,
    WatchKiosk,
    WatchBoard,
    WatchCounter,
};
constexpr std::size_t deed_count = static_cast<std::size_t>(Deed::WatchCounter) + 1;
constexpr std::size_t role_count = static_cast<std::size_t>(Role::Admin) + 1;

enum class Right : std::uint8_t {
    No,
    Own,  ///< at the asker's own counter only
    Any,
};

Right right_of(Role role, Deed deed);

Deed deed_of(const Command& command);
Deed deed_of(const Query& query);
/// Of a subscription that is not ViewKind::None.
Deed deed_of(ViewKind kind);

/// The counter that a command is about; empty when it is about none.
CounterId counter_of(const Command& command);

}  // namespace motcua::session
