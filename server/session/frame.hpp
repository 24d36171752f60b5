#pragma once
// One message as it goes over the wire (length and bytes), encoded once and shared by all who get it.

#include <memory>
#include <string>

namespace motcua::session {

using Frame = std::shared_ptr<const std::string>;

}  // namespace motcua::session
