// motcua-kiosk: the machine at the door where citizens take a number.

#include <csignal>
#include <exception>

#include <CLI/CLI.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/signal_set.hpp>

#include "kiosk/app/kiosk_app.hpp"
#include "shared/base/log.hpp"
#include "shared/language/command_line.hpp"

namespace {

using namespace motcua;

constexpr const char* program = "motcua-kiosk";

struct Flags {
    link::ClientFlags client;
    ui::WindowFlags window;
};

/// `language`: of the caller, until the settings name one.
int run_kiosk(const Flags& flags, Language& language) {
    kiosk::KioskSettings settings;
    const auto folder = std::filesystem::path(flags.client.config).parent_path();
    const auto client = link::load_client_settings(
        flags.client, program, [&](SettingsTable& root) { settings = kiosk::read_kiosk_settings(root, folder); });
    if (!client)
        throw Failure(client.error());
    configure_log(program, client->log_level);
    if (const auto applied = flags.window.apply(settings.window); !applied)
        return refuse_flag(program, applied.error(), language);

    const Catalogues catalogues(Catalogues::usual_folders_after(client->languages_dir));
    if (const auto known = catalogues.need(client->language); !known)
        return refuse_flag(program, known.error(), language);
    if (!client->language.empty())
        language = catalogues.language(client->language);
    const type::FontSet fonts = type::FontSet::load().value();

    bool is_stopped = false;
    boost::asio::io_context io(1);
    const auto work = boost::asio::make_work_guard(io);
    boost::asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&](const boost::system::error_code&, int) { is_stopped = true; });

    ui::Window window(settings.window.options("Một Cửa: kiosk"),
                      {&fonts, settings.window.display(), settings.window.theme(ui::kiosk_theme())});
    kiosk::KioskApp app(io, *client, settings, catalogues, fonts, window.manager());
    ui::run(
        window,
        [&](std::chrono::milliseconds budget) {
            io.run_for(budget);
            app.turn();
        },
        [&] { return is_stopped; });
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);
    CLI::App app{MOTCUA_N("The machine at the door where citizens take a number.")};
    Flags flags;
    link::add_client_flags(app, flags.client, program);
    flags.window.add_to(app);
    Language language = language_of_caller(argc, argv);
    if (const auto exit_code = read_flags(app, program, argc, argv, language))
        return *exit_code;
    try {
        return run_kiosk(flags, language);
    } catch (const std::exception& error) {
        return give_up(program, error, language);
    }
}
