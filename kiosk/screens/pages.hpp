#pragma once
// The pages between header and bar. Each function fills an empty column from the screen's words.

#include "kiosk/screens/kiosk_screens.hpp"

namespace motcua::kiosk {

struct PageTools {
    ui::Column& body;
    const KioskScreen& screen;
    const ui::Look& look;
    const KioskScreens::Hand& hand;
    const Measures& mm;
};

void build_tiles_page(const PageTools& tools);
void build_service_page(const PageTools& tools);
void build_ticket_page(const PageTools& tools);
/// Starting, pairing, waiting, problems: a few words in the middle.
void build_message_page(const PageTools& tools);

/// One choice; closed ones stay touchable, because touching explains.
ui::Tile& add_tile(ui::Box& box, const TileText& text, const KioskScreens::Hand& hand);
/// Large letters on a landscape panel: what can be left out is.
bool has_little_room(const KioskScreen& screen, const ui::Display& display);
/// Columns in which every tile is at least as wide as it must be.
int columns_for(const ui::Look& look, float width_mm, float least_mm, int most);

}  // namespace motcua::kiosk
