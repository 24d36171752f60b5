#pragma once
// Placeholders of translated texts. A translation with a wrong placeholder shows as it is; it never throws.

#include <fmt/format.h>

#include <string>

namespace motcua {

template <class... Values>
std::string filled(const std::string& text, const Values&... values) {
    try {
        return fmt::format(fmt::runtime(text), values...);
    } catch (const fmt::format_error&) {
        return text;
    }
}

}  // namespace motcua
