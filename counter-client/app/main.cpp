// motcua-counter: the window of a clerk. Reads settings and flags, then hands over to counter_app.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "counter-client/app/counter_app.hpp"
#include "shared/base/log.hpp"

namespace {

using namespace motcua;

int start(int argc, char** argv) {
    CLI::App app{"The window of a clerk: calls, serves and sends on the people who wait."};
    link::ClientFlags flags;
    link::add_client_flags(app, flags, "motcua-counter");
    std::string counter_flag;
    ui::WindowFlags window_flags;
    app.add_option("--counter", counter_flag, "the counter where this machine stands, such as 3")
        ->check([](const std::string& text) { return is_key(text) ? "" : "an id is 1 to 32 of a-z, 0-9 and '-'"; });
    window_flags.add_to(app);
    if (const auto exit_code = link::read_flags(app, argc, argv))
        return *exit_code;

    counter::CounterSettings settings;
    const auto client = link::load_client_settings(flags, "motcua-counter", [&](SettingsTable& root) {
        settings = counter::read_counter_settings(root, flags.config);
    });
    if (!client)
        throw std::runtime_error(client.error().text);
    if (!counter_flag.empty())
        settings.counter = CounterId{counter_flag};
    if (!is_key(settings.counter.value))
        throw std::runtime_error("say which counter this is: --counter 3, or counter = \"3\" in the settings file");
    if (const auto applied = window_flags.apply(settings.window); !applied)
        return link::refuse_flag("motcua-counter", applied.error());
    if (!configure_log("motcua-counter", client->log_level))
        throw std::runtime_error("--log-level takes trace, debug, info, warning, error or off");
    const Catalogues catalogues(Catalogues::usual_folders_after(client->languages_dir));
    if (const auto known = catalogues.need(client->language); !known)
        return link::refuse_flag("motcua-counter", known.error());
    counter::run_counter(*client, settings, catalogues);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return start(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "motcua-counter: %s\n", error.what());
        return 1;
    }
}
