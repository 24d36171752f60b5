#include "shared/language/own_name.hpp"

#include <utility>

namespace motcua {

std::string own_name_of_language(std::string_view tag) {
    // Only names that the programs' font can draw.
    static constexpr std::pair<std::string_view, std::string_view> names[] = {
        {"vi", "Tiếng Việt"}, {"en", "English"}, {"jra", "Jrai"},   {"bdq", "Bahnar"},
        {"sed", "Sedang"},    {"rad", "Êđê"},    {"fr", "Français"}};
    for (const auto& [known, name] : names) {
        if (tag == known)
            return std::string(name);
    }
    return std::string(tag);
}

}  // namespace motcua
