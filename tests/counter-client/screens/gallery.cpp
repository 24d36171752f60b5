// Draws every screen of a counter's window into a folder, at every size, in each language. Needs a display (Xvfb will
// do). Not a test: for looking.

#include <cstdio>
#include <filesystem>
#include <string>

#include "counter-client/screens/counter_window.hpp"
#include "shared/ui/window.hpp"
#include "tests/counter-client/screens/scenes.hpp"

using namespace motcua;
using namespace motcua::counter;
using namespace motcua::counter::test;

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: counter_gallery FOLDER [NAME-PART]\n");
        return 2;
    }
    const std::filesystem::path folder = argv[1];
    const std::string part = argc > 2 ? argv[2] : "";
    std::filesystem::create_directories(folder);
    const auto fonts = type::FontSet::load().value();
    for (const WindowShape& shape : window_shapes) {
        ui::WindowOptions options;
        options.mode = ui::WindowMode::Borderless;
        options.position = {{0, 0}};
        ui::Window window(options, {&fonts, {shape.width_px, shape.height_px, mm_per_px, 0.6F}, ui::counter_theme()});
        for (const Scene& scene : scenes()) {
            for (const std::string tag : {"vi", "en"}) {
                const std::string name = std::string(shape.name) + "-" + scene.name + "-" + tag;
                if (name.find(part) == std::string::npos)
                    continue;
                CounterScript hall(tag, Catalogues::usual_folders());
                scene.play(hall);
                hall.wish(shape_act(shape));
                CounterWindow shown(window.manager(), [](const Intent&) {});
                shown.update(hall.screen());
                if (hall.screen().size != shape.asked)
                    continue;  // a sheet, which opens the full window
                if (auto saved = window.save_screenshot(folder / (name + ".png")); !saved)
                    std::fprintf(stderr, "%s\n", saved.error().text.c_str());
            }
        }
    }
    return 0;
}
