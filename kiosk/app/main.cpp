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
    std::vector<std::string> locale_dirs;
    std::string screenshot_file;
    std::string screen_map_file;
};

Catalogues load_catalogues(const Flags& flags, const kiosk::KioskSettings& settings) {
    std::vector<std::filesystem::path> folders(flags.locale_dirs.begin(), flags.locale_dirs.end());
    if (!settings.languages_dir.empty())
        folders.push_back(settings.languages_dir);
    for (const auto& usual : Catalogues::usual_folders())
        folders.push_back(usual);
    return Catalogues(folders);
}

int run_kiosk(const Flags& flags) {
    kiosk::KioskSettings settings;
    settings.window.position = {{0, 0}};
    const auto folder = std::filesystem::path(flags.client.config).parent_path();
    const auto client = link::load_client_settings(flags.client, "motcua-kiosk", [&](SettingsTable& root) {
        settings = kiosk::read_kiosk_settings(root, folder);
    });
    if (!client)
        throw std::runtime_error(client.error().text);
    configure_log("motcua-kiosk", client->log_level);
    if (!flags.screenshot_file.empty())
        settings.window.screenshot_file = flags.screenshot_file;
    if (!flags.screen_map_file.empty())
        settings.window.screen_map_file = flags.screen_map_file;
    settings.window.title = "Một Cửa – kiosk";
    if (settings.window.mode != ui::WindowMode::Framed)
        settings.window.close_request = ui::CloseRequest::Ignored;

    const Catalogues catalogues = load_catalogues(flags, settings);
    const type::FontSet fonts = type::FontSet::load().value();
    ui::Theme theme = ui::kiosk_theme();
    if (!settings.theme_file.empty())
        theme = ui::read_theme(settings.theme_file, theme).value();

    bool is_stopped = false;
    boost::asio::io_context io(1);
    const auto work = boost::asio::make_work_guard(io);
    boost::asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&](const boost::system::error_code&, int) { is_stopped = true; });

    ui::Window window(settings.window, {&fonts, settings.display, theme});
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
    app.add_option("--locale-dir", flags.locale_dirs, "further folders with LANG/LC_MESSAGES/motcua.mo");
    app.add_option("--screenshot-file", flags.screenshot_file, "write the screen here after every change (PNG)");
    app.add_option("--screen-map-file", flags.screen_map_file, "write what is where on the screen here (JSON)");
    CLI11_PARSE(app, argc, argv);
    try {
        return run_kiosk(flags);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "motcua-kiosk: %s\n", error.what());
        return 1;
    }
}
