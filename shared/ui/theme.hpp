#pragma once
// All colours and metrics of a program's screens, as data. A widget names a role; the theme says how it looks.
// Text colours belong to the surface they stand on, so that contrast can be checked for every pair.

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/type/font.hpp"
#include "shared/ui/color.hpp"

namespace motcua::ui {

/// What a box or button is made of.
enum class Surface : std::uint8_t {
    None,        ///< transparent: shows, and takes its text colours from, the surface below
    Background,  ///< the screen
    Header,      ///< the strip on top (and a footer)
    Card,        ///< a raised area of content
    Quiet,       ///< a recessed area, a table's other row
    Accent,      ///< brand colour
    Warning,     ///< amber, with an icon and words
    Good,        ///< done, open
    Call,        ///< the board's current call; the counter's current ticket
    CallPulse,   ///< the same while it pulses
    Primary,     ///< the main button
    PrimaryPressed,
    Secondary,  ///< other buttons
    SecondaryPressed,
    Tile,  ///< a large choice
    TilePressed,
    Selected,  ///< a chosen tile or row
    Disabled,
    Field,  ///< a text field
    FieldFocused,
    Count
};

/// Colour of a text or icon relative to its surface.
enum class Tone : std::uint8_t { Normal, Muted, Emphasis };

/// Size and weight of a text.
enum class TextRole : std::uint8_t { Small, Body, Strong, Button, Title, Heading, Huge, Number, Count };

struct SurfaceStyle {
    Color fill;
    Color text;
    Color muted;
    Color emphasis;  ///< numbers, links, icons
    Color border;    ///< alpha 0: no border
    bool shadow = false;
    bool operator==(const SurfaceStyle&) const = default;
};

struct TextStyle {
    float capital_mm = 3;            ///< height of a capital letter
    float capital_mm_per_metre = 0;  ///< the larger of the two wins; per metre of viewing distance
    type::Weight weight = type::Weight::Regular;
    bool operator==(const TextStyle&) const = default;
};

struct Theme {
    std::string name;
    std::array<SurfaceStyle, static_cast<std::size_t>(Surface::Count)> surfaces{};
    std::array<TextStyle, static_cast<std::size_t>(TextRole::Count)> texts{};
    Color scrim{0, 0, 0, 150};    ///< over the screen behind a dialog
    Color focus = rgb(0x1565C0);  ///< ring around what the keyboard would press
    float radius_mm = 3;          ///< of tiles, cards and dialogs
    float button_radius_mm = 2.5F;
    float border_mm = 0.3F;
    float gap_mm = 5;      ///< default gap of containers
    float padding_mm = 5;  ///< default padding of cards, banners and tiles
    float target_mm = 20;  ///< smallest height and width of anything to press
    float shadow_mm = 1.6F;
    int double_tap_ms = 350;  ///< a press this soon after a click is the same person's same wish
    float text_scale = 1;     ///< 1 to 2.5; large-text mode

    const SurfaceStyle& surface(Surface which) const { return surfaces[static_cast<std::size_t>(which)]; }
    SurfaceStyle& surface(Surface which) { return surfaces[static_cast<std::size_t>(which)]; }
    const TextStyle& text(TextRole which) const { return texts[static_cast<std::size_t>(which)]; }
    TextStyle& text(TextRole which) { return texts[static_cast<std::size_t>(which)]; }
    bool operator==(const Theme&) const = default;
};

Theme kiosk_theme();         ///< light, cream and brown-red
Theme board_theme();         ///< dark navy, amber numbers; text sizes by viewing distance
Theme counter_theme();       ///< light and compact, for a desk with mouse and keyboard
Theme high_contrast(Theme);  ///< the same metrics in black, white and yellow

/// Changes of a TOML file laid over `base`. Every problem is reported with file:line:column.
Result<Theme> read_theme(const std::filesystem::path& file, Theme base);
Result<Theme> parse_theme(std::string_view toml, std::string_view file_name, Theme base);

std::string_view name_of(Surface surface);  ///< as in a theme file: "primary_pressed"
std::string_view name_of(TextRole role);

}  // namespace motcua::ui
