// Draws every screen of the kiosk into a folder, at every size, in each language, plain, large and in high contrast.
// Needs a display (Xvfb will do). Not a test: for looking.

#include <cstdio>
#include <filesystem>
#include <string>

#include "kiosk/screens/kiosk_screens.hpp"
#include "shared/ui/window.hpp"
#include "tests/kiosk/scenes.hpp"

using namespace motcua;
using namespace motcua::kiosk;
using namespace motcua::kiosk::test;

namespace {

void draw(ui::Window& window, const Scene& scene, const std::string& tag, const std::string& look,
          const std::filesystem::path& file) {
    Kiosk kiosk(provincial_hall(scene.services), Catalogues(Catalogues::usual_folders()), tag);
    window.manager().set_theme(ui::kiosk_theme());
    KioskScreens screens(window.manager(), [](const Intent&) {});
    kiosk.model.set_tiles_on_page(screens.tiles_on_page());
    if (look == "large")
        kiosk.touch(Wish::ToggleLargeText);
    if (look == "contrast")
        kiosk.touch(Wish::ToggleHighContrast);
    scene.play(kiosk);
    screens.update(kiosk.screen());
    if (auto saved = window.save_screenshot(file); !saved)
        std::fprintf(stderr, "%s\n", saved.error().text.c_str());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: kiosk_gallery FOLDER [NAME-PART]\n");
        return 2;
    }
    const std::filesystem::path folder = argv[1];
    const std::string part = argc > 2 ? argv[2] : "";
    std::filesystem::create_directories(folder);
    const auto fonts = type::FontSet::load().value();
    for (const PanelSize& size : panel_sizes) {
        ui::WindowOptions options;
        options.mode = ui::WindowMode::Borderless;
        options.position = {{0, 0}};
        ui::Window window(
            options,
            {&fonts, ui::Display::from_diagonal(size.width_px, size.height_px, size.diagonal_inch, size.distance_m),
             ui::kiosk_theme()});
        for (const Scene& scene : scenes()) {
            for (const std::string tag : {"vi", "en"}) {
                for (const std::string look : {"plain", "large", "contrast"}) {
                    const std::string name = scene.name + "-" + size.name + "-" + tag + "-" + look;
                    if (name.find(part) != std::string::npos)
                        draw(window, scene, tag, look, folder / (name + ".png"));
                }
            }
        }
    }
    return 0;
}
