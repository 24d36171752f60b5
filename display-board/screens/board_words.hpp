#pragma once
// The board's words: what a state is called, and what takes turns in a line that holds one thing at a time.

#include <functional>
#include <string>
#include <vector>

#include "display-board/model/board_screen.hpp"
#include "display-board/screens/text_pages.hpp"
#include "shared/language/language.hpp"

namespace motcua::board {

/// What the board says everything in: the first is large, the second (where there is one) smaller beneath.
struct BoardLanguages {
    std::vector<Language> shown;  ///< one or two
    const Language& first() const { return shown.front(); }
    bool is_bilingual() const { return shown.size() > 1; }
};

/// `text` of the centre in both languages, each once, "A · B".
std::string both(const LocalText& text, const BoardLanguages& languages);
/// The same of our own text.
std::string both(const char* english, const BoardLanguages& languages);

/// "Called again", "Now calling", "Being served".
std::string state_words(const LargeCall& call, const Language& language);
/// A counter as the large line shows it: its name large, the other words of its label smaller beside it.
struct LargePlace {
    std::string before;
    std::string large;
    std::string after;
    bool operator==(const LargePlace&) const = default;
};
/// Whether it fits with the large part at its full size.
using FitsPlace = std::function<bool(const LargePlace&)>;

/// The label all large where that fits, else its name large and as many of the other words as fit beside it.
LargePlace large_place(const LargeCall& call, const Language& language, const FitsPlace& fits);
/// What takes turns in the line beneath, each in one language: the label where `large` does not have all of it, the
/// second language, and how many calls wait for the voice.
std::vector<std::string> small_lines(const LargeCall& call, const LargePlace& large, std::size_t calls_to_come,
                                     const BoardLanguages& languages, const Fits& fits);
/// The earlier calls that are shown where there are `places` rows. Where not all fit, those who are at their counter
/// give way; where those who are still awaited do not fit either, they take turns, each within
/// ceil(awaited / places) turns.
struct RowsPage {
    std::vector<BoardRow> rows;
    std::size_t page = 1;   ///< of those still awaited
    std::size_t pages = 1;  ///< more than 1 where they take turns
};
RowsPage rows_in_turn(const std::vector<BoardRow>& rows, std::size_t places, std::uint32_t turn);
/// Of an earlier call: the label, or as much of it as fits with the name.
std::string row_place(const BoardRow& row, const Language& language, const Fits& fits);

/// Lines of missed and coming numbers, and of a voice that fails: one at a time, in each language.
std::vector<std::string> info_lines(const BoardScreen& screen, const BoardLanguages& languages, const Fits& fits);
/// The notices in each language as pages of at most `lines` lines.
std::vector<std::string> notice_pages(const BoardScreen& screen, const BoardLanguages& languages, std::size_t lines,
                                      const Fits& fits);

/// Whose turn it is; "" when there is none.
std::string taking_turns(const std::vector<std::string>& lines, std::uint32_t turn);

/// "Monday 23/11/2026" in the language; "Monday 23/11" or "23/11/2026" where that does not fit.
std::string date_words(Date date, const Language& language, const Fits& fits);

}  // namespace motcua::board
