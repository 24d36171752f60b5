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

/// A file with a log, opened through the gathering VFS over one whose writes are counted and can fail.
struct Gathered {
    FailingVfs vfs;
    test::TempFolder folder;
    std::unique_ptr<Connection> connection = open(gathering_vfs(vfs.name()));

    Gathered() {
        connection->execute("PRAGMA journal_mode = WAL");
        connection->execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v BLOB)");
        REQUIRE_FALSE(connection->has_failed());
        vfs.forget_counts();
    }

    std::unique_ptr<Connection> open(const std::string& by) {
        auto opened = Connection::open(folder.data_file(), Access::Create, by);
        REQUIRE(problem_of(opened) == "");
        return std::move(*opened);
    }
    void insert(std::int64_t from, std::int64_t to) {
        for (auto id = from; id < to; ++id)
            connection->run("INSERT INTO t VALUES (?1, zeroblob(1000))", id);
    }
    static bool is_whole(Connection& of) {
        Rows check = of.query("PRAGMA integrity_check");
        return check.next() && check.text(0) == "ok";
    }
    static std::int64_t count(Connection& of) { return of.integer("SELECT count(*) FROM t").value_or(-1); }
};

}  // namespace

TEST_CASE("gathered log: a commit is one write, and a large one as few as its bytes need") {
    Gathered file;
    file.insert(0, 1);
    CHECK(file.vfs.writes() <= 2);  // the log's head begins with its first page
    CHECK(file.vfs.syncs() >= 1);
    file.vfs.forget_counts();
    file.insert(1, 2);
    CHECK(file.vfs.writes() == 1);
    CHECK(file.vfs.syncs() == 1);
    file.vfs.forget_counts();
    file.connection->execute("BEGIN");
    file.insert(2, rows);
    file.connection->execute("COMMIT");
    const auto log_bytes = std::filesystem::file_size(file.folder.data_file().string() + "-wal");
    CHECK(file.vfs.writes() >= static_cast<int>(log_bytes / limits::gathered_bytes));
    CHECK(file.vfs.writes() <= static_cast<int>(log_bytes / limits::gathered_bytes) + 2);
    CHECK(Gathered::count(*file.connection) == rows);
}

TEST_CASE("gathered log: who else reads finds each commit, also where nothing is synced") {
    Gathered file;
    file.connection->execute("PRAGMA synchronous = OFF");
    const auto other = file.open({});
    for (int i = 0; i < 20; ++i) {
        file.insert(i, i + 1);
        CHECK(Gathered::count(*other) == i + 1);
    }
    CHECK(file.vfs.syncs() == 0);
    CHECK(other->carry_log_over());
    CHECK(Gathered::is_whole(*other));
    CHECK(Gathered::count(*other) == 20);
}

TEST_CASE("gathered log: pages that leave the cache before the commit are read back from the log") {
    Gathered file;
    file.connection->execute("PRAGMA cache_size = 5");
    file.connection->execute("BEGIN");
    file.insert(0, rows);
    CHECK(Gathered::count(*file.connection) == rows);
    file.connection->execute("UPDATE t SET v = zeroblob(1001)");
    CHECK(file.connection->integer("SELECT sum(length(v)) FROM t") == rows * 1001);
    file.connection->execute("COMMIT");
    REQUIRE_FALSE(file.connection->has_failed());
    file.connection.reset();
    CHECK(Gathered::count(*file.open({})) == rows);
}

TEST_CASE("gathered log: a write that fails fails its commit, and the next one stands alone") {
    for (const auto call : {FailingVfs::Call::Write, FailingVfs::Call::Sync}) {
        CAPTURE(static_cast<int>(call));
        for (int n = 1; n <= 3; ++n) {
            CAPTURE(n);
            Gathered file;
            file.insert(0, 1);
            REQUIRE_FALSE(file.connection->has_failed());
            file.vfs.fail(call, call == FailingVfs::Call::Sync ? 1 : n, FailingVfs::Lasting::Once);
            file.connection->execute("BEGIN");
            file.insert(1, rows);
            file.connection->execute("COMMIT");
            CHECK(file.connection->has_failed());
            file.connection->recover();
            CHECK(Gathered::count(*file.connection) == 1);
            file.insert(rows, rows + 1);
            CHECK_FALSE(file.connection->has_failed());
            const auto other = file.open({});
            CHECK(Gathered::count(*other) == 2);
            CHECK(Gathered::is_whole(*other));
        }
    }
}

}  // namespace motcua::store
