#include "server/store/backup.hpp"

#include <fstream>

#include "server/store/data_folder.hpp"
#include "server/store/schema.hpp"
#include "server/store/sqlite.hpp"

namespace motcua::store {
namespace {

constexpr const char* partial_prefix = ".";
constexpr const char* partial_suffix = ".partial";
constexpr const char* rollback_journal = "-journal";  // SQLite's, of a copy that is being written

Problem exists_already(const std::filesystem::path& file) {
    return Problem("{}: there is a file of this name already; name another", file);
}

Result<void> check_copy(const std::filesystem::path& file, const std::atomic<bool>& stop) {
    auto opened = Connection::open(file, Access::Read);
    if (!opened)
        return opened.error();
    Connection& connection = **opened;
    connection.stop_when(&stop);
    checked_version(connection);
    Rows rows = connection.query("PRAGMA integrity_check(1)");
    if (rows.next() && rows.text(0) != "ok")
        connection.fail(Problem("the copy is damaged ({})", rows.text(0)));
    if (connection.has_failed())
        return connection.problem();
    return {};
}

Result<void> write_copy(const std::filesystem::path& data_file, const std::filesystem::path& copy,
                        const std::atomic<bool>& stop, const std::string& vfs) {
    auto opened = Connection::open(data_file, Access::Read, vfs);
    if (!opened)
        return opened.error();
    Connection& connection = **opened;
    connection.stop_when(&stop);
    connection.run("VACUUM INTO ?1", copy.string());
    if (connection.has_failed())
        return connection.problem();
    return {};
}

Result<void> copy_checked(const std::filesystem::path& data_file, const std::filesystem::path& copy,
                          const std::atomic<bool>& stop, const std::string& vfs) {
    if (auto made = create_private(copy); !made)
        return made;
    if (auto written = write_copy(data_file, copy, stop, vfs); !written)
        return written;
    if (auto checked = check_copy(copy, stop); !checked)
        return checked;
    return sync_file(copy);
}

/// A data file with its log and the mark of it, renamed. What is not there is passed over.
Result<void> move_data(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::error_code error;
    std::filesystem::remove(log_index_of(from), error);
    // The file goes first: should the power go here, no server starts on a file that has lost its log.
    if (std::filesystem::exists(from, error))
        if (auto moved = move_durably(from, to); !moved)
            return moved;
    if (std::filesystem::exists(log_of(from), error))
        if (auto moved = move_durably(log_of(from), log_of(to)); !moved)
            return moved;
    if (std::filesystem::exists(in_use_mark_of(from), error))  // last: until then the file is not whole without its log
        return move_durably(in_use_mark_of(from), in_use_mark_of(to));
    return {};
}

/// A data file that restore() has set aside, with its usual stamp.
bool is_set_aside(const std::filesystem::path& file, const std::filesystem::path& other) {
    const std::string name = other.filename().string();
    const std::string before = file.filename().string() + ".";
    return name.starts_with(before) && name.size() > before.size() &&
           name.find_first_not_of("0123456789-", before.size()) == std::string::npos;  // the time that it was set aside
}

/// Of a restore that was cut short between the data file and its log: where it had set the file aside. "" = none was.
std::filesystem::path set_aside_without_log(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::exists(restoring_file_in(file.parent_path()), error) ||
        std::filesystem::exists(file, error) || !std::filesystem::exists(log_of(file), error))
        return {};
    std::filesystem::path last;
    for (std::filesystem::directory_iterator entry(file.parent_path(), error), end; !error && entry != end;
         entry.increment(error)) {
        if (is_set_aside(file, entry->path()) && entry->path() > last)
            last = entry->path();
    }
    return last.empty() || std::filesystem::exists(log_of(last), error) ? std::filesystem::path() : last;
}

/// Reading makes an empty log and its index where the file was in that mode.
void remove_log_files(const std::filesystem::path& file) {
    std::error_code error;
    std::filesystem::remove(log_of(file), error);
    std::filesystem::remove(log_index_of(file), error);
}

/// An empty log holds nothing that the file has not: whoever read the file left it.
bool has_log(const std::filesystem::path& file) {
    std::error_code error;
    const auto bytes = std::filesystem::file_size(log_of(file), error);
    return !error && bytes > 0;
}

/// False also when it cannot be read: the copying tells why.
bool is_surely_no_database(const std::filesystem::path& file) {
    constexpr std::string_view mark("SQLite format 3\0", 16);
    std::string start(mark.size(), ' ');
    std::ifstream in(file, std::ios::binary);
    if (!in.is_open())
        return false;
    in.read(start.data(), static_cast<std::streamsize>(start.size()));
    return start != mark;
}

/// A private, durable copy inside the folder, found to be good.
Result<Inspection> bring_in(const std::filesystem::path& backup, const std::filesystem::path& copy) {
    std::error_code error;
    std::filesystem::remove(copy, error);
    if (auto made = create_private(copy); !made)
        return made.error();
    std::filesystem::copy_file(backup, copy, std::filesystem::copy_options::overwrite_existing, error);
    if (error)
        return Problem("{}: cannot be copied ({})", backup, error.message());
    std::filesystem::permissions(copy, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, error);
    auto found = inspect_copy(copy, backup);
    remove_log_files(copy);
    if (!found)
        return found;
    if (!found->problems.empty())
        return Problem("{}: the backup is damaged ({}); take another", backup, found->problems.front());
    if (auto synced = sync_file(copy); !synced)
        return synced.error();
    return found;
}

}  // namespace

