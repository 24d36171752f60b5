// motcua-kiosk: the machine at the door where citizens take a number.

#include <csignal>
#include <cstdio>
#include <exception>

#include <CLI/CLI.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/signal_set.hpp>

#include "kiosk/app/kiosk_app.hpp"
#include "shared/base/log.hpp"

namespace {

using namespace motcua;

struct Flags {
    link::ClientFlags client;
    ui::WindowFlags window;
};

int run_kiosk(const Flags& flags) {
    kiosk::KioskSettings settings;
    const auto folder = std::filesystem::path(flags.client.config).parent_path();
    const auto client = link::load_client_settings(flags.client, "motcua-kiosk", [&](SettingsTable& root) {
        settings = kiosk::read_kiosk_settings(root, folder);
    });
    if (!client)
        throw std::runtime_error(client.error().text);
    configure_log("motcua-kiosk", client->log_level);
    if (const auto applied = flags.window.apply(settings.window); !applied)
        return link::refuse_flag("motcua-kiosk", applied.error());

    const Catalogues catalogues(Catalogues::usual_folders_after(client->languages_dir));
    if (const auto known = catalogues.need(client->language); !known)
        return link::refuse_flag("motcua-kiosk", known.error());
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
    CLI::App app{"The machine at the door where citizens take a number."};
    Flags flags;
    link::add_client_flags(app, flags.client, "motcua-kiosk");
    flags.window.add_to(app);
    if (const auto exit_code = link::read_flags(app, argc, argv))
        return *exit_code;
    try {
        return run_kiosk(flags);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "motcua-kiosk: %s\n", error.what());
        return 1;
    }
}
