#pragma once
// Who was passed over by a call, and why: the answer to "why 017 before 012". Bounded: the count is exact, at most
// limits::passed_over_listed are named. Cost: O(log n) a line, not the number of people.

#include "server/hall/state.hpp"

namespace motcua::hall {

struct Explanation {
    std::vector<PassedOver> listed;  ///< by virtual arrival
    std::int32_t count = 0;
};

/// `called` is the first of the counter's lines. Passed over are those in these lines with an earlier number
/// (HeadStart), and those elsewhere whose place is before (NotServedHere, OtherCounter). Where there are too many, the
/// ones named are the earliest numbers of the former and the earliest places of the latter, half and half.
Explanation explain_turn(const HallState& state, const CounterSettings& counter, const Ticket& called);

/// `chosen` was picked by staff: all whose place in the counter's lines is before it are passed over.
Explanation explain_choice(const HallState& state, const CounterSettings& counter, const Ticket& chosen);

}  // namespace motcua::hall
