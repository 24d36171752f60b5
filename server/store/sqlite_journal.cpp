#include "server/store/sqlite_journal.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "server/store/backup.hpp"
#include "server/store/event_codec.hpp"
#include "server/store/gathered_log.hpp"
#include "server/store/journal_rows.hpp"
#include "server/store/log_check.hpp"
#include "server/store/projection.hpp"
#include "server/store/schema.hpp"
#include "server/store/sqlite.hpp"

namespace motcua::store {
namespace {

constexpr std::uintmax_t header_bytes = 100;  // of SQLite's file format

constexpr const char* disk_lost_pages = MOTCUA_N("the disk did not keep what was written to it; check the disk");

constexpr const char* insert_event_sql =
    "INSERT INTO events (hall, sequence, service_day, scope, at, kind, payload, chain) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
constexpr const char* insert_outcome_sql =
    "INSERT OR REPLACE INTO outcomes (hall, sequence, request, digest, at, reply) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
constexpr const char* prune_sql =
    "DELETE FROM outcomes WHERE (hall, sequence, request) IN (SELECT hall, sequence, request FROM outcomes "
    "WHERE hall = ?1 AND sequence < ?2 ORDER BY sequence, request LIMIT ?3)";

Bytes bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// Carries the write-ahead log over into the data file and empties it. Another program that is reading is no failure.
/// While the mark stands a start refuses data without their log, so it goes when the file holds all, and the log later.
bool cut_log_off(Connection& connection, const std::filesystem::path& file) {
    if (!connection.carry_whole_log_over())
        return false;
    remove_in_use_mark(file);
    return connection.empty_log();
}

/// After a step of this program's own that may have emptied the log: what SQLite cuts off or removes it carried over.
void unmark_without_log(const std::filesystem::path& file) {
    if (has_lost_log(file))
        remove_in_use_mark(file);
}

void set_up(Connection& connection, int wal_pages) {
    {
        Rows mode = connection.query("PRAGMA journal_mode = WAL");
        if (mode.next() && mode.text(0) != "wal")
            connection.fail(Problem("the data folder's file system cannot hold a write-ahead log"),
                            name_another_folder);
    }
    connection.execute("PRAGMA synchronous = FULL");
    connection.execute("PRAGMA secure_delete = ON");  // what was pruned leaves no trace in free pages
    connection.bound_log(wal_pages);
    connection.execute(fmt::format("PRAGMA journal_size_limit = {}", limits::wal_file_bytes));
    connection.execute(fmt::format("PRAGMA cache_size = -{}", limits::page_cache_kib));
}

bool has_room(const std::filesystem::path& folder) {
    std::error_code unknown;
    const auto space = std::filesystem::space(folder, unknown);
    return unknown || space.available >= limits::room_bytes;
}

/// The file as this program writes it, and nothing in its log. On a connection of its own: a step that goes through all
/// rows needs more room than the memory has.
Result<void> make_present(const std::filesystem::path& file, const SqliteOptions& options, bool was_sync_lost,
                          std::atomic<bool>& is_sync_lost) {
    auto opened = Connection::open(file, Access::ReadWrite, options.vfs);
    if (!opened)
        return opened.error();
    Connection& connection = **opened;
    connection.tell_of_lost_sync(is_sync_lost);
    if (was_sync_lost)  // with the file to itself it makes its own index of the log, which counts no page as carried
        connection.execute("PRAGMA locking_mode = EXCLUSIVE");
    checked_version(connection);
    set_up(connection, options.wal_pages);
    // What a crash left in the log is in doubt until it was written anew: a sync that failed before may have lied.
    // Where another program has the file open all the while, what it counts as carried stays so.
    if (!cut_log_off(connection, file) && was_sync_lost)
        connection.fail(Problem(disk_lost_pages));
    migrate(connection);
    return connection.has_failed() ? Result<void>(connection.problem()) : Result<void>();
}

void quick_check(Connection& connection) {
    Rows rows = connection.query("PRAGMA quick_check(1)");
    if (rows.next() && rows.text(0) != "ok")
        connection.fail(Problem("the data file is damaged ({})", rows.text(0)), restore_a_backup);
}

/// Under another name first, so that a power cut leaves no half-made data file behind.
Result<void> create(const std::filesystem::path& file, const std::string& vfs) {
    const std::filesystem::path fresh = file.string() + ".new";
    std::error_code ignored;
    for (const auto& leftover : {fresh, log_of(fresh), log_index_of(fresh)})
        std::filesystem::remove(leftover, ignored);
    if (auto made = create_private(fresh); !made)
        return made;
    auto opened = Connection::open(fresh, Access::ReadWrite, vfs);
    if (!opened)
        return opened.error();
    Connection& connection = **opened;
    connection.execute(fmt::format("PRAGMA application_id = {}", application_id));
    migrate(connection);
    if (connection.has_failed())
        return connection.problem();
    opened->reset();
    if (auto synced = sync_file(fresh); !synced)
        return synced;
    return move_durably(fresh, file);
}

/// There is a data file, or it is right to make one.
Result<void> ensure_file(const std::filesystem::path& folder, const FolderLock& lock, const std::filesystem::path& file,
                         const std::string& vfs) {
    std::error_code error;
    if (std::filesystem::exists(file, error)) {
        // SQLite takes a file without a whole header for a new one.
        if (std::filesystem::file_size(file, error) < header_bytes)
            return Problem("{}: the data file was cut, nothing is left of it; restore a backup", file);
        return {};
    }
    if (std::filesystem::exists(restoring_file_in(folder), error))
        return Problem("{}: a restore was cut short; run it again", folder);
    if (std::filesystem::exists(log_of(file), error) && std::filesystem::file_size(log_of(file), error) > 0)
        return Problem(
            "{}: the data file is gone but its log is still there; put it back, or restore a backup (to begin anew "
            "without it, remove {} and motcua.lock)",
            file, log_of(file));
    if (lock.knows_of_data())
        return Problem(
            "{}: the data file is gone; put it back, or restore a backup (to begin anew without it, remove motcua.lock "
            "beside it)",
            file);
    remove_in_use_mark(file);  // of data that were there before
    return create(file, vfs);
}

/// A full disk lets an empty log be cut off, and takes nothing after it: who says that it can be written has written.
void try_to_write(Connection& connection) {
    connection.run("BEGIN IMMEDIATE");
    connection.execute(fmt::format("PRAGMA user_version = {}", data_version()));  // as it is
    connection.run("COMMIT");
}

}  // namespace

bool is_about_full_disk(const Problem& reason) {
    return reason.pattern == disk_is_full || std::any_of(reason.parts.begin(), reason.parts.end(), is_about_full_disk);
}

struct SqliteJournal::Place : HallPlace {
    bool has_old_outcomes = true;  ///< perhaps
    bool is_head_behind = false;
};

std::optional<SqliteJournal::FileIdentity> SqliteJournal::identity_of(const std::filesystem::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0)
        return std::nullopt;
    return FileIdentity{status.st_dev, status.st_ino};
}

