// Jobs that need no server: checking a settings file, putting a backup back, proving the action log.
#include <unistd.h>

#include "server/cli/limits.hpp"
#include "server/cli/run.hpp"
#include "server/settings/centre_file.hpp"
#include "server/settings/server_settings.hpp"
#include "server/store/audit.hpp"
#include "server/store/backup.hpp"
#include "server/store/data_folder.hpp"
#include "shared/base/settings.hpp"

namespace motcua::cli {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        if (end > from)
            lines.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return lines;
}

/// A server's file names halls; a centre's has services.
bool is_server_file(const SettingsFile& file) {
    const auto root = file.root();
    return root.has("hall") || root.has("listen") || (root.has("data") && !root.has("service"));
}

/// A plain name may be one that `motcua backup` wrote; what lies in the current folder goes first.
std::filesystem::path backup_of(const std::filesystem::path& file, const std::filesystem::path& data) {
    std::error_code failed;
    if (data.empty() || file.has_parent_path() || std::filesystem::exists(file, failed))
        return file;
    const std::filesystem::path kept = data / "backups" / file;
    return std::filesystem::exists(kept, failed) ? kept : file;
}

void add_problems(Outcome& outcome, const Problem& problem) {
    for (auto& line : lines_of(problem.text))
        outcome.problems.push_back(std::move(line));
}

}  // namespace

Outcome check_file(const CheckFile& job, const Language& language) {
    Outcome outcome;
    outcome.file = job.file.string();
    const Translate translate = language.translate();
    const auto file = SettingsFile::read(job.file, translate);
    if (!file) {
        add_problems(outcome, file.error());
    } else if (!is_server_file(*file)) {
        if (const auto centre = settings::read_centre(job.file, translate); !centre)
            add_problems(outcome, centre.error());
    } else if (const auto server = settings::read_server(job.file, translate); !server) {
        add_problems(outcome, server.error());
    } else {
        for (const auto& hall : server->halls) {
            if (const auto centre = settings::read_centre(hall.centre, translate); !centre)
                add_problems(outcome, centre.error());
        }
    }
    if (!outcome.problems.empty()) {
        std::error_code failed;
        const bool is_read = ::access(job.file.c_str(), R_OK) == 0 && !std::filesystem::is_directory(job.file, failed);
        outcome.exit = Exit::Failure;
        outcome.text =
            is_read ? language.tr("The settings file has mistakes.") : language.tr("The settings file cannot be read.");
    }
    return outcome;
}

Outcome restore_backup(const RestoreBackup& job, const Arguments& arguments, const Language& language) {
    const auto restored = store::restore(backup_of(job.file, arguments.data), arguments.data, stamp_of_now());
    if (!restored)
        return failure(Exit::Failure, language.tr("The backup was not put back; the data are as they were."),
                       restored.error().text);
    Outcome outcome;
    outcome.file = arguments.data.string();
    outcome.aside = restored->aside.string();
    return outcome;
}

Outcome verify_audit(const VerifyAudit& job, const Arguments& arguments, const Language& language) {
    const auto file = job.file.empty() ? store::data_file_in(arguments.data) : backup_of(job.file, arguments.data);
    auto audit = store::verify_chain(file, job.kept);
    if (!audit)
        return failure(Exit::Failure, language.tr("The action log could not be verified."), audit.error().text);
    Outcome outcome;
    if (!audit->is_whole())
        outcome = failure(Exit::Failure, language.tr("The action log is not whole."), file.string());
    outcome.file = file.string();
    outcome.audit = std::move(*audit);
    return outcome;
}

Outcome list_refusals(const ListRefusals& job, const Arguments& arguments, const Language& language) {
    const auto file = job.file.empty() ? store::data_file_in(arguments.data) : backup_of(job.file, arguments.data);
    auto found = store::list_refusals(file, refusals_listed);
    if (!found)
        return failure(Exit::Failure, language.tr("The action log cannot be read."), found.error().text);
    Outcome outcome;
    outcome.refusals = std::move(*found);
    return outcome;
}

}  // namespace motcua::cli
