#pragma once
// Breaks that are put in on purpose, to see that tests/simulation finds each of them. MOTCUA_BROKEN(Name) is the
// constant false in every ordinary build. One further build of a few libraries (MOTCUA_BROKEN_BUILD, made by
// tests/simulation/CMakeLists.txt for its own test alone) asks instead which break is on.
//
// A break is one branch at the place where the product does it right, and reads as what was forgotten there.

#ifdef MOTCUA_BROKEN_BUILD

#include <cstdint>

namespace motcua {

enum class Break : std::uint8_t {
    None,

    // server/session
    ReplyBeforeDurable,
    ViewBeforeCommit,
    UndecidedRefused,           ///< what may yet have been written is told as not done
    NoRequestIdCheck,           ///< a retry is done again
    RecoveryForgetsLastNumber,  ///< the last issue of the journal is not replayed

    // server/hall
    NumberFromCount,      ///< of tickets, instead of the numbers that are given out
    ReservedGivenOutToo,  ///< a kiosk's own numbers are not kept from others
    HeadStartTwice,
    TiesUnordered,
    TransferLosesPlace,
    TakenBackAsServed,     ///< undo, and who comes back: not called but being served
    HeldForgottenAtNight,  ///< who is set aside when the day turns
    SecondCall,            ///< a counter calls while somebody is there
    SentOnNeverCalled,     ///< who was sent to one counter alone
    KeyActsOnAnybody,      ///< whichever ticket the clerk saw
    LetGoStaysKnown,       ///< a device that was let go comes back

    // shared/link
    ResentUnderNewId,
    OlderViewAccepted,
    NotSubscribedAgain,  ///< after a reconnect
    HeldNumberGivenUp,   ///< "the store is unavailable" ends a kiosk's word of a number that a person holds

    // kiosk/model
    EveryTapCounts,    ///< on "take a number"
    AnotherNumberToo,  ///< who got a number of the kiosk's own is still waited for
    NothingGivenBack,
    LetGoGivesOn,     ///< the numbers that it had
    ShownBeforeKept,  ///< a number of its own: written down at the next occasion

    // counter-client/model
    KeySentTwice,
    WaitsForEver,  ///< for an answer that will not come
    RefusalUntold,
};

inline Break broken_now = Break::None;

}  // namespace motcua

#define MOTCUA_BROKEN(name) (::motcua::broken_now == ::motcua::Break::name)

#else

#define MOTCUA_BROKEN(name) false

#endif