SqliteJournal::SqliteJournal(std::filesystem::path folder, SqliteOptions options)
    : folder_(std::move(folder)), file_(data_file_in(folder_)), options_(std::move(options)) {}

SqliteJournal::~SqliteJournal() {
    if (!connection_)
        return;
    connection_->recover();
    // With what others read or the disk had no room for left in the log, it is needed, and stays.
    if (connection_->carry_log_over())
        remove_in_use_mark(file_);
    connection_.reset();
    unmark_without_log(file_);
}

Result<std::vector<LoadedHall>> SqliteJournal::load() {
    const std::lock_guard no_checkpoint(checkpoint_);
    accepts_ = false;
    places_.clear();
    wal_pages_carried_ = 0;
    if (!lock_.is_held()) {
        auto lock = FolderLock::take(folder_);
        if (!lock)
            return lock.error();
        lock_ = std::move(*lock);
        remove_unfinished_backups(folder_ / "backups");
    }
    if (auto settled = settle(); !settled)
        return settled.error();
    const auto standing = identity_of(file_);
    if (opened_file_ && standing && standing != opened_file_)
        return Problem(
            "{}: another file stands where the data file was; put the right one back, or start the server anew", file_);
    if (auto opened = open(); !opened)
        return opened.error();
    opened_file_ = identity_of(file_);
    auto halls = read_halls();
    if (!halls)
        return halls;
    try_to_write(*connection_);  // only now: nothing is written to a damaged file
    if (connection_->has_failed())
        return connection_->problem();
    if (auto marked = set_in_use_mark(file_); !marked)  // not before the log holds something: an empty one is missed
        return marked.error();
    data_version_ = connection_->data_version();
    if (connection_->has_failed())
        return connection_->problem();
    accepts_ = true;
    return halls;
}

