#pragma once
// When a service gives numbers again, in a person's words. Pure.

#include <cstdint>
#include <optional>
#include <string>

#include "shared/base/time.hpp"
#include "shared/language/language.hpp"

namespace motcua::kiosk {

enum class OpeningLength : std::uint8_t {
    Short,  ///< "Opens 30/11, 07:30" instead of the last
    Full,
};

/// "Opens at 13:30", "Opens tomorrow at 07:30", "Opens on Monday 30/11 at 07:30"; "" when `at` is not known.
std::string opening_text(const Language& language, std::optional<Instant> at, Instant now, std::int32_t offset_min,
                         OpeningLength length = OpeningLength::Full);

}  // namespace motcua::kiosk
