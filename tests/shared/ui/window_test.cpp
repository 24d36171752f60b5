#include "shared/ui/window.hpp"

#include <doctest/doctest.h>

#include <SFML/Graphics/Image.hpp>
#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <thread>

#include "shared/type/png.hpp"
#include "tests/shared/ui/covering_window.hpp"
#include "tests/shared/ui/desk.hpp"
#include "tests/shared/ui/gallery.hpp"
#include "tests/shared/ui/idle_display.hpp"
#include "tests/support/command_output.hpp"
#include "tests/support/xvfb.hpp"

using namespace motcua::ui;

namespace {

std::filesystem::path picture(const std::string& name) {
    const auto folder = std::filesystem::path(MOTCUA_BINARY_DIR) / "tests" / "ui";
    std::filesystem::create_directories(folder);
    return folder / name;
}

std::string content_of(const std::filesystem::path& file) {
    std::stringstream read;
    read << std::ifstream(file).rdbuf();
    return read.str();
}

Look look_for(const Display& display, Theme theme) {
    return {&test_fonts(), display, std::move(theme), 0};
}

WindowOptions borderless() {
    WindowOptions options;
    options.mode = WindowMode::Borderless;
    options.position = {{0, 0}};
    return options;
}

void shoot(const std::string& name, const Display& display, Theme theme, std::unique_ptr<Widget> root) {
    Window window(borderless(), look_for(display, std::move(theme)));
    window.manager().set_root(std::move(root));
    window.turn();
    REQUIRE(window.save_screenshot(picture(name)).has_value());
}

}  // namespace

TEST_CASE("window: without a display it says what to do") {
    setenv("DISPLAY", ":987", 1);
    CHECK_THROWS_WITH_AS(Window(borderless(), look_for({200, 200, 1, 1}, kiosk_theme())),
                         doctest::Contains("set DISPLAY"), std::runtime_error);
}

TEST_CASE("window: a kiosk screen, its QR read back from the picture") {
    test_display();
    shoot("kiosk.png", {1080, 1920, 0.369F, 0.6F}, kiosk_theme(), make_gallery());
    CHECK(output_of("zbarimg -q --raw '" + picture("kiosk.png").string() + "'") == std::string(gallery_url) + "\n");
}

TEST_CASE("window: screens of every theme can be drawn") {
    test_display();
    shoot("kiosk_contrast.png", {1080, 1920, 0.369F, 0.6F}, high_contrast(kiosk_theme()), make_gallery());
    shoot("board.png", Display::from_diagonal(1920, 1080, 55, 8), board_theme(), make_board_gallery());
    shoot("counter.png", {1280, 800, 0.248F, 0.6F}, counter_theme(), make_counter_gallery());
    shoot("icons.png", {1200, 1100, 0.2F, 0.6F}, kiosk_theme(), make_icon_sheet());
    auto idle = make_gallery();
    idle->find("idle")->set_visible(true);
    shoot("kiosk_dialog.png", {1080, 1920, 0.369F, 0.6F}, kiosk_theme(), std::move(idle));
}

TEST_CASE("window: composed and decomposed text draw the same pixels") {
    test_display();
    const Display display{700, 120, 0.2F, 0.6F};
    const auto line = [](std::string text) {
        auto root = std::make_unique<Column>();
        root->add<Label>("l", std::move(text), TextRole::Title).set_grow(1);
        return root;
    };
    shoot("composed.png", display, kiosk_theme(), line("Mời số đến quầy Ưu tiên"));
    shoot("decomposed.png", display, kiosk_theme(),
          line("Mo\u031B\u0300i so\u0302\u0301 đe\u0302\u0301n qua\u0302\u0300y U\u031Bu tie\u0302n"));
    CHECK(content_of(picture("composed.png")) == content_of(picture("decomposed.png")));
    shoot("line.png", {1000, 260, 0.2F, 0.6F}, kiosk_theme(), [] {
        auto root = std::make_unique<Column>();
        root->set_surface(Surface::Background);
        root->set_padding_mm(6);
        root->add<Label>("regular", gallery_line, TextRole::Body);
        root->add<Label>("bold", gallery_line, TextRole::Title);
        root->add<Label>("small", gallery_line, TextRole::Body).set_capital_mm(2.4F);
        return root;
    }());
}

TEST_CASE("window: a display that a kiosk or a board fills is kept from going dark, a clerk's own is not") {
    test_display();
    const auto wait_idle = [](std::int64_t idle_ms) {
        for (int i = 0; i < 100 && test::idle_of_display_ms() < idle_ms; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(20));  // it is the X server that counts
        REQUIRE(test::idle_of_display_ms() >= idle_ms);
    };
    constexpr std::int64_t long_ms = 600;
    for (const auto mode : {WindowMode::Framed, WindowMode::Borderless, WindowMode::Fullscreen}) {
        CAPTURE(static_cast<int>(mode));
        WindowOptions options = borderless();
        options.mode = mode;
        Window window(options, look_for({400, 300, 0.25F, 0.6F}, board_theme()));
        wait_idle(long_ms);
        const std::int64_t before_ms = test::idle_of_display_ms();
        window.turn();
        const bool is_counted_anew = test::idle_of_display_ms() < before_ms;
        CHECK(is_counted_anew == (mode != WindowMode::Framed));
    }
}

