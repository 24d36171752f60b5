#include <cstdio>

#include "shared/base/settings.hpp"
#include "shared/ui/theme.hpp"

namespace motcua::ui {
namespace {

constexpr double least_contrast = 4.5;  // below this a text is refused; the shipped themes reach 7

void read_color(SettingsTable& table, std::string_view key, Color& color) {
    if (!table.has(key)) {
        return;
    }
    if (const auto parsed = parse_color(table.text(key, "", 16))) {
        color = *parsed;
    } else {
        table.complain(key, "a colour is written \"#RRGGBB\"");
    }
}

std::string with_one_digit(double number) {
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.1f", number);
    return digits;
}

void check_contrast(SettingsTable& table, std::string_view key, Color text, Color fill) {
    const double contrast = contrast_ratio(text, fill);
    if (contrast < least_contrast) {
        table.complain(table.has(key) ? key : "fill",
                       "contrast with the surface's fill is {}:1, at least {}:1 is needed", with_one_digit(contrast),
                       with_one_digit(least_contrast));
    }
}

void read_surface(SettingsTable& table, SurfaceStyle& style) {
    read_color(table, "fill", style.fill);
    read_color(table, "text", style.text);
    read_color(table, "muted", style.muted);
    read_color(table, "emphasis", style.emphasis);
    if (table.has("border") && table.text("border", "", 16) == "none") {
        style.border.a = 0;
    } else {
        read_color(table, "border", style.border);
    }
    style.shadow = table.boolean("shadow", style.shadow);
    check_contrast(table, "text", style.text, style.fill);
    check_contrast(table, "muted", style.muted, style.fill);
    check_contrast(table, "emphasis", style.emphasis, style.fill);
    table.finish();
}

void read_text(SettingsTable& table, TextStyle& style) {
    style.capital_mm = static_cast<float>(table.number("capital_mm", style.capital_mm, 1, 400));
    style.capital_mm_per_metre =
        static_cast<float>(table.number("capital_mm_per_metre", style.capital_mm_per_metre, 0, 60));
    const bool is_bold = style.weight == type::Weight::Bold;
    const std::string usual = is_bold ? "bold" : "regular";
    const std::string weight = table.choice("weight", {usual, is_bold ? "regular" : "bold"});
    style.weight = weight == "bold" ? type::Weight::Bold : type::Weight::Regular;
    table.finish();
}

void read_metrics(SettingsTable& table, Theme& theme) {
    const auto metric = [&table](std::string_view key, float& value, double smallest, double largest) {
        value = static_cast<float>(table.number(key, value, smallest, largest));
    };
    metric("radius_mm", theme.radius_mm, 0, 40);
    metric("button_radius_mm", theme.button_radius_mm, 0, 40);
    metric("border_mm", theme.border_mm, 0, 5);
    metric("gap_mm", theme.gap_mm, 0, 60);
    metric("padding_mm", theme.padding_mm, 0, 60);
    metric("target_mm", theme.target_mm, 5, 80);
    metric("shadow_mm", theme.shadow_mm, 0, 10);
    metric("text_scale", theme.text_scale, 1, 2.5);
    theme.double_tap_ms = static_cast<int>(table.integer("double_tap_ms", theme.double_tap_ms, 0, 2000));
    read_color(table, "focus", theme.focus);
    table.finish();
}

Result<Theme> read(const SettingsFile& file, Theme theme) {
    SettingsTable root = file.root();
    theme.name = root.text("name", theme.name, 64);
    if (auto metrics = root.table("metrics")) {
        read_metrics(*metrics, theme);
    }
    if (auto surfaces = root.table("surface")) {
        for (std::size_t i = 1; i < theme.surfaces.size(); ++i) {
            if (auto one = surfaces->table(name_of(static_cast<Surface>(i)))) {
                read_surface(*one, theme.surfaces[i]);
            }
        }
        surfaces->finish();
    }
    if (auto texts = root.table("text")) {
        for (std::size_t i = 0; i < theme.texts.size(); ++i) {
            if (auto one = texts->table(name_of(static_cast<TextRole>(i)))) {
                read_text(*one, theme.texts[i]);
            }
        }
        texts->finish();
    }
    root.finish();
    if (!file.problems().empty()) {
        return file.problems().joined();
    }
    return theme;
}

}  // namespace

Result<Theme> read_theme(const std::filesystem::path& file, Theme base) {
    auto opened = SettingsFile::read(file);
    if (!opened) {
        return opened.error();
    }
    return read(*opened, std::move(base));
}

Result<Theme> parse_theme(std::string_view toml, std::string_view file_name, Theme base) {
    auto parsed = SettingsFile::parse(toml, file_name);
    if (!parsed) {
        return parsed.error();
    }
    return read(*parsed, std::move(base));
}

}  // namespace motcua::ui
