#pragma once
// Simple pictograms drawn as lines and shapes on a 24 x 24 grid, so that they are sharp at every size.

#include <cstdint>
#include <string_view>

#include "shared/ui/color.hpp"
#include "shared/ui/geometry.hpp"

namespace motcua::ui {

class Painter;

enum class Icon : std::uint8_t {
    None,
    Warning,
    Check,
    Cross,
    Info,
    Help,
    Clock,
    Printer,
    Phone,
    Camera,
    Offline,
    Lock,
    Search,
    Globe,
    Home,
    Back,
    Forward,
    Up,
    Down,
    Plus,
    Minus,
    Pause,
    Play,
    Stop,
    Refresh,
    Settings,
    Bell,
    Speaker,
    Door,
    Ticket,
    QrCode,
    Card,
    TextSize,
    Contrast,
    Person,
    People,
    Elderly,
    Wheelchair,
    Pregnant,
    Child,
    Medal,
    Calendar,
    Document,
    Stamp,
    Family,
    House,
    Land,
    Business,
    Car,
    Money,
    Health,
    School,
    Shield,
    Work,
    Transfer,
    Hand,
    Keyboard,
    Count
};

/// Drawn centred in `box` at its largest square.
void draw_icon(Painter& painter, Icon icon, const Rect& box, Color color);

/// "wheelchair" -> Icon::Wheelchair: settings name a service's icon so. Icon::None for an unknown name.
Icon icon_named(std::string_view name);
std::string_view name_of(Icon icon);

}  // namespace motcua::ui
