#include "shared/ui/sfml_keys.hpp"

namespace motcua::ui {
namespace {

Key shifted(Key first, int by) {
    return static_cast<Key>(static_cast<int>(first) + by);
}

Key named(sf::Keyboard::Key key) {
    switch (key) {
        case sf::Keyboard::Enter:
            return Key::Enter;
        case sf::Keyboard::Escape:
            return Key::Escape;
        case sf::Keyboard::Tab:
            return Key::Tab;
        case sf::Keyboard::Backspace:
            return Key::Backspace;
        case sf::Keyboard::Delete:
            return Key::Delete;
        case sf::Keyboard::Left:
            return Key::Left;
        case sf::Keyboard::Right:
            return Key::Right;
        case sf::Keyboard::Up:
            return Key::Up;
        case sf::Keyboard::Down:
            return Key::Down;
        case sf::Keyboard::Home:
            return Key::Home;
        case sf::Keyboard::End:
            return Key::End;
        case sf::Keyboard::PageUp:
            return Key::PageUp;
        case sf::Keyboard::PageDown:
            return Key::PageDown;
        case sf::Keyboard::Space:
            return Key::Space;
        default:
            return Key::Unknown;
    }
}

Key key_of(sf::Keyboard::Key key) {
    if (key >= sf::Keyboard::A && key <= sf::Keyboard::Z) {
        return shifted(Key::A, key - sf::Keyboard::A);
    }
    if (key >= sf::Keyboard::Num0 && key <= sf::Keyboard::Num9) {
        return shifted(Key::Digit0, key - sf::Keyboard::Num0);
    }
    if (key >= sf::Keyboard::Numpad0 && key <= sf::Keyboard::Numpad9) {
        return shifted(Key::Digit0, key - sf::Keyboard::Numpad0);
    }
    if (key >= sf::Keyboard::F1 && key <= sf::Keyboard::F12) {
        return shifted(Key::F1, key - sf::Keyboard::F1);
    }
    return named(key);
}

}  // namespace

KeyEvent key_event(const sf::Event::KeyEvent& event) {
    return {key_of(event.code), event.control, event.shift, event.alt};
}

}  // namespace motcua::ui
