#pragma once
// One screen with every kind of widget, to be looked at and read back.

#include <memory>

#include "shared/ui/ui.hpp"

std::unique_ptr<motcua::ui::Widget> make_gallery();  ///< kiosk-like, portrait or landscape
std::unique_ptr<motcua::ui::Widget> make_board_gallery();
std::unique_ptr<motcua::ui::Widget> make_icon_sheet();
std::unique_ptr<motcua::ui::Widget> make_counter_gallery();

inline constexpr const char* gallery_line = "ỄẶẪỮ ỹ ợ ƀ č ñ ê̆ ô̆ ơ̆ Ư̆ 0128";
inline constexpr const char* gallery_url = "http://10.0.0.2:8080/t/Zk3vQ9yAq1uB7wE2";
