#include "server/store/sqlite.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "server/store/limits.hpp"
#include "server/store/log_format.hpp"

namespace motcua::store {
namespace {

/// What a failure means to a person, and what to do where it is not about the data.
Problem fault_of(sqlite3* database, int code) {
    const int system_error = database != nullptr ? sqlite3_system_errno(database) : 0;
    switch (code & 0xff) {
        case SQLITE_FULL:
            return Problem(disk_is_full);
        case SQLITE_IOERR:
            if (system_error == ENOSPC || system_error == EDQUOT)
                return Problem(disk_is_full);
            return Problem("the disk cannot be read or written (input/output error {}); check the disk", code);
        case SQLITE_NOTADB:
            return Problem("this is not a data file of this program");
        case SQLITE_CORRUPT:
            return Problem("the data file is damaged");
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return Problem("another program is using the data file; stop it");
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return Problem("the data file may not be written; check its owner and permissions");
        case SQLITE_CANTOPEN:
            return Problem(
                "the data file cannot be opened ({}); check its folder, owner and permissions",
                system_error != 0 ? Problem::verbatim(std::strerror(system_error)) : Problem("no reason given"));
        case SQLITE_NOMEM:
            return Problem("no memory is left");
        case SQLITE_INTERRUPT:
            return Problem("stopped before it was done");
        case SQLITE_CONSTRAINT:
            return Problem("this contradicts what is already kept ({})", sqlite3_errmsg(database));
        default:
            return Problem::verbatim(fmt::format(
                "{} (SQLite {})", database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code), code));
    }
}

const char* advice_on(int code) {
    switch (code & 0xff) {
        case SQLITE_NOTADB:
            return restore_or_name_another;
        case SQLITE_CORRUPT:
            return restore_a_backup;
        default:
            return nullptr;
    }
}

int open_flags(Access access) {
    switch (access) {
        case Access::Read:
            return SQLITE_OPEN_READONLY;
        case Access::ReadWrite:
            return SQLITE_OPEN_READWRITE;
        case Access::Create:
            return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    }
    return SQLITE_OPEN_READONLY;
}

/// The write-ahead log as this connection has it open; nullptr: it has none.
sqlite3_file* log_file_of(sqlite3* database) {
    sqlite3_file* log = nullptr;
    const int code = sqlite3_file_control(database, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    return code == SQLITE_OK && log != nullptr && log->pMethods != nullptr ? log : nullptr;
}

}  // namespace

Rows::~Rows() {
    if (statement_ != nullptr)
        sqlite3_reset(statement_);
}

bool Rows::next() {
    if (statement_ == nullptr || connection_.has_failed())
        return false;
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        connection_.check(code);
    sqlite3_reset(statement_);
    statement_ = nullptr;
    return false;
}

bool Rows::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Rows::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

std::string_view Rows::text(int column) const {
    const void* bytes = sqlite3_column_blob(statement_, column);
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file, Access access,
                                                     const std::string& vfs, const std::optional<ToldAs>& told_as) {
    std::unique_ptr<Connection> connection(new Connection(told_as.value_or(ToldAs{file, nullptr})));
    connection->check(sqlite3_open_v2(file.c_str(), &connection->database_,
                                      open_flags(access) | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                                      vfs.empty() ? nullptr : vfs.c_str()));
    if (!connection->has_failed()) {
        sqlite3_busy_timeout(connection->database_, limits::busy_timeout_ms);
        sqlite3_db_config(connection->database_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        sqlite3_db_config(connection->database_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
        connection->execute("PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY");
    }
    if (connection->has_failed())
        return connection->problem();
    return connection;
}

Connection::~Connection() {
    for (const auto& [sql, statement] : statements_)
        sqlite3_finalize(statement);
    if (is_sync_lost())
        sqlite3_db_config(database_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    sqlite3_close_v2(database_);
}

Problem Connection::problem() const {
    if (advice_ == nullptr)
        return Problem("{}: {}", told_as_.file, fault());
    return Problem("{}: {}; {}", told_as_.file, fault(),
                   Problem(told_as_.advice != nullptr ? told_as_.advice : advice_));
}

void Connection::fail(Problem fault, const char* advice) {
    if (fault_)
        return;
    fault_ = std::move(fault);
    advice_ = advice;
}

void Connection::recover() {
    for (const auto& [sql, statement] : statements_)
        sqlite3_reset(statement);
    if (sqlite3_get_autocommit(database_) == 0)
        sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
    fault_.reset();
    advice_ = nullptr;
}

void Connection::execute(const std::string& sql) {
    if (!has_failed())
        check(sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr));
}

void Connection::stop_when(const std::atomic<bool>* stop) {
    sqlite3_progress_handler(
        database_, limits::steps_between_stop_checks,
        [](void* flag) { return static_cast<const std::atomic<bool>*>(flag)->load() ? 1 : 0; },
        const_cast<std::atomic<bool>*>(stop));
}

void Connection::bound_log(int most) {
    log_pages_most_ = most;
    sqlite3_wal_hook(
        database_,
        [](void* self, sqlite3*, const char*, int pages) {
            static_cast<Connection*>(self)->committed(pages);
            return SQLITE_OK;  // committed it is: a log that stays long is no failure of the commit
        },
        this);
}

void Connection::committed(int log_pages) {
    log_pages_ = log_pages;
    log_salts_ = read_log_salts().value_or(LogSalts{});
    is_log_carried_ = log_pages >= log_pages_most_ && carry_log_over();
}

std::optional<LogSalts> Connection::read_log_salts() const {
    sqlite3_file* log = log_file_of(database_);
    LogSalts salts{};
    const bool is_read =
        log != nullptr && log->pMethods->xRead(log, salts.data(), salts.size(), log_format::salts_offset) == SQLITE_OK;
    return is_read ? std::optional(salts) : std::nullopt;
}

bool Connection::take_off_failed_commit(std::int64_t version) {
    const auto page_bytes = integer("PRAGMA page_size");
    run("BEGIN IMMEDIATE");  // nobody else writes meanwhile
    const bool is_own = data_version() == version;
    const bool is_off = !has_failed() && is_own && page_bytes && cut_log_behind_last_commit(*page_bytes);
    recover();
    return is_off;
}

bool Connection::cut_log_behind_last_commit(std::int64_t page_bytes) {
    sqlite3_file* log = log_file_of(database_);
    const auto salts = read_log_salts();
    if (log == nullptr || !salts || log_salts_ == LogSalts{})
        return false;
    // A log begins anew only when all of it was carried over and synced; then nothing of it is needed any more.
    const bool is_same_log = *salts == log_salts_;
    const sqlite3_int64 frame_bytes = static_cast<sqlite3_int64>(log_format::frame_header_bytes) + page_bytes;
    const sqlite3_int64 end =
        is_same_log ? static_cast<sqlite3_int64>(log_format::header_bytes) + log_pages_ * frame_bytes : 0;
    return log->pMethods->xTruncate(log, end) == SQLITE_OK &&
           log->pMethods->xSync(log, SQLITE_SYNC_NORMAL) == SQLITE_OK;
}

bool Connection::carry_log_over() {
    return carry_over(SQLITE_CHECKPOINT_PASSIVE) == SQLITE_OK;
}

bool Connection::carry_whole_log_over() {
    return is_done(carry_over(SQLITE_CHECKPOINT_FULL));
}

bool Connection::empty_log() {
    return is_done(carry_over(SQLITE_CHECKPOINT_TRUNCATE));
}

/// Another program in the way is no failure.
bool Connection::is_done(int code) {
    if (code != SQLITE_BUSY && code != SQLITE_LOCKED)
        check(code);
    return code == SQLITE_OK;
}

/// SQLITE_OK: nothing of the log was left.
int Connection::carry_over(int how) {
    if (has_failed() || is_sync_lost())
        return SQLITE_BUSY;
    int pages = 0;
    int carried = 0;
    const int code = sqlite3_wal_checkpoint_v2(database_, nullptr, how, &pages, &carried);
    if (code == SQLITE_IOERR_FSYNC && is_sync_lost_ != nullptr)
        *is_sync_lost_ = true;
    if (code != SQLITE_OK)
        return code;
    return pages >= 0 && pages == carried ? SQLITE_OK : SQLITE_BUSY;  // -1: the log was not found
}

sqlite3_stmt* Connection::prepared(const char* sql) {
    if (has_failed())
        return nullptr;
    sqlite3_stmt*& statement = statements_[sql];
    if (statement == nullptr)
        check(sqlite3_prepare_v3(database_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    return statement;
}

void Connection::bind(sqlite3_stmt* statement, int place, std::int64_t value) {
    check(sqlite3_bind_int64(statement, place, value));
}

void Connection::bind(sqlite3_stmt* statement, int place, std::string_view text) {
    const char* start = text.data() != nullptr ? text.data() : "";
    check(sqlite3_bind_text64(statement, place, start, text.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Connection::bind(sqlite3_stmt* statement, int place, Bytes bytes) {
    check(sqlite3_bind_blob64(statement, place, bytes.data(), bytes.size(), SQLITE_STATIC));
}

void Connection::bind(sqlite3_stmt* statement, int place, std::nullptr_t) {
    check(sqlite3_bind_null(statement, place));
}

void Connection::finish(sqlite3_stmt* statement) {
    if (statement == nullptr || has_failed())
        return;
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW)
        code = sqlite3_step(statement);
    if (code != SQLITE_DONE)
        check(code);
    sqlite3_reset(statement);
}

void Connection::expect_one_change() {
    if (!has_failed() && changes() != 1)
        fail(Problem("an event does not fit the tables that were kept from earlier events; run the doctor"),
             restore_a_backup);
}

void Connection::check(int code) {
    if (code != SQLITE_OK && !has_failed())
        fail(fault_of(database_, code), advice_on(code));
}

}  // namespace motcua::store
