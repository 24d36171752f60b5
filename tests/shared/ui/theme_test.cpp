#include "shared/ui/theme.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace motcua::ui;

namespace {

std::string problem_of(std::string_view toml) {
    const auto theme = parse_theme(toml, "hall.toml", kiosk_theme());
    return theme.has_error() ? theme.error().text : "";
}

}  // namespace

TEST_CASE("colour: contrast agrees with published pairs") {
    CHECK(contrast_ratio(rgb(0xFFFFFF), rgb(0x000000)) == doctest::Approx(21));
    CHECK(contrast_ratio(rgb(0xFFFFFF), rgb(0x903938)) == doctest::Approx(7.4).epsilon(0.01));
    CHECK(contrast_ratio(rgb(0x5B1A18), rgb(0xFFF8E7)) == doctest::Approx(12.4).epsilon(0.01));
    CHECK(contrast_ratio(rgb(0xFFD54F), rgb(0x0B1F33)) == doctest::Approx(11.8).epsilon(0.01));
    CHECK(contrast_ratio(rgb(0xFFFFFF), rgb(0x0B1F33)) == doctest::Approx(16.7).epsilon(0.01));
}

TEST_CASE("theme: every text on every surface of kiosk, board and counter has contrast 7:1") {
    for (const Theme& theme : {kiosk_theme(), board_theme(), counter_theme(), high_contrast(kiosk_theme()),
                               high_contrast(board_theme()), high_contrast(counter_theme())}) {
        for (std::size_t i = 1; i < theme.surfaces.size(); ++i) {
            const SurfaceStyle& style = theme.surfaces[i];
            CAPTURE(theme.name);
            CAPTURE(std::string(name_of(static_cast<Surface>(i))));
            CHECK(contrast_ratio(style.text, style.fill) >= 7);
            CHECK(contrast_ratio(style.muted, style.fill) >= 7);
            CHECK(contrast_ratio(style.emphasis, style.fill) >= 7);
        }
    }
}

TEST_CASE("theme: what is pressed looks different from what is not") {
    for (const Theme& theme : {kiosk_theme(), board_theme(), counter_theme(), high_contrast(kiosk_theme())}) {
        CHECK(theme.surface(Surface::Primary).fill != theme.surface(Surface::PrimaryPressed).fill);
        CHECK(theme.surface(Surface::Secondary).fill != theme.surface(Surface::SecondaryPressed).fill);
        CHECK(theme.surface(Surface::Tile).fill != theme.surface(Surface::TilePressed).fill);
        CHECK(theme.surface(Surface::Tile).fill != theme.surface(Surface::Disabled).fill);
    }
}

TEST_CASE("theme file: changes what it names and keeps the rest") {
    const auto theme = parse_theme(R"(
name = "Kon Tum"
[metrics]
radius_mm = 5
double_tap_ms = 500
[surface.primary]
fill = "#0D3B66"
border = "none"
[text.title]
capital_mm = 9.5
weight = "regular"
)",
                                   "hall.toml", kiosk_theme());
    REQUIRE(theme.has_value());
    CHECK(theme->name == "Kon Tum");
    CHECK(theme->radius_mm == 5);
    CHECK(theme->double_tap_ms == 500);
    CHECK(theme->surface(Surface::Primary).fill == rgb(0x0D3B66));
    CHECK(theme->surface(Surface::Primary).text == kiosk_theme().surface(Surface::Primary).text);
    CHECK(theme->text(TextRole::Title).capital_mm == 9.5F);
    CHECK(theme->text(TextRole::Title).weight == motcua::type::Weight::Regular);
    CHECK(theme->surface(Surface::Tile) == kiosk_theme().surface(Surface::Tile));
}

TEST_CASE("theme file: every mistake is told with its line, all in one go") {
    const std::string problem = problem_of(
        "[metrics]\n"
        "radius_mn = 5\n"
        "[surface.primary]\n"
        "fill = \"red\"\n"
        "[text.title]\n"
        "weight = \"heavy\"\n"
        "capital_mm = 9000\n");
    CHECK(problem.find("hall.toml:2:") != std::string::npos);
    CHECK(problem.find("radius_mm") != std::string::npos);  // the nearest known key
    CHECK(problem.find("hall.toml:4:") != std::string::npos);
    CHECK(problem.find("#RRGGBB") != std::string::npos);
    CHECK(problem.find("hall.toml:6:") != std::string::npos);
    CHECK(problem.find("hall.toml:7:") != std::string::npos);
}

TEST_CASE("theme file: an unreadable colour pair is refused where it stands") {
    const std::string problem = problem_of("[surface.card]\nfill = \"#FFFFFF\"\ntext = \"#CCCCCC\"\n");
    CHECK(problem.find("hall.toml:3:") != std::string::npos);
    CHECK(problem.find("contrast") != std::string::npos);
}

TEST_CASE("theme file: an unknown surface, broken TOML and a missing file are problems") {
    CHECK(problem_of("[surface.buton]\nfill = \"#FFFFFF\"\n").find("hall.toml:1:") != std::string::npos);
    CHECK(problem_of("[surface\n").find("hall.toml:1:") != std::string::npos);
    CHECK(read_theme("/nowhere/theme.toml", kiosk_theme()).has_error());
}
