// `motcua config check`: every settings file of the house, each read by the reader of the program that it is for.
#include <unistd.h>

#include <algorithm>
#include <initializer_list>

#include "counter-client/app/counter_settings.hpp"
#include "display-board/app/board_settings.hpp"
#include "kiosk/app/kiosk_settings.hpp"
#include "server/cli/run.hpp"
#include "server/settings/centre_file.hpp"
#include "server/settings/server_settings.hpp"
#include "shared/base/settings.hpp"
#include "shared/ui/theme.hpp"

namespace motcua::cli {
namespace {

bool has_any(const SettingsTable& root, std::initializer_list<std::string_view> keys) {
    return std::any_of(keys.begin(), keys.end(), [&](std::string_view key) { return root.has(key); });
}

/// By the keys that only one kind has. A device names its server; a server names halls; a centre has services.
FileKind kind_of(const SettingsTable& root) {
    if (has_any(root, {"surface", "metrics", "text"}))
        return FileKind::Theme;
    if (has_any(root, {"listen", "web", "public_url"}) || (root.has("hall") && !root.is_text("hall")))
        return FileKind::Server;
    if (root.has("printer"))
        return FileKind::Kiosk;
    if (root.has("sign_in") || root.is_text("counter"))
        return FileKind::Counter;
    if (has_any(root, {"voice", "zone"}))
        return FileKind::Board;
    if (has_any(root, {"server", "window"}))
        return root.has("languages") ? FileKind::Board : FileKind::Device;
    if (root.has("service"))
        return FileKind::Centre;
    if (has_any(root, {"language", "name", "hall"}))
        return FileKind::Device;
    return root.has("data") ? FileKind::Server : FileKind::Centre;
}

class Checker {
  public:
    Checker(std::filesystem::path file, const Language& language)
        : file_(std::move(file)), translate_(language.translate()) {}

    /// Every problem, one a line each; `kind` is set where the file is TOML.
    std::vector<std::string> problems(std::optional<FileKind>& kind) {
        const auto settings = SettingsFile::read(file_);
        add_of(settings);
        if (!settings)
            return std::move(problems_);
        kind = kind_of(settings->root());
        switch (*kind) {
            case FileKind::Centre:
                add_of(settings::read_centre(file_));
                break;
            case FileKind::Server:
                check_server();
                break;
            case FileKind::Theme:
                check_theme(file_, {ui::kiosk_theme(), ui::board_theme(), ui::counter_theme()});
                break;
            default:
                check_device(*settings, *kind);
        }
        return std::move(problems_);
    }

  private:
    void add(const Problem& problem) {
        const std::string text = told(problem, translate_);
        for (std::size_t from = 0; from <= text.size();) {
            const std::size_t end = std::min(text.find('\n', from), text.size());
            if (end > from)
                problems_.push_back(text.substr(from, end - from));
            from = end + 1;
        }
    }
    template <class T>
    void add_of(const Result<T>& result) {
        if (!result)
            add(result.error());
    }

    void check_server() {
        const auto server = settings::read_server(file_);
        if (!server)
            return add(server.error());
        for (const auto& hall : server->halls)
            add_of(settings::read_centre(hall.centre));
    }

    /// It is good where one of the programs' own themes carries it: it need not say for which it is.
    void check_theme(const std::filesystem::path& file, const std::vector<ui::Theme>& bases) {
        const auto is_carried = [&](const ui::Theme& base) { return ui::read_theme(file, base).has_value(); };
        if (std::none_of(bases.begin(), bases.end(), is_carried))
            add_of(ui::read_theme(file, bases.front()));
    }

    static void check_language(SettingsTable& root, std::string_view key, const std::string& tag,
                               const Catalogues& catalogues) {
        if (!catalogues.need(tag))
            root.complain(key, "there is no catalogue for the language \"{}\"", tag);
    }

    /// As motcua-kiosk, motcua-board and motcua-counter do at their start, and the theme that it names.
    void check_device(const SettingsFile& settings, FileKind kind) {
        SettingsTable root = settings.root();
        const link::ClientSettings client = link::read_client_settings(root, file_);
        const Catalogues catalogues(Catalogues::usual_folders_after(client.languages_dir));
        check_language(root, "language", client.language, catalogues);
        const std::filesystem::path folder = file_.parent_path();
        ui::WindowSettings window;
        ui::Theme theme = ui::kiosk_theme();
        if (kind == FileKind::Board) {
            board::BoardSettings board;
            board::read_board_settings(root, folder, board);
            for (const auto& tag : board.languages)
                check_language(root, "languages", tag, catalogues);
            window = board.window;
            theme = ui::board_theme();
        } else if (kind == FileKind::Counter) {
            window = counter::read_counter_settings(root, file_).window;
            theme = ui::counter_theme();
        } else if (kind == FileKind::Kiosk) {
            window = kiosk::read_kiosk_settings(root, folder).window;
        } else {
            ui::read_window_settings(root, folder, window);
        }
        root.finish();
        if (!settings.problems().empty())
            add(settings.problems().joined());
        if (!window.theme_file.empty())
            check_theme(window.theme_file, {theme});
    }

    const std::filesystem::path file_;
    const Translate translate_;
    std::vector<std::string> problems_;
};

}  // namespace

Outcome check_file(const CheckFile& job, const Language& language) {
    Outcome outcome;
    outcome.file = job.file.string();
    outcome.problems = Checker(job.file, language).problems(outcome.file_kind);
    if (!outcome.problems.empty()) {
        std::error_code failed;
        const bool is_read = ::access(job.file.c_str(), R_OK) == 0 && !std::filesystem::is_directory(job.file, failed);
        outcome.exit = Exit::Failure;
        outcome.text =
            is_read ? language.tr("The settings file has mistakes.") : language.tr("The settings file cannot be read.");
    }
    return outcome;
}

}  // namespace motcua::cli
