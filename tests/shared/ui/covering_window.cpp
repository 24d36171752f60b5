#include "tests/shared/ui/covering_window.hpp"

#include <X11/Xlib.h>

#include <atomic>
#include <stdexcept>
#include <thread>

namespace motcua::ui::test {

struct CoveringWindow::Impl {
    Impl() : display(XOpenDisplay(nullptr)) {
        if (display == nullptr) {
            throw std::runtime_error("no display");
        }
        constexpr unsigned int whole_px = 4'000;
        window = XCreateSimpleWindow(display, DefaultRootWindow(display), 0, 0, whole_px, whole_px, 0, 0, 0);
        XMapWindow(display, window);
        XSync(display, False);
        raising = std::thread([this] {
            while (!is_over) {
                XRaiseWindow(display, window);
                XSync(display, False);
            }
        });
    }
    ~Impl() {
        is_over = true;
        raising.join();
        XDestroyWindow(display, window);
        XCloseDisplay(display);
    }

    ::Display* display;
    ::Window window = 0;
    std::atomic<bool> is_over = false;
    std::thread raising;
};

CoveringWindow::CoveringWindow() : impl_(std::make_unique<Impl>()) {}
CoveringWindow::~CoveringWindow() = default;

}  // namespace motcua::ui::test