/// A batch whose commit failed may lie complete in the log, past the end that this connection knows of, and a newly
/// opened connection would take it for committed. So the old connection carries its own part over and cuts the log off
/// before it is closed; until the disk lets it, the journal stays shut.
Result<void> SqliteJournal::settle() {
    if (!connection_)
        return {};
    connection_->recover();
    if (!is_sync_lost_)  // else the log is kept: what is in it is written anew
        cut_log_off(*connection_, file_);
    if (connection_->has_failed())
        return connection_->problem();
    connection_.reset();
    unmark_without_log(file_);
    return {};
}

Result<void> SqliteJournal::open() {
    if (auto ensured = ensure_file(folder_, lock_, file_, options_.vfs); !ensured)
        return ensured;
    if (const auto damaged = find_damage(log_of(file_)))  // first: whoever opens the data may cut the log off
        return log_is_damaged(log_of(file_), *damaged);
    if (has_lost_log(file_))
        return log_is_lost(file_);
    if (auto made = make_file_present(); !made)
        return made;
    if (!has_room(folder_))  // a log is made anew; who cannot make it is not told why
        return Problem("{}: {}", file_, Problem(disk_is_full));
    auto opened = Connection::open(file_, Access::ReadWrite, gathering_vfs(options_.vfs));
    if (!opened)
        return opened.error();
    Connection& connection = **opened;
    connection.tell_of_lost_sync(is_sync_lost_);
    set_up(connection, options_.wal_pages);
    connection.execute("PRAGMA cache_spill = OFF");  // gathering_vfs() asks for it; the desk bounds a batch
    if (connection.integer("PRAGMA cache_spill") != 0)
        connection.fail(Problem("SQLite would write pages before their commit; it was built without what this needs"));
    quick_check(connection);
    if (connection.has_failed())
        return connection.problem();
    connection_ = std::move(*opened);
    lock_.note_data();
    return {};
}

Result<void> SqliteJournal::make_file_present() {
    const bool was_sync_lost = is_sync_lost_.exchange(false);
    auto made = make_present(file_, options_, was_sync_lost, is_sync_lost_);
    if (!made && was_sync_lost)
        is_sync_lost_ = true;
    unmark_without_log(file_);
    return made;
}

Result<std::vector<LoadedHall>> SqliteJournal::read_halls() {
    std::vector<LoadedHall> loaded;
    check_heads(*connection_);
    for (const HallId& hall : halls_in(*connection_)) {
        const HallPlace place = find_place(*connection_, hall);
        loaded.push_back(read_hall(*connection_, hall, place));
        places_[hall] = {place, /*has_old_outcomes=*/true};
        if (connection_->has_failed())
            break;
    }
    if (loaded.empty() && lock_.knows_of_halls())
        connection_->fail(Problem(
            "the data hold no hall any more; restore a backup (to begin anew, remove motcua.lock beside them)"));
    if (connection_->has_failed())
        return connection_->problem();
    if (!loaded.empty())
        lock_.note_halls();
    return loaded;
}

