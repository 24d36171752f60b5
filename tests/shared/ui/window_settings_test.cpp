#include "shared/ui/window_settings.hpp"

#include <doctest/doctest.h>

#include <CLI/CLI.hpp>

using namespace motcua;
using namespace motcua::ui;

namespace {

struct Read {
    WindowSettings settings;
    std::string problems;
};

Read read(const std::string& toml, WindowSettings usual = {}) {
    const SettingsFile file = SettingsFile::parse(toml, "board.toml").value();
    SettingsTable root = file.root();
    Read result{std::move(usual), ""};
    read_window_settings(root, MOTCUA_SOURCE_DIR "/sample", result.settings);
    root.finish();
    result.problems = file.problems().joined().text;
    return result;
}

Result<WindowSettings> with(std::vector<std::string> flags, WindowSettings settings = {}) {
    CLI::App app;
    WindowFlags window;
    window.add_to(app);
    std::reverse(flags.begin(), flags.end());
    app.parse(flags);
    if (const auto applied = window.apply(settings); !applied)
        return applied.error();
    return settings;
}

}  // namespace

TEST_CASE("window settings: a full table is read, paths are meant from the file's folder") {
    const Read result = read(R"([window]
width = 1080
height = 1920
diagonal_inch = 32.0
distance_m = 0.7
mode = "window"
x = -1920
theme = "board.toml"
screenshot_file = "/tmp/a.png"
)");
    CHECK(result.problems == "");
    CHECK(result.settings.display().is_portrait());
    CHECK(result.settings.display().mm_per_px == doctest::Approx(0.369).epsilon(0.01));
    CHECK(result.settings.display().viewing_distance_m == doctest::Approx(0.7));
    CHECK(result.settings.theme_file == MOTCUA_SOURCE_DIR "/sample/board.toml");
    CHECK(read("[window]\ntheme = \"red.toml\"\n").problems == "board.toml:2:1: there is no file \"" MOTCUA_SOURCE_DIR
                                                               "/sample/red.toml\"");
    CHECK(result.settings.screenshot_file == "/tmp/a.png");
    const WindowOptions options = result.settings.options("Một Cửa");
    CHECK(options.position == std::pair{-1920, 0});
    CHECK(options.pointer == Pointer::Shown);
    CHECK(options.close_request == CloseRequest::Closes);
}

TEST_CASE("window settings: without a table the program's own stay, and a full screen is not closed by a key") {
    WindowSettings usual;
    usual.mm_per_px = 0.25;
    const Read result = read("", usual);
    CHECK(result.settings.display().mm_per_px == doctest::Approx(0.25));
    CHECK(result.settings.options("").mode == WindowMode::Fullscreen);
    CHECK(result.settings.options("").close_request == CloseRequest::Ignored);
    CHECK(result.settings.options("").pointer == Pointer::Hidden);
    CHECK(read("[window]\npointer = true\n").settings.options("").pointer == Pointer::Shown);
    CHECK(read("[window]\ndiagonal_inch = 24.0\n", usual).settings.display().mm_per_px > 0.27F);
}

TEST_CASE("window settings: mistakes are named with their place and the nearest known word") {
    const Read result = read("[window]\nmode = \"sideways\"\nheigth = 700\nwidth = 1\n");
    CHECK(result.problems.find("board.toml:2:1: \"sideways\" is none of \"fullscreen\"") != std::string::npos);
    CHECK(result.problems.find("did you mean \"height\"?") != std::string::npos);
    CHECK(result.problems.find("board.toml:4:1") != std::string::npos);
}

TEST_CASE("window settings: flags win over the file; one that cannot be is named") {
    WindowSettings from_file = read("[window]\nwidth = 800\nheight = 600\nx = 5\n").settings;
    const auto flagged =
        with({"--size", "1280x720", "--position", "10,-20", "--mode", "borderless"}, from_file).value();
    CHECK(flagged.width_px == 1280);
    CHECK(flagged.height_px == 720);
    CHECK(flagged.position == std::pair{10, -20});
    CHECK(flagged.mode == WindowMode::Borderless);
    CHECK(with({}, from_file).value().position == std::pair{5, 0});
    for (const std::string wrong : {"1280", "1280x", "x720", "1280x720x", "99x720", "1280x99999", "1e3x720"}) {
        CAPTURE(wrong);
        const auto refused = with({"--size", wrong});
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().text.find("--size") != std::string::npos);
    }
    CHECK_FALSE(with({"--position", "0;0"}).has_value());
    CHECK_THROWS_AS(with({"--mode", "sideways"}), CLI::ValidationError);
}
