// motcua-board: the display of calls and its voice. Reads settings and flags, wires, and runs until SIGTERM.

#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <csignal>
#include <exception>
#include <filesystem>

#include "display-board/app/board_program.hpp"
#include "display-board/app/board_settings.hpp"
#include "display-board/screens/reading_check.hpp"
#include "shared/base/log.hpp"
#include "shared/language/command_line.hpp"
#include "shared/link/client_settings.hpp"
#include "shared/link/link.hpp"
#include "shared/ui/window.hpp"

namespace {

using namespace motcua;

constexpr const char* program = "motcua-board";
volatile std::sig_atomic_t stop_requested = 0;

void stop(int) {
    stop_requested = 1;
}

/// The device's own language, where one is set, goes first. One that is not known is a Problem.
Result<board::BoardLanguages> shown_languages(const board::BoardSettings& settings, const link::ClientSettings& client,
                                              const Catalogues& catalogues) {
    const std::string& preferred = client.language;
    std::vector<std::string> tags = settings.languages;
    if (!preferred.empty()) {
        std::erase(tags, preferred);
        tags.insert(tags.begin(), preferred);
        tags.resize(std::min<std::size_t>(tags.size(), 2));
    }
    board::BoardLanguages languages;
    for (const std::string& tag : tags) {
        if (const auto known = catalogues.need(tag); !known) {
            return known.error();
        }
        languages.shown.push_back(catalogues.language(tag));
    }
    return languages;
}

void run_board(const link::ClientSettings& client, const board::BoardSettings& settings,
               const board::BoardLanguages& languages) {
    configure_log(program, client.log_level);
    const auto fonts = type::FontSet::load().value();
    ui::Window window(settings.window.options("Một Cửa: bảng gọi số"),
                      {&fonts, settings.window.display(), settings.window.theme(ui::board_theme())});
    for (const auto& text : board::reading_check(window.manager().look(), languages)) {
        spdlog::info("{}", board::words_of(text, window.manager().look().display.viewing_distance_m));
    }
    board::BoardProgram board(settings, client.data, languages, window.manager());

    boost::asio::io_context io;
    link::Listener listener;
    listener.on_status = [&](const link::Status& status) { board.on_status(status); };
    listener.on_view = [&](const View& view) { board.on_view(view); };
    const auto link =
        link::Link::open(io, link::link_options(client, program, Role::Board), client.data, listener).value();
    link->subscribe({ViewKind::Board, settings.zone, {}});
    link->start();

    const auto work = boost::asio::make_work_guard(io);
    ui::run(
        window,
        [&](std::chrono::milliseconds budget) {
            io.run_for(budget);
            board.turn();
        },
        [] { return stop_requested != 0; });
    link->stop();
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGTERM, stop);
    std::signal(SIGINT, stop);
    CLI::App app{MOTCUA_N("The board of a hall: shows and speaks the numbers that are called.")};
    link::ClientFlags client_flags;
    link::add_client_flags(app, client_flags, program);
    board::BoardFlags board_flags;
    board_flags.add_to(app);
    Language language = language_of_caller(argc, argv);
    if (const auto exit_code = read_flags(app, program, argc, argv, language)) {
        return *exit_code;
    }
    try {
        board::BoardSettings settings;
        const auto folder = std::filesystem::path(client_flags.config).parent_path();
        const auto client = link::load_client_settings(
            client_flags, program, [&](SettingsTable& root) { board::read_board_settings(root, folder, settings); });
        if (!client) {
            throw Failure(client.error());
        }
        if (const auto applied = board_flags.apply(settings); !applied) {
            return refuse_flag(program, applied.error(), language);
        }
        const Catalogues catalogues(Catalogues::usual_folders_after(client->languages_dir));
        const auto languages = shown_languages(settings, *client, catalogues);
        if (!languages) {
            return refuse_flag(program, languages.error(), language);
        }
        if (!client->language.empty()) {
            language = catalogues.language(client->language);
        }
        run_board(*client, settings, *languages);
    } catch (const std::exception& error) {
        return give_up(program, error, language);
    }
    return 0;
}
