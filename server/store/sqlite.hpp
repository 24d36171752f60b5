#pragma once
// One connection to a data file: prepared statements kept, failures kept until asked for. Private to this folder.
// Used by one thread at a time.
//
// A failure sticks: after the first one every further call does nothing, so that a piece of work is written straight
// down and asked once, at its end, whether it went well.

#include <sqlite3.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "shared/base/result.hpp"

namespace motcua::store {

using Bytes = std::span<const std::uint8_t>;

enum class Access { Read, ReadWrite, Create };

/// What to do about a data file that cannot be used.
constexpr const char* restore_a_backup = MOTCUA_N("restore a backup");
constexpr const char* name_another_folder = MOTCUA_N("name another folder");
constexpr const char* restore_or_name_another = MOTCUA_N("restore a backup, or name another folder");

/// How a file is told of that is not a server's own data.
struct ToldAs {
    std::filesystem::path file;  ///< whatever file it really is
    const char* advice;          ///< of the catalogue, instead of those above
};

/// The rows of one running query. Text and bytes are valid until the next call of next().
class Rows {
  public:
    Rows(class Connection& connection, sqlite3_stmt* statement) : connection_(connection), statement_(statement) {}
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;
    ~Rows();

    bool next();
    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    std::string_view text(int column) const;  ///< also of a blob

  private:
    Connection& connection_;
    sqlite3_stmt* statement_;
};

constexpr const char* disk_is_full = MOTCUA_N("the disk is full; free some space");

/// Tell one log from the next that began anew over its old pages (log_format.hpp).
using LogSalts = std::array<std::uint8_t, 8>;

class Connection {
  public:
    /// `vfs` empty = the operating system's files.
    static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file, Access access,
                                                    const std::string& vfs = {},
                                                    const std::optional<ToldAs>& told_as = {});
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    bool has_failed() const { return fault_.has_value(); }
    /// What went wrong first, naming the file and what to do.
    Problem problem() const;
    /// The same without the file and without advice: one of several things that were found in it.
    Problem fault() const { return fault_.value_or(Problem()); }
    /// A failure that SQLite does not know of. `advice`: one of those above, where it is about the data.
    void fail(Problem fault, const char* advice = nullptr);
    /// Ends an open transaction without its changes, and forgets the failure.
    void recover();

    /// Statements without parameters or rows; not kept.
    void execute(const std::string& sql);
    /// `sql` must be a text that lives as long as the program: prepared statements are kept by its address.
    template <class... Values>
    void run(const char* sql, const Values&... values) {
        finish(bound(sql, values...));
    }
    /// As run(), and exactly one row must change: else the events contradict the tables, which is a failure.
    template <class... Values>
    void run_one(const char* sql, const Values&... values) {
        run(sql, values...);
        expect_one_change();
    }
    /// At most one query of one text may be open at a time.
    template <class... Values>
    Rows query(const char* sql, const Values&... values) {
        return Rows(*this, bound(sql, values...));
    }
    /// The first column of the first row.
    template <class... Values>
    std::optional<std::int64_t> integer(const char* sql, const Values&... values) {
        Rows rows = query(sql, values...);
        return rows.next() && !rows.is_null(0) ? std::optional(rows.integer(0)) : std::nullopt;
    }
    std::int64_t changes() const { return sqlite3_changes64(database_); }

    /// The write-ahead log's pages after the last commit. A commit that leaves `most` or more carries them over itself.
    int log_pages() const { return log_pages_; }
    void bound_log(int most);
    /// Whether the last commit left nothing in the log that is not in the data file as well.
    bool is_log_carried() const { return is_log_carried_; }
    /// A sync of the data file that failed tells of lost pages once; the next one would succeed falsely, and SQLite
    /// does not write again what an earlier pass over the log had written and not synced. So *`lost` is set then, and
    /// while it is, nothing is carried over, at the end of the connection neither: the log is the only good copy.
    void tell_of_lost_sync(std::atomic<bool>& lost) { is_sync_lost_ = &lost; }
    /// Carries the log over as far as it is committed and nobody stands in the way. True: nothing of it was left.
    bool carry_log_over();
    /// The same, but waits for those who read and write (busy_timeout_ms). Another program in the way is no failure.
    bool carry_whole_log_over();
    /// The same, and the log is cut off.
    bool empty_log();

    /// Changes when another connection has committed; one's own commits do not count.
    std::optional<std::int64_t> data_version() { return integer("PRAGMA data_version"); }
    /// After a commit that failed and recover(): what it wrote into the log is taken off, durably. False: it may be
    /// there whole, and whoever opens the data next takes it for committed; so also where data_version() is no longer
    /// `version`, that of this connection's last commit that succeeded: what stands behind that is not its own alone.
    bool take_off_failed_commit(std::int64_t version);

    /// Every statement ends early, with a failure, once `*stop` is true.
    void stop_when(const std::atomic<bool>* stop);

  private:
    friend class Rows;
    explicit Connection(ToldAs told_as) : told_as_(std::move(told_as)) {}

    template <class... Values>
    sqlite3_stmt* bound(const char* sql, const Values&... values) {
        sqlite3_stmt* statement = prepared(sql);
        int place = 0;
        if (statement != nullptr)
            (bind(statement, ++place, values), ...);
        return statement;
    }
    int carry_over(int how);
    bool is_done(int code);
    bool is_sync_lost() const { return is_sync_lost_ != nullptr && *is_sync_lost_; }
    sqlite3_stmt* prepared(const char* sql);
    void bind(sqlite3_stmt* statement, int place, std::int64_t value);
    void bind(sqlite3_stmt* statement, int place, std::uint64_t value) {
        bind(statement, place, static_cast<std::int64_t>(value));
    }
    void bind(sqlite3_stmt* statement, int place, std::int32_t value) {
        bind(statement, place, static_cast<std::int64_t>(value));
    }
    void bind(sqlite3_stmt* statement, int place, std::string_view text);
    void bind(sqlite3_stmt* statement, int place, Bytes bytes);
    void bind(sqlite3_stmt* statement, int place, std::nullptr_t);
    void finish(sqlite3_stmt* statement);
    void expect_one_change();
    void check(int code);
    void committed(int log_pages);
    std::optional<LogSalts> read_log_salts() const;
    bool cut_log_behind_last_commit(std::int64_t page_bytes);

    const ToldAs told_as_;
    sqlite3* database_ = nullptr;
    std::unordered_map<const char*, sqlite3_stmt*> statements_;
    std::optional<Problem> fault_;
    const char* advice_ = nullptr;
    int log_pages_ = 0;
    int log_pages_most_ = 0;
    bool is_log_carried_ = false;
    std::atomic<bool>* is_sync_lost_ = nullptr;
    LogSalts log_salts_{};  ///< of the log that log_pages_ counts
};

}  // namespace motcua::store
