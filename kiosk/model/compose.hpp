#pragma once
// State -> screen: all words of the kiosk are here and in compose_pages.cpp. Pure.

#include "kiosk/model/screen.hpp"
#include "kiosk/model/state.hpp"
#include "shared/language/language.hpp"

namespace motcua::kiosk {

/// `language` is that of state.shown_language().
KioskScreen compose(const State& state, const Language& language);

/// The part of compose() that depends on the place; `screen` has the frame already.
void compose_place(const State& state, const Language& language, KioskScreen& screen);

}  // namespace motcua::kiosk
