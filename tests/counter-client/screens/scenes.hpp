#pragma once
// Every screen of a counter's window as a short story that leads to it, for pictures and for layout tests.

#include <functional>
#include <string>
#include <vector>

#include "counter-client/screens/counter_window.hpp"
#include "tests/counter-client/model/counter_script.hpp"

namespace motcua::counter::test {

struct Scene {
    const char* name;
    std::function<void(CounterScript&)> play;
};
const std::vector<Scene>& scenes();

/// A hall with twelve counters, nine services and five categories, with the names that such a hall has.
CounterView provincial_counter();

struct WindowShape {
    const char* name;
    int width_px;
    int height_px;
    WindowSize asked;  ///< the size that the clerk chose; a sheet asks for the full window
};
Act shape_act(const WindowShape& shape);  ///< what asks for its size
constexpr float mm_per_px = 0.25F;
inline const ui::Display usual_display{1280, 800, mm_per_px, 0.6F};
inline WindowShape small_shape(const char* name, WindowSize size) {
    const auto [width_px, height_px] = size_px(usual_display, size);
    return {name, width_px, height_px, size};
}
inline const WindowShape window_shapes[] = {
    {"fhd", 1920, 1080, WindowSize::Full},      {"usual", 1280, 800, WindowSize::Full},
    {"laptop", 1366, 768, WindowSize::Full},    {"xga", 1024, 768, WindowSize::Full},
    {"half", 820, 700, WindowSize::Full},       small_shape("compact", WindowSize::Compact),
    small_shape("minimal", WindowSize::Minimal)};

}  // namespace motcua::counter::test
