#pragma once
// One fixed message of every kind that travels: the golden files, the cut and flip tests and the fuzz seeds are made of
// them. All are valid; their fields are all set and all different.

#include <string>
#include <vector>

#include "shared/protocol/messages.hpp"

namespace motcua::protocol {

struct Sample {
    std::string name;  ///< of its file in tests/data/wire, without ".frame"
    Message message;
};

std::vector<Sample> sample_messages();

/// The message whose bytes FORMAT.md shows.
Message worked_example();

}  // namespace motcua::protocol
