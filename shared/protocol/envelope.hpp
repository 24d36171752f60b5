#pragma once
// A look at a payload's outermost fields without the generated code: which body, which correlation. The generated
// parser cannot tell a body of a newer version from no body at all.

#include <cstdint>
#include <string_view>

namespace motcua::protocol {

/// Fields below this number belong to every message; from here on they are bodies.
constexpr std::uint32_t first_body_field = 10;

struct EnvelopeScan {
    bool is_well_formed = false;  ///< every field ends where the payload ends
    std::uint64_t correlation = 0;
    std::uint32_t body_field = 0;  ///< the last body's number; 0 = none
    std::uint32_t bodies = 0;
};

/// Linear in the number of outermost fields; allocates nothing. What was read before a defect is kept.
EnvelopeScan scan_envelope(std::string_view payload);

}  // namespace motcua::protocol
