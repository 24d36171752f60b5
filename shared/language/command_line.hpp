#pragma once
// A program's command line and its start, told in the language of whoever gives it: what keeps a program from running
// is for the person at the terminal, in whatever language its screen or its log speak.

#include <optional>
#include <string>
#include <vector>

#include "shared/language/language.hpp"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace motcua {

constexpr int usage_exit_code = 2;

/// "vi_VN.UTF-8" is "vi".
std::string without_country(const std::string& tag);

/// The language of the answers, one of `known`: of --lang among the words, else of LC_ALL, LC_MESSAGES or LANG, else
/// vi.
std::string language_of(const std::vector<std::string>& words, const std::vector<std::string>& known);

/// The same from the usual catalogues, for main's words. Never throws: English where a catalogue is damaged.
Language language_of_caller(int count, const char* const* words);

/// CLI11's own sentences are English: what it saw is said in ours.
std::string mistake_text(const CLI::App& app, const CLI::ParseError& mistake, const Language& language);

/// " Did you mean ...?" with the nearest of the known words; "" where none is near.
std::string did_you_mean(const std::string& word, const std::vector<std::string>& known, const Language& language);

/// That this word is nothing the program knows; of an option the nearest one of those that may stand there.
std::string unknown_word_text(const CLI::App& app, const std::string& word, const Language& language);

/// Reads the words of a program without commands; what describes them in --help is of the catalogue. An exit code when
/// the program is to end: 0 after --help and
/// --version, 2 after a mistake, which was told. A check of a flag may throw a Failure.
std::optional<int> read_flags(CLI::App& app, const char* program, int count, const char* const* words,
                              const Language& language);
/// Tells a mistake in a flag and gives the exit code.
int refuse_flag(const char* program, const Problem& problem, const Language& language);
/// Tells what ends a program and gives the exit code.
int give_up(const char* program, const std::exception& caught, const Language& language);

}  // namespace motcua
