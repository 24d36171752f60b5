#include "shared/language/command_line.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <cstdlib>

#include "shared/base/filled.hpp"
#include "shared/base/settings.hpp"
#include "shared/base/text.hpp"
#include "shared/language/help.hpp"

namespace motcua {
namespace {

/// Of the commands that were given, and those of all.
std::vector<const CLI::Option*> options_now(const CLI::App& app) {
    std::vector<const CLI::Option*> all;
    for (const CLI::App* one = &app; one != nullptr;) {
        const auto own = one->get_options([](const CLI::Option*) { return true; });
        all.insert(all.end(), own.begin(), own.end());
        const auto given = one->get_subcommands();
        one = given.empty() ? nullptr : given.front();
    }
    return all;
}

/// The option that CLI11's sentence is about: it says it by its name.
const CLI::Option* option_in(const CLI::App& app, const std::string& sentence) {
    const CLI::Option* found = nullptr;
    for (const auto* option : options_now(app)) {
        const std::string name = option->get_name();
        if (name.empty() || sentence.find(name) == std::string::npos)
            continue;
        if (found == nullptr || name.size() > found->get_name().size())
            found = option;
    }
    return found;
}

std::string unread_text(const CLI::App& app, const Language& language) {
    const std::vector<std::string> unknown = app.remaining(/*recurse=*/true);
    if (unknown.empty())
        return language.tr("This was not understood.");
    return unknown_word_text(app, unknown.front(), language);
}

}  // namespace

std::string did_you_mean(const std::string& word, const std::vector<std::string>& known, const Language& language) {
    const auto nearest = nearest_word(word, known);
    return nearest ? " " + filled(language.tr("Did you mean \"{}\"?"), *nearest) : std::string();
}

std::string unknown_word_text(const CLI::App& app, const std::string& word, const Language& language) {
    std::vector<std::string> known;
    for (const auto* option : options_now(app))
        known.push_back(option->get_name());
    return filled(language.tr("\"{}\" is not known here."), escaped_for_log(word, 64)) +
           (word.starts_with('-') ? did_you_mean(word, known, language) : std::string());
}

std::string without_country(const std::string& tag) {
    return tag.substr(0, tag.find_first_of("_.@"));
}

std::string language_of(const std::vector<std::string>& words, const std::vector<std::string>& known) {
    const auto is_known = [&](const std::string& tag) {
        return std::find(known.begin(), known.end(), tag) != known.end();
    };
    std::string tag;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == "--lang" && i + 1 < words.size())
            tag = words[i + 1];
        else if (words[i].starts_with("--lang="))
            tag = words[i].substr(7);
    }
    tag = without_country(tag);
    if (is_known(tag))
        return tag;
    std::string locale;  // "vi_VN.UTF-8"
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (locale.empty() && value != nullptr)
            locale = value;
    }
    const std::string of_system = without_country(locale);
    return is_known(of_system) ? of_system : "vi";
}

Language language_of_caller(int count, const char* const* words) {
    try {
        const Catalogues catalogues(Catalogues::usual_folders());
        return catalogues.language(language_of(std::vector<std::string>(words + 1, words + count), catalogues.tags()));
    } catch (const std::exception&) {
        return {};  // whoever needs the catalogues says what is wrong with them
    }
}

std::string mistake_text(const CLI::App& app, const CLI::ParseError& mistake, const Language& language) {
    if (dynamic_cast<const CLI::ExtrasError*>(&mistake) != nullptr)
        return unread_text(app, language);
    const auto* option = option_in(app, mistake.what());
    if (option == nullptr)
        return language.tr("This was not understood.") + " (" + mistake.what() + ")";
    const std::string name = option->get_name();
    if (dynamic_cast<const CLI::RequiredError*>(&mistake) != nullptr)
        return filled(language.tr("{} is missing."), name);
    if (option->get_items_expected_max() == 0)
        return filled(language.tr("{} takes no value."), name);
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&mistake) != nullptr)
        return filled(language.tr("{} needs a value."), name);
    return filled(language.tr("{}: this value cannot be; {} is expected."), name, option->get_type_name());
}

std::optional<int> read_flags(CLI::App& app, const char* program, int count, const char* const* words,
                              const Language& language) {
    app.name(program);
    tell_help_in(app, language);
    try {
        app.parse(count, words);
        return std::nullopt;
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0)
            return app.exit(error);
        fmt::print(stderr, "{}: {}\n{} --help\n", program, mistake_text(app, error, language), program);
        return usage_exit_code;
    } catch (const Failure& failure) {
        return refuse_flag(program, failure.problem, language);
    }
}

int refuse_flag(const char* program, const Problem& problem, const Language& language) {
    fmt::print(stderr, "{}: {}\n", program, told(problem, language.translate()));
    return usage_exit_code;
}

int give_up(const char* program, const std::exception& caught, const Language& language) {
    fmt::print(stderr, "{}: {}\n", program, told(caught, language.translate()));
    return 1;
}

}  // namespace motcua
