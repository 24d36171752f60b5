#pragma once
// A link's status as one sentence for the person in front of the screen.

#include <string>

#include "shared/language/language.hpp"
#include "shared/link/status.hpp"

namespace motcua::link {

/// "" while online or pairing, and during the first attempt.
std::string status_text(const Language& language, const Status& status);

}  // namespace motcua::link
