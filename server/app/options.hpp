#pragma once
// The command line of motcua-server: a settings file, and flags that override it.

#include <optional>
#include <string>
#include <vector>

#include "server/settings/server_settings.hpp"
#include "shared/language/language.hpp"

namespace motcua::server {

struct CommandLine {
    std::optional<int> exit_code;  ///< set: there is nothing to run (--help, --version, a usage error that was printed)
    settings::ServerSettings settings;
};

/// A settings file that cannot be read throws a Failure. `language`: of the caller.
CommandLine read_command_line(int count, char** words, const Language& language);

}  // namespace motcua::server
