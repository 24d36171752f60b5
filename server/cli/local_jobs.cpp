// Jobs that need no server: putting a backup back, proving and reading the action log.
#include <algorithm>

#include "server/cli/limits.hpp"
#include "server/cli/run.hpp"
#include "server/store/audit.hpp"
#include "server/store/backup.hpp"
#include "server/store/data_folder.hpp"
#include "server/store/log_check.hpp"
#include "shared/base/filled.hpp"

namespace motcua::cli {
namespace {

/// A plain name may be one that `motcua backup` wrote; what lies in the current folder goes first.
std::filesystem::path backup_of(const std::filesystem::path& file, const std::filesystem::path& data) {
    std::error_code failed;
    if (data.empty() || file.has_parent_path() || std::filesystem::exists(file, failed))
        return file;
    const std::filesystem::path kept = data / "backups" / file;
    return std::filesystem::exists(kept, failed) ? kept : file;
}

/// Where the action log lies: a file that was named, or the data folder's.
std::filesystem::path log_of(const std::filesystem::path& named, const Arguments& arguments) {
    return named.empty() ? store::data_file_in(arguments.data) : backup_of(named, arguments.data);
}

/// Why this user finds no file there; nullopt: there is one.
std::optional<std::string> no_file(const std::filesystem::path& file, const Language& language) {
    std::error_code failed;
    const auto status = std::filesystem::status(file, failed);
    if (std::filesystem::is_regular_file(status))
        return std::nullopt;
    const bool is_locked = failed && status.type() != std::filesystem::file_type::not_found;
    return is_locked ? filled(language.tr("{}: this user may not use it ({})"), file.string(), failed.message())
                     : filled(language.tr("{}: there is no such file"), file.string());
}

}  // namespace

Outcome restore_backup(const RestoreBackup& job, const Arguments& arguments, const Language& language) {
    const std::filesystem::path backup = backup_of(job.file, arguments.data);
    if (auto why = no_file(backup, language))
        return failure(Exit::Failure, language.tr("There is no such backup; the data are as they were."),
                       *std::move(why));
    std::error_code failed;
    const bool is_new = !std::filesystem::exists(arguments.data, failed);
    const auto restored = store::restore(backup, arguments.data, stamp_of_now());
    if (!restored)
        return failure(Exit::Failure, language.tr("The backup was not put back; the data are as they were."),
                       told(restored.error(), language.translate()));
    Outcome outcome;
    outcome.file = arguments.data.string();
    outcome.aside = restored->aside.string();
    outcome.is_new_folder = is_new;
    if (restored->audit && !restored->audit->is_whole()) {  // perhaps it is all there is: it is in place, and is told
        outcome.audit = restored->audit;
        outcome.problems.push_back(
            language.tr("The action log of this backup is not whole: rows were changed or removed."));
    }
    return outcome;
}

Outcome verify_audit(const VerifyAudit& job, const Arguments& arguments, const Language& language) {
    const auto file = log_of(job.file, arguments);
    if (auto why = no_file(file, language))
        return failure(Exit::Failure, language.tr("The action log could not be verified."), *std::move(why));
    // What the log has lost would be missing at the end, and nothing left in the file would tell of it.
    const auto folder = file.parent_path();
    if (const auto lost = file == store::data_file_in(folder) ? store::loss_of_log_in(folder) : std::nullopt)
        return failure(Exit::Failure, language.tr("The action log could not be verified."),
                       told(*lost, language.translate()));
    auto audit = store::verify_chain(file, job.kept);
    if (!audit)
        return failure(Exit::Failure, language.tr("The action log could not be verified."),
                       told(audit.error(), language.translate()));
    const auto& halls = audit->halls;
    // Of a file that was named, nobody knows whose it is.
    const bool is_missed = job.file.empty() && !arguments.hall.empty() &&
                           std::none_of(halls.begin(), halls.end(), [&](const store::HallChain& hall) {
                               return hall.hall == arguments.hall && (hall.rows > 0 || hall.broken);
                           });
    Outcome outcome;
    if (is_missed)
        outcome =
            failure(Exit::Failure, language.tr("The action log could not be verified."),
                    filled(language.tr("There is nothing of hall {} in {}."), arguments.hall.value, file.string()));
    else if (halls.empty())
        outcome = failure(Exit::Failure, language.tr("The action log is empty."), file.string());
    else if (!audit->is_whole())
        outcome = failure(Exit::Failure, language.tr("The action log is not whole."), file.string());
    outcome.file = file.string();
    outcome.audit = std::move(*audit);
    return outcome;
}

Outcome list_refusals(const ListRefusals& job, const Arguments& arguments, const Language& language) {
    const auto file = log_of(job.file, arguments);
    if (auto why = no_file(file, language))
        return failure(Exit::Failure, language.tr("The action log cannot be read."), *std::move(why));
    auto found = store::list_refusals(file, job.last);
    if (!found)
        return failure(Exit::Failure, language.tr("The action log cannot be read."),
                       told(found.error(), language.translate()));
    Outcome outcome;
    outcome.refusals = std::move(*found);
    return outcome;
}

}  // namespace motcua::cli
