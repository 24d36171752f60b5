#pragma once
// Draws a KioskScreen with the widgets of shared/ui and hands touches on as intents. Decides nothing.
// Owned by kiosk/app (or a test), on the window's thread.
//
// Fixed places: header on top; at the bottom the bar with "back", "start over" on the left and large text, contrast and
// help on the right. Languages stand in the header, on a portrait screen in the bar, where a seated person reaches.

#include <functional>
#include <optional>

#include "kiosk/model/limits.hpp"
#include "kiosk/model/screen.hpp"
#include "shared/ui/ui.hpp"

namespace motcua::kiosk {

/// Sizes in millimetres that the pages share.
struct Measures {
    float margin_mm = 8;
    float gap_mm = 5;
    float bar_padding_mm = 3;
    float main_button_mm = 28;
    float least_tile_width_mm = 80;
    float least_tile_height_mm = 40;
    std::size_t tiles_on_page = limits::tiles_on_page;
    bool is_roomy = false;    ///< a wide portrait panel: larger letters in the same tiles
    bool is_compact = false;  ///< a landscape panel under 240 mm high: less air, never smaller targets
};
Measures measures_for(const ui::Display& display);
/// The theme's air and headings reduced on a compact panel, its letters larger on a roomy one; no text under 4.8 mm.
ui::Theme fitted(ui::Theme theme, const Measures& measures);

class KioskScreens {
  public:
    using Hand = std::function<void(const Intent&)>;

    /// Builds the tree into `manager`, which outlives this. `hand` gets each touch.
    KioskScreens(ui::Manager& manager, Hand hand);

    void update(const KioskScreen& screen);
    /// As many as this panel shows with their words whole.
    std::size_t tiles_on_page() const { return measures_.tiles_on_page; }

  private:
    void build_tree();
    void update_theme();
    void update_frame();
    void build_languages(ui::Row& row);
    void build_bar();
    ui::Button& bar_button(ui::Box& box, const char* id, const std::string& text, ui::Icon icon, Wish wish);
    void build_body();
    void update_help();
    void update_idle();
    bool is_portrait() const { return manager_.look().display.is_portrait(); }

    ui::Manager& manager_;
    const Hand hand_;
    const Measures measures_;
    const ui::Theme theme_;  ///< as set up, fitted to the panel; contrast and size are laid over it
    std::optional<KioskScreen> shown_;
    KioskScreen screen_;

    ui::Label* agency_ = nullptr;
    ui::Label* branch_ = nullptr;
    ui::Label* clock_ = nullptr;
    ui::Row* header_languages_ = nullptr;
    ui::Banner* banner_ = nullptr;
    ui::Column* body_ = nullptr;
    ui::Column* bar_ = nullptr;
    ui::Dialog* help_ = nullptr;
    ui::Dialog* idle_ = nullptr;
    ui::ProgressRing* idle_ring_ = nullptr;
};

}  // namespace motcua::kiosk
