#pragma once
// An assertion for bugs, on in every build: it says what failed and where, then aborts. Never used on input.

namespace motcua {

[[noreturn]] void assertion_failed(const char* expression, const char* file, int line);

}  // namespace motcua

#define MOTCUA_ASSERT(expression) \
    ((expression) ? static_cast<void>(0) : ::motcua::assertion_failed(#expression, __FILE__, __LINE__))
