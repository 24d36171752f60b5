#pragma once
// Every screen of the kiosk as a short story that leads to it, for pictures and for layout tests.

#include <functional>
#include <string>
#include <vector>

#include "tests/kiosk/kiosk_fixture.hpp"

namespace motcua::kiosk::test {

struct Scene {
    std::string name;
    std::size_t services = 8;
    std::function<void(Kiosk&)> play;
};

const std::vector<Scene>& scenes();

struct PanelSize {
    const char* name;
    int width_px;
    int height_px;
    float diagonal_inch;
    float distance_m;  ///< a small panel stands on a desk, a large one is stood before
};
constexpr PanelSize panel_sizes[] = {{"fhd", 1920, 1080, 21.5F, 0.6F},
                                     {"portrait", 1080, 1920, 32, 0.6F},
                                     {"small portrait", 1080, 1920, 21.5F, 0.6F},
                                     {"hd", 1280, 720, 15.6F, 0.5F},
                                     {"xga", 1024, 768, 15, 0.5F}};

}  // namespace motcua::kiosk::test
