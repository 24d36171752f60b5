#include "shared/ui/theme.hpp"

namespace motcua::ui {
namespace {

constexpr Color no_border{0, 0, 0, 0};
constexpr Color white = rgb(0xFFFFFF);
constexpr Color black = rgb(0x000000);

constexpr std::array<std::string_view, static_cast<std::size_t>(Surface::Count)> surface_names{
    "none", "background",   "header",     "card",     "quiet",           "accent",       "warning",
    "good", "call",         "call_pulse", "primary",  "primary_pressed", "secondary",    "secondary_pressed",
    "tile", "tile_pressed", "selected",   "disabled", "field",           "field_focused"};
constexpr std::array<std::string_view, static_cast<std::size_t>(TextRole::Count)> role_names{
    "small", "body", "strong", "button", "title", "heading", "huge", "number"};

constexpr SurfaceStyle style(Color fill, Color text, Color muted, Color emphasis, Color border = no_border) {
    return {fill, text, muted, emphasis, border, /*shadow=*/false};
}

constexpr SurfaceStyle raised(Color fill, Color text, Color muted, Color emphasis, Color border) {
    return {fill, text, muted, emphasis, border, /*shadow=*/true};
}

void set_text(Theme& theme, TextRole role, float capital_mm, type::Weight weight, float capital_mm_per_metre = 0) {
    theme.text(role) = {capital_mm, capital_mm_per_metre, weight};
}

}  // namespace

std::string_view name_of(Surface surface) {
    return surface_names[static_cast<std::size_t>(surface)];
}

std::string_view name_of(TextRole role) {
    return role_names[static_cast<std::size_t>(role)];
}

Theme kiosk_theme() {
    using type::Weight;
    constexpr Color cream = rgb(0xFFF8E7);
    constexpr Color ink = rgb(0x5B1A18);
    constexpr Color soft = rgb(0x54443C);
    constexpr Color brand = rgb(0x903938);
    constexpr Color deep = rgb(0x7E2E2D);
    constexpr Color line = rgb(0xE3D2B4);
    Theme t;
    t.name = "kiosk";
    t.surface(Surface::Background) = style(cream, ink, soft, deep);
    t.surface(Surface::Header) = style(rgb(0x6F2524), white, rgb(0xFFF1DC), white);
    t.surface(Surface::Card) = raised(white, ink, soft, deep, line);
    t.surface(Surface::Quiet) = style(rgb(0xF6EAD2), ink, rgb(0x4C3D35), rgb(0x6F2524));
    t.surface(Surface::Accent) = style(brand, white, white, white);
    t.surface(Surface::Warning) = style(rgb(0xFFCF5C), rgb(0x3A2600), rgb(0x463000), rgb(0x3A2600), rgb(0xB27B00));
    t.surface(Surface::Good) = style(rgb(0xE4F3E3), rgb(0x123F1A), rgb(0x1B4A23), rgb(0x12491B), rgb(0x7FB685));
    t.surface(Surface::Call) = raised(white, ink, soft, deep, brand);
    t.surface(Surface::CallPulse) = style(rgb(0xFFE3A3), ink, rgb(0x4C3D35), rgb(0x6F2524), brand);
    t.surface(Surface::Primary) = style(brand, white, white, white);
    t.surface(Surface::PrimaryPressed) = style(ink, white, white, white);
    t.surface(Surface::Secondary) = style(white, ink, soft, deep, rgb(0xB08D72));
    t.surface(Surface::SecondaryPressed) = style(rgb(0xF2DDB4), ink, rgb(0x453830), rgb(0x6F2524), brand);
    t.surface(Surface::Tile) = raised(white, ink, soft, deep, line);
    t.surface(Surface::TilePressed) = style(rgb(0xF7E3BB), ink, rgb(0x453830), rgb(0x6F2524), brand);
    t.surface(Surface::Selected) = style(rgb(0xFBE6DC), ink, rgb(0x4C3D35), rgb(0x6F2524), brand);
    t.surface(Surface::Disabled) = style(rgb(0xEFE8DA), rgb(0x4A433B), rgb(0x4A433B), rgb(0x4A433B), line);
    t.surface(Surface::Field) = style(white, rgb(0x2B1211), soft, deep, rgb(0x9A7B66));
    t.surface(Surface::FieldFocused) = t.surface(Surface::Field);
    set_text(t, TextRole::Small, 4.8F, Weight::Regular);
    set_text(t, TextRole::Body, 5.2F, Weight::Regular);
    set_text(t, TextRole::Strong, 5.2F, Weight::Bold);
    set_text(t, TextRole::Button, 5.6F, Weight::Bold);
    set_text(t, TextRole::Title, 7, Weight::Bold);
    set_text(t, TextRole::Heading, 9, Weight::Bold);
    set_text(t, TextRole::Huge, 18, Weight::Bold);
    set_text(t, TextRole::Number, 45, Weight::Bold);
    return t;
}

Theme board_theme() {
    using type::Weight;
    constexpr Color navy = rgb(0x0B1F33);
    constexpr Color pale = rgb(0xC9D8E6);
    constexpr Color amber = rgb(0xFFD54F);
    constexpr Color raised_navy = rgb(0x12314F);
    Theme t;
    t.name = "board";
    t.surface(Surface::Background) = style(navy, white, pale, amber, rgb(0x2B4A69));
    t.surface(Surface::Header) = style(rgb(0x061523), white, pale, amber, rgb(0x2B4A69));
    t.surface(Surface::Card) = style(raised_navy, white, pale, amber, rgb(0x2B4A69));
    t.surface(Surface::Quiet) = style(rgb(0x0F2841), white, pale, amber);
    t.surface(Surface::Accent) = style(amber, navy, navy, navy);
    t.surface(Surface::Warning) = style(rgb(0xFFB928), rgb(0x1F1400), rgb(0x2A1C00), rgb(0x1F1400), rgb(0xFFE39A));
    t.surface(Surface::Good) = style(rgb(0x17542B), white, rgb(0xE3F2E6), white);
    t.surface(Surface::Call) = style(raised_navy, white, pale, amber, amber);
    t.surface(Surface::CallPulse) = style(amber, navy, navy, navy, white);
    t.surface(Surface::Primary) = style(amber, navy, navy, navy);
    t.surface(Surface::PrimaryPressed) = style(rgb(0xFFECB3), navy, navy, navy);
    t.surface(Surface::Secondary) = style(raised_navy, white, pale, amber, rgb(0x5C7D9E));
    t.surface(Surface::SecondaryPressed) = style(rgb(0x1B4368), white, rgb(0xDCE7F1), amber, amber);
    t.surface(Surface::Tile) = style(raised_navy, white, pale, amber, rgb(0x2B4A69));
    t.surface(Surface::TilePressed) = style(rgb(0x1B4368), white, rgb(0xDCE7F1), amber, amber);
    t.surface(Surface::Selected) = style(rgb(0x1B4368), white, rgb(0xDCE7F1), amber, amber);
    t.surface(Surface::Disabled) = style(rgb(0x1A2B3B), pale, pale, pale);
    t.surface(Surface::Field) = style(rgb(0x061523), white, pale, amber, rgb(0x5C7D9E));
    t.surface(Surface::FieldFocused) = t.surface(Surface::Field);
    t.focus = amber;
    t.radius_mm = 6;
    t.button_radius_mm = 5;
    t.border_mm = 0.8F;
    t.gap_mm = 10;
    t.padding_mm = 12;
    set_text(t, TextRole::Small, 5, Weight::Regular, 5);
    set_text(t, TextRole::Body, 5, Weight::Regular, 5);
    set_text(t, TextRole::Strong, 5, Weight::Bold, 5);
    set_text(t, TextRole::Button, 5, Weight::Bold, 5);
    set_text(t, TextRole::Title, 6, Weight::Bold, 6);
    set_text(t, TextRole::Heading, 7, Weight::Bold, 7.5F);
    set_text(t, TextRole::Huge, 12, Weight::Bold, 12.2F);
    set_text(t, TextRole::Number, 12, Weight::Bold, 12.2F);
    return t;
}

Theme counter_theme() {
    using type::Weight;
    constexpr Color ink = rgb(0x1B2733);
    constexpr Color soft = rgb(0x44525F);
    constexpr Color brand = rgb(0x903938);
    constexpr Color line = rgb(0xD3DAE1);
    Theme t;
    t.name = "counter";
    t.surface(Surface::Background) = style(rgb(0xF3F5F7), ink, soft, rgb(0x7E2E2D), line);
    t.surface(Surface::Header) = style(rgb(0x21384F), white, rgb(0xE2EAF1), white);
    t.surface(Surface::Card) = raised(white, ink, soft, rgb(0x7E2E2D), line);
    t.surface(Surface::Quiet) = style(rgb(0xE9EDF1), ink, rgb(0x3C4954), rgb(0x6F2524));
    t.surface(Surface::Accent) = style(brand, white, white, white);
    t.surface(Surface::Warning) = style(rgb(0xFFCF5C), rgb(0x3A2600), rgb(0x463000), rgb(0x3A2600), rgb(0xB27B00));
    t.surface(Surface::Good) = style(rgb(0xE4F3E3), rgb(0x123F1A), rgb(0x1B4A23), rgb(0x12491B), rgb(0x7FB685));
    t.surface(Surface::Call) = raised(rgb(0xFFFAEF), rgb(0x5B1A18), rgb(0x54443C), rgb(0x7E2E2D), rgb(0xD8BE93));
    t.surface(Surface::CallPulse) = style(rgb(0xFFE3A3), rgb(0x5B1A18), rgb(0x4C3D35), rgb(0x6F2524), brand);
    t.surface(Surface::Primary) = style(brand, white, white, white);
    t.surface(Surface::PrimaryPressed) = style(rgb(0x5B1A18), white, white, white);
    t.surface(Surface::Secondary) = style(white, ink, soft, rgb(0x7E2E2D), rgb(0xA9B4BF));
    t.surface(Surface::SecondaryPressed) = style(rgb(0xD9E1E8), ink, rgb(0x35424D), rgb(0x6F2524), rgb(0x6C7B89));
    t.surface(Surface::Tile) = style(white, ink, soft, rgb(0x7E2E2D), line);
    t.surface(Surface::TilePressed) = style(rgb(0xD9E1E8), ink, rgb(0x35424D), rgb(0x6F2524), rgb(0x6C7B89));
    t.surface(Surface::Selected) = style(rgb(0xE1ECF8), ink, rgb(0x3A4855), rgb(0x6F2524), rgb(0x1565C0));
    t.surface(Surface::Disabled) = style(rgb(0xEAEDF0), rgb(0x434D57), rgb(0x434D57), rgb(0x434D57), line);
    t.surface(Surface::Field) = style(white, ink, soft, rgb(0x0D47A1), rgb(0x8997A4));
    t.surface(Surface::FieldFocused) = t.surface(Surface::Field);
    t.radius_mm = 1.8F;
    t.button_radius_mm = 1.4F;
    t.border_mm = 0.25F;
    t.gap_mm = 2.5F;
    t.padding_mm = 3.5F;
    t.target_mm = 9;
    t.shadow_mm = 0.8F;
    t.double_tap_ms = 250;
    set_text(t, TextRole::Small, 2.3F, Weight::Regular);
    set_text(t, TextRole::Body, 2.6F, Weight::Regular);
    set_text(t, TextRole::Strong, 2.6F, Weight::Bold);
    set_text(t, TextRole::Button, 2.6F, Weight::Bold);
    set_text(t, TextRole::Title, 3.4F, Weight::Bold);
    set_text(t, TextRole::Heading, 4.6F, Weight::Bold);
    set_text(t, TextRole::Huge, 8, Weight::Bold);
    set_text(t, TextRole::Number, 16, Weight::Bold);
    return t;
}

Theme high_contrast(Theme t) {
    constexpr Color yellow = rgb(0xFFEB3B);
    constexpr Color grey = rgb(0x1E1E1E);
    const SurfaceStyle plain = style(black, white, white, yellow);
    const SurfaceStyle framed = style(black, white, white, yellow, white);
    const SurfaceStyle filled = style(yellow, black, black, black);
    const SurfaceStyle pressed = style(white, black, black, black, yellow);
    for (const Surface which : {Surface::Background, Surface::Header}) {
        t.surface(which) = plain;
    }
    for (const Surface which : {Surface::Card, Surface::Call, Surface::Good, Surface::Secondary, Surface::Tile,
                                Surface::Field, Surface::FieldFocused}) {
        t.surface(which) = framed;
    }
    for (const Surface which :
         {Surface::Accent, Surface::Warning, Surface::Primary, Surface::Selected, Surface::CallPulse}) {
        t.surface(which) = filled;
    }
    for (const Surface which : {Surface::PrimaryPressed, Surface::SecondaryPressed, Surface::TilePressed}) {
        t.surface(which) = pressed;
    }
    t.surface(Surface::Quiet) = style(grey, white, white, yellow);
    t.surface(Surface::Disabled) = style(grey, rgb(0xD0D0D0), rgb(0xD0D0D0), rgb(0xD0D0D0));
    t.scrim = {0, 0, 0, 210};
    t.focus = yellow;
    t.border_mm *= 2;
    t.name += "_high_contrast";
    return t;
}

}  // namespace motcua::ui
