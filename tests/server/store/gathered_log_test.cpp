#include "server/store/gathered_log.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "server/store/limits.hpp"
#include "server/store/sqlite.hpp"
#include "tests/server/store/store_support.hpp"
#include "tests/support/failing_vfs.hpp"

namespace motcua::store {
namespace {

using test::FailingVfs;
using test::problem_of;

constexpr std::int64_t rows = 400;  // of about 1000 bytes: some hundred pages, more than are gathered at once
constexpr const char* log_suffix = "-wal";

std::int64_t count(Connection& of) {
    return of.integer("SELECT count(*) FROM t").value_or(-1);
}
bool is_whole(Connection& of) {
    Rows check = of.query("PRAGMA integrity_check");
    return check.next() && check.text(0) == "ok";
}
std::unique_ptr<Connection> open(const std::filesystem::path& file, const std::string& by = {}) {
    auto opened = Connection::open(file, Access::Create, by);
    REQUIRE(problem_of(opened) == "");
    return std::move(*opened);
}

/// A file with a log, opened through the gathering VFS over one whose writes are counted and can fail.
struct Gathered {
    FailingVfs vfs;
    test::TempFolder folder;
    std::unique_ptr<Connection> connection;

    explicit Gathered(bool fills_sectors = false) {
        if (fills_sectors)
            vfs.have_no_powersafe_overwrite();
        connection = open(folder.data_file(), gathering_vfs(vfs.name()));
        connection->execute("PRAGMA journal_mode = WAL; PRAGMA cache_spill = OFF");
        connection->execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v BLOB)");
        REQUIRE_FALSE(connection->has_failed());
        vfs.forget_counts();
    }

    void insert(std::int64_t from, std::int64_t to) {
        for (auto id = from; id < to; ++id)
            connection->run("INSERT INTO t VALUES (?1, zeroblob(1000))", id);
    }
    void insert_at_once(std::int64_t from, std::int64_t to) {
        connection->execute("BEGIN");
        insert(from, to);
        connection->execute("COMMIT");
    }
    std::filesystem::path log() const { return folder.data_file().string() + log_suffix; }

    /// Rows that a program finds which starts when this one was killed just now: from the file and its log alone.
    std::int64_t count_after_kill() const {
        const auto copy = folder.path() / "copy.db";
        std::filesystem::remove(copy.string() + log_suffix);
        std::filesystem::copy_file(folder.data_file(), copy, std::filesystem::copy_options::overwrite_existing);
        std::filesystem::copy_file(log(), copy.string() + log_suffix);
        const auto found = open(copy);
        CHECK(is_whole(*found));
        return count(*found);
    }
};

}  // namespace

TEST_CASE("gathered log: a commit is one write, and a large one as few as its bytes need") {
    Gathered file;
    for (int i = 0; i < 3; ++i) {
        file.insert(i, i + 1);
        CHECK(file.vfs.writes() == 1);
        CHECK(file.vfs.syncs() == 1);
        file.vfs.forget_counts();
    }
    file.insert_at_once(3, rows);
    const int least = static_cast<int>(std::filesystem::file_size(file.log()) / limits::gathered_bytes);
    CHECK(least > 5);
    CHECK(file.vfs.writes() >= least);
    CHECK(file.vfs.writes() <= least + 2);
    CHECK(count(*file.connection) == rows);
}

TEST_CASE("gathered log: each commit is there for other readers and after a kill, also where nothing is synced") {
    const char* const levels[] = {"PRAGMA synchronous = OFF", "PRAGMA synchronous = NORMAL",
                                  "PRAGMA synchronous = FULL"};
    for (int way = 0; way < 6; ++way) {
        const std::string level = levels[way % 3];
        const bool fills_sectors = way >= 3;
        CAPTURE(level);
        CAPTURE(fills_sectors);
        Gathered file(fills_sectors);
        file.connection->execute(level);
        const auto other = open(file.folder.data_file());
        for (int i = 0; i < 10; ++i) {
            file.insert(i, i + 1);
            CHECK(count(*other) == i + 1);
            CHECK(file.count_after_kill() == i + 1);
        }
        file.insert_at_once(10, rows);
        CHECK(count(*other) == rows);
        CHECK(file.count_after_kill() == rows);
        CHECK(other->carry_log_over());
        file.insert(rows, rows + 1);  // the log begins anew
        CHECK(std::filesystem::file_size(file.log()) > rows * 1000);
        CHECK(file.count_after_kill() == rows + 1);
        CHECK(is_whole(*other));
    }
}

TEST_CASE("gathered log: what was taken back never reaches the log, and stands in nobody's way") {
    Gathered file;
    file.connection->execute("PRAGMA cache_size = 5");
    file.insert(0, 1);
    file.vfs.forget_counts();
    file.connection->execute("BEGIN");
    file.insert(1, rows);
    CHECK(count(*file.connection) == rows);
    file.connection->execute("SAVEPOINT s; UPDATE t SET v = zeroblob(900); ROLLBACK TO s");
    CHECK(file.connection->integer("SELECT sum(length(v)) FROM t") == rows * 1000);
    file.connection->execute("ROLLBACK");
    CHECK(file.vfs.writes() == 0);
    const auto other = open(file.folder.data_file());
    other->execute("INSERT INTO t VALUES (7, 'of another')");
    REQUIRE_FALSE(other->has_failed());
    CHECK(count(*file.connection) == 2);
    file.insert(8, 9);
    CHECK(file.count_after_kill() == 3);
    file.connection.reset();
    CHECK(count(*other) == 3);
    CHECK(is_whole(*other));
}

TEST_CASE("gathered log: a write or sync that fails fails its commit, and the next one stands alone") {
    int writes = 0;
    {
        Gathered file;
        file.insert(0, 1);
        file.vfs.forget_counts();
        file.insert_at_once(1, rows);
        writes = file.vfs.writes();
    }
    using Reached = FailingVfs::Reached;
    const auto fail = [](FailingVfs::Call call, int n, FailingVfs::Error error, Reached reached) {
        Gathered file;
        file.insert(0, 1);
        file.vfs.fail(call, n, FailingVfs::Lasting::Once, error, reached);
        file.insert_at_once(1, rows);
        CHECK(file.connection->has_failed());
        file.connection->recover();
        CHECK(count(*file.connection) == 1);
        file.insert(rows, rows + 1);
        CHECK_FALSE(file.connection->has_failed());
        CHECK(file.count_after_kill() == 2);
        const auto other = open(file.folder.data_file());
        CHECK(count(*other) == 2);
        CHECK(is_whole(*other));
    };
    for (const auto error : {FailingVfs::Error::Io, FailingVfs::Error::DiskFull}) {
        for (const auto reached : {Reached::Nothing, Reached::FirstSectors, Reached::All}) {
            for (int n = 1; n <= writes; ++n) {
                CAPTURE(static_cast<int>(error));
                CAPTURE(static_cast<int>(reached));
                CAPTURE(n);
                fail(FailingVfs::Call::Write, n, error, reached);
            }
        }
        fail(FailingVfs::Call::Sync, 1, error, Reached::Nothing);
    }
}

}  // namespace motcua::store
