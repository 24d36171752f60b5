#pragma once
// What became of a ticket on paper.

#include <cstdint>

namespace motcua::kiosk {

enum class PrintOutcome : std::uint8_t {
    Printed,    ///< the printer said so, or the file is written
    Failed,     ///< certainly not, or not whole
    Unknown,    ///< sent, but the printer is silent: look at the tray
    NoPrinter,  ///< none is set up: nothing is broken
};

}  // namespace motcua::kiosk
