#pragma once
// What a clerk may wish, whichever key, button or line they used.

#include <cstdint>
#include <string>
#include <variant>

#include "shared/base/ids.hpp"

namespace motcua::counter {

enum class Act : std::uint8_t {
    Next,
    Recall,
    Start,
    Finish,
    NoShow,
    Hold,
    Resume,
    Undo,  ///< takes back the ticket of the last no-show, hold or transfer
    OpenTransfer,
    OpenTakeBack,
    OpenPause,
    OpenSignOut,
    OpenKeys,
    CloseSheet,
    SignOut,
    TakeOver,  ///< signs in although somebody else is signed in here
    NextLanguage,
    FullWindow,
    CompactWindow,
    MinimalWindow,
};
struct SignInAs {
    std::string login;
    std::string password;
    bool operator==(const SignInAs&) const = default;
};
struct TransferTo {  ///< one of the two is set
    ServiceId service;
    CounterId counter;
    std::string note;
    bool operator==(const TransferTo&) const = default;
};
struct TakeBackTicket {
    TicketId ticket;
    bool operator==(const TakeBackTicket&) const = default;
};
struct PauseFor {
    std::string reason;
    bool operator==(const PauseFor&) const = default;
};
using Intent = std::variant<Act, SignInAs, TransferTo, TakeBackTicket, PauseFor>;

}  // namespace motcua::counter
