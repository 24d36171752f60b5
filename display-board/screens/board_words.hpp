#pragma once
// The board's words: what a state is called, and what takes turns in a line that holds one thing at a time.

#include <functional>
#include <string>
#include <vector>

#include "display-board/model/board_screen.hpp"
#include "shared/language/language.hpp"

namespace motcua::board {

/// What the board says everything in: the first is large, the second (where there is one) smaller beneath.
struct BoardLanguages {
    std::vector<Language> shown;  ///< one or two
    const Language& first() const { return shown.front(); }
    bool is_bilingual() const { return shown.size() > 1; }
};

/// Width of a text in the line in question, and whether it fits there.
using Fits = std::function<bool(const std::string&)>;
/// A text cut into lines that fit.
using Wrap = std::function<std::vector<std::string>(const std::string&)>;

/// `text` of the centre in both languages, each once, "A · B".
std::string both(const LocalText& text, const BoardLanguages& languages);
/// The same of our own text.
std::string both(const char* english, const BoardLanguages& languages);

/// "Called again", "Now calling", "Being served".
std::string state_words(const LargeCall& call, const Language& language);
/// What stands huge for the counter: its label where that is short, else its bare name.
std::string large_place(const LargeCall& call, const Language& language);
/// The line beneath: the label in full where the large one is not, and the second language.
std::string small_place(const LargeCall& call, const BoardLanguages& languages);

/// Lines of missed and coming numbers, and of a voice that fails: one at a time, in each language.
std::vector<std::string> info_lines(const BoardScreen& screen, const BoardLanguages& languages, const Fits& fits);
std::vector<std::string> notice_lines(const BoardScreen& screen, const BoardLanguages& languages, const Wrap& wrap);

/// Whose turn it is; "" when there is none.
std::string taking_turns(const std::vector<std::string>& lines, std::uint32_t turn);

/// "Monday 23/11/2026" in the language.
std::string date_words(Date date, const Language& language);

}  // namespace motcua::board