Result<void> SqliteJournal::append(const Batch& batch) {
    may_come_back_ = false;
    if (!accepts_)
        return Problem("{}: nothing is written after a failure until the journal was loaded again", file_);
    if (batch.entries.empty())
        return {};
    if (is_sync_lost_) {
        accepts_ = false;
        return Problem("{}: {}", file_, Problem(disk_lost_pages));
    }
    if (identity_of(file_) != opened_file_) {  // what is written to a file without a name is gone with the program
        accepts_ = false;
        return Problem("{}: the data file is gone, or another stands in its place", file_);
    }
    connection_->run("BEGIN IMMEDIATE");
    const auto version = connection_->data_version();
    const bool is_alone = version == data_version_;
    for (const Entry& entry : batch.entries)
        write_entry(entry);
    for (auto& [hall, place] : places_) {
        if (place.is_head_behind)
            write_head(*connection_, ChainHead{hall, place.last_sequence, place.link});
        place.is_head_behind = false;
        if (place.has_old_outcomes)
            prune(hall, place);
    }
    const bool is_committing = !connection_->has_failed();
    may_come_back_ = is_committing;
    connection_->run("COMMIT");
    if (!connection_->has_failed()) {
        if (!is_noted_)
            lock_.note_halls();
        is_noted_ = true;
        may_come_back_ = false;
        data_version_ = version;
        return {};
    }
    accepts_ = false;
    Problem problem = connection_->problem();
    connection_->recover();
    if (connection_->carry_log_over())
        remove_in_use_mark(file_);
    if (is_committing)
        may_come_back_ = !(is_alone && connection_->take_off_failed_commit(*version));
    unmark_without_log(file_);
    return problem;
}

void SqliteJournal::write_entry(const Entry& entry) {
    Place& place = places_[entry.hall];
    if (!entry.events.empty() && entry.first_sequence != place.last_sequence + 1)
        connection_->fail(Problem("event {} of hall {} does not follow event {}", entry.first_sequence,
                                  entry.hall.value, place.last_sequence));
    for (const hall::EventRecord& record : entry.events) {
        const std::uint64_t sequence = ++place.last_sequence;
        const std::string payload = encode_event(entry.hall, sequence, record);
        const EventRow row{entry.hall.value,
                           static_cast<std::int64_t>(sequence),
                           record.service_day.days,
                           static_cast<std::int64_t>(hall::scope_of(record.event)),
                           record.at.ms,
                           hall::name_of(record.event),
                           payload};
        place.link = next_link(place.link, row);
        place.is_head_behind = true;
        connection_->run(insert_event_sql, row.hall, row.sequence, row.service_day, row.scope, row.at, row.kind,
                         bytes_of(row.payload), Bytes(place.link));
        project(*connection_, entry.hall, sequence, record);
        if (std::holds_alternative<hall::DayOpened>(record.event)) {
            place.open_day(sequence);
            place.has_old_outcomes = true;
        }
    }
    if (entry.outcome)
        connection_->run(insert_outcome_sql, entry.hall.value, place.last_sequence, Bytes(entry.outcome->id.bytes),
                         entry.outcome->digest, entry.outcome->at.ms,
                         bytes_of(encode_outcome(entry.hall, *entry.outcome)));
}

void SqliteJournal::prune(const HallId& hall, Place& place) {
    connection_->run(prune_sql, hall.value, place.outcomes_from(), limits::outcomes_pruned_per_batch);
    place.has_old_outcomes = connection_->changes() >= limits::outcomes_pruned_per_batch;
}

bool SqliteJournal::wants_checkpoint() {
    if (!accepts_)
        return false;
    const int pages = connection_->log_pages();
    if (pages < wal_pages_carried_)
        wal_pages_carried_ = 0;  // the log began anew
    if (pages - wal_pages_carried_ < options_.wal_pages_per_checkpoint)
        return false;
    wal_pages_carried_ = pages;
    // What the commit itself carried is not gone through again: beside a commit that begins the log anew, a second pass
    // behind a whole one may leave SQLite before 3.51.3 with a wrong count of what is carried (its "WAL-reset bug").
    return !connection_->is_log_carried();
}

void SqliteJournal::checkpoint() noexcept {
    const std::lock_guard guard(checkpoint_);
    if (!connection_)  // a load failed: as the only connection this one would remove the log when it closes
        return;
    auto opened = Connection::open(file_, Access::ReadWrite, options_.vfs);
    if (opened) {
        (*opened)->tell_of_lost_sync(is_sync_lost_);
        (*opened)->integer("PRAGMA user_version");  // a connection finds the log with its first look at the data
    }
    for (int pass = 0; opened && pass < limits::checkpoint_passes; ++pass)
        if ((*opened)->carry_log_over())
            return;
}

Result<void> SqliteJournal::back_up(const std::filesystem::path& file) {
    return copy_data(file_, file, is_stopping_, options_.vfs);
}

}  // namespace motcua::store
