#pragma once
// The rules, one function a command: private to this folder. Each sees the state of the right service day and answers
// with a refusal, or with the events that follow. Nothing here changes anything.

#include "server/hall/state.hpp"

namespace motcua::hall {

/// Who asks, and the hall time of the command.
struct Asked {
    const Actor& actor;
    Instant at;
};

Decision refused(Refusal refusal, std::string detail = {});
Decision granted(const HallState& state, const Asked& asked, TicketId ticket, std::vector<Event> events = {});

/// The language if the centre has it, else the centre's first.
std::string known_language(const CentreSettings& centre, const std::string& asked_for);

/// True when the command belongs to a service day, so that the first of them opens the first day.
bool opens_first_day(const Command& command);
/// What closes the day and opens the next, when hall time lies in a later local day; empty when it does not.
std::vector<EventRecord> turn_of_day(const HallState& state, const Command& command, const Asked& asked);

Decision decide_on(const HallState& state, const IssueTicket& command, const Asked& asked);
Decision decide_on(const HallState& state, const CancelTicket& command, const Asked& asked);

Decision decide_on(const HallState& state, const ReserveNumbers& command, const Asked& asked);
Decision decide_on(const HallState& state, const IssueReserved& command, const Asked& asked);

Decision decide_on(const HallState& state, const CallNext& command, const Asked& asked);
Decision decide_on(const HallState& state, const Recall& command, const Asked& asked);
Decision decide_on(const HallState& state, const StartService& command, const Asked& asked);
Decision decide_on(const HallState& state, const FinishService& command, const Asked& asked);
Decision decide_on(const HallState& state, const MarkNoShow& command, const Asked& asked);
Decision decide_on(const HallState& state, const HoldTicket& command, const Asked& asked);
Decision decide_on(const HallState& state, const TakeBack& command, const Asked& asked);
Decision decide_on(const HallState& state, const TransferTicket& command, const Asked& asked);

Decision decide_on(const HallState& state, const OpenCounter& command, const Asked& asked);
Decision decide_on(const HallState& state, const CloseCounter& command, const Asked& asked);
Decision decide_on(const HallState& state, const PauseCounter& command, const Asked& asked);
Decision decide_on(const HallState& state, const ResumeCounter& command, const Asked& asked);

Decision decide_on(const HallState& state, const ImportSettings& command, const Asked& asked);
Decision decide_on(const HallState& state, const AcceptDevice& command, const Asked& asked);
Decision decide_on(const HallState& state, const RevokeDevice& command, const Asked& asked);
Decision decide_on(const HallState& state, const AddStaff& command, const Asked& asked);
Decision decide_on(const HallState& state, const RemoveStaff& command, const Asked& asked);
Decision decide_on(const HallState& state, const Tick& command, const Asked& asked);

}  // namespace motcua::hall
