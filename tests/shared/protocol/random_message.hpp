#pragma once
// Valid messages of every kind from a seed, small enough that nothing of them is cut.

#include "shared/base/random.hpp"
#include "shared/protocol/messages.hpp"

namespace motcua::protocol {

/// `kind` is the index of the body in Body's variant; commands, queries and views inside are drawn.
Message random_message(Random& random, std::size_t kind);

}  // namespace motcua::protocol
