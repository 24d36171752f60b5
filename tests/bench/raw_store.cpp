#include "tests/bench/raw_store.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/bench/bench_server.hpp"

namespace motcua::bench {
namespace {

struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

/// One row as sqlite values, kept over the life of the source.
struct Row {
    std::vector<sqlite3_value*> values;
    ~Row() {
        for (auto* value : values)
            sqlite3_value_free(value);
    }
    Row() = default;
    Row(Row&& other) noexcept : values(std::move(other.values)) { other.values.clear(); }
    Row& operator=(Row&&) = delete;
};

Database open(const std::filesystem::path& file) {
    sqlite3* opened = nullptr;
    if (sqlite3_open(file.c_str(), &opened) != SQLITE_OK)
        throw std::runtime_error("cannot open " + file.string());
    return Database(opened);
}

void run(sqlite3* database, const std::string& sql) {
    if (sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        throw std::runtime_error(sql + ": " + sqlite3_errmsg(database));
}

Statement prepare(sqlite3* database, const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
        throw std::runtime_error(sql + ": " + sqlite3_errmsg(database));
    return Statement(statement);
}

std::vector<Row> read_rows(sqlite3* database, const std::string& sql) {
    std::vector<Row> rows;
    const Statement statement = prepare(database, sql);
    while (sqlite3_step(statement.get()) == SQLITE_ROW) {
        Row row;
        for (int i = 0; i < sqlite3_column_count(statement.get()); ++i)
            row.values.push_back(sqlite3_value_dup(sqlite3_column_value(statement.get(), i)));
        rows.push_back(std::move(row));
    }
    return rows;
}

struct Table {
    std::string name;
    std::vector<Row> rows;
    Statement insert;
};

class RawFile {
  public:
    RawFile(const std::filesystem::path& source_file, const std::filesystem::path& file, std::vector<Table>& tables)
        : database_(open(file)), tables_(tables) {
        run(database_.get(), "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
        const Database source = open(source_file);
        for (auto& row : read_rows(source.get(), "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))
            run(database_.get(), reinterpret_cast<const char*>(sqlite3_value_text(row.values[0])));
        for (auto& table : tables_) {
            std::string marks;
            for (std::size_t i = 0; i < table.rows.front().values.size(); ++i)
                marks += marks.empty() ? "?" : ",?";
            table.insert = prepare(database_.get(), "INSERT INTO " + table.name + " VALUES(" + marks + ")");
        }
    }
    ~RawFile() {
        for (auto& table : tables_)
            table.insert.reset();
    }

    void write(std::size_t from, std::size_t to) {
        run(database_.get(), "BEGIN IMMEDIATE");
        for (auto& table : tables_) {
            for (std::size_t i = from; i < to; ++i) {
                auto* insert = table.insert.get();
                sqlite3_reset(insert);
                for (std::size_t column = 0; column < table.rows[i].values.size(); ++column)
                    sqlite3_bind_value(insert, static_cast<int>(column + 1), table.rows[i].values[column]);
                if (sqlite3_step(insert) != SQLITE_DONE)
                    throw std::runtime_error(sqlite3_errmsg(database_.get()));
                sqlite3_reset(insert);
            }
        }
        run(database_.get(), "COMMIT");
    }

  private:
    const Database database_;
    std::vector<Table>& tables_;
};

std::vector<Table> read_tables(const std::filesystem::path& database) {
    const Database source = open(database);
    std::vector<Table> tables(3);
    tables[0] = {"events", read_rows(source.get(), "SELECT * FROM events WHERE kind='ticket_issued'"), nullptr};
    tables[1] = {"outcomes", read_rows(source.get(), "SELECT * FROM outcomes"), nullptr};
    tables[2] = {"tickets", read_rows(source.get(), "SELECT * FROM tickets"), nullptr};
    return tables;
}

}  // namespace

struct RawStore::Parts {
    Parts(const std::filesystem::path& database, const std::filesystem::path& file)
        : tables(read_tables(database)), raw(database, file, tables) {}

    std::size_t count() const {
        std::size_t least = tables.front().rows.size();
        for (const auto& table : tables)
            least = std::min(least, table.rows.size());
        return least;
    }

    std::vector<Table> tables;
    RawFile raw;
    std::size_t written = 0;
};

RawStore::RawStore(const std::filesystem::path& database, const std::string& name, int to_time)
    : parts_(std::make_unique<Parts>(database, database.parent_path() / name)) {
    const auto timed = static_cast<std::size_t>(to_time);
    if (parts_->count() < timed)
        throw std::runtime_error("too few rows to measure");
    parts_->written = parts_->count() - timed;
    parts_->raw.write(0, parts_->written);
}

RawStore::~RawStore() = default;

double RawStore::commit(int tickets) {
    const std::size_t from = parts_->written;
    const std::size_t to = from + static_cast<std::size_t>(tickets);
    if (to > parts_->count())
        throw std::runtime_error("too few rows to measure");
    const double start = seconds_now();
    parts_->raw.write(from, to);
    parts_->written = to;
    return seconds_now() - start;
}

}  // namespace motcua::bench
