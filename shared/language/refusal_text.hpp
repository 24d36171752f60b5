#pragma once
// Every refusal as one sentence for the person who met it: what is so, and what to do.

#include <string>

#include "shared/language/language.hpp"
#include "shared/vocabulary/refusal.hpp"

namespace motcua {

/// "" for None. A number of a newer version gives a general sentence.
std::string refusal_text(const Language& language, Refusal refusal);

}  // namespace motcua
