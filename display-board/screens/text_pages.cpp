#include "display-board/screens/text_pages.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string_view>

namespace motcua::board {
namespace {

constexpr std::string_view goes_on = " …";
constexpr std::size_t fewest_words = 2;              ///< in a line and in a sentence
constexpr std::size_t abbreviation_letters = 2;      ///< "TP." and "Q." end no sentence
constexpr std::ptrdiff_t clause_bonus_percent = 30;  ///< of a line: how much farther a comma may be than a mere space

using Words = std::vector<std::string>;

std::ptrdiff_t characters(std::string_view utf8) {
    return std::count_if(utf8.begin(), utf8.end(),
                         [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

Words words_of(const std::string& text) {
    Words words;
    std::size_t from = 0;
    while ((from = text.find_first_not_of(" \n\t", from)) != std::string::npos) {
        const std::size_t to = std::min(text.find_first_of(" \n\t", from), text.size());
        words.push_back(text.substr(from, to - from));
        from = to;
    }
    return words;
}

std::string joined(const Words& words, std::size_t from, std::size_t to) {
    std::string text;
    for (std::size_t i = from; i < to; ++i) {
        text += (i == from ? "" : " ") + words[i];
    }
    return text;
}

bool ends_sentence(const std::string& word) {
    if (word.back() != '.') {
        return word.back() == '!' || word.back() == '?';
    }
    const bool is_capitals = std::all_of(word.begin(), word.end() - 1, [](char c) { return c >= 'A' && c <= 'Z'; });
    return !is_capitals || word.size() > abbreviation_letters + 1;
}

bool ends_clause(const std::string& word) {
    return std::string_view(",;:)").find(word.back()) != std::string_view::npos || ends_sentence(word);
}

/// "tỉnh Kon Tum" behind an office's name; not "xã hội".
bool begins_place(const std::string& word, const std::string& next) {
    const bool is_name = !next.starts_with("đ") && (next.front() < 'a' || next.front() > 'z');
    return (word == "thành" && next == "phố") ||
           (is_name && (word == "tỉnh" || word == "huyện" || word == "quận" || word == "phường" || word == "xã"));
}

/// Whether the sense allows a cut before the word.
bool parts_clauses(const Words& words, std::size_t cut) {
    const std::string& word = words[cut];
    return ends_clause(words[cut - 1]) || word == "và" || word == "hoặc" || word == "and" || word == "or" ||
           (cut + 1 < words.size() && begins_place(word, words[cut + 1]));
}

enum class Cuts { Equal, AtClauses };

std::vector<Words> sentences_of(const Words& words) {
    std::vector<Words> sentences(1);
    for (const std::string& word : words) {
        if (sentences.back().size() >= fewest_words && ends_sentence(sentences.back().back())) {
            sentences.emplace_back();
        }
        sentences.back().push_back(word);
    }
    if (sentences.size() > 1 && sentences.back().size() < fewest_words) {
        Words last = std::move(sentences.back());
        sentences.pop_back();
        sentences.back().insert(sentences.back().end(), last.begin(), last.end());
    }
    return sentences;
}

/// The words in `count` lines (1 .. as many as words) of about equal length; at clauses a line may be less equal.
std::vector<std::string> balanced(const Words& words, std::size_t count, Cuts cuts) {
    std::vector<std::ptrdiff_t> reach(words.size() + 1, 0);  // how far the first n words go
    for (std::size_t i = 0; i < words.size(); ++i) {
        reach[i + 1] = reach[i] + characters(words[i]) + 1;
    }
    const auto parts = static_cast<std::ptrdiff_t>(count);
    const std::ptrdiff_t bonus = cuts == Cuts::Equal ? 0 : reach.back() / parts * clause_bonus_percent / 100;
    const std::size_t fewest = words.size() >= fewest_words * count ? fewest_words : 1;
    std::vector<std::string> lines;
    std::size_t from = 0;
    for (std::size_t line = 1; line < count; ++line) {
        const std::ptrdiff_t ideal = reach.back() * static_cast<std::ptrdiff_t>(line) / parts;
        const auto distance = [&](std::size_t cut) {
            return std::abs(reach[cut] - ideal) - (parts_clauses(words, cut) ? bonus : 0);
        };
        std::size_t best = from + fewest;
        for (std::size_t cut = best + 1; cut + fewest * (count - line) <= words.size(); ++cut) {
            best = distance(cut) < distance(best) ? cut : best;
        }
        lines.push_back(joined(words, from, best));
        from = best;
    }
    lines.push_back(joined(words, from, words.size()));
    return lines;
}

/// The words as one page of the fewest lines that fit, the last with `ending` behind it.
std::optional<std::string> page_of(const Words& words, std::size_t lines, const Fits& fits, std::string_view ending) {
    for (std::size_t count = 1; count <= std::min(lines, words.size()); ++count) {
        for (const Cuts cuts : {Cuts::AtClauses, Cuts::Equal}) {
            std::vector<std::string> made = balanced(words, count, cuts);
            made.back() += ending;
            if (std::all_of(made.begin(), made.end(), fits)) {
                std::string page = made.front();
                for (std::size_t i = 1; i < made.size(); ++i) {
                    page += "\n" + made[i];
                }
                return page;
            }
        }
    }
    return std::nullopt;
}

/// The fewest pages of about equal length; of a word each where even that does not fit.
std::vector<std::string> equal_pages(const Words& words, std::size_t lines, const Fits& fits) {
    for (std::size_t count = 1; count < words.size(); ++count) {
        for (const Cuts cuts : {Cuts::AtClauses, Cuts::Equal}) {
            std::vector<std::string> pages = balanced(words, count, cuts);
            const bool all_fit = std::all_of(pages.begin(), pages.end(), [&](std::string& text) {
                const auto page = page_of(words_of(text), lines, fits, &text == &pages.back() ? "" : goes_on);
                text = page.value_or(text);
                return page.has_value();
            });
            if (all_fit) {
                return pages;
            }
        }
    }
    return words;
}

std::vector<Words> clauses_of(const Words& words) {
    std::vector<Words> clauses(1);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool has_enough = clauses.back().size() >= fewest_words && i + fewest_words <= words.size();
        if (has_enough && parts_clauses(words, i)) {
            clauses.emplace_back();
        }
        clauses.back().push_back(words[i]);
    }
    return clauses;
}

/// Pages of whole clauses, each with as many as fit; none where one clause alone does not fit.
std::optional<std::vector<std::string>> clause_pages(const Words& words, std::size_t lines, const Fits& fits) {
    std::vector<std::string> pages;
    Words together;
    std::optional<std::string> page;
    std::size_t taken = 0;
    for (const Words& clause : clauses_of(words)) {
        taken += clause.size();
        const std::string_view ending = taken == words.size() ? "" : goes_on;
        Words longer = together;
        longer.insert(longer.end(), clause.begin(), clause.end());
        std::optional<std::string> made = page_of(longer, lines, fits, ending);
        if (!made && page) {
            pages.push_back(*page);
            longer = clause;
            made = page_of(longer, lines, fits, ending);
        }
        if (!made) {
            return std::nullopt;
        }
        together = std::move(longer);
        page = std::move(made);
    }
    pages.push_back(*page);
    return pages;
}

/// Whoever looks up at the second page understands a clause, not half of one: that is worth a page more.
std::vector<std::string> sense_pages(const Words& words, std::size_t lines, const Fits& fits) {
    std::vector<std::string> equal = equal_pages(words, lines, fits);
    if (equal.size() > 1) {
        auto clauses = clause_pages(words, lines, fits);
        if (clauses && clauses->size() <= equal.size() + 1) {
            return *std::move(clauses);
        }
    }
    return equal;
}

}  // namespace

std::vector<std::string> pages_of(const std::string& text, std::size_t lines, const Fits& fits) {
    const Words words = words_of(text);
    if (words.empty()) {
        return {};
    }
    std::vector<std::string> pages;
    Words together;  // sentences that share a page
    const auto turn_page = [&] {
        for (std::string& page : sense_pages(together, lines, fits)) {
            pages.push_back(std::move(page));
        }
    };
    for (const Words& sentence : sentences_of(words)) {
        Words longer = together;
        longer.insert(longer.end(), sentence.begin(), sentence.end());
        if (together.empty() || page_of(longer, lines, fits, "")) {
            together = std::move(longer);
        } else {
            turn_page();
            together = sentence;
        }
    }
    turn_page();
    return pages;
}

std::vector<std::string> balanced_lines(const std::string& text, std::size_t count) {
    const Words words = words_of(text);
    return words.empty() ? Words{} : balanced(words, std::min(count, words.size()), Cuts::AtClauses);
}

}  // namespace motcua::board
