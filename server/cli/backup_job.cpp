// `motcua backup`: the server writes the copy; a path elsewhere on this machine gets a copy of that.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "server/cli/run.hpp"
#include "server/store/data_folder.hpp"

namespace motcua::cli {
namespace {

namespace fs = std::filesystem;

/// Where the server's answer lies, seen from here: it may name a path of its own working folder.
std::optional<fs::path> find_here(const std::string& answer, const Arguments& arguments) {
    std::error_code failed;
    if (fs::exists(answer, failed))
        return answer;
    const fs::path in_data = arguments.data / "backups" / fs::path(answer).filename();
    if (!arguments.data.empty() && fs::exists(in_data, failed))
        return in_data;
    return std::nullopt;
}

/// Under another name first, so that a copy that was cut short is never taken for a backup.
Result<void> copy_durably(const fs::path& from, const fs::path& to) {
    const fs::path partial = to.string() + ".partial";
    std::error_code failed;
    fs::remove(partial, failed);
    if (auto made = store::create_private(partial); !made)
        return made;
    std::ifstream in(from, std::ios::binary);
    std::ofstream out(partial, std::ios::binary);
    out << in.rdbuf();
    out.close();
    if (!in || !out)
        return Problem("{} cannot be copied to {}", from, partial);
    if (auto synced = store::sync_file(partial); !synced)
        return synced;
    return store::move_durably(partial, to);
}

}  // namespace

Outcome make_backup(const MakeBackup& job, const Arguments& arguments, Client& client, const Language& language) {
    const bool is_elsewhere = job.file.find('/') != std::string::npos;
    std::error_code failed;
    if (is_elsewhere && !fs::is_directory(fs::path(job.file).parent_path(), failed))
        return failure(Exit::Failure, language.tr("There is no such folder to put the backup into."),
                       fs::path(job.file).parent_path().string());
    if (is_elsewhere && fs::exists(job.file, failed))
        return failure(Exit::Failure, language.tr("That file exists already; choose another name."), job.file);
    if (!is_elsewhere && !arguments.data.empty() && fs::exists(arguments.data / "backups" / job.file, failed))
        return failure(Exit::Failure, language.tr("That file exists already; choose another name."),
                       (arguments.data / "backups" / job.file).string());
    const std::string name = is_elsewhere ? "motcua-" + stamp_of_now() + ".db" : job.file;
    const Query query = BackUp{name};
    auto got = client.query(query);
    if (auto* unanswered = std::get_if<Outcome>(&got))
        return *unanswered;
    Outcome outcome = outcome_of(query, std::get<Answer>(std::move(got)), language);
    if (outcome.refusal == Refusal::InvalidRequest) {
        outcome.detail = name;
        outcome.text =
            language.tr("A backup's name is 1 to 64 of a-z, A-Z, 0-9, '.', '_' and '-'; the first is no '.'.");
    }
    if (outcome.refusal == Refusal::StoreUnavailable && !outcome.detail.empty())  // the detail is the file's trouble
        return failure(Exit::Failure, language.tr("The backup was not made."), outcome.detail);
    if (outcome.exit != Exit::Done || !is_elsewhere)
        return outcome;
    const auto here = find_here(outcome.file, arguments);
    if (!here)
        return failure(Exit::Failure,
                       language.tr("The backup was made, but the server runs on another machine: fetch it from there."),
                       outcome.file);
    if (const auto copied = copy_durably(*here, job.file); !copied)
        return failure(Exit::Failure, language.tr("The backup was made, but could not be copied."),
                       told(copied.error(), language.translate()) + "; " + here->string());
    fs::remove(*here, failed);  // the name was ours: without this every backup would lie there twice
    outcome.file = job.file;
    return outcome;
}

}  // namespace motcua::cli
