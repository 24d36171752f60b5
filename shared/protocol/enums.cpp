// Proof, at compile time, that the numbers of wire.proto are those of shared/vocabulary: the converters cast.

#include <wire.pb.h>

#include "shared/vocabulary/commands.hpp"
#include "shared/vocabulary/views.hpp"

namespace motcua::protocol {

#define SAME(wire_name, value) static_assert(static_cast<int>(wire::wire_name) == static_cast<int>(value))

SAME(ROLE_UNPROVEN, Role::Unproven);
SAME(ROLE_KIOSK, Role::Kiosk);
SAME(ROLE_BOARD, Role::Board);
SAME(ROLE_COUNTER, Role::Counter);
SAME(ROLE_STAFF, Role::Staff);
SAME(ROLE_ADMIN, Role::Admin);

SAME(TICKET_STATE_WAITING, TicketState::Waiting);
SAME(TICKET_STATE_CALLED, TicketState::Called);
SAME(TICKET_STATE_SERVING, TicketState::Serving);
SAME(TICKET_STATE_HELD, TicketState::Held);
SAME(TICKET_STATE_FINISHED, TicketState::Finished);
SAME(TICKET_STATE_NO_SHOW, TicketState::NoShow);
SAME(TICKET_STATE_CANCELLED, TicketState::Cancelled);

SAME(PASSED_OVER_HEAD_START, PassedOverReason::HeadStart);
SAME(PASSED_OVER_NOT_SERVED_HERE, PassedOverReason::NotServedHere);
SAME(PASSED_OVER_OTHER_COUNTER, PassedOverReason::OtherCounter);
SAME(PASSED_OVER_CHOSEN_BY_STAFF, PassedOverReason::ChosenByStaff);

SAME(CALL_RULE_SMALLEST_VIRTUAL_ARRIVAL, CallRule::SmallestVirtualArrival);
SAME(CALL_RULE_CHOSEN_BY_STAFF, CallRule::ChosenByStaff);

SAME(VIEW_KIND_NONE, ViewKind::None);
SAME(VIEW_KIND_KIOSK, ViewKind::Kiosk);
SAME(VIEW_KIND_BOARD, ViewKind::Board);
SAME(VIEW_KIND_COUNTER, ViewKind::Counter);

SAME(SERVICE_STATE_OPEN, ServiceState::Open);
SAME(SERVICE_STATE_CLOSED, ServiceState::Closed);
SAME(SERVICE_STATE_CAP_REACHED, ServiceState::CapReached);
SAME(SERVICE_STATE_NUMBERS_OUT, ServiceState::NumbersOut);

SAME(COUNTER_STATE_CLOSED, CounterState::Closed);
SAME(COUNTER_STATE_OPEN, CounterState::Open);
SAME(COUNTER_STATE_PAUSED, CounterState::Paused);

SAME(REFUSAL_NONE, Refusal::None);
SAME(REFUSAL_INVALID_REQUEST, Refusal::InvalidRequest);
SAME(REFUSAL_NOT_ALLOWED, Refusal::NotAllowed);
SAME(REFUSAL_REQUEST_ID_REUSED, Refusal::RequestIdReused);
SAME(REFUSAL_UNSUPPORTED, Refusal::Unsupported);
SAME(REFUSAL_TOO_BUSY, Refusal::TooBusy);
SAME(REFUSAL_STORE_UNAVAILABLE, Refusal::StoreUnavailable);
SAME(REFUSAL_SHUTTING_DOWN, Refusal::ShuttingDown);
SAME(REFUSAL_VERSION_MISMATCH, Refusal::VersionMismatch);
SAME(REFUSAL_UNKNOWN_HALL, Refusal::UnknownHall);
SAME(REFUSAL_UNKNOWN_SERVICE, Refusal::UnknownService);
SAME(REFUSAL_UNKNOWN_CATEGORY, Refusal::UnknownCategory);
SAME(REFUSAL_SERVICE_CLOSED, Refusal::ServiceClosed);
SAME(REFUSAL_HALL_CLOSED, Refusal::HallClosed);
SAME(REFUSAL_DAILY_CAP_REACHED, Refusal::DailyCapReached);
SAME(REFUSAL_NUMBERS_EXHAUSTED, Refusal::NumbersExhausted);
SAME(REFUSAL_NOT_RESERVED, Refusal::NotReserved);
SAME(REFUSAL_DAY_IS_OVER, Refusal::DayIsOver);
SAME(REFUSAL_UNKNOWN_COUNTER, Refusal::UnknownCounter);
SAME(REFUSAL_COUNTER_CLOSED, Refusal::CounterClosed);
SAME(REFUSAL_COUNTER_PAUSED, Refusal::CounterPaused);
SAME(REFUSAL_COUNTER_BUSY, Refusal::CounterBusy);
SAME(REFUSAL_NOBODY_WAITING, Refusal::NobodyWaiting);
SAME(REFUSAL_NO_CURRENT_TICKET, Refusal::NoCurrentTicket);
SAME(REFUSAL_UNKNOWN_TICKET, Refusal::UnknownTicket);
SAME(REFUSAL_WRONG_STATE, Refusal::WrongState);
SAME(REFUSAL_RECALL_LIMIT_REACHED, Refusal::RecallLimitReached);
SAME(REFUSAL_NOT_SERVED_HERE, Refusal::NotServedHere);
SAME(REFUSAL_TRANSFER_TO_ITSELF, Refusal::TransferToItself);
SAME(REFUSAL_COUNTER_OCCUPIED, Refusal::CounterOccupied);
SAME(REFUSAL_RETURN_TOO_LATE, Refusal::ReturnTooLate);
SAME(REFUSAL_TICKET_ELSEWHERE, Refusal::TicketElsewhere);
SAME(REFUSAL_TARGET_CLOSED, Refusal::TargetClosed);
SAME(REFUSAL_OTHER_TICKET, Refusal::OtherTicket);
SAME(REFUSAL_SIGN_IN_FAILED, Refusal::SignInFailed);
SAME(REFUSAL_TOO_MANY_ATTEMPTS, Refusal::TooManyAttempts);
SAME(REFUSAL_UNKNOWN_DEVICE, Refusal::UnknownDevice);
SAME(REFUSAL_DEVICE_REVOKED, Refusal::DeviceRevoked);
SAME(REFUSAL_PAIRING_CODE_UNKNOWN, Refusal::PairingCodeUnknown);
SAME(REFUSAL_PAIRING_CODE_EXPIRED, Refusal::PairingCodeExpired);
SAME(REFUSAL_TOO_MANY_PAIRINGS, Refusal::TooManyPairings);
SAME(REFUSAL_LOGIN_TAKEN, Refusal::LoginTaken);
SAME(REFUSAL_UNKNOWN_STAFF, Refusal::UnknownStaff);
SAME(REFUSAL_TOO_MANY_DEVICES, Refusal::TooManyDevices);
SAME(REFUSAL_TOO_MANY_STAFF, Refusal::TooManyStaff);
SAME(REFUSAL_WEAK_PASSWORD, Refusal::WeakPassword);
SAME(REFUSAL_NOT_SIGNED_IN, Refusal::NotSignedIn);
SAME(REFUSAL_OTHER_COUNTER, Refusal::OtherCounter);
SAME(REFUSAL_SETTINGS_INVALID, Refusal::SettingsInvalid);
SAME(REFUSAL_COUNTER_IN_USE, Refusal::CounterInUse);

#undef SAME

}  // namespace motcua::protocol
