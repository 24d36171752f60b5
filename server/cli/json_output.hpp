#pragma once
// An outcome as one line of JSON. The shape is stable: members are only added. README.md describes it.

#include <string>

#include "server/cli/outcome.hpp"

namespace motcua::cli {

std::string json_text(const Outcome& outcome);

}  // namespace motcua::cli
