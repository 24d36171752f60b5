#pragma once
// By which address others in the network reach this machine.

#include <optional>
#include <string>

namespace motcua::net {

/// Of the interface that leads out; nullopt where none does. Sends nothing.
std::optional<std::string> own_address(bool is_v6);

}  // namespace motcua::net
