#include "shared/vocabulary/refusal.hpp"

#include <iterator>

namespace motcua {
namespace {

constexpr Refusal all[] = {
    Refusal::InvalidRequest,  Refusal::NotAllowed,         Refusal::RequestIdReused,    Refusal::Unsupported,
    Refusal::TooBusy,         Refusal::StoreUnavailable,   Refusal::ShuttingDown,       Refusal::VersionMismatch,
    Refusal::UnknownHall,     Refusal::UnknownService,     Refusal::UnknownCategory,    Refusal::ServiceClosed,
    Refusal::HallClosed,      Refusal::DailyCapReached,    Refusal::NumbersExhausted,   Refusal::NotReserved,
    Refusal::DayIsOver,       Refusal::UnknownCounter,     Refusal::CounterClosed,      Refusal::CounterPaused,
    Refusal::CounterBusy,     Refusal::NobodyWaiting,      Refusal::NoCurrentTicket,    Refusal::UnknownTicket,
    Refusal::WrongState,      Refusal::RecallLimitReached, Refusal::NotServedHere,      Refusal::TransferToItself,
    Refusal::CounterOccupied, Refusal::ReturnTooLate,      Refusal::TicketElsewhere,    Refusal::TargetClosed,
    Refusal::OtherTicket,     Refusal::SignInFailed,       Refusal::TooManyAttempts,    Refusal::UnknownDevice,
    Refusal::DeviceRevoked,   Refusal::PairingCodeUnknown, Refusal::PairingCodeExpired, Refusal::TooManyPairings,
    Refusal::LoginTaken,      Refusal::UnknownStaff,       Refusal::TooManyDevices,     Refusal::TooManyStaff,
    Refusal::WeakPassword,    Refusal::NotSignedIn,        Refusal::OtherCounter,       Refusal::SettingsInvalid,
    Refusal::CounterInUse,
};

}  // namespace

bool is_about_rights(Refusal refusal) {
    switch (refusal) {
        case Refusal::NotAllowed:
        case Refusal::UnknownHall:
        case Refusal::NotReserved:
        case Refusal::SignInFailed:
        case Refusal::TooManyAttempts:
        case Refusal::UnknownDevice:
        case Refusal::DeviceRevoked:
        case Refusal::PairingCodeUnknown:
        case Refusal::PairingCodeExpired:
        case Refusal::TooManyPairings:
        case Refusal::NotSignedIn:
        case Refusal::OtherCounter:
            return true;
        default:
            return false;
    }
}

std::string_view name_of(Refusal refusal) {
    switch (refusal) {
        case Refusal::None:
            return "none";
        case Refusal::InvalidRequest:
            return "invalid_request";
        case Refusal::NotAllowed:
            return "not_allowed";
        case Refusal::RequestIdReused:
            return "request_id_reused";
        case Refusal::Unsupported:
            return "unsupported";
        case Refusal::TooBusy:
            return "too_busy";
        case Refusal::StoreUnavailable:
            return "store_unavailable";
        case Refusal::ShuttingDown:
            return "shutting_down";
        case Refusal::VersionMismatch:
            return "version_mismatch";
        case Refusal::UnknownHall:
            return "unknown_hall";
        case Refusal::UnknownService:
            return "unknown_service";
        case Refusal::UnknownCategory:
            return "unknown_category";
        case Refusal::ServiceClosed:
            return "service_closed";
        case Refusal::HallClosed:
            return "hall_closed";
        case Refusal::DailyCapReached:
            return "daily_cap_reached";
        case Refusal::NumbersExhausted:
            return "numbers_exhausted";
        case Refusal::NotReserved:
            return "not_reserved";
        case Refusal::DayIsOver:
            return "day_is_over";
        case Refusal::UnknownCounter:
            return "unknown_counter";
        case Refusal::CounterClosed:
            return "counter_closed";
        case Refusal::CounterPaused:
            return "counter_paused";
        case Refusal::CounterBusy:
            return "counter_busy";
        case Refusal::NobodyWaiting:
            return "nobody_waiting";
        case Refusal::NoCurrentTicket:
            return "no_current_ticket";
        case Refusal::UnknownTicket:
            return "unknown_ticket";
        case Refusal::WrongState:
            return "wrong_state";
        case Refusal::RecallLimitReached:
            return "recall_limit_reached";
        case Refusal::NotServedHere:
            return "not_served_here";
        case Refusal::TransferToItself:
            return "transfer_to_itself";
        case Refusal::CounterOccupied:
            return "counter_occupied";
        case Refusal::ReturnTooLate:
            return "return_too_late";
        case Refusal::TicketElsewhere:
            return "ticket_elsewhere";
        case Refusal::TargetClosed:
            return "target_closed";
        case Refusal::OtherTicket:
            return "other_ticket";
        case Refusal::SignInFailed:
            return "sign_in_failed";
        case Refusal::TooManyAttempts:
            return "too_many_attempts";
        case Refusal::UnknownDevice:
            return "unknown_device";
        case Refusal::DeviceRevoked:
            return "device_revoked";
        case Refusal::PairingCodeUnknown:
            return "pairing_code_unknown";
        case Refusal::PairingCodeExpired:
            return "pairing_code_expired";
        case Refusal::TooManyPairings:
            return "too_many_pairings";
        case Refusal::LoginTaken:
            return "login_taken";
        case Refusal::UnknownStaff:
            return "unknown_staff";
        case Refusal::TooManyDevices:
            return "too_many_devices";
        case Refusal::TooManyStaff:
            return "too_many_staff";
        case Refusal::WeakPassword:
            return "weak_password";
        case Refusal::NotSignedIn:
            return "not_signed_in";
        case Refusal::OtherCounter:
            return "other_counter";
        case Refusal::SettingsInvalid:
            return "settings_invalid";
        case Refusal::CounterInUse:
            return "counter_in_use";
    }
    return "unknown_refusal";
}

const Refusal* begin_refusals() {
    return std::begin(all);
}
const Refusal* end_refusals() {
    return std::end(all);
}

}  // namespace motcua
