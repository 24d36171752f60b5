#pragma once
// The kiosk's own numbers, and the requests that nobody waits for, over a restart: "own-numbers.json" in its data
// folder, replaced as a whole and synced.

#include <filesystem>
#include <string>
#include <string_view>

#include "kiosk/model/earlier_run.hpp"
#include "shared/base/result.hpp"

namespace motcua::kiosk {

/// No file: none. A damaged one is a Problem; nothing of it is used.
Result<Kept> read_own_numbers(const std::filesystem::path& file);
Result<void> write_own_numbers(const std::filesystem::path& file, const Kept& kept);

std::string to_json(const Kept& kept);
Result<Kept> parse_own_numbers(std::string_view json);

}  // namespace motcua::kiosk