Result<void> copy_data(const std::filesystem::path& data_file, const std::filesystem::path& target,
                       const std::atomic<bool>& stop, const std::string& vfs) {
    std::error_code error;
    if (std::filesystem::exists(target, error))
        return exists_already(target);
    const std::filesystem::path partial =
        target.parent_path() / (partial_prefix + target.filename().string() + partial_suffix);
    std::filesystem::remove(partial, error);
    auto copied = copy_checked(data_file, partial, stop, vfs);
    if (copied && stop)
        copied = Problem("{}: the backup was stopped before it was done", target);
    if (copied && std::filesystem::exists(target, error))
        copied = exists_already(target);
    if (copied)
        copied = move_durably(partial, target);
    if (!copied) {
        std::filesystem::remove(partial, error);
        std::filesystem::remove(partial.string() + rollback_journal, error);
    }
    return copied;
}

void remove_unfinished_backups(const std::filesystem::path& folder) {
    std::error_code error;
    std::vector<std::filesystem::path> unfinished;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        const bool is_partial =
            name.ends_with(partial_suffix) || name.ends_with(std::string(partial_suffix) + rollback_journal);
        if (name.starts_with(partial_prefix) && is_partial)  // no backup's name begins with a dot
            unfinished.push_back(entry->path());
    }
    for (const auto& file : unfinished)
        std::filesystem::remove(file, error);
}

Result<Restored> restore(const std::filesystem::path& backup, const std::filesystem::path& folder,
                         const std::string& stamp) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(backup, error))
        return Problem("{}: there is no such backup", backup);
    if (is_surely_no_database(backup))
        return Problem("{}: this is no backup of this program; name a file that was made with \"motcua backup\"",
                       backup);
    if (has_log(backup) || std::filesystem::exists(in_use_mark_of(backup), error))
        return Problem(
            "{}: this is not a finished backup but the data file of a server that was not closed; make a backup with "
            "the program",
            backup);
    const auto lock = FolderLock::take(folder);
    if (!lock)
        return lock.error();
    const std::filesystem::path file = data_file_in(folder);
    const std::filesystem::path half_moved = set_aside_without_log(file);
    const std::filesystem::path aside = half_moved.empty() ? file.string() + "." + stamp : half_moved.string();
    if (std::filesystem::exists(log_of(aside), error) || (half_moved.empty() && std::filesystem::exists(aside, error)))
        return exists_already(aside);
    if (!half_moved.empty())  // first: should this restore fail too, the former data are whole
        if (auto moved = move_data(file, aside); !moved)
            return moved.error();

    const std::filesystem::path incoming = restoring_file_in(folder);
    auto found = bring_in(backup, incoming);
    if (!found) {
        std::filesystem::remove(incoming, error);
        return found.error();
    }
    std::optional<Audit> audit;
    if (auto walked = verify_chain(incoming))
        audit = std::move(*walked);
    remove_log_files(incoming);
    const bool had_data = !half_moved.empty() || std::filesystem::exists(file, error);
    if (auto given = give_to_owner_of(folder, incoming); !given) {
        std::filesystem::remove(incoming, error);
        return given.error();
    }
    if (auto moved = move_data(file, aside); !moved)
        return moved.error();
    if (auto moved = move_durably(incoming, file); !moved)
        return moved.error();
    return Restored{std::move(*found), std::move(audit), had_data ? aside : std::filesystem::path{}};
}

}  // namespace motcua::store
