#pragma once
// What a failing run tells, so that anybody can see it again: the command that replays it, and of which commit.

#include <string>

#include "tests/simulation/simulation.hpp"

namespace motcua::simulation {

std::string replay_of(const Options& options);

/// "a1b2c3d", with "-dirty" when files differ from it; "" where there is no git, or `folder` is not in its hands.
std::string commit_of(const std::string& folder);

/// Both, on lines of their own.
std::string how_to_replay(const Options& options);

/// From now on a signal that ends the program (an assertion of the product, a crash) has both told first.
void tell_on_end(const Options& options);

}  // namespace motcua::simulation
