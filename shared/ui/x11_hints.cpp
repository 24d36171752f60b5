#include "shared/ui/x11_hints.hpp"

#include <X11/Xatom.h>
#include <X11/Xlib.h>

#include <chrono>
#include <memory>
#include <string>

namespace motcua::ui {
namespace {

struct Closer {
    void operator()(Display* display) const { XCloseDisplay(display); }
};
using Connection = std::unique_ptr<Display, Closer>;

constexpr auto raise_interval = std::chrono::milliseconds(100);

std::string title_of(Display* display, ::Window window) {
    Atom type = None;
    int format = 0;
    unsigned long size = 0;
    unsigned long rest = 0;
    unsigned char* bytes = nullptr;
    constexpr long longest = 256;  // in units of four bytes
    XGetWindowProperty(display, window, XInternAtom(display, "_NET_WM_NAME", False), 0, longest, False, AnyPropertyType,
                       &type, &format, &size, &rest, &bytes);
    std::string title;
    if (bytes != nullptr) {
        title.assign(reinterpret_cast<const char*>(bytes), format == 8 ? size : 0);
        XFree(bytes);
    }
    return title;
}

}  // namespace

RaiseUntilSeen::RaiseUntilSeen(std::string title) : display_(hold_x_display()) {
    if (display_ != nullptr) {
        thread_ = std::thread([this, title = std::move(title)] { run(title); });
    }
}

RaiseUntilSeen::~RaiseUntilSeen() {
    {
        const std::lock_guard guard(mutex_);
        is_seen_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void RaiseUntilSeen::run(const std::string& title) {
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, raise_interval, [this] { return is_seen_; })) {
        raise(title);
    }
}

void RaiseUntilSeen::raise(const std::string& title) {
    auto* display = static_cast<Display*>(display_.get());
    ::Window root = None;
    ::Window parent = None;
    ::Window* children = nullptr;
    unsigned int count = 0;
    XGrabServer(display);  // a window that vanished between two of these calls would be an error, which ends a program
    if (XQueryTree(display, DefaultRootWindow(display), &root, &parent, &children, &count) != 0) {
        for (unsigned int i = 0; i < count; ++i) {
            if (title_of(display, children[i]) == title) {
                XRaiseWindow(display, children[i]);
            }
        }
        if (children != nullptr) {
            XFree(children);
        }
    }
    XUngrabServer(display);
    XFlush(display);
}

std::shared_ptr<void> hold_x_display() {
    return std::shared_ptr<Display>(XOpenDisplay(nullptr), [](Display* display) {
        if (display != nullptr) {
            XCloseDisplay(display);
        }
    });
}

Exposure::Exposure(std::uintptr_t window) : display_(hold_x_display()) {
    if (auto* display = static_cast<Display*>(display_.get())) {
        XSelectInput(display, static_cast<::Window>(window), ExposureMask);
        XSync(display, False);
    }
}

bool Exposure::take() {
    auto* display = static_cast<Display*>(display_.get());
    bool is_exposed = false;
    while (display != nullptr && XPending(display) > 0) {
        XEvent event{};
        XNextEvent(display, &event);
        is_exposed = is_exposed || event.type == Expose;
    }
    return is_exposed;
}

void keep_lit(void* display) {
    XResetScreenSaver(static_cast<Display*>(display));
    XFlush(static_cast<Display*>(display));
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
