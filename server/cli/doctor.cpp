// `motcua doctor`: looks at everything that can be wrong with a hall's server and this machine, and says what to do.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "server/cli/credentials.hpp"
#include "server/cli/limits.hpp"
#include "server/cli/run.hpp"
#include "server/store/audit.hpp"
#include "server/store/data_folder.hpp"
#include "server/store/inspection.hpp"
#include "server/store/log_check.hpp"
#include "server/store/sqlite_journal.hpp"
#include "shared/base/filled.hpp"
#include "shared/language/refusal_text.hpp"

namespace motcua::cli {
namespace {

namespace fs = std::filesystem;

/// What this user cannot use of what is there, and why; nullopt: can, or nothing is there.
std::optional<std::string> locked_out(const fs::path& path, int wanted, const Language& language) {
    if (::access(path.c_str(), wanted) == 0 || errno == ENOENT || errno == ENOTDIR)
        return std::nullopt;
    return filled(language.tr("{}: this user may not use it ({})"), path.string(), std::strerror(errno));
}

bool is_there(const fs::path& file) {
    std::error_code failed;
    return fs::exists(file, failed) && fs::file_size(file, failed) > 0;
}

class Doctor {
  public:
    Doctor(Arguments arguments, const Language& language) : arguments_(std::move(arguments)), language_(language) {}

    Outcome look() {
        look_at_data();
        look_at_store();
        look_at_server();
        look_at_fonts();
        look_at_voice();
        Outcome outcome;
        const bool is_good = std::none_of(checks_.begin(), checks_.end(),
                                          [](const Check& check) { return check.state == CheckState::Problem; });
        outcome.exit = is_good ? Exit::Done : Exit::Failure;
        outcome.checks = std::move(checks_);
        return outcome;
    }

  private:
    std::string tr(const char* text) const { return language_.tr(text); }
    std::string told(const Problem& problem) const { return motcua::told(problem, language_.translate()); }
    void good(std::string name, std::string detail) {
        checks_.push_back(Check{std::move(name), CheckState::Good, std::move(detail), {}});
    }
    void note(std::string name, std::string detail, std::string advice) {
        checks_.push_back(Check{std::move(name), CheckState::Note, std::move(detail), std::move(advice)});
    }
    void problem(std::string name, std::string detail, std::string advice) {
        checks_.push_back(Check{std::move(name), CheckState::Problem, std::move(detail), std::move(advice)});
    }

    /// Before anything is said of data that cannot be seen: a backup in their place would be a loss.
    void problem_of_rights(const char* name, std::string detail) {
        problem(name, std::move(detail),
                tr("Run this as the server's user, or correct the owner and permissions; the data may be quite well."));
    }

    void look_at_data() {
        if (arguments_.data.empty())
            return note("data", tr("no data folder was given"), tr("Give --data to look at the server's own files."));
        std::error_code failed;
        if (const auto why = locked_out(arguments_.data, R_OK | X_OK, language_))
            return problem_of_rights("data", *why);
        if (!fs::is_directory(arguments_.data, failed))
            return problem("data", fmt::format("{}: {}", arguments_.data.string(), tr("is not a folder")),
                           tr("Start the server once, or correct --data."));
        const auto space = fs::space(arguments_.data, failed);
        const auto free_mib = space.available / (1024 * 1024);
        const std::string text = filled(tr("{}, {} MiB free"), arguments_.data.string(), free_mib);
        if (failed || space.available < little_disk_bytes)
            problem("data", text, tr("Free some space: without it no tickets can be given."));
        else
            good("data", text);
        look_at_privacy();
    }

    /// Who reads the keys is the administrator, or the server.
    void look_at_privacy() {
        const auto others = fs::perms::group_all | fs::perms::others_all;
        for (const fs::path& path : {arguments_.data, arguments_.data / "admin.key", arguments_.data / "server.key"}) {
            std::error_code failed;
            const auto status = fs::status(path, failed);
            if (failed || !fs::exists(status) || (status.permissions() & others) == fs::perms::none)
                continue;
            const char* mode = fs::is_directory(status) ? "700" : "600";
            note("data", path.string() + ": " + tr("others on this machine can look into it"),
                 fmt::format("chmod {} {}", mode, path.string()));
        }
    }

    /// Also to read them, the data file's folder and log are written to.
    std::optional<std::string> locked_out_of_store() const {
        const fs::path file = store::data_file_in(arguments_.data);
        for (const fs::path& path : {file, store::log_of(file), store::log_index_of(file), arguments_.data})
            if (auto why = locked_out(path, R_OK | W_OK, language_))
                return why;
        return std::nullopt;
    }

    /// There is no data file: the first start makes it, any later one misses it.
    void look_for_lost_data(const fs::path& file) {
        const auto lock = store::FolderLock::take_standing(arguments_.data);
        if ((lock.is_held() && lock.knows_of_data()) || is_there(store::log_of(file)))
            return problem("store", fmt::format("{}: {}", file.string(), tr("is gone")),
                           tr("Put it back, or the last backup: motcua restore FILE --data DIR"));
        note("store", fmt::format("{}: {}", file.string(), tr("is not there yet")),
             tr("It is made when the server starts for the first time."));
    }

