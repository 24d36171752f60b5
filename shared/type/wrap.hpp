#pragma once
// Breaking text into lines that fit a width. Pure functions over a FontSet.

#include <string>
#include <string_view>
#include <vector>

#include "shared/type/font.hpp"

namespace motcua::type {

struct WrapOptions {
    float width_px = 0;
    std::size_t max_lines = 0;  ///< 0: as many as needed (bounded by max_wrapped_lines); the last ends in "…" when cut
};

/// Breaks at spaces and line feeds, after hyphens and slashes that do not stand between digits; a word wider than the
/// line breaks between characters. A no-break space (U+00A0) never breaks. The lines of a short paragraph are about
/// equally long.
std::vector<std::string> wrap(const FontSet& fonts, std::string_view text, Weight weight, float size_px,
                              const WrapOptions& options);

/// `text` itself when it fits, else its longest beginning with "…".
std::string ellipsized(const FontSet& fonts, std::string_view text, Weight weight, float size_px, float width_px);

/// The largest size in [min_size_px, size_px] at which `text` wraps into at most `max_lines` lines without a cut word.
float fitting_size(const FontSet& fonts, std::string_view text, Weight weight, float size_px, float smallest_px,
                   const WrapOptions& options);

}  // namespace motcua::type
