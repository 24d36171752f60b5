#pragma once
// A centre's settings file (TOML) read and checked. Needs no clock and no server: `motcua config check` uses it as
// well.

#include <filesystem>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/vocabulary/centre.hpp"

namespace motcua::settings {

/// Every problem of the file, one a line and in its order, each "file:line:column: what is expected"; after
/// SettingsProblems::max_problems of them a last line counts the rest.
Result<CentreSettings> read_centre(const std::filesystem::path& file);
Result<CentreSettings> parse_centre(std::string_view toml, std::string_view file_name);

}  // namespace motcua::settings
