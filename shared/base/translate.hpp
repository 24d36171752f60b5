#pragma once
// Texts for a person where the catalogues themselves, which are in shared/language, are out of reach.

#include <functional>
#include <string>

/// Marks a text in a table for the catalogue; it is translated where it is shown.
#define MOTCUA_N(text) text

namespace motcua {

/// Gives a text of the catalogue in the language of whoever reads it.
using Translate = std::function<std::string(const char* english)>;

/// For logs, and wherever nobody's language is known.
inline std::string in_english(const char* text) {
    return text;
}

}  // namespace motcua
