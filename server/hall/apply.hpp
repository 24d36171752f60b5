#pragma once
// Applying one event: private to this folder. Each function looks first, and changes only when the event can follow
// the state: false leaves the state as it was. Rules that may change later (hours, caps, who is next) are not checked
// here: what has happened has happened.

#include "server/hall/state.hpp"

namespace motcua::hall {

bool apply_event(HallState& state, const EventRecord& record, const SettingsImported& event);
bool apply_event(HallState& state, const EventRecord& record, const DeviceAccepted& event);
bool apply_event(HallState& state, const EventRecord& record, const DeviceRevoked& event);
bool apply_event(HallState& state, const EventRecord& record, const StaffAdded& event);
bool apply_event(HallState& state, const EventRecord& record, const StaffRemoved& event);

bool apply_event(HallState& state, const EventRecord& record, const DayOpened& event);

bool apply_event(HallState& state, const EventRecord& record, const TicketIssued& event);
bool apply_event(HallState& state, const EventRecord& record, const NumbersReserved& event);
bool apply_event(HallState& state, const EventRecord& record, const TicketCalled& event);
bool apply_event(HallState& state, const EventRecord& record, const TicketRecalled& event);
bool apply_event(HallState& state, const EventRecord& record, const ServiceStarted& event);
bool apply_event(HallState& state, const EventRecord& record, const ServiceFinished& event);
bool apply_event(HallState& state, const EventRecord& record, const TicketMissed& event);
bool apply_event(HallState& state, const EventRecord& record, const TicketHeld& event);
bool apply_event(HallState& state, const EventRecord& record, const TicketTransferred& event);
bool apply_event(HallState& state, const EventRecord& record, const TicketCancelled& event);

bool apply_event(HallState& state, const EventRecord& record, const CounterOpened& event);
bool apply_event(HallState& state, const EventRecord& record, const CounterClosed& event);
bool apply_event(HallState& state, const EventRecord& record, const CounterPaused& event);
bool apply_event(HallState& state, const EventRecord& record, const CounterResumed& event);

bool apply_event(HallState& state, const EventRecord& record, const RequestRefused& event);

}  // namespace motcua::hall
