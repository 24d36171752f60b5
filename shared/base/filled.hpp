#pragma once
// Placeholders of translated texts. A translation with a wrong placeholder shows as it is; it never throws.

#include <fmt/format.h>

#include <string>
#include <vector>

namespace motcua {

template <class... Values>
std::string filled(const std::string& text, const Values&... values) {
    try {
        return fmt::format(fmt::runtime(text), values...);
    } catch (const fmt::format_error&) {
        return text;
    }
}

/// For a text and values that came from a peer: each "{}" is the next value, "{0}" the first; nothing else is special,
/// and a place without a value stays as it is.
std::string filled_with(const std::string& text, const std::vector<std::string>& values);

}  // namespace motcua
