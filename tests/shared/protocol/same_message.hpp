#pragma once
// Equality of messages field by field, not by their bytes: a field that both converters forgot is found.

#include "shared/protocol/messages.hpp"

namespace motcua::protocol {

bool is_same(const Message& left, const Message& right);

}  // namespace motcua::protocol
