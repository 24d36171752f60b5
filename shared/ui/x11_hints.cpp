#include "shared/ui/x11_hints.hpp"

#include <X11/Xatom.h>
#include <X11/Xlib.h>

#include <memory>
#include <string>

namespace motcua::ui {
namespace {

struct Closer {
    void operator()(Display* display) const { XCloseDisplay(display); }
};
using Connection = std::unique_ptr<Display, Closer>;

}  // namespace

std::shared_ptr<void> hold_x_display() {
    return std::shared_ptr<Display>(XOpenDisplay(nullptr), [](Display* display) {
        if (display != nullptr) {
            XCloseDisplay(display);
        }
    });
}

void set_window_owner(std::uintptr_t window, int process_id) {
    const Connection display(XOpenDisplay(nullptr));
    if (!display) {
        return;
    }
    const long value = process_id;  // Xlib takes 32-bit properties as longs
    XChangeProperty(display.get(), static_cast<Window>(window), XInternAtom(display.get(), "_NET_WM_PID", False),
                    XA_CARDINAL, 32, PropModeReplace, reinterpret_cast<const unsigned char*>(&value), 1);
    XFlush(display.get());
}

void change_window_state(std::uintptr_t window, std::string_view state, StateChange change) {
    const Connection display(XOpenDisplay(nullptr));
    if (!display) {
        return;
    }
    XEvent event{};
    event.xclient.type = ClientMessage;
    event.xclient.window = static_cast<Window>(window);
    event.xclient.message_type = XInternAtom(display.get(), "_NET_WM_STATE", False);
    event.xclient.format = 32;
    event.xclient.data.l[0] = change == StateChange::Add ? 1 : 0;
    event.xclient.data.l[1] = static_cast<long>(XInternAtom(display.get(), std::string(state).c_str(), False));
    event.xclient.data.l[3] = 1;  // from an ordinary application
    XSendEvent(display.get(), DefaultRootWindow(display.get()), False,
               SubstructureRedirectMask | SubstructureNotifyMask, &event);
    XFlush(display.get());
}

}  // namespace motcua::ui
