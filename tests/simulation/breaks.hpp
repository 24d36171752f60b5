#pragma once
// The breaks of shared/base/broken.hpp, each with its name and what must complain about it: the list is a test, and the
// words of motcua-simulation-broken. Only for the broken build.

#include <array>
#include <string_view>

#include "shared/base/broken.hpp"

namespace motcua::simulation {

struct KnownBreak {
    Break which;
    std::string_view name;
    std::string_view complaint;  ///< part of it
};

constexpr std::array breaks = {
    KnownBreak{Break::ReplyBeforeDurable, "reply_before_durable", "an answer left the server before it was durable"},
    KnownBreak{Break::ViewBeforeCommit, "view_before_commit", "left when only"},
    KnownBreak{Break::UndecidedRefused, "undecided_refused", "told as not done, and is done all the same"},
    KnownBreak{Break::NoRequestIdCheck, "no_request_id_check", "was applied twice"},
    KnownBreak{Break::RecoveryForgetsLastNumber, "recovery_forgets_last_number", "durable events say"},
    KnownBreak{Break::NumberFromCount, "number_from_count", "jumps over a free one"},
    KnownBreak{Break::ReservedGivenOutToo, "reserved_given_out_too", "was reserved that somebody has"},
    KnownBreak{Break::HeadStartTwice, "head_start_twice", "a head start is not that of its category"},
    KnownBreak{Break::TiesUnordered, "ties_unordered", "shows another line than its events say"},
    KnownBreak{Break::TransferLosesPlace, "transfer_loses_place", "shows another line than its events say"},
    KnownBreak{Break::TakenBackAsServed, "taken_back_as_served", "in another state"},
    KnownBreak{Break::HeldForgottenAtNight, "held_forgotten_at_night", "turned.apply(record) does not hold"},
    KnownBreak{Break::SecondCall, "second_call", "a counter called a second ticket"},
    KnownBreak{Break::SentOnNeverCalled, "sent_on_never_called", "does not get empty"},
    KnownBreak{Break::KeyActsOnAnybody, "key_acts_on_anybody", "acted on"},
    KnownBreak{Break::LetGoStaysKnown, "let_go_stays_known", "was let go"},
    KnownBreak{Break::ResentUnderNewId, "resent_under_new_id", "nobody asked for"},
    KnownBreak{Break::OlderViewAccepted, "older_view_accepted", "a screen went back"},
    KnownBreak{Break::NotSubscribedAgain, "not_subscribed_again", "no agreement"},
    KnownBreak{Break::HeldNumberGivenUp, "held_number_given_up", "given out without a server, is lost"},
    KnownBreak{Break::EveryTapCounts, "every_tap_counts", "one touch"},
    KnownBreak{Break::AnotherNumberToo, "another_number_too", "one touch gave two numbers"},
    KnownBreak{Break::NothingGivenBack, "nothing_given_back", "of one touch"},
    KnownBreak{Break::LetGoGivesOn, "let_go_gives_on", "that it was let go gives out"},
    KnownBreak{Break::ShownBeforeKept, "shown_before_kept", "that it has not kept"},
    KnownBreak{Break::KeySentTwice, "key_sent_twice", "acted twice"},
    KnownBreak{Break::WaitsForEver, "waits_for_ever", "waits for an answer"},
    KnownBreak{Break::RefusalUntold, "refusal_untold", "a clerk is not told"},
};
static_assert(breaks.size() == static_cast<std::size_t>(Break::RefusalUntold), "every break has its line here");

}  // namespace motcua::simulation
