#pragma once
// Fonts and catalogues of the build, loaded once a test program.

#include <filesystem>

#include "display-board/screens/board_words.hpp"
#include "shared/ui/ui.hpp"

namespace motcua::board {

inline const type::FontSet& fonts() {
    static const type::FontSet set = type::FontSet::load().value();
    return set;
}

inline BoardLanguages two_languages() {
    static const Catalogues catalogues({std::filesystem::path(MOTCUA_BINARY_DIR) / "share" / "locale"});
    return {{catalogues.language("vi"), catalogues.language("en")}};
}

inline ui::Look board_look(const ui::Display& display) {
    return {&fonts(), display, ui::board_theme()};
}

}  // namespace motcua::board
