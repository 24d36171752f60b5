#pragma once
// Colours and their contrast.

#include <cstdint>
#include <optional>
#include <string_view>

namespace motcua::ui {

struct Color {
    std::uint8_t r = 0;
    std::uint8_t g = 0;
    std::uint8_t b = 0;
    std::uint8_t a = 255;
    bool operator==(const Color&) const = default;
    Color with_alpha(std::uint8_t alpha) const { return {r, g, b, alpha}; }
};

constexpr Color rgb(std::uint32_t hex) {
    return {static_cast<std::uint8_t>(hex >> 16), static_cast<std::uint8_t>(hex >> 8), static_cast<std::uint8_t>(hex)};
}

/// "#RRGGBB"; nullopt for anything else.
std::optional<Color> parse_color(std::string_view text);

/// WCAG 2 contrast ratio of two opaque colours, 1 to 21.
double contrast_ratio(Color one, Color other);

}  // namespace motcua::ui
