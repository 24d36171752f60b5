#pragma once
// Why a hall, or the server in front of it, says no. A refusal is a normal answer; its texts are in shared/language.
// Numbers are part of the wire and the journal: added at the end of their block, never changed.

#include <cstdint>
#include <string_view>

namespace motcua {

enum class Refusal : std::uint8_t {
    None = 0,  ///< granted

    // The request itself
    InvalidRequest = 1,
    NotAllowed = 2,       ///< never for one of this role
    RequestIdReused = 3,  ///< the id belongs to another request
    Unsupported = 4,
    TooBusy = 5,  ///< a queue is full; try again
    StoreUnavailable = 6,
    ShuttingDown = 7,
    VersionMismatch = 8,
    UnknownHall = 9,

    // Taking a number
    UnknownService = 20,
    UnknownCategory = 21,
    ServiceClosed = 22,  ///< outside its hours; the reply says when it opens
    HallClosed = 23,     ///< a holiday, or no session at all this day
    DailyCapReached = 24,
    NumbersExhausted = 25,
    NotReserved = 26,  ///< the number is none of this kiosk's own, or was given out already
    DayIsOver = 27,    ///< the number belongs to a service day that has ended

    // At a counter
    UnknownCounter = 40,
    CounterClosed = 41,
    CounterPaused = 42,
    CounterBusy = 43,  ///< a ticket is open at this counter
    NobodyWaiting = 44,
    NoCurrentTicket = 45,
    UnknownTicket = 46,
    WrongState = 47,  ///< the ticket cannot do that now
    RecallLimitReached = 48,
    NotServedHere = 49,
    TransferToItself = 50,
    CounterOccupied = 51,  ///< another person is signed in there
    ReturnTooLate = 52,    ///< a missed number came back after its time
    TicketElsewhere = 53,  ///< the ticket is at another counter
    TargetClosed = 54,     ///< nobody is at the counter where the ticket should go
    OtherTicket = 55,      ///< another ticket is at this counter than the one that was meant

    // Devices and people
    SignInFailed = 60,  ///< unknown login and wrong password alike
    TooManyAttempts = 61,
    UnknownDevice = 62,
    DeviceRevoked = 63,
    PairingCodeUnknown = 64,
    PairingCodeExpired = 65,
    TooManyPairings = 66,
    LoginTaken = 67,
    UnknownStaff = 68,
    TooManyDevices = 69,
    TooManyStaff = 70,
    WeakPassword = 71,
    NotSignedIn = 72,   ///< a counter's machine does this when its person has signed in
    OtherCounter = 73,  ///< a counter's machine works at its own counter only

    // Settings
    SettingsInvalid = 80,
    CounterInUse = 81,  ///< new settings would remove a counter or service with an open ticket, or a kiosk's numbers
};

/// Stable snake_case name for scripts and logs: "service_closed". "unknown_refusal" for a number of a newer version.
std::string_view name_of(Refusal refusal);

/// Tells of somebody who tries what is not theirs, and stands in the action log; all others are the day's work.
bool is_about_rights(Refusal refusal);

/// Every refusal of this version, None excluded: for tests and tables.
const Refusal* begin_refusals();
const Refusal* end_refusals();

}  // namespace motcua
