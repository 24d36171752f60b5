#pragma once
// Answers as the tests read them.

#include "shared/language/language.hpp"

namespace motcua::cli {

inline const Language english;

}  // namespace motcua::cli
