#pragma once
// From how far away each kind of text on this board can be read: laid out with the longest usual call, then measured.

#include <string>
#include <vector>

#include "display-board/screens/board_words.hpp"
#include "shared/ui/look.hpp"

namespace motcua::board {

struct TextClass {
    std::string name;
    float capital_mm = 0;
    float readable_m = 0;  ///< by its own rule: large_mm_per_metre or text_mm_per_metre
};

/// Number, counter, and all other text. `look` has the theme as the program starts with it.
std::vector<TextClass> reading_check(const ui::Look& look, const BoardLanguages& languages);

/// "number: capitals 104 mm, readable from 8.5 m (the farthest reader stands at 8.0 m)"
std::string words_of(const TextClass& text, float viewing_distance_m);

}  // namespace motcua::board
