// `motcua config check`: every settings file of the house, each read by the reader of the program that it is for.
#include <unistd.h>

#include <algorithm>

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

using Keys = std::vector<std::string>;

/// Keys that tell a kind of file, in the order in which they are believed.
struct KindKeys {
    FileKind kind;
    Keys keys;
};
const KindKeys telling_keys[] = {{FileKind::Theme, {"surface", "metrics", "text"}},
                                 {FileKind::Server, {"listen", "web", "public_url", "hall"}},
                                 {FileKind::Kiosk, {"printer"}},
                                 {FileKind::Counter, {"sign_in", "counter"}},
                                 {FileKind::Centre,
                                  {"service", "group", "category", "notice", "counter", "agency", "branch", "hours",
                                   "time_zone", "ticket_footer", "holidays", "missed_return_min"}},
                                 {FileKind::Board, {"voice", "zone", "languages"}}};
const Keys keys_of_devices = {"server", "window", "name", "language", "log_level", "languages_dir", "data"};

bool is_among(const Keys& keys, const std::string& key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

/// What two kinds have is told by its form: [[hall]] is a server's, counter = "1" a counter machine's.
bool has_form_of(FileKind kind, const std::string& key, bool is_value) {
    return key == "hall" ? !is_value : key == "counter" ? is_value == (kind == FileKind::Counter) : true;
}

/// `meant`: the key that is meant by what stands in the file, or "".
template <class Meant>
std::optional<FileKind> kind_told(const SettingsTable& root, const Meant& meant) {
    for (const auto& [kind, keys] : telling_keys) {
        for (const auto& written : root.keys()) {
            const std::string key = meant(written);
            if (is_among(keys, key) && has_form_of(kind, key, root.is_plain(written)))
                return kind;
        }
    }
    return std::nullopt;
}

/// A device names its server; a server names halls; a centre has services. A mistyped key tells what it is meant to
/// be: the reader of that kind then offers the right one.
FileKind kind_of(const SettingsTable& root) {
    if (const auto kind = kind_told(root, [](const std::string& written) { return written; }))
        return *kind;
    Keys telling;
    for (const KindKeys& each : telling_keys)
        telling.insert(telling.end(), each.keys.begin(), each.keys.end());
    const auto nearest = [&telling](const std::string& written) {
        const bool is_right = is_among(telling, written) || is_among(keys_of_devices, written);
        return is_right ? std::string() : nearest_word(written, telling).value_or("");
    };
    if (const auto kind = kind_told(root, nearest))
        return *kind;
    const auto stands = [&root](const std::string& key) { return root.stands_here(key); };
    if (stands("data") && !stands("server") && !stands("window") && !stands("name") && !stands("language"))
        return FileKind::Server;
    const bool is_device = stands("hall") || std::any_of(keys_of_devices.begin(), keys_of_devices.end(), stands);
    return is_device ? FileKind::Device : FileKind::Centre;
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
        add_of(catalogues_after(server->languages_dir));
        for (const auto& hall : server->halls)
            add_of(settings::read_centre_of(hall));
    }

    /// As the programs look for languages. A damaged catalogue keeps them from starting: the Problem names it.
    static Result<Catalogues> catalogues_after(const std::filesystem::path& folder) {
        try {
            return Catalogues(Catalogues::usual_folders_after(folder));
        } catch (const Failure& damaged) {
            return damaged.problem;
        } catch (const std::exception& damaged) {
            return Problem::verbatim(damaged.what());
        }
    }

    /// It is good where one of the programs' own themes carries it: it need not say for which it is.
    void check_theme(const std::filesystem::path& file, const std::vector<ui::Theme>& bases) {
        const auto is_carried = [&](const ui::Theme& base) { return ui::read_theme(file, base).has_value(); };
        if (std::none_of(bases.begin(), bases.end(), is_carried))
            add_of(ui::read_theme(file, bases.front()));
    }

    static void check_language(SettingsTable& root, std::string_view key, const std::string& tag,
                               const Result<Catalogues>& catalogues) {
        if (catalogues && !catalogues->need(tag))
            root.complain(key, "there is no catalogue for the language \"{}\"", tag);
    }

    /// As motcua-kiosk, motcua-board and motcua-counter do at their start, and the theme that it names.
    void check_device(const SettingsFile& settings, FileKind kind) {
        SettingsTable root = settings.root();
        const link::ClientSettings client = link::read_client_settings(root, file_);
        const auto catalogues = catalogues_after(client.languages_dir);
        add_of(catalogues);
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
        std::error_code failed;
        if (std::filesystem::exists(window.theme_file, failed))  // else its reader has said so
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
