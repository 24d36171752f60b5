#pragma once
// The fonts of these tests, loaded once, and what is hard to write with them.

#include "shared/type/font.hpp"

constexpr const char* test_line = "ỄẶẪỮ ỹ ợ ƀ č ñ ê̆ ô̆ ơ̆ Ư̆ 0128";

inline const motcua::type::FontSet& test_fonts() {
    static const motcua::type::FontSet fonts = motcua::type::FontSet::load().value();
    return fonts;
}
