#include "shared/ui/window.hpp"

#include <unistd.h>

#include <SFML/Graphics/Image.hpp>
#include <SFML/Graphics/RenderWindow.hpp>
#include <SFML/Window/Event.hpp>
#include <algorithm>
#include <optional>
#include <stdexcept>

#include "shared/type/png.hpp"
#include "shared/ui/limits.hpp"
#include "shared/ui/picture_writer.hpp"
#include "shared/ui/sfml_keys.hpp"
#include "shared/ui/sfml_painter.hpp"
#include "shared/ui/x11_hints.hpp"

namespace motcua::ui {
namespace {

Look checked(Look look, WindowMode mode, bool has_display) {
    if (!has_display) {
        throw Failure(
            Problem("there is no display to open a window on: set DISPLAY, or start the program under xvfb-run"));
    }
    if (mode == WindowMode::Fullscreen) {
        const sf::VideoMode desktop = sf::VideoMode::getDesktopMode();
        // The panel keeps its physical size, however many pixels the desktop gives it.
        look.display.mm_per_px *= static_cast<float>(look.display.width_px) / static_cast<float>(desktop.width);
        look.display.width_px = static_cast<int>(desktop.width);
        look.display.height_px = static_cast<int>(desktop.height);
    }
    return look;
}

Point point(int x, int y) {
    return {static_cast<float>(x), static_cast<float>(y)};
}

/// The frame that was just drawn; before display(), which leaves the back buffer undefined.
std::optional<sf::Image> frame_of(const sf::RenderWindow& window) {
    sf::Texture frame;
    if (!frame.create(window.getSize().x, window.getSize().y)) {
        return std::nullopt;
    }
    frame.update(window);
    return frame.copyToImage();
}

}  // namespace

struct Window::Impl {
    Impl(WindowOptions given, const Look& look)
        : options(std::move(given)),
          raising(std::make_unique<RaiseUntilSeen>(options.title)),
          window(sf::VideoMode(static_cast<unsigned>(look.display.width_px),
                               static_cast<unsigned>(look.display.height_px)),
                 sf::String::fromUtf8(options.title.begin(), options.title.end()),
                 options.mode == WindowMode::Framed ? sf::Style::Default : sf::Style::None),
          exposure(window.getSystemHandle()),
          painter(window, *look.fonts) {
        raising.reset();
    }