    std::string remedy_for(const Problem& trouble) const {
        return store::is_about_full_disk(trouble) ? tr("Free some space: without it no tickets can be given.")
                                                  : tr("Put the last backup back: motcua restore FILE --data DIR");
    }

    void look_at_store() {
        std::error_code failed;
        const fs::path file = store::data_file_in(arguments_.data);
        if (!fs::is_directory(arguments_.data, failed) || locked_out(arguments_.data, R_OK | X_OK, language_))
            return;
        if (!fs::exists(file, failed))
            return look_for_lost_data(file);
        if (const auto damaged = store::loss_of_log_in(arguments_.data))
            return problem("store", told(*damaged), tr("Put the last backup back: motcua restore FILE --data DIR"));
        const auto found = store::inspect(file);
        if (const auto why = locked_out_of_store(); why && (!found || !found->problems.empty()))
            return problem_of_rights("store", *why);
        if (!found)
            return problem("store", filled(tr("the data cannot be read ({})"), told(found.error())),
                           remedy_for(found.error()));
        for (const auto& damage : found->problems)
            problem("store", filled(tr("the data are damaged ({})"), told(damage)), remedy_for(damage));
        if (const auto audit = store::verify_chain(file, {}); audit && !audit->is_whole())
            problem("store", tr("The action log is not whole."),
                    tr("See what was changed: motcua audit verify --data DIR"));
        if (arguments_.hall.empty() && found->halls.size() == 1)
            arguments_.hall = found->halls.front().hall;
        for (const auto& hall : found->halls)
            good("store", hall.tickets == 0
                              ? filled(tr("{}: {} events, no tickets yet"), hall.hall.value, hall.events)
                              : filled(tr("{}: {} events, {} tickets, {} of them on {}"), hall.hall.value, hall.events,
                                       hall.tickets, hall.tickets_of_day, ddmmyyyy(hall.service_day)));
    }

    void look_at_server() {
        const std::string where = link::to_string(arguments_.server);
        if (arguments_.hall.empty())
            return problem("server", where + ": " + tr("no hall was given"),
                           tr("Give the hall with --hall or MOTCUA_HALL."));
        auto credentials = load_credentials(arguments_);
        if (!credentials)
            return problem("key", told(credentials.error()),
                           tr("Give --data, or --admin-key and --identity; run as the server's user."));
        good("key", filled(tr("the server's identity is {}"), link::to_hex(credentials->server)));
        Client client(link_options(arguments_), std::move(*credentials), language_, arguments_.timeout_ms);
        if (const auto failed = client.connect()) {
            const std::string advice = failed->exit == Exit::Unreachable
                                           ? tr("Start the server (motcua-server --config FILE) and look at its log.")
                                           : failed->text;
            return problem("server", failed->detail.empty() ? where : where + " (" + failed->detail + ")", advice);
        }
        good("server", where);
        look_at_health(client);
    }

    void look_at_health(Client& client) {
        auto got = client.query(AskHealth{});
        const auto* answer = std::get_if<Answer>(&got);
        if (answer == nullptr || answer->refusal != Refusal::None)
            return problem("health", answer ? refusal_text(language_, answer->refusal) : std::get<Outcome>(got).text,
                           tr("Look at the server's log."));
        for (const auto& line : answer->health) {
            const std::string detail = health_text(language_, line).detail;
            if (line.is_good)
                good("health." + line.name, detail);
            else
                problem("health." + line.name, detail, tr("Look at the server's log."));
        }
        if (answer->cut_short)
            note("health", tr("There are more lines than can be listed; problems come first."),
                 tr("The server's page /healthz has all of them."));
    }

    void look_at_fonts() {
        const std::string folder = "/usr/share/fonts/truetype/noto/";
        for (const char* file : {"NotoSans-Regular.ttf", "NotoSans-Bold.ttf"}) {
            std::error_code failed;
            if (!fs::exists(folder + file, failed))
                return note("fonts", folder + file + ": " + tr("is not there"),
                            tr("Where a screen runs, install the package fonts-noto-core."));
        }
        good("fonts", "Noto Sans");
    }

    void look_at_voice() {
        const char* path = std::getenv("PATH");
        const std::string folders = path != nullptr ? path : "";
        for (std::size_t from = 0; from < folders.size();) {
            const std::size_t end = std::min(folders.find(':', from), folders.size());
            const std::string program = folders.substr(from, end - from) + "/espeak-ng";
            if (::access(program.c_str(), X_OK) == 0)
                return good("voice", program);
            from = end + 1;
        }
        note("voice", "espeak-ng: " + tr("is not there"), tr("Where a board speaks, install the package espeak-ng."));
    }

    Arguments arguments_;
    const Language& language_;
    std::vector<Check> checks_;
};

}  // namespace

Outcome examine(const Arguments& arguments, const Language& language) {
    return Doctor(arguments, language).look();
}

}  // namespace motcua::cli
