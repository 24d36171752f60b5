#pragma once
// A text that is longer than its place, shown page by page in readable pieces. Pure.

#include <functional>
#include <string>
#include <vector>

namespace motcua::board {

/// Whether a text fits the line in question.
using Fits = std::function<bool(const std::string&)>;

/// `text` as pages of at most `lines` lines, the lines of a page parted by a line feed. It is cut between sentences
/// first, then between clauses (after a comma, before an "and", before the place in an office's name) even where that
/// takes a page more, else into lines of about equal length; no line is a single word where there are enough words. A
/// page in the midst of a sentence ends in "…".
std::vector<std::string> pages_of(const std::string& text, std::size_t lines, const Fits& fits);

/// The words of `text` in `count` lines of about equal length; fewer where there are fewer words.
std::vector<std::string> balanced_lines(const std::string& text, std::size_t count);

}  // namespace motcua::board
