#include "tests/shared/ui/idle_display.hpp"

#include <X11/Xlib.h>
#include <dlfcn.h>

#include <memory>
#include <stdexcept>
#include <string_view>

namespace motcua::ui::test {
namespace {

// Of X11/extensions/sync.h. SFML brings the library, but not its headers.
struct Value {
    int high;
    unsigned int low;
};
struct SystemCounter {
    char* name;
    XID counter;
    Value resolution;
};

template <class Function>
Function* function_of(void* library, const char* name) {
    auto* found = library != nullptr ? ::dlsym(library, name) : nullptr;
    if (found == nullptr)
        throw std::runtime_error(std::string("libXext has no ") + name);
    return reinterpret_cast<Function*>(found);
}

}  // namespace

std::int64_t idle_of_display_ms() {
    static void* const library = ::dlopen("libXext.so.6", RTLD_NOW);
    static auto* const initialize = function_of<Status(::Display*, int*, int*)>(library, "XSyncInitialize");
    static auto* const list = function_of<SystemCounter*(::Display*, int*)>(library, "XSyncListSystemCounters");
    static auto* const free_list = function_of<void(SystemCounter*)>(library, "XSyncFreeSystemCounterList");
    static auto* const query = function_of<Status(::Display*, XID, Value*)>(library, "XSyncQueryCounter");
    const std::unique_ptr<::Display, int (*)(::Display*)> display(XOpenDisplay(nullptr), XCloseDisplay);
    int major = 0, minor = 0, count = 0;
    if (!display || initialize(display.get(), &major, &minor) == 0)
        throw std::runtime_error("no display with the SYNC extension");
    SystemCounter* counters = list(display.get(), &count);
    Value idle{-1, 0};
    for (int i = 0; i < count; ++i) {
        if (std::string_view(counters[i].name) == "IDLETIME")
            query(display.get(), counters[i].counter, &idle);
    }
    free_list(counters);
    if (idle.high < 0)
        throw std::runtime_error("the display does not count how long it is idle");
    return static_cast<std::int64_t>(idle.high) << 32 | idle.low;
}

}  // namespace motcua::ui::test
