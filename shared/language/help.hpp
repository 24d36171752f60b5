#pragma once
// --help in the language of whoever asks: CLI11's own words, and the descriptions, which a program gives its options
// and commands as texts of the catalogue (MOTCUA_N). Names and what stands for a value (FILE, HOST:PORT) are the same
// in every language.

#include "shared/language/language.hpp"

namespace CLI {
class App;
}  // namespace CLI

namespace motcua {

/// To be done before the program's commands are added: they take it over.
void tell_help_in(CLI::App& app, const Language& language);

}  // namespace motcua
