#pragma once
// What counts as one peer wherever peers are bounded. Pure.

#include <string>

namespace motcua::session {

/// An IPv4 address as text, also of one mapped into IPv6; of an IPv6 address the first half: who has one has all that
/// begin with it. Anything else is given back as it is.
std::string network_of(const std::string& address);

}  // namespace motcua::session