TEST_CASE("window: a logo keeps its proportions, and one that is missing leaves its place empty") {
    test_display();
    std::vector<std::uint8_t> red(40 * 20 * 3, 0);
    for (std::size_t i = 0; i < red.size(); i += 3) {
        red[i] = 255;
    }
    const auto file = picture("logo_source.png");
    const auto bytes = motcua::type::encode_png(40, 20, motcua::type::PixelFormat::Rgb, red);
    REQUIRE(motcua::type::write_file_atomically(file, bytes).has_value());
    auto root = std::make_unique<Row>();
    root->set_gap_mm(0);
    root->add<Picture>(file, 100.0F, 100.0F);
    root->add<Picture>(picture("no such logo.png"), 100.0F, 100.0F);
    shoot("logo.png", {200, 100, 1, 1}, kiosk_theme(), std::move(root));
    sf::Image shot;
    REQUIRE(shot.loadFromFile(picture("logo.png").string()));
    const sf::Color background = shot.getPixel(50, 10);
    CHECK(shot.getPixel(50, 50) == sf::Color(255, 0, 0));
    CHECK(shot.getPixel(3, 30) == sf::Color(255, 0, 0));
    CHECK(shot.getPixel(50, 20) == background);
    CHECK(shot.getPixel(150, 50) == background);
}

TEST_CASE("window: picture and map follow every change, and nothing is drawn without one") {
    test_display();
    WindowOptions options = borderless();
    options.screenshot_file = picture("live.png");
    options.screen_map_file = picture("live.json");
    std::filesystem::remove(options.screenshot_file);
    Window window(options, look_for({600, 400, 0.3F, 0.6F}, kiosk_theme()));
    auto root = std::make_unique<Column>();
    auto& label = root->add<Label>("l", "một", TextRole::Title);
    window.manager().set_root(std::move(root));
    int turns = 0;
    run(
        window, [](std::chrono::milliseconds) {}, [&turns] { return ++turns > 50; });
    const auto settled = window.manager().frame();
    CHECK(content_of(options.screen_map_file).find("một") != std::string::npos);
    const std::int64_t give_up_ms = Window::now_ms() + 20'000;
    run(
        window, [](std::chrono::milliseconds) {},
        [&] { return std::filesystem::exists(options.screenshot_file) || Window::now_ms() > give_up_ms; });
    sf::Image shot;
    REQUIRE(shot.loadFromFile(options.screenshot_file.string()));
    CHECK(shot.getSize() == sf::Vector2u(600, 400));
    turns = 0;
    run(
        window, [](std::chrono::milliseconds) {}, [&turns] { return ++turns > 50; });
    CHECK(window.manager().frame() == settled);
    label.set_text("hai");
    window.turn();
    CHECK(window.manager().frame() == settled + 1);
    CHECK(content_of(options.screen_map_file).find("hai") != std::string::npos);
}

TEST_CASE("window: real clicks and keys reach the widgets") {
    test_display();
    Window window(borderless(), look_for({600, 400, 0.3F, 0.6F}, kiosk_theme()));
    auto root = std::make_unique<Column>();
    int clicks = 0;
    auto& button = root->add<Button>("b", "Lấy số", ButtonKind::Primary);
    button.on_click([&clicks] { ++clicks; });
    auto& field = root->add<TextField>("f");
    window.manager().set_root(std::move(root));
    window.turn();
    const auto until = [&window](const std::function<bool()>& done) {
        const std::int64_t give_up_ms = Window::now_ms() + 20'000;
        run(
            window, [](std::chrono::milliseconds) {}, [&] { return done() || Window::now_ms() > give_up_ms; });
        return done();
    };
    const auto click = [](const Widget& widget) {
        const Point at = widget.bounds().centre();
        REQUIRE(std::system(("xdotool mousemove " + std::to_string(static_cast<int>(at.x)) + " " +
                             std::to_string(static_cast<int>(at.y)) + " click 1")
                                .c_str()) == 0);
    };
    click(button);
    CHECK(until([&clicks] { return clicks == 1; }));
    const std::int64_t later_ms = Window::now_ms() + window.manager().look().theme.double_tap_ms;
    CHECK(until([later_ms] { return Window::now_ms() > later_ms; }));  // sooner it would be a double tap
    click(field);
    CHECK(until([&field] { return field.surface() == Surface::FieldFocused; }));
    CHECK(until([&window] { return window.has_keyboard_focus(); }));
    REQUIRE(std::system("xdotool type --delay 20 'khai sinh'") == 0);
    CHECK(until([&field] { return field.text() == "khai sinh"; }));
    window.close();
    CHECK_FALSE(window.is_open());
}

TEST_CASE("window: one that opens wholly under another program's window opens all the same") {
    test_display();
    const test::CoveringWindow other;
    const Window window(borderless(), look_for({200, 200, 1, 1}, kiosk_theme()));
    CHECK(window.is_open());
}

TEST_CASE("window: what another program's window lay over is drawn again when that goes") {
    test_display();
    Window window(borderless(), look_for({200, 200, 1, 1}, kiosk_theme()));
    const auto shown = [] {  // on the screen, not in our own buffer
        const auto file = picture("screen.png");
        REQUIRE(std::system(("import -silent -window root -crop 9x9+100+100 +repage " + file.string()).c_str()) == 0);
        sf::Image shot;
        REQUIRE(shot.loadFromFile(file.string()));
        return shot.getPixel(4, 4).toInteger();
    };
    int turns = 0;
    const auto until = [&](const std::function<bool()>& done) {
        const std::int64_t give_up_ms = Window::now_ms() + 20'000;
        run(
            window, [](std::chrono::milliseconds) {}, [&] { return done() || Window::now_ms() > give_up_ms; });
        return done();
    };
    REQUIRE(until([&turns] { return ++turns > 20; }));
    const auto before = shown();
    {
        const test::CoveringWindow other;
        REQUIRE(shown() != before);
    }
    CHECK(until([&] { return shown() == before; }));
}
