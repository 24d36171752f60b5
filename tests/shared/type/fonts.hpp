#pragma once
// The fonts of these tests, loaded once.

#include "shared/type/font.hpp"

inline const motcua::type::FontSet& test_fonts() {
    static const motcua::type::FontSet fonts = motcua::type::FontSet::load().value();
    return fonts;
}
