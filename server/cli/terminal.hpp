#pragma once
// The person at the terminal: a password, typed without being shown, or the first line of standard input.

#include <string>

#include "shared/base/result.hpp"
#include "shared/language/language.hpp"

namespace motcua::cli {

/// Asks twice. A Problem: no terminal, the two differ, or the input ended.
Result<std::string> ask_new_password(const Language& language);
Result<std::string> password_from_stdin();

}  // namespace motcua::cli
