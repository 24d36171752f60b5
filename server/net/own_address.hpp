#pragma once
// By which address others in the network reach this machine.

#include <optional>
#include <string>

namespace motcua::net {

/// IPv4 where there is one, which a listener on "::" takes as well: of the interface that leads out, else of the first
/// that is up. nullopt: there is none but loopback. Sends nothing.
std::optional<std::string> own_address(bool is_v6);

}  // namespace motcua::net
