#pragma once
// What a person at the kiosk may wish, whatever they touched.

#include <cstdint>
#include <string>
#include <variant>

#include "shared/base/ids.hpp"

namespace motcua::kiosk {

struct ChooseService {
    ServiceId service;
};
struct ChooseGroup {
    GroupId group;  ///< empty: services without a group
};
struct TakeNumber {
    CategoryId category;  ///< empty: in none of the groups
};
struct ChooseLanguage {
    std::string tag;
};
enum class Wish : std::uint8_t {
    MoreServices,
    NextPage,
    PreviousPage,
    Back,
    Home,
    ShowHelp,
    CloseHelp,
    ToggleLargeText,
    ToggleHighContrast,
    StayHere,     ///< answers the idle warning
    StopWaiting,  ///< no longer waits for a late answer
    TryAgain,
};
using Intent = std::variant<ChooseService, ChooseGroup, TakeNumber, ChooseLanguage, Wish>;

}  // namespace motcua::kiosk
