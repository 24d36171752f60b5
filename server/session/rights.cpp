#include "server/session/rights.hpp"

#include <array>
#include <type_traits>

#include "shared/base/assert.hpp"

namespace motcua::session {

const DeviceId admin_device{"admin"};

namespace {

constexpr Right no = Right::No;
constexpr Right own = Right::Own;
constexpr Right any = Right::Any;

struct Row {
    Deed deed;
    std::array<Right, role_count> of_role;
};

constexpr std::array<Row, deed_count> table{{
    //                       Unproven, Kiosk, Board, Counter, Staff, Admin
    {Deed::IssueTicket, {no, any, no, no, no, any}},
    {Deed::CancelTicket, {no, any, no, no, no, any}},
    {Deed::OpenCounter, {no, no, no, no, no, any}},  // a person's own way is SignIn
    {Deed::CloseCounter, {no, no, no, no, own, any}},
    {Deed::CallNext, {no, no, no, no, own, any}},
    {Deed::Recall, {no, no, no, no, own, any}},
    {Deed::StartService, {no, no, no, no, own, any}},
    {Deed::FinishService, {no, no, no, no, own, any}},
    {Deed::MarkNoShow, {no, no, no, no, own, any}},
    {Deed::HoldTicket, {no, no, no, no, own, any}},
    {Deed::TakeBack, {no, no, no, no, own, any}},
    {Deed::TransferTicket, {no, no, no, no, own, any}},
    {Deed::PauseCounter, {no, no, no, no, own, any}},
    {Deed::ResumeCounter, {no, no, no, no, own, any}},
    {Deed::ImportSettings, {no, no, no, no, no, no}},  // the server's own: never asked for by a peer
    {Deed::AcceptDevice, {no, no, no, no, no, no}},
    {Deed::RevokeDevice, {no, no, no, no, no, any}},
    {Deed::AddStaff, {no, no, no, no, no, no}},
    {Deed::RemoveStaff, {no, no, no, no, no, any}},
    {Deed::ReserveNumbers, {no, any, no, no, no, no}},  // of the asking kiosk itself
    {Deed::IssueReserved, {no, any, no, no, no, no}},
    {Deed::Tick, {no, no, no, no, no, no}},
    {Deed::ListTickets, {no, no, no, no, no, any}},
    {Deed::ShowTicket, {no, no, no, no, no, any}},
    {Deed::ListDevices, {no, no, no, no, no, any}},
    {Deed::ListStaff, {no, no, no, no, no, any}},
    {Deed::AskHealth, {no, no, no, no, no, any}},
    {Deed::BackUp, {no, no, no, no, no, any}},
    {Deed::SignIn, {no, no, no, own, own, no}},
    {Deed::AcceptPairing, {no, no, no, no, no, any}},
    {Deed::AddStaffRequest, {no, no, no, no, no, any}},
    {Deed::WatchKiosk, {no, any, no, no, no, any}},
    {Deed::WatchBoard, {no, no, any, no, no, any}},
    {Deed::WatchCounter, {no, no, no, own, own, any}},
}};

constexpr bool is_in_order() {
    for (std::size_t i = 0; i < table.size(); ++i)
        if (table[i].deed != static_cast<Deed>(i))
            return false;
    return true;
}
static_assert(is_in_order());

constexpr std::size_t command_count = std::variant_size_v<Command>;
constexpr std::size_t query_count = std::variant_size_v<Query>;
static_assert(command_count == static_cast<std::size_t>(Deed::Tick) + 1);
static_assert(command_count + query_count == static_cast<std::size_t>(Deed::BackUp) + 1);

template <Deed deed, class Kind>
constexpr bool command_is = std::is_same_v<std::variant_alternative_t<static_cast<std::size_t>(deed), Command>, Kind>;
static_assert(command_is<Deed::IssueTicket, IssueTicket> && command_is<Deed::CancelTicket, CancelTicket> &&
              command_is<Deed::OpenCounter, OpenCounter> && command_is<Deed::CloseCounter, CloseCounter> &&
              command_is<Deed::CallNext, CallNext> && command_is<Deed::Recall, Recall> &&
              command_is<Deed::StartService, StartService> && command_is<Deed::FinishService, FinishService> &&
              command_is<Deed::MarkNoShow, MarkNoShow> && command_is<Deed::HoldTicket, HoldTicket> &&
              command_is<Deed::TakeBack, TakeBack> && command_is<Deed::TransferTicket, TransferTicket> &&
              command_is<Deed::PauseCounter, PauseCounter> && command_is<Deed::ResumeCounter, ResumeCounter> &&
              command_is<Deed::ImportSettings, ImportSettings> && command_is<Deed::AcceptDevice, AcceptDevice> &&
              command_is<Deed::RevokeDevice, RevokeDevice> && command_is<Deed::AddStaff, AddStaff> &&
              command_is<Deed::RemoveStaff, RemoveStaff> && command_is<Deed::ReserveNumbers, ReserveNumbers> &&
              command_is<Deed::IssueReserved, IssueReserved> && command_is<Deed::Tick, Tick>);

template <Deed deed, class Kind>
constexpr bool query_is =
    std::is_same_v<std::variant_alternative_t<static_cast<std::size_t>(deed) - command_count, Query>, Kind>;
static_assert(query_is<Deed::ListTickets, ListTickets> && query_is<Deed::ShowTicket, ShowTicket> &&
              query_is<Deed::ListDevices, ListDevices> && query_is<Deed::ListStaff, ListStaff> &&
              query_is<Deed::AskHealth, AskHealth> && query_is<Deed::BackUp, BackUp>);

}  // namespace

Right right_of(Role role, Deed deed) {
    const auto r = static_cast<std::size_t>(role);
    const auto d = static_cast<std::size_t>(deed);
    return r < role_count && d < deed_count ? table[d].of_role[r] : Right::No;
}

Deed deed_of(const Command& command) {
    return static_cast<Deed>(command.index());
}

Deed deed_of(const Query& query) {
    return static_cast<Deed>(command_count + query.index());
}

Deed deed_of(ViewKind kind) {
    switch (kind) {
        case ViewKind::Kiosk:
            return Deed::WatchKiosk;
        case ViewKind::Board:
            return Deed::WatchBoard;
        case ViewKind::Counter:
            return Deed::WatchCounter;
        case ViewKind::None:
            break;
    }
    MOTCUA_ASSERT(kind != ViewKind::None);
    return Deed::Tick;
}

CounterId counter_of(const Command& command) {
    return std::visit(
        [](const auto& one) -> CounterId {
            if constexpr (requires { one.counter; })
                return one.counter;
            else
                return {};
        },
        command);
}

}  // namespace motcua::session
