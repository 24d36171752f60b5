// motcua-counter: the window of a clerk. Reads settings and flags, then hands over to counter_app.
#include <CLI/CLI.hpp>

#include "counter-client/app/counter_app.hpp"
#include "shared/base/log.hpp"
#include "shared/language/command_line.hpp"

namespace {

using namespace motcua;

constexpr const char* program = "motcua-counter";

std::string counter_fault(const std::string& text) {
    if (!is_key(text))
        throw Failure(Problem("{}: {}", "--counter",
                              Problem("\"{}\" is not a counter's id: small letters, digits and '-'", text)));
    return {};
}

/// `language`: of the caller, until the settings name one.
int start(int argc, char** argv, Language& language) {
    CLI::App app{MOTCUA_N("The window of a clerk: calls, serves and sends on the people who wait.")};
    link::ClientFlags flags;
    link::add_client_flags(app, flags, program);
    std::string counter_flag;
    ui::WindowFlags window_flags;
    app.add_option("--counter", counter_flag, MOTCUA_N("The counter where this machine stands, such as 3"))
        ->type_name("ID")
        ->check(counter_fault);
    window_flags.add_to(app);
    if (const auto exit_code = read_flags(app, program, argc, argv, language))
        return *exit_code;

    counter::CounterSettings settings;
    const auto client = link::load_client_settings(
        flags, program, [&](SettingsTable& root) { settings = counter::read_counter_settings(root, flags.config); });
    if (!client)
        throw Failure(client.error());
    if (!counter_flag.empty())
        settings.counter = CounterId{counter_flag};
    if (!is_key(settings.counter.value))
        throw Failure(Problem("say which counter this is: --counter 3, or counter = \"3\" in the settings file"));
    if (const auto applied = window_flags.apply(settings.window); !applied)
        return refuse_flag(program, applied.error(), language);
    configure_log(program, client->log_level);
    const Catalogues catalogues(Catalogues::usual_folders_after(client->languages_dir));
    if (const auto known = catalogues.need(client->language); !known)
        return refuse_flag(program, known.error(), language);
    if (!client->language.empty())
        language = catalogues.language(client->language);
    counter::run_counter(*client, settings, catalogues);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    Language language = language_of_caller(argc, argv);
    try {
        return start(argc, argv, language);
    } catch (const std::exception& error) {
        return give_up(program, error, language);
    }
}