    WindowOptions options;
    std::unique_ptr<RaiseUntilSeen> raising;  ///< while the next one opens
    sf::RenderWindow window;
    Exposure exposure;
    SfmlPainter painter;
    std::int64_t last_picture_ms = -screenshot_interval_ms;
    std::int64_t last_lit_ms = -keep_lit_ms;
    bool picture_due = false;
    PictureWriter pictures;
};

Window::Window(WindowOptions options, Look look)
    : x_display_(hold_x_display()),
      manager_(checked(std::move(look), options.mode, /*has_display=*/x_display_ != nullptr)),
      impl_(std::make_unique<Impl>(std::move(options), manager_.look())) {
    sf::RenderWindow& window = impl_->window;
    set_window_owner(window.getSystemHandle(), ::getpid());
    window.setKeyRepeatEnabled(false);
    window.setMouseCursorVisible(impl_->options.pointer == Pointer::Shown);
    if (impl_->options.mode == WindowMode::Fullscreen) {
        window.setPosition({0, 0});
        change_window_state(window.getSystemHandle(), "_NET_WM_STATE_FULLSCREEN", StateChange::Add);
    } else if (impl_->options.position) {
        window.setPosition({impl_->options.position->first, impl_->options.position->second});
    }
    manager_.advance(now_ms());
}

Window::~Window() = default;

std::int64_t Window::now_ms() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

bool Window::is_open() const {
    return impl_->window.isOpen();
}

void Window::close() {
    impl_->window.close();
}

void Window::set_title(const std::string& title) {
    impl_->window.setTitle(sf::String::fromUtf8(title.begin(), title.end()));
}

void Window::resize(int width_px, int height_px) {
    impl_->window.setSize({static_cast<unsigned>(width_px), static_cast<unsigned>(height_px)});
}

void Window::set_always_on_top(bool on_top) {
    change_window_state(impl_->window.getSystemHandle(), "_NET_WM_STATE_ABOVE",
                        on_top ? StateChange::Add : StateChange::Remove);
}

bool Window::has_keyboard_focus() const {
    return impl_->window.hasFocus();
}

void Window::handle_events() {
    sf::RenderWindow& window = impl_->window;
    sf::Event event;
    while (window.isOpen() && window.pollEvent(event)) {
        const std::int64_t now = now_ms();
        switch (event.type) {
            case sf::Event::Closed:
                if (impl_->options.close_request == CloseRequest::Closes) {
                    window.close();
                }
                break;
            case sf::Event::Resized: {
                Display display = manager_.look().display;
                display.width_px = static_cast<int>(event.size.width);
                display.height_px = static_cast<int>(event.size.height);
                manager_.set_display(display);
                break;
            }
            case sf::Event::MouseButtonPressed:
                if (event.mouseButton.button == sf::Mouse::Left) {
                    if (!window.hasFocus()) {
                        window.requestFocus();  // where no window manager does it
                    }
                    manager_.press(point(event.mouseButton.x, event.mouseButton.y), now);
                }
                break;
            case sf::Event::MouseMoved:
                manager_.move(point(event.mouseMove.x, event.mouseMove.y), now);
                break;
            case sf::Event::MouseButtonReleased:
                if (event.mouseButton.button == sf::Mouse::Left) {
                    manager_.release(point(event.mouseButton.x, event.mouseButton.y), now);
                }
                break;
            case sf::Event::LostFocus:
                manager_.cancel(now);
                break;
            case sf::Event::KeyPressed:
                window.setKeyRepeatEnabled(manager_.focused() != nullptr && manager_.focused()->takes_text());
                manager_.key(key_event(event.key), now);
                break;
            case sf::Event::TextEntered:
                if (event.text.unicode >= 0x20 && event.text.unicode != 0x7F) {
                    manager_.text(event.text.unicode, now);
                }
                break;
            case sf::Event::GainedFocus:
                manager_.redraw();
                break;
            default:
                break;
        }
    }
}

void Window::turn() {
    handle_events();
    if (!is_open()) {
        return;
    }
    if (impl_->exposure.take()) {
        manager_.redraw();
    }
    const std::int64_t now = now_ms();
    if (impl_->options.mode != WindowMode::Framed && now - impl_->last_lit_ms >= keep_lit_ms) {
        impl_->last_lit_ms = now;
        keep_lit(x_display_.get());
    }
    manager_.advance(now);
    const bool picture = impl_->picture_due && now - impl_->last_picture_ms >= screenshot_interval_ms;
    if (manager_.needs_redraw() || picture) {
        draw_frame();
    }
}

void Window::draw_frame() {
    const Display& display = manager_.look().display;
    impl_->painter.begin(display.width_px, display.height_px);
    manager_.draw(impl_->painter);
    impl_->painter.end();
    std::optional<sf::Image> picture = picture_if_due();
    impl_->window.display();
    if (!impl_->options.screen_map_file.empty()) {
        // A file that tools read: a failure to write it is theirs to notice, the screen goes on.
        (void)type::write_file_atomically(impl_->options.screen_map_file, manager_.screen_map());
    }
    if (picture) {
        impl_->pictures.write(impl_->options.screenshot_file, *picture);
    }
}

std::optional<sf::Image> Window::picture_if_due() {
    if (impl_->options.screenshot_file.empty()) {
        return std::nullopt;
    }
    const std::int64_t now = now_ms();
    impl_->picture_due = now - impl_->last_picture_ms < screenshot_interval_ms;
    if (impl_->picture_due) {
        return std::nullopt;
    }
    impl_->last_picture_ms = now;
    return frame_of(impl_->window);
}

Result<void> Window::save_screenshot(const std::filesystem::path& file) {
    const Display& display = manager_.look().display;
    impl_->painter.begin(display.width_px, display.height_px);
    manager_.draw(impl_->painter);
    impl_->painter.end();
    const std::optional<sf::Image> frame = frame_of(impl_->window);
    impl_->window.display();
    if (!frame) {
        return Problem("the graphics driver gives no texture of the window's size");
    }
    return write_picture(file, *frame);
}

void run(Window& window, const std::function<void(std::chrono::milliseconds)>& serve,
         const std::function<bool()>& stop) {
    while (window.is_open() && !(stop && stop())) {
        window.turn();
        std::int64_t budget_ms = turn_ms;
        if (const auto deadline = window.manager().next_deadline()) {
            budget_ms = std::clamp<std::int64_t>(*deadline - Window::now_ms(), 1, turn_ms);
        }
        serve(std::chrono::milliseconds(budget_ms));
    }
}

}  // namespace motcua::ui
