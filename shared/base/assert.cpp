#include "shared/base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace motcua {

void assertion_failed(const char* expression, const char* file, int line) {
    std::fprintf(stderr, "motcua: a bug: %s does not hold at %s:%d\n", expression, file, line);
    std::fflush(stderr);
    std::abort();
}

}  // namespace motcua
