#pragma once
// What the disk and SQLite alone can do: the rows that a server wrote, written again with nothing around them.

#include <cstddef>
#include <filesystem>
#include <memory>

namespace motcua::bench {

/// The tickets, events and outcomes that `database` has now, written to a new file beside it with the same schema,
/// WAL and synchronous FULL, else as SQLite does by default. The server may run meanwhile: a disk has better and worse
/// moments, so both are timed by turns.
class RawStore {
  public:
    /// All but the last `to_time` tickets are written at once, so that the file is as large as the server's.
    RawStore(const std::filesystem::path& database, const std::string& name, int to_time);
    ~RawStore();

    /// Writes the next `tickets` in one commit; throws when there are no more. Seconds that it took.
    double commit(int tickets);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace motcua::bench
