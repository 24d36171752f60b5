#pragma once
// SFML's keys as ours.

#include <SFML/Window/Event.hpp>

#include "shared/ui/input.hpp"

namespace motcua::ui {

KeyEvent key_event(const sf::Event::KeyEvent& event);

}  // namespace motcua::ui
